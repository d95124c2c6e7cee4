import CivilTime
import Testing

@testable import Rules

@Suite struct CaseTests {
  // MARK: States

  @Test(
    arguments: [
      // act, from, to; nil for a refusal
      (.customer, .new, .new), (.customer, .open, .open), (.customer, .waitingCustomer, .open),
      (.customer, .answered, .open), (.customer, .accepted, .open), (.customer, .closed, nil),
      (.customer, .declinedOtherVendor, nil), (.holding, .new, .open),
      (.holding, .waitingCustomer, .waitingCustomer), (.holding, .answered, .answered),
      (.holding, .accepted, nil), (.ask, .new, .waitingCustomer), (.ask, .answered, nil),
      (.answer, .new, .answered), (.answer, .waitingCustomer, .answered),
      (.answer, .closed, nil), (.accept, .answered, .accepted), (.accept, .open, nil),
      (.accept, .accepted, nil), (.close(.closed), .new, .closed),
      (.close(.declinedOutOfScope), .open, .declinedOutOfScope), (.close(.accepted), .open, nil),
      (.close(.open), .new, nil), (.close(.closed), .outOfScope, nil), (.reopen, .closed, .open),
      (.reopen, .accepted, .open), (.reopen, .outOfScope, .open), (.reopen, .answered, nil),
    ] as [(CaseLife.Act, CaseState, CaseState?)])
  func anActLeadsToItsStateOrNowhere(act: CaseLife.Act, from: CaseState, to: CaseState?) {
    let ruling = CaseLife.state(after: act, in: from)
    #expect(ruling.answer == to)
    #expect(ruling.rejections.count == (to == nil ? 1 : 0))
  }

  @Test func everyActOnEveryStateIsAnsweredOnce() {
    let acts: [CaseLife.Act] =
      [.customer, .holding, .ask, .answer, .accept, .reopen] + CaseState.allCases.map { .close($0) }
    for act in acts {
      for state in CaseState.allCases {
        let ruling = CaseLife.state(after: act, in: state)
        #expect((ruling.answer == nil) == !ruling.rejections.isEmpty)
        // Nothing that has ended is written to by the desk.
        if state.isResolved, [.holding, .ask, .answer].contains(act) {
          #expect(ruling.answer == nil)
        }
      }
    }
  }

  // MARK: Promises

  @Test(
    arguments: [
      ("card-corporate-cloud", .freeWeb, .web, .cardDesk),
      ("card-starter-cloud", .paid, .phone, .cardDesk),
      ("telework", .freeWeb, .phone, .teleworkPhone), ("telework", .freeWeb, .web, .teleworkMail),
      ("telework", .freeWeb, .email, .teleworkMail), ("telework", .callCentre, .phone, .callCentre),
      ("meeting", .freeWeb, .web, .web), ("", .callCentre, .phone, .callCentre),
    ] as [(String, SupportScope.Channel, CaseTerms.Intake, BuiltInTerms)])
  func theRuleBooksTermsGoByProductChannelAndIntake(
    product: String, channel: SupportScope.Channel, intake: CaseTerms.Intake, terms: BuiltInTerms
  ) {
    #expect(BuiltInTerms.choose(product: product, by: channel, intake) == terms)
  }

  private func judge(
    _ terms: BuiltInTerms, _ opened: String, _ events: [(SlaClocks.Event.Kind, String)] = [],
    at now: String
  ) throws -> SlaClocks.Answer {
    let ruling = CaseClocks.judge(
      opened: try jst(opened), events: try events.map { .init($0.0, at: try jst($0.1)) },
      terms: terms.terms, in: terms.desk.calendar, at: try jst(now))
    return try #require(ruling.answer)
  }

  @Test(
    arguments: [
      // rule, received, due
      ("CARD-24", "2026-05-01 10:00", "2026-05-07 17:30"),
      ("CARD-24", "2026-05-01 17:31", "2026-05-07 17:30"),
      ("CARD-24", "2026-05-02 12:00", "2026-05-07 17:30"),
      ("CARD-24", "2026-09-18 10:00", "2026-09-24 17:30"),
      ("CARD-24", "2026-07-17 10:00", "2026-07-21 17:30"),
    ])
  func theCardDeskRepliesOnTheNextBusinessDay(rule: String, received: String, due: String) throws {
    let answer = try judge(.cardDesk, received, at: received)
    #expect(answer.due == (try jst(due)), "\(rule)")
    #expect(answer.readings.map(\.clock) == [.first], "\(rule)")
    #expect(answer.trace.steps.contains { $0.rule == .card24 }, "\(rule)")
  }

  @Test func aReplyInTimeMeetsTheCardDesksPromiseAndALaterOneDoesNot() throws {
    let due = try jst("2026-05-07 17:30")
    let met = try judge(
      .cardDesk, "2026-05-01 10:00", [(.reply, "2026-05-07 17:30")], at: "2026-05-08 09:00")
    #expect(met.readings.first?.standing == .met(at: due))
    let late = try judge(
      .cardDesk, "2026-05-01 10:00", [(.reply, "2026-05-07 17:31")], at: "2026-05-08 09:00")
    #expect(late.readings.first?.standing == .breached(at: due))
    let closed = try judge(
      .cardDesk, "2026-05-01 10:00", [(.state(.closed), "2026-05-01 11:00")], at: "2026-05-08 09:00"
    )
    #expect(closed.readings.first?.standing == .met(at: try jst("2026-05-01 11:00")))
    #expect(closed.due == nil)
  }

  @Test func whatIsSaidNextIsTheWarningThenTheBreachThenNothing() throws {
    let received = "2026-04-27 09:00"
    let atFirst = try judge(.teleworkPhone, received, at: received)
    #expect(atFirst.due == (try jst("2026-04-27 13:15")))
    let warning = try #require(atFirst.nextAlert(after: try jst(received)))
    #expect(warning == (try jst("2026-04-27 11:30")))
    let warned = try judge(.teleworkPhone, received, at: "2026-04-27 11:30")
    let breach = try #require(warned.nextAlert(after: warning))
    #expect(breach == (try jst("2026-04-27 13:15")).advanced(by: .nanoseconds(1)))
    let over = try judge(.teleworkPhone, received, at: "2026-04-27 13:16")
    #expect(over.nextAlert(after: try jst("2026-04-27 13:16")) == nil)
    #expect(over.due == nil)
  }

  @Test func whereNothingIsPromisedNoClockRuns() throws {
    for terms in [BuiltInTerms.web, .callCentre, .teleworkMail] {
      let answer = try judge(terms, "2026-04-27 09:00", at: "2026-05-27 09:00")
      #expect(answer.readings.isEmpty)
      #expect(answer.due == nil)
    }
  }
}
