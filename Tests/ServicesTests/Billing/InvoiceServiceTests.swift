import CivilTime
import Foundation
import MadoAPI
import Protobuf
import RPC
import Testing

@testable import Services

@Suite struct InvoiceServiceTests {
  // MARK: What an invoice says

  @Test func aMonthOfPopUpsIsFeesAndUse() async throws {
    let office = try await BillingOffice()
    try await office.contract(
      "pop", "pop-up-a", from: "2026-06-01", quantities: ["software": 3])
    try office.set("2026-07-31T12:00")
    let meters: [(String, Int64)] = [
      ("pop-up", 1_200), ("pop-up-employee", 37), ("pop-up-spam", 54),
    ]
    let verdicts = try await office.meters.recordUsage(
      .init(
        tenantId: BillingOffice.tenant, contractId: "pop",
        events: meters.map {
          .init(
            eventId: $0.0, meter: $0.0, quantity: $0.1,
            time: .init(seconds: office.office.clock.now.seconds))
        }), office.vendor
    ).verdicts
    #expect(verdicts.map(\.outcome) == [.accepted, .accepted, .accepted])
    let early = await failure { try await office.issue("pop", "2026-07") }
    #expect(early?.reason == "MONTH_NOT_OVER")
    try office.set("2026-08-01T00:00")
    let preview = try await office.invoices.preview(
      .init(contractId: "pop", month: "2026-07"), office.customer)
    let invoice = try await office.issue("pop", "2026-07")
    #expect(preview.invoice?.lines == invoice.lines && !preview.issued)
    #expect(
      invoice.lines.map(\.item) == [
        "maintenance", "software", "pop-up", "pop-up-employee", "pop-up-spam",
      ], "CTI-20")
    #expect(invoice.lines.map(\.amountYen) == [10_000, 3_150, 36_000, 555, 0])
    #expect(invoice.lines.map(\.quantity) == [1, 3, 1_200, 37, 54])
    #expect(invoice.totals?.netYen == 49_705 && invoice.totals?.totalYen == 54_675, "COM-08")
    #expect(invoice.number == "2026-000001" && invoice.due == BillingOffice.date("2026-08-31"))
    #expect(invoice.recipient == "Demo" || !invoice.recipient.isEmpty)
    #expect(invoice.seller?.registrationNumber == "T1234567890123")
    #expect(invoice.trace?.catalogVersion == "published", "COM-13")
    let late = try await office.meters.recordUsage(
      .init(
        tenantId: BillingOffice.tenant, contractId: "pop",
        events: [
          .init(
            eventId: "late", meter: "pop-up", quantity: 1,
            time: .init(seconds: office.office.clock.now.seconds - 60))
        ]), office.vendor
    ).verdicts
    #expect(late.map(\.reason) == ["MONTH_CLOSED"])
  }

  @Test(
    arguments: [
      // licences, first invoice with tax
      ("SUP-21", 100, 1_430_000), ("SUP-21", 101, 2_860_000),
    ] as [(String, Int64, Int64)])
  func theCallCentresFirstMonthHasTheInitialFee(
    rule: String, licences: Int64, total: Int64
  ) async throws {
    let office = try await BillingOffice()
    try await office.contract("centre", "call-centre", licences: licences, from: "2026-07-01")
    try office.set("2026-09-02T09:00")
    #expect(try await office.issue("centre", "2026-07").totals?.totalYen == total, "\(rule)")
    let second = try await office.issue("centre", "2026-08")
    #expect(second.lines.map(\.item) == ["monthly"], "\(rule)")
    #expect(second.number == "2026-000002", "without gaps")
  }

  @Test func lotsAreInvoicedWithTheMonthInWhichTheyAreBought() async throws {
    let office = try await BillingOffice()
    try await office.contract("support", "paid-support", licences: 100, from: "2026-07-01")
    try office.set("2026-08-10T10:00")
    _ = try await office.ledgers.purchaseLots(
      .init(requestId: freshID(), contractId: "support", item: "incidents", lots: 2),
      office.customer)
    try office.set("2026-09-01T09:00")
    #expect(try await office.issue("support", "2026-07").totals?.totalYen == 110_000, "SUP-11")
    let august = try await office.issue("support", "2026-08")
    #expect(august.lines.map(\.item) == ["incidents"] && august.lines.first?.quantity == 2)
    #expect(august.totals?.totalYen == 66_000, "SUP-14")
  }

  @Test func whatIsBoughtBeforeTheFirstMonthIsInvoicedWithItAndNeverTwice() async throws {
    let office = try await BillingOffice()
    try await office.contract("support", "paid-support", licences: 100, from: "2026-08-01")
    try office.set("2026-06-10T10:00")
    _ = try await office.ledgers.purchaseLots(
      .init(requestId: freshID(), contractId: "support", item: "incidents", lots: 1),
      office.customer)
    try office.set("2026-09-01T09:00")
    let early = await failure { try await office.issue("support", "2026-06") }
    #expect(early?.reason == "NOTHING_TO_INVOICE")
    #expect(try await office.issue("support", "2026-08").totals?.totalYen == 143_000)
  }

  @Test func whatIsPaidLateBearsInterestInTheNextInvoice() async throws {
    let office = try await BillingOffice()
    try await office.contract("support", "paid-support", licences: 120, from: "2026-05-01")
    try office.set("2026-06-01T09:00")
    let invoice = try await office.issue("support", "2026-05")
    #expect(invoice.totals?.totalYen == 121_000 && invoice.due == BillingOffice.date("2026-06-30"))
    try office.set("2026-07-31T09:00")
    let owed = try await office.payments.computeLateInterest(
      .init(invoiceId: invoice.number), office.customer)
    #expect(owed.interestYen == 1_500 && owed.outstandingYen == 121_000, "TEL-21")
    let part = try await office.pay(invoice.number, 1_000, on: "2026-06-10")
    #expect(part.lateInterestYen == 0 && part.trace == nil, "while something is owed it goes on")
    let paid = try await office.pay(invoice.number, 120_000, on: "2026-07-31")
    #expect(paid.invoice?.state == .paid && paid.invoice?.outstandingYen == 0)
    #expect(paid.lateInterestYen == 1_488 && paid.trace?.steps.isEmpty == false, "TEL-21")
    try office.set("2026-08-01T09:00")
    let next = try await office.issue("support", "2026-07")
    #expect(next.lines.map(\.item) == ["late-interest"])
    #expect(next.lines.first?.name?.ja == "遅延損害金")
    #expect(next.totals?.totalYen == 1_488 && next.totals?.taxYen == 0, "COM-09")
    #expect(next.totals?.groups.map(\.category) == [.outOfScope])
    let again = try await office.payments.computeLateInterest(
      .init(invoiceId: invoice.id), office.customer)
    #expect(again.interestYen == 1_488, "it stands as it was when it was paid")
    try office.set("2026-12-31T09:00")
    let onInterest = try await office.pay(next.number, 1_488, on: "2026-12-31")
    #expect(onInterest.lateInterestYen == 0, "simple: interest bears none")
  }

  @Test func interestIsWaivedOrChargedEvenAfterTheContract() async throws {
    let office = try await BillingOffice()
    try await office.contract(
      "over", "paid-support", licences: 120, from: "2026-05-01", through: "2026-06-30")
    try await office.contract("kind", "paid-support", licences: 120, from: "2026-05-01")
    try office.set("2026-06-01T09:00")
    let (over, kind) = (
      try await office.issue("over", "2026-05"), try await office.issue("kind", "2026-05")
    )
    try office.set("2026-08-10T09:00")
    let paid = try await office.pay(over.number, 121_000, on: "2026-07-31")
    #expect(paid.lateInterestYen == 1_500)
    let waived = try await office.payments.record(
      .init(
        requestId: freshID(), tenantId: BillingOffice.tenant,
        payment: .init(
          invoiceId: kind.number, date: BillingOffice.date("2026-07-31"), amountYen: 121_000),
        waiveLateInterest: true), office.vendor)
    #expect(waived.lateInterestYen == 0)
    try office.set("2026-09-01T00:00")
    let report = try await office.cycle("2026-08")
    #expect(report.issued == 1, "that of the contract that is over, with its interest")
    #expect(try await office.all("month = \"2026-08\"").map(\.totals?.totalYen) == [1_500])
  }

  // MARK: Once

  @Test func aMonthIsInvoicedOnceHoweverOften() async throws {
    let office = try await BillingOffice()
    for number in 0..<20 {
      try await office.contract(
        "c\(number)", number % 2 == 0 ? "call-centre" : "pop-up-a", from: "2026-06-01")
    }
    try await office.contract("later", "call-centre", from: "2026-08-01")
    try await office.contract("over", "call-centre", from: "2026-01-01", through: "2026-06-30")
    try office.set("2026-08-01T09:00")
    let byHand = try await office.issue("c3", "2026-07")
    let again = await failure { try await office.issue("c3", "2026-07") }
    #expect(again?.reason == "ALREADY_ISSUED" && again?.message.contains(byHand.number) == true)
    let first = try await office.cycle("2026-07")
    #expect(first.issued == 19 && first.known == 1 && first.failed == 0)
    let second = try await office.cycle("2026-07")
    #expect(second.issued == 0 && second.known == 20)
    // What the server does by itself finds it done.
    #expect(try await office.office.scheduler.runDue() > 20)
    let invoices = try await office.all("month = \"2026-07\"")
    #expect(invoices.count == 20 && Set(invoices.map(\.contractId)).count == 20)
    #expect(
      Set(invoices.map(\.number)) == Set((1...20).map { "2026-0000\($0 < 10 ? "0" : "")\($0)" }))
  }

  @Test func onTheMonthsFirstDayTheServerInvoicesTheMonthBefore() async throws {
    let office = try await BillingOffice()
    try await office.contract("centre", "call-centre", from: "2026-06-01")
    try office.set("2026-07-31T23:59")
    _ = try await office.office.scheduler.runDue()
    #expect(try await office.all().isEmpty)
    // A day late: it is dated as it was due.
    try office.set("2026-08-02T15:00")
    _ = try await office.office.scheduler.runDue()
    let invoices = try await office.all()
    #expect(invoices.map(\.month) == ["2026-07"])
    #expect(invoices.first?.issued == BillingOffice.date("2026-08-01"))
    // Two months without a server: each month once.
    try office.set("2026-10-05T12:00")
    _ = try await office.office.scheduler.runDue()
    #expect(try await office.all().map(\.month) == ["2026-07", "2026-08", "2026-09"])
    #expect(try await office.office.scheduler.runDue() == 0)
  }

  @Test func callsAtOnceMakeOneInvoice() async throws {
    let office = try await BillingOffice()
    try await office.contract("centre", "call-centre", from: "2026-07-01")
    try office.set("2026-08-01T09:00")
    let reasons = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<12 {
        group.addTask { await failure { try await office.issue("centre", "2026-07") }?.reason }
      }
      return await group.reduce(into: [String]()) { $0.append($1 ?? "OK") }
    }
    #expect(reasons.filter { $0 == "OK" }.count == 1)
    #expect(reasons.filter { $0 == "ALREADY_ISSUED" }.count == 11)
    #expect(try await office.all().count == 1)
  }

  @Test func aCycleNamesWhatItCouldNotInvoice() async throws {
    let office = try await BillingOffice()
    // The catalogue publishes no price, and its order has none.
    try await office.contract("telework", "telework", licences: 5, from: "2026-07-01")
    try await office.contract("centre", "call-centre", from: "2026-07-01")
    try office.set("2026-08-01T09:00")
    let report = try await office.cycle("2026-07")
    #expect(report.issued == 1 && report.failed == 1 && report.issuedYen == 1_430_000)
    #expect(report.failures.map(\.contractId) == ["telework"])
    #expect(report.failures.map(\.reason) == ["PARAMETER_MISSING"])
  }

  // MARK: Voiding and crediting

  @Test func aVoidInvoiceMakesRoomForAnother() async throws {
    let office = try await BillingOffice()
    try await office.contract("centre", "call-centre", from: "2026-07-01")
    try office.set("2026-08-01T09:00")
    let wrong = try await office.issue("centre", "2026-07")
    func void(_ etag: String) async throws -> Billing.Invoice? {
      try await office.invoices.void(
        .init(
          requestId: freshID(), tenantId: BillingOffice.tenant, id: wrong.number, etag: etag,
          reason: "宛名の誤り"), office.vendor
      ).invoice
    }
    #expect(await failure { try await void("stale") }?.reason == "ETAG_MISMATCH")
    let voided = try #require(try await void(wrong.etag))
    #expect(voided.state == .void && voided.outstandingYen == 0 && voided.reason == "宛名の誤り")
    #expect(await failure { try await void(voided.etag) }?.reason == "NOT_VOIDABLE")
    #expect(try await office.cycle("2026-07").known == 1, "who voids issues anew himself")
    let right = try await office.issue("centre", "2026-07")
    #expect(right.number == "2026-000002")
    let unpayable = await failure { try await office.pay(wrong.number, 1, on: "2026-08-01") }
    #expect(unpayable?.reason == "NOT_PAYABLE")
  }

  @Test func creditIsGivenByADocumentOfItsOwn() async throws {
    let office = try await BillingOffice()
    try await office.contract("centre", "call-centre", from: "2026-07-01")
    try office.set("2026-08-01T09:00")
    var invoice = try await office.issue("centre", "2026-07")
    func credit(
      _ credits: [Billing.Credit], _ reason: Billing.CreditReason = .error
    ) async throws -> Billing.CreditNoteResponse {
      try await office.invoices.creditNote(
        .init(
          requestId: freshID(), tenantId: BillingOffice.tenant, invoiceId: invoice.id,
          etag: invoice.etag, reason: reason, explanation: "請求の誤り", credits: credits),
        office.superBilling)
    }
    let first = try await credit([.init(item: "monthly", amountYen: 100_005)])
    #expect(
      first.creditNote?.totals?.totalYen == -110_005 && first.creditNote?.number == "2026-000002")
    #expect(first.invoice?.outstandingYen == 1_319_995)
    invoice = try #require(first.invoice)
    let more = await failure { try await credit([.init(item: "initial", amountYen: 300_001)]) }
    #expect(more?.reason == "CREDIT_TOO_LARGE")
    let rest = try await credit([])
    #expect(rest.invoice?.creditedYen == 1_430_000 && rest.invoice?.state == .paid)
    let denied = await failure {
      try await office.invoices.creditNote(
        .init(
          requestId: freshID(), tenantId: BillingOffice.tenant, invoiceId: invoice.id,
          etag: invoice.etag, reason: .error, explanation: "e"), office.vendor)
    }
    #expect(denied?.code == .permissionDenied, "TEL-20: another role gives credit")
  }

  @Test func anEarlyEndOfTeleworkIsNotRefunded() async throws {
    let office = try await BillingOffice()
    try await office.contract(
      "telework", "telework", licences: 10, from: "2026-07-01", prices: ["account": 12_000])
    try office.set("2026-08-01T09:00")
    let invoice = try await office.issue("telework", "2026-07")
    #expect(invoice.totals?.totalYen == 132_000)
    let refused = await failure {
      try await office.invoices.creditNote(
        .init(
          requestId: freshID(), tenantId: BillingOffice.tenant, invoiceId: invoice.id,
          etag: invoice.etag, reason: .earlyEnd, explanation: "e"), office.superBilling)
    }
    #expect(refused?.reason == "NO_REFUND_POLICY" && refused?.message.contains("TEL-20") == true)
  }

  // MARK: Paying

  @Test func paymentsNeverExceedTheInvoice() async throws {
    let office = try await BillingOffice()
    try await office.contract("centre", "call-centre", from: "2026-07-01")
    try office.set("2026-08-01T09:00")
    let invoice = try await office.issue("centre", "2026-07")
    let part = try await office.pay(invoice.id, 430_000, on: "2026-08-01")
    #expect(part.invoice?.outstandingYen == 1_000_000 && part.invoice?.state == .issued)
    let much = await failure { try await office.pay(invoice.id, 1_000_001, on: "2026-08-01") }
    #expect(much?.reason == "OVERPAID" && much?.code == .invalidArgument)
    let early = await failure { try await office.pay(invoice.id, 1, on: "2026-08-02") }
    #expect(early?.reason == "FUTURE_DATE")
    let none = await failure { try await office.pay(invoice.id, 1, on: "2026-02-30") }
    #expect(
      none?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == ["payment.date"])
    _ = try await office.pay(invoice.id, 1_000_000, on: "2026-08-01")
    let list = try await office.payments.list(.init(), office.customer)
    #expect(list.payments.map(\.amountYen) == [1_000_000, 430_000])
    let after = try await office.all()
    #expect(after.map(\.state) == [.paid])
  }

  // MARK: Who sees what

  @Test func whereAResellerPaysTheEndCustomerSeesNoInvoices() async throws {
    let office = try await BillingOffice()
    try await office.contract("centre", "call-centre", from: "2026-07-01", reseller: "reseller-1")
    try office.set("2026-08-01T09:00")
    let invoice = try await office.issue("centre", "2026-07")
    #expect(invoice.resellerId == "reseller-1", "CARD-10")
    #expect(try await office.invoices.list(.init(), office.customer).invoices.isEmpty)
    for attempt in [
      await failure { try await office.invoices.get(.init(id: invoice.id), office.customer) },
      await failure {
        try await office.invoices.download(.init(id: invoice.number, format: .csv), office.customer)
      },
      await failure {
        try await office.invoices.preview(
          .init(contractId: "centre", month: "2026-08"), office.customer)
      },
    ] { #expect(attempt?.reason == "INVOICE_NOT_FOUND") }
  }

  @Test func aResellerSeesWhatHePaysAndNothingElse() async throws {
    let office = try await BillingOffice()
    let other = try await office.resellers(["seller", "rival"])
    try await office.contract("resold", "call-centre", from: "2026-07-01", reseller: "seller")
    try await office.contract("own", "call-centre", from: "2026-07-01")
    try office.set("2026-08-01T09:00")
    let resold = try await office.issue("resold", "2026-07")
    let own = try await office.issue("own", "2026-07")
    let tenant = BillingOffice.tenant
    let list = try await office.invoices.list(.init(tenantId: tenant), other[0])
    #expect(list.invoices.map(\.id) == [resold.id], "CARD-10")
    #expect(
      try await office.invoices.get(.init(tenantId: tenant, id: resold.id), other[0]).invoice
        == resold)
    let hidden = await failure {
      try await office.invoices.get(.init(tenantId: tenant, id: own.id), other[0])
    }
    #expect(hidden?.reason == "INVOICE_NOT_FOUND")
    let rival = await failure {
      try await office.invoices.list(.init(tenantId: tenant), other[1])
    }
    #expect(rival?.code == .notFound, "the tenant is in another's care")
  }

  // MARK: Files

  @Test func anInvoiceIsAFile() async throws {
    let office = try await BillingOffice()
    try await office.contract(
      "telework", "telework", licences: 10, from: "2026-07-01", prices: ["account": 12_345])
    let terms = try #require(
      try await office.invoices.getTerms(.init(), office.customer).terms)
    _ = try await office.invoices.updateTerms(
      .init(
        requestId: freshID(),
        terms: .init(
          recipient: "<b>山田</b> & \"商事\"", address: "大阪市\n北区", rounding: .halfUp,
          dueMonths: 2, etag: terms.etag),
        updateMask: .init(paths: ["recipient", "address", "rounding", "due_months"])),
      office.customer)
    try office.set("2026-08-01T09:00")
    let invoice = try await office.issue("telework", "2026-07")
    #expect(invoice.due == BillingOffice.date("2026-09-30"))
    #expect(invoice.totals?.rounding == .halfUp && invoice.totals?.totalYen == 135_795)
    let page = try await office.invoices.download(
      .init(id: invoice.id, format: .html), office.customer)
    #expect(page.mediaType == "text/html; charset=utf-8" && page.fileName == "2026-000001.html")
    let html = page.data.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    for part in [
      "<html lang=\"ja\">", "請求書", "登録番号 T1234567890123", "123,450円", "12,345円", "135,795円",
      "10%対象", "2026年9月30日", "2026年7月", "四捨五入", "size: A4",
      "&lt;b&gt;山田&lt;/b&gt; &amp; &quot;商事&quot; 御中",
    ] { #expect(html.contains(part), "\(part)") }
    for outside in ["http:", "https:", "<script", "<img", "<link", "url(", "@import"] {
      #expect(!html.contains(outside), "it needs nothing else: \(outside)")
    }
    let table = try await office.invoices.download(
      .init(id: invoice.id, format: .csv), office.customer)
    let csv = table.data.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    let lines = csv.split(separator: "\r\n").map(String.init)
    #expect(lines.count == 4 && lines[0].hasPrefix("\u{feff}row,number,kind,state"))
    #expect(
      lines[1]
        == "line,2026-000001,invoice,issued,demo,telework,2026-07,2026-08-01,2026-09-30,account,"
        + "利用料金（年額）,10,12345,123450,1000,,2026-07-31")
    #expect(lines[3].contains("total,2026-000001") && lines[3].contains(",135795,135795,0,12345,"))
  }

  @Test func withoutASellerThereIsNoInvoice() async throws {
    let bare = try await Office(
      devices: 1, others: [("billing", Principal(.vendor([.billing]), subject: "b"))])
    let invoices = Billing.InvoiceServiceClient(bare.transport)
    let cycle = await failure {
      try await invoices.runBillingCycle(
        .init(requestId: freshID(), month: "2026-06"), bare.options("billing"))
    }
    #expect(cycle?.reason == "SELLER_MISSING")
    let wrong = await failure {
      try await invoices.updateSeller(
        .init(requestId: freshID(), seller: .init(name: "", registrationNumber: "1")),
        bare.options("billing"))
    }
    #expect(
      Set(wrong?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) ?? [])
        == ["seller.name", "seller.registration_number"], "every field at once")
  }
}
