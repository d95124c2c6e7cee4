import CivilTime
import MadoAPI
import Protobuf
import RPC
import SQLite
import Storage

extension Tenancies.CreateSubjectRequestRequest: MutationRequest {}
extension Tenancies.ResolveSubjectRequestRequest: MutationRequest {}

/// Serves `mado.tenant.v1.PrivacyService`.
struct PrivacyHandler: Tenancies.PrivacyService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let authenticator: Authenticator
  let trail: AuditTrail
  let outbox: Outbox
  /// Days in which a request is to be answered, the day on which it comes not counted.
  let days: Int
  let pageTokenSecret: [UInt8]

  // MARK: Asking

  func createSubjectRequest(
    _ request: Tenancies.CreateSubjectRequestRequest, _ call: CallContext
  ) async throws -> Tenancies.CreateSubjectRequestResponse {
    let (tenancy, caller) = (try call.tenancy, try call.caller.principal)
    let row = try row(of: request, by: caller)
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let people = PeopleStore(tenancy, connection)
      // Who was deleted at his request has no name any more.
      guard let user = try people.user(row.user, evenDeleted: true), !user.name.isEmpty else {
        throw UserHandler.notFound(row.user)
      }
      let store = SubjectRequestStore(tenancy, connection)
      guard try !store.isOpen(row.kind, of: row.user) else {
        throw RPCError(
          .failedPrecondition,
          "a request of the same kind waits for its answer already: wait for that",
          reason: "SUBJECT_REQUEST_OPEN", metadata: ["kind": row.kind.rawValue])
      }
      try store.add(row)
      let made = Tenancies.SubjectRequest(row)
      let mails = try mails(of: row, tenancy, connection)
      let notices = NoticeStore(tenancy, connection)
      for mail in mails { try notices.add(mail) }
      return Change(
        [Alteration("subject-request", row.id, to: made)]
          + mails.map {
            Alteration("notice", $0.id, to: Notices.Notice($0, hasMailer: outbox.hasMailer))
          }, answer: Tenancies.CreateSubjectRequestResponse(subjectRequest: made))
    }
  }

  private func row(
    of request: Tenancies.CreateSubjectRequestRequest, by caller: Principal
  ) throws -> SubjectRequestRow {
    let (correction, now) = (request.correction ?? .init(), clock.now)
    let kind = SubjectRequestRow.Kind(request.kind)
    guard (kind == .correct) == (correction != .init()) else {
      throw RPCError.invalid([
        .init(
          field: "correction",
          description: kind == .correct
            ? "correction is missing: say what is to stand in the place of what is wrong"
            : "correction is of a request to correct only: leave it out")
      ])
    }
    guard let end = try? JST.date(of: now).plus(days: days + 1) else { throw ClockFault() }
    let user = request.userId.isEmpty ? caller.subject : request.userId
    return SubjectRequestRow(
      id: freshID("subject-request", at: now.seconds), user: user, kind: kind,
      state: user == caller.subject ? .verified : .received, detail: request.detail,
      newName: correction.name, newReading: correction.reading, enteredBy: caller.subject,
      createdAt: now.seconds, dueAt: JST.instant(end).seconds)
  }

  /// What is to be told the registered administrators, as long as not too much waits.
  private func mails(
    of row: SubjectRequestRow, _ tenancy: Tenancy, _ connection: Connection
  ) throws -> [NoticeRow] {
    guard let tenant = try TenantRegister(connection).tenant(tenancy.tenant),
      try NoticeStore(tenancy, connection).waitingCount() < NoticeHandler.waitingMax
    else { return [] }
    let last = CivilTime.Instant(seconds: row.dueAt - 1).map { JST.date(of: $0).description } ?? ""
    return SubjectNotice.mails(
      of: row, due: last, to: try ContactStore(tenancy, connection).all(), tenant)
  }

  // MARK: Reading

  func getSubjectRequest(
    _ request: Tenancies.GetSubjectRequestRequest, _ call: CallContext
  ) async throws -> Tenancies.GetSubjectRequestResponse {
    let (tenancy, now) = (try call.tenancy, clock.now)
    let row = try await call.awaitingStorage {
      try await database.read { try SubjectRequestStore(tenancy, $0).request(request.id) }
    }
    guard let row else { throw Self.notFound(request.id) }
    var response = Tenancies.GetSubjectRequestResponse(subjectRequest: .init(row))
    if row.kind == .inquire, row.state == .done {
      try await trail.note(
        try AuditRecord(call, at: now, on: "subject-data/\(row.user)"), call)
      response.data = try await call.awaitingStorage {
        try await database.read { try Subject(row.user, tenancy, $0).data(at: now.seconds) }
      }
    }
    return response
  }

  func listSubjectRequests(
    _ request: Tenancies.ListSubjectRequestsRequest, _ call: CallContext
  ) async throws -> Tenancies.ListSubjectRequestsResponse {
    let tenancy = try call.tenancy
    let filter = try Filter(request.filter, of: SubjectRequestStore.filterFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["subject requests", tenancy.tenant.text, tenancy.whose.text, request.filter],
      secret: pageTokenSecret)
    var place: (createdAt: Int64, id: String)?
    if !request.pageToken.isEmpty {
      let words = try token.open(request.pageToken).words
      guard words.count == 2, let createdAt = Int64(words[0]) else { throw token.mismatch }
      place = (createdAt, words[1])
    }
    let found = try await call.awaitingStorage { [place] in
      try await database.read {
        try SubjectRequestStore(tenancy, $0).list(filter, before: place, limit: size.rows + 1)
      }
    }
    let page = found.prefix(size.rows)
    let next = page.last.map { token.seal("\($0.createdAt) \($0.id)") } ?? ""
    return Tenancies.ListSubjectRequestsResponse(
      subjectRequests: page.map { .init($0) },
      nextPageToken: found.count > page.count ? next : "")
  }

  // MARK: Answering

  func resolveSubjectRequest(
    _ request: Tenancies.ResolveSubjectRequestRequest, _ call: CallContext
  ) async throws -> Tenancies.ResolveSubjectRequestResponse {
    let (tenancy, caller, now) = (try call.tenancy, try call.caller.principal.subject, clock.now)
    let keys = database.keys
    let response = try await mutations.perform(request, call) { transaction in
      let store = SubjectRequestStore(tenancy, transaction.connection)
      guard var row = try store.request(request.id) else { throw Self.notFound(request.id) }
      let before = Tenancies.SubjectRequest(row)
      try row.end(request, by: caller, at: now.seconds)
      var alterations: [Alteration] = []
      try store.end(row)
      if row.state == .done {
        alterations = try Self.carryOut(
          row, tenancy, by: caller, keys, isRehearsal: request.validateOnly, in: transaction)
      }
      guard let ended = try store.request(row.id) else { throw Self.notFound(row.id) }
      let after = Tenancies.SubjectRequest(ended)
      return Change(
        [Alteration("subject-request", row.id, from: before, to: after)] + alterations,
        answer: Tenancies.ResolveSubjectRequestResponse(subjectRequest: after))
    }
    authenticator.changed()
    return response
  }

  /// Does what was asked for; returns what it has changed.
  ///
  /// - Parameter isRehearsal: whether it will be undone: what a key ring has forgotten does not come back.
  private static func carryOut(
    _ row: SubjectRequestRow, _ tenancy: Tenancy, by caller: String, _ keys: KeyRing,
    isRehearsal: Bool, in transaction: Transaction
  ) throws -> [Alteration] {
    let subject = Subject(row.user, tenancy, transaction.connection)
    switch row.kind {
    case .inquire, .other: return []
    case .correct:
      guard let (before, after) = try subject.correct(name: row.newName, reading: row.newReading)
      else { throw UserHandler.notFound(row.user) }
      return [Alteration("user", row.user, from: before, to: after)]
    case .delete:
      if row.user == caller { throw UserHandler.onOneself }
      guard try !ErasureStore(transaction.connection).isHeld(tenancy.tenant) else {
        throw RPCError(
          .failedPrecondition,
          "a legal hold stands on the tenant, and nothing of it is deleted: refuse the request, or wait for "
            + "the vendor to release it", reason: "LEGAL_HOLD",
          metadata: ["tenant_id": tenancy.tenant.text])
      }
      guard try row.evidence != .unspecified || !subject.hasPictures() else {
        throw RPCError(
          .failedPrecondition,
          "there are pictures of him: say in evidence whether they are KEPT until their time is over, "
            + "or DESTROYED", reason: "EVIDENCE_UNDECIDED")
      }
      let before = try PeopleStore(tenancy, transaction.connection)
        .user(row.user, evenDeleted: true)
      let pictures = row.evidence == .destroyed && !isRehearsal
      try subject.delete(pictures: pictures, keys, in: transaction)
      return [Alteration("user", row.user, from: before.map { Identity.User($0) })]
    }
  }

  private static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no subject request \"\(id)\" that you may see: check the id",
      reason: "SUBJECT_REQUEST_NOT_FOUND", metadata: ["id": id])
  }
}

