import Buffers
import CivilTime
import Contexts
import EventLoop
import Files
import Glibc
import Observability
import RPCTransport
import Services
import Storage
import TLS

/// The server put together: data folder, database, services, certificate, loops.
struct Serving {
  let configuration: Configuration
  let database: Database
  let group: EventLoopGroup
  let server: Server
  let observation: Observation
  /// What `--demo` saved, by context name.
  let contextNames: [String]
  private var certificateWatch: CertificateWatch?
  /// What goes on beside calls.
  private let work: Task<Void, Never>

  /// Opens everything and begins to serve.
  init(_ configuration: Configuration) throws {
    self.configuration = configuration
    let loops = configuration.loops == 0 ? EventLoopGroup.coreCount : configuration.loops
    let observation = try Observation(configuration, shards: loops)
    self.observation = observation
    try Self.requireTestFolder(configuration)
    database = try Self.openDatabase(configuration) { observation.log.write($0, $1) }
    let database = database
    try Self.requireLaterClock(configuration, in: database)
    var tls: TLSContext?
    var certificate: CertificateFiles?
    if !configuration.plaintext {
      let files = try CertificateFiles(configuration)
      let content = try files.content()
      tls = try files.context(content)
      observation.note(certificateExpiry: tls?.certificateExpiry)
      certificate = files
      certificateWatch = CertificateWatch(files, used: content)
    }
    let demo = try Self.makeDemo(configuration, in: database)
    let clock = Self.clock(configuration)
    let mailing = Backend.Mailing(program: configuration.mailer, sender: configuration.mailFrom)
    let backend = try blocking {
      try await Backend(
        database, clock: clock, mailing: mailing, countries: configuration.countries,
        subjectRequestDays: configuration.subjectRequestDays,
        maintenanceNoticeDays: configuration.maintenanceNoticeDays)
    }
    group = try EventLoopGroup(count: loops)
    work = Task.detached(executorPreference: group.next()) { await backend.work() }
    var settings = Server.Configuration(addresses: try Self.addresses(configuration), tls: tls)
    settings.limits = configuration.limits
    settings.pages = observation.pages
    settings.log = { observation.log.write(.warn, $0) }
    server = Server(
      settings, on: group, services: backend.services,
      interceptors: [observation.interceptor] + backend.interceptors)
    observation.watch(server)
    try server.start()
    contextNames = try Self.save(
      demo, configuration, address: Self.reachable(server, configuration),
      certificate: certificate?.certificate)
  }

  /// What can be known to fail without starting: the address, the certificate, the key.
  static func check(_ configuration: Configuration) throws {
    _ = try addresses(configuration)
    try requireTestFolder(configuration)
    if !configuration.plaintext, configuration.certificateFile != nil {
      let files = try CertificateFiles(configuration)
      _ = try files.context(files.content())
    }
    let files = LinuxFileSystem()
    if let found = try files.attributes(configuration.dataFolder), !found.isDirectory {
      throw Invocation.Problems(lines: [
        "data: \(configuration.dataFolder) is a file: give a folder"
      ])
    }
  }

  /// Throws when another clock than the machine's is asked for in a folder that is not for tests.
  private static func requireTestFolder(_ configuration: Configuration) throws {
    guard configuration.clock != nil else { return }
    let folder = configuration.dataFolder
    guard try DataFolder.isForTests(folder) else {
      throw Invocation.Problems(lines: [
        "clock: \(folder) is no folder for tests: make one by madod test-folder --data DIR, and serve that"
      ])
    }
  }

  /// Throws when the clock that is asked for stands before what the folder has reached: what was due until then is done.
  private static func requireLaterClock(
    _ configuration: Configuration, in database: Database
  ) throws {
    guard let asked = configuration.clock?.instant else { return }
    if let reached = try blocking({ try await TestTime.reached(in: database) }), asked < reached {
      throw Invocation.Problems(lines: [
        "clock: it is \(asked), and \(configuration.dataFolder) has reached \(reached): a clock never goes back; "
          + "give that instant or a later one"
      ])
    }
    try blocking { try await TestTime.keep(asked, in: database) }
  }

  private static func clock(_ configuration: Configuration) -> any Clock {
    configuration.clock.map { TestClock($0.instant, speed: $0.speed) } ?? SystemClock()
  }

  private static func addresses(_ configuration: Configuration) throws -> [SocketAddress] {
    do throws(SocketAddress.ParseError) {
      return try SocketAddress.resolve(configuration.listen)
    } catch {
      throw Invocation.Problems(lines: ["listen: \(error)"])
    }
  }

