import CivilTime
import Crypto
import MadoAPI
import Protobuf
import RPC
import Storage

extension Identity.DeviceServiceIssueCodeRequest: MutationRequest {}
extension Identity.DeviceServiceRevokeRequest: MutationRequest {}

/// Serves `mado.identity.v1.DeviceService`.
struct DeviceHandler: Identity.DeviceService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let authenticator: Authenticator
  let trail: AuditTrail
  let guards: SignInGuard
  let pageTokenSecret: [UInt8]

  // MARK: Enrolling

  func issueCode(
    _ request: Identity.DeviceServiceIssueCodeRequest, _ call: CallContext
  ) async throws -> Identity.DeviceServiceIssueCodeResponse {
    let (tenancy, code) = (try call.tenancy, IssuedCode(at: clock.now.seconds))
    return try await mutations.perform(request, call) { transaction in
      let store = DeviceStore(tenancy, transaction.connection)
      guard try store.setCode(code, of: request.workerId) else {
        throw UserHandler.notFound(request.workerId)
      }
      return Change(
        "device-code", request.workerId,
        answer: Identity.DeviceServiceIssueCodeResponse(
          code: request.validateOnly ? "" : code.text, expireTime: .init(seconds: code.end)))
    }
  }

  func enrol(
    _ request: Identity.EnrolRequest, _ call: CallContext
  ) async throws -> Identity.EnrolResponse {
    let (now, hash) = (clock.now.seconds, Token.hash(request.code))
    let attempt = SignInGuard.Try(.code, host: call.peerHost)
    try await call.awaitingStorage { try await guards.begin(attempt) }
    let certificate = try request.byCertificate ? ClientCertificate(of: call) : nil
    let known = try await call.awaitingStorage {
      try await database.read { try TokenStore($0).deviceCode(hash) }
    }
    guard let (worker, tenant) = known else { throw Self.refused }
    let device = DeviceRow(
      id: freshID("device", at: now), worker: worker, name: request.name,
      createdAt: now)
    let principal = Principal(.tenant(tenant, [.device]), subject: device.id, worker: worker)
    let (made, secret) = (Identity.Device(device), Token())
    var record = try AuditRecord(call, by: principal, at: clock.now, on: "device/\(device.id)")
    record.after = SHA256.hash(made.encoded())
    let isEnrolled = try await call.awaitingStorage {
      try await database.write { [record] transaction in
        let store = DeviceStore(.claimed(tenant), transaction.connection)
        guard try store.spend(hash, at: now) else { return false }
        try store.add(device)
        try TokenStore(transaction.connection).add(secret, for: principal, certificate)
        trail.leave(record, in: transaction)
        return true
      }
    }
    guard isEnrolled else { throw Self.refused }
    try await call.awaitingStorage { try await guards.succeeded(attempt) }
    return Identity.EnrolResponse(device: made, secret: certificate == nil ? secret.secret : "")
  }

  private static let refused = RPCError(
    .unauthenticated, "the code is unknown, was used, or has ended: ask for a new one",
    reason: "DEVICE_CODE_REFUSED")

  // MARK: Ending

  func revoke(
    _ request: Identity.DeviceServiceRevokeRequest, _ call: CallContext
  ) async throws -> Identity.DeviceServiceRevokeResponse {
    let tenancy = try call.tenancy
    let response = try await mutations.perform(request, call) { transaction in
      let store = DeviceStore(tenancy, transaction.connection)
      guard var device = try store.device(request.id) else {
        throw RPCError(
          .notFound, "there is no device \"\(request.id)\" that you may revoke: check the id",
          reason: "DEVICE_NOT_FOUND", metadata: ["id": request.id])
      }
      let before = Identity.Device(device)
      try store.revoke(device.id)
      device.isRevoked = true
      return Change(
        "device", device.id, from: before, to: Identity.Device(device),
        answer: Identity.DeviceServiceRevokeResponse())
    }
    authenticator.changed()
    return response
  }

  // MARK: Reading

  func list(
    _ request: Identity.DeviceServiceListRequest, _ call: CallContext
  ) async throws -> Identity.DeviceServiceListResponse {
    let tenancy = try call.tenancy
    let filter = try Filter(request.filter, of: DeviceStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken, of: ["devices", tenancy.tenant.text, request.filter],
      secret: pageTokenSecret)
    let devices = try await call.awaitingStorage {
      try await database.read {
        try DeviceStore(tenancy, $0).list(filter, after: page.place ?? "", limit: page.limit)
      }
    }
    let shown = page.cut(devices) { $0.id }
    return Identity.DeviceServiceListResponse(
      devices: shown.rows.map(Identity.Device.init), nextPageToken: shown.next)
  }
}

extension Identity.Device {
  /// A kept machine in the schema's words.
  init(_ device: DeviceRow) {
    self.init(
      id: device.id, workerId: device.worker, name: device.name,
      createTime: .init(seconds: device.createdAt), isRevoked: device.isRevoked)
  }
}
