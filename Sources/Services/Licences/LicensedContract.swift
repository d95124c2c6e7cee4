import CivilTime
import RPC
import Rules
import SQLite

extension RPCError {
  static func noContract(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no contract \"\(id)\" that you may see: check the id",
      reason: "CONTRACT_NOT_FOUND", metadata: ["id": id])
  }
}

/// A contract whose licences are given out or whose connections are held.
struct LicensedContract {
  let row: ContractRow
  /// As its version of the catalogue has it.
  let product: Product?
  private let store: LicenceStore

  /// Of a tenant.
  ///
  /// - Throws: NOT_FOUND CONTRACT_NOT_FOUND.
  init(of id: String, _ tenancy: Tenancy, _ connection: Connection) throws {
    // Whoever sees his own licences alone has one of a contract of his tenant.
    guard let row = try ContractStore(tenancy, connection).contract(id) else {
      throw RPCError.noContract(id)
    }
    self.row = row
    product = try CatalogueStore(connection).version(row.catalogue)?[row.product]
    store = LicenceStore(.ofWhomItConcerns(tenancy.tenant), connection)
  }

  /// Of a tenant, in force at an instant.
  ///
  /// - Throws: also FAILED_PRECONDITION CONTRACT_NOT_IN_FORCE.
  init(_ id: String, _ tenancy: Tenancy, _ connection: Connection, at now: Instant) throws {
    try self.init(of: id, tenancy, connection)
    guard isInForce(at: now) else {
      let state = row.standing(on: JST.date(of: now)).state
      throw RPCError(
        .failedPrecondition,
        "the contract \"\(id)\" is \(state.rawValue): nothing is given out under it",
        reason: "CONTRACT_NOT_IN_FORCE", metadata: ["id": id, "state": state.rawValue])
    }
  }

  /// Whether licences are given out under it and used.
  func isInForce(at now: Instant) -> Bool {
    switch row.standing(on: JST.date(of: now)).state {
    case .trial, .concluded, .preparing, .setUp, .active: true
    case .applied, .refused, .withdrawn, .suspended, .cancelled, .expired, .terminated, .ended:
      false
    }
  }

  /// Whose contract it is, for the vendor; for a tenant his own.
  static func tenancy(
    of id: String, _ reach: Reach, _ connection: Connection
  ) throws -> Tenancy {
    switch reach {
    case .tenant(let tenancy): return tenancy
    case .vendor:
      guard let tenant = try ContractRegister(connection).tenant(of: .contract, id) else {
        throw RPCError.noContract(id)
      }
      return .ofWhomItConcerns(tenant)
    }
  }

  /// What a licence of it is.
  var model: Product.LicenceModel? { product?.licenceModel }

  /// Throws unless its licences are of one of these kinds.
  func check(isFor models: Set<Product.LicenceModel>) throws(RPCError) {
    guard let model, models.contains(model) else {
      let kind = model?.rawValue ?? "unknown"
      throw RPCError(
        .failedPrecondition,
        "a licence of \(row.product) is \(kind): use the method for that",
        reason: "OTHER_LICENCE_MODEL", metadata: ["product": row.product, "model": kind])
    }
  }

  /// How many licences there are, and how many somebody has. After a reduction more may be in use than there are: they
  /// stay, and none is free (CTI-22).
  func seats() throws -> Seats {
    let (licences, used) = (Int(clamping: row.licences), try store.used(under: row.id))
    guard let seats = Seats(licences: max(licences, 0), used: min(used, max(licences, 0))) else {
      throw DamagedRow(table: "licence")
    }
    return seats
  }

  /// Counts one licence more in use.
  func assign() throws -> Seats.Change {
    var seats = try seats()
    return try seats.assign().granted(naming: ["count": "contract_id"])
  }

  /// Counts so many licences less in use.
  func recover(_ count: Int) throws -> Seats.Change {
    var seats = try seats()
    return try seats.recover(count).granted(naming: ["count": "contract_id"])
  }
}
