import Buffers
import EventLoop
import Glibc
import HTTP2
import RPC

/// A client's way to a server at one address or several. Connections are made when a call needs them,
/// made anew when they are lost, and closed when nobody calls; ``Balancer`` decides. Used from any
/// thread; its work is done on one loop.
///
/// Loop-confined state behind a thread-safe surface: hence `@unchecked Sendable`.
public final class Channel: ClientTransport, @unchecked Sendable {
  let configuration: Configuration
  let loop: EventLoop
  let buffers = LoopBuffers()
  /// Nil when the configuration's is none.
  private let target: ChannelTarget?
  private let targetFailure: String

  // On the loop only, from here on.
  private var balancer: Balancer
  private var subchannels: [Int: Subchannel] = [:]
  /// Those whose server takes calls, in the order of the addresses, and whose turn it is.
  private var ready: [ClientConnection] = []
  private var turn = 0
  private var queue = CallQueue()
  private var plans: [String: MethodPlan] = [:]
  /// That of the method called last, as a rule the next call's.
  private var lastPlan: (path: String, plan: MethodPlan)?
  /// Attempts and connections that have not ended.
  private var living: [Subchannel] = []
  /// Calls between two attempts.
  private var pausing: [ClientCall] = []
  private(set) var isClosed = false
  private var timer: Timer?
  private var idleTimer: Timer?
  /// Calls begun so far, and when last looked at.
  private var begun: UInt64 = 0
  private var begunBefore: UInt64 = 0
  /// Looks in a row that found nobody calling.
  private var idleChecks = 0
  private var closers: [UnsafeContinuation<Void, Never>] = []
  private var watchers: [(Connectivity, UnsafeContinuation<Connectivity, Never>)] = []
  private(set) var keepalive: Keepalive?
  var retryThrottle: RetryThrottle?

  public init(_ configuration: Configuration, on loop: EventLoop) {
    self.configuration = configuration
    self.loop = loop
    var failure = ""
    do throws(SocketAddress.ParseError) {
      target = try ChannelTarget(configuration.target)
    } catch {
      target = nil
      failure = "\(error)"
    }
    targetFailure = failure
    balancer = Balancer(
      configuration.serviceConfig.loadBalancing, configuration.connectionBackoff,
      addresses: target?.fixed)
    keepalive = configuration.keepalive
    retryThrottle = configuration.serviceConfig.retryThrottle
  }

  // MARK: From any thread

  public func open(
    _ method: MethodDescriptor, _ options: CallOptions
  ) async throws(RPCError) -> any ClientTransportStream {
    let call = ClientCall(method, options, self)
    let failure = await withTaskCancellationHandler {
      await withUnsafeContinuation { (answer: UnsafeContinuation<RPCError?, Never>) in
        if loop.inLoop { call.open(answer) } else { loop.execute { call.open(answer) } }
      }
    } onCancel: {
      call.cancel()
    }
    if let failure { throw failure }
    return call
  }

  public func exchange(
    _ method: MethodDescriptor, _ framed: BytePieces, _ options: CallOptions
  ) async throws(RPCError) -> Bytes {
    let call = ClientCall(method, options, self)
    return try await withTaskCancellationHandler {
      await withUnsafeContinuation { (answer: ClientCall.Answer<Bytes>) in
        if loop.inLoop {
          call.exchange(framed) { answer.resume(returning: $0) }
        } else {
          loop.execute { call.exchange(framed) { answer.resume(returning: $0) } }
        }
      }
    } onCancel: {
      call.cancel()
    }.get()
  }

  /// The same without a task, for who works on the channel's loop: `answer` is called there, once, while
  /// the connection is at work. Nothing cancels the call but its deadline and ``closeNow()``.
  package func exchange(
    _ method: MethodDescriptor, _ framed: BytePieces, _ options: CallOptions,
    then answer: @escaping (Result<Bytes, RPCError>) -> Void
  ) {
    ClientCall(method, options, self).exchange(framed, answer)
  }

  /// Takes no more calls, ends those that run with `UNAVAILABLE`, on the servers too, and closes the
  /// connections: ``close()`` without its patience.
  public func closeNow() {
    // In a step of its own: a call's observer may ask for it while its connection is receiving.
    loop.execute { [self] in
      beginClosing()
      for subchannel in living { subchannel.end("the channel is closed") }
    }
  }

  /// Takes no more calls, and returns once those that run have ended.
  public func close() async {
    await withUnsafeContinuation { continuation in
      loop.runOrExecute { [self] in
        closers.append(continuation)
        beginClosing()
        finishClosing()
      }
    }
  }

