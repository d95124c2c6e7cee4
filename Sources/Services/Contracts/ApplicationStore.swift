import Buffers
import MadoAPI
import Rules
import SQLite

extension Contracts.ApplicationKind: SchemaWord {
  static var prefix: String { "APPLICATION_KIND_" }
}

extension Contracts.ApplicationState: SchemaWord {
  static var prefix: String { "APPLICATION_STATE_" }
}

extension Contracts.ApplicationRefusal: SchemaWord {
  static var prefix: String { "APPLICATION_REFUSAL_" }
}

/// An application as it is kept.
struct ApplicationRow: Sendable {
  var id: String
  var tenant: TenantID
  var kind: Contracts.ApplicationKind
  var state: Contracts.ApplicationState
  /// Of a new contract.
  var order: Contracts.Order?
  /// The one to change, or the one that was concluded.
  var contract: String?
  /// Of a change.
  var wish: ContractWish?
  var reseller: String?
  var documents: [Contracts.Document] = []
  var refusal = Contracts.ApplicationRefusal.unspecified
  var note = ""
  /// In seconds since 1970.
  var createdAt: Int64
  var decidedAt: Int64?
  /// Grows by one with each change.
  var version: Int64 = 1

  var etag: Etag { Etag(version: version, of: id) }

  /// Where the contract would stand that is applied for (TEL-18).
  var life: ContractLife.State {
    switch state {
    case .submitted, .unspecified, .unrecognized: .applied
    case .approved: .concluded
    case .refused: .refused
    case .withdrawn: .withdrawn
    }
  }
}

/// The applications of a tenant.
struct ApplicationStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func application(_ id: String) throws -> ApplicationRow? {
    try rows.first(
      """
      SELECT \(ApplicationRow.columns) FROM contract_application
      WHERE id = ? AND tenant_id = :tenant
      """, id, make: ApplicationRow.init)
  }

  static let filterFields = [
    Filter.Field("kind", column: "kind"), Filter.Field("state", column: "state"),
  ]

  /// Applications before an id, or from the newest; the newest first.
  func list(_ filter: Filter, before id: String?, limit: Int) throws -> [ApplicationRow] {
    let conditions = ["tenant_id = :tenant"] + filter.conditions
    let values: [any Bindable] = filter.values + [id, limit]
    return try rows.query(
      """
      SELECT \(ApplicationRow.columns) FROM contract_application
      WHERE \(conditions.joined(separator: " AND ")) AND id < COALESCE(?, '~')
      ORDER BY id DESC LIMIT ?
      """, values: values, make: ApplicationRow.init)
  }

  func add(_ application: ApplicationRow) throws {
    try rows.run(
      """
      INSERT INTO contract_application (\(ApplicationRow.columns))
      VALUES (?, :tenant, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, application.id, application.kind.word, application.state.word,
      application.order?.encoded(), application.contract, application.wish?.licences ?? 0,
      application.wish?.price?.amount, application.reseller, application.documentBytes,
      Self.word(application.refusal), application.note, application.createdAt,
      application.decidedAt, application.version, application.wish?.itemBytes)
  }

  /// Keeps what has become of an application, with the next version.
  func replace(_ application: ApplicationRow) throws {
    try rows.run(
      """
      UPDATE contract_application
      SET state = ?, contract_id = ?, documents = ?, refusal = ?, note = ?, decided_at = ?,
        version = ?
      WHERE id = ? AND tenant_id = :tenant
      """, application.state.word, application.contract, application.documentBytes,
      Self.word(application.refusal), application.note, application.decidedAt,
      application.version, application.id)
  }

  private static func word(_ refusal: Contracts.ApplicationRefusal) -> String {
    refusal == .unspecified ? "" : refusal.word
  }
}

extension ApplicationRow {
  fileprivate static let columns = """
    id, tenant_id, kind, state, order_content, contract_id, licences, price, reseller_id,
    documents, refusal, note, created_at, decided_at, version, change_content
    """

  /// As an application's, which alone has several.
  fileprivate var documentBytes: Bytes { Contracts.Application(documents: documents).encoded() }

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    guard let kind = Contracts.ApplicationKind(word: try row.read(2)),
      let state = Contracts.ApplicationState(word: try row.read(3)),
      let documents = try? Contracts.Application(decoding: row.read(9, as: Bytes.self)).documents
    else { throw DamagedRow(table: "contract_application") }
    let order = try row.read(4, as: Bytes?.self)
    let wish = try kind == .change ? ContractWish(row, licences: 6, price: 7, items: 15) : nil
    self.init(
      id: try row.read(0), tenant: TenantID(try row.read(1)), kind: kind, state: state,
      order: try order.map { try Contracts.Order(decoding: $0) }, contract: try row.read(5),
      wish: wish, reseller: try row.read(8),
      documents: documents,
      refusal: Contracts.ApplicationRefusal(word: try row.read(10)) ?? .unspecified,
      note: try row.read(11), createdAt: try row.read(12), decidedAt: try row.read(13),
      version: try row.read(14))
  }
}

extension ContractWish {
  /// What has no column of its own, as the fields of an application.
  fileprivate var itemBytes: Bytes { fields(of: Contracts.Application()).encoded() }

  /// An application with what is not its licences and their price.
  fileprivate func fields(of application: Contracts.Application) -> Contracts.Application {
    var application = application
    application.atRenewal = atRenewal
    application.quantities = quantities.mapValues { Int32(clamping: $0) }
    application.pricesYen = prices.mapValues(\.amount)
    application.coTerm = isCoTerm
    return application
  }

  /// Reads a kept one. What was applied for before items were changed so, has none.
  fileprivate init(_ row: Row, licences: Int, price: Int, items: Int) throws {
    let count = try row.read(licences, as: Int64.self)
    let kept = try row.read(items, as: Bytes?.self).map { try Contracts.Application(decoding: $0) }
    self.init(
      licences: count == 0 ? nil : Int(clamping: count), atRenewal: kept?.atRenewal ?? false,
      price: try row.read(price, as: Int64?.self).map { Yen($0) },
      quantities: kept?.quantities.mapValues { Int($0) } ?? [:],
      prices: kept?.pricesYen.mapValues { Yen($0) } ?? [:], isCoTerm: kept?.coTerm ?? false)
  }
}

extension Contracts.Application {
  /// A kept application in the schema's words.
  init(_ row: ApplicationRow) {
    self.init(
      id: row.id, tenantId: row.tenant.text, kind: row.kind, state: row.state, order: row.order,
      contractId: row.contract ?? "", licences: Int32(clamping: row.wish?.licences ?? 0),
      resellerId: row.reseller ?? "", documents: row.documents, refusal: row.refusal,
      note: row.note, createTime: .init(seconds: row.createdAt),
      decideTime: row.decidedAt.map { .init(seconds: $0) }, etag: row.etag.text,
      priceYen: row.wish?.price?.amount)
    if let wish = row.wish { self = wish.fields(of: self) }
  }
}
