import CivilTime
import MadoAPI
import Protobuf
import RPC
import SQLite
import Storage

extension Telework.CreateRequest: MutationRequest {}
extension Telework.UpdateRequest: MutationRequest {}
extension Telework.DeleteRequest: MutationRequest {}

/// Serves `mado.telework.v1.TaskService`.
struct TaskHandler: Telework.TaskService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  /// What the audit log calls a task.
  private static let target = "telework-task"

  func create(
    _ request: Telework.CreateRequest, _ call: CallContext
  ) async throws -> Telework.CreateResponse {
    let (tenancy, now, given) = (try call.tenancy, clock.now, request.task ?? .init())
    let worker = try call.worker(named: given.workerId)
    try Self.requireName(given)
    let row = TaskRow(
      id: freshID("task", at: now.seconds), worker: worker, name: given.name, note: given.note,
      due: try Self.due(given), isDone: given.isDone, created: now)
    return try await mutations.perform(request, call) { transaction in
      try PeopleStore(tenancy, transaction.connection).requireWorker(worker)
      guard try TaskStore(tenancy, transaction.connection).add(row) else {
        throw Self.taken(row.name)
      }
      let made = Telework.Task(row)
      return Change(Self.target, row.id, to: made, answer: Telework.CreateResponse(task: made))
    }
  }

  func update(
    _ request: Telework.UpdateRequest, _ call: CallContext
  ) async throws -> Telework.UpdateResponse {
    let (tenancy, given) = (try call.tenancy, request.task ?? .init())
    let mask = try UpdateMask(request.updateMask, of: ["name", "note", "due_date", "is_done"])
    let due = mask.contains("due_date") ? try Self.due(given) : nil
    if mask.contains("name") { try Self.requireName(given) }
    return try await mutations.perform(request, call) { transaction in
      let store = TaskStore(tenancy, transaction.connection)
      guard var row = try store.task(given.id) else { throw Self.notFound(given.id) }
      try row.etag.check(given.etag, "task.etag")
      let before = Telework.Task(row)
      if mask.contains("name") { row.name = given.name }
      if mask.contains("note") { row.note = given.note }
      if mask.contains("due_date") { row.due = due }
      if mask.contains("is_done") { row.isDone = given.isDone }
      row.version += 1
      guard try store.replace(row) else { throw Self.taken(row.name) }
      let after = Telework.Task(row)
      return Change(
        Self.target, row.id, from: before, to: after, answer: Telework.UpdateResponse(task: after))
    }
  }

  func delete(
    _ request: Telework.DeleteRequest, _ call: CallContext
  ) async throws -> Telework.DeleteResponse {
    let tenancy = try call.tenancy
    return try await mutations.perform(request, call) { transaction in
      let store = TaskStore(tenancy, transaction.connection)
      guard let row = try store.task(request.id) else {
        if request.allowMissing { return Change([], answer: Telework.DeleteResponse()) }
        throw Self.notFound(request.id)
      }
      try store.remove(row.id)
      return Change(
        Self.target, row.id, from: Telework.Task(row), answer: Telework.DeleteResponse())
    }
  }

  func list(
    _ request: Telework.TaskServiceListRequest, _ call: CallContext
  ) async throws -> Telework.TaskServiceListResponse {
    let tenancy = try call.tenancy
    let filter = try Filter(request.filter, of: TaskStore.filterFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["tasks", tenancy.tenant.text, tenancy.whose.text, request.filter],
      secret: pageTokenSecret)
    let after = request.pageToken.isEmpty ? "" : try token.open(request.pageToken)
    let rows = try await call.awaitingStorage {
      try await database.read {
        try TaskStore(tenancy, $0).list(filter, after: after, limit: size.rows + 1)
      }
    }
    let page = rows.prefix(size.rows)
    return Telework.TaskServiceListResponse(
      tasks: page.map(Telework.Task.init),
      nextPageToken: rows.count > page.count ? page.last.map { token.seal($0.id) } ?? "" : "")
  }

  private static func requireName(_ given: Telework.Task) throws(RPCError) {
    guard given.name.contains(where: { !$0.isWhitespace }) else {
      throw .invalid([
        .init(field: "task.name", description: "it is empty: give 1 to 100 characters")
      ])
    }
  }

  /// Until when a task is to be done; nil for none.
  private static func due(_ given: Telework.Task) throws(RPCError) -> CivilDate? {
    guard let date = given.dueDate else { return nil }
    var violations = FieldViolations()
    let day = violations.date(date, "task.due_date")
    try violations.refuse()
    return day
  }

  private static func taken(_ name: String) -> RPCError {
    RPCError(
      .alreadyExists, "the worker has a task \"\(name)\": give another name, or change that one",
      reason: "TASK_EXISTS", metadata: ["name": name])
  }

  /// What does not exist and what may not be seen look the same.
  private static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no task \"\(id)\" that you may see: check the id",
      reason: "TASK_NOT_FOUND", metadata: ["id": id])
  }
}

extension Telework.Task {
  /// A kept task in the schema's words.
  init(_ row: TaskRow) {
    self.init(
      id: row.id, workerId: row.worker, name: row.name, note: row.note, dueDate: row.due?.message,
      isDone: row.isDone, createTime: row.created.message, etag: row.etag.text)
  }
}
