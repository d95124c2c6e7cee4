import Contexts
import EventLoop
import Files
import Glibc
import RPCTransport
import Services
import Storage

/// What `madod` does, as its invocation asks. Returns the exit status.
enum Program {
  /// Runs the program with arguments that begin with its own name.
  static func run(_ arguments: [String]) -> Int32 {
    Signals.block()
    ProcessMemory.keepFreedBlocks()
    do {
      let invocation = try Invocation(
        arguments: Array(arguments.dropFirst()), environment: environment, readFile: read)
      return try run(invocation)
    } catch let problems as Invocation.Problems {
      for line in problems.lines { Console.error(line) }
      return 2
    } catch {
      Console.error("\(error)")
      return 1
    }
  }

  private static func run(_ invocation: Invocation) throws -> Int32 {
    switch invocation {
    case .help: Console.say(usage())
    case .version: Console.say("madod \(programVersion)")
    case .checkConfiguration(let configuration): try check(configuration)
    case .printConfiguration(let configuration):
      for line in configuration.lines(withOrigins: true) { Console.say(line) }
    case .backup(let configuration, let folder): return try backup(configuration, to: folder)
    case .restore(let configuration, let folder): return try restore(configuration, from: folder)
    case .verify(let configuration, let folder): return try verify(configuration, folder)
    case .rotateKey(let configuration): try rotateKey(configuration)
    case .doctor(let configuration, let json):
      return Doctor(configuration).examine().tell(json: json)
    case .install(let configuration, let root, let user):
      try Installation(configuration, root: root, user: user).write()
    case .adminToken(let configuration, let tenant):
      return try makeAdministratorToken(configuration, tenant)
    case .testFolder(let configuration):
      try Serving.makeParents(of: configuration.dataFolder)
      try DataFolder.makeForTests(configuration.dataFolder)
      Console.say("\(configuration.dataFolder) is for tests: serve it with --clock INSTANT")
    case .serve(let configuration): try serve(configuration)
    }
    return 0
  }

  // MARK: Serving

  private static func serve(_ configuration: Configuration) throws {
    var serving = try Serving(configuration)
    let log = serving.observation.log
    log.write(.info, "started") {
      $0.add("address", serving.address)
      $0.add("version", programVersion)
      $0.add("data", configuration.dataFolder)
    }
    welcome(serving)
    ServiceNotice.send("READY=1\nSTATUS=serving \(serving.address)")
    let signal = watch(&serving)
    ServiceNotice.send("STOPPING=1\nSTATUS=calls under way end")
    log.write(.info, "draining") { $0.add("within_ms", .seconds(configuration.drainSeconds)) }
    Console.say(
      "\(signal == SIGTERM ? "SIGTERM" : "SIGINT"): no new calls; waiting up to "
        + "\(configuration.drainSeconds) s for those under way; again to stop at once")
    Signals.letThrough()
    try serving.stop()
    Console.say("stopped: everything acknowledged is on disk")
  }

  /// Looks after the server until a signal says to stop, which is returned.
  private static func watch(_ serving: inout Serving) -> Int32 {
    while true {
      // systemd's watchdog hears of each turn.
      ServiceNotice.send("WATCHDOG=1")
      switch Signals.next(within: .seconds(2)) {
      case nil: serving.renewCertificates(asked: false)
      case SIGHUP: serving.renewCertificates(asked: true)
      case let signal?: return signal
      }
    }
  }

  private static func welcome(_ serving: Serving) {
    let configuration = serving.configuration
    Console.say("Mado \(programVersion) serving \(serving.address)")
    Console.say("data: \(configuration.dataFolder)")
    if !serving.contextNames.isEmpty {
      Console.say("contexts in \(configuration.contextFolder): \(listed(serving.contextNames))")
      Console.say("try:")
      let mado = siblingPath("mado")
      Console.say("  \(mado) calendar list-holidays --from-year 2027 --to-year 2027")
      Console.say(
        "  \(mado) --context demo-device telework evidence upload --images FOLDER-OF-PICTURES")
      Console.say("  \(mado) --context demo-manager telework evidence list")
    }
    Console.say("ready; stop with SIGTERM or ctrl-C")
  }

  /// The names; of those that differ by their number alone the first and the last.
  static func listed(_ names: [String]) -> String {
    names.filter { $0.last?.isNumber != true }.map { name in
      let numbered = names.filter { $0.hasPrefix(name + "-") && $0.last?.isNumber == true }
      guard let first = numbered.first, let last = numbered.last else { return name }
      return numbered.count == 1 ? "\(name), \(first)" : "\(name), \(first) to \(last)"
    }.joined(separator: ", ")
  }

  /// The path of a program that lies beside this one.
  private static func siblingPath(_ name: String) -> String {
    let own = CommandLine.arguments.first ?? ""
    guard let slash = own.lastIndex(of: "/") else { return name }
    return String(own[...slash]) + name
  }

  // MARK: The other commands

  private static func check(_ configuration: Configuration) throws {
    try Serving.check(configuration)
    for line in configuration.lines(withOrigins: false) { Console.say(line) }
    Console.say("the configuration is right; nothing was started")
  }

  private static func makeAdministratorToken(
    _ configuration: Configuration, _ tenant: String?
  ) throws -> Int32 {
    let database = try Serving.openDatabase(configuration) { Console.error($1) }
    defer { database.close() }
    let token = try blocking {
      try await Backend.makeAdministratorToken(tenant: tenant, in: database)
    }
    guard let token else {
      Console.error("there is no tenant \"\(tenant ?? "")\": check --tenant and --data")
      return 1
    }
    Console.say(token.secret)
    let name = tenant.map { "\($0)-administrator" } ?? "administrator"
    let certificate =
      configuration.plaintext ? nil : try CertificateFiles(configuration).certificate
    try ContextFolder(configuration.contextFolder).save(
      Context(
        server: Serving.url(configuration.listen, configuration), token: token.secret,
        certificateFile: certificate), as: name)
    Console.error("saved as the context \(name); older tokens of the same administrator have ended")
    return 0
  }

  // MARK: The surroundings

  /// The variables that concern the program.
  private static var environment: [String: String] {
    var found: [String: String] = [:]
    let names =
      ConfigurationKey.all.map(\.environmentName)
      + ["MADO_CONFIG", "MADO_HOME", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"]
    for name in names { found[name] = getenv(name).map { String(cString: $0) } }
    if ServiceNotice.isJournal { found["JOURNAL_STREAM"] = "" }
    return found
  }

  private static func read(_ path: String) -> Result<String, Invocation.Problems> {
    do throws(FileError) {
      return .success(String(decoding: try LinuxFileSystem().contents(of: path), as: UTF8.self))
    } catch {
      return .failure(Invocation.Problems(lines: ["the configuration file: \(error)"]))
    }
  }
}
