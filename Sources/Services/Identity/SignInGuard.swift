import Crypto
import RPC
import Rules
import Synchronization

/// Holds back who tries passwords: by the account that is tried, whether there is one or not, and by the
/// address from which he comes. Kept in memory: a restart forgets.
final class SignInGuard: Sendable {
  private let lockouts = Mutex<[SHA256.Digest: Lockout]>([:])

  /// Accounts and addresses kept; beyond that, those that are forgotten go, and then all.
  private static let keptMax = 100_000

  /// Who tries, at what.
  struct Try: Sendable {
    fileprivate let account: SHA256.Digest
    fileprivate let address: SHA256.Digest

    /// - Parameter host: from where, without the port.
    init(tenant: String, login: String, host: String) {
      account = SHA256.hash(Array("account \(tenant.utf8.count):\(tenant)\(login)".utf8))
      address = SHA256.hash(Array("address \(host)".utf8))
    }
  }

  /// Begins a try, which counts until it has succeeded.
  ///
  /// - Parameter isOfAccount: whether the account waits too: not for a secret that nobody guesses, by which
  ///   its owner comes back.
  /// - Throws: RESOURCE_EXHAUSTED with the time to wait.
  func begin(
    _ attempt: Try, at now: Int64, isOfAccount: Bool = true
  ) throws(RPCError) {
    let wait = lockouts.withLock { lockouts in
      let wait = max(
        isOfAccount ? lockouts[attempt.account]?.wait(at: now, .account) ?? 0 : 0,
        lockouts[attempt.address]?.wait(at: now, .address) ?? 0)
      if wait > 0 { return wait }
      if lockouts.count >= Self.keptMax {
        lockouts = lockouts.filter { !$0.value.isForgotten(at: now) }
        if lockouts.count >= Self.keptMax { lockouts = [:] }
      }
      if isOfAccount { lockouts[attempt.account, default: Lockout()].begin(at: now) }
      lockouts[attempt.address, default: Lockout()].begin(at: now)
      return 0
    }
    guard wait > 0 else { return }
    throw RPCError(
      .resourceExhausted, "there were too many tries: wait \(wait) s, or ask the administrator",
      reason: "LOCKED", metadata: ["wait_seconds": "\(wait)"]
    ).retrying(after: .seconds(wait))
  }

  /// The try was right: the account's earlier ones are forgotten. The address keeps its own, since
  /// whoever has one account may try others from there.
  func succeeded(_ attempt: Try) {
    lockouts.withLock { $0[attempt.account] = nil }
  }
}
