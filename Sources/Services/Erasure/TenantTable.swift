/// A table with rows of tenants, as an erasure empties it of one.
struct TenantTable: Sendable {
  let name: String
  /// The columns that name a row.
  private let key: String
  /// Which of the tenant's rows, so that an index leads to them.
  private let place: String
  /// Rows deleted at a time: few, so that other commits come in between.
  private let limit: Int64

  private init(_ name: String, key: String, at place: String = "", limit: Int64 = 500) {
    self.name = name
    self.key = key
    self.place = place.isEmpty ? "" : " AND \(place)"
    self.limit = limit
  }

  private static let agents = "agent_id IN (SELECT id FROM agent WHERE tenant_id = :tenant)"
  private static let users = "(SELECT id FROM tenant_user WHERE tenant_id = :tenant)"
  private static let ledgers = "ledger_id IN (SELECT id FROM unit_ledger WHERE tenant_id = :tenant)"
  private static let sessions = "(SELECT id FROM session WHERE user_id IN \(users))"

  private static let cases =
    "case_id IN (SELECT id FROM support_case WHERE tenant_id = :tenant)"

  private static let detections =
    "incident_id IN (SELECT id FROM detected_incident WHERE tenant_id = :tenant)"

  static let evidence = TenantTable("evidence", key: "agent_id, sequence", at: agents)

