import Contexts

/// What the command line asks for, with the configuration put together.
enum Invocation: Sendable {
  case serve(Configuration)
  case checkConfiguration(Configuration)
  case adminToken(Configuration, tenant: String?)
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
    if command.switches.contains("help") {
      self = .help
      return
    }
    if command.switches.contains("version") {
      self = .version
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
      if !key.set(&configuration, value.text) {
        problems.append("\(value.origin): \"\(value.text)\" is not allowed: give \(key.allowed)")
      }
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
    switch command.verb {
    case .adminToken: self = .adminToken(configuration, tenant: command.tenant)
    case .serve:
      self =
        command.switches.contains("check-config")
        ? .checkConfiguration(configuration) : .serve(configuration)
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
  enum Verb {
    case serve
    case adminToken
  }
  static let switchNames = ["help", "version", "check-config"]

  private let words: [String]
  private(set) var verb = Verb.serve
  private(set) var switches: Set<String> = []
  private(set) var values: [String: ConfigurationSource.Value] = [:]
  private(set) var configurationFile: String?
  private(set) var tenant: String?

  init(_ words: [String]) {
    self.words = words
  }

  mutating func parse() throws(Invocation.Problems) {
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "-h": switches.insert("help")
      case "admin-token": verb = .adminToken
      case _ where word.hasPrefix("--"): try option(word.dropFirst(2), &rest)
      default:
        throw Invocation.Problems(lines: [
          "\"\(word)\" is no command: allowed is admin-token, or none to serve; see madod --help"
        ])
      }
    }
  }

  private mutating func option(
    _ word: Substring, _ rest: inout ArraySlice<String>
  ) throws(Invocation.Problems) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let given = parts.count == 2 ? String(parts[1]) : nil
    if Self.switchNames.contains(name), given == nil {
      switches.insert(name)
      return
    }
    let key = ConfigurationKey.named(name)
    if let key, key.placeholder == nil {
      values[name] = .init(text: given ?? "true", origin: "--\(name)")
      return
    }
    guard key != nil || name == "config" || (name == "tenant" && verb == .adminToken) else {
      throw Invocation.Problems(lines: ["there is no option --\(name): see madod --help"])
    }
    guard let value = given ?? rest.popFirst() else {
      throw Invocation.Problems(lines: ["--\(name) needs a value: see madod --help"])
    }
    switch name {
    case "config": configurationFile = value
    case "tenant": tenant = value
    default: values[name] = .init(text: value, origin: "--\(name)")
    }
  }
}
