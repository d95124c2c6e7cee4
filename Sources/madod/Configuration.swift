import CivilTime
import Observability
import RPCTransport
import Services

/// What an operator can set. Every key can stand on the command line, in the environment and in a
/// file; the earlier of these wins.
struct Configuration: Sendable {
  var dataFolder = ""
  var listen = "127.0.0.1:8443"
  var plaintext = false
  var certificateFile: String?
  var privateKeyFile: String?
  var clientCAFile: String?
  var clientCertificates = ClientCertificates.none
  var masterKeyFile: String?
  var mailer: String?
  var mailFrom = "mado@localhost"
  var loops = 0
  var limits = Self.defaultLimits
  var drainSeconds = 20
  var drainNoticeSeconds = 0
  var demo = false
  var demoDevices = 1
  var contextFolder = ""
  var pages = true
  var logFormat = LogFormat.logfmt
  var logLevel = LogLevel.info
  var logCalls = false
  var slowCallMilliseconds = 1000
  var startTraces = false
  var minFreeBytes = 256 << 20
  var subjectRequestDays = 14
  var maintenanceNoticeDays = 7
  var clock: ClockStart?
  var countryHeader = ""
  var trustedProxies = ""
  /// Where each value that was set came from, by its key's name.
  var origins: [String: String] = [:]

  /// From where calls come; nil when no proxy says it.
  var countries: CountrySource? {
    countryHeader.isEmpty ? nil : CountrySource(header: countryHeader, proxies: trustedProxies)
  }

  /// Pictures are larger than what stock gRPC takes.
  static let defaultLimits = {
    var limits = ServerLimits()
    limits.messageBytes = 16 << 20
    return limits
  }()

  /// What is asked of clients.
  enum ClientCertificates: String, Sendable, CaseIterable {
    case none, optional, required
  }
}

/// One key: how it is named, what it takes and how its text becomes a value.
struct ConfigurationKey: Sendable {
  /// On the command line `--name`, in the environment `MADO_NAME`, in the file `name = value`.
  let name: String
  /// What stands for the value in the help; nil for a switch.
  let placeholder: String?
  let help: String
  /// What is allowed, as in "… is not allowed: give …".
  let allowed: String
  /// Sets the value; false when the text is not allowed.
  let set: @Sendable (inout Configuration, String) -> Bool
  /// The value as it is shown.
  let text: @Sendable (Configuration) -> String

  var environmentName: String {
    "MADO_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
  }

  static let all: [ConfigurationKey] =
    [
      path(
        "data", "DIR", "the data folder, made on the first run (default ~/.local/share/mado)",
        \.dataFolder),
      ConfigurationKey(
        name: "listen", placeholder: "HOST:PORT",
        help: "where to serve (default 127.0.0.1:8443; port 0 takes a free one), or unix:/PATH",
        allowed:
          "a host and a port from 0 to 65535, like 127.0.0.1:8443 or [::1]:8443, or unix:/PATH",
        set: { configuration, text in
          if !text.hasPrefix("unix:/") {
            guard let colon = text.lastIndex(of: ":"), colon != text.startIndex,
              UInt16(text[text.index(after: colon)...]) != nil
            else { return false }
          }
          configuration.listen = text
          return true
        }, text: { $0.listen }),
      flag("plaintext", "serve without TLS (h2c), for a trusted network only", \.plaintext),
      path(
        "certificate-file", "FILE",
        "the server's certificate chain, PEM (default: self-signed, in the data folder)",
        \.certificateFile, none: "self-signed, in the data folder"),
      path(
        "key-file", "FILE", "the certificate's private key, PEM", \.privateKeyFile,
        none: "self-signed, in the data folder"),
      choice(
        "client-certificates", "whether clients show a certificate: none, optional or required",
        \.clientCertificates),
      path(
        "client-ca-file", "FILE", "the roots that clients' certificates must lead to, PEM",
        \.clientCAFile, none: "none"),
      path(
        "master-key-file", "FILE",
        "the key above all keys, made on the first run (default: in the data folder)",
        \.masterKeyFile, none: "in the data folder"),
      path(
        "mailer", "PROGRAM",
        "takes e-mails on its standard input, as \"/usr/sbin/sendmail -t -i\" (default: they wait)",
        \.mailer, none: "none: e-mails wait"),
      ConfigurationKey(
        name: "mail-from", placeholder: "ADDRESS",
        help: "whose address e-mails bear (default mado@localhost)",
        allowed: "an address without blanks, such as mado@example.com",
        set: {
          $0.mailFrom = $1
          return !$1.isEmpty && !$1.contains { $0.isWhitespace || $0.isNewline }
        }, text: { $0.mailFrom }),
      number(
        "loops", 0...1024, "event loops, each a thread (default 0: one per core)", \.loops),
      number(
        "drain-seconds", 0...3600, "how long calls may go on after SIGTERM (default 20)",
        \.drainSeconds),
      number(
        "drain-notice-seconds", 0...3600,
        "how long health says so before clients are asked to leave (default 0)",
        \.drainNoticeSeconds),
      flag("demo", "make a demo tenant, its tokens and its contexts for mado", \.demo),
      number(
        "demo-devices", 1...10_000, "how many devices and workers the demo tenant has (default 1)",
        \.demoDevices),
      path(
        "context-folder", "DIR",
        "where --demo and admin-token save contexts for mado (default ~/.config/mado)",
        \.contextFolder),
      number(
        "min-free-bytes", 0...(1 << 50),
        "uploads are refused while the disk has less room (default 268435456; 0: never)",
        \.minFreeBytes),
      number(
        "subject-request-days", 1...3_650,
        "in how many days who asks about his data is to be answered (default 14)",
        \.subjectRequestDays),
      number(
        "maintenance-notice-days", 0...3_650,
        "days by which a stop for maintenance is announced before (default 7)",
        \.maintenanceNoticeDays),
      ConfigurationKey(
        name: "clock", placeholder: "INSTANT[,speed=N]",
        help: "what time it is to be, in a folder of madod test-folder (default: the machine's)",
        allowed:
          "an instant and a speed from 0 to 1000000, as 2026-09-18T16:30:00+09:00,speed=3600",
        set: {
          $0.clock = ClockStart($1)
          return $0.clock != nil
        }, text: { $0.clock.map { "\($0)" } ?? "the machine's" }),
      ConfigurationKey(
        name: "country-header", placeholder: "NAME",
        help:
          "the header in which a proxy says from which country a call comes (default: none does)",
        allowed: "a header's name, such as x-country",
        set: {
          $0.countryHeader = $1
          return !$1.isEmpty && $1.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "-") }
        }, text: { $0.countryHeader }),
      ConfigurationKey(
        name: "trusted-proxies", placeholder: "NETWORKS",
        help:
          "whose word on the country counts, as 10.0.0.0/8,192.0.2.7 (default: a Unix socket's)",
        allowed: "networks with commas between them, such as 10.0.0.0/8,192.0.2.7",
        set: {
          $0.trustedProxies = $1
          return CountrySource(header: "", proxies: $1) != nil
        }, text: { $0.trustedProxies }),
      flag("pages", "answer plain GETs of /metrics and /healthz (default true)", \.pages),
      choice(
        "log-format",
        "how lines of the log are written: logfmt, json or journal (default: journal under systemd)",
        \.logFormat),
      choice("log-level", "from where on: debug, info (default), warn or error", \.logLevel),
      flag("log-calls", "a line for each call (default false)", \.logCalls),
      number(
        "slow-call-ms", 0...3_600_000,
        "a line for each unary call that takes so long or longer (default 1000; 0: none)",
        \.slowCallMilliseconds),
      flag(
        "start-traces", "begin a trace for calls that name none (default false)", \.startTraces),
    ] + ServerLimits.bounds.map(limit)

  static func named(_ name: String) -> ConfigurationKey? { all.first { $0.name == name } }
}

