import CivilTime
import Crypto
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

extension Support.ProvisionRequest: MutationRequest {}
extension Support.IngestRequest: MutationRequest {}

/// Serves `mado.support.v1.MailboxService`.
struct MailboxHandler: Support.MailboxService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations

  func provision(
    _ request: Support.ProvisionRequest, _ call: CallContext
  ) async throws -> Support.ProvisionResponse {
    let (reach, now) = (try call.caller.reach, clock.now)
    // Nobody guesses the address of another contract.
    let name = Hex.encode(SecureRandom.bytes(8))
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let tenancy = try LicensedContract.tenancy(of: request.contractId, reach, connection)
      try SupportContracts(tenancy, connection).check(request.contractId)
      let store = MailboxStore(tenancy, connection)
      if let kept = try store.mailbox(of: request.contractId) {
        return Change(
          [], answer: Support.ProvisionResponse(mailbox: .init(kept, of: tenancy.tenant)))
      }
      let row = MailboxRow(
        address: "\(name)@\(request.domain.lowercased())", contract: request.contractId,
        created: now)
      try store.add(row)
      let made = Support.Mailbox(row, of: tenancy.tenant)
      return Change(
        "mailbox", row.address, to: made, in: tenancy.tenant,
        answer: Support.ProvisionResponse(mailbox: made))
    }
  }

  func ingest(
    _ request: Support.IngestRequest, _ call: CallContext
  ) async throws -> Support.IngestResponse {
    let (author, now) = (try call.caller.principal.subject, clock.now)
    let address = request.address.lowercased()
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      guard let tenant = try CaseRegister(connection).tenant(ofMailbox: address) else {
        throw Self.notFound(address)
      }
      let tenancy = Tenancy.ofWhomItConcerns(tenant)
      let store = MailboxStore(tenancy, connection)
      guard let mailbox = try store.mailbox(at: address) else { throw Self.notFound(address) }
      if let known = try store.caseID(ofMail: request.messageId, to: address),
        let row = try CaseStore(tenancy, connection).find(known)
      {
        return Change(
          [], answer: Support.IngestResponse(case: Support.Case(row), duplicate: true))
      }
      let file =
        try Self.answer(request, mailbox, by: author, at: now, tenancy, connection)
        ?? Self.open(request, mailbox, by: author, at: now, tenancy, connection)
      try store.add(mail: request.messageId, to: address, of: file.row.id)
      return Change(
        [file.alteration], answer: Support.IngestResponse(case: Support.Case(file.row)))
    }
  }

  /// Writes a mail to the case that it answers; nil when it answers none of the contract's.
  private static func answer(
    _ request: Support.IngestRequest, _ mailbox: MailboxRow, by author: String, at now: Instant,
    _ tenancy: Tenancy, _ connection: Connection
  ) throws -> CaseFile? {
    let store = MailboxStore(tenancy, connection)
    let referred = try request.references.lazy.compactMap {
      try store.caseID(ofMail: $0, to: mailbox.address)
    }.first
    guard let id = try referred ?? named(in: request.subject),
      var file = try CaseFile(id, tenancy, connection), file.row.contract == mailbox.contract
    else { return nil }
    try file.catchUp(at: now)
    if file.row.state.isResolved, file.row.state != .accepted { try file.act(.reopen, at: now) }
    _ = try file.write(
      MessageRow(position: 0, kind: .question, author: author, body: request.body, sent: now))
    try file.act(.customer, at: now)
    try file.keep(at: now)
    return file
  }

  /// The id of a case in a subject, which answers to our mails have.
  private static func named(in subject: String) -> String? {
    guard let place = subject.firstRange(of: "case-") else { return nil }
    let digits = subject[place.upperBound...].prefix { $0.isHexDigit && $0.isASCII }
    return "case-\(digits)"
  }

  /// Opens a case of a mail: whoever knows the contract's address may ask by it, of telework a registered administrator.
  private static func open(
    _ request: Support.IngestRequest, _ mailbox: MailboxRow, by author: String, at now: Instant,
    _ tenancy: Tenancy, _ connection: Connection
  ) throws -> CaseFile {
    let contract = try ContractStore(tenancy, connection).contract(mailbox.contract)
    let title = request.subject.filter { !$0.isNewline && $0 != "\t" }.prefix(200)
    let opening = CaseOpening(
      channel: .paid, intake: .email, category: .usage, subject: .ownSoftware,
      product: contract?.order.coveredProduct ?? "", title: title.isEmpty ? "–" : String(title),
      body: request.body, requester: "", author: author, contactName: request.sender)
    return try opening.perform(opened: now, at: now, for: tenancy, connection).file
  }

  func list(
    _ request: Support.MailboxServiceListRequest, _ call: CallContext
  ) async throws -> Support.MailboxServiceListResponse {
    let tenancy = try call.tenancy(orOf: request.tenantId)
    let rows = try await call.awaitingStorage {
      try await database.read { try MailboxStore(tenancy, $0).all() }
    }
    return Support.MailboxServiceListResponse(
      mailboxes: rows.map { Support.Mailbox($0, of: tenancy.tenant) })
  }

  private static func notFound(_ address: String) -> RPCError {
    RPCError(
      .notFound, "\"\(address)\" is no address of a contract: check it",
      reason: "MAILBOX_NOT_FOUND", metadata: ["address": address])
  }
}

extension Support.Mailbox {
  fileprivate init(_ row: MailboxRow, of tenant: TenantID) {
    self.init(
      address: row.address, contractId: row.contract, tenantId: tenant.text,
      createTime: row.created.message)
  }
}
