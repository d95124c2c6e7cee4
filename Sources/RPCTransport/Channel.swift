import EventLoop
import Glibc
import RPC
import TLS

/// A client's way to one server: one connection, made when the first call needs it and made anew
/// when a call finds it gone. Used from any thread; its work is done on one loop.
///
/// Loop-confined state behind a thread-safe surface: hence `@unchecked Sendable`.
public final class Channel: ClientTransport, @unchecked Sendable {
  /// Where the server is, and how to speak to it.
  public struct Configuration: Sendable {
    /// `host:port`, or `unix:/path`.
    public var target: String
    /// A client's context; nil for HTTP/2 without TLS.
    public var tls: TLSContext?
    /// How long a connection may take, TLS included.
    public var connectTimeout = Duration.seconds(10)
    /// Payload of one call that has arrived and is not read, in bytes.
    public var streamWindowBytes = 1 << 20
    /// Payload that a call may have waiting to be sent before its sender is suspended, in bytes.
    public var sendBufferBytes = 256 << 10
    /// Names the program to the server.
    public var userAgent = "mado"

    public init(target: String, tls: TLSContext? = nil) {
      self.target = target
      self.tls = tls
    }
  }

  ///     idle ──call──▶ connecting ──▶ ready ──lost, GOAWAY──▶ idle
  ///      ▲                 │
  ///      └──── failed ─────┘      closed from any of them, for good
  private enum State {
    case idle
    case connecting(Connecting)
    case ready(ClientConnection)
    case closed
  }

  let configuration: Configuration
  let loop: EventLoop
  /// What requests name as their `:authority`; a path is none.
  let authority: String
  let buffers = LoopBuffers()
  private var state = State.idle
  /// Calls that wait for a connection, in the order in which they came.
  private var waiting: [ClientCall] = []
  /// Connections that finish their calls and take no more.
  private var retiring: [ClientConnection] = []
  private var retry: Timer?
  private var retryDelay = Channel.retryDelayMin
  private var closers: [UnsafeContinuation<Void, Never>] = []

  /// Between attempts for calls that wait for the server; doubled each time.
  private static let retryDelayMin = Duration.milliseconds(100)
  private static let retryDelayMax = Duration.seconds(5)

  public init(_ configuration: Configuration, on loop: EventLoop) {
    self.configuration = configuration
    self.loop = loop
    authority = configuration.target.hasPrefix("unix:") ? "localhost" : configuration.target
  }

  public func open(
    _ method: MethodDescriptor, _ options: CallOptions
  ) async throws(RPCError) -> any ClientTransportStream {
    let call = ClientCall(method, options, self)
    let failure = await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        loop.runOrExecute { call.open(continuation) }
      }
    } onCancel: {
      call.cancel()
    }
    if let failure { throw failure }
    return call
  }

  /// Takes no more calls, and returns once those that run have ended.
  public func close() async {
    await withUnsafeContinuation { continuation in
      loop.runOrExecute { self.beginClosing(continuation) }
    }
  }

  // MARK: Calls (on the loop)

  /// Gives `call` a connection, now or as soon as there is one.
  func admit(_ call: ClientCall) {
    switch state {
    case .closed:
      call.abort(unavailable("the channel to \(configuration.target) is closed"))
    case .ready(let connection):
      connection.begin(call)
    case .connecting:
      waiting.append(call)
    case .idle:
      waiting.append(call)
      connect()
    }
  }

  /// A call that has ended waits no more.
  func withdraw(_ call: ClientCall) {
    waiting.removeAll { $0 === call }
  }

  // MARK: Connecting

  private func connect() {
    retry?.cancel()
    retry = nil
    let attempt = Connecting(self)
    state = .connecting(attempt)
    attempt.start()
  }

  func connected(_ connection: ClientConnection) {
    guard case .connecting = state else { return connection.retire() }
    state = .ready(connection)
    retryDelay = Channel.retryDelayMin
    for call in take(&waiting) { connection.begin(call) }
  }

  func connectFailed(_ reason: String) {
    guard case .connecting = state else { return }
    state = .idle
    let error = unavailable("cannot connect to \(configuration.target): \(reason)")
    for call in take(&waiting) {
      if call.waitsForReady { waiting.append(call) } else { call.abort(error) }
    }
    guard !waiting.isEmpty else { return }
    retry = loop.schedule(after: retryDelay) { [unowned self] in
      retry = nil
      if case .idle = state, !waiting.isEmpty { connect() }
    }
    retryDelay = min(retryDelay * 2, Channel.retryDelayMax)
  }

  // MARK: Connections

  /// The server takes no more calls on `connection`.
  func isLeaving(_ connection: ClientConnection) {
    guard case .ready(connection) = state else { return }
    state = .idle
    retiring.append(connection)
    connection.retire()
  }

  /// `connection` is gone.
  func lost(_ connection: ClientConnection) {
    if case .ready(connection) = state { state = .idle }
    retiring.removeAll { $0 === connection }
    finishClosing()
  }

  private func beginClosing(_ continuation: UnsafeContinuation<Void, Never>) {
    closers.append(continuation)
    retry?.cancel()
    retry = nil
    let before = state
    state = .closed
    let error = unavailable("the channel to \(configuration.target) is closed")
    for call in take(&waiting) { call.abort(error) }
    switch before {
    case .ready(let connection):
      retiring.append(connection)
      connection.retire()
    case .connecting(let attempt): attempt.cancel()
    case .idle, .closed: break
    }
    finishClosing()
  }

  private func finishClosing() {
    guard case .closed = state, retiring.isEmpty else { return }
    for closer in take(&closers) { closer.resume() }
  }

  func unavailable(_ text: String) -> RPCError {
    RPCError(Status(.unavailable, text))
  }

  private func take<T>(_ list: inout [T]) -> [T] {
    defer { list = [] }
    return list
  }
}

