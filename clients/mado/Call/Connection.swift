import Buffers
import EventLoop
import Files
import RPC
import RPCTransport
import TLS

/// The channel to a server.
enum Connection {
  static func open(_ target: Target) throws(UsageError) -> any ClientTransport {
    let host = target.host.contains(":") ? "[\(target.host)]" : target.host
    var configuration = Channel.Configuration(
      target: "\(host):\(target.port)", tls: target.isSecure ? try context(target) : nil)
    configuration.userAgent = "mado/\(Client.version)"
    do throws(SystemError) {
      return Channel(configuration, on: try EventLoopGroup(count: 1).next())
    } catch {
      throw UsageError("the machine refuses a thread to work on: \(error)")
    }
  }

  private static func context(_ target: Target) throws(UsageError) -> TLSContext {
    let trust = try trust(target)
    do throws(TLSError) {
      return try TLSContext(trust: trust, serverName: target.host)
    } catch {
      throw UsageError("\(error)")
    }
  }

  private static func trust(_ target: Target) throws(UsageError) -> TLSContext.Trust {
    if target.trustsAll { return .anyone }
    guard let path = target.certificateFile else { return .systemRoots }
    do throws(FileError) {
      return .roots(Bytes(try LinuxFileSystem().contents(of: path)), name: path)
    } catch {
      throw UsageError("the certificates to trust cannot be read: \(error)")
    }
  }
}
