import Buffers
import EventLoop
import Files
import RPC
import RPCTransport
import TLS

/// The channel to a server.
enum Connection {
  static func open(_ target: Target) throws(UsageError) -> any ClientTransport {
    var configuration = try configuration(target)
    configuration.userAgent = "mado/\(Client.version)"
    do throws(SystemError) {
      return Channel(configuration, on: try EventLoopGroup(count: 1).next())
    } catch {
      throw UsageError("the machine refuses a thread to work on: \(error)")
    }
  }

  private static func configuration(
    _ target: Target
  ) throws(UsageError) -> Channel.Configuration {
    let trust = try trust(target)
    do throws(TLSError) {
      return try target.server.configuration(trusting: trust)
    } catch {
      throw UsageError("\(error)")
    }
  }

  private static func trust(_ target: Target) throws(UsageError) -> TLSContext.Trust {
    if target.trustsAll { return .anyone }
    guard target.server.isSecure, let path = target.certificateFile else { return .systemRoots }
    do throws(FileError) {
      return .roots(Bytes(try LinuxFileSystem().contents(of: path)), name: path)
    } catch {
      throw UsageError("the certificates to trust cannot be read: \(error)")
    }
  }
}
