import Buffers
import EventLoop
import TLS

/// What a connection hears of its wire.
protocol WireOwner: AnyObject {
  /// The wire carries the owner's bytes from now on.
  func wireOpened(_ start: Wire.Start)
  /// Bytes of the peer's, decrypted; valid during the call.
  func wireReceived(_ bytes: UnsafeRawBufferPointer)
  /// Append what is due to the peer, until `output` holds `limit` bytes or more. Returns whether
  /// there may be more.
  func wireFill(_ output: OutputBuffer, limit: Int) -> Bool
  /// Everything that was due has been written.
  func wireFlushed()
  /// The wire is gone; nothing follows.
  func wireClosed(_ reason: String)
}

/// A socket with or without TLS: the owner's bytes in and out, buffered only while the peer does not
/// read. Writes once per turn of the loop, to which it is confined.
final class Wire: DescriptorHandler, TurnEndWork {
  /// How the wire opened.
  enum Start {
    case plaintext
    /// With what ALPN chose.
    case tls(applicationProtocol: String?)
    /// The peer spoke plain text where TLS was due: it can be answered in kind, then closed.
    case plaintextInsteadOfTLS
  }

  ///     connecting ──▶ opening ──▶ open ──▶ finishing ──▶ lingering ──▶ closed
  ///     (clients)      (TLS)                (last bytes)   (their last)    ▲
  ///          └────────────┴──────────┴───── failure ───────────┴───────────┘
  private enum Phase {
    case connecting, opening, open, finishing, lingering, closed
  }

  private let socket: StreamSocket
  private let loop: EventLoop
  private let buffers: LoopBuffers
  private var tls: TLSSession?
  private let isServer: Bool
  /// Kept until the wire is closed.
  private var owner: (any WireOwner)?
  private var phase: Phase
  private var interest: Readiness
  /// Written by us and not yet taken by the kernel; nil when there is nothing.
  private var pending: OutputBuffer?
  /// Whether there may be something to write.
  private var isDirty = false
  /// Whether the loop calls at the end of the turn.
  private var isAwaitingTurnEnd = false
  private var hasReceived = false
  private var lingering: Timer?
  private var hasMoved = false
  /// Whether the peer's kernel is not waited for at the end.
  private var isAbrupt = false

  /// Whether the peer, or the network, takes nothing now.
  var isBlocked: Bool { pending != nil }

  /// Whether any byte was written since this was last asked.
  func takeMoved() -> Bool {
    defer { hasMoved = false }
    return hasMoved
  }

  /// Reads in one turn, lest one fast peer starve the others.
  private static let readsPerTurn = 4
  /// How long a peer may take to notice our end before the socket goes.
  private static let lingerMax = Duration.seconds(1)

  init(
    _ socket: StreamSocket, tls: TLSSession?, isServer: Bool, loop: EventLoop,
    buffers: LoopBuffers
  ) {
    self.socket = socket
    self.tls = tls
    self.isServer = isServer
    self.loop = loop
    self.buffers = buffers
    phase = isServer ? .opening : .connecting
    interest = isServer ? .readable : .writable
  }

  /// Begins to serve `owner`, which may hear of it at once.
  func start(_ owner: any WireOwner) {
    self.owner = owner
    do throws(SystemError) {
      try loop.register(socket.descriptor, for: interest, self)
    } catch {
      return close("\(error)")
    }
    if isServer, tls == nil { open(.plaintext) }
  }

  private func open(_ start: Start) {
    phase = .open
    owner?.wireOpened(start)
    markDirty()
  }

  // MARK: The loop

  func descriptorIsReady(_ readiness: Readiness) {
    switch phase {
    case .connecting: connected()
    case .lingering: discard()
    case .closed: break
    case .opening, .open, .finishing:
      if readiness.contains(.writable) { writePending() }
      if readiness != .writable { read() }
      // Answers that are there already go out while they are in the processor's cache. Those of
      // tasks that run later in this turn go with what else the turn brings.
      if isDirty, !loop.hasWork { flush() }
    }
  }

  private func connected() {
    if let error = socket.connectionError() { return close("\(error)") }
    phase = .opening
    watch(.readable)
    guard let tls else { return open(.plaintext) }
    buffers.ciphertext.removeAll()
    do throws(TLSError) { try tls.start(to: buffers.ciphertext) } catch { return close("\(error)") }
    write(buffers.ciphertext.bytes)
  }

  private func watch(_ wanted: Readiness) {
    guard wanted != interest, phase != .closed else { return }
    interest = wanted
    do throws(SystemError) {
      try loop.modify(socket.descriptor, for: wanted)
    } catch {
      close("\(error)")
    }
  }

  /// The peer's certificate, if one was asked for and verified.
  var peerCertificate: PeerCertificate? { tls?.peerCertificate }

  /// Whether TLS took up an earlier session.
  var isResumption: Bool { tls?.isResumed ?? false }

  // MARK: Reading

  private func read() {
    for _ in 0..<Wire.readsPerTurn {
      switch socket.read(into: buffers.input) {
      case .bytes(let count):
        buffers.receivedBytes &+= count
        received(UnsafeRawBufferPointer(rebasing: buffers.input[..<count]))
        if phase == .closed || phase == .lingering { return }
        if count < buffers.input.count { return }
      case .wouldBlock: return
      case .end: return close("the peer closed the connection")
      case .failed(let error): return close("\(error)")
      }
    }
  }

