import Files
import Foundation
import Glibc
import Testing

@testable import madod

/// A folder that goes with the test.
private final class Scratch {
  let path = NSTemporaryDirectory() + "operation-\(UUID().uuidString)"
  init() throws { try LinuxFileSystem().makeDirectory(path) }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

private func read(_ path: String) throws -> String {
  String(decoding: try LinuxFileSystem().contents(of: path), as: UTF8.self)
}

// MARK: - systemd

@Test(arguments: [false, true])
func aNoticeArrivesAtTheSocketOfTheServiceManager(isAbstract: Bool) throws {
  let scratch = try Scratch()
  let path = isAbstract ? "@mado-\(UUID().uuidString)" : "\(scratch.path)/notify"
  let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
  defer { close(socket) }
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  var name = Array(path.utf8)
  if isAbstract { name[0] = 0 }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
  let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
  let bound = withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
  }
  #expect(bound == 0)
  ServiceNotice.send("READY=1\nSTATUS=serving", to: path)
  var buffer = [UInt8](repeating: 0, count: 100)
  let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
  #expect(
    String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) == "READY=1\nSTATUS=serving")
  // Nobody listens, or the name is too long: nothing happens.
  ServiceNotice.send("READY=1", to: "/none/at/all")
  ServiceNotice.send("READY=1", to: "/" + String(repeating: "x", count: 200))
  withExtendedLifetime(scratch) {}
}

@Test func anInstallationIsAUnitAUserAndAConfiguration() throws {
  let scratch = try Scratch()
  var configuration = Configuration()
  configuration.listen = "0.0.0.0:443"
  configuration.origins["listen"] = "--listen"
  let installation = try Installation(
    configuration, root: scratch.path, user: "mado", program: "/usr/local/bin/madod")
  try installation.write()
  let unit = try read("\(scratch.path)/etc/systemd/system/mado.service")
  for line in [
    "Type=notify", "User=mado", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes",
    "PrivateTmp=yes", "StateDirectory=mado", "StateDirectoryMode=0700", "UMask=0077",
    "ExecStart=/usr/local/bin/madod --config /etc/mado/madod.conf",
    "CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "PrivateUsers=no", "LimitNOFILE=11024",
  ] {
    #expect(unit.contains("\n\(line)\n"), "\(line)")
  }
  #expect(
    try read("\(scratch.path)/etc/sysusers.d/mado.conf")
      == "u mado - \"Mado server\" /var/lib/mado -\n")
  // What it writes it reads.
  let path = "\(scratch.path)/etc/mado/madod.conf"
  let text = try read(path)
  let invocation = try Invocation(arguments: ["--config", path], environment: [:]) { _ in
    .success(text)
  }
  guard case .serve(let found) = invocation else {
    Issue.record("not to serve")
    return
  }
  #expect(found.listen == "0.0.0.0:443" && found.dataFolder == "/var/lib/mado/data")
  #expect(found.masterKeyFile == "/var/lib/mado/master.key")
  // The operator's own stays.
  try LinuxFileSystem().replace(path, with: Array("loops = 2\n".utf8))
  try installation.write()
  #expect(try read(path) == "loops = 2\n")
  for folder in ["etc", "etc/mado", "etc/systemd/system"] {
    let found = try LinuxFileSystem().attributes("\(scratch.path)/\(folder)")
    #expect(found?.permissions == 0o755)
  }
  withExtendedLifetime(scratch) {}
}

@Test func aProgramBelowAHomeIsNotInstalled() {
  #expect(throws: Invocation.Problems.self) {
    try Installation(Configuration(), root: "", user: "mado", program: "/home/op/madod")
  }
}

// MARK: - The doctor

private func examine(_ configuration: Configuration) -> [String: Doctor.Finding] {
  let findings = Doctor(configuration).examine().findings
  return Dictionary(findings.map { ($0.subject, $0) }, uniquingKeysWith: { first, _ in first })
}

private func folder(_ scratch: Scratch) throws -> Configuration {
  var configuration = Configuration()
  configuration.dataFolder = "\(scratch.path)/data"
  configuration.plaintext = true
  configuration.minFreeBytes = 1
  try Serving.openDatabase(configuration) { _, _ in }.close()
  return configuration
}

@Test func theDoctorFindsNothingWrongWithAFreshFolder() throws {
  let scratch = try Scratch()
  let found = examine(try folder(scratch))
  withExtendedLifetime(scratch) {}
  for name in ["SQLite", "OpenSSL", "nghttp2", "locks", "disk", "stored", "permissions"] {
    #expect(found[name]?.level == .ok, "\(name): \(found[name]?.text ?? "nothing")")
  }
  #expect(found["locks"]?.text == "they hold; no server is at work")
}