  /// What the channel can do for a call now.
  ///
  /// - Parameter connecting: whether an idle channel begins to connect, as for a call.
  public func connectivity(connecting: Bool = false) async -> Connectivity {
    await loop.run { [self] in
      if connecting, !isClosed { perform(balancer.wanted(MonotonicClock.nanoseconds)) }
      return currentConnectivity
    }
  }

  /// Returns the connectivity once it is another than `known`.
  public func connectivity(otherThan known: Connectivity) async -> Connectivity {
    await withUnsafeContinuation { continuation in
      loop.runOrExecute { [self] in
        watchers.append((known, continuation))
        tellWatchers()
      }
    }
  }

  // MARK: Calls (on the loop)

  /// Gives `call` a connection: now, or as soon as there is one.
  func admit(_ call: ClientCall) {
    begun &+= 1
    if queue.isEmpty, let connection = pick(), connection.begin(call) { return }
    if isClosed { return call.fail(closed) }
    if ready.isEmpty, balancer.connectivity == .transientFailure, !call.waitsForReady {
      return call.fail(notConnected)
    }
    guard queue.count < configuration.maxQueuedCalls else { return call.fail(queueIsFull) }
    queue.append(call)
    settle()
  }

  /// A call that has ended waits no more.
  func withdraw(_ call: ClientCall) { queue.withdraw(call) }

  /// A call waits before its next attempt.
  func pauses(_ call: ClientCall) { pausing.append(call) }

  func goesOn(_ call: ClientCall) { pausing.removeAll { $0 === call } }

  /// The next connection in turn on which the server allows another call.
  private func pick() -> ClientConnection? {
    for _ in 0..<ready.count {
      if turn >= ready.count { turn = 0 }
      let connection = ready[turn]
      turn += 1
      if connection.hasRoom { return connection }
    }
    return nil
  }

  /// A call has ended, or the server allows more.
  func hasRoom() {
    while !queue.isEmpty, let connection = pick(), let call = queue.next() {
      if !connection.begin(call) { admit(call) }
    }
  }

  /// What is the same for all calls of `method`.
  func plan(_ method: MethodDescriptor) -> MethodPlan {
    if let lastPlan, lastPlan.path == method.path { return lastPlan.plan }
    let plan =
      plans[method.path]
      ?? MethodPlan(
        config: configuration.serviceConfig.method(method),
        block: requestBlock(method, authority: authority, isPermanent: true))
    plans[method.path] = plan
    lastPlan = (method.path, plan)
    return plan
  }

  func requestBlock(
    _ method: MethodDescriptor, authority: String, isPermanent: Bool = false
  ) -> FieldBlock {
    let fields = HeaderBlock.request(
      method, scheme: configuration.tls == nil ? "http" : "https", authority: authority,
      userAgent: configuration.userAgent)
    return FieldBlock(fields.map { ($0.name, $0.value) }, isPermanent: isPermanent)
  }

  private var authority: String {
    configuration.authority ?? target?.authority ?? configuration.target
  }

  // MARK: What becomes of connections (on the loop)

  func connected(_ subchannel: Subchannel) {
    guard isCurrent(subchannel) else { return subchannel.leave() }
    perform(balancer.connected(subchannel.id, MonotonicClock.nanoseconds))
    if idleTimer == nil { watchForIdleness() }
  }

  func connectFailed(_ subchannel: Subchannel, _ reason: String) {
    guard isCurrent(subchannel) else { return }
    subchannels[subchannel.id] = nil
    perform(balancer.failed(subchannel.id, reason, MonotonicClock.nanoseconds))
  }

  func lost(_ subchannel: Subchannel, _ reason: String, hasServed: Bool) {
    guard isCurrent(subchannel) else { return }
    subchannels[subchannel.id] = nil
    let now = MonotonicClock.nanoseconds
    perform(balancer.lost(subchannel.id, reason, hasServed: hasServed, now))
  }

  func ended(_ subchannel: Subchannel) {
    living.removeAll { $0 === subchannel }
    finishClosing()
  }

  /// The server finds that it is asked for signs of life too often (gRFC A8).
  func pingLess() { keepalive?.interval *= 2 }

  private func isCurrent(_ subchannel: Subchannel) -> Bool {
    subchannels[subchannel.id] === subchannel
  }

