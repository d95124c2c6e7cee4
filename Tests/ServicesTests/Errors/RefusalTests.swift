import CivilTime
import RPC
import Rules
import Testing

@testable import Services

/// What rules refuse, as callers get it.
@Suite struct RefusalTests {
  private static func fault(_ kind: Fault.Kind, _ reason: String) -> Fault {
    Fault(kind, reason, field: reason.lowercased(), value: "7", limit: "8 or more", fix: "add one")
  }

  @Test(
    "the gravest kind gives status and reason, whatever the order",
    arguments: [
      // what is refused, the status, the reason
      ([.state], .failedPrecondition, "A"), ([.exhausted, .state], .resourceExhausted, "A"),
      ([.state, .exhausted], .resourceExhausted, "B"), ([.state, .outOfRange], .outOfRange, "B"),
      ([.outOfRange, .invalid, .state], .invalidArgument, "B"), ([.invalid], .invalidArgument, "A"),
    ] as [([Fault.Kind], Code, String)])
  func theGravestLeads(kinds: [Fault.Kind], code: Code, reason: String) throws {
    let faults = zip(kinds, ["A", "B", "C"]).map(Self.fault)
    let error = RPCError.refusing(faults, naming: ["b": "request.b"])
    #expect(error.code == code && error.reason == reason)
    let request = try #require(error.detail(GoogleRpc.BadRequest.self))
    #expect(request.fieldViolations.map(\.reason) == Array(["A", "B", "C"].prefix(kinds.count)))
    #expect(
      request.fieldViolations.map(\.field)
        == Array(["a", "request.b", "c"].prefix(kinds.count)), "every field at once")
    #expect(
      request.fieldViolations.allSatisfy {
        $0.description == "7 is not possible: give 8 or more; add one"
      })
  }

  @Test("a refusal without a text of its own names field, value and limit in each language")
  func itIsLocalized() throws {
    let error = RPCError.refusing([Self.fault(.state, "NOBODYS_REASON")])
    for language in Language.allCases {
      let said = error.localized(in: language)
      let text = try #require(said.detail(GoogleRpc.LocalizedMessage.self)).message
      let field = try #require(said.detail(GoogleRpc.BadRequest.self)?.fieldViolations.first)
      #expect(field.localizedMessage?.message == text)
      for part in ["nobodys_reason", "7", "8 or more"] { #expect(text.contains(part)) }
    }
  }

  @Test func anAnswerIsPassedOn() throws {
    let late = AdvanceNotice.judge(
      announced: CivilDate(literal: 2026, 3, 3), effect: CivilDate(literal: 2026, 4, 1),
      rule: .tel04)
    #expect(throws: RPCError.self) { try late.granted() }
    let inTime = AdvanceNotice.judge(
      announced: CivilDate(literal: 2026, 3, 2), effect: CivilDate(literal: 2026, 4, 1),
      rule: .tel04)
    #expect(try inTime.granted().latest == CivilDate(literal: 2026, 3, 2))
  }
}
