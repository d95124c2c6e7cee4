import RPC
import Rules
import SQLite

/// Which contract of a tenant a way of support stands on (SUP-08, SUP-17, SUP-18).
struct SupportContracts {
  private let tenancy: Tenancy
  private let connection: Connection

  init(_ tenancy: Tenancy, _ connection: Connection) {
    self.tenancy = tenancy
    self.connection = connection
  }

  /// The contract that a case comes under; nil where there is none, which the free form does not need.
  func contract(for channel: SupportScope.Channel, _ product: String) throws -> String? { nil }

  /// Whether a user has a licence of a contract.
  func isLicensed(_ user: String, under contract: String) throws -> Bool { false }

  /// Throws NOT_FOUND unless the tenant has a contract of paid support with that id.
  func check(_ contract: String) throws {
    throw RPCError(
      .notFound,
      "there is no contract \"\(contract)\" of paid support that you may see: check the id",
      reason: "CONTRACT_NOT_FOUND", metadata: ["id": contract])
  }
}
