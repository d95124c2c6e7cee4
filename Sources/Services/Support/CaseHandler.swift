import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension Support.CaseServiceCreateRequest: MutationRequest {}
extension Support.CaseServiceUpdateRequest: MutationRequest {}
extension Support.AssignRequest: MutationRequest {}
extension Support.AddMessageRequest: MutationRequest {}
extension Support.AcceptRequest: MutationRequest {}
extension Support.CloseRequest: MutationRequest {}
extension Support.ReopenRequest: MutationRequest {}
extension Support.SetAuthorisedContactsRequest: MutationRequest {}

/// Serves `mado.support.v1.CaseService`.
struct CaseHandler: Support.CaseService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let feed: ChangeFeed
  let pageTokenSecret: [UInt8]

  // MARK: Opening

  func create(
    _ request: Support.CaseServiceCreateRequest, _ call: CallContext
  ) async throws -> Support.CaseServiceCreateResponse {
    let (tenancy, caller, now) = (try call.tenancy, try call.caller.principal.subject, clock.now)
    guard let channel = SupportScope.Channel(request.channel),
      let subject = SupportScope.Subject(request.subject)
    else { throw RPCError.invalid([.init(field: "channel", description: "channel is missing")]) }
    let opening = CaseOpening(
      channel: channel, intake: .web, category: request.category, subject: subject,
      product: request.product, title: request.title, body: request.body, requester: caller,
      author: caller, isAdministrator: tenancy.isWhole)
    return try await mutations.perform(request, call) { transaction in
      let (file, trace) = try opening.perform(
        opened: now, at: now, for: tenancy, transaction.connection)
      return Change(
        [file.alteration],
        answer: Support.CaseServiceCreateResponse(
          case: Support.Case(file.row), trace: trace.message))
    }
  }

  // MARK: Reading

  func get(
    _ request: Support.CaseServiceGetRequest, _ call: CallContext
  ) async throws -> Support.CaseServiceGetResponse {
    let (reach, now) = (try call.caller.reach, clock.now)
    return try await call.awaitingStorage {
      try await database.read { connection in
        let file = try Self.file(request.id, reach, connection)
        let files = AttachmentStore(.ofWhomItConcerns(file.row.tenant), connection)
        return Support.CaseServiceGetResponse(
          case: Support.Case(file.row),
          clocks: try file.clocks(at: max(now, file.row.opened)).readings.map {
            Support.ClockReading($0)
          }, attachments: try files.all(of: file.row.id).map { Support.Attachment($0) })
      }
    }
  }

  func list(
    _ request: Support.CaseServiceListRequest, _ call: CallContext
  ) async throws -> Support.CaseServiceListResponse {
    let reach = try call.caller.reach
    let filter = try Filter(request.filter, of: CaseStore.filterFields)
    let text = request.orderBy.isEmpty ? "open_time desc" : request.orderBy
    let order = try Order(text, of: CaseStore.orderFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["cases", reach.words, request.filter, text], secret: pageTokenSecret)
    let place = request.pageToken.isEmpty ? nil : try Self.place(token.open(request.pageToken))
    let found = try await call.awaitingStorage {
      try await database.read {
        try Self.cases(for: reach, filter, by: order, behind: place, limit: size.rows + 1, $0)
      }
    }
    let page = found.prefix(size.rows)
    let next = try page.last.map { row in
      let value = order.field.name == "due_time" ? try row.due?.stored() : try row.opened.stored()
      return token.seal("\(value ?? .max) \(row.id)")
    }
    return Support.CaseServiceListResponse(
      cases: page.map { Support.Case($0) },
      nextPageToken: found.count > page.count ? next ?? "" : "")
  }

  /// The cases that a caller may see: of the vendor those of every tenant.
  static func cases(
    for reach: Reach, _ filter: Filter, by order: Order, behind place: CaseStore.Place?,
    limit: Int, _ connection: Connection
  ) throws -> [CaseRow] {
    switch reach {
    case .vendor:
      try CaseRegister(connection).list(filter, by: order, behind: place, limit: limit)
    case .tenant(let tenancy):
      try CaseStore(tenancy, connection).list(filter, by: order, behind: place, limit: limit)
    }
  }

  static func place(_ text: String) throws(RPCError) -> CaseStore.Place {
    let words = text.words
    guard words.count == 2, let value = Int64(words[0]) else { throw PageToken.mismatch }
    return CaseStore.Place(value: value, id: words[1])
  }

  func listChanges(
    _ request: Support.CaseServiceListChangesRequest, _ call: CallContext
  ) async throws -> Support.CaseServiceListChangesResponse {
    let tenancy = try call.tenancy(orOf: request.tenantId)
    let changes = try await feed.changes(
      of: "case", tenancy, since: request.sinceToken, wait: request.wait.duration,
      request.pageSize, call)
    let cases = try await call.awaitingStorage {
      try await database.read { connection in
        let store = CaseStore(tenancy, connection)
        return try changes.ids.compactMap { try store.find($0).map { Support.Case($0) } }
      }
    }
    return Support.CaseServiceListChangesResponse(cases: cases, nextSinceToken: changes.next)
  }

  // MARK: Changing

  func update(
    _ request: Support.CaseServiceUpdateRequest, _ call: CallContext
  ) async throws -> Support.CaseServiceUpdateResponse {
    let given = request.`case` ?? .init()
    let mask = try UpdateMask(request.updateMask, of: ["title", "category"])
    var violations = FieldViolations()
    if mask.contains("title"), given.title.isEmpty {
      violations.add("case.title", "a case has a title: say in one line what it is about")
    }
    if mask.contains("category"), given.category == .unspecified {
      violations.add("case.category", "a case has a category: say what kind of question it is")
    }
    try violations.refuse()
    return try await perform(request, call, on: given.id) { file, _, _ in
      try file.row.etag.check(given.etag, "case.etag")
      file.change { row in
        if mask.contains("title") { row.title = given.title }
        if mask.contains("category") { row.category = Int64(given.category.number) }
      }
      return { row, _ in Support.CaseServiceUpdateResponse(case: Support.Case(row)) }
    }
  }

  func assign(
    _ request: Support.AssignRequest, _ call: CallContext
  ) async throws -> Support.AssignResponse {
    try await perform(request, call, on: request.id) { file, _, connection in
      try file.row.etag.check(request.etag, "etag")
      let staff = PeopleStore(.ofTheVendor, connection)
      guard try request.assigneeId.isEmpty || staff.user(request.assigneeId) != nil else {
        throw UserHandler.notFound(request.assigneeId)
      }
      file.change { $0.assignee = request.assigneeId }
      return { row, _ in Support.AssignResponse(case: Support.Case(row)) }
    }
  }

  // MARK: What all have in common

  /// A case that is there for the caller.
  static func file(_ id: String, _ reach: Reach, _ connection: Connection) throws -> CaseFile {
    var tenancy: Tenancy?
    switch reach {
    case .tenant(let own): tenancy = own
    case .vendor:
      tenancy = try CaseRegister(connection).tenant(of: id).map { .ofWhomItConcerns($0) }
    }
    guard let tenancy, let file = try CaseFile(id, tenancy, connection) else { throw notFound(id) }
    return file
  }

  /// Does something to a case, brings its clocks up to date, and answers with what it is then.
  ///
  /// - Parameter act: does it, and says how to answer; what follows from the clocks is known only then.
  func perform<Request: MutationRequest, Response: Message>(
    _ request: Request, _ call: CallContext, on id: String,
    _ act:
      @escaping @Sendable (inout CaseFile, Instant, Connection) throws
      -> (CaseRow, Trace) -> Response
  ) async throws -> Response {
    let (reach, now) = (try call.caller.reach, clock.now)
    return try await mutations.perform(request, call) { transaction in
      var file = try Self.file(id, reach, transaction.connection)
      let now = max(now, file.row.opened)
      try file.catchUp(at: now)
      let answer = try act(&file, now, transaction.connection)
      let trace = try file.keep(at: now)
      return Change([file.alteration], answer: answer(file.row, trace))
    }
  }

  static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no case \"\(id)\" that you may see: check the id",
      reason: "CASE_NOT_FOUND", metadata: ["id": id])
  }
}

extension Reach {
  /// Whose rows it shows, for what is bound to that.
  var words: String {
    switch self {
    case .vendor: "the vendor"
    case .tenant(let tenancy): "\(tenancy.tenant.text)/\(tenancy.whose.text)"
    }
  }
}

extension CallContext {
  /// What the caller may touch of his tenant, or the vendor of the one that he asks for.
  ///
  /// - Throws: INVALID_ARGUMENT when the vendor asks for none.
  func tenancy(orOf tenant: String) throws(RPCError) -> Tenancy {
    guard case .vendor = try caller.reach else { return try tenancy }
    guard !tenant.isEmpty else {
      throw .invalid([
        .init(
          field: "tenant_id", description: "tenant_id is missing: say whose you look for",
          reason: "required")
      ])
    }
    return .ofWhomItConcerns(TenantID(tenant))
  }
}