  private func received(_ bytes: UnsafeRawBufferPointer) {
    defer {
      if phase == .open || phase == .finishing { markDirty() }
    }
    if !hasReceived {
      hasReceived = true
      // A TLS record never begins with a letter (RFC 8446, 5.1).
      if isServer, tls != nil, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[0]) {
        tls = nil
        open(.plaintextInsteadOfTLS)
      }
    }
    guard let tls else {
      owner?.wireReceived(bytes)
      return
    }
    decrypt(bytes, tls)
  }

  private func decrypt(_ bytes: UnsafeRawBufferPointer, _ tls: TLSSession) {
    let answer = buffers.ciphertext
    answer.removeAll()
    var failure: TLSError?
    do throws(TLSError) {
      try tls.receive(bytes, via: buffers.plaintext, answering: answer) { plaintext in
        openIfEstablished(tls)
        owner?.wireReceived(plaintext)
        return phase == .open || phase == .finishing
      }
    } catch {
      failure = error
    }
    if !answer.isEmpty, phase != .closed { write(answer.bytes) }
    if let failure { return close("\(failure)") }
    openIfEstablished(tls)
    if tls.state == .closedByPeer { close("the peer closed the connection") }
  }

  private func openIfEstablished(_ tls: TLSSession) {
    // A peer that has closed again has had its handshake, too.
    guard phase == .opening, tls.state != .handshaking else { return }
    open(.tls(applicationProtocol: tls.applicationProtocol))
  }

  // MARK: Writing

  /// Has what is due written at the end of this turn.
  func markDirty() {
    isDirty = true
    guard !isAwaitingTurnEnd else { return }
    isAwaitingTurnEnd = true
    loop.atTurnEnd(self)
  }

  func turnEnded() {
    isAwaitingTurnEnd = false
    if isDirty { flush() }
  }

  private func flush() {
    isDirty = false
    guard phase == .open || phase == .finishing else { return }
    var mayHaveMore = true
    while mayHaveMore, pending == nil, let owner {
      let output = buffers.output
      output.removeAll()
      mayHaveMore = owner.wireFill(output, limit: LoopBuffers.outputBytes)
      guard phase == .open || phase == .finishing else { return }
      if !output.isEmpty { encryptAndWrite(output.bytes) }
      guard phase == .open || phase == .finishing else { return }
    }
    guard pending == nil else { return }
    owner?.wireFlushed()
    if phase == .finishing { linger() }
  }

  private func encryptAndWrite(_ bytes: UnsafeRawBufferPointer) {
    guard let tls else { return write(bytes) }
    buffers.ciphertext.removeAll()
    do throws(TLSError) {
      try tls.send(bytes, to: buffers.ciphertext)
    } catch {
      return close("\(error)")
    }
    write(buffers.ciphertext.bytes)
  }

  private func write(_ bytes: UnsafeRawBufferPointer) {
    if let pending { return pending.append(bytes) }
    hasMoved = true
    switch socket.write(bytes) {
    case .bytes(let count):
      buffers.sentBytes &+= count
      if count == bytes.count { return }
      keep(UnsafeRawBufferPointer(rebasing: bytes[count...]))
    case .wouldBlock:
      keep(bytes)
    case .failed(let error):
      close("\(error)")
    case .end:
      break
    }
  }

  private func keep(_ rest: UnsafeRawBufferPointer) {
    let kept = OutputBuffer(capacity: rest.count)
    kept.append(rest)
    pending = kept
    watch([.readable, .writable])
  }

  private func writePending() {
    guard let kept = pending else { return }
    switch socket.write(kept.bytes) {
    case .bytes(let count):
      buffers.sentBytes &+= count
      kept.removeFirst(count)
      hasMoved = true
      guard kept.isEmpty else { return }
      pending = nil
      watch(.readable)
      markDirty()
    case .wouldBlock, .end: break
    case .failed(let error): close("\(error)")
    }
  }

  // MARK: Ending

  /// Writes what is due, tells the peer that no more comes, and closes once it has noticed.
  func finish() {
    guard phase == .open else {
      if phase == .connecting || phase == .opening { close("closed") }
      return
    }
    phase = .finishing
    markDirty()
  }

  /// Closing at once could destroy our last bytes on their way, when the peer's are still coming in.
  private func linger() {
    if let tls {
      buffers.ciphertext.removeAll()
      tls.close(to: buffers.ciphertext)
      write(buffers.ciphertext.bytes)
    }
    guard phase == .finishing else { return }
    socket.shutdownWriting()
    phase = .lingering
    watch(.readable)
    lingering = loop.schedule(after: Wire.lingerMax) { [unowned self] in close("closed") }
  }

  private func discard() {
    for _ in 0..<Wire.readsPerTurn {
      switch socket.read(into: buffers.input) {
      case .bytes: continue
      case .wouldBlock: return
      case .end, .failed: return close("closed")
      }
    }
  }

  /// The peer is hostile: what it does not read in time is forgotten, by the kernel too.
  func endAbruptly() {
    isAbrupt = true
    finish()
  }

  /// Closes now. The owner hears the reason, once.
  func close(_ reason: String) {
    guard phase != .closed else { return }
    phase = .closed
    lingering?.cancel()
    lingering = nil
    pending = nil
    loop.deregister(socket.descriptor)
    if isAbrupt { socket.forgetUnsent() }
    socket.close()
    let owner = owner
    self.owner = nil
    owner?.wireClosed(reason)
  }
}
