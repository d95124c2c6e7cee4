import Calling

/// An option of a command line.
struct Option: Sendable {
  /// Without its dashes.
  let name: String
  /// What stands for its value in a help text; nil for a switch.
  let placeholder: String?
  /// In lines that fit behind the names.
  let help: String

  init(_ name: String, _ placeholder: String?, _ help: String) {
    self.name = name
    self.placeholder = placeholder
    self.help = help
  }

  /// Where the help begins, in columns.
  private static let helpColumn = 30

  /// The option's lines of a help text.
  static func text(_ options: [Option]) -> String {
    options.map { option in
      let head = "  --" + option.name + (option.placeholder.map { " " + $0 } ?? "")
      let lines = option.help.split(separator: "\n")
      let indentation = String(repeating: " ", count: helpColumn)
      let gap =
        head.count + 2 > helpColumn
        ? "\n" + indentation : String(repeating: " ", count: helpColumn - head.count)
      return head + gap + lines.joined(separator: "\n" + indentation)
    }.joined(separator: "\n")
  }

  /// Which server, and as whom.
  static let target = [
    Option("context", "NAME", "the context of mado to use"),
    Option("server", "URL", "https://HOST:PORT, or http:// for plaintext"),
    Option("token", "TOKEN", "the bearer token to call with"),
    Option("ca", "FILE", "certificates (PEM) to trust, not the system's"),
    Option("insecure", nil, "trust whatever certificate the server has"),
    Option("cert", "FILE", "the certificate to show to the server (PEM)"),
    Option("key", "FILE", "the private key of --cert (PEM)"),
    Option(
      "service-config", "TEXT|@FILE",
      "timeouts, retries and balancing, as gRPC's service config says them in\nJSON"),
  ]

  /// What is made of the figures.
  static let reporting = [
    Option(
      "fail-if", "RULES",
      "when the run has failed, such as 'p99>20ms,errors>0.1%,rps<1000';\n"
        + "of itself 'errors>0'"),
    Option(
      "report", "FORM[=FILE]",
      "text, json, csv (the run on a line) or series (CSV too, a line for each\n"
        + "second), to standard output or a file; may be given several times"),
  ]
}

/// Words taken apart by the options that there are.
struct OptionReader: Sendable {
  /// What stands there without a name.
  private(set) var words: [String] = []
  private var values: [String: [String]] = [:]

  init(_ words: some Sequence<String>, _ options: [Option]) throws(UsageError) {
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        self.words.append(word)
        continue
      }
      let parts = word.dropFirst(2)
        .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let option = options.first(where: { $0.name == parts[0] }) else {
        let near = NearestName.find(parts[0], among: options.map(\.name))
        throw UsageError(
          "there is no option --\(parts[0])"
            + (near.map { "; did you mean --\($0)?" } ?? ": see loadtest --help"))
      }
      guard let placeholder = option.placeholder else {
        guard parts.count == 1 else { throw UsageError("--\(option.name) takes no value") }
        values[option.name] = ["true"]
        continue
      }
      guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
        throw UsageError("--\(option.name) needs a value: \(placeholder)")
      }
      values[option.name, default: []].append(value)
    }
  }

  /// The last value counts.
  subscript(name: String) -> String? { values[name]?.last }

  func all(_ name: String) -> [String] { values[name] ?? [] }

  func number(_ name: String, _ range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = self[name] else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        "--\(name) is '\(text)': allowed is \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func decimalNumber(_ name: String, upTo most: Double) throws(UsageError) -> Double? {
    guard let text = self[name] else { return nil }
    guard let value = Double(text), value > 0, value <= most else {
      throw UsageError("--\(name) is '\(text)': allowed is more than 0, up to \(Int(most))")
    }
    return value
  }

  func time(_ name: String) throws(UsageError) -> Duration? {
    guard let text = self[name] else { return nil }
    return try Time.parse(text, of: "--\(name)")
  }

  func choice<C: RawRepresentable & CaseIterable>(
    _ name: String, _ type: C.Type
  ) throws(UsageError) -> C? where C.RawValue == String {
    guard let text = self[name] else { return nil }
    guard let value = C(rawValue: text) else {
      let all = C.allCases.map(\.rawValue).joined(separator: " or ")
      throw UsageError("--\(name) is '\(text)': allowed is \(all)")
    }
    return value
  }
}
