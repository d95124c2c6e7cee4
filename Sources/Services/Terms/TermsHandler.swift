import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

extension Contracts.PublishRequest: MutationRequest {}
extension Contracts.TermsServiceAcceptRequest: MutationRequest {}

/// Serves `mado.contract.v1.TermsService`.
struct TermsHandler: Contracts.TermsService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  // MARK: Changing

  func publish(
    _ request: Contracts.PublishRequest, _ call: CallContext
  ) async throws -> Contracts.PublishResponse {
    let (given, now) = (request.terms ?? .init(), clock.now)
    let effective = try CivilDate(given.effectiveDate ?? .init(), at: "terms.effective_date")
    let notice = try AdvanceNotice.judge(
      announced: JST.date(of: now), effect: effective,
      exception: request.exception.isEmpty ? nil : request.exception, rule: .tel04
    ).granted(naming: ["announced": "terms.effective_date", "effect": "terms.effective_date"])
    let row = TermsRow(
      id: freshID("terms", at: now.seconds), kind: given.kind, product: given.product,
      version: given.version, title: given.title, text: given.text, effective: effective,
      postedAt: now.seconds, exception: notice.isWaived ? request.exception : "")
    return try await mutations.perform(request, call) { transaction in
      guard try TermsStore(transaction.connection).add(row) else {
        throw RPCError(
          .alreadyExists,
          "the document has a version \"\(row.version)\" already: give another version",
          reason: "TERMS_EXIST", metadata: ["version": row.version])
      }
      let made = Contracts.Terms(row)
      return Change(
        "terms", row.id, to: made,
        answer: Contracts.PublishResponse(terms: made, trace: notice.trace.message))
    }
  }

  func accept(
    _ request: Contracts.TermsServiceAcceptRequest, _ call: CallContext
  ) async throws -> Contracts.TermsServiceAcceptResponse {
    let (tenancy, user) = (try call.tenancy, try call.caller.principal.subject)
    let now = clock.now.seconds
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      guard let terms = try TermsStore(connection).terms(request.id) else {
        throw Self.notFound(request.id)
      }
      let isForTenant = terms.kind != .agentLicence
      guard !isForTenant || tenancy.isWhole else {
        throw RPCError(
          .permissionDenied,
          "an administrator accepts these terms for the tenant: ask one",
          reason: "TERMS_ARE_THE_ADMINISTRATORS", metadata: ["id": request.id])
      }
      let row = AcceptanceRow(
        terms: terms.id, user: user, isForTenant: isForTenant, acceptedAt: now)
      let store = AcceptanceStore(tenancy, connection)
      let isFirst = try store.add(row)
      let kept = Contracts.Acceptance(
        try store.acceptance(of: terms.id, by: user) ?? row)
      return Change(
        isFirst ? [Alteration("terms-acceptance", terms.id, to: kept)] : [],
        answer: Contracts.TermsServiceAcceptResponse(acceptance: kept))
    }
  }

  // MARK: Reading

  func get(
    _ request: Contracts.TermsServiceGetRequest, _ call: CallContext
  ) async throws -> Contracts.TermsServiceGetResponse {
    let row = try await call.awaitingStorage {
      try await database.read { try TermsStore($0).terms(request.id) }
    }
    guard let row else { throw Self.notFound(request.id) }
    return Contracts.TermsServiceGetResponse(terms: Contracts.Terms(row))
  }

  func list(
    _ request: Contracts.TermsServiceListRequest, _ call: CallContext
  ) async throws -> Contracts.TermsServiceListResponse {
    let filter = try Filter(request.filter, of: TermsStore.filterFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(of: ["terms", request.filter], secret: pageTokenSecret)
    let before = request.pageToken.isEmpty ? nil : try token.open(request.pageToken)
    let found = try await call.awaitingStorage {
      try await database.read {
        try TermsStore($0).list(filter, before: before, limit: size.rows + 1)
      }
    }
    let page = found.prefix(size.rows)
    return Contracts.TermsServiceListResponse(
      terms: page.map { row in
        var terms = Contracts.Terms(row)
        terms.text = ""
        return terms
      }, nextPageToken: found.count > page.count ? page.last.map { token.seal($0.id) } ?? "" : "")
  }

  func listAcceptances(
    _ request: Contracts.ListAcceptancesRequest, _ call: CallContext
  ) async throws -> Contracts.ListAcceptancesResponse {
    let customers = try Customers(of: call)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["acceptances", customers.principal.home.text, request.tenantId], secret: pageTokenSecret)
    let place = request.pageToken.isEmpty ? nil : try Self.place(token.open(request.pageToken))
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        let tenancy = try customers.tenancy(named: request.tenantId, connection)
        return try AcceptanceStore(tenancy, connection).list(before: place, limit: size.rows + 1)
      }
    }
    let page = found.prefix(size.rows)
    let next = page.last.map { token.seal("\($0.acceptedAt) \($0.terms) \($0.user)") } ?? ""
    return Contracts.ListAcceptancesResponse(
      acceptances: page.map(Contracts.Acceptance.init),
      nextPageToken: found.count > page.count ? next : "")
  }

  private static func place(
    _ text: String
  ) throws(RPCError) -> (acceptedAt: Int64, terms: String, user: String) {
    let words = text.words
    guard words.count == 3, let acceptedAt = Int64(words[0]) else { throw PageToken.mismatch }
    return (acceptedAt, words[1], words[2])
  }

  static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there are no terms \"\(id)\": list them", reason: "TERMS_NOT_FOUND",
      metadata: ["id": id])
  }
}

