import CivilTime
import Crypto
import MadoAPI
import RPC
import Storage

/// Opens sessions for whoever has shown who he is.
struct SessionOpening: Sendable {
  private let tenancy: Tenancy
  private let user: String
  private let now: CivilTime.Instant
  private let address: String
  private let userAgent: String
  private let trail: AuditTrail
  private let record: AuditRecord

  /// Sessions that a user may have; the oldest go first.
  private static let sessionsMax = 20
  /// Bytes that are kept of how a client calls itself.
  private static let userAgentMax = 200

  init(
    of user: String, _ tenancy: Tenancy, _ call: CallContext, at now: CivilTime.Instant,
    _ trail: AuditTrail
  ) throws {
    self.tenancy = tenancy
    self.user = user
    self.now = now
    self.trail = trail
    record = try AuditRecord(call, by: tenancy.user(user), at: now)
    address = call.peerHost
    userAgent = String((call.metadata["user-agent"] ?? "").prefix(Self.userAgentMax))
  }

  /// A session that was opened, and by which tokens nobody may call any more.
  struct Opened: Sendable {
    let session: Identity.Session
    let ended: [SHA256.Digest]
  }

  /// Opens one within a transaction.
  func open(in transaction: Transaction, _ keys: KeyRing) throws -> Opened {
    let (connection, now) = (transaction.connection, now.seconds)
    let policy = try PolicyStore(tenancy, connection).policy()
    let tokens = SessionTokens(at: now, until: now + policy.sessionSeconds)
    let store = SessionStore(tenancy, connection)
    let ended = try store.removeOldSessions(of: user, before: now, keeping: Self.sessionsMax - 1)
    let id = freshID("session", at: now)
    try store.addSession(
      SessionRow(
        id: id, user: user, createdAt: now,
        refreshedAt: now, end: tokens.refreshEnd, address: address, userAgent: userAgent), tokens)
    try SharedUseWatch(tenancy, connection).warn(
      of: user, at: self.now, trail, record, in: transaction)
    let isEnrolled = try SecondFactorStore(tenancy, transaction, keys).isEnrolled(user)
    let session = Identity.Session(tokens, mustEnrol: policy.requiresMFA && !isEnrolled)
    var record = record
    record.target = "session/\(id)"
    trail.leave(record, in: transaction)
    return Opened(session: session, ended: ended)
  }
}

extension Identity.Session {
  init(_ tokens: SessionTokens, mustEnrol: Bool) {
    self.init(
      accessToken: tokens.access.secret, accessExpireTime: .init(seconds: tokens.accessEnd),
      refreshToken: tokens.refresh.secret, refreshExpireTime: .init(seconds: tokens.refreshEnd),
      mustEnrol: mustEnrol)
  }
}
