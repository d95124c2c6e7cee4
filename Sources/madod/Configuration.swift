import Observability
import RPCTransport

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

  var environmentName: String {
    "MADO_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
  }

  static let all: [ConfigurationKey] =
    [
      path("data", "DIR", "the data folder, made on the first run (default ~/.local/share/mado)") {
        $0.dataFolder = $1
      },
      ConfigurationKey(
        name: "listen", placeholder: "HOST:PORT",
        help: "where to serve (default 127.0.0.1:8443; port 0 takes a free one), or unix:/PATH",
        allowed:
          "a host and a port from 0 to 65535, like 127.0.0.1:8443 or [::1]:8443, or unix:/PATH"
      ) { configuration, text in
        if !text.hasPrefix("unix:/") {
          guard let colon = text.lastIndex(of: ":"), colon != text.startIndex,
            UInt16(text[text.index(after: colon)...]) != nil
          else { return false }
        }
        configuration.listen = text
        return true
      },
      flag("plaintext", "serve without TLS (h2c), for a trusted network only") {
        $0.plaintext = $1
      },
      path(
        "certificate-file", "FILE",
        "the server's certificate chain, PEM (default: self-signed, in the data folder)"
      ) { $0.certificateFile = $1 },
      path("key-file", "FILE", "the certificate's private key, PEM") { $0.privateKeyFile = $1 },
      choice(
        "client-certificates", "whether clients show a certificate: none, optional or required"
      ) { $0.clientCertificates = $1 },
      path("client-ca-file", "FILE", "the roots that clients' certificates must lead to, PEM") {
        $0.clientCAFile = $1
      },
      path(
        "master-key-file", "FILE",
        "the key above all keys, made on the first run (default: in the data folder)"
      ) { $0.masterKeyFile = $1 },
      path(
        "mailer", "PROGRAM",
        "takes e-mails on its standard input, as \"/usr/sbin/sendmail -t -i\" (default: they wait)"
      ) { $0.mailer = $1 },
      ConfigurationKey(
        name: "mail-from", placeholder: "ADDRESS",
        help: "whose address e-mails bear (default mado@localhost)",
        allowed: "an address without blanks, such as mado@example.com"
      ) {
        $0.mailFrom = $1
        return !$1.isEmpty && !$1.contains { $0.isWhitespace || $0.isNewline }
      },
      number("loops", 0...1024, "event loops, each a thread (default 0: one per core)") {
        $0.loops = $1
      },
      number(
        "drain-seconds", 0...3600, "how long calls may go on after SIGTERM (default 20)"
      ) { $0.drainSeconds = $1 },
      number(
        "drain-notice-seconds", 0...3600,
        "how long health says so before clients are asked to leave (default 0)"
      ) { $0.drainNoticeSeconds = $1 },
      flag("demo", "make a demo tenant, its tokens and its contexts for mado") { $0.demo = $1 },
      number(
        "demo-devices", 1...10_000, "how many devices and workers the demo tenant has (default 1)"
      ) {
        $0.demoDevices = $1
      },
      path(
        "context-folder", "DIR",
        "where --demo and admin-token save contexts for mado (default ~/.config/mado)"
      ) { $0.contextFolder = $1 },
      flag("pages", "answer plain GETs of /metrics and /healthz (default true)") {
        $0.pages = $1
      },
      choice("log-format", "how lines of the log are written: logfmt (default) or json") {
        $0.logFormat = $1
      },
      choice("log-level", "from where on: debug, info (default), warn or error") {
        $0.logLevel = $1
      },
      flag("log-calls", "a line for each call (default false)") { $0.logCalls = $1 },
      number(
        "slow-call-ms", 0...3_600_000,
        "a line for each unary call that takes so long or longer (default 1000; 0: none)"
      ) { $0.slowCallMilliseconds = $1 },
      flag("start-traces", "begin a trace for calls that name none (default false)") {
        $0.startTraces = $1
      },
    ] + ServerLimits.bounds.map(limit)

  static func named(_ name: String) -> ConfigurationKey? { all.first { $0.name == name } }
}

extension ConfigurationKey {
  /// The key of a bound of the server's.
  private static func limit(_ bound: ServerLimits.Bound) -> ConfigurationKey {
    let name = bound.key.rawValue
    let standard = bound.text(in: Configuration.defaultLimits)
    let none = standard == "0" ? ", none" : ""
    switch bound.field {
    case .number(let path, let range):
      return number(name, range, "\(bound.help) (default \(standard))") {
        $0.limits[keyPath: path] = $1
      }
    case .seconds(let path, let range):
      return number(name, range, "\(bound.help) (default \(standard)\(none))") {
        $0.limits[keyPath: path] = .seconds($1)
      }
    case .flag(let path):
      return flag(name, "\(bound.help) (default \(standard))") { $0.limits[keyPath: path] = $1 }
    }
  }

  private static func path(
    _ name: String, _ placeholder: String, _ help: String,
    _ assign: @escaping @Sendable (inout Configuration, String) -> Void
  ) -> ConfigurationKey {
    ConfigurationKey(name: name, placeholder: placeholder, help: help, allowed: "a path") {
      assign(&$0, $1)
      return !$1.isEmpty
    }
  }

  /// One of the names of an enum's cases.
  private static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ help: String,
    _ assign: @escaping @Sendable (inout Configuration, Choice) -> Void
  ) -> ConfigurationKey {
    let names = Choice.allCases.map(\.rawValue)
    return ConfigurationKey(
      name: name, placeholder: "WORD", help: help, allowed: names.joined(separator: ", ")
    ) {
      guard let value = Choice(rawValue: $1) else { return false }
      assign(&$0, value)
      return true
    }
  }

  private static func number(
    _ name: String, _ range: ClosedRange<Int>, _ help: String,
    _ assign: @escaping @Sendable (inout Configuration, Int) -> Void
  ) -> ConfigurationKey {
    ConfigurationKey(
      name: name, placeholder: "N", help: help,
      allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)"
    ) {
      guard let value = Int($1), range.contains(value) else { return false }
      assign(&$0, value)
      return true
    }
  }

  private static func flag(
    _ name: String, _ help: String,
    _ assign: @escaping @Sendable (inout Configuration, Bool) -> Void
  ) -> ConfigurationKey {
    ConfigurationKey(name: name, placeholder: nil, help: help, allowed: "true or false") {
      guard let value = Bool($1) else { return false }
      assign(&$0, value)
      return true
    }
  }
}
