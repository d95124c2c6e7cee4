import Buffers
import CivilTime
import MadoAPI
import RPC
import Rules
import Testing

@testable import Services

extension Office {
  var cases: Support.CaseServiceClient { Support.CaseServiceClient(transport) }
  var sla: Support.SlaServiceClient { Support.SlaServiceClient(transport) }
  var mailboxes: Support.MailboxServiceClient { Support.MailboxServiceClient(transport) }
  var feedback: Support.FeedbackServiceClient { Support.FeedbackServiceClient(transport) }
  var releases: Support.ReleaseServiceClient { Support.ReleaseServiceClient(transport) }
  var workLog: Support.WorkLogServiceClient { Support.WorkLogServiceClient(transport) }
  var licences: Contracts.LicenceServiceClient { Contracts.LicenceServiceClient(transport) }
  var leases: Contracts.SeatLeaseServiceClient { Contracts.SeatLeaseServiceClient(transport) }
  var phoneDesk: Support.PhoneDeskServiceClient { Support.PhoneDeskServiceClient(transport) }

  /// Somebody of the desk, and the vendor's administrator, with their secrets.
  static let desk: [(secret: String, principal: Principal)] = [
    ("desk", Principal(.vendor([.agent]), subject: "agent-1")),
    ("vendor", Principal(.vendor([.admin]), subject: "vendor-1")),
  ]

  /// An office at an instant in Japan, such as `2026-05-01 16:00`.
  static func supporting(at time: String) async throws -> Office {
    let office = try await Office(devices: 1, others: desk)
    try office.setClock(time)
    return office
  }

  func setClock(_ time: String) throws { clock.set(try Self.japan(time)) }

  static func japan(_ time: String) throws -> Instant {
    let parts = time.split(separator: " ")
    let seconds = parts[1].count == 5 ? ":00" : ""
    return try #require(Instant("\(parts[0])T\(parts[1])\(seconds)+09:00"))
  }

  /// Enters a contract of the demo tenant that is in force; returns its id.
  @discardableResult
  func addContract(
    _ product: String, licences: Int64, state: ContractLife.State = .active, covering: String = "",
    of tenant: TenantID = Demo.tenant
  ) async throws -> String {
    let row = ContractRow(
      id: "contract-\(product)", tenant: tenant, catalogue: "published",
      order: .init(product: product, licences: Int32(licences), coveredProduct: covering),
      licences: licences, billedLicences: licences, renewal: .none, state: state,
      createdAt: clock.now.seconds)
    try await database.write { transaction in
      try ContractStore(.atTheMachine(tenant), transaction.connection).add(row)
    }
    return row.id
  }

  /// Enters a contract of paid support for the card product; returns its id.
  func addPaidSupport() async throws -> String {
    try await addContract("paid-support", licences: 5, covering: "card-corporate-cloud")
  }

  /// Posts a lot that can be used for a year from today.
  func post(_ units: Int64, of item: String = "incidents", to contract: String) async throws {
    let today = JST.date(of: clock.now)
    let last = try #require(PeriodEnd.compute(Period(1, .year), .from, .date(today)).answer).lastDay
    let now = clock.now.seconds
    try await database.write { transaction in
      let ledger = UnitLedger(
        item, of: contract, .atTheMachine(Demo.tenant), transaction.connection)
      try ledger.post(
        LotRow(
          id: Services.freshID("lot", at: now), units: units, left: units, usableFrom: today,
          usableThrough: last, reference: "test", postedAt: now))
    }
  }

  /// Opens a case of the card product by the free form.
  func open(
    product: String = "card-corporate-cloud", subject: Support.Subject = .ownSoftware,
    channel: Support.Channel = .freeWeb, as user: String = "demo-worker"
  ) async throws -> Support.Case {
    let answer = try await cases.create(
      .init(
        requestId: freshID(), channel: channel, category: .usage, subject: subject,
        product: product, title: "印刷できません", body: "どうすればよいですか。"), options(user))
    return try #require(answer.case)
  }

  @discardableResult
  func write(
    _ kind: Support.MessageKind, to id: String, waits: Bool = false, as user: String = "desk"
  ) async throws -> Support.Case {
    let answer = try await cases.addMessage(
      .init(requestId: freshID(), caseId: id, kind: kind, body: "b", waitsForCustomer: waits),
      options(user))
    return try #require(answer.case)
  }

  func show(_ id: String, as user: String = "desk") async throws -> Support.CaseServiceGetResponse {
    try await cases.get(.init(id: id), options(user))
  }

  /// Leaves rows of the tenant in every table of the support desk.
  func fillSupport(of tenant: TenantID, _ administrator: CallOptions) async throws {
    let opened = try #require(
      try await cases.create(
        .init(
          requestId: freshID(), channel: .freeWeb, category: .usage, subject: .ownSoftware,
          product: "meeting", title: "t", body: "b"), administrator
      ).case)
    _ = try await cases.addMessage(
      .init(requestId: freshID(), caseId: opened.id, kind: .question, body: "c"), administrator)
    let now = clock.now
    try await database.write { transaction in
      let store = CaseStore(.atTheMachine(tenant), transaction.connection)
      try store.add(
        AlertRow(
          caseID: opened.id, tenant: tenant, clock: .first, started: now, kind: .breach, due: now,
          at: now, assignee: ""))
      try store.enter(.open, of: opened.id, at: now)
      try store.setContacts(["w"], of: "contract")
      try AttachmentStore(.atTheMachine(tenant), transaction.connection).add(
        AttachmentRow(
          id: "attachment", caseID: opened.id, name: "a", mediaType: "a/b", size: 1,
          hash: Bytes([0]), author: "w", uploaded: now), content: Bytes([0]))
      let mailboxes = MailboxStore(.atTheMachine(tenant), transaction.connection)
      try mailboxes.add(MailboxRow(address: "a@x", contract: "contract", created: now))
      try mailboxes.add(mail: "m", to: "a@x", of: opened.id)
      try ReleaseSubscriptions(.atTheMachine(tenant), transaction.connection).set(["meeting"])
      try FeedbackStore(.atTheMachine(tenant), transaction.connection).add(
        FeedbackRow(
          id: "feedback", tenant: tenant, user: "w", product: "p", body: "b", submitted: now))
      try HandlingStore(.atTheMachine(tenant), transaction.connection).add(
        HandlingRow(
          id: "handling", caseID: opened.id, contract: "contract", agent: "a", start: now,
          state: .running))
      try LicenceStore(.atTheMachine(tenant), transaction.connection).add(
        LicenceRow(id: "licence", contract: "contract", users: ["w"], assigned: now))
      let leases = SeatLeaseStore(.atTheMachine(tenant), transaction.connection)
      try leases.put(SeatLeaseRow(id: "l", client: .web, user: "w", until: now), of: "contract")
      try leases.raise(SeatPeakRow(hour: 1, connections: 1, webSessions: 1), of: "contract")
    }
  }

  func alerts() async throws -> [Support.Alert] {
    try await sla.listAlerts(.init(), options("desk")).alerts
  }
}
