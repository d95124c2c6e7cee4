import CivilTime
import Testing

@testable import Rules

@Suite struct CardRulesTests {
  @Test(arguments: [
    // rule, papers complete, year-end closing, cloud, on premise
    ("CARD-03", "2026-05-01", false, "2026-05-18", "2026-05-22"),
    ("CARD-03", "2026-09-14", false, "2026-09-29", "2026-10-05"),
    ("CARD-03", "2026-12-21", true, "2027-01-06", "2027-01-13"),
    ("CARD-03", "2026-12-21", false, "2026-12-31", "2027-01-07"),
  ])
  func theStartInformationHasATargetDay(
    rule: String, complete: String, yearEnd: Bool, cloud: String, onPremise: String
  ) throws {
    let closing = BusinessCalendar.businessDays.closed([
      (12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3),
    ])
    let calendar = yearEnd ? closing : BusinessCalendar.businessDays
    let papers = [
      ProvisioningTarget.Paper("order", submitted: try day("2026-01-05")),
      ProvisioningTarget.Paper("application", submitted: try day(complete)),
    ]
    for (hosting, expected) in [(ProvisioningTarget.Hosting.cloud, cloud), (.onPremise, onPremise)]
    {
      let answer = ProvisioningTarget.compute(hosting, papers: papers, in: calendar).answer
      #expect(answer?.target.description == expected, "\(rule) \(hosting)")
      #expect(answer?.trace.steps.first?["papers_complete"] == .date(try day(complete)))
      #expect(answer?.trace.warnings.map(\.code) == ["TARGET_ONLY"])
    }
  }

  @Test func aMissingPaperStopsTheClock() throws {
    let papers = [
      ProvisioningTarget.Paper("order", submitted: try day("2026-05-01")),
      ProvisioningTarget.Paper("application", submitted: nil),
    ]
    #expect(
      ProvisioningTarget.compute(.cloud, papers: papers, in: .businessDays).rejections
        == [.papersMissing(["application"])])
    #expect(
      ProvisioningTarget.compute(.cloud, papers: [], in: .businessDays).rejections == [.noPapers])
    let late = [ProvisioningTarget.Paper("order", submitted: try day("2099-12-31"))]
    #expect(
      ProvisioningTarget.compute(.cloud, papers: late, in: .businessDays).rejections
        == [.outOfRange(YearOutOfRange(year: 2100))])
  }

  @Test(arguments: [
    // rule, received, due (in Japan)
    ("CARD-24", "2026-05-01 10:00", "2026-05-07 17:30"),
    ("CARD-24", "2026-05-01 17:31", "2026-05-07 17:30"),
    ("CARD-24", "2026-05-02 12:00", "2026-05-07 17:30"),
    ("CARD-24", "2026-09-18 09:30", "2026-09-24 17:30"),
    ("CARD-24", "2026-07-17 09:30", "2026-07-21 17:30"),
    ("CARD-24", "2026-05-07 00:00", "2026-05-08 17:30"),
    ("CARD-24", "2026-05-06 23:59:59.999", "2026-05-07 17:30"),
  ])
  func anAnswerIsDueTheNextBusinessDay(rule: String, received: String, expected: String) throws {
    let answer = try #require(AnswerDue.compute(received: jst(received)).answer)
    #expect(JST.dateTime(of: answer.due).description == expected, "\(rule)")
  }

  @Test func anAnswerOutsideTheKnownYearsIsRefused() {
    #expect(
      AnswerDue.compute(received: .max).rejections == [.outOfRange(YearOutOfRange(year: 9999))])
  }
}
