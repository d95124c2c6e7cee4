import CivilTime
import MadoAPI
import Protobuf
import RPC
import SQLite
import Storage

extension Notices.SendRequest: MutationRequest {}
extension Notices.AcknowledgeRequest: MutationRequest {}

/// Serves `mado.notice.v1.NoticeService`.
struct NoticeHandler: Notices.NoticeService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let outbox: Outbox
  let pageTokenSecret: [UInt8]

  /// E-mails of a tenant that may wait.
  static let waitingMax = 1_000

  // MARK: Changing

  func send(
    _ request: Notices.SendRequest, _ call: CallContext
  ) async throws -> Notices.SendResponse {
    guard request.means == .email || request.recipient.isEmpty else {
      throw RPCError.invalid([
        .init(
          field: "recipient", description: "recipient is of an e-mail only: leave it out")
      ])
    }
    let (tenant, now) = (TenantID(request.tenantId), clock.now.seconds)
    let hasMailer = outbox.hasMailer
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      guard try TenantRegister(connection).contains(tenant) else {
        throw RPCError.noTenant(tenant.text)
      }
      let store = NoticeStore(.ofWhomItConcerns(tenant), connection)
      let rows = try Self.recipients(of: request, tenant, connection).map {
        NoticeRow(request, to: $0, at: now)
      }
      if request.means == .email, try store.waitingCount() + rows.count > Self.waitingMax {
        throw RPCError(
          .resourceExhausted,
          "\(Self.waitingMax) e-mails to the tenant wait already: see to the mailer",
          reason: "OUTBOX_FULL", metadata: ["limit": "\(Self.waitingMax)"])
      }
      for row in rows { try store.add(row) }
      let made = rows.map { Notices.Notice($0, hasMailer: hasMailer) }
      return Change(
        made.map { Alteration("notice", $0.id, to: $0, in: tenant) },
        answer: Notices.SendResponse(notice: made.first, others: Array(made.dropFirst())))
    }
  }

  /// To whom a notice goes: without an address to each registered administrator (TEL-06).
  private static func recipients(
    of request: Notices.SendRequest, _ tenant: TenantID, _ connection: Connection
  ) throws -> [String] {
    guard request.means == .email, request.recipient.isEmpty else { return [request.recipient] }
    let contacts = try ContactStore(.ofWhomItConcerns(tenant), connection).all()
    guard !contacts.isEmpty else {
      throw RPCError(
        .failedPrecondition,
        "the tenant \"\(tenant.text)\" has no registered administrator: give a recipient",
        reason: "NO_ADMIN_CONTACT", metadata: ["id": tenant.text])
    }
    return contacts.map(\.email)
  }

  func acknowledge(
    _ request: Notices.AcknowledgeRequest, _ call: CallContext
  ) async throws -> Notices.AcknowledgeResponse {
    let (tenancy, user) = (try call.tenancy, try call.caller.principal.subject)
    let (now, hasMailer) = (clock.now.seconds, outbox.hasMailer)
    return try await mutations.perform(request, call) { transaction in
      let store = NoticeStore(tenancy, transaction.connection)
      guard var notice = try store.notice(request.id) else { throw Self.notFound(request.id) }
      let before = Notices.Notice(notice, hasMailer: hasMailer)
      if notice.acknowledgedAt == nil {
        (notice.acknowledgedAt, notice.acknowledgedBy) = (now, user)
        // What has no deemed time of its own counts from here (TEL-06).
        if notice.means == .other { notice.deemedAt = now }
        try store.replace(notice)
      }
      let after = Notices.Notice(notice, hasMailer: hasMailer)
      return Change(
        "notice", notice.id, from: before, to: after,
        answer: Notices.AcknowledgeResponse(notice: after))
    }
  }

  // MARK: Reading

  func get(
    _ request: Notices.GetRequest, _ call: CallContext
  ) async throws -> Notices.GetResponse {
    let tenancy = try call.tenancy(named: request.tenantId)
    let notice = try await call.awaitingStorage {
      try await database.read { try NoticeStore(tenancy, $0).notice(request.id) }
    }
    guard let notice else { throw Self.notFound(request.id) }
    return Notices.GetResponse(notice: Notices.Notice(notice, hasMailer: outbox.hasMailer))
  }

  func list(
    _ request: Notices.ListRequest, _ call: CallContext
  ) async throws -> Notices.ListResponse {
    let tenancy = try call.tenancy(named: request.tenantId)
    let filter = try Filter(request.filter, of: NoticeStore.filterFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["notices", tenancy.tenant.text, tenancy.whose.text, request.filter],
      secret: pageTokenSecret)
    let place = request.pageToken.isEmpty ? nil : try Self.place(token.open(request.pageToken))
    let found = try await call.awaitingStorage {
      try await database.read {
        try NoticeStore(tenancy, $0).list(filter, before: place, limit: size.rows + 1)
      }
    }
    let page = found.prefix(size.rows)
    let next = page.last.map { token.seal("\($0.createdAt) \($0.id)") } ?? ""
    return Notices.ListResponse(
      notices: page.map { Notices.Notice($0, hasMailer: outbox.hasMailer) },
      nextPageToken: found.count > page.count ? next : "")
  }

  private static func place(_ text: String) throws(RPCError) -> (createdAt: Int64, id: String) {
    let words = text.words
    guard words.count == 2, let createdAt = Int64(words[0]) else { throw PageToken.mismatch }
    return (createdAt, words[1])
  }

  private static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no notice \"\(id)\" that you may see: check the id",
      reason: "NOTICE_NOT_FOUND", metadata: ["id": id])
  }
}

// MARK: - Between rows and the schema's words

extension NoticeRow {
  /// What is entered at an instant, in seconds since 1970: posted at once, or due at once.
  fileprivate init(_ request: Notices.SendRequest, to recipient: String, at now: Int64) {
    let means: Means =
      switch request.means {
      case .email: .email
      case .loginScreen: .loginScreen
      case .other, .unspecified, .unrecognized: .other
      }
    self.init(
      id: freshID("notice", at: now), tenant: request.tenantId, means: means,
      recipient: recipient, subject: request.subject, body: request.body, createdAt: now,
      state: .waiting)
    switch means {
    case .email: nextTryAt = now
    case .loginScreen: (state, deemedAt) = (.posted, now)
    case .other: state = .recorded
    }
  }
}

extension Notices.Notice {
  /// - Parameter hasMailer: whether somebody takes e-mails.
  init(_ row: NoticeRow, hasMailer: Bool) {
    let means: Notices.Means =
      switch row.means {
      case .email: .email
      case .loginScreen: .loginScreen
      case .other: .other
      }
    let state: Notices.State =
      switch row.state {
      case .waiting: hasMailer ? .waiting : .waitingForMailer
      case .sent: .sent
      case .failed: .failed
      case .posted: .posted
      case .recorded: .recorded
      }
    self.init(
      id: row.id, tenantId: row.tenant, means: means, recipient: row.recipient,
      subject: row.subject, body: row.body, createTime: .init(seconds: row.createdAt),
      state: state, deemedDeliveryTime: row.deemedAt.map { .init(seconds: $0) },
      tries: Int32(clamping: row.tries),
      nextTryTime: hasMailer ? row.nextTryAt.map { .init(seconds: $0) } : nil,
      lastError: row.lastError, acknowledgeTime: row.acknowledgedAt.map { .init(seconds: $0) },
      acknowledgedBy: row.acknowledgedBy)
  }
}
