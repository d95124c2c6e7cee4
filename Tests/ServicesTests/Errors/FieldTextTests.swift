import Foundation
import MadoAPI
import Protobuf
import RPC
import Testing

@testable import Services

/// Each wrong field is explained in the caller's language.
@Suite struct FieldTextTests {
  private static func broken(_ rule: (inout Violations) -> Void) -> Violation {
    var violations = Violations()
    rule(&violations)
    return violations.all.first ?? Violation(field: "", rule: "none", message: "")
  }

  private static let cases: [(Violation, String, String)] = [
    (broken { $0.required("a", "") }, "必ず入力してください。", "此项为必填。"),
    (broken { $0.range("a", -1, "int32", gte: 0) }, "0 以上の値にしてください。", "请输入不小于 0 的值。"),
    (
      broken { $0.range("a", 9, "int64", gt: 0, lt: 5) }, "0 超、5 未満の値にしてください。",
      "请输入大于 0 且小于 5 的值。"
    ),
    (
      broken { $0.range("a", 3, "int64", gt: 5, lt: 1) }, "5 超または 1 未満の値にしてください。",
      "请输入大于 5 或小于 1 的值。"
    ),
    (broken { $0.minLength("a", "x", 12) }, "12 文字以上で入力してください。", "请输入至少 12 个字符。"),
    (broken { $0.maxLength("a", "give 5", 3) }, "3 文字以内で入力してください。", "请输入最多 3 个字符。"),
    (broken { $0.maxBytes("a", "xxxx", 3) }, "3 バイト以内にしてください。", "长度不得超过 3 字节。"),
    (
      broken { $0.oneOf("a", "fr", "string", ["ja", "en", "zh"]) },
      #"次のいずれかにしてください: "ja", "en", "zh"。"#, #"请从以下值中选择: "ja", "en", "zh"。"#
    ),
    (broken { $0.format("a", "x", .uuid) }, "UUID を指定してください。", "请指定 UUID。"),
    (broken { $0.maxItems("a", [1, 2, 3], 2) }, "2 個以内で指定してください。", "请指定最多 2 项。"),
    (broken { $0.unique("a", [1, 1]) }, "同じものは一度だけ指定してください。", "请勿重复指定相同的项。"),
    (
      broken {
        $0.range("a", GoogleProtobuf.Duration(seconds: 31), "duration", lte: .init(seconds: 30))
      },
      "30s 以下の値にしてください。", "请输入不大于 30s 的值。"
    ),
  ]

  @Test(arguments: cases.indices) func ofRules(place: Int) {
    let (violation, ja, zh) = Self.cases[place]
    #expect(FieldText.text(violation.rule, violation.message, in: .ja) == ja)
    #expect(FieldText.text(violation.rule, violation.message, in: .zh) == zh)
    #expect(FieldText.isKnown(violation.rule))
    #expect(FieldText.text(violation.rule, violation.message, in: .en).hasSuffix("."))
  }

  /// Every rule that a schema of ours uses has a text of its own.
  @Test func everyRuleOfTheSchemaHasAText() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Schema/mado")
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    let rule =
      /\b(min_len|max_len|len|min_bytes|max_bytes|min_items|max_items|unique|uuid|email|pattern|in|not_in|gte|gt|lte|lt|defined_only|required|prefix|suffix|const): ?[^ ]/
    var used: Set<String> = []
    for file in files ?? [] where file.hasSuffix(".proto") {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      for found in text.matches(of: rule) { used.insert(String(found.1)) }
    }
    #expect(used.count > 8)
    for rule in used {
      #expect(FieldText.isKnown("string.\(rule)") || FieldText.isKnown("enum.\(rule)"), "\(rule)")
    }
  }

  @Test(arguments: [
    ("ja", "必ず入力してください。"), ("zh", "此项为必填。"), ("en", "Is missing: it must be given."),
  ])
  func aCallSaysItInItsCallersLanguage(locale: String, text: String) async throws {
    let office = try await Office(devices: 1)
    var options = office.options("demo-administrator")
    options.metadata.add(["accept-language": locale])
    let error = await failure { try await office.users.get(.init(), options) }
    let said = error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.first
    #expect(said?.reason == "required" && said?.localizedMessage?.locale == locale)
    #expect(said?.localizedMessage?.message == text)
    let filter = await failure { try await office.users.list(.init(filter: "x = 1"), options) }
    let wrong = filter?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.first
    #expect(wrong?.localizedMessage?.locale == locale && wrong?.localizedMessage?.message != "")
  }
}
