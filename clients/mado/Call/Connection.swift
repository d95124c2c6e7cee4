import Calling
import EventLoop
import RPC
import RPCTransport

/// The channel to a server.
enum Connection {
  static func open(_ target: Target) throws(UsageError) -> any ClientTransport {
    var configuration = try target.configuration()
    configuration.userAgent = "mado/\(Client.version)"
    do throws(SystemError) {
      return Channel(configuration, on: try EventLoopGroup(count: 1).next())
    } catch {
      throw UsageError("the machine refuses a thread to work on: \(error)")
    }
  }
}
