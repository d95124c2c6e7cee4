import Contexts

/// What the command line asks for, with the configuration put together.
enum Invocation: Sendable {
  case serve(Configuration)
  case checkConfiguration(Configuration)
  case printConfiguration(Configuration)
  case backup(Configuration, to: String)
  case restore(Configuration, from: String)
  /// The data folder, unless another folder is named.
  case verify(Configuration, String?)
  case rotateKey(Configuration)
  case doctor(Configuration, json: Bool)
  case install(Configuration, root: String, user: String)
  case adminToken(Configuration, tenant: String?)
  case testFolder(Configuration)
  case help
  case version

  /// Everything that is wrong with an invocation, a line each.
  struct Problems: Error {
    var lines: [String]
  }

  /// Reads the arguments, then the environment, then the file; the earlier wins.
  ///
  /// - Parameters:
  ///   - arguments: without the program's name.
  ///   - environment: the `MADO_…` variables.
  ///   - readFile: the text of a file, or why it cannot be read.
  init(
    arguments: [String], environment: [String: String],
    readFile: (String) -> Result<String, Problems>
  ) throws(Problems) {
    var command = CommandLineWords(arguments)
    try command.parse()
    if command.wantsHelp || command.wantsVersion {
      self = command.wantsHelp ? .help : .version
      return
    }
    var problems = [String]()
    var sources = [ConfigurationSource(values: command.values)]
    sources.append(.environment(environment))
    if let path = command.configurationFile ?? environment["MADO_CONFIG"] {
      sources.append(.file(path, try readFile(path).get(), &problems))
    }
    var configuration = Configuration()
    configuration.dataFolder = Self.home(environment, "XDG_DATA_HOME", ".local/share")
    configuration.contextFolder =
      environment["MADO_HOME"] ?? Self.home(environment, "XDG_CONFIG_HOME", ".config")
    for key in ConfigurationKey.all {
      guard let value = sources.lazy.compactMap({ $0.values[key.name] }).first else { continue }
      configuration.origins[key.name] = value.origin
      if !key.set(&configuration, value.text) {
        problems.append("\(value.origin): \"\(value.text)\" is not allowed: give \(key.allowed)")
      }
    }
    if configuration.origins["log-format"] == nil, environment["JOURNAL_STREAM"] != nil {
      configuration.logFormat = .journal
      configuration.origins["log-format"] = "JOURNAL_STREAM"
    }
    if (configuration.certificateFile == nil) != (configuration.privateKeyFile == nil) {
      problems.append("--certificate-file and --key-file go together: give both or neither")
    }
    let asksClients = configuration.clientCertificates != .none
    if asksClients != (configuration.clientCAFile != nil) {
      problems.append(
        "--client-certificates (optional or required) and --client-ca-file go together: give both "
          + "or neither")
    } else if asksClients, configuration.plaintext {
      problems.append("--client-certificates needs TLS: leave --plaintext out")
    }
    if configuration.listen.hasPrefix("unix:"), !configuration.plaintext {
      problems.append("--listen \(configuration.listen) is for plaintext: give --plaintext too")
    }
    guard problems.isEmpty else { throw Problems(lines: problems) }
    let (operand, options) = (command.operand, command.options)
    switch command.command {
    case .serve where options["check-config"] != nil: self = .checkConfiguration(configuration)
    case .serve where options["print-config"] != nil: self = .printConfiguration(configuration)
    case .serve: self = .serve(configuration)
    case .backup: self = .backup(configuration, to: operand ?? "")
    case .restore: self = .restore(configuration, from: operand ?? "")
    case .verify: self = .verify(configuration, operand)
    case .rotateKey: self = .rotateKey(configuration)
    case .doctor: self = .doctor(configuration, json: options["json"] != nil)
    case .install:
      self = .install(
        configuration, root: options["root"] ?? "", user: options["user"] ?? "mado")
    case .adminToken: self = .adminToken(configuration, tenant: options["tenant"])
    case .testFolder: self = .testFolder(configuration)
    }
  }

  /// The folder `mado` below the variable's folder or below the home folder.
  private static func home(
    _ environment: [String: String], _ variable: String, _ below: String
  ) -> String {
    if let folder = environment[variable], !folder.isEmpty { return "\(folder)/mado" }
    return "\(environment["HOME"] ?? "")/\(below)/mado"
  }
}

