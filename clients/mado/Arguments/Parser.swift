import RPC

/// Reads a command line by the tree of commands.
struct Parser {
  private let tree: CommandTree
  private let words: [String]
  private var position = 0
  private var topic = Invocation.Topic.root
  private var given = Invocation.Given()
  /// What follows `context`.
  private var contextWords: [String] = []
  /// The list option that the words now add to.
  private var openList: String?
  private var wantsHelp = false

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
    case .command(let command):
      for shortcut in command.shortcuts where given[shortcut.trigger] != nil {
        return .shortcut(shortcut, command, given)
      }
      return .call(command, given)
    case .context where !contextWords.isEmpty: return .context(contextWords, given)
    case .root, .context, .area, .service: return .help(topic)
    }
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
    case .context: contextWords.append(word)
    case .area(let area):
      if let service = area.services.first(where: { $0.name == word }) {
        topic = .service(service, of: area)
      } else if let command = area.ownCommands.first(where: { $0.name == word }) {
        topic = .command(command)
      } else {
        let names = area.services.map(\.name) + area.ownCommands.map(\.name)
        throw unknown("command", word, of: area.name, names)
      }
    case .service(let service, let area):
      guard let command = service.commands.first(where: { $0.name == word }) else {
        throw unknown(
          "command", word, of: "\(area.name) \(service.name)", service.commands.map(\.name))
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
    case "call":
      guard let path = next() else {
        throw UsageError("call: give the method, such as mado.telework.v1.EvidenceService/List")
      }
      guard let command = tree.command(at: path) else {
        throw unknown(
          "method", path, of: "call", tree.commands.map { String($0.method.path.dropFirst()) })
      }
      topic = .command(command)
    default:
      guard let area = tree.areas.first(where: { $0.name == word }) else {
        throw unknown(
          "command", word, of: nil, tree.areas.map(\.name) + ["call", "context", "help"])
      }
      topic = .area(area)
    }
  }

  // MARK: Options

  private mutating func option(_ word: String) throws(UsageError) {
    openList = nil
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0].drop { $0 == "-" })
    let attached = parts.count == 2 ? String(parts[1]) : nil
    let command: Command? = if case .command(let command) = topic { command } else { nil }
    if let flag = command?.flags.first(where: { $0.name == name }) {
      let value = try value(of: flag, attached)
      given.flags.append(RequestSource.Given(flag: flag, value: value))
      return
    }
    let options = (command?.shortcuts.flatMap(\.options) ?? []) + Option.all
    guard word.hasPrefix("--"), let option = options.first(where: { $0.name == name }) else {
      let names = (command?.flags.map(\.name) ?? []) + options.map(\.name)
      let near = NearestName.find(name, among: names).map { "; did you mean --\($0)?" } ?? ""
      let place = command.map { " of \($0.name)" } ?? ""
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

  private func unknown(
    _ what: String, _ word: String, of place: String?, _ names: [String]
  ) -> UsageError {
    let near = NearestName.find(word, among: names)
    let hint = near.map { "did you mean \($0)?" } ?? "there are \(names.joined(separator: ", "))"
    return UsageError("\(place.map { $0 + ": " } ?? "")there is no \(what) '\(word)'; \(hint)")
  }
}