  /// Opens the data folder.
  ///
  /// - Parameter tell: is told what was found on the way.
  static func openDatabase(
    _ configuration: Configuration, tell: (LogLevel, String) -> Void
  ) throws -> Database {
    try makeParents(of: configuration.dataFolder)
    try FolderOwner.require(configuration.dataFolder)
    let folder = try DataFolder(
      configuration.dataFolder, masterKeyPath: configuration.masterKeyFile)
    var limits = Database.Limits()
    limits.freeBytesMin = Int64(configuration.minFreeBytes)
    let database = try Database(folder, migrations: Backend.migrations, limits: limits)
    for log in database.recovery.cut {
      tell(
        .warn, "evidence log \(log.month): cut \(log.bytes) bytes that were never acknowledged")
    }
    for month in database.recovery.removed {
      tell(.warn, "evidence log \(month): removed, nothing in it was ever acknowledged")
    }
    for log in database.recovery.damaged {
      tell(
        .error,
        "evidence log \(log.month) is \(log.bytes) bytes shorter than what was committed: restore "
          + "it from a backup; the rest is served")
    }
    return database
  }

  /// Makes the folders above `path` that are missing.
  static func makeParents(of path: String, permissions: UInt32 = 0o700) throws {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let parent = String(path[..<slash])
    let files = LinuxFileSystem()
    guard try files.attributes(parent) == nil else { return }
    try makeParents(of: parent, permissions: permissions)
    try files.makeDirectory(parent)
    guard chmod(parent, permissions) == 0 else {
      throw FileError(operation: "chmod", path: parent, code: errno)
    }
  }

  /// Serves with the certificate, key and roots that the files hold now, if they have changed.
  ///
  /// - Parameter asked: by SIGHUP: the operator is answered in any case.
  mutating func renewCertificates(asked: Bool) {
    guard certificateWatch != nil else {
      if asked {
        observation.log.write(.warn, "SIGHUP: there is no certificate to read again: TLS is off")
      }
      return
    }
    switch certificateWatch?.look(asked: asked) {
    case .replaced(let context):
      server.use(context)
      observation.note(certificateExpiry: context.certificateExpiry)
      observation.log.write(
        .info, "the certificate files were read again; new connections use them")
    case .refused(let reason):
      observation.log.write(.error, "\(reason); the server goes on with what it had before")
    case .unchanged, nil: break
    }
  }

  /// Stops in order: no new calls, those under way end, everything accepted is on disk.
  func stop() throws {
    let limit = Duration.seconds(configuration.drainSeconds)
    let notice = Duration.seconds(configuration.drainNoticeSeconds)
    try blocking { [server] in await server.drain(within: limit, notice: notice) }
    work.cancel()
    group.shutdown()
    database.close()
    observation.log.write(.info, "stopped: everything acknowledged is on disk")
    observation.log.stop()
  }

  /// The URL under which clients on this machine reach the server.
  var address: String { Self.reachable(server, configuration) }

  private static func reachable(_ server: Server, _ configuration: Configuration) -> String {
    url(server.boundAddresses.first.map { "\($0)" } ?? configuration.listen, configuration)
  }

  /// The URL of an address that is listened at; where that is every address, the machine itself.
  static func url(_ address: String, _ configuration: Configuration) -> String {
    if address.hasPrefix("unix:") { return address }
    var address = address
    for every in ["0.0.0.0:", "[::]:"] where address.hasPrefix(every) {
      address = "localhost:" + address.dropFirst(every.count)
    }
    return (configuration.plaintext ? "http://" : "https://") + address
  }
}

// MARK: - The demo

extension Serving {
  private typealias Demonstration = [(principal: Principal, token: Token)]

  /// The demo tenant and its tokens; who has his in a context keeps it.
  private static func makeDemo(
    _ configuration: Configuration, in database: Database
  ) throws -> Demonstration {
    guard configuration.demo else { return [] }
    let folder = ContextFolder(configuration.contextFolder)
    var secrets: [String: String] = [:]
    for name in Demo.subjects(devices: configuration.demoDevices) {
      // A context that is missing or damaged is made anew.
      secrets[name] = try? folder.context(named: name).token
    }
    let (devices, known) = (configuration.demoDevices, secrets)
    return try blocking {
      try await Backend.makeDemo(devices: devices, secrets: known, in: database)
    }
  }

  private static func save(
    _ demo: Demonstration, _ configuration: Configuration, address: String, certificate: String?
  ) throws -> [String] {
    let folder = ContextFolder(configuration.contextFolder)
    for (principal, token) in demo {
      let context = Context(
        server: address, token: token.secret, certificateFile: certificate)
      try folder.save(context, as: principal.subject)
    }
    if !demo.isEmpty, try folder.currentName() == nil { try folder.use("demo-manager") }
    return demo.map(\.principal.subject)
  }
}
