import CivilTime
import MadoAPI
import RPC
import SQLite
import Storage

extension Tenancies.PlaceHoldRequest: MutationRequest {}
extension Tenancies.ReleaseHoldRequest: MutationRequest {}

/// Serves `mado.tenant.v1.ErasureService`.
struct ErasureHandler: Tenancies.ErasureService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let erasures: Erasures
  let pageTokenSecret: [UInt8]

  // MARK: Holding

  func placeHold(
    _ request: Tenancies.PlaceHoldRequest, _ call: CallContext
  ) async throws -> Tenancies.PlaceHoldResponse {
    let (tenant, now) = (TenantID(request.tenantId), clock.now)
    let hold = HoldRow(
      id: freshID("hold", at: now.seconds), tenant: tenant, reason: request.reason,
      placedAt: now.seconds, placedBy: try call.caller.principal.subject)
    return try await mutations.perform(request, call) { transaction in
      let store = ErasureStore(transaction.connection)
      guard let erasure = try store.erasure(tenant) else { throw RPCError.noTenant(tenant.text) }
      guard erasure.begunAt == nil else {
        throw RPCError(
          .failedPrecondition,
          "the erasure of \"\(tenant.text)\" has begun: its keys are destroyed, and nothing is left to hold",
          reason: "ERASURE_BEGUN", metadata: ["id": tenant.text])
      }
      try store.add(hold)
      let made = Tenancies.LegalHold(hold)
      return Change(
        "legal-hold", hold.id, to: made,
        answer: Tenancies.PlaceHoldResponse(
          hold: made, erasure: try shown(erasure, store, at: now)))
    }
  }

  func releaseHold(
    _ request: Tenancies.ReleaseHoldRequest, _ call: CallContext
  ) async throws -> Tenancies.ReleaseHoldResponse {
    let (user, now) = (try call.caller.principal.subject, clock.now)
    let response = try await mutations.perform(request, call) { transaction in
      let store = ErasureStore(transaction.connection)
      guard var hold = try store.hold(request.id) else {
        throw RPCError(
          .notFound, "there is no hold \"\(request.id)\": check the id",
          reason: "HOLD_NOT_FOUND", metadata: ["id": request.id])
      }
      let before = Tenancies.LegalHold(hold)
      guard hold.releasedAt == nil else {
        throw RPCError(
          .failedPrecondition,
          "the hold \"\(hold.id)\" is released already: nothing is left to do",
          reason: "HOLD_RELEASED", metadata: ["id": hold.id])
      }
      (hold.releasedAt, hold.releasedBy) = (now.seconds, user)
      try store.release(hold)
      if try !store.isHeld(hold.tenant) {
        try TenantPurge.resume(hold.tenant, at: now, transaction.connection)
      }
      guard let erasure = try store.erasure(hold.tenant) else {
        throw RPCError.noTenant(hold.tenant.text)
      }
      let after = Tenancies.LegalHold(hold)
      return Change(
        "legal-hold", hold.id, from: before, to: after,
        answer: Tenancies.ReleaseHoldResponse(
          hold: after, erasure: try shown(erasure, store, at: now)))
    }
    erasures.wake()
    return response
  }

  // MARK: Reading

  func get(
    _ request: Tenancies.ErasureServiceGetRequest, _ call: CallContext
  ) async throws -> Tenancies.ErasureServiceGetResponse {
    let (tenant, now) = (TenantID(request.tenantId), clock.now)
    let erasure = try await call.awaitingStorage {
      try await database.read { connection in
        let store = ErasureStore(connection)
        return try store.erasure(tenant).map { try shown($0, store, at: now) }
      }
    }
    guard let erasure else { throw RPCError.noTenant(tenant.text) }
    return Tenancies.ErasureServiceGetResponse(erasure: erasure)
  }

  func list(
    _ request: Tenancies.ErasureServiceListRequest, _ call: CallContext
  ) async throws -> Tenancies.ErasureServiceListResponse {
    let now = clock.now
    let page = try Page(
      request.pageSize, request.pageToken, of: ["erasures"], secret: pageTokenSecret)
    let place =
      try page.place(words: 2) { (day: $0[0], tenant: $0[1]) } ?? (day: "", tenant: "")
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        let store = ErasureStore(connection)
        return try store.list(after: place, limit: page.limit).map { row in
          (row: row, shown: try shown(row, store, at: now))
        }
      }
    }
    let listed = page.cut(found) {
      "\($0.row.eraseFrom ?? ErasureStore.noDay) \($0.row.tenant.text)"
    }
    return Tenancies.ErasureServiceListResponse(
      erasures: listed.rows.map { found in
        var erasure = found.shown
        erasure.certificate?.statement = ""
        return erasure
      }, nextPageToken: listed.next)
  }

  private func shown(
    _ row: ErasureRow, _ store: ErasureStore, at now: Instant
  ) throws -> Tenancies.Erasure {
    let holds = try store.holds(on: row.tenant)
    return Tenancies.Erasure(
      tenantId: row.tenant.text,
      state: row.state(
        on: JST.date(of: now), isHeld: holds.contains { $0.releasedAt == nil }),
      contractEnd: row.contractEnd.flatMap { CivilDate($0) }?.message,
      eraseFrom: row.eraseFrom.flatMap { CivilDate($0) }?.message,
      beginTime: row.begunAt.map { .init(seconds: $0) }, holds: holds.map { .init($0) },
      certificate: Tenancies.ErasureCertificate(row))
  }
}

extension ErasureRow {
  fileprivate func state(on today: CivilDate, isHeld: Bool) -> Tenancies.ErasureState {
    if doneAt != nil { return .done }
    if begunAt != nil { return .underWay }
    if isHeld { return .held }
    guard let eraseFrom else { return .notScheduled }
    return eraseFrom <= today.description ? .due : .scheduled
  }
}

extension Tenancies.ErasureCertificate {
  /// nil before there is one.
  fileprivate init?(_ row: ErasureRow) {
    guard let done = row.doneAt, let signature = row.signature, let key = row.publicKey else {
      return nil
    }
    self.init(
      statement: row.statement, signature: .init(signature), publicKey: .init(key),
      time: .init(seconds: done))
  }
}

extension Tenancies.LegalHold {
  fileprivate init(_ hold: HoldRow) {
    self.init(
      id: hold.id, reason: hold.reason, placeTime: .init(seconds: hold.placedAt),
      placedBy: hold.placedBy, releaseTime: hold.releasedAt.map { .init(seconds: $0) },
      releasedBy: hold.releasedBy)
  }
}
