import CivilTime
import MadoAPI
import Protobuf
import Rules
import SQLite

/// A case as it is kept.
struct CaseRow: Sendable {
  var id: String
  var tenant: TenantID
  /// The user who has opened it; empty for a caller who is none.
  var requester: String
  var contactName = ""
  /// Its code; empty where the channel is for all.
  var product: String
  /// Empty without one.
  var contract = ""
  var channel: SupportScope.Channel
  var intake: CaseTerms.Intake
  /// As the schema numbers it.
  var category: Int64
  var subject: SupportScope.Subject
  var title: String
  var state: CaseState
  /// Empty for nobody.
  var assignee = ""
  var opened: Instant
  /// When the first of the clocks that run is over.
  var due: Instant?
  var accepted: Instant?
  var acceptance = Acceptance.none
  /// What was promised when it was opened.
  var terms: Support.FrozenTerms
  /// Grows by one with each change.
  var version: Int64 = 1

  enum Acceptance: String, Sendable {
    case none = ""
    case explicit = "EXPLICIT"
    case deemed = "DEEMED"
  }

  var etag: Etag { Etag(version: version, of: id) }
}

/// Something written to a case, as it is kept.
struct MessageRow: Sendable {
  var position: Int64
  var kind: Kind
  /// A user's id, of the tenant's or the vendor's.
  var author: String
  var body: String
  var sent: Instant

  enum Kind: String, Sendable {
    case question = "QUESTION"
    case holding = "HOLDING"
    case answer = "ANSWER"
    /// The desk's note to itself.
    case `internal` = "INTERNAL"
  }
}

/// A warning or a breach as it is kept: of each clock of a case one of either.
struct AlertRow: Sendable {
  var caseID: String
  var tenant: TenantID
  var clock: SlaPolicy.Clock
  var started: Instant
  var kind: Kind
  var due: Instant
  /// As of when it is said.
  var at: Instant
  var assignee: String

  enum Kind: String, Sendable {
    case warning = "WARNING"
    case breach = "BREACH"
  }
}

extension CaseRow {
  static let columns = """
    id, tenant_id, requester_id, contact_name, product, contract_id, channel, intake, category,
    subject, title, state, assignee_id, opened_at, due_at, accepted_at, acceptance, terms, version
    """

  /// Reads ``columns`` in their order.
  init(_ row: Row) throws {
    guard let channel = SupportScope.Channel(rawValue: try row.read(6)),
      let intake = CaseTerms.Intake(rawValue: try row.read(7)),
      let subject = SupportScope.Subject(rawValue: try row.read(9)),
      let state = CaseState(rawValue: try row.read(11)),
      let acceptance = Acceptance(rawValue: try row.read(16)),
      let terms = try? Support.FrozenTerms(decoding: try row.read(17))
    else { throw DamagedRow(table: "support_case") }
    self.init(
      id: try row.read(0), tenant: TenantID(try row.read(1)), requester: try row.read(2),
      contactName: try row.read(3), product: try row.read(4), contract: try row.read(5),
      channel: channel, intake: intake, category: try row.read(8), subject: subject,
      title: try row.read(10), state: state, assignee: try row.read(12),
      opened: Instant(storedNanoseconds: try row.read(13)),
      due: try row.read(14, as: Int64?.self).map { Instant(storedNanoseconds: $0) },
      accepted: try row.read(15, as: Int64?.self).map { Instant(storedNanoseconds: $0) },
      acceptance: acceptance, terms: terms, version: try row.read(18))
  }
}

extension MessageRow {
  static let columns = "position, kind, author_id, body, sent_at"

  /// Reads ``columns`` in their order.
  init(_ row: Row) throws {
    guard let kind = Kind(rawValue: try row.read(1)) else {
      throw DamagedRow(table: "support_message")
    }
    self.init(
      position: try row.read(0), kind: kind, author: try row.read(2), body: try row.read(3),
      sent: Instant(storedNanoseconds: try row.read(4)))
  }
}

extension AlertRow {
  static let columns =
    "case_id, tenant_id, clock, started_at, kind, due_at, alert_at, assignee_id"

  /// Reads ``columns`` in their order.
  init(_ row: Row) throws {
    guard let clock = SlaPolicy.Clock(rawValue: try row.read(2)),
      let kind = Kind(rawValue: try row.read(4))
    else { throw DamagedRow(table: "support_alert") }
    self.init(
      caseID: try row.read(0), tenant: TenantID(try row.read(1)), clock: clock,
      started: Instant(storedNanoseconds: try row.read(3)), kind: kind,
      due: Instant(storedNanoseconds: try row.read(5)),
      at: Instant(storedNanoseconds: try row.read(6)), assignee: try row.read(7))
  }
}
