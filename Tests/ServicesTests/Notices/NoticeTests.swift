import Foundation
import MadoAPI
import RPC
import Storage
import Synchronization
import Testing

@testable import Services

/// TEL-06: notices, and from when on they count as delivered.
@Suite struct NoticeTests {
  /// Takes mails, or not, as it is told.
  private final class TestMailer: Mailer {
    let outcome: Mutex<MailOutcome>
    let taken = Mutex<[String]>([])
    /// Ends after a mail was taken, before anybody knows: as a server that is killed does.
    let isKilled = Mutex(false)

    init(_ outcome: MailOutcome = .taken) { self.outcome = Mutex(outcome) }

    func deliver(_ message: MailMessage) async throws -> MailOutcome {
      taken.withLock { $0.append(String(decoding: message.bytes, as: UTF8.self)) }
      if isKilled.withLock({ $0 }) { throw CancellationError() }
      return outcome.withLock { $0 }
    }
  }

  private func office(_ mailer: (any Mailer)? = nil) async throws -> Office {
    try await Office(
      devices: 1, others: [("vendor", Principal(.vendor([.admin]), subject: "v"))], mailer: mailer)
  }

  private func send(
    _ means: Notices.Means, _ office: Office, recipient: String = "", subject: String = "料金改定のお知らせ"
  ) async throws -> Notices.Notice {
    let request = Notices.SendRequest(
      requestId: UUID().uuidString.lowercased(), tenantId: "demo", means: means,
      recipient: recipient, subject: subject, body: "本文です。\n")
    return try #require(try await office.notices.send(request, office.options("vendor")).notice)
  }