@Test func theDoctorNamesWhoShouldHaveBeenErased() async throws {
  let scratch = try Scratch()
  let configuration = try folder(scratch)
  let database = try Serving.openDatabase(configuration) { _, _ in }
  try await database.write { transaction in
    try transaction.connection.execute(
      """
      INSERT INTO tenant (id, name, state) VALUES ('C000001', '', 'CLOSED');
      INSERT INTO tenant (id, name, state) VALUES ('C000002', '', 'CLOSED');
      INSERT INTO tenant_erasure (tenant_id, erase_from, statement)
        SELECT id, '2020-03-01', '' FROM tenant WHERE state = 'CLOSED';
      INSERT INTO legal_hold (id, tenant_id, reason, placed_at, placed_by, released_by)
        VALUES ('h', 'C000002', '', 1, '', '');
      """)
  }
  database.close()
  let findings = Doctor(configuration).examine().findings.filter { $0.subject == "erasure" }
  withExtendedLifetime(scratch) {}
  #expect(findings.map(\.text) == ["C000001 was to be erased from 2020-03-01 on, and is not"])
  #expect(findings.first?.level == .warning)
}

@Test func theDoctorSaysSinceWhenAPurgeIsOverdue() async throws {
  let scratch = try Scratch()
  let configuration = try folder(scratch)
  func change(_ sql: String) async throws {
    let database = try Serving.openDatabase(configuration) { _, _ in }
    defer { database.close() }
    try await database.write { try $0.connection.execute(sql) }
  }
  func finding() -> Doctor.Finding? { examine(configuration)["retention"] }
  #expect(finding() == nil)
  // 2020-03-31T15:00:00Z
  try await change(
    """
    INSERT INTO due_work (tenant_id, kind, subject, due_at, next_at, tries, last_error)
    VALUES ('vendor', 'telework.retention', 'month', 1585666800000000000, 0, 2, 'no')
    """)
  #expect(finding()?.level == .warning)
  #expect(
    finding()?.text == "what was to be deleted on 2020-04-01 is still there: "
      + "pieces of work that wait: 1; the last try failed: no")
  #expect(finding()?.fix?.hasPrefix("start the server") == true)
  try await change(
    """
    INSERT INTO paused_job (kind, paused_at, paused_by, reason)
    VALUES ('telework.retention', 0, '', '')
    """)
  #expect(finding()?.fix == "mado status scheduler resume-job --name telework.retention")
  withExtendedLifetime(scratch) {}
}

@Test func theDoctorNamesEachProblemWithWhatMendsIt() throws {
  let scratch = try Scratch()
  var configuration = try folder(scratch)
  let data = configuration.dataFolder
  let files = LinuxFileSystem()
  chmod("\(data)/mado.db", 0o644)
  chmod("\(data)/master.key", 0o640)
  try files.replace("\(data)/strange", with: [1])
  try files.replace("\(data)/evidence/2020-01.log", with: [1])
  configuration.minFreeBytes = 1 << 49
  configuration.plaintext = false
  configuration.limits.connections = 1_000_000
  configuration.certificateFile = "\(scratch.path)/none.pem"
  configuration.privateKeyFile = "\(scratch.path)/none.pem"
  let findings = Doctor(configuration).examine().findings
  func has(_ subject: String, _ level: Doctor.Finding.Level, _ text: String, _ fix: String) -> Bool
  {
    findings.contains {
      $0.subject == subject && $0.level == level && $0.text.contains(text)
        && $0.fix?.contains(fix) == true
    }
  }
  #expect(has("permissions", .problem, "mado.db", "chmod -R go= \(data)"))
  #expect(has("master key", .problem, "others have rights", "chmod go= \(data)/master.key"))
  #expect(has("files", .warning, "strange", "rm -r \(data)/strange"))
  #expect(has("files", .warning, "2020-01.log", "start the server anew"))
  #expect(has("disk", .problem, "bytes free", "free space"))
  #expect(has("descriptors", .warning, "fewer than", "ulimit -n"))
  #expect(has("certificate", .problem, "none.pem is missing", "--certificate-file"))
  #expect(Doctor(configuration).examine().tell(json: true) == 1)
  try files.remove("\(data)/master.key")
  let missing = Doctor(configuration).examine().findings
  #expect(missing.contains { $0.subject == "master key" && $0.text.contains("is missing") })
  #expect(missing.contains { $0.subject == "stored" && $0.level == .problem })
  withExtendedLifetime(scratch) {}
}
