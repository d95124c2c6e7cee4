import Calling
import Contexts
import Glibc
import RPC
import RPCTransport

/// `mado context`: servers and tokens under names.
struct ContextCommands {
  let contexts: ContextFolder
  let console: Console

  static let help = """
    mado context keeps servers, tokens and certificates under names.

      mado context add NAME --server URL [--token TOKEN] [--ca FILE]
          [--cert FILE --key FILE] [--service-config TEXT|@FILE]
                                 keep one, in the place of an older one; the first is used
      mado context use NAME      use it when a call names no other
      mado context list          all names, a star before the one in use
      mado context show [NAME]   one without its token
      mado context remove NAME   forget it

    They are files that only you can read, under $MADO_HOME, $XDG_CONFIG_HOME/mado or
    ~/.config/mado.
    """

  func run(_ words: [String], _ given: Invocation.Given) throws(UsageError) {
    let verb = words.first ?? ""
    let names = Array(words.dropFirst())
    switch (verb, names.count) {
    case ("add", 1): try add(names[0], given)
    case ("use", 1): try attempt { () throws(Failure) in try contexts.use(names[0]) }
    case ("list", 0): try attempt { () throws(Failure) in try list() }
    case ("show", 0): try attempt { () throws(Failure) in try show(try contexts.currentName()) }
    case ("show", 1): try attempt { () throws(Failure) in try show(names[0]) }
    case ("remove", 1): try attempt { () throws(Failure) in try contexts.remove(names[0]) }
    case ("add", _), ("use", _), ("remove", _):
      throw UsageError("context \(verb): give one name; see mado context --help")
    case ("list", _), ("show", _):
      throw UsageError("context \(verb): there are too many words; see mado context --help")
    default:
      let verbs = ["add", "use", "list", "show", "remove"]
      let near = NearestName.find(verb, among: verbs).map { "did you mean \($0)?" }
      let hint = near ?? "there are \(verbs.joined(separator: ", "))"
      throw UsageError("context: there is no command '\(verb)'; \(hint)")
    }
  }

  private typealias Failure = ContextFolder.Failure

  private func attempt(_ body: () throws(Failure) -> Void) throws(UsageError) {
    do throws(Failure) { try body() } catch { throw UsageError("\(error)") }
  }

  private func add(_ name: String, _ given: Invocation.Given) throws(UsageError) {
    guard let server = given["server"] else {
      throw UsageError("context add: --server is missing; give https://HOST:PORT")
    }
    _ = try ServerURL(given: server)
    let identity = try Context.Identity(
      given: given["cert"].map(absolute), given["key"].map(absolute))
    let context = Context(
      server: server, token: given["token"], certificateFile: given["ca"].map(absolute),
      identity: identity, serviceConfig: try given["service-config"].map(serviceConfig))
    try attempt { () throws(Failure) in
      try contexts.save(context, as: name)
      if try contexts.names() == [name] { try contexts.use(name) }
    }
  }

  /// On one line, or with the path that it has from everywhere.
  private func serviceConfig(_ word: String) throws(UsageError) -> String {
    _ = try ServiceConfig(given: word)
    if word.hasPrefix("@") { return "@" + absolute(String(word.dropFirst())) }
    return (try? JSONParser.parse(word).text) ?? word
  }

  /// The context is used from other folders, too (getcwd(3)).
  private func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return "\(String(cString: folder))/\(path)"
  }

  private func list() throws(Failure) {
    let names = try contexts.names()
    let current = try contexts.currentName()
    if names.isEmpty { console.print("no contexts; keep one with mado context add") }
    let width = names.map { TextWidth.of($0) }.max() ?? 0
    for name in names {
      let server = try contexts.context(named: name).server
      console.print("\(name == current ? "*" : " ") \(TextWidth.pad(name, to: width))  \(server)")
    }
  }

  private func show(_ name: String?) throws(Failure) {
    guard let name else { return console.print("no context is in use") }
    let context = try contexts.context(named: name)
    console.print("name         \(name)")
    console.print("server       \(context.server)")
    console.print("certificate  \(context.certificateFile ?? "the system's")")
    if let identity = context.identity {
      console.print("shows        \(identity.certificateFile), key \(identity.keyFile)")
    }
    if let config = context.serviceConfig { console.print("calls as     \(config)") }
    console.print("token        \(context.token == nil ? "none" : "kept, not shown")")
  }
}