  private func perform(_ actions: [Balancer.Action]) {
    for action in actions {
      switch action {
      case .resolve: resolve()
      case .connect(let id, let address):
        let subchannel = Subchannel(id, address, self)
        subchannels[id] = subchannel
        living.append(subchannel)
        subchannel.start()
      case .close(let id):
        subchannels.removeValue(forKey: id)?.leave()
      }
    }
    settle()
  }

  /// After anything that may have changed what calls can hope for.
  private func settle() {
    ready = subchannels.keys.sorted().compactMap { subchannels[$0]?.ready }
    if !isClosed, !queue.isEmpty, ready.isEmpty, balancer.connectivity == .idle {
      return perform(balancer.wanted(MonotonicClock.nanoseconds))
    }
    arm()
    tellWatchers()
    if ready.isEmpty, balancer.connectivity == .transientFailure {
      for call in queue.take(where: { !$0.waitsForReady }) { call.fail(notConnected) }
    }
    hasRoom()
  }

  private func arm() {
    let due = isClosed ? nil : balancer.due
    guard timer?.due != due else { return }
    timer?.cancel()
    timer = due.map { due in
      loop.schedule(at: due) { [weak self] in
        guard let self else { return }
        timer = nil
        perform(balancer.timeCame(MonotonicClock.nanoseconds, isWanted: !queue.isEmpty))
      }
    }
  }

  // MARK: Names

  /// The resolver's answer may take long: it is asked on a thread of its own.
  private func resolve() {
    guard let target else { return resolved(.failure(targetFailure)) }
    do throws(SystemError) {
      let thread = try startThread(named: "resolver") { [self] in
        let outcome: Resolution
        do throws(SocketAddress.ParseError) {
          outcome = .addresses(try target.resolve())
        } catch {
          outcome = .failure("\(error)")
        }
        loop.execute { self.resolved(outcome) }
      }
      pthread_detach(thread)
    } catch {
      resolved(.failure("\(error)"))
    }
  }

  private enum Resolution: Sendable {
    case addresses([SocketAddress])
    case failure(String)
  }

  private func resolved(_ outcome: Resolution) {
    guard !isClosed else { return }
    let now = MonotonicClock.nanoseconds
    switch outcome {
    case .addresses(let addresses): perform(balancer.resolved(addresses, now))
    case .failure(let reason): perform(balancer.resolutionFailed(reason, now))
    }
  }

  // MARK: Idleness and the end

  /// Looks twice per timeout, so that a call costs no more than a count.
  private func watchForIdleness() {
    begunBefore = begun
    idleTimer = loop.schedule(after: configuration.idleTimeout / 2) { [weak self] in
      guard let self else { return }
      idleTimer = nil
      idleChecks = begun == begunBefore && !hasCalls ? idleChecks + 1 : 0
      if idleChecks < 2 {
        if !ready.isEmpty { watchForIdleness() }
      } else {
        idleChecks = 0
        perform(balancer.sleep())
      }
    }
  }

  private var hasCalls: Bool { !queue.isEmpty || ready.contains { $0.hasCalls } }

  private func beginClosing() {
    isClosed = true
    idleTimer?.cancel()
    idleTimer = nil
    perform(balancer.sleep())
    for call in queue.take(where: { _ in true }) + pausing { call.fail(closed) }
  }

  private func finishClosing() {
    guard isClosed, living.isEmpty else { return }
    let waiting = closers
    closers = []
    for closer in waiting { closer.resume() }
  }

  // MARK: Connectivity and errors

  private var currentConnectivity: Connectivity { isClosed ? .shutdown : balancer.connectivity }

  private func tellWatchers() {
    guard !watchers.isEmpty else { return }
    let now = currentConnectivity
    let told = watchers.filter { $0.0 != now }
    watchers.removeAll { $0.0 != now }
    for (_, continuation) in told { continuation.resume(returning: now) }
  }

  /// Why the last attempt to connect failed.
  var connectFailure: String { balancer.failure }

  private var closed: RPCError {
    unavailable("the channel to \(configuration.target) is closed")
  }

  private var notConnected: RPCError {
    unavailable("cannot connect to \(configuration.target): \(balancer.failure)")
  }

  private var queueIsFull: RPCError {
    let limit = configuration.maxQueuedCalls
    return RPCError(
      .resourceExhausted,
      "\(limit) calls wait for \(configuration.target) already; call later, or raise maxQueuedCalls",
      reason: "TOO_MANY_CALLS_WAIT", metadata: ["calls_max": "\(limit)"])
  }

  private func unavailable(_ text: String) -> RPCError { RPCError(Status(.unavailable, text)) }
}