private func ~= (pattern: ClientConnection, value: ClientConnection) -> Bool { pattern === value }

extension EventLoop {
  /// Runs `work` at once on the loop's thread, posts it from any other.
  func runOrExecute(_ work: @escaping @Sendable () -> Void) {
    if inLoop { work() } else { execute(work) }
  }
}

/// One attempt to connect: the addresses of the target in turn, until one answers.
final class Connecting: @unchecked Sendable {
  private let channel: Channel
  private var addresses: ArraySlice<SocketAddress> = []
  private var current: ClientConnection?
  private var timer: Timer?
  private var isOver = false
  private var lastFailure = "it has no address"

  init(_ channel: Channel) { self.channel = channel }

  func start() {
    timer = channel.loop.schedule(after: channel.configuration.connectTimeout) {
      [unowned self] in fail("no answer within \(channel.configuration.connectTimeout)")
    }
    let target = channel.configuration.target
    // Numbers need no resolver, whose answer may take long: that is asked on a thread of its own.
    if let address = try? SocketAddress(target) { return tryAll([address]) }
    do throws(SystemError) {
      let loop = channel.loop
      let thread = try startThread(named: "resolver") { [self] in
        let outcome = Result { () throws(SocketAddress.ParseError) in
          try SocketAddress.resolve(target)
        }
        loop.execute { self.resolved(outcome) }
      }
      pthread_detach(thread)
    } catch {
      fail("\(error)")
    }
  }

  private func resolved(_ outcome: Result<[SocketAddress], SocketAddress.ParseError>) {
    guard !isOver else { return }
    switch outcome {
    case .success(let found): tryAll(found[...])
    case .failure(let error): fail("\(error)")
    }
  }

  private func tryAll(_ addresses: ArraySlice<SocketAddress>) {
    self.addresses = addresses
    tryNext()
  }

  private func tryNext() {
    guard let address = addresses.popFirst() else { return fail(lastFailure) }
    do {
      let session = try channel.configuration.tls.map { try TLSSession($0) }
      let socket = try StreamSocket.connect(to: address)
      let connection = ClientConnection(socket, tls: session, channel: channel, attempt: self)
      current = connection
      connection.start()
    } catch {
      failed("\(error)")
    }
  }

  /// The connection being tried is open.
  func succeeded(_ connection: ClientConnection) {
    end()
    channel.connected(connection)
  }

  /// The connection being tried did not open.
  func failed(_ reason: String) {
    guard !isOver else { return }
    current = nil
    lastFailure = reason
    tryNext()
  }

  private func fail(_ reason: String) {
    guard !isOver else { return }
    let connection = current
    end()
    connection?.close(reason)
    channel.connectFailed(reason)
  }

  func cancel() {
    let connection = current
    end()
    connection?.close("the channel is closed")
  }

  private func end() {
    isOver = true
    current = nil
    timer?.cancel()
    timer = nil
  }
}