  /// All that is kept of a tenant, in an order in which nothing goes that another row names. A test holds that no
  /// table is forgotten.
  static let all = [
    evidence,
    TenantTable("evidence_loss", key: "agent_id, from_sequence, to_sequence", at: agents),
    TenantTable("evidence_chain", key: "agent_id", at: agents),
    TenantTable(
      "presence_sighting", key: "worker_id, seen_at, place", at: "worker_id IN \(users)"),
    TenantTable("worker_presence", key: "worker_id"),
    TenantTable("incident_review", key: "incident_id, position", at: detections),
    TenantTable("detected_incident", key: "id"),
    TenantTable("evidence_purge", key: "agent_id, from_position", at: agents),
    TenantTable("evidence_purged_sequence", key: "agent_id, from_sequence", at: agents),
    TenantTable("retention_count", key: "tenant_id, as_of, kind"),
    TenantTable("retention_run", key: "tenant_id, as_of"),
    TenantTable("retention_policy", key: "tenant_id"),
    TenantTable(
      "report_day", key: "worker_id, day, measure, name", at: "worker_id IN \(users)"),
    TenantTable("audit_record", key: "tenant_id, position"),
    TenantTable("audit_checkpoint", key: "tenant_id, position"),
    TenantTable("audit_head", key: "tenant_id"),
    TenantTable("business_calendar", key: "tenant_id, id, version"),
    TenantTable("due_work", key: "tenant_id, kind, subject"),
    TenantTable("work_run", key: "position"),
    TenantTable("notice", key: "id"),
    TenantTable("operation", key: "id"),
    TenantTable("unit_debt", key: "ledger_id, handling_id", at: ledgers),
    TenantTable("unit_draw", key: "ledger_id, position, lot_id", at: ledgers),
    TenantTable("unit_entry", key: "ledger_id, position", at: ledgers),
    TenantTable("unit_lot", key: "id", at: ledgers),
    TenantTable("unit_ledger", key: "id"),
    TenantTable("usage_event", key: "tenant_id, contract_id, event_id"),
    TenantTable("usage_day", key: "tenant_id, contract_id, day, meter"),
    TenantTable("payment", key: "id"),
    TenantTable("billed_month", key: "tenant_id, contract_id, month"),
    // A credit note names its invoice: they go together.
    TenantTable("invoice", key: "id", limit: .max),
    TenantTable("billing_terms", key: "tenant_id"),
    TenantTable("token", key: "hash"),
    TenantTable("device_code", key: "worker_id", at: "worker_id IN \(users)"),
    TenantTable("agent_state", key: "agent_id"),
    TenantTable("agent_config", key: "tenant_id, version"),
    TenantTable("agent", key: "id"),
    TenantTable("spent_refresh_token", key: "hash", at: "session_id IN \(sessions)"),
    TenantTable("session", key: "id", at: "user_id IN \(users)"),
    TenantTable("session_use", key: "session_id, from_at", at: "user_id IN \(users)"),
    TenantTable("recovery_code", key: "user_id, hash", at: "user_id IN \(users)"),
    TenantTable("second_factor", key: "user_id", at: "user_id IN \(users)"),
    TenantTable("sign_in", key: "user_id", at: "user_id IN \(users)"),
    TenantTable("sign_in_policy", key: "tenant_id"),
    TenantTable("department_member", key: "department_id, user_id", at: "user_id IN \(users)"),
    TenantTable("department_leader", key: "department_id, user_id", at: "user_id IN \(users)"),
    // One names another: they go together.
    TenantTable("department", key: "id", limit: .max),
    TenantTable("admin_contact", key: "tenant_id, place"),
    TenantTable("licence_holder", key: "licence_id, user_id"),
    TenantTable("licence", key: "id"),
    TenantTable("seat_lease", key: "contract_id, lease_id"),
    TenantTable("seat_peak", key: "contract_id, hour"),
    TenantTable("subject_request", key: "id"),
    TenantTable("support_handling", key: "id"),
    TenantTable("support_attachment", key: "id", limit: 20),
    TenantTable("support_mail", key: "address, message_id"),
    TenantTable("support_mailbox", key: "address"),
    TenantTable("support_alert", key: "case_id, clock, started_at, kind", at: cases),
    TenantTable("support_case_state", key: "case_id, position", at: cases),
    TenantTable("support_message", key: "case_id, position", at: cases),
    TenantTable("support_feedback", key: "id"),
    TenantTable("release_subscription", key: "product, tenant_id"),
    TenantTable("support_contact", key: "contract_id, user_id"),
    TenantTable("support_case", key: "id"),
    TenantTable("terms_acceptance", key: "tenant_id, terms_id, user_id"),
    TenantTable("disclosure", key: "id"),
    TenantTable("reseller_tenant", key: "tenant_id"),
    TenantTable("contract_charge", key: "id"),
    TenantTable("contract_application", key: "id"),
    TenantTable("contract_quote", key: "id"),
    TenantTable("contract", key: "id"),
    TenantTable("punch", key: "id"),
    TenantTable("punch_correction", key: "id"),
    TenantTable("locked_month", key: "tenant_id, month"),
    TenantTable("telework_task", key: "id"),
    TenantTable("planned_work", key: "tenant_id, worker_id, day, start_time"),
    TenantTable("evidence_export", key: "id"),
    TenantTable("face_image", key: "id", at: "user_id IN \(users)", limit: 50),
    TenantTable("tenant_user", key: "id"),
  ]

  /// What is left of a tenant: that it was one, and what proves its erasure.
  static let kept = ["tenant_erasure", "legal_hold", "erasure_count"]

  /// Some of the rows, always the same ones until they are deleted.
  private func some(_ columns: String) -> String {
    """
    SELECT \(columns) FROM \(name) WHERE tenant_id = :tenant\(place) ORDER BY \(key) LIMIT ?
    """
  }

  /// Whether the tenant has rows here.
  func hasRows(_ rows: TenantRows) throws -> Bool {
    try rows.first(some("1"), 1) { _ in true } ?? false
  }

  /// Deletes some of the rows; returns how many.
  func deleteSome(_ rows: TenantRows) throws -> Int {
    try rows.run("DELETE FROM \(name) WHERE (\(key)) IN (\(some(key)))", limit)
  }

  /// How many of the evidence's rows that are deleted next have their pictures in which log.
  static func picturesInNext(_ rows: TenantRows) throws -> [(month: String, count: Int64)] {
    try rows.query(
      """
      SELECT log_month, COUNT(*) FROM (\(evidence.some("log_month, agent_id, sequence"))) AS next
      GROUP BY log_month
      """, evidence.limit
    ) { (month: try $0.read(0), count: try $0.read(1)) }
  }
}
