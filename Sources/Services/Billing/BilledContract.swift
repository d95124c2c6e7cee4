import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

/// A contract, as far as its invoices and its units hang on it.
struct BilledContract: Sendable {
  let row: ContractRow
  /// The version of the price book by which it was concluded (COM-13).
  let catalogue: CatalogueVersion
  let product: Product

  var id: String { row.id }

  /// How its order has the tax rounded.
  var rounding: TaxRounding { TaxRounding(row.order.rounding) }

  /// Prices of its order for what the catalogue does not publish.
  var prices: [String: Yen] { row.order.pricesYen.mapValues { Yen($0) } }

  /// A contract of the tenant's.
  ///
  /// - Throws: NOT_FOUND CONTRACT_NOT_FOUND.
  static func find(
    _ id: String, _ tenancy: Tenancy, _ connection: Connection
  ) throws -> BilledContract {
    guard let row = try ContractStore(tenancy, connection).contract(id) else {
      throw RPCError(
        .notFound, "there is no contract \"\(id)\" that you may see: check the id",
        reason: "CONTRACT_NOT_FOUND", metadata: ["id": id])
    }
    guard let catalogue = try CatalogueStore(connection).version(row.catalogue),
      let product = catalogue[row.product]
    else { throw DamagedRow(table: "contract") }
    return BilledContract(row: row, catalogue: catalogue, product: product)
  }

  /// Throws FAILED_PRECONDITION CONTRACT_ENDED where it has ended by a day.
  func checkRunning(on day: CivilDate) throws(RPCError) {
    guard let last = row.lastDay, last < day else { return }
    throw RPCError(
      .failedPrecondition,
      "the contract \"\(id)\" ended on \(last): conclude another first",
      reason: "CONTRACT_ENDED", metadata: ["id": id, "last": last.description])
  }

  /// A trace with the version of the price book.
  func traced(_ trace: Rules.Trace) -> Shared.Trace {
    var message = trace.message
    message.catalogVersion = catalogue.id
    return message
  }
}
