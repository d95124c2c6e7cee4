import CivilTime
import MadoAPI
import RPC
import Rules
import Storage

extension Support.PublishRequest: MutationRequest {}
extension Support.SetSubscriptionRequest: MutationRequest {}

/// Serves `mado.support.v1.ReleaseService`.
struct ReleaseHandler: Support.ReleaseService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  func publish(
    _ request: Support.PublishRequest, _ call: CallContext
  ) async throws -> Support.PublishResponse {
    let (given, now) = (request.release ?? .init(), clock.now)
    let row = ReleaseRow(
      id: freshID("release", at: now.seconds), product: given.product, version: given.version,
      kind: Int64(given.kind.number), title: given.title, body: given.body, published: now)
    return try await mutations.perform(request, call) { transaction in
      try CatalogueStore(transaction.connection)
        .check(["release.product": row.product], on: JST.date(of: now))
      let store = ReleaseStore(transaction.connection)
      guard try store.add(row) else {
        throw RPCError(
          .alreadyExists, "\(row.product) has a version \"\(row.version)\" already: give the next",
          reason: "VERSION_EXISTS", metadata: ["product": row.product, "version": row.version])
      }
      let due = DueStore(transaction.connection)
      for tenant in try store.subscribers(of: row.product) {
        try due.plan(ReleaseWork.name, row.id, of: tenant, at: now)
      }
      let made = Support.Release(row, isEntitled: false)
      return Change("release", row.id, to: made, answer: Support.PublishResponse(release: made))
    }
  }

  func list(
    _ request: Support.ReleaseServiceListRequest, _ call: CallContext
  ) async throws -> Support.ReleaseServiceListResponse {
    let (reach, today) = (try call.caller.reach, JST.date(of: clock.now))
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["releases", request.product], named: "since_token", secret: pageTokenSecret)
    var place: Int64 = 0
    if !request.sinceToken.isEmpty {
      guard let opened = Int64(try token.open(request.sinceToken)) else { throw token.mismatch }
      place = opened
    }
    return try await call.awaitingStorage { [place] in
      try await database.read { connection in
        let rows = try ReleaseStore(connection)
          .list(product: request.product, after: place, limit: size.rows)
        var entitled: [String: Bool] = [:]
        if case .tenant(let tenancy) = reach {
          let contracts = SupportContracts(tenancy, connection)
          for product in Set(rows.map(\.product)) {
            entitled[product] = try contracts.hasContract(of: product, on: today)
          }
        }
        return Support.ReleaseServiceListResponse(
          releases: rows.map { Support.Release($0, isEntitled: entitled[$0.product] ?? false) },
          nextSinceToken: token.seal("\(rows.last?.position ?? place)"))
      }
    }
  }

  // MARK: Subscriptions

  func setSubscription(
    _ request: Support.SetSubscriptionRequest, _ call: CallContext
  ) async throws -> Support.SetSubscriptionResponse {
    let (tenancy, today) = (try call.tenancy, JST.date(of: clock.now))
    return try await mutations.perform(request, call) { transaction in
      let codes = request.products.enumerated().map { (field: "products[\($0)]", code: $1) }
      try CatalogueStore(transaction.connection).check(codes, on: today)
      let store = ReleaseSubscriptions(tenancy, transaction.connection)
      let before = Support.SetSubscriptionResponse(products: try store.products())
      try store.set(request.products)
      let after = Support.SetSubscriptionResponse(products: try store.products())
      return Change(
        "release-subscription", tenancy.tenant.text, from: before, to: after, answer: after)
    }
  }

  func getSubscription(
    _ request: Support.GetSubscriptionRequest, _ call: CallContext
  ) async throws -> Support.GetSubscriptionResponse {
    let tenancy = try call.tenancy
    let products = try await call.awaitingStorage {
      try await database.read { try ReleaseSubscriptions(tenancy, $0).products() }
    }
    return Support.GetSubscriptionResponse(products: products)
  }
}

/// Tells a tenant of a version (SUP-02): a due instant for each, so that publishing is short however many there are.
struct ReleaseWork: ScheduledWork {
  static let name = JobKind(name: "support.release", rank: 440)
  let kind = ReleaseWork.name
  let rules: [RuleID] = [.sup02]

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    let (tenancy, connection) = (Tenancy.ofWhomItConcerns(due.tenant), transaction.connection)
    guard let row = try ReleaseStore(connection).find(due.subject) else {
      return Carried(note: "the version is gone")
    }
    let notices = try AdministratorNotice(
      subject: "\(row.product) \(row.version): \(row.title)",
      body: row.body.isEmpty ? row.title : row.body
    ).send(at: due.due, tenancy, connection)
    return Carried(
      note: "told of \(row.product) \(row.version)",
      alterations: notices.map {
        Alteration("notice", $0.id, to: Notices.Notice($0, hasMailer: true), in: due.tenant)
      })
  }
}

extension Support.Release {
  fileprivate init(_ row: ReleaseRow, isEntitled: Bool) {
    self.init(
      id: row.id, product: row.product, version: row.version,
      kind: Support.ReleaseKind(number: Int32(truncatingIfNeeded: row.kind)), title: row.title,
      body: row.body, publishTime: row.published.message, entitled: isEntitled)
  }
}
