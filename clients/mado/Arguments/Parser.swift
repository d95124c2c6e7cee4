import Calling
import RPC

/// Reads a command line by the tree of commands.
struct Parser {
  private let tree: CommandTree
  private let words: [String]
  private var position = 0
  private var topic = Invocation.Topic.root
  private var given = Invocation.Given()
  /// What follows `context` or `agent`.
  private var ownWords: [String] = []
  /// The list option that the words now add to.
  private var openList: String?
  private var wantsHelp = false
  /// The method that `call` names, if the schema built in has it.
  private var calledPath: String?

  private init(_ words: [String], _ tree: CommandTree) {
    self.words = words
    self.tree = tree
  }

  /// - Parameter words: without the program's name.
  static func parse(_ words: [String], _ tree: CommandTree) throws(UsageError) -> Invocation {
    var parser = Parser(words, tree)
    return try parser.parse()
  }

  private mutating func parse() throws(UsageError) -> Invocation {
    while let word = next() {
      if word.hasPrefix("-"), word != "-" {
        try option(word == "-h" ? "--help" : word)
      } else {
        try descend(word)
      }
    }
    if given["version"] != nil { return .version }
    if given["help"] != nil || wantsHelp { return .help(topic) }
    switch topic {
    case .command where given.wantsSchema: return .schema(.call(try pathToCall()), given)
    case .schema(let command): return .schema(try checked(command), given)
    case .command(let command):
      for shortcut in command.shortcuts where given[shortcut.trigger] != nil {
        return .shortcut(shortcut, command, given)
      }
      return .call(command, given)
    case .context where !ownWords.isEmpty: return .context(ownWords, given)
    case .agent where !ownWords.isEmpty: return .agent(ownWords, given)
    case .root, .context, .agent, .area, .service: return .help(topic)
    }
  }

  /// The method, when the schema is not to be the one built in.
  private func pathToCall() throws(UsageError) -> String {
    guard let calledPath else {
      throw UsageError("--reflection and --descriptor-set go with mado call PACKAGE.SERVICE/METHOD")
    }
    if let given = given.flags.first {
      throw UsageError(
        "--\(given.flag.name) is of the schema built in; with another, give the request as --json")
    }
    return calledPath
  }

  private func checked(_ command: SchemaCommand) throws(UsageError) -> SchemaCommand {
    guard case .call(let path) = command else { return command }
    guard let path else {
      throw UsageError("call: give the method, such as mado.telework.v1.EvidenceService/List")
    }
    guard path.contains("/") else {
      throw UsageError("call: '\(path)' is no method; give PACKAGE.SERVICE/METHOD")
    }
    let service = path.prefix { $0 != "/" }
    if !given.wantsSchema, tree.commands.contains(where: { $0.method.service == service }) {
      throw UsageError.unknown(
        "method", path, of: "call", among: tree.commands.map { String($0.method.path.dropFirst()) })
    }
    return command
  }

  /// `package.Service/Method`, which may also be written with a slash before it or a dot in it.
  private static func path(_ word: String) -> String {
    let word = word.hasPrefix("/") ? String(word.dropFirst()) : word
    guard !word.contains("/"), let dot = word.lastIndex(of: ".") else { return word }
    return "\(word[..<dot])/\(word[word.index(after: dot)...])"
  }

  private mutating func next() -> String? {
    guard position < words.count else { return nil }
    defer { position += 1 }
    return words[position]
  }

  // MARK: Words

  private mutating func descend(_ word: String) throws(UsageError) {
    switch topic {
    case .root: try descendFromRoot(word)
    case .context, .agent: ownWords.append(word)
    case .schema(.call(nil)):
      let path = Parser.path(word)
      let command = tree.command(at: path)
      calledPath = command.map { _ in path }
      topic = command.map(Invocation.Topic.command) ?? .schema(.call(path))
    case .schema(.list(nil)): topic = .schema(.list(word))
    case .schema(.describe(nil)): topic = .schema(.describe(word))
    case .schema(let command):
      throw UsageError("\(command.word): '\(word)' is one word too many; see --help")
    case .area(let area):
      if let service = area.services.first(where: { $0.name == word }) {
        topic = .service(service, of: area)
      } else if let command = area.ownCommands.first(where: { $0.name == word }) {
        topic = .command(command)
      } else {
        let names = area.services.map(\.name) + area.ownCommands.map(\.name)
        throw UsageError.unknown("command", word, of: area.name, among: names)
      }
    case .service(let service, let area):
      guard let command = service.commands.first(where: { $0.name == word }) else {
        throw UsageError.unknown(
          "command", word, of: "\(area.name) \(service.name)", among: service.commands.map(\.name))
      }
      topic = .command(command)
    case .command(let command):
      guard let openList else {
        throw UsageError(
          "'\(word)' is one word too many: everything that \(command.name) takes has a name, "
            + "see --help")
      }
      given.options[openList, default: []].append(word)
    }
  }

  private mutating func descendFromRoot(_ word: String) throws(UsageError) {
    switch word {
    case "help": wantsHelp = true
    case "context": topic = .context
    case "agent": topic = .agent
    case "call": topic = .schema(.call(nil))
    case "list": topic = .schema(.list(nil))
    case "describe": topic = .schema(.describe(nil))
    default:
      guard let area = tree.areas.first(where: { $0.name == word }) else {
        throw UsageError.unknown(
          "command", word, of: nil,
          among: tree.areas.map(\.name) + ["call", "list", "describe", "agent", "context", "help"])
      }
      topic = .area(area)
    }
  }

  // MARK: Options

  private mutating func option(_ word: String) throws(UsageError) {
    openList = nil
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    var name = String(parts[0].drop { $0 == "-" })
    let attached = parts.count == 2 ? String(parts[1]) : nil
    let command: Command? = if case .command(let command) = topic { command } else { nil }
    if let flag = command?.flags.first(where: { $0.name == name }) {
      let value = try value(of: flag, attached)
      given.flags.append(RequestSource.Given(flag: flag, value: value))
      return
    }
    // As grpcurl calls it.
    if name == "data" { name = "json" }
    let own = if case .agent = topic { AgentCommand.options } else { [Option]() }
    let options = own + (command?.shortcuts.flatMap(\.options) ?? []) + Option.all
    guard word.hasPrefix("--"), let option = options.first(where: { $0.name == name }) else {
      let names = (command?.flags.map(\.name) ?? []) + options.map(\.name)
      let near = NearestName.find(name, among: names).map { "; did you mean --\($0)?" } ?? ""
      let place = command.map { " of \($0.name)" } ?? (own.isEmpty ? "" : " of agent")
      throw UsageError("there is no option \(parts[0])\(place)\(near)")
    }
    try take(option, attached)
  }

  private mutating func value(of flag: Flag, _ attached: String?) throws(UsageError) -> JSONTree {
    if flag.kind == .bool { return try flag.value(attached ?? "true") }
    guard let word = attached ?? next() else {
      throw UsageError("--\(flag.name) needs a value: \(flag.kind.allowed)")
    }
    return try flag.value(word)
  }

  private mutating func take(_ option: Option, _ attached: String?) throws(UsageError) {
    guard let placeholder = option.placeholder else {
      guard attached == nil else { throw UsageError("--\(option.name) takes no value") }
      given.options[option.name] = ["true"]
      return
    }
    guard let value = attached ?? next() else {
      throw UsageError("--\(option.name) needs a value: \(placeholder)")
    }
    given.options[option.name, default: []].append(value)
    if option.isList { openList = option.name }
  }
}
