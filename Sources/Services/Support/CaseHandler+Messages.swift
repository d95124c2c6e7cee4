import CivilTime
import MadoAPI
import RPC
import Rules
import Storage

extension CaseHandler {
  // MARK: Messages

  func addMessage(
    _ request: Support.AddMessageRequest, _ call: CallContext
  ) async throws -> Support.AddMessageResponse {
    let (reach, author) = (try call.caller.reach, try call.caller.principal.subject)
    let act = try Self.act(of: request, reach)
    return try await perform(request, call, on: request.caseId) { file, now, _ in
      guard let kind = MessageRow.Kind(request.kind) else { throw Self.noKind }
      let written = try file.write(
        MessageRow(position: 0, kind: kind, author: author, body: request.body, sent: now))
      if let act { try file.act(act, at: now) }
      return { row, trace in
        Support.AddMessageResponse(
          message: Support.CaseMessage(written), case: Support.Case(row), trace: trace.message)
      }
    }
  }

  /// What a message does to its case; nil for the desk's note.
  private static func act(
    of request: Support.AddMessageRequest, _ reach: Reach
  ) throws(RPCError) -> CaseLife.Act? {
    var violations = FieldViolations()
    // The desk writes the customer's down, too, as when he calls again.
    if case .tenant = reach, request.kind != .question {
      violations.add("kind", "this is the desk's to write: give MESSAGE_KIND_QUESTION")
    }
    if request.waitsForCustomer, request.kind != .holding {
      violations.add(
        "waits_for_customer",
        "is of a holding reply only: give MESSAGE_KIND_HOLDING, or leave it out")
    }
    try violations.refuse()
    switch request.kind {
    case .question: return .customer
    case .holding: return request.waitsForCustomer ? .ask : .holding
    case .answer: return .answer
    case .internal: return nil
    case .unspecified, .unrecognized: throw noKind
    }
  }

  private static let noKind = RPCError.invalid([
    .init(field: "kind", description: "kind is missing: say what kind of message it is")
  ])

  func listMessages(
    _ request: Support.ListMessagesRequest, _ call: CallContext
  ) async throws -> Support.ListMessagesResponse {
    let reach = try call.caller.reach
    let page = try Page(
      request.pageSize, request.pageToken, of: ["case messages", reach.words, request.caseId],
      secret: pageTokenSecret)
    let position = try page.place(words: 1) { Int64($0[0]) } ?? 0
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        let file = try Self.file(request.caseId, reach, connection)
        return try CaseStore(.ofWhomItConcerns(file.row.tenant), connection).messages(
          of: file.row.id, after: position, evenInternal: reach == .vendor, limit: page.limit)
      }
    }
    let shown = page.cut(found) { "\($0.position)" }
    return Support.ListMessagesResponse(
      messages: shown.rows.map { Support.CaseMessage($0) }, nextPageToken: shown.next)
  }

  // MARK: Ends

  func accept(
    _ request: Support.AcceptRequest, _ call: CallContext
  ) async throws -> Support.AcceptResponse {
    try await perform(request, call, on: request.id) { file, now, _ in
      try file.accept(.explicit, at: now)
      return { row, _ in Support.AcceptResponse(case: Support.Case(row)) }
    }
  }

  func getAcceptance(
    _ request: Support.GetAcceptanceRequest, _ call: CallContext
  ) async throws -> Support.GetAcceptanceResponse {
    let (reach, now) = (try call.caller.reach, clock.now)
    return try await call.awaitingStorage {
      try await database.read { connection in
        let file = try Self.file(request.id, reach, connection)
        var response = Support.GetAcceptanceResponse(
          acceptance: file.row.acceptance.message, acceptTime: file.row.accepted?.message)
        guard let answer = try file.acceptance(at: now) else { return response }
        response.trace = answer.trace.message
        switch answer.state {
        case .open: break
        case .running(let end):
          if file.row.state == .answered { response.deemedFrom = end.message }
        case .accepted(let end):
          // The same whether the scheduler has come to it yet or not.
          if file.row.state == .answered {
            (response.acceptance, response.acceptTime) = (.deemed, end.message)
          }
        }
        return response
      }
    }
  }

  func close(
    _ request: Support.CloseRequest, _ call: CallContext
  ) async throws -> Support.CloseResponse {
    try await perform(request, call, on: request.id) { file, now, _ in
      guard let end = CaseState(request.end) else {
        throw RPCError.invalid([
          .init(field: "end", description: "end is missing: say as what the case ends")
        ])
      }
      try file.act(.close(end), at: now)
      return { row, _ in Support.CloseResponse(case: Support.Case(row)) }
    }
  }

  func reopen(
    _ request: Support.ReopenRequest, _ call: CallContext
  ) async throws -> Support.ReopenResponse {
    try await perform(request, call, on: request.id) { file, now, _ in
      try file.act(.reopen, at: now)
      return { row, _ in Support.ReopenResponse(case: Support.Case(row)) }
    }
  }

  // MARK: Who may ask

  func setAuthorisedContacts(
    _ request: Support.SetAuthorisedContactsRequest, _ call: CallContext
  ) async throws -> Support.SetAuthorisedContactsResponse {
    let tenancy = try call.tenancy
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      try SupportContracts(tenancy, connection).check(request.contractId)
      let (store, people) = (
        CaseStore(tenancy, connection), PeopleStore(tenancy, connection)
      )
      for user in request.userIds where try people.user(user) == nil {
        throw UserHandler.notFound(user)
      }
      let before = Support.SetAuthorisedContactsResponse(
        userIds: try store.contacts(of: request.contractId))
      try store.setContacts(request.userIds, of: request.contractId)
      let after = Support.SetAuthorisedContactsResponse(
        userIds: try store.contacts(of: request.contractId))
      return Change(
        "support-contacts", request.contractId, from: before, to: after, answer: after)
    }
  }

  func listAuthorisedContacts(
    _ request: Support.ListAuthorisedContactsRequest, _ call: CallContext
  ) async throws -> Support.ListAuthorisedContactsResponse {
    let tenancy = try call.tenancy
    return try await call.awaitingStorage {
      try await database.read { connection in
        try SupportContracts(tenancy, connection).check(request.contractId)
        return Support.ListAuthorisedContactsResponse(
          userIds: try CaseStore(tenancy, connection).contacts(of: request.contractId))
      }
    }
  }
}
