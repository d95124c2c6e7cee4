import CivilTime
import MadoAPI
import Protobuf
import RPC
import Storage

extension Identity.UserServiceCreateRequest: MutationRequest {}
extension Identity.UserServiceUpdateRequest: MutationRequest {}
extension Identity.UserServiceDeleteRequest: MutationRequest {}
extension Identity.IssueCodeRequest: MutationRequest {}

/// Serves `mado.identity.v1.UserService`.
struct UserHandler: Identity.UserService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let authenticator: Authenticator
  let feed: ChangeFeed
  let trail: AuditTrail
  let pageTokenSecret: [UInt8]

  // MARK: Changing

  func create(
    _ request: Identity.UserServiceCreateRequest, _ call: CallContext
  ) async throws -> Identity.UserServiceCreateResponse {
    let tenancy = try call.tenancy
    let given = request.user ?? .init()
    let now = clock.now.seconds
    let user = UserRow(
      id: freshID("user", at: now), login: given.login, name: given.name,
      reading: given.reading, locale: given.locale, roles: Set(given.roles),
      vendorRoles: Set(given.vendorRoles), isSuspended: false, createdAt: now, version: 1)
    // The rules of the schema hold: the request was checked as a whole.
    let wrong = user.wrongRoles(in: tenancy.tenant)
    guard wrong.isEmpty else { throw RPCError.invalid(wrong) }
    return try await mutations.perform(request, call) { transaction in
      guard try PeopleStore(tenancy, transaction.connection).add(user) else {
        throw Self.loginTaken(user.login)
      }
      let made = Identity.User(user)
      return Change(
        "user", user.id, to: made, answer: Identity.UserServiceCreateResponse(user: made))
    }
  }

  func update(
    _ request: Identity.UserServiceUpdateRequest, _ call: CallContext
  ) async throws -> Identity.UserServiceUpdateResponse {
    let (tenancy, caller) = (try call.tenancy, try call.caller.principal.subject)
    let now = clock.now.seconds
    let mask = try UpdateMask(
      request.updateMask, of: ["name", "reading", "locale", "roles", "vendor_roles", "state"])
    let given = request.user ?? .init()
    let response = try await mutations.perform(request, call) { transaction in
      let people = PeopleStore(tenancy, transaction.connection)
      guard var user = try people.user(given.id) else { throw Self.notFound(given.id) }
      try user.etag.check(given.etag, "user.etag")
      let before = Identity.User(user)
      try user.apply(given, mask, in: tenancy.tenant)
      if user.id == caller, user.isSuspended || !user.isAdministrator { throw Self.onOneself }
      user.version += 1
      try people.replace(user)
      if user.isSuspended {
        try SessionStore(tenancy, transaction.connection)
          .removeSessions(of: user.id, at: now)
      }
      let after = Identity.User(user)
      return Change(
        "user", user.id, from: before, to: after,
        answer: Identity.UserServiceUpdateResponse(user: after))
    }
    authenticator.changed()
    return response
  }

  static let onOneself = RPCError(
    .failedPrecondition,
    "nobody suspends or deletes himself, or takes his own role of administrator: let another one "
      + "do it", reason: "NOT_ON_ONESELF")

  func delete(
    _ request: Identity.UserServiceDeleteRequest, _ call: CallContext
  ) async throws -> Identity.UserServiceDeleteResponse {
    let (tenancy, caller) = (try call.tenancy, try call.caller.principal.subject)
    let keys = database.keys
    let response = try await mutations.perform(request, call) { transaction in
      let people = PeopleStore(tenancy, transaction.connection)
      guard let user = try people.user(request.id) else {
        if request.allowMissing { return Change([], answer: Identity.UserServiceDeleteResponse()) }
        throw Self.notFound(request.id)
      }
      if user.id == caller { throw Self.onOneself }
      try UserRemoval.run(user.id, tenancy, keys, in: transaction)
      return Change(
        "user", user.id, from: Identity.User(user), answer: Identity.UserServiceDeleteResponse())
    }
    authenticator.changed()
    return response
  }

  func issueCode(
    _ request: Identity.IssueCodeRequest, _ call: CallContext
  ) async throws -> Identity.IssueCodeResponse {
    let (tenancy, code) = (try call.tenancy, IssuedCode(at: clock.now.seconds))
    return try await mutations.perform(request, call) { transaction in
      let store = SessionStore(tenancy, transaction.connection)
      let kept = SignInRow.Code(code, resetsSecondFactor: request.resetSecondFactor)
      guard try store.setCode(kept, of: request.userId) else {
        throw Self.notFound(request.userId)
      }
      let issued = Identity.IssueCodeResponse(
        code: request.validateOnly ? "" : code.text, expireTime: .init(seconds: code.end))
      return Change("sign-in-code", request.userId, answer: issued)
    }
  }

  // MARK: Reading

  func get(
    _ request: Identity.UserServiceGetRequest, _ call: CallContext
  ) async throws -> Identity.UserServiceGetResponse {
    let tenancy = try call.tenancy
    let user = try await call.awaitingStorage {
      try await database.read { try PeopleStore(tenancy, $0).user(request.id) }
    }
    guard let user else { throw Self.notFound(request.id) }
    return Identity.UserServiceGetResponse(user: Identity.User(user))
  }

  func list(
    _ request: Identity.UserServiceListRequest, _ call: CallContext
  ) async throws -> Identity.UserServiceListResponse {
    let tenancy = try call.tenancy
    let filter = try Filter(request.filter, of: PeopleStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken, of: ["users", tenancy.tenant.text, request.filter],
      secret: pageTokenSecret)
    let users = try await call.awaitingStorage {
      try await database.read {
        try PeopleStore(tenancy, $0).list(filter, after: page.place ?? "", limit: page.limit)
      }
    }
    let shown = page.cut(users) { $0.login }
    return Identity.UserServiceListResponse(
      users: shown.rows.map(Identity.User.init), nextPageToken: shown.next)
  }

  func listChanges(
    _ request: Identity.ListChangesRequest, _ call: CallContext
  ) async throws -> Identity.ListChangesResponse {
    let tenancy = try call.tenancy
    let changes = try await feed.changes(
      of: "user", tenancy, since: request.sinceToken, wait: request.wait.duration,
      request.pageSize, call)
    let users = try await call.awaitingStorage {
      try await database.read { connection in
        let people = PeopleStore(tenancy, connection)
        return try changes.ids.map { id in
          Identity.ListChangesResponse.Changed(
            userId: id, user: try people.user(id).map(Identity.User.init))
        }
      }
    }
    return Identity.ListChangesResponse(users: users, nextSinceToken: changes.next)
  }

  static func loginTaken(_ login: String) -> RPCError {
    RPCError(
      .alreadyExists, "user.login is \"\(login)\", which somebody has: give another",
      reason: "LOGIN_TAKEN", metadata: ["login": login])
  }

  /// Who does not exist and who may not be seen look the same.
  static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no user \"\(id)\" that you may see: check the id",
      reason: "USER_NOT_FOUND", metadata: ["id": id])
  }
}

