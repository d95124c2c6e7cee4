import Buffers
import EventLoop
import Glibc
import Observability
import RPC
import RPCTransport
import Synchronization

/// By what the operator sees how the server does: its log, its metrics, and the pages that show them.
final class Observation: Sendable {
  let log: Log
  private let calls: CallMetrics
  private let configuration: Configuration
  private let startedAt = timespec.now
  /// What changes while the server runs.
  private let watched = Mutex(Watched())

  private struct Watched {
    var server: Server?
    var certificateExpiry: Int64?
  }

  /// - Parameter shards: the server's loops.
  init(_ configuration: Configuration, shards: Int) throws(SystemError) {
    self.configuration = configuration
    log = try Log(configuration.logFormat, from: configuration.logLevel, shards: shards)
    calls = CallMetrics(shards: shards)
  }

  /// Goes around all other interceptors.
  var interceptor: any ServerInterceptor {
    let slowAfter = configuration.slowCallMilliseconds
    return CallWatch(
      metrics: calls,
      log: CallLog(
        log, logsCalls: configuration.logCalls,
        slowAfter: slowAfter == 0 ? nil : .milliseconds(slowAfter)),
      tracing: configuration.startTraces ? .start : .follow)
  }

  /// What plain GETs get.
  var pages: [String: @Sendable (PageRequest) async -> Page] {
    guard configuration.pages else { return [:] }
    return [
      "/healthz": { request in
        request.isDraining
          ? Page(status: 503, body: Bytes(utf8: "draining\n")) : Page(body: Bytes(utf8: "ok\n"))
      },
      "/metrics": { [self] _ in
        Page(contentType: Exposition.contentType, body: Bytes(utf8: await metrics()))
      },
    ]
  }

  /// Metrics are of this server from now on.
  func watch(_ server: Server) { watched.withLock { $0.server = server } }

  /// The certificate that new connections are shown is good until then, in seconds since 1970.
  func note(certificateExpiry: Int64?) {
    watched.withLock { $0.certificateExpiry = certificateExpiry }
  }

  // MARK: Metrics

  private func metrics() async -> String {
    let (server, expiry) = watched.withLock { ($0.server, $0.certificateExpiry) }
    var text = Exposition()
    text.calls(calls)
    if let server { text.server(await server.statistics()) }
    text.single(
      "mado_log_lines_dropped_total", .counter, "Lines of the log that nobody took in time.",
      log.droppedLines)
    if let expiry {
      text.single(
        "mado_tls_certificate_expiry_timestamp_seconds", .gauge,
        "Until when the server's certificate is valid.", Int(expiry))
    }
    text.process()
    text.single(
      "process_start_time_seconds", .gauge, "When the process began.", startedAt.tv_sec)
    text.family("mado_build_info", .gauge, "The program's version.")
    text.sample("", [("version", programVersion)], 1)
    return text.text
  }
}

extension Exposition {
  /// Writes what the server has to do, loop by loop.
  fileprivate mutating func server(_ statistics: ServerStatistics) {
    let families: [(String, Kind, String, any KeyPath<ServerStatistics.Loop, Int> & Sendable)] = [
      ("mado_connections", .gauge, "Connections that are open.", \.connections),
      ("mado_streams", .gauge, "Requests whose stream is open.", \.streams),
      ("mado_handlers", .gauge, "Handlers that run.", \.handlers),
      (
        "mado_connections_accepted_total", .counter, "Connections taken.", \.acceptedConnections
      ),
      (
        "mado_connections_put_out_total", .counter,
        "Connections ended because the client broke a bound.", \.putOuts
      ),
      ("mado_tls_handshakes_total", .counter, "TLS handshakes that succeeded.", \.handshakes),
      (
        "mado_tls_resumptions_total", .counter,
        "TLS handshakes that took up an earlier session.", \.resumptions
      ),
      (
        "mado_tls_handshakes_failed_total", .counter,
        "Connections that ended before their TLS handshake had.", \.failedHandshakes
      ),
      (
        "mado_received_bytes_total", .counter, "Bytes from sockets, TLS and HTTP/2 included.",
        \.receivedBytes
      ),
      (
        "mado_sent_bytes_total", .counter, "Bytes to sockets, TLS and HTTP/2 included.",
        \.sentBytes
      ),
    ]
    for (name, kind, help, value) in families {
      family(name, kind, help)
      for (place, loop) in statistics.loops.enumerated() {
        sample("", [("loop", "\(place)")], loop[keyPath: value])
      }
    }
    family(
      "mado_loop_lag_seconds", .gauge, "How long this question waited for the loop to take it.")
    for (place, loop) in statistics.loops.enumerated() {
      let (seconds, attoseconds) = loop.lag.components
      sample("", [("loop", "\(place)")], Double(seconds) + Double(attoseconds) / 1e18)
    }
    single(
      "mado_draining", .gauge, "Whether the server has begun to stop.",
      statistics.isDraining ? 1 : 0)
  }
}
