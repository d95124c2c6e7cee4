/// An option that every call takes, or that isn't of the schema.
struct Option: Sendable {
  /// Without its dashes.
  let name: String
  /// What stands for its value in a help text; nil for a switch.
  let placeholder: String?
  let help: String
  /// Whether it may be given several times, words behind it counting as more values.
  var isList = false

  static let all = [
    Option(name: "context", placeholder: "NAME", help: "the context to use; see mado context"),
    Option(
      name: "server", placeholder: "URL",
      help: "https://HOST:PORT; http:// or unix:/PATH for plaintext"),
    Option(name: "token", placeholder: "TOKEN", help: "the bearer token to call with"),
    Option(name: "ca", placeholder: "FILE", help: "certificates (PEM) to trust, not the system's"),
    Option(name: "insecure", placeholder: nil, help: "trust whatever certificate the server has"),
    Option(
      name: "cert", placeholder: "FILE",
      help: "the certificate (PEM) to show to a server that asks who calls"),
    Option(name: "key", placeholder: "FILE", help: "the private key (PEM) of --cert"),
    Option(
      name: "service-config", placeholder: "TEXT|@FILE",
      help: "how calls are made: timeouts, retries, balancing, as gRPC's service config says it "
        + "in JSON"),
    Option(
      name: "timeout", placeholder: "TIME",
      help: "give up after 500ms, 1.5s, 2m; of itself 60s, and never for streams"),
    Option(
      name: "json", placeholder: "TEXT|@FILE|-",
      help: "the request as JSON; for a stream of requests a line each; - is standard input; "
        + "--data is the same"),
    Option(
      name: "metadata", placeholder: "NAME=VALUE",
      help: "send this along; base64 if the name ends in -bin; may be given several times"),
    Option(
      name: "reflection", placeholder: nil,
      help: "with call: ask the server for the schema, though it is built in"),
    Option(
      name: "descriptor-set", placeholder: "FILE",
      help: "with call, list and describe: the schema, as protoc --descriptor_set_out writes it"),
    Option(
      name: "output", placeholder: "FORMAT",
      help: "table, json, or jsonl (a line of JSON for each response)"),
    Option(
      name: "wide", placeholder: nil,
      help: "all columns of a table, also those that do not fit on the terminal"),
    Option(
      name: "out", placeholder: "FILE",
      help: "write the bytes fields of the responses into one file, as a download's parts"),
    Option(
      name: "save", placeholder: "DIR", help: "write bytes fields into files of their own"),
    Option(name: "help", placeholder: nil, help: "show help"),
    Option(name: "version", placeholder: nil, help: "show the version"),
  ]
}