/// Values from one place, each with where it came from, for error texts.
struct ConfigurationSource {
  struct Value {
    var text: String
    var origin: String
  }
  var values: [String: Value] = [:]

  /// The variables `MADO_…` that are keys. Others are not ours to judge: clients have theirs.
  static func environment(_ environment: [String: String]) -> ConfigurationSource {
    var source = ConfigurationSource()
    for key in ConfigurationKey.all {
      if let text = environment[key.environmentName] {
        source.values[key.name] = Value(text: text, origin: key.environmentName)
      }
    }
    return source
  }

  /// Lines `name = value`; `#` begins a comment.
  static func file(
    _ path: String, _ text: String, _ problems: inout [String]
  ) -> ConfigurationSource {
    var source = ConfigurationSource()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let origin = "\(path):\(index + 1)"
      let content = line.prefix { $0 != "#" }.trimmed
      guard !content.isEmpty else { continue }
      guard let equals = content.firstIndex(of: "=") else {
        problems.append("\(origin): \"\(content)\" is not allowed: give name = value")
        continue
      }
      let name = String(content[..<equals].trimmed)
      guard ConfigurationKey.named(name) != nil else {
        let known = ConfigurationKey.all.map(\.name).joined(separator: ", ")
        problems.append("\(origin): there is no key \"\(name)\": allowed are \(known)")
        continue
      }
      let value = String(content[content.index(after: equals)...].trimmed)
      source.values[name] = Value(text: value, origin: "\(origin): \(name)")
    }
    return source
  }
}

/// The words of the command line, told apart.
struct CommandLineWords {
  private let words: [String]
  private(set) var command = Command.serve
  private(set) var operand: String?
  /// What the command alone has, with the values; of switches an empty one.
  private(set) var options: [String: String] = [:]
  private(set) var values: [String: ConfigurationSource.Value] = [:]
  private(set) var configurationFile: String?
  private(set) var wantsHelp = false
  private(set) var wantsVersion = false

  init(_ words: [String]) {
    self.words = words
  }

  mutating func parse() throws(Invocation.Problems) {
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "-h", "--help": wantsHelp = true
      case "--version": wantsVersion = true
      case _ where word.hasPrefix("--"): try option(word.dropFirst(2), &rest)
      case _ where command == .serve:
        guard let named = Command(rawValue: word) else { throw unknown(word) }
        command = named
      case _ where operand == nil && command.operand != nil: operand = word
      default: throw unknown(word)
      }
    }
    if let wanted = command.operand, wanted.isRequired, operand == nil, !wantsHelp {
      throw Invocation.Problems(lines: [
        "\(command.rawValue) needs \(wanted.name): \(command.usage)"
      ])
    }
  }

  private func unknown(_ word: String) -> Invocation.Problems {
    let known = Command.allCases.map(\.rawValue).filter { !$0.isEmpty }
    return Invocation.Problems(lines: [
      command == .serve
        ? "\"\(word)\" is no command: allowed are \(known.joined(separator: ", ")), or none to "
          + "serve; see madod --help"
        : "\"\(word)\" is too much: \(command.usage)"
    ])
  }

  private mutating func option(
    _ word: Substring, _ rest: inout ArraySlice<String>
  ) throws(Invocation.Problems) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let given = parts.count == 2 ? String(parts[1]) : nil
    let key = ConfigurationKey.named(name)
    if let key, key.placeholder == nil {
      values[name] = .init(text: given ?? "true", origin: "--\(name)")
      return
    }
    let own = command.options.first { $0.name == name }
    if let own, own.placeholder == nil, given == nil {
      options[name] = ""
      return
    }
    guard key != nil || name == "config" || own?.placeholder != nil else {
      throw Invocation.Problems(lines: ["there is no option --\(name): see madod --help"])
    }
    guard let value = given ?? rest.popFirst() else {
      throw Invocation.Problems(lines: ["--\(name) needs a value: see madod --help"])
    }
    if own != nil {
      options[name] = value
    } else if name == "config" {
      configurationFile = value
    } else {
      values[name] = .init(text: value, origin: "--\(name)")
    }
  }
}
