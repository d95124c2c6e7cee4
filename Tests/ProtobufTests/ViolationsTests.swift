import Buffers
import Protobuf
import Testing

/// What violations say, and where they end.
@Suite struct ViolationsTests {
  private func messages(_ message: some Message) -> [String] {
    message.violations().all.map(\.description)
  }

  @Test func saysValueLimitAndFix() {
    #expect(
      messages(TestRules.Inner(value: -3)) == ["value: is -3: give one 0 or more (int32.gte)"])
    #expect(
      messages(TestRules.Enums(constant: .green, in: .red, notIn: .red, said: .red))
        == ["in: is COLOUR_RED: give COLOUR_UNSPECIFIED or COLOUR_GREEN (enum.in)"])
    #expect(
      messages(TestRules.Enums(constant: .green, notIn: .red, said: .unrecognized(9)))
        == [
          "said: is 9, which is no value of it: give COLOUR_UNSPECIFIED, COLOUR_RED, COLOUR_GREEN or "
            + "COLOUR_OLD_GREEN (enum.defined_only)"
        ])
    #expect(
      messages(TestRules.Maps(sized: ["a": 1], texts: ["b\n": "long"])).map { $0.prefix(27) }
        == ["texts[\"b\\n\"]: \"b\n\" does not"])
  }

  @Test func cutsLongValues() throws {
    let message = TestRules.Tree(name: "", byName: [String(repeating: "k", count: 5_000): .init()])
    let violations = message.violations().all
    #expect(violations.count == 2)
    for violation in violations {
      #expect(violation.field.utf8.count < 80)
      #expect(violation.message.utf8.count < 200)
    }
  }

  @Test func endsAfterAHundred() {
    let list = TestRules.Lists(few: [1], inners: Array(repeating: .init(value: -1), count: 5_000))
    let violations = list.violations()
    #expect(violations.all.count == Violations.countMax)
    #expect(violations.isFull)
  }

  @Test func goesNoDeeperThanMessagesAreDecoded() {
    var tree = TestRules.Tree()
    for _ in 0..<500 { tree = TestRules.Tree(name: "x", left: tree) }
    #expect(tree.violations().isEmpty)
    tree = TestRules.Tree()
    for _ in 0..<50 { tree = TestRules.Tree(name: "x", left: tree) }
    #expect(tree.violations().all.map(\.rule) == ["string.min_len"])
  }

  @Test func readsTheClockThatItIsGiven() {
    let now = GoogleProtobuf.Timestamp(seconds: 1_000)
    var message = TestRules.WellKnown(number: .init(value: 6))
    message.past = .init(seconds: 1_000)
    message.future = .init(seconds: 1_000)
    message.near = .init(seconds: 4_600)
    #expect(message.violations { now }.isEmpty)
    message.past = .init(seconds: 1_000, nanos: 1)
    message.future = .init(seconds: 999, nanos: 999_999_999)
    message.near = .init(seconds: 4_600, nanos: 1)
    #expect(
      message.violations { now }.all.map(\.rule)
        == ["timestamp.lt_now", "timestamp.gt_now", "timestamp.within"])
  }

  @Test func aMessageWithoutRulesHasNoViolations() {
    #expect(TestRules.Plain(text: "", parts: [.init()]).violations().isEmpty)
    #expect(TestShapes.Scalars().violations().isEmpty)
  }
}