extension UserRow {
  fileprivate var isAdministrator: Bool { roles.contains(.admin) || vendorRoles.contains(.admin) }

  /// Takes the fields that an update names, which must leave a right user.
  fileprivate mutating func apply(
    _ given: Identity.User, _ mask: UpdateMask, in tenant: TenantID
  ) throws(RPCError) {
    if mask.contains("name") { name = given.name }
    if mask.contains("reading") { reading = given.reading }
    if mask.contains("locale") { locale = given.locale }
    if mask.contains("roles") { roles = Set(given.roles) }
    if mask.contains("vendor_roles") { vendorRoles = Set(given.vendorRoles) }
    if mask.contains("state") {
      guard given.state == .active || given.state == .suspended else {
        throw .invalid([
          .init(field: "user.state", description: "state is not said: give ACTIVE or SUSPENDED")
        ])
      }
      isSuspended = given.state == .suspended
    }
    // An update says but some of the fields: what is checked is what comes of it.
    try check(in: tenant)
  }

  /// Throws INVALID_ARGUMENT unless he is a right user of that tenant, or of the vendor's staff.
  func check(in tenant: TenantID) throws(RPCError) {
    let broken = Identity.User(self).violations().all.map {
      GoogleRpc.BadRequest.FieldViolation(
        field: "user.\($0.field)", description: $0.message, reason: $0.rule)
    }
    let wrong = broken + wrongRoles(in: tenant)
    if !wrong.isEmpty { throw .invalid(wrong) }
  }

  /// What keeps him from being a user of that tenant, or of the vendor's staff.
  fileprivate func wrongRoles(in tenant: TenantID) -> [GoogleRpc.BadRequest.FieldViolation] {
    var wrong: [GoogleRpc.BadRequest.FieldViolation] = []
    let isStaff = tenant == .vendor
    if isStaff ? vendorRoles.isEmpty : roles.isEmpty {
      wrong.append(
        .init(
          field: isStaff ? "user.vendor_roles" : "user.roles",
          description: "he has no role: give at least one"))
    }
    if isStaff ? !roles.isEmpty : !vendorRoles.isEmpty {
      wrong.append(
        .init(
          field: isStaff ? "user.roles" : "user.vendor_roles",
          description: "the vendor's staff have vendor_roles, users of a tenant roles: give those"))
    }
    return wrong
  }
}

extension Identity.User {
  /// A kept user in the schema's words.
  init(_ user: UserRow) {
    self.init(
      id: user.id, login: user.login, name: user.name, reading: user.reading, locale: user.locale,
      roles: user.roles.sorted { $0.number < $1.number },
      state: user.isSuspended ? .suspended : .active,
      createTime: .init(seconds: user.createdAt), etag: user.etag.text,
      vendorRoles: user.vendorRoles.sorted { $0.number < $1.number },
      hasSecondFactor: user.hasSecondFactor)
  }
}
