import SQLite
import Storage

/// The audit logs of all tenants and the vendor's own: chains, seals, checkpoints, and the evidence that they
/// anchor.
struct AuditCheck: Verification.Check {
  func run(
    _ state: StoredState, _ depth: Verification.Depth, _ found: inout Verification
  ) throws {
    if case .heads = depth { return }
    let tenants = try state.connection.query(
      """
      SELECT tenant_id FROM audit_head UNION SELECT tenant_id FROM audit_record
      UNION SELECT tenant_id FROM audit_checkpoint ORDER BY tenant_id
      """
    ) { row in try row.read(0, as: String.self) }
    var records: Int64 = 0
    for tenant in tenants {
      let name = tenant.isEmpty ? "the vendor" : tenant
      do {
        let keys = try AuditChain.Keys(of: tenant) {
          try state.existingSecret($0, ofTenant: tenant)
        }
        let verified = try AuditVerification(.atTheMachine(TenantID(tenant)), keys: { _ in keys })
          .run(state.connection)
        records += verified.records
        guard let broken = verified.broken else { continue }
        found.flaws.append(
          .init(
            "audit log of \(name), record \(broken.position)", broken.reason, broken.message))
      } catch let error as SQLiteError where error.kind == .mismatch {
        found.flaws.append(.init("audit log of \(name)", "HEAD_MISMATCH", error.message))
      }
    }
    found.count((tenants.count, "audit log"), (Int(records), "record"))
  }
}
