import CivilTime
import Storage

/// Tenants that were to be erased before today and are not, although nothing holds them: either no server was at work, or
/// something keeps it from its work.
public enum OverdueErasures {
  /// - Returns: tenants' ids, each with the first day on which it was due.
  public static func find(
    in state: StoredState, at now: Instant = SystemClock().now
  ) throws -> [(tenant: String, eraseFrom: String)] {
    let store = ErasureStore(state.connection)
    let yesterday = try JST.date(of: now).plus(days: -1)
    return try store.due(on: yesterday).filter { try !store.isHeld($0) }.map { tenant in
      (tenant.text, try store.erasure(tenant)?.eraseFrom ?? "")
    }
  }
}
