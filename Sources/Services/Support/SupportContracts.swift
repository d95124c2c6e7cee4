import CivilTime
import MadoAPI
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

  /// The contract in force that a case comes under: of the paid channel the one that covers its product (SUP-08), of the
  /// call centre the company's (SUP-18); nil where there is none, which the free form does not need.
  func contract(
    for channel: SupportScope.Channel, _ product: String, on day: CivilDate
  ) throws -> String? {
    switch channel {
    case .freeWeb: nil
    case .paid:
      try inForce(Contracts.Order.paidSupport, on: day).first {
        $0.order.coveredProduct == product
      }?.id
    case .callCentre: try inForce("call-centre", on: day).first?.id
    }
  }

  /// Whether the tenant has a contract of a product in force.
  func hasContract(of product: String, on day: CivilDate) throws -> Bool {
    try !inForce(product, on: day).isEmpty
  }

  private func inForce(_ product: String, on day: CivilDate) throws -> [ContractRow] {
    try ContractStore(.ofWhomItConcerns(tenancy.tenant), connection).contracts(of: product)
      .filter { row in
        switch row.standing(on: day).state {
        case .trial, .setUp, .active: true
        default: false
        }
      }
  }

  /// Whether a user has a licence of a contract.
  func isLicensed(_ user: String, under contract: String) throws -> Bool {
    try LicenceStore(.ofWhomItConcerns(tenancy.tenant), connection)
      .licence(of: user, under: contract) != nil
  }

  /// Throws NOT_FOUND unless the tenant has a contract of paid support with that id.
  func check(_ contract: String) throws {
    let found = try ContractStore(tenancy, connection).contract(contract)
    guard found?.product == Contracts.Order.paidSupport else { throw RPCError.noContract(contract) }
  }
}
