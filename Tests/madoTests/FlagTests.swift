import Calling
import Testing

@testable import mado

@Suite struct FlagTests {
  @Test("flags go into a request at their place, over what is there")
  func update() throws {
    var tree = try JSONParser.parse("{\"a\":{\"x\":1},\"l\":[1],\"m\":{\"k\":\"v\"}}")
    Flag("a.b_c", .string).put(.string("t"), into: &tree)
    Flag("a.x", .int32).put(.number("2"), into: &tree)
    Flag("l", .int32, repeated: true).put(.number("3"), into: &tree)
    Flag("m", .entry(.string), repeated: true).put(
      .object([.init(name: "k2", value: .string("w"))]), into: &tree)
    #expect(
      tree.text == "{\"a\":{\"x\":2,\"b_c\":\"t\"},\"l\":[1,3],\"m\":{\"k\":\"v\",\"k2\":\"w\"}}")
    #expect(Flag("a.b_c", .string).name == "a.b-c")
  }

  @Test(
    "a choice is named by what follows the beginning of all, in any case, or by the end of one alone",
    arguments: [
      // word, choice
      ("billing", "VENDOR_ROLE_BILLING"), ("super-billing", "VENDOR_ROLE_SUPER_BILLING"),
      ("ADMIN", "VENDOR_ROLE_ADMIN"), ("VENDOR_ROLE_ADMIN", "VENDOR_ROLE_ADMIN"),
      ("ling", nil), ("role-admin", "VENDOR_ROLE_ADMIN"), ("", nil), ("agent", nil),
    ] as [(String, String?)])
  func choice(word: String, expected: String?) {
    let flag = Flag(
      "roles", .choice(["VENDOR_ROLE_ADMIN", "VENDOR_ROLE_BILLING", "VENDOR_ROLE_SUPER_BILLING"]))
    #expect((try? flag.value(word)) == expected.map { .string($0) })
  }
}