extension ConfigurationKey {
  /// The key of a bound of the server's.
  private static func limit(_ bound: ServerLimits.Bound) -> ConfigurationKey {
    let standard = bound.text(in: Configuration.defaultLimits)
    let none =
      if case .seconds = bound.field, standard == "0" { ", none" } else { "" }
    let (placeholder, allowed): (String?, String) =
      switch bound.field {
      case .number(_, let range), .seconds(_, let range): ("N", Self.allowed(range))
      case .flag: (nil, "true or false")
      }
    return ConfigurationKey(
      name: bound.key.rawValue, placeholder: placeholder,
      help: "\(bound.help) (default \(standard)\(none))", allowed: allowed,
      set: { configuration, text in
        switch bound.field {
        case .number(let path, let range):
          guard let value = Int(text), range.contains(value) else { return false }
          configuration.limits[keyPath: path] = value
        case .seconds(let path, let range):
          guard let value = Int(text), range.contains(value) else { return false }
          configuration.limits[keyPath: path] = .seconds(value)
        case .flag(let path):
          guard let value = Bool(text) else { return false }
          configuration.limits[keyPath: path] = value
        }
        return true
      }, text: { bound.text(in: $0.limits) })
  }

  private typealias Place<Value> = any WritableKeyPath<Configuration, Value> & Sendable

  private static func path(
    _ name: String, _ placeholder: String, _ help: String, _ place: Place<String>
  ) -> ConfigurationKey {
    ConfigurationKey(
      name: name, placeholder: placeholder, help: help, allowed: "a path",
      set: {
        $0[keyPath: place] = $1
        return !$1.isEmpty
      }, text: { $0[keyPath: place] })
  }

  /// - Parameter none: what is shown while there is none.
  private static func path(
    _ name: String, _ placeholder: String, _ help: String, _ place: Place<String?>, none: String
  ) -> ConfigurationKey {
    ConfigurationKey(
      name: name, placeholder: placeholder, help: help, allowed: "a path",
      set: {
        $0[keyPath: place] = $1
        return !$1.isEmpty
      }, text: { $0[keyPath: place] ?? none })
  }

  /// One of the names of an enum's cases.
  private static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ help: String, _ place: Place<Choice>
  ) -> ConfigurationKey {
    let names = Choice.allCases.map(\.rawValue)
    return ConfigurationKey(
      name: name, placeholder: "WORD", help: help, allowed: names.joined(separator: ", "),
      set: {
        guard let value = Choice(rawValue: $1) else { return false }
        $0[keyPath: place] = value
        return true
      }, text: { $0[keyPath: place].rawValue })
  }

  private static func number(
    _ name: String, _ range: ClosedRange<Int>, _ help: String, _ place: Place<Int>
  ) -> ConfigurationKey {
    ConfigurationKey(
      name: name, placeholder: "N", help: help, allowed: allowed(range),
      set: {
        guard let value = Int($1), range.contains(value) else { return false }
        $0[keyPath: place] = value
        return true
      }, text: { "\($0[keyPath: place])" })
  }

  private static func allowed(_ range: ClosedRange<Int>) -> String {
    "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }

  private static func flag(
    _ name: String, _ help: String, _ place: Place<Bool>
  ) -> ConfigurationKey {
    ConfigurationKey(
      name: name, placeholder: nil, help: help, allowed: "true or false",
      set: {
        guard let value = Bool($1) else { return false }
        $0[keyPath: place] = value
        return true
      }, text: { "\($0[keyPath: place])" })
  }
}
