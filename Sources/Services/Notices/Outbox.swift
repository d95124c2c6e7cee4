import CivilTime
import Crypto
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

/// Has the mailer take the e-mails that wait, each until it is taken, refused, or tried too often.
///
/// What waits stands in the database, so that it outlives the server. A mail that the mailer took just before the
/// server was killed is given to it again, with the same Message-ID: at least once. A new one is given to it once it is
/// committed; when it is tried again is the scheduler's to say (``MailRetry``).
final class Outbox: Sendable {
  private let database: Database
  private let clock: any Clock
  private let trail: AuditTrail
  private let mailer: (any Mailer)?
  private let sender: String
  private let bell = ChangeBell()

  /// Mails that are given to the mailer in one go; then it is looked at anew what is due.
  private static let batch = 20
  /// Seconds before the second try; each further one waits twice as long.
  private static let firstWait: Int64 = 60
  static let longestWait: Int64 = 6 * 3600
  /// Then it is given up: after about two days.
  static let triesMax: Int64 = 16

  /// - Parameters:
  ///   - mailer: nil when mails are to wait.
  ///   - sender: whose address stands in From.
  init(
    _ database: Database, _ clock: any Clock, _ trail: AuditTrail, mailer: (any Mailer)?,
    sender: String
  ) {
    self.database = database
    self.clock = clock
    self.trail = trail
    self.mailer = mailer
    self.sender = sender
  }

  /// Whether somebody takes mails.
  var hasMailer: Bool { mailer != nil }

  /// Says that something may be due.
  func wake() { bell.ring("") }

  /// Works until its task is cancelled.
  func run() async {
    guard mailer != nil else { return }
    _ = try? await database.write { [bell] transaction in
      transaction.afterEveryCommit(changing: "notice") { bell.ring("") }
    }
    while !Task.isCancelled {
      _ = try? await bell.waiting(for: "", atMost: Self.pause) { () -> Bool? in
        // What fails now, as on a full disk, is tried again after the pause.
        (try? await deliverDue()) ?? 0 > 0 ? true : nil
      }
    }
  }

  /// The longest time between two looks, should the database have failed at one.
  private static let pause = Duration.seconds(60)

  /// Gives the mailer what is due.
  ///
  /// - Returns: how many were due.
  @discardableResult
  func deliverDue() async throws -> Int {
    guard let mailer else { return 0 }
    let now = clock.now.seconds
    let due = try await database.read { try Self.due($0, at: now, limit: Self.batch) }
    for notice in due {
      try Task.checkCancellation()
      let outcome = try await mailer.deliver(MailMessage(notice, from: sender))
      try await keep(outcome, of: notice)
    }
    return due.count
  }

  private static func due(
    _ connection: Connection, at now: Int64, limit: Int
  ) throws -> [NoticeRow] {
    try connection.query(
      """
      SELECT \(NoticeRow.columns) FROM notice WHERE state = 'WAITING' AND next_try_at <= ?
      ORDER BY next_try_at LIMIT ?
      """, now, limit, make: NoticeRow.init)
  }

  private func keep(_ outcome: MailOutcome, of notice: NoticeRow) async throws {
    let now = clock.now
    let tenancy = Tenancy.ofWhomItConcerns(TenantID(notice.tenant))
    try await database.write { [trail] transaction in
      let store = NoticeStore(tenancy, transaction.connection)
      // It may have been acknowledged meanwhile.
      guard var current = try store.notice(notice.id), current.state == .waiting else { return }
      current.take(outcome, at: now.seconds)
      try store.replace(current)
      if let next = current.nextTryAt.flatMap({ Instant(seconds: $0) }) {
        try DueStore(transaction.connection).plan(
          MailRetry.job, notice.id, of: tenancy.tenant, at: next)
      }
      guard current.state != .waiting, let instant = now.storedNanoseconds else { return }
      trail.leave(
        AuditRecord(
          tenant: notice.tenant, at: instant, actor: "", roles: "", action: "",
          target: "notice/\(notice.id)", refusal: current.state == .failed ? "MAIL_REFUSED" : "",
          address: ""), in: transaction)
    }
  }
}

extension NoticeRow {
  /// What has become of an e-mail after a try.
  fileprivate mutating func take(_ outcome: MailOutcome, at now: Int64) {
    tries += 1
    nextTryAt = nil
    switch outcome {
    case .taken:
      // Delivered at sending (TEL-06), whatever bounces later.
      (state, deemedAt, lastError) = (.sent, now, "")
    case .refused(let why):
      (state, lastError) = (.failed, why)
    case .notNow(let why) where tries >= Outbox.triesMax:
      (state, lastError) = (.failed, why)
    case .notNow(let why):
      lastError = why
      nextTryAt = now + Outbox.wait(after: tries)
    }
  }
}

extension Outbox {
  /// Seconds to the next try.
  static func wait(after tries: Int64) -> Int64 {
    min(firstWait << min(max(tries - 1, 0), 20), longestWait)
  }
}

/// Has an e-mail be tried again that the mailer could not take.
struct MailRetry: ScheduledWork {
  let outbox: Outbox
  let kind = Self.job
  let rules: [RuleID] = [.tel06]

  static let job = JobKind(name: "notice.mail", rank: 600)

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    let store = NoticeStore(.ofWhomItConcerns(due.tenant), transaction.connection)
    guard let notice = try store.notice(due.subject), notice.state == .waiting else {
      return Carried(note: "it does not wait any more")
    }
    transaction.afterCommit { [outbox] in outbox.wake() }
    return Carried(note: "given to the mailer for the time \(notice.tries + 1)")
  }
}
