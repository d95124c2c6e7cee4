import CivilTime
import Testing

@testable import Rules

@Suite struct DeemedAcceptanceTests {
  typealias Message = DeemedAcceptance.Message

  private func state(
    _ messages: [Message], at now: String
  ) throws -> DeemedAcceptance.State? {
    DeemedAcceptance.judge(messages, at: try jst(now)).answer?.state
  }

  @Test(arguments: [
    // rule, answered, accepted at (in Japan)
    ("TEL-41", "2026-04-24 10:00", "2026-05-02 00:00"),
    ("TEL-41", "2026-04-22 10:00", "2026-05-01 00:00"),
    ("TEL-41", "2026-04-28 10:00", "2026-05-08 00:00"),
    ("TEL-41", "2026-09-14 10:00", "2026-09-25 00:00"),
    ("TEL-41", "2026-06-01 10:00", "2026-06-09 00:00"),
    ("TEL-41", "2026-06-01 00:00", "2026-06-09 00:00"),
    ("TEL-41", "2026-06-01 23:59:59.999", "2026-06-09 00:00"),
  ])
  func silenceAcceptsAtTheEndOfTheSeventhDay(
    rule: String, answered: String, expected: String
  ) throws {
    let answer = Message(.answer, sent: try jst(answered))
    let accepted = try jst(expected)
    let before = accepted.advanced(by: .nanoseconds(-1))
    #expect(
      DeemedAcceptance.judge([answer], at: before).answer?.state == .running(until: accepted),
      "\(rule)")
    #expect(
      DeemedAcceptance.judge([answer], at: accepted).answer?.state == .accepted(at: accepted),
      "\(rule)")
  }

  @Test func everyMessageHasItsEffectInEveryState() throws {
    let answer = Message(.answer, sent: try jst("2026-06-01 10:00"))
    let end = try jst("2026-06-09 00:00")
    let reply = Message(.customer, sent: try jst("2026-06-08 23:59:59"))
    let holding = Message(.holding, sent: try jst("2026-06-03 10:00"))
    let late = Message(.customer, sent: end)
    let again = Message(.answer, sent: try jst("2026-06-04 10:00"))

    #expect(try state([], at: "2026-07-01 00:00") == .open)
    #expect(try state([holding], at: "2026-07-01 00:00") == .open)
    #expect(try state([answer, holding], at: "2026-07-01 00:00") == .accepted(at: end))
    #expect(try state([answer, reply], at: "2026-07-01 00:00") == .open)
    // The order of arrival does not matter, the order of sending does.
    #expect(try state([reply, answer], at: "2026-07-01 00:00") == .open)
    // A reply at the very end comes too late to stop the clock: it reopens.
    #expect(try state([answer, late], at: "2026-06-08 23:59") == .running(until: end))
    #expect(try state([answer, late], at: "2026-06-09 00:00") == .open)
    // A second answer starts the week anew: 4 June, day 7 is the 11th.
    #expect(
      try state([answer, again], at: "2026-07-01 00:00")
        == .accepted(at: try jst("2026-06-12 00:00")))
    // What is accepted stays so, whatever we send.
    let after = Message(.answer, sent: try jst("2026-06-20 10:00"))
    #expect(try state([answer, after], at: "2026-07-20 00:00") == .accepted(at: end))
    // A message that lies ahead of now has not been sent.
    #expect(try state([answer], at: "2026-06-01 09:59") == .open)
  }

  @Test func anAnswerAtTheEndOfTheKnownYearsIsRefused() throws {
    let answer = Message(.answer, sent: try jst("2099-12-30 10:00"))
    #expect(
      DeemedAcceptance.judge([answer], at: .max).rejections
        == [.outOfRange(YearOutOfRange(year: 2100))])
    let last = Message(.answer, sent: .max)
    #expect(
      DeemedAcceptance.judge([last], at: .max).rejections
        == [.outOfRange(YearOutOfRange(year: 9999))])
  }
}