/// Who applies for a product, or has an agent registered, accepts what is in effect for it (TEL-02).
enum TermsDesk {
  /// Keeps that terms are accepted for a tenant.
  ///
  /// - Returns: what it leaves in the log.
  /// - Throws: FAILED_PRECONDITION TERMS_NOT_ACCEPTED naming what is missing.
  static func accept(
    _ ids: [String], of product: String, _ principal: Principal, _ tenancy: Tenancy,
    _ now: CivilTime.Instant, _ connection: Connection
  ) throws -> [Alteration] {
    let store = TermsStore(connection)
    let binding = try store.inEffect(for: product, on: JST.date(of: now))
    let missing = binding.map(\.id).filter { !ids.contains($0) }
    guard missing.isEmpty else {
      let list = missing.joined(separator: ", ")
      throw RPCError(
        .failedPrecondition,
        "these terms are in effect and not accepted: \(list); read them, and name them in terms_ids",
        reason: "TERMS_NOT_ACCEPTED", metadata: ["terms_ids": list])
    }
    return try ids.compactMap { id in
      guard let terms = try store.terms(id) else { throw TermsHandler.notFound(id) }
      let row = AcceptanceRow(
        terms: terms.id, user: principal.subject, isForTenant: true, acceptedAt: now.seconds)
      guard try AcceptanceStore(tenancy, connection).add(row) else { return nil }
      return Alteration(
        "terms-acceptance", id, to: Contracts.Acceptance(row), in: tenancy.tenant)
    }
  }

  /// Keeps that a worker accepts the agent's licence of a product. Nothing is asked while none is in effect, and of who
  /// has accepted it before.
  ///
  /// - Parameter version: what is accepted, by its version; empty for nothing.
  /// - Returns: what it leaves in the log.
  /// - Throws: FAILED_PRECONDITION TERMS_NOT_ACCEPTED naming the version in effect.
  static func acceptAgentLicence(
    _ version: String, of product: String, by worker: String, _ tenancy: Tenancy,
    _ now: CivilTime.Instant, _ connection: Connection
  ) throws -> [Alteration] {
    guard
      let terms = try TermsStore(connection).agentLicence(for: product, on: JST.date(of: now))
    else { return [] }
    let store = AcceptanceStore(tenancy, connection)
    if version.isEmpty, try store.acceptance(of: terms.id, by: worker) != nil { return [] }
    guard version == terms.version else {
      throw RPCError(
        .failedPrecondition,
        "accepted_licence is \"\(version)\", and version \"\(terms.version)\" of the agent's licence is in "
          + "effect: read it by TermsService.Get of \(terms.id), and give its version once the worker "
          + "accepts it", reason: "TERMS_NOT_ACCEPTED",
        metadata: ["terms_ids": terms.id, "version": terms.version])
    }
    let row = AcceptanceRow(
      terms: terms.id, user: worker, isForTenant: false, acceptedAt: now.seconds)
    guard try store.add(row) else { return [] }
    return [Alteration("terms-acceptance", terms.id, to: Contracts.Acceptance(row))]
  }
}

extension Contracts.Terms {
  fileprivate init(_ row: TermsRow) {
    self.init(
      id: row.id, kind: row.kind, product: row.product, version: row.version, title: row.title,
      text: row.text, effectiveDate: row.effective.message, postTime: .init(seconds: row.postedAt),
      exception: row.exception)
  }
}

extension Contracts.Acceptance {
  fileprivate init(_ row: AcceptanceRow) {
    self.init(
      termsId: row.terms, userId: row.user, acceptTime: .init(seconds: row.acceptedAt),
      forTenant: row.isForTenant)
  }
}
