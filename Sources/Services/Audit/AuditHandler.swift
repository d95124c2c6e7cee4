import Buffers
import CivilTime
import Crypto
import EventLoop
import MadoAPI
import Protobuf
import RPC
import SQLite
import Storage

extension Audit.StartVerificationRequest: MutationRequest {}

/// Serves `mado.audit.v1.AuditService`.
struct AuditHandler: Audit.AuditService {
  let database: Database
  let clock: any Clock
  let trail: AuditTrail
  let mutations: Mutations
  let operations: Operations
  let feed: ChangeFeed
  let pageTokenSecret: [UInt8]

  // MARK: Records

  func list(
    _ request: Audit.ListRequest, _ call: CallContext
  ) async throws -> Audit.ListResponse {
    let page = try await page(
      Listing(request.filter, request.orderBy), "list", request.pageToken,
      PageSize(request.pageSize).rows, call)
    return Audit.ListResponse(records: page.rows.map(Audit.Record.init), nextPageToken: page.next)
  }

  func get(
    _ request: Audit.GetRequest, _ call: CallContext
  ) async throws -> Audit.GetResponse {
    let log = try call.auditLog
    let found = try await read(call) {
      try AuditStore(log, $0).chain(from: request.position, limit: 1).first ?? nil
    }
    guard let found, found.position == request.position else {
      throw RPCError(
        .notFound, "there is no record \(request.position): check the position",
        reason: "RECORD_NOT_FOUND", metadata: ["position": "\(request.position)"])
    }
    return Audit.GetResponse(record: Audit.Record(found))
  }

  func listChanges(
    _ request: Audit.ListChangesRequest, _ call: CallContext
  ) async throws -> Audit.ListChangesResponse {
    let changes = try await feed.changes(
      of: nil, call.auditLog, since: request.sinceToken, wait: request.wait.duration,
      request.pageSize, call)
    return Audit.ListChangesResponse(
      records: changes.rows.map(Audit.Record.init), nextSinceToken: changes.next)
  }

  // MARK: Proof

  func verify(
    _ request: Audit.VerifyRequest, _ call: CallContext
  ) async throws -> Audit.VerifyResponse {
    let log = try call.auditLog
    return try await call.awaitingStorage {
      try await AuditVerification(log, database.keys).run(request, database, trail)
    }
  }

  func startVerification(
    _ request: Audit.StartVerificationRequest, _ call: CallContext
  ) async throws -> Audit.StartVerificationResponse {
    let (tenancy, caller) = (try call.tenancy, try call.caller.principal)
    let (method, loop) = (call.method, EventLoop.current)
    let verification = AuditVerification(tenancy, database.keys)
    return try await mutations.perform(request, call) { transaction in
      let operation = try operations.begin(caller, method, tenancy, on: loop, in: transaction) {
        try await verification.runWhole($0, database, trail)
      }
      return Change(
        "operation", operation.id, to: operation,
        answer: Audit.StartVerificationResponse(operation: operation))
    }
  }

  func listCheckpoints(
    _ request: Audit.ListCheckpointsRequest, _ call: CallContext
  ) async throws -> Audit.ListCheckpointsResponse {
    let log = try call.auditLog
    let page = try Page(
      request.pageSize, request.pageToken, of: ["checkpoints", log.tenant.text],
      secret: pageTokenSecret)
    let after = try page.place(words: 1) { Int64($0[0]) } ?? 0
    let (signed, key) = try await read(call) { [database] connection in
      let store = AuditStore(log, connection)
      let keys = try AuditChain.Keys(of: log.tenant.text, database.keys, connection)
      return (
        try store.checkpoints(max(after, after &+ 1)...Int64.max, limit: page.limit),
        keys?.signing.publicKey
      )
    }
    let shown = page.cut(signed) { "\($0.head.position)" }
    return Audit.ListCheckpointsResponse(
      checkpoints: shown.rows.map(Audit.Checkpoint.init), nextPageToken: shown.next,
      publicKey: Bytes(key ?? []))
  }

  // MARK: Export

  /// Records in a piece.
  private static let exportedRows = 5_000

