import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension Contracts.AssignRequest: MutationRequest {}
extension Contracts.AssignDeviceRequest: MutationRequest {}
extension Contracts.ReleaseRequest: MutationRequest {}
extension Contracts.ReassignRequest: MutationRequest {}
extension Contracts.RecoverRequest: MutationRequest {}

/// Serves `mado.contract.v1.LicenceService`.
struct LicenceHandler: Contracts.LicenceService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  // MARK: Giving out

  func assign(
    _ request: Contracts.AssignRequest, _ call: CallContext
  ) async throws -> Contracts.AssignResponse {
    let (tenancy, now) = (try call.tenancy, clock.now)
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let contract = try LicensedContract(request.contractId, tenancy, connection, at: now)
      try contract.check(isFor: [.namedUser, .sharedID])
      let store = LicenceStore(tenancy, connection)
      guard try PeopleStore(tenancy, connection).user(request.userId) != nil else {
        throw UserHandler.notFound(request.userId)
      }
      if let own = try store.licence(of: request.userId, under: contract.row.id) {
        throw Self.alreadyLicensed(request.userId, own.id)
      }
      if !request.licenceId.isEmpty {
        return try Self.share(request, contract, store)
      }
      let change = try contract.assign()
      let licence = LicenceRow(
        id: freshID("licence", at: now.seconds), contract: contract.row.id,
        users: [request.userId], isViewOnly: request.viewOnly, assigned: now)
      try store.add(licence)
      let made = Contracts.Licence(licence)
      return Change(
        "licence", licence.id, to: made,
        answer: Contracts.AssignResponse(
          licence: made, seats: .init(change.seats), trace: change.trace.message))
    }
  }

  /// Gives a user a share in a licence that others have, where ids may be shared (MTG-11).
  private static func share(
    _ request: Contracts.AssignRequest, _ contract: LicensedContract, _ store: LicenceStore
  ) throws -> Change<Contracts.AssignResponse> {
    guard contract.model == .sharedID else {
      throw RPCError(
        .failedPrecondition,
        "a licence of \(contract.row.product) is one person's: give him one of his own",
        reason: "SHARED_ID_FORBIDDEN", metadata: ["product": contract.row.product])
    }
    guard var licence = try store.licence(request.licenceId),
      licence.contract == contract.row.id, licence.released == nil
    else { throw notFound(request.licenceId) }
    let before = Contracts.Licence(licence)
    licence.users = (licence.users + [request.userId]).sorted()
    licence.version += 1
    try store.replace(licence)
    let after = Contracts.Licence(licence)
    return Change(
      "licence", licence.id, from: before, to: after,
      answer: Contracts.AssignResponse(licence: after, seats: .init(try contract.seats())))
  }

  func assignDevice(
    _ request: Contracts.AssignDeviceRequest, _ call: CallContext
  ) async throws -> Contracts.AssignDeviceResponse {
    let (tenancy, now) = (try call.tenancy, clock.now)
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let contract = try LicensedContract(request.contractId, tenancy, connection, at: now)
      try contract.check(isFor: [.perDevice])
      let store = LicenceStore(tenancy, connection)
      guard try !store.hasLicence(device: request.device, under: contract.row.id) else {
        throw Self.alreadyLicensed(request.device, "")
      }
      let change = try contract.assign()
      let licence = LicenceRow(
        id: freshID("licence", at: now.seconds), contract: contract.row.id,
        device: request.device, assigned: now)
      try store.add(licence)
      let made = Contracts.Licence(licence)
      return Change(
        "licence", licence.id, to: made,
        answer: Contracts.AssignDeviceResponse(
          licence: made, seats: .init(change.seats), trace: change.trace.message))
    }
  }

  // MARK: Taking back

  func release(
    _ request: Contracts.ReleaseRequest, _ call: CallContext
  ) async throws -> Contracts.ReleaseResponse {
    let (tenancy, now) = (try call.tenancy, clock.now)
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let store = LicenceStore(tenancy, connection)
      var licence = try Self.assigned(request.id, store)
      try licence.etag.check(request.etag, "etag")
      let contract = try LicensedContract(of: licence.contract, tenancy, connection)
      let before = Contracts.Licence(licence)
      let change = try contract.recover(1)
      licence.released = now
      licence.version += 1
      try store.replace(licence)
      let after = Contracts.Licence(licence)
      return Change(
        "licence", licence.id, from: before, to: after,
        answer: Contracts.ReleaseResponse(
          licence: after, seats: .init(change.seats), trace: change.trace.message))
    }
  }

  func reassign(
    _ request: Contracts.ReassignRequest, _ call: CallContext
  ) async throws -> Contracts.ReassignResponse {
    let (tenancy, today) = (try call.tenancy, JST.date(of: clock.now))
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let store = LicenceStore(tenancy, connection)
      var licence = try Self.assigned(request.id, store)
      try licence.etag.check(request.etag, "etag")
      let place = try Self.place(of: request.fromUserId, in: licence)
      guard try PeopleStore(tenancy, connection).user(request.toUserId) != nil else {
        throw UserHandler.notFound(request.toUserId)
      }
      if let own = try store.licence(of: request.toUserId, under: licence.contract) {
        throw Self.alreadyLicensed(request.toUserId, own.id)
      }
      let trace = try Seats.judgeReassignment(
        on: today, last: licence.reassigned, reason: request.reason
      ).granted(naming: ["reassigned": "reason"])
      let before = Contracts.Licence(licence)
      licence.users[place] = request.toUserId
      licence.users.sort()
      (licence.reassigned, licence.reassignReason) = (today, request.reason)
      licence.version += 1
      try store.replace(licence)
      let after = Contracts.Licence(licence)
      return Change(
        "licence", licence.id, from: before, to: after,
        answer: Contracts.ReassignResponse(licence: after, trace: trace.message))
    }
  }

  /// Where in a licence's users somebody stands; of one person's licence he need not be named.
  private static func place(of user: String, in licence: LicenceRow) throws(RPCError) -> Int {
    if user.isEmpty, licence.users.count == 1 { return 0 }
    if let place = licence.users.firstIndex(of: user) { return place }
    let known = licence.users.joined(separator: ", ")
    throw .invalid([
      .init(
        field: "from_user_id",
        description: known.isEmpty
          ? "the licence is a device's: release it, and assign another"
          : "\"\(user)\" does not have the licence: give one of \(known)")
    ])
  }

  func recover(
    _ request: Contracts.RecoverRequest, _ call: CallContext
  ) async throws -> Contracts.RecoverResponse {
    let (reach, now) = (try call.caller.reach, clock.now)
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let tenancy = try Self.recovering(request, reach, connection)
      let contract = try LicensedContract(of: request.contractId, tenancy, connection)
      let store = LicenceStore(tenancy, connection)
      let leavers = try store.leavers(under: contract.row.id)
      let staying = request.userIds.filter { !leavers.contains($0) }
      guard staying.isEmpty else {
        throw RPCError.invalid(
          staying.map { user in
            .init(
              field: "user_ids",
              description:
                "\"\(user)\" has no licence of the contract, or has not left: delete or suspend "
                + "him first, or release his licence")
          })
      }
      var (licences, alterations): ([Contracts.Licence], [Alteration]) = ([], [])
      var change: Seats.Change?
      for user in request.userIds.isEmpty ? leavers : request.userIds {
        guard var licence = try store.licence(of: user, under: contract.row.id) else { continue }
        let before = Contracts.Licence(licence)
        if licence.users.count > 1 {
          licence.users.removeAll { $0 == user }
        } else {
          change = try contract.recover(1)
          licence.released = now
        }
        licence.version += 1
        try store.replace(licence)
        let after = Contracts.Licence(licence)
        licences.append(after)
        alterations.append(
          Alteration("licence", licence.id, from: before, to: after, in: tenancy.tenant))
      }
      return Change(
        alterations,
        answer: Contracts.RecoverResponse(
          licences: licences, seats: .init(try contract.seats()), trace: change?.trace.message))
    }
  }

  /// On whose behalf: his own, or the desk's for a case of the paid channel that asks for it (SUP-09).
  private static func recovering(
    _ request: Contracts.RecoverRequest, _ reach: Reach, _ connection: Connection
  ) throws -> Tenancy {
    if case .tenant(let tenancy) = reach { return tenancy }
    let row = try CaseHandler.file(request.caseId, reach, connection).row
    guard row.channel == .paid, row.subject == .licenceMove, !row.state.isResolved else {
      throw RPCError(
        .failedPrecondition,
        "\(row.id) is no open case of the paid channel about moving licences: name one, or let the "
          + "customer do it himself", reason: "NO_LICENCE_MOVE", metadata: ["id": row.id])
    }
    return .ofWhomItConcerns(row.tenant)
  }

  // MARK: Reading

  func list(
    _ request: Contracts.LicenceServiceListRequest, _ call: CallContext
  ) async throws -> Contracts.LicenceServiceListResponse {
    let reach = try call.caller.reach
    let filter = try Filter(request.filter, of: LicenceStore.filterFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["licences", reach.words, request.contractId, request.filter], secret: pageTokenSecret)
    let after = request.pageToken.isEmpty ? "" : try token.open(request.pageToken)
    let (found, seats) = try await call.awaitingStorage {
      try await database.read { connection -> ([LicenceRow], Seats?) in
        let tenancy = try LicensedContract.tenancy(of: request.contractId, reach, connection)
        let contract = try LicensedContract(of: request.contractId, tenancy, connection)
        let rows = try LicenceStore(tenancy, connection)
          .list(filter, under: request.contractId, after: after, limit: size.rows + 1)
        return (rows, tenancy.isWhole ? try contract.seats() : nil)
      }
    }
    let page = found.prefix(size.rows)
    return Contracts.LicenceServiceListResponse(
      licences: page.map { Contracts.Licence($0) },
      nextPageToken: found.count > page.count ? page.last.map { token.seal($0.id) } ?? "" : "",
      seats: seats.map { Contracts.SeatCount($0) })
  }

  // MARK: Refusals

  private static func assigned(_ id: String, _ store: LicenceStore) throws -> LicenceRow {
    guard let licence = try store.licence(id) else { throw notFound(id) }
    guard licence.released == nil else {
      throw RPCError(
        .failedPrecondition, "the licence \"\(id)\" was given back: assign another",
        reason: "LICENCE_RELEASED", metadata: ["id": id])
    }
    return licence
  }

  private static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no licence \"\(id)\" that you may see: check the id",
      reason: "LICENCE_NOT_FOUND", metadata: ["id": id])
  }

  private static func alreadyLicensed(_ who: String, _ licence: String) -> RPCError {
    RPCError(
      .alreadyExists, "\"\(who)\" has a licence of the contract already: one is enough",
      reason: "ALREADY_LICENSED", metadata: ["id": who, "licence_id": licence])
  }
}

// MARK: - In the schema's words

extension Contracts.Licence {
  init(_ row: LicenceRow) {
    self.init(
      id: row.id, contractId: row.contract, userIds: row.users, device: row.device,
      viewOnly: row.isViewOnly, state: row.released == nil ? .assigned : .released,
      assignTime: row.assigned.message, releaseTime: row.released?.message,
      reassignDate: row.reassigned?.message, reassignReason: row.reassignReason,
      etag: row.etag.text)
  }
}

extension Contracts.SeatCount {
  init(_ seats: Seats) {
    self.init(licences: Int64(seats.licences), used: Int64(seats.used), free: Int64(seats.free))
  }
}