  private func get(_ id: String, _ office: Office) async throws -> Notices.Notice {
    try #require(
      try await office.notices.get(.init(id: id), office.options("demo-administrator")).notice)
  }

  // MARK: Deemed delivery

  @Test func whatIsPostedOnTheLoginScreenCountsAtOnceAndIsThereForEverybody() async throws {
    let office = try await office()
    let posted = try await send(.loginScreen, office)
    #expect(posted.state == .posted && posted.deemedDeliveryTime == posted.createTime)
    let mail = try await send(.email, office, recipient: "admin@example.com")
    let worker = office.options("demo-worker")
    #expect(try await office.notices.list(.init(), worker).notices.map(\.id) == [posted.id])
    let hidden = await failure { try await office.notices.get(.init(id: mail.id), worker) }
    #expect(hidden?.reason == "NOTICE_NOT_FOUND")
    let all = try await office.notices.list(.init(), office.options("demo-administrator")).notices
    #expect(Set(all.map(\.id)) == [posted.id, mail.id])
    let vendors = office.options("vendor")
    #expect(try await office.notices.list(.init(tenantId: "demo"), vendors).notices.count == 2)
    #expect(
      await failure { try await office.notices.list(.init(), vendors) }?.code == .invalidArgument)
  }

  @Test func anEMailCountsWhenTheMailerHasTakenIt() async throws {
    let mailer = TestMailer()
    let office = try await office(mailer)
    let mail = try await send(.email, office, recipient: "admin@example.com")
    #expect(mail.state == .waiting && mail.deemedDeliveryTime == nil)
    office.clock.advance(by: .seconds(5))
    #expect(try await office.outbox.deliverDue() == 1)
    let sent = try await get(mail.id, office)
    #expect(sent.state == .sent && sent.tries == 1)
    #expect(sent.deemedDeliveryTime?.seconds == office.clock.now.seconds)
    #expect(try await office.outbox.deliverDue() == 0 && mailer.taken.withLock { $0.count } == 1)
  }

  @Test func withoutAMailerAnEMailSaysThatItWaits() async throws {
    let office = try await office()
    let mail = try await send(.email, office, recipient: "admin@example.com")
    #expect(mail.state == .waitingForMailer && mail.nextTryTime == nil)
    #expect(try await office.outbox.deliverDue() == 0)
  }

  @Test func whatIsGivenOtherwiseCountsOnceItIsAcknowledged() async throws {
    let office = try await office()
    let letter = try await send(.other, office)
    #expect(letter.state == .recorded && letter.deemedDeliveryTime == nil)
    office.clock.advance(by: .seconds(60))
    let request = Notices.AcknowledgeRequest(
      requestId: UUID().uuidString.lowercased(), id: letter.id)
    let read = try await office.notices.acknowledge(request, office.options("demo-administrator"))
      .notice
    #expect(read?.deemedDeliveryTime?.seconds == office.clock.now.seconds)
    #expect(read?.acknowledgedBy == "demo-administrator")
    let first = read?.acknowledgeTime
    office.clock.advance(by: .seconds(60))
    let again = Notices.AcknowledgeRequest(requestId: UUID().uuidString.lowercased(), id: letter.id)
    let second = try await office.notices.acknowledge(again, office.options("demo-administrator"))
    #expect(second.notice?.acknowledgeTime == first)
  }

  @Test(arguments: [
    (Notices.Means.loginScreen, "a@example.com", "x", "recipient"),
    (.email, "a@example.com\nBcc: b@example.com", "x", "recipient"),
    (.email, "a@example.com", "x\nBcc: b@example.com", "subject"), (.unspecified, "", "x", "means"),
  ])
  func whatCannotBeSentIsRefused(
    means: Notices.Means, recipient: String, subject: String, field: String
  ) async throws {
    let office = try await office()
    let error = await failure {
      try await send(means, office, recipient: recipient, subject: subject)
    }
    let fields = error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field)
    #expect(fields == [field])
  }

  @Test("TEL-06: a mail without an address goes to each registered administrator")
  func toTheRegisteredAdministrators() async throws {
    let office = try await office()
    let request = Notices.SendRequest(
      requestId: UUID().uuidString.lowercased(), tenantId: "demo", means: .email, subject: "s",
      body: "b")
    let nobody = await failure {
      try await office.notices.send(request, office.options("vendor"))
    }
    #expect(nobody?.code == .failedPrecondition && nobody?.reason == "NO_ADMIN_CONTACT")
    _ = try await office.contacts.set(
      .init(
        requestId: UUID().uuidString.lowercased(),
        contacts: [
          .init(name: "A", email: "a@example.jp"), .init(name: "B", email: "b@example.jp"),
        ]), office.options("demo-administrator"))
    let sent = try await office.notices.send(request, office.options("vendor"))
    #expect(sent.notice?.recipient == "a@example.jp")
    #expect(sent.others.map(\.recipient) == ["b@example.jp"])
  }

  // MARK: The outbox

  @Test func whatIsNotTakenWaitsLongerEachTimeAndIsGivenUp() async throws {
    let mailer = TestMailer(.notNow("status 75"))
    let office = try await office(mailer)
    let mail = try await send(.email, office, recipient: "admin@example.com")
    var waits: [Int64] = []
    while try await get(mail.id, office).state == .waiting, waits.count < 99 {
      #expect(try await office.outbox.deliverDue() == 1)
      guard let next = try await get(mail.id, office).nextTryTime?.seconds else { break }
      waits.append(next - office.clock.now.seconds)
      office.clock.advance(by: .seconds(next - office.clock.now.seconds - 1))
      #expect(try await office.outbox.deliverDue() == 0)
      office.clock.advance(by: .seconds(1))
    }
    #expect(Array(waits.prefix(4)) == [60, 120, 240, 480] && waits.last == 6 * 3600)
    let failed = try await get(mail.id, office)
    #expect(failed.state == .failed && failed.tries == Int32(Outbox.triesMax))
    #expect(failed.lastError == "status 75" && failed.deemedDeliveryTime == nil)
    let records = try await office.audit().map(\.record)
      .filter { $0.target == "notice/\(mail.id)" }
    #expect(records.map(\.refusal) == ["", "MAIL_REFUSED"])
  }

  @Test func whenAMailIsTriedAgainIsDueWork() async throws {
    let office = try await office(TestMailer(.notNow("status 75")))
    let mail = try await send(.email, office, recipient: "admin@example.com")
    try await office.outbox.deliverDue()
    let due = try await office.database.read {
      try DueStore($0).due(MailRetry.job, mail.id, of: Demo.tenant)
    }
    #expect(due == office.clock.now.advanced(by: .seconds(60)))
    #expect(try await office.scheduler.runDue() == 0)
    office.clock.advance(by: .seconds(60))
    #expect(try await office.scheduler.runDue() == 1)
    #expect(try await office.outbox.deliverDue() == 1)
    let runs = try await office.database.read { try JobStore($0).runs(of: "notice.mail", limit: 9) }
    #expect(runs.map(\.note) == ["given to the mailer for the time 2"])
    _ = try await office.notices.acknowledge(
      .init(requestId: freshID(), id: mail.id), office.options("demo-administrator"))
  }

  @Test func whatWillNeverBeTakenIsNotTriedAgain() async throws {
    let office = try await office(TestMailer(.refused("status 67")))
    let mail = try await send(.email, office, recipient: "nobody@example.com")
    try await office.outbox.deliverDue()
    let failed = try await get(mail.id, office)
    #expect(failed.state == .failed && failed.tries == 1 && failed.lastError == "status 67")
  }

  @Test func aMailThatWasTakenBeforeTheServerWasKilledIsKnownByItsMessageID() async throws {
    let mailer = TestMailer()
    let office = try await office(mailer)
    _ = try await send(.email, office, recipient: "admin@example.com")
    mailer.isKilled.withLock { $0 = true }
    _ = try? await office.outbox.deliverDue()
    mailer.isKilled.withLock { $0 = false }
    #expect(try await office.outbox.deliverDue() == 1)
    let mails = mailer.taken.withLock { $0 }
    #expect(mails.count == 2 && mails[0] == mails[1] && mails[0].hasPrefix("Message-ID: <notice-"))
  }

  @Test func theOutboxWorksWhenSomethingIsSent() async throws {
    let mailer = TestMailer()
    let office = try await office(mailer)
    let working = Task { await office.outbox.run() }
    let mail = try await send(.email, office, recipient: "admin@example.com")
    while try await get(mail.id, office).state != .sent { await Task.yield() }
    working.cancel()
    await working.value
    #expect(mailer.taken.withLock { $0.count } == 1)
  }

  // MARK: Mails

  @Test func aMailIsReadByOthersAsItWasWritten() async throws {
    let notice = NoticeRow(
      id: "notice-1", tenant: "t", means: .email, recipient: "a@example.com",
      subject: "料金改定のお知らせ(二〇二六年四月一日から適用されます)", body: "本文です。\n二行目。\n",
      createdAt: 1_782_864_000, state: .waiting)
    let message = MailMessage(notice, from: "mado@example.org")
    let program = try Program(
      "/usr/bin/python3",
      """
      import email, email.policy, sys
      m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
      with open(sys.argv[0] + '.out', 'w', encoding='utf-8') as said:
        print(m['message-id'], m['date'].datetime.isoformat(), m['to'], m['from'], m['subject'], sep='|', file=said)
        print(m.get_content(), end='', file=said)
      """)
    #expect(try await MailProgram(program.command).deliver(message) == .taken)
    #expect(
      String(decoding: program.output, as: UTF8.self)
        == "<notice-1@example.org>|2026-07-01T00:00:00+00:00|a@example.com|mado@example.org|"
        + "\(notice.subject)\n\(notice.body)")
    let lines = String(decoding: message.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 78 })
  }

  /// A program that takes a mail, and leaves in a file what it makes of it.
  private final class Program {
    /// Read by its interpreter: a file that was just written cannot always be executed, since a program that
    /// another test starts may still have it open.
    let command: String
    private let path = NSTemporaryDirectory() + "mailer-\(UUID().uuidString)"

    init(_ interpreter: String, _ script: String) throws {
      command = "\(interpreter) \(path)"
      try script.write(toFile: path, atomically: true, encoding: .utf8)
    }

    deinit {
      for name in [path, path + ".out"] { try? FileManager.default.removeItem(atPath: name) }
    }

    var output: Data { FileManager.default.contents(atPath: path + ".out") ?? Data() }
  }

  @Test(arguments: [
    // what the program does, what becomes of the mail
    ("cat > $0.out", MailOutcome.taken),
    ("cat > /dev/null; exit 75", .notNow("it ended with status 75")),
    ("exit 67", .refused("it ended with status 67")),
    ("cat > /dev/null; kill -9 $$", .notNow("signal 9 ended it")),
    ("exit 0", .notNow("it ended with status 0 before it had read the mail")),
  ])
  func aProgramSaysByItsExitStatusWhatBecameOfAMail(
    script: String, outcome: MailOutcome
  ) async throws {
    let program = try Program("/bin/sh", script)
    // More than a pipe holds.
    let notice = NoticeRow(
      id: "n", tenant: "t", means: .email, recipient: "a@example.com", subject: "s",
      body: String(repeating: "窓", count: 60_000), createdAt: 1, state: .waiting)
    let message = MailMessage(notice, from: "m@example.org")
    #expect(try await MailProgram(program.command).deliver(message) == outcome)
    if outcome == .taken { #expect(program.output == Data(message.bytes)) }
  }

  @Test func aProgramThatIsNotThereIsAskedAgainLater() async throws {
    let notice = NoticeRow(
      id: "n", tenant: "t", means: .email, recipient: "a@example.com", subject: "s", body: "b",
      createdAt: 1, state: .waiting)
    let outcome = try await MailProgram("/nowhere/mailer -t")
      .deliver(MailMessage(notice, from: "m@example.org"))
    guard case .notNow(let why) = outcome else { throw CancellationError() }
    #expect(why.hasPrefix("/nowhere/mailer cannot be started"))
  }
}