  func export(
    _ request: Audit.ExportRequest, _ call: CallContext
  ) async throws -> Audit.ExportResponse {
    let isFirst = request.pageToken.isEmpty
    if isFirst {
      var record = try AuditRecord(call, at: clock.now, on: "audit/")
      record.tenant = try call.auditLog.tenant.text
      try await trail.note(record, call)
    }
    let page = try await page(
      Listing(request.filter, ""), "export \(request.format.number)", request.pageToken,
      Self.exportedRows, call)
    return Audit.ExportResponse(
      data: try AuditExport.piece(page.rows, as: request.format, isFirst: isFirst),
      nextPageToken: page.next, mediaType: AuditExport.mediaType(request.format))
  }

  // MARK: Reading

  /// What a list asks for.
  private struct Listing {
    let filter: Filter
    let order: Order
    let texts: [String]

    init(_ filter: String, _ order: String) throws(RPCError) {
      self.filter = try Filter(filter, of: AuditStore.filterFields)
      self.order = try Order(order, of: AuditStore.orderFields)
      texts = [filter, order]
    }
  }

  private func page(
    _ listing: Listing, _ method: String, _ pageToken: String, _ limit: Int, _ call: CallContext
  ) async throws -> (rows: [AuditRow], next: String) {
    let log = try call.auditLog
    let token = PageToken(
      of: ["audit", method, log.tenant.text] + listing.texts, secret: pageTokenSecret)
    var place: [Int64] = []
    if !pageToken.isEmpty {
      place = try token.open(pageToken).words.compactMap { Int64($0) }
      guard place.count == listing.order.field.columns.count else { throw token.mismatch }
    }
    let rows = try await read(call) { [place] in
      try AuditStore(log, $0).list(listing.filter, listing.order, after: place, limit: limit + 1)
    }
    let page = Array(rows.prefix(limit))
    guard rows.count > limit, let last = page.last else { return (page, "") }
    let next =
      listing.order.field.name == "time" ? "\(last.record.at) \(last.position)" : "\(last.position)"
    return (page, token.seal(next))
  }

  private func read<R: Sendable>(
    _ call: CallContext, _ body: @escaping @Sendable (Connection) throws -> R
  ) async throws -> R {
    try await call.awaitingStorage { try await database.read(body) }
  }
}

extension CallContext {
  /// Whose log the caller reads: his tenant's, or of the vendor the vendor's own.
  fileprivate var auditLog: Tenancy {
    get throws(RPCError) {
      if case .vendor = try caller.reach { return .ofTheVendor }
      return try tenancy
    }
  }
}

// MARK: - In the schema's words

extension Audit.Record {
  init(_ row: AuditRow) {
    let record = row.record
    self.init(
      position: row.position, time: .init(nanoseconds: record.at), actor: record.actor,
      roles: record.roles.words, action: record.action, target: record.target,
      refusal: record.refusal, beforeHash: Bytes(record.before?.bytes ?? []),
      afterHash: Bytes(record.after?.bytes ?? []), address: record.address,
      traceId: record.trace, requestHash: Bytes(record.request?.bytes ?? []),
      hash: Bytes(row.hash.bytes))
  }
}

extension Audit.Head {
  init(_ head: AuditChain.Head) {
    self.init(position: head.position, hash: Bytes(head.hash.bytes))
  }
}

extension Audit.Checkpoint {
  init(_ checkpoint: AuditChain.Checkpoint) {
    self.init(
      head: Audit.Head(checkpoint.head), time: .init(nanoseconds: checkpoint.at),
      signature: Bytes(checkpoint.signature))
  }
}

extension AuditRecord {
  /// As people and filters write it (ISO 8601, UTC).
  var instantText: String {
    let time = GoogleProtobuf.Timestamp(nanoseconds: at)
    return CivilTime.Instant(seconds: time.seconds, nanoseconds: time.nanos)?.description ?? ""
  }
}

extension Optional where Wrapped == GoogleProtobuf.Duration {
  /// Nothing for none.
  var duration: Swift.Duration {
    guard let self else { return .zero }
    return .seconds(self.seconds) + .nanoseconds(Int64(self.nanos))
  }
}
