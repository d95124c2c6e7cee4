import CivilTime
import MadoAPI
import RPC
import Rules
import Storage

extension Contracts.PublishVersionRequest: MutationRequest {}

/// Serves `mado.contract.v1.CatalogService`.
struct CatalogHandler: Contracts.CatalogService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  func list(
    _ request: Contracts.CatalogServiceListRequest, _ call: CallContext
  ) async throws -> Contracts.CatalogServiceListResponse {
    let page = try Page(
      request.pageSize, request.pageToken, of: ["catalogue"], secret: pageTokenSecret)
    let all = try await call.awaitingStorage {
      try await database.read { try CatalogueStore($0).all() }
    }
    // There are few, and they never change: behind one comes what took effect later.
    let start =
      page.place.flatMap { id in all.firstIndex { $0.version.id == id } }.map { $0 + 1 } ?? 0
    let shown = page.cut(Array(all[start...])) { $0.version.id }
    return Contracts.CatalogServiceListResponse(
      versions: shown.rows.map { Contracts.CatalogVersion($0, withProducts: false) },
      nextPageToken: shown.next)
  }

  func get(
    _ request: Contracts.CatalogServiceGetRequest, _ call: CallContext
  ) async throws -> Contracts.CatalogServiceGetResponse {
    let today = JST.date(of: clock.now)
    let day = try request.date.map { date throws(RPCError) in try CivilDate(date, at: "date") }
    let row = try await call.awaitingStorage {
      try await database.read { connection in
        let all = try CatalogueStore(connection).all()
        return request.id.isEmpty
          ? all.last { $0.version.effective <= day ?? today }
          : all.first { $0.version.id == request.id }
      }
    }
    guard let row else { throw RPCError.noCatalogue(request.id) }
    return Contracts.CatalogServiceGetResponse(
      version: Contracts.CatalogVersion(row, withProducts: true))
  }

  func publishVersion(
    _ request: Contracts.PublishVersionRequest, _ call: CallContext
  ) async throws -> Contracts.PublishVersionResponse {
    let version = try CatalogueReading.version(request.version ?? .init(), at: "version")
    let now = clock.now
    let exception = request.exception.isEmpty ? nil : request.exception
    return try await mutations.perform(request, call) { transaction in
      let store = CatalogueStore(transaction.connection)
      var catalogue = Catalogue(behind: try store.all().dropFirst().map(\.version))
      let notice = try catalogue.publish(
        version, announced: JST.date(of: now), exception: exception
      ).granted(naming: [
        "id": "version.id", "effective": "version.effective_date",
        "effect": "version.effective_date", "announced": "version.effective_date",
      ])
      let row = CatalogueRow(
        version: version, publishedAt: now.seconds,
        exception: notice.isWaived ? request.exception : "")
      try store.add(row)
      let made = Contracts.CatalogVersion(row, withProducts: true)
      return Change(
        "catalog-version", version.id, to: made,
        answer: Contracts.PublishVersionResponse(version: made, trace: notice.trace.message))
    }
  }
}

extension Contracts.CatalogVersion {
  fileprivate init(_ row: CatalogueRow, withProducts: Bool) {
    self.init(row.version)
    if !withProducts { products = [] }
    publishTime = row.publishedAt.map { .init(seconds: $0) }
    exception = row.exception
  }
}
