import CivilTime
import Crypto
import RPC
import Storage
import Synchronization

/// Finds out who calls from the bearer token, and knows him again while nothing about him has changed.
final class Authenticator: Sendable {
  private let database: Database
  private let clock: any Clock
  /// Counts changes of who may call: what was read before one does not count after it.
  private let generation = Atomic(0)
  private let known: [Slot]

  /// Callers by their tokens; several slots, so that loops seldom meet at one.
  private final class Slot: Sendable {
    let callers = Mutex<[SHA256.Digest: Known]>([:])
  }

  private struct Known {
    let credential: Credential
    let generation: Int
  }

  /// Callers kept in a slot; beyond that it starts over.
  private static let slotMax = 10_000
  private static let slotCount = 16

  init(_ database: Database, _ clock: any Clock) {
    self.database = database
    self.clock = clock
    known = (0..<Self.slotCount).map { _ in Slot() }
  }

  /// - Throws: UNAUTHENTICATED for a token that is missing, malformed, not known or past its end.
  func principal(of call: CallContext) async throws(RPCError) -> Principal {
    guard let header = call.metadata["authorization"] else { throw Self.missing }
    guard let space = header.firstIndex(of: " "), header[..<space].lowercased() == "bearer" else {
      throw RPCError(
        .unauthenticated, "authorization is not of the form: Bearer TOKEN",
        reason: "TOKEN_MALFORMED")
    }
    let hash = Token.hash(header[header.index(after: space)...])
    guard let credential = try await credential(hash, call) else {
      throw RPCError(
        .unauthenticated, "the token is unknown or has ended: ask for a new one",
        reason: "TOKEN_UNKNOWN")
    }
    if let end = credential.end, clock.now.seconds >= end {
      throw RPCError(
        .unauthenticated, "the token has expired: make a new one", reason: "TOKEN_EXPIRED")
    }
    return credential.principal
  }

  /// Who may call has changed, and the change is durable: whoever calls from now on is looked up anew.
  func changed() { generation.add(1, ordering: .sequentiallyConsistent) }

  private func credential(
    _ hash: SHA256.Digest, _ call: CallContext
  ) async throws(RPCError) -> Credential? {
    let slot = known[hash.withUnsafeBytes { Int($0[0]) } % Self.slotCount]
    // Read before the database: what changes meanwhile makes what is read out of date.
    let now = generation.load(ordering: .sequentiallyConsistent)
    let kept = slot.callers.withLock { $0[hash] }
    if let kept, kept.generation == now { return kept.credential }
    let found: Credential?
    do {
      found = try await call.awaitingStorage {
        try await self.database.read { try TokenStore($0).credential(hash) }
      }
    } catch let error as any RPCErrorConvertible {
      throw error.rpcError
    } catch {
      throw RPCError(.cancelled, "the call was cancelled", reason: "CANCELLED")
    }
    slot.callers.withLock { callers in
      if callers.count >= Self.slotMax { callers = [:] }
      callers[hash] = found.map { Known(credential: $0, generation: now) }
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
}
