import SQLite

/// A subject request as it is kept. Instants are seconds since 1970.
struct SubjectRequestRow: Sendable, Hashable {
  var id: String
  var user: String
  var kind: Kind
  var state: State
  var detail: String
  /// What to correct; empty for what stays.
  var newName = ""
  var newReading = ""
  var enteredBy: String
  var createdAt: Int64
  var dueAt: Int64
  var identityCheck = ""
  var answer = ""
  var evidence = Disposal.unspecified
  var resolvedAt: Int64?
  var resolvedBy = ""

  enum Kind: String, Sendable {
    case inquire = "INQUIRE"
    case correct = "CORRECT"
    case delete = "DELETE"
    case other = "OTHER"
  }

  enum State: String, Sendable {
    case received = "RECEIVED"
    case verified = "VERIFIED"
    case done = "DONE"
    case refused = "REFUSED"
  }

  enum Disposal: String, Sendable {
    case unspecified = ""
    case kept = "KEPT"
    case destroyed = "DESTROYED"
  }

  var isOpen: Bool { state == .received || state == .verified }
}

/// The subject requests of a tenant.
struct SubjectRequestStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func add(_ request: SubjectRequestRow) throws {
    try rows.run(
      """
      INSERT INTO subject_request (\(SubjectRequestRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, request.id, request.user, request.kind.rawValue, request.state.rawValue,
      request.detail, request.newName, request.newReading, request.enteredBy, request.createdAt,
      request.dueAt, request.identityCheck, request.answer, request.evidence.rawValue,
      request.resolvedAt, request.resolvedBy)
  }

  /// A request, if it is there for the caller.
  func request(_ id: String) throws -> SubjectRequestRow? {
    try rows.first(
      """
      SELECT \(SubjectRequestRow.columns) FROM subject_request
      WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(worker: "user_id"))
      """, id, make: SubjectRequestRow.init)
  }

  /// Whether a request of the kind waits for its answer.
  func isOpen(_ kind: SubjectRequestRow.Kind, of user: String) throws -> Bool {
    try rows.first(
      """
      SELECT 1 FROM subject_request WHERE user_id = ? AND kind = ? AND tenant_id = :tenant
        AND state IN ('RECEIVED', 'VERIFIED')
      """, user, kind.rawValue
    ) { _ in true } ?? false
  }

  /// What a filter compares.
  static let filterFields = [
    Filter.Field("user_id", column: "user_id"), Filter.Field("kind", column: "kind"),
    Filter.Field("state", column: "state"),
    Filter.Field("due_time", column: "(due_at * 1000000000)", as: .instant),
  ]

  /// Those that are there for the caller before a place, newest first.
  func list(
    _ filter: Filter, before place: (createdAt: Int64, id: String)?, limit: Int
  ) throws -> [SubjectRequestRow] {
    let conditions =
      ["tenant_id = :tenant", rows.shows(worker: "user_id")] + filter.conditions
      + (place == nil ? [] : ["(created_at, id) < (?, ?)"])
    var values: [any Bindable] = filter.values
    if let place { values += [place.createdAt, place.id] }
    return try rows.query(
      """
      SELECT \(SubjectRequestRow.columns) FROM subject_request
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY created_at DESC, id DESC LIMIT ?
      """, values: values + [limit], make: SubjectRequestRow.init)
  }

  /// Keeps how a request has ended.
  func end(_ request: SubjectRequestRow) throws {
    try rows.run(
      """
      UPDATE subject_request SET state = ?, identity_check = ?, answer = ?, evidence = ?,
        resolved_at = ?, resolved_by = ?
      WHERE id = ? AND tenant_id = :tenant
      """, request.state.rawValue, request.identityCheck, request.answer,
      request.evidence.rawValue, request.resolvedAt, request.resolvedBy, request.id)
  }

  /// Forgets what somebody has said in his requests, who is deleted.
  func forgetWords(of user: String) throws {
    try rows.run(
      """
      UPDATE subject_request SET detail = '', new_name = '', new_reading = ''
      WHERE user_id = ? AND tenant_id = :tenant
      """, user)
  }
}

extension SubjectRequestRow {
  static let columns = """
    id, user_id, kind, state, detail, new_name, new_reading, entered_by, created_at, due_at,
    identity_check, answer, evidence, resolved_at, resolved_by
    """

  /// Reads ``columns`` in their order.
  init(_ row: Row) throws {
    guard let kind = Kind(rawValue: try row.read(2)), let state = State(rawValue: try row.read(3)),
      let evidence = Disposal(rawValue: try row.read(12))
    else { throw DamagedRow(table: "subject_request") }
    self.init(
      id: try row.read(0), user: try row.read(1), kind: kind, state: state,
      detail: try row.read(4), newName: try row.read(5), newReading: try row.read(6),
      enteredBy: try row.read(7), createdAt: try row.read(8), dueAt: try row.read(9),
      identityCheck: try row.read(10), answer: try row.read(11), evidence: evidence,
      resolvedAt: try row.read(13), resolvedBy: try row.read(14))
  }
}
