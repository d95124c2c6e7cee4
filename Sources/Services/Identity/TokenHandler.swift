import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import Storage

extension Identity.TokenServiceCreateRequest: MutationRequest {}
extension Identity.TokenServiceRotateRequest: MutationRequest {}
extension Identity.TokenServiceRevokeRequest: MutationRequest {}

/// Serves `mado.identity.v1.TokenService`.
struct TokenHandler: Identity.TokenService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let authenticator: Authenticator
  /// What a scope is good for.
  let scopes: ScopeTable
  let pageTokenSecret: [UInt8]

  /// Tokens that a user may have.
  private static let tokensMax = 100

  // MARK: Changing

  func create(
    _ request: Identity.TokenServiceCreateRequest, _ call: CallContext
  ) async throws -> Identity.TokenServiceCreateResponse {
    let (tenancy, owner) = (try call.tenancy, try call.caller.principal)
    try scopes.check(request.scopes, for: owner)
    let now = clock.now.seconds
    let end = request.expireTime?.seconds
    if let end, end <= now {
      throw RPCError.invalid([
        .init(field: "expire_time", description: "expire_time has passed: give one in the future")
      ])
    }
    let wrong = request.networks.enumerated().filter { IPNetwork($0.element) == nil }
    guard wrong.isEmpty else {
      throw RPCError.invalid(
        wrong.map { place, text in
          .init(
            field: "networks[\(place)]",
            description:
              "\"\(text)\" is no network: give one such as 203.0.113.0/24 or 2001:db8::/32")
        })
    }
    let certificate = try request.byCertificate ? ClientCertificate(of: call) : nil
    let secret = Token()
    let token = APIToken(
      id: freshID("token", at: now), user: owner.subject, name: request.name,
      scopes: request.scopes, createdAt: now, expiresAt: end, networks: request.networks,
      certificate: certificate)
    return try await mutations.perform(request, call) { transaction in
      let store = APITokenStore(tenancy, transaction.connection)
      guard try store.count(of: owner.subject) < Self.tokensMax else {
        throw RPCError(
          .resourceExhausted, "there are \(Self.tokensMax) tokens already: revoke one first",
          reason: "TOO_MANY_TOKENS", metadata: ["limit": "\(Self.tokensMax)"])
      }
      if let certificate { try TokenStore(transaction.connection).check(certificate) }
      try store.add(token, secret: secret)
      let made = Identity.Token(token)
      return Change(
        "token", token.id, to: made,
        answer: Identity.TokenServiceCreateResponse(
          token: made,
          secret: request.validateOnly || certificate != nil ? "" : secret.secret))
    }
  }

  func rotate(
    _ request: Identity.TokenServiceRotateRequest, _ call: CallContext
  ) async throws -> Identity.TokenServiceRotateResponse {
    let tenancy = try call.tenancy
    let secret = Token()
    let response = try await mutations.perform(request, call) { transaction in
      let store = APITokenStore(tenancy, transaction.connection)
      guard let token = try store.token(request.id) else { throw Self.notFound(request.id) }
      guard token.certificate == nil else {
        throw RPCError(
          .failedPrecondition, "the token \(token.id) is known by a certificate: renew that one",
          reason: "NO_SECRET", metadata: ["id": token.id])
      }
      try store.replaceSecret(of: token.id, by: secret)
      let kept = Identity.Token(token)
      return Change(
        "token", token.id, from: kept, to: kept,
        answer: Identity.TokenServiceRotateResponse(
          token: kept, secret: request.validateOnly ? "" : secret.secret))
    }
    authenticator.changed()
    return response
  }

  func revoke(
    _ request: Identity.TokenServiceRevokeRequest, _ call: CallContext
  ) async throws -> Identity.TokenServiceRevokeResponse {
    let tenancy = try call.tenancy
    let response = try await mutations.perform(request, call) { transaction in
      let removed = try APITokenStore(tenancy, transaction.connection).remove(request.id)
      guard let removed else { throw Self.notFound(request.id) }
      return Change(
        "token", removed.id, from: Identity.Token(removed),
        answer: Identity.TokenServiceRevokeResponse())
    }
    authenticator.changed()
    return response
  }

  private static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no token \"\(id)\" that you may change: check the id",
      reason: "TOKEN_NOT_FOUND", metadata: ["id": id])
  }

  // MARK: Reading

  func list(
    _ request: Identity.TokenServiceListRequest, _ call: CallContext
  ) async throws -> Identity.TokenServiceListResponse {
    let tenancy = try call.tenancy
    let page = try Page(
      request.pageSize, request.pageToken, of: ["tokens", tenancy.tenant.text],
      secret: pageTokenSecret)
    let place = try page.place(words: 2) { words in
      Int64(words[0]).map { (createdAt: $0, id: words[1]) }
    }
    let tokens = try await call.awaitingStorage {
      try await database.read {
        try APITokenStore(tenancy, $0).list(after: place, limit: page.limit)
      }
    }
    let shown = page.cut(tokens) { "\($0.createdAt) \($0.id)" }
    return Identity.TokenServiceListResponse(
      tokens: shown.rows.map(Identity.Token.init), nextPageToken: shown.next)
  }
}

/// Which scopes there are, and whom they let do anything: read from the methods' access.
struct ScopeTable: Sendable {
  private let roles: [String: Set<TenantRole>]

  init(_ table: AccessTable) {
    roles = table.rolesByScope
  }

  /// Throws INVALID_ARGUMENT for every scope that lets an owner of these roles do nothing.
  func check(_ scopes: [String], for owner: Principal) throws(RPCError) {
    guard case .tenant(_, let own) = owner.side else { return }
    let good = roles.filter { !$0.value.isDisjoint(with: own) }.keys.sorted()
    let wrong = scopes.enumerated().filter { !good.contains($0.element) }
    guard !wrong.isEmpty else { return }
    throw .invalid(
      wrong.map { place, scope in
        .init(
          field: "scopes[\(place)]",
          description: "\"\(scope)\" lets you do nothing: give some of "
            + good.joined(separator: ", "))
      }, reason: "SCOPE_EXCEEDS_OWNER")
  }
}

extension Identity.Token {
  /// A kept token in the schema's words.
  init(_ token: APIToken) {
    self.init(
      id: token.id, userId: token.user, name: token.name, scopes: token.scopes,
      createTime: .init(seconds: token.createdAt),
      expireTime: token.expiresAt.map { .init(seconds: $0) }, networks: token.networks,
      byCertificate: token.certificate != nil)
  }
}