extension SubjectRequestRow {
  /// Ends an open request, as its administrator says.
  fileprivate mutating func end(
    _ request: Tenancies.ResolveSubjectRequestRequest, by caller: String, at now: Int64
  ) throws(RPCError) {
    guard isOpen else {
      throw RPCError(
        .failedPrecondition, "the subject request \"\(id)\" has ended: enter another",
        reason: "SUBJECT_REQUEST_ENDED", metadata: ["id": id])
    }
    guard state == .verified || !request.identityCheck.isEmpty || request.refused else {
      throw .invalid([
        .init(
          field: "identity_check",
          description: "identity_check is missing: say how it was made sure that it is he who asks",
          reason: "required")
      ])
    }
    state = request.refused ? .refused : .done
    (answer, identityCheck) = (request.answer, request.identityCheck)
    evidence = kind == .delete && !request.refused ? Disposal(request.evidence) : .unspecified
    (resolvedAt, resolvedBy) = (now, caller)
  }
}

// MARK: - Between rows and the schema's words

extension SubjectRequestRow.Kind {
  fileprivate init(_ kind: Tenancies.SubjectRequestKind) {
    self =
      switch kind {
      case .inquire: .inquire
      case .correct: .correct
      case .delete: .delete
      case .other, .unspecified, .unrecognized: .other
      }
  }
}

