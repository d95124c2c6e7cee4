import CivilTime
import MadoAPI
import Protobuf
import RPC
import Storage

extension Tenancies.GroupServiceCreateRequest: MutationRequest {}
extension Tenancies.GroupServiceUpdateRequest: MutationRequest {}
extension Tenancies.MoveRequest: MutationRequest {}
extension Tenancies.GroupServiceDeleteRequest: MutationRequest {}
extension Tenancies.SetMembersRequest: MutationRequest {}
extension Tenancies.SetLeadersRequest: MutationRequest {}

/// Serves `mado.tenant.v1.GroupService`.
struct GroupHandler: Tenancies.GroupService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  /// Levels of the tree.
  private static let levelsMax = 20

  // MARK: Changing

  func create(
    _ request: Tenancies.GroupServiceCreateRequest, _ call: CallContext
  ) async throws -> Tenancies.GroupServiceCreateResponse {
    let (tenancy, given) = (try call.tenancy, request.group ?? .init())
    let now = clock.now.seconds
    let department = DepartmentRow(
      id: freshID("group", at: now), name: given.name,
      parent: given.parentId.isEmpty ? nil : given.parentId, createdAt: now,
      version: 1)
    return try await mutations.perform(request, call) { transaction in
      let store = DepartmentStore(tenancy, transaction.connection)
      if let parent = department.parent {
        let path = try store.path(from: parent)
        if path.isEmpty { throw Self.notFound(parent) }
        if path.count >= Self.levelsMax { throw Self.tooDeep }
      }
      guard try store.add(department) else { throw Self.taken(department.name) }
      let made = Tenancies.Group(department)
      return Change(
        "group", department.id, to: made,
        answer: Tenancies.GroupServiceCreateResponse(group: made))
    }
  }

  func update(
    _ request: Tenancies.GroupServiceUpdateRequest, _ call: CallContext
  ) async throws -> Tenancies.GroupServiceUpdateResponse {
    let (tenancy, given) = (try call.tenancy, request.group ?? .init())
    _ = try UpdateMask(request.updateMask, of: ["name"])
    return try await mutations.perform(request, call) { transaction in
      let (before, after) = try Self.change(
        given.id, (given.etag, "group.etag"), tenancy, transaction
      ) {
        _, department in
        department.name = given.name
      }
      return Change(
        "group", after.id, from: before, to: after,
        answer: Tenancies.GroupServiceUpdateResponse(group: after))
    }
  }

  func move(
    _ request: Tenancies.MoveRequest, _ call: CallContext
  ) async throws -> Tenancies.MoveResponse {
    let tenancy = try call.tenancy
    return try await mutations.perform(request, call) { transaction in
      let (before, after) = try Self.change(
        request.id, (request.etag, "etag"), tenancy, transaction
      ) {
        store, department in
        department.parent = request.parentId.isEmpty ? nil : request.parentId
        guard let parent = department.parent else { return }
        let path = try store.path(from: parent)
        if path.isEmpty { throw Self.notFound(parent) }
        guard !path.contains(department.id) else {
          throw RPCError(
            .failedPrecondition,
            "\"\(parent)\" is the department itself, or below it: choose another place",
            reason: "CYCLE", metadata: ["id": department.id, "parent_id": parent])
        }
        if path.count + (try store.height(of: department.id)) > Self.levelsMax {
          throw Self.tooDeep
        }
      }
      return Change(
        "group", after.id, from: before, to: after, answer: Tenancies.MoveResponse(group: after))
    }
  }

  /// Changes a department that was seen in its present state.
  private static func change(
    _ id: String, _ etag: (given: String, field: String), _ tenancy: Tenancy,
    _ transaction: Transaction,
    by change: (DepartmentStore, inout DepartmentRow) throws -> Void
  ) throws -> (before: Tenancies.Group, after: Tenancies.Group) {
    let store = DepartmentStore(tenancy, transaction.connection)
    guard var department = try store.department(id) else { throw notFound(id) }
    try department.etag.check(etag.given, etag.field)
    let before = Tenancies.Group(department)
    try change(store, &department)
    department.version += 1
    guard try store.replace(department) else { throw taken(department.name) }
    return (before, Tenancies.Group(department))
  }

  func delete(
    _ request: Tenancies.GroupServiceDeleteRequest, _ call: CallContext
  ) async throws -> Tenancies.GroupServiceDeleteResponse {
    let tenancy = try call.tenancy
    return try await mutations.perform(request, call) { transaction in
      let store = DepartmentStore(tenancy, transaction.connection)
      guard let department = try store.department(request.id) else {
        if request.allowMissing {
          return Change([], answer: Tenancies.GroupServiceDeleteResponse())
        }
        throw Self.notFound(request.id)
      }
      guard try store.isEmpty(request.id) else {
        throw RPCError(
          .failedPrecondition,
          "another department is below \"\(request.id)\", or somebody in it: move them first",
          reason: "NOT_EMPTY", metadata: ["id": request.id])
      }
      try store.removePeople(.leader, of: request.id)
      try store.remove(request.id)
      return Change(
        "group", request.id, from: Tenancies.Group(department),
        answer: Tenancies.GroupServiceDeleteResponse())
    }
  }

  func setMembers(
    _ request: Tenancies.SetMembersRequest, _ call: CallContext
  ) async throws -> Tenancies.SetMembersResponse {
    let tenancy = try call.tenancy
    return try await mutations.perform(request, call) { transaction in
      let store = DepartmentStore(tenancy, transaction.connection)
      let (before, after) = try Self.replace(.member, of: request.id, by: request.userIds, store)
      let answer = Tenancies.SetMembersResponse(userIds: after)
      return Change(
        "group-members", request.id, from: Tenancies.SetMembersResponse(userIds: before),
        to: answer, answer: answer)
    }
  }

  func setLeaders(
    _ request: Tenancies.SetLeadersRequest, _ call: CallContext
  ) async throws -> Tenancies.SetLeadersResponse {
    let tenancy = try call.tenancy
    return try await mutations.perform(request, call) { transaction in
      let store = DepartmentStore(tenancy, transaction.connection)
      let (before, after) = try Self.replace(.leader, of: request.id, by: request.userIds, store)
      let answer = Tenancies.SetLeadersResponse(userIds: after)
      return Change(
        "group-leaders", request.id, from: Tenancies.SetLeadersResponse(userIds: before),
        to: answer, answer: answer)
    }
  }

  /// Has others be a part of a department; returns who was and who is.
  private static func replace(
    _ part: DepartmentStore.Part, of id: String, by users: [String], _ store: DepartmentStore
  ) throws -> (before: [String], after: [String]) {
    guard try store.department(id) != nil else { throw notFound(id) }
    let before = try store.people(part, of: id)
    try store.removePeople(part, of: id)
    for user in users where try !store.add(user, as: part, to: id) {
      throw UserHandler.notFound(user)
    }
    return (before, try store.people(part, of: id))
  }

  // MARK: Reading

  func get(
    _ request: Tenancies.GroupServiceGetRequest, _ call: CallContext
  ) async throws -> Tenancies.GroupServiceGetResponse {
    let tenancy = try call.tenancy
    return try await call.awaitingStorage {
      try await database.read { connection in
        let store = DepartmentStore(tenancy, connection)
        guard let department = try store.department(request.id) else {
          throw Self.notFound(request.id)
        }
        return Tenancies.GroupServiceGetResponse(
          group: Tenancies.Group(department), userIds: try store.people(.member, of: request.id),
          leaderIds: try store.people(.leader, of: request.id))
      }
    }
  }

  func list(
    _ request: Tenancies.GroupServiceListRequest, _ call: CallContext
  ) async throws -> Tenancies.GroupServiceListResponse {
    let tenancy = try call.tenancy
    let filter = try Filter(request.filter, of: DepartmentStore.filterFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["groups", tenancy.tenant.text, request.filter], secret: pageTokenSecret)
    let after = request.pageToken.isEmpty ? "" : try token.open(request.pageToken)
    let departments = try await call.awaitingStorage {
      try await database.read {
        try DepartmentStore(tenancy, $0).list(filter, after: after, limit: size.rows + 1)
      }
    }
    let page = departments.prefix(size.rows)
    return Tenancies.GroupServiceListResponse(
      groups: page.map(Tenancies.Group.init),
      nextPageToken: departments.count > page.count
        ? page.last.map { token.seal($0.id) } ?? "" : "")
  }

  // MARK: Refusals

  /// What does not exist and what may not be seen look the same.
  static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no department \"\(id)\" that you may see: check the id",
      reason: "GROUP_NOT_FOUND", metadata: ["id": id])
  }

  private static func taken(_ name: String) -> RPCError {
    RPCError(
      .alreadyExists, "a department in the same place is called \"\(name)\": give another name",
      reason: "NAME_TAKEN", metadata: ["name": name])
  }

  private static let tooDeep = RPCError(
    .failedPrecondition,
    "the tree would have more than \(levelsMax) levels: choose a place farther up",
    reason: "TOO_DEEP", metadata: ["limit": "\(levelsMax)"])
}

extension Tenancies.Group {
  /// A kept department in the schema's words.
  init(_ department: DepartmentRow) {
    self.init(
      id: department.id, name: department.name, parentId: department.parent ?? "",
      createTime: .init(seconds: department.createdAt), etag: department.etag.text)
  }
}
