import Crypto
import EventLoop
import Glibc
import TLS

extension Doctor {
  // MARK: Libraries

  /// The libraries as they are loaded. A distribution mends a fault without a new version number: where a
  /// mended library has a function more, that is looked for.
  mutating func libraries() {
    typealias Text = @convention(c) () -> UnsafePointer<CChar>?
    typealias Number = @convention(c) () -> Int32
    let sqlite = function("sqlite3_libversion", Text.self)?().map { String(cString: $0) }
    if function("sqlite3_threadsafe", Number.self)?() == 0 {
      note(
        "SQLite", .problem, "\(sqlite ?? "?") was built for one thread",
        fix: "apt-get install --reinstall libsqlite3-0")
    } else {
      note("SQLite", .ok, "\(sqlite ?? "?"); \(Self.walFault(sqlite ?? ""))")
    }
    typealias OfKind = @convention(c) (Int32) -> UnsafePointer<CChar>?
    let openssl = function("OpenSSL_version", OfKind.self)?(0).map { String(cString: $0) }
    if let flaw = CipherTest.flaw() {
      note(
        "OpenSSL", .problem, "\(openssl ?? "?"): \(flaw)",
        fix: "apt-get install --reinstall libssl3")
    } else {
      note("OpenSSL", .ok, "\(openssl ?? "?"); AES-256-GCM and SHA-256 give what they should")
    }
    nghttp2()
  }

  /// Versions 3.7.0 to 3.51.2 can damage a database in the instant in which two connections write or checkpoint
  /// (https://www.sqlite.org/wal.html).
  private static func walFault(_ version: String) -> String {
    let parts = version.split(separator: ".").compactMap { Int($0) }
    guard parts.count == 3, parts.lexicographicallyPrecedes([3, 51, 3]) else {
      return "one connection commits and checkpoints"
    }
    return
      "it may have the fault of two connections that checkpoint at once (before 3.51.3), which "
      + "cannot happen here: one connection commits and checkpoints"
  }

  private mutating func nghttp2() {
    typealias Info = @convention(c) (Int32) -> UnsafeRawPointer?
    // nghttp2_info begins with two numbers, then the version's text (nghttp2.h).
    let info = function("nghttp2_version", Info.self)?(0)
    let version = info.flatMap {
      $0.load(fromByteOffset: 8, as: UnsafePointer<CChar>?.self).map { String(cString: $0) }
    }
    let mended = [
      ("nghttp2_option_set_stream_reset_rate_limit", "streams reset rapidly (CVE-2023-44487)"),
      ("nghttp2_option_set_max_continuations", "headers without end (CVE-2024-28182)"),
    ]
    let missing = mended.filter { dlsym(nil, $0.0) == nil }.map(\.1)
    if missing.isEmpty {
      note(
        "nghttp2", .ok, "\(version ?? "?"); it bounds \(mended.map(\.1).joined(separator: " and "))"
      )
    } else {
      note(
        "nghttp2", .problem,
        "\(version ?? "?") does not bound \(missing.joined(separator: " nor "))",
        fix: "apt-get install --only-upgrade libnghttp2-14")
    }
  }

  /// A function of whatever library is loaded.
  private func function<F>(_ name: String, _ type: F.Type) -> F? {
    dlsym(nil, name).map { unsafeBitCast($0, to: F.self) }
  }

  // MARK: The machine

  mutating func limits() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    let wanted = configuration.limits.connections + 64
    if limit.rlim_cur < rlim_t(wanted) {
      note(
        "descriptors", .warning,
        "\(limit.rlim_cur) files may be open, fewer than --max-connections "
          + "\(configuration.limits.connections) needs", fix: "ulimit -n \(wanted)")
    } else {
      note("descriptors", .ok, "\(limit.rlim_cur) files may be open")
    }
  }

  mutating func clock() {
    let now = time(nil)
    // When this program was written.
    if now < 1_790_000_000 {
      note(
        "clock", .problem, "it shows a time before this program was made",
        fix: "timedatectl set-ntp true")
    } else if WallClock.isSynchronised {
      note("clock", .ok, "synchronised")
    } else {
      note(
        "clock", .warning, "the kernel does not know of anything that keeps it in step",
        fix: "timedatectl set-ntp true")
    }
  }

  // MARK: Certificate

  /// A certificate that ends sooner is worth a warning, in days.
  private static let certificateDays = 30

  mutating func certificate() {
    guard !configuration.plaintext else { return note("certificate", .ok, "TLS is off") }
    let own = configuration.certificateFile == nil
    let path = configuration.certificateFile ?? "\(configuration.dataFolder)/tls/certificate.pem"
    guard let found = try? files.attributes(path), found.size > 0 else {
      if own { return note("certificate", .ok, "made with the first start") }
      return note(
        "certificate", .problem, "\(path) is missing", fix: "madod --certificate-file FILE")
    }
    let fix = own ? "rm \(path) and start anew" : "renew \(path), then kill -HUP the server"
    do {
      let certificates = try CertificateFiles(configuration)
      let expiry = try certificates.context(certificates.content()).certificateExpiry ?? .max
      let days = (expiry - Int64(time(nil))) / 86_400
      if expiry <= Int64(time(nil)) {
        note("certificate", .problem, "\(path) has expired", fix: fix)
      } else if days < Self.certificateDays {
        note("certificate", .warning, "\(path) expires in \(days) days", fix: fix)
      } else {
        note("certificate", .ok, "\(path) is good for \(days) days")
      }
    } catch {
      note("certificate", .problem, "\(error)", fix: fix)
    }
  }
}
