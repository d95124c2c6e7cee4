import Buffers
import ConnectConformanceAPI
import EventLoop
import RPC
import RPCTransport
import Synchronization
import TLS

/// Makes the calls that the suite asks for, those to one server on one channel.
final class Channels: Sendable {
  /// What tells servers, and the ways to speak to them, apart.
  private struct Key: Hashable {
    let host: String
    let port: UInt32
    let roots: Bytes
    let identity: Suite.TLSCreds?
  }

  private let loop: EventLoop
  private let open = Mutex<[Key: Channel]>([:])

  init(on loop: EventLoop) { self.loop = loop }

  /// What came of the call that `request` describes.
  func answer(_ request: Suite.ClientCompatRequest) async -> Suite.ClientCompatResponse {
    var response = Suite.ClientCompatResponse(testName: request.testName)
    do {
      let call = try ConformanceCall(request, on: channel(request))
      response.result = .response(try await call.run())
    } catch {
      response.result = .error(Suite.ClientErrorResult(message: "\(error)"))
    }
    return response
  }

  private func channel(_ request: Suite.ClientCompatRequest) throws -> Channel {
    let key = Key(
      host: request.host, port: request.port, roots: request.serverTlsCert,
      identity: request.clientTlsCreds)
    return try open.withLock { open in
      if let channel = open[key] { return channel }
      let channel = try connect(to: key)
      open[key] = channel
      return channel
    }
  }

  private func connect(to key: Key) throws -> Channel {
    var tls: TLSContext?
    if !key.roots.isEmpty {
      let identity = key.identity.map {
        CertifiedKey(
          certificatePEM: $0.cert, keyPEM: $0.key, certificateName: "client_tls_creds.cert",
          keyName: "client_tls_creds.key")
      }
      tls = try TLSContext(
        trust: .roots(key.roots, name: "server_tls_cert"), serverName: key.host,
        identity: identity)
    }
    let target = "\(key.host):\(key.port)"
    return Channel(Channel.Configuration(target: target, tls: tls), on: loop)
  }
}
