import RPC
import SQLite

/// A tenant's contract of telework, as far as its agents' work depends on it (TEL-18).
///
/// While it is suspended nothing is taken from an agent: no picture, no record, no punch. Who reads what there is reads
/// on. A tenant without a contract of telework is not held back here.
enum TeleworkContract {
  static let product = "telework"

  /// - Throws: FAILED_PRECONDITION CONTRACT_SUSPENDED.
  static func requireRunning(_ tenancy: Tenancy, _ connection: Connection) throws {
    guard try ContractStore(tenancy, connection).isSuspended(product) else { return }
    throw RPCError(
      .failedPrecondition,
      "the contract of telework is suspended: nothing is taken from agents until it is resumed; keep "
        + "what there is and try again later", reason: "CONTRACT_SUSPENDED"
    ).retrying(after: .seconds(3_600))
  }
}
