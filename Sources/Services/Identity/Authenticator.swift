import CivilTime
import Crypto
import RPC
import Rules
import Storage
import Synchronization

/// Finds out who calls from the bearer token or the certificate, and knows him again while nothing about him has changed.
final class Authenticator: Sendable {
  private let database: Database
  private let clock: any Clock
  private let slots: [Slot]

  /// Callers by their tokens, as far as their hashes fall here.
  private final class Slot: Sendable {
    let state = Mutex(State())
  }

  private struct State {
    var callers: [TokenStore.Shown: Credential] = [:]
    /// Grows when something has changed: what was read of the database before does not count after.
    var generation = 0

    mutating func forget() {
      callers = [:]
      generation += 1
    }
  }

  /// Many, so that loops seldom meet at one, and a change of one caller costs others little.
  private static let slotCount = 1024
  /// Callers kept in a slot; beyond that it starts over.
  private static let slotMax = 100

  init(_ database: Database, _ clock: any Clock) {
    self.database = database
    self.clock = clock
    slots = (0..<Self.slotCount).map { _ in Slot() }
  }

  /// - Throws: UNAUTHENTICATED for a token that is missing, malformed, not known or past its end.
  func principal(of call: CallContext) async throws(RPCError) -> Principal {
    guard let credential = try await credential(try shown(by: call), call) else {
      throw RPCError(
        .unauthenticated, "the token is unknown or has ended: ask for a new one",
        reason: "TOKEN_UNKNOWN")
    }
    try credential.check(call)
    if let end = credential.end, clock.now.seconds >= end {
      throw RPCError(
        .unauthenticated, "the token has expired: make a new one", reason: "TOKEN_EXPIRED")
    }
    return credential.principal
  }

  /// A token if there is one, or else the certificate.
  private func shown(by call: CallContext) throws(RPCError) -> TokenStore.Shown {
    guard let header = call.metadata["authorization"] else {
      guard let identity = call.identity else { throw Self.missing }
      return .certificate(ClientCertificate(identity))
    }
    // Letters of either case: what differs is one bit.
    let scheme = "bearer "
    guard zip(header.utf8, scheme.utf8).allSatisfy({ $0 | 0x20 == $1 }),
      header.utf8.count >= scheme.utf8.count
    else {
      throw RPCError(
        .unauthenticated, "authorization is not of the form: Bearer TOKEN",
        reason: "TOKEN_MALFORMED")
    }
    return .token(Token.hash(Substring(header.utf8.dropFirst(scheme.utf8.count))))
  }

  /// Who may call has changed, and the change is durable: whoever calls from now on is looked up anew.
  func changed() {
    for slot in slots { slot.state.withLock { $0.forget() } }
  }

  /// The same for whoever calls by one token.
  func changed(_ token: SHA256.Digest) { slot(of: token).state.withLock { $0.forget() } }

  private func slot(of token: SHA256.Digest) -> Slot {
    slots[token.withUnsafeBytes { Int($0[0]) << 8 | Int($0[1]) } % Self.slotCount]
  }

  private func credential(
    _ shown: TokenStore.Shown, _ call: CallContext
  ) async throws(RPCError) -> Credential? {
    let slot =
      switch shown {
      case .token(let hash): slot(of: hash)
      case .certificate(let certificate): slot(of: SHA256.hash(Array(certificate.names.utf8)))
      }
    let (kept, generation) = slot.state.withLock { ($0.callers[shown], $0.generation) }
    if let kept { return kept }
    let found: Credential?
    do {
      found = try await call.awaitingStorage {
        try await self.database.read { try TokenStore($0).credential(shown) }
      }
    } catch let error as any RPCErrorConvertible {
      throw error.rpcError
    } catch {
      throw RPCError(.cancelled, "the call was cancelled", reason: "CANCELLED")
    }
    slot.state.withLock { state in
      guard state.generation == generation else { return }
      if state.callers.count >= Self.slotMax { state.callers = [:] }
      state.callers[shown] = found
    }
    return found
  }

  static let missing = RPCError(
    .unauthenticated, "there is no token: send the metadata authorization: Bearer TOKEN",
    reason: "TOKEN_MISSING")
}

/// Whom a token stands for, and until when.
struct Credential: Sendable, Hashable {
  let principal: Principal
  /// In seconds since 1970; nil for ever.
  let end: Int64?
  /// From where alone it is good; from anywhere when empty.
  var networks: [IPNetwork] = []

  /// Throws UNAUTHENTICATED when it is not good from where the caller is.
  fileprivate func check(_ call: CallContext) throws(RPCError) {
    guard !networks.isEmpty else { return }
    if let address = IPAddress(peer: call.peer), networks.contains(where: { $0.contains(address) })
    {
      return
    }
    throw RPCError(
      .unauthenticated,
      "the token is not good from \(call.peerHost): use it from where it may be used",
      reason: "TOKEN_ELSEWHERE", metadata: ["address": call.peerHost])
  }
}
