import CivilTime
import Crypto
import RPC
import Rules
import Storage
import Synchronization

/// Holds back who tries passwords and codes: by the account that is tried, whether there is one or not, and by
/// the address from which he comes.
///
/// What is decided by is in memory; what has to outlast a crash is on disk before the secret is looked at.
final class SignInGuard: Sendable {
  private let database: Database
  private let clock: any Clock
  private let state: Mutex<State>

  fileprivate struct State {
    var lockouts: [SHA256.Digest: Lockout]
    /// Of the last minutes alone: a restart may forget it.
    var paces: [SHA256.Digest: Pace] = [:]
  }

  /// Accounts and addresses kept; beyond that, those that are forgotten go, and then all.
  private static let keptMax = 100_000

  init(_ database: Database, _ clock: any Clock) async throws {
    self.database = database
    self.clock = clock
    let kept = try await database.read { try TryStore($0).all() }
    state = Mutex(State(lockouts: kept))
  }

  /// What is tried.
  enum Target: Sendable {
    case password(tenant: String, login: String)
    case secondFactor(user: String)
    /// A name that goes with a tenant's system id.
    case caller(system: String)
    /// A secret that nobody guesses, by which its owner comes back: the address alone waits.
    case code

    fileprivate var digest: SHA256.Digest? {
      switch self {
      case .password(let tenant, let login):
        SHA256.hash(Array("account \(tenant.utf8.count):\(tenant)\(login)".utf8))
      case .secondFactor(let user): SHA256.hash(Array("second factor \(user)".utf8))
      case .caller(let system): SHA256.hash(Array("caller \(system)".utf8))
      case .code: nil
      }
    }
  }

  /// Who tries, at what.
  struct Try: Sendable {
    fileprivate let account: SHA256.Digest?
    fileprivate let address: SHA256.Digest

    fileprivate var targets: [SHA256.Digest] { [account, address].compactMap { $0 } }

    /// - Parameter host: from where, without the port.
    init(_ target: Target, host: String) {
      account = target.digest
      address = SHA256.hash(Array("address \(host)".utf8))
    }
  }

  // MARK: Trying

  /// Begins a try, which counts until it has succeeded.
  ///
  /// - Throws: RESOURCE_EXHAUSTED with the time to wait.
  func begin(_ attempt: Try) async throws {
    let milliseconds = clock.now.seconds * 1000 + Int64(clock.now.nanoseconds) / 1_000_000
    try state.withLock { state throws(RPCError) in
      try state.begin(attempt, at: milliseconds, keptMax: Self.keptMax)
    }
    try await keep(attempt.targets)
  }

  /// The try was right. The account's earlier ones are forgotten; the address keeps its own, since whoever has
  /// one account may try others from there.
  func succeeded(_ attempt: Try) async throws {
    state.withLock { state in
      if let account = attempt.account { state.lockouts[account] = nil }
      state.lockouts[attempt.address]?.takeBack()
    }
    try await keep(attempt.targets)
  }

  /// No secret was looked at: the try does not count.
  func withdraw(_ attempt: Try) async throws {
    state.withLock { state in
      for target in attempt.targets { state.lockouts[target]?.takeBack() }
    }
    try await keep(attempt.targets)
  }

  /// What was tried before counts no more: its owner comes back by another way.
  func forget(_ target: Target) async throws {
    guard let account = target.digest else { return }
    state.withLock { $0.lockouts[account] = nil }
    try await keep([account])
  }

  /// Makes durable what there is now of accounts and addresses: whichever of two goes last keeps the
  /// latest.
  private func keep(_ targets: [SHA256.Digest]) async throws {
    let now = clock.now.seconds
    try await database.write { [self] transaction in
      let store = TryStore(transaction.connection)
      for target in targets {
        try store.keep(state.withLock { $0.lockouts[target] }, of: target)
      }
      try store.removeSome(before: now - Lockout.memory)
    }
  }
}

extension SignInGuard.State {
  fileprivate mutating func begin(
    _ attempt: SignInGuard.Try, at now: Int64, keptMax: Int
  ) throws(RPCError) {
    let seconds = now / 1000
    let locked = max(
      attempt.account.flatMap { lockouts[$0]?.wait(at: seconds, .account) } ?? 0,
      lockouts[attempt.address]?.wait(at: seconds, .address) ?? 0)
    guard locked == 0 else {
      throw RPCError(
        .resourceExhausted, "there were too many tries: wait \(locked) s, or ask the administrator",
        reason: "LOCKED", metadata: ["wait_seconds": "\(locked)"]
      ).retrying(after: .seconds(locked))
    }
    makeRoom(at: now, keptMax)
    let paced = max(
      attempt.account.map { paces[$0, default: Pace()].take(at: now, .account) } ?? 0,
      paces[attempt.address, default: Pace()].take(at: now, .address))
    guard paced == 0 else {
      throw RPCError(
        .resourceExhausted, "there are too many tries at once: wait \(paced) ms",
        reason: "RATE_LIMITED", metadata: ["wait_ms": "\(paced)"]
      ).retrying(after: .milliseconds(paced))
    }
    for target in attempt.targets { lockouts[target, default: Lockout()].begin(at: seconds) }
  }

  private mutating func makeRoom(at now: Int64, _ keptMax: Int) {
    if lockouts.count >= keptMax {
      lockouts = lockouts.filter { !$0.value.isForgotten(at: now / 1000) }
      if lockouts.count >= keptMax { lockouts = [:] }
    }
    if paces.count >= keptMax {
      paces = paces.filter { !$0.value.isForgotten(at: now) }
      if paces.count >= keptMax { paces = [:] }
    }
  }
}