extension SubjectRequestRow.Disposal {
  fileprivate init(_ disposal: Tenancies.EvidenceDisposal) {
    self =
      switch disposal {
      case .kept: .kept
      case .destroyed: .destroyed
      case .unspecified, .unrecognized: .unspecified
      }
  }
}

extension Tenancies.SubjectRequest {
  fileprivate init(_ row: SubjectRequestRow) {
    let kind: Tenancies.SubjectRequestKind =
      switch row.kind {
      case .inquire: .inquire
      case .correct: .correct
      case .delete: .delete
      case .other: .other
      }
    let state: Tenancies.SubjectRequestState =
      switch row.state {
      case .received: .received
      case .verified: .verified
      case .done: .done
      case .refused: .refused
      }
    let evidence: Tenancies.EvidenceDisposal =
      switch row.evidence {
      case .unspecified: .unspecified
      case .kept: .kept
      case .destroyed: .destroyed
      }
    let isCorrection = !row.newName.isEmpty || !row.newReading.isEmpty
    self.init(
      id: row.id, userId: row.user, kind: kind, state: state, detail: row.detail,
      correction: isCorrection ? .init(name: row.newName, reading: row.newReading) : nil,
      enteredBy: row.enteredBy, createTime: .init(seconds: row.createdAt),
      dueTime: .init(seconds: row.dueAt), identityCheck: row.identityCheck, answer: row.answer,
      evidence: evidence, resolveTime: row.resolvedAt.map { .init(seconds: $0) },
      resolvedBy: row.resolvedBy)
  }
}
