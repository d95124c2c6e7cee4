import EventLoop
import Glibc
import RPC
import Synchronization
import TLS

/// A gRPC server: services at addresses, on a group of loops.
///
/// Each connection, and all its calls, live on one loop. A handler runs there as a task that prefers
/// the loop, so a call that waits for nothing never changes threads.
public final class Server: Sendable {
  /// Where and how to serve.
  public struct Configuration: Sendable {
    /// At least one.
    public var addresses: [SocketAddress]
    /// Nil for HTTP/2 without TLS.
    public var tls: TLSContext?
    /// What clients are allowed.
    public var limits = ServerLimits()
    /// What plain GETs get, by path, in HTTP/2 and HTTP/1.1; any other is told what this port is. Made on
    /// the loop of who asks.
    public var pages: [String: @Sendable (PageRequest) async -> Page] = [:]
    /// Whether responses are compressed; a handler may decide otherwise for its call
    /// (`CallContext.responseCompression`). What follows a secret that a client may guess at is better
    /// not: its length tells (CRIME).
    public var responseCompression = ResponseCompression.asRequested
    /// Whether errors carry, beside their text, what programs can read of our reasons: the
    /// `google.rpc.ErrorInfo` of our domain. Off for suites that compare errors to the letter.
    public var givesReasons = true
    /// Is told in a line what an operator may want to know. Called on any loop: must not block.
    public var log: @Sendable (String) -> Void = { _ in }

    public init(addresses: [SocketAddress], tls: TLSContext? = nil) {
      self.addresses = addresses
      self.tls = tls
    }
  }

  private let configuration: Configuration
  let loops: [ServerLoop]
  private let bound = Mutex<[SocketAddress]>([])

  /// - Parameter interceptors: step in around every method, the first outermost.
  public init(
    _ configuration: Configuration, on group: EventLoopGroup, services: [any Service],
    interceptors: [any ServerInterceptor] = []
  ) {
    self.configuration = configuration
    let registry = ServiceRegistry(
      services, interceptors: interceptors, givesReasons: configuration.givesReasons)
    let share = max(configuration.limits.connections / group.loops.count, 1)
    let addresses = AddressCounts(limit: configuration.limits.connectionsPerAddress)
    loops = group.loops.enumerated().map { place, loop in
      ServerLoop(loop, shard: place, registry, configuration, maxConnections: share, addresses)
    }
  }

  /// Begins to listen; once, and returns at once.
  public func start() throws(ServerError) {
    // What the process has before anybody comes is what it should come back to.
    _ = ProcessMemory.giveBackWhenQuiet(hasFreed: false)
    var sockets: [[ListeningSocket]] = []
    for address in configuration.addresses {
      do throws(SystemError) {
        sockets.append(try ListeningSocket.listen(at: address, count: loops.count))
      } catch {
        for socket in sockets.joined() { socket.close() }
        throw error.code == EADDRINUSE
          ? .addressInUse(address) : .cannotListen(address, error)
      }
    }
    bound.withLock { $0 = sockets.map { $0[0].address } }
    for listeners in sockets {
      for (home, socket) in zip(loops, listeners) {
        home.loop.execute { home.listen(on: socket) }
      }
    }
  }

  /// Where the server listens, in the order of the configuration, with the ports that were chosen
  /// for 0; empty before ``start()``.
  public var boundAddresses: [SocketAddress] { bound.withLock { $0 } }

  /// Has connections from now on begin with `tls`; those that are open go on as they began. Of no
  /// effect on a server without TLS.
  public func use(_ tls: TLSContext) {
    guard configuration.tls != nil else { return }
    for home in loops { home.loop.execute { home.tls = tls } }
  }

  /// Stops in order: takes no new calls, tells those that run (`CallContext.isDraining`), and returns
  /// once the last has ended. What still runs after `limit` is cancelled and ends with `UNAVAILABLE`.
  /// Until then pages are still served, to new connections too.
  ///
  /// - Parameter notice: so long calls and health checks learn that the server drains before anybody is
  ///   asked to leave, and new connections and calls are still taken: for load balancers that look at
  ///   health now and then.
  public func drain(within limit: Duration, notice: Duration = .zero) async {
    await withTaskGroup { group in
      for home in loops {
        group.addTask { await home.drain(within: limit, notice: notice) }
      }
    }
  }
}

/// Why a server could not start.
public enum ServerError: Error, Sendable, Hashable, CustomStringConvertible {
  case addressInUse(SocketAddress)
  case cannotListen(SocketAddress, SystemError)

  public var description: String {
    switch self {
    case .addressInUse(let address):
      "\(address) is in use; stop the server that listens there or choose another address"
    case .cannotListen(let address, let error):
      "cannot listen at \(address): \(error)"
    }
  }
}
