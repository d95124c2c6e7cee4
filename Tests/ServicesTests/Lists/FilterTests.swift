import Protobuf
import RPC
import Testing

@testable import Services

@Suite struct FilterTests {
  private static let fields = [
    Filter.Field("state", column: "s"), Filter.Field("login", column: "l", isOrdered: true),
  ]

  @Test(
    arguments: [
      // what is written, the conditions, the values
      ("", [], []), ("  ", [], []), ("state=ACTIVE", ["s = ?"], ["ACTIVE"]),
      ("state = \"ACTIVE\"", ["s = ?"], ["ACTIVE"]), ("state != 'a b'", ["s <> ?"], ["a b"]),
      ("login >= m AND login<z", ["l >= ?", "l < ?"], ["m", "z"]),
      ("login = \"a \\\" AND ' \\\\ b\"", ["l = ?"], ["a \" AND ' \\ b"]),
      ("state = \"窓' OR 1=1 --\"", ["s = ?"], ["窓' OR 1=1 --"]), ("state = \"\"", ["s = ?"], [""]),
    ] as [(String, [String], [String])])
  func filtersBecomeConditionsWithValues(
    text: String, conditions: [String], values: [String]
  ) throws {
    let filter = try Filter(text, of: Self.fields)
    #expect(filter.conditions == conditions && filter.values.map { "\($0)" } == values)
  }

  @Test(arguments: [
    // what is written, what is said of it
    ("name = x", "\"name\" cannot be compared: give one of state, login (at character 6)"),
    ("state", "state is compared by \"\": give one of = != (at character 6)"),
    ("state > A", "state is compared by \">\": give one of = != (at character 9)"),
    ("state : A", "state is compared by \":\": give one of = != (at character 9)"),
    ("state =", "state = has no value: give a word, or a text in quotes (at character 8)"),
    ("state = \"A", "state = has no value: give a word, or a text in quotes (at character 9)"),
    ("state = A OR state = B", "comparisons are joined by AND (at character 14)"),
    ("state = A AND", "\"\" cannot be compared: give one of state, login (at character 14)"),
    ("(state = A)", "\"\" cannot be compared: give one of state, login (at character 1)"),
    ("= A", "\"\" cannot be compared: give one of state, login (at character 1)"),
  ])
  func aWrongFilterSaysWhereAndWhy(text: String, message: String) {
    let error = #expect(throws: RPCError.self) { try Filter(text, of: Self.fields) }
    #expect(error?.code == .invalidArgument && error?.reason == "FILTER_INVALID")
    #expect(error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.first?.description == message)
  }

  @Test func aFilterHasABoundedNumberOfComparisons() {
    let many = Array(repeating: "state = A", count: 21).joined(separator: " AND ")
    #expect(throws: RPCError.self) { try Filter(many, of: Self.fields) }
  }

  @Test func aMaskNamesWhatCanBeChanged() throws {
    let mask = try UpdateMask(.init(paths: ["a", "b"]), of: ["a", "b", "c"])
    #expect(mask.contains("a") && !mask.contains("c"))
    let error = #expect(throws: RPCError.self) {
      try UpdateMask(.init(paths: ["a", "x", "y"]), of: ["a"])
    }
    let fields = error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field)
    #expect(fields == ["update_mask.paths[1]", "update_mask.paths[2]"])
    #expect(throws: RPCError.self) { try UpdateMask(nil, of: ["a"]) }
  }
}
