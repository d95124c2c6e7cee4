import CivilTime
import MadoAPI
import RPC
import Rules
import Storage

extension Contracts.RegisterRequest: MutationRequest {}
extension Contracts.ConfirmInWritingRequest: MutationRequest {}

/// Serves `mado.contract.v1.DisclosureService`.
struct DisclosureHandler: Contracts.DisclosureService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  func register(
    _ request: Contracts.RegisterRequest, _ call: CallContext
  ) async throws -> Contracts.RegisterResponse {
    let (customers, given, now) = (
      try Customers(of: call), request.disclosure ?? .init(), clock.now
    )
    let today = JST.date(of: now)
    let disclosed = try CivilDate(given.discloseDate ?? .init(), at: "disclosure.disclose_date")
    guard disclosed <= today else {
      throw RPCError.invalid([
        .init(
          field: "disclosure.disclose_date",
          description: "\(disclosed) has not come yet: give \(today) or earlier")
      ])
    }
    let row = DisclosureRow(
      id: freshID("disclosure", at: now.seconds), means: given.means, subject: given.subject,
      isByVendor: given.byVendor, disclosed: disclosed,
      confirmed: try given.confirmDate.map { date throws(RPCError) in
        try CivilDate(date, at: "disclosure.confirm_date")
      }, exclusion: given.exclusion)
    let judged = try row.judge(naming: "disclosure.confirm_date")
    return try await mutations.perform(request, call) { transaction in
      let tenancy = try customers.tenancy(named: request.tenantId, transaction.connection)
      try DisclosureStore(tenancy, transaction.connection).add(row)
      let made = Contracts.Disclosure(row, judged, on: today)
      return Change(
        "disclosure", row.id, to: made, in: tenancy.tenant,
        answer: Contracts.RegisterResponse(disclosure: made, trace: judged.trace.message))
    }
  }

  func confirmInWriting(
    _ request: Contracts.ConfirmInWritingRequest, _ call: CallContext
  ) async throws -> Contracts.ConfirmInWritingResponse {
    let (customers, today) = (try Customers(of: call), JST.date(of: clock.now))
    let day = try CivilDate(request.confirmDate ?? .init(), at: "confirm_date")
    guard day <= today else {
      throw RPCError.invalid([
        .init(
          field: "confirm_date", description: "\(day) has not come yet: give \(today) or earlier")
      ])
    }
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let tenancy = try customers.tenancy(named: request.tenantId, connection)
      let store = DisclosureStore(tenancy, connection)
      guard var row = try store.disclosure(request.id) else {
        throw RPCError(
          .notFound, "there is no disclosure \"\(request.id)\" that you may see: check the id",
          reason: "DISCLOSURE_NOT_FOUND", metadata: ["id": request.id])
      }
      let before = Contracts.Disclosure(row, try row.judge(naming: "confirm_date"), on: today)
      row.confirmed = day
      let judged = try row.judge(naming: "confirm_date")
      try store.confirm(row.id, on: day)
      let after = Contracts.Disclosure(row, judged, on: today)
      return Change(
        "disclosure", row.id, from: before, to: after, in: tenancy.tenant,
        answer: Contracts.ConfirmInWritingResponse(
          disclosure: after, trace: judged.trace.message))
    }
  }

  func list(
    _ request: Contracts.DisclosureServiceListRequest, _ call: CallContext
  ) async throws -> Contracts.DisclosureServiceListResponse {
    let (customers, today) = (try Customers(of: call), JST.date(of: clock.now))
    let page = try Page(
      request.pageSize, request.pageToken,
      of: ["disclosures", customers.principal.home.text, request.tenantId],
      secret: pageTokenSecret)
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        let tenancy = try customers.tenancy(named: request.tenantId, connection)
        return try DisclosureStore(tenancy, connection).list(before: page.place, limit: page.limit)
      }
    }
    let shown = page.cut(found) { $0.id }
    return Contracts.DisclosureServiceListResponse(
      disclosures: try shown.rows.map {
        Contracts.Disclosure($0, try $0.judge(naming: "confirm_date"), on: today)
      }, nextPageToken: shown.next)
  }
}

extension DisclosureRow {
  /// - Parameter field: what the request calls the day of the confirmation.
  fileprivate func judge(naming field: String) throws(RPCError) -> Disclosure.Answer {
    try Disclosure.judge(
      means == .marked ? .marked : .spoken, disclosed: disclosed, confirmed: confirmed
    ).granted(naming: ["confirmed": field])
  }
}

extension Contracts.Disclosure {
  fileprivate init(_ row: DisclosureRow, _ judged: Disclosure.Answer, on day: CivilDate) {
    self.init(
      id: row.id, means: row.means, subject: row.subject, byVendor: row.isByVendor,
      discloseDate: row.disclosed.message, confirmByDate: judged.confirmBy?.message,
      confirmDate: row.confirmed?.message, exclusion: row.exclusion,
      isProtected: judged.isProtected && row.exclusion == .unspecified
        && day <= judged.protectedThrough,
      protectedThroughDate: judged.protectedThrough.message)
  }
}
