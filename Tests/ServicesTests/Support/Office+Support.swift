import CivilTime
import MadoAPI
import RPC
import Testing

@testable import Services

extension Office {
  var cases: Support.CaseServiceClient { Support.CaseServiceClient(transport) }
  var sla: Support.SlaServiceClient { Support.SlaServiceClient(transport) }
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
    }
  }

  func alerts() async throws -> [Support.Alert] {
    try await sla.listAlerts(.init(), options("desk")).alerts
  }
}
