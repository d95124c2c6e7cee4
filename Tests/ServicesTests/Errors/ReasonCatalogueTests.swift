import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct ReasonCatalogueTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Reasons that no error which a service's caller gets is given: what RPC says where no interceptor
  /// stands or to clients of its own, and the verdicts of an upload.
  private static let elsewhere: Set = [
    "ABANDONED", "CALLED_TWICE", "CALL_ENDED", "IMAGE_TOO_WIDE", "MALFORMED_FRAMING",
    "MALFORMED_HEADER",
    "MALFORMED_PATH", "MALFORMED_RESPONSE", "NOT_ANSWERED", "NOT_CALLED", "REQUEST_COUNT",
    "UNKNOWN_METHOD", "UNSUPPORTED_ENCODING", "WRONG_KIND", "ITEM_MISSING", "LOST_RANGE_INVALID",
  ]

  /// Reasons that the sources put together.
  private static let composed: Set = [
    "EVIDENCE_NOT_FOUND", "AGENT_NOT_FOUND", "WORKER_NOT_FOUND",
  ]

  /// Every reason that stands in the sources of a module.
  private static func reasons(in module: String) throws -> Set<String> {
    let folder = root.appendingPathComponent("Sources/\(module)")
    let files =
      FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    let literal = /reason: (?:String = )?"([A-Z0-9_]+)"/
    return Set(
      try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        return text.matches(of: literal).map { String($0.1) }
      })
  }

  /// Every reason with which a rule refuses: what has no text of its own is told by field, value and limit.
  private static func reasonsOfRules() throws -> Set<String> {
    let folder = root.appendingPathComponent("Sources/Rules")
    let files =
      FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    let literal = /\.(?:invalid|outOfRange|state|exhausted), "([A-Z0-9_]+)"/
    let either = /\? "([A-Z0-9_]+)" : "([A-Z0-9_]+)"/
    return Set(
      try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        return text.matches(of: literal).map { String($0.1) }
          + text.matches(of: either).flatMap { [String($0.1), String($0.2)] }
      })
  }

  @Test func everyReasonHasATextAndEveryTextAReason() throws {
    let said = try Self.reasons(in: "Services").union(try Self.reasons(in: "RPC"))
    #expect(
      said.isSuperset(of: Self.elsewhere), "\(Self.elsewhere.subtracting(said)) are said no more")
    let expected = said.subtracting(Self.elsewhere).union(Self.composed)
    let known = Set(ReasonCatalogue.all.map(\.reason))
    #expect(expected.subtracting(known) == [], "these have no text in ReasonCatalogue")
    let rules = try Self.reasonsOfRules()
    #expect(rules.contains("NOTICE_TOO_LATE"))
    #expect(known.subtracting(expected).subtracting(rules) == [], "nobody gives these")
    #expect(known.count == ReasonCatalogue.all.count, "a reason stands twice")
  }

  @Test(arguments: ReasonCatalogue.all.map(\.reason))
  func aTextSaysTheSameInEveryLanguage(reason: String) throws {
    let text = try #require(ReasonCatalogue.byReason[reason])
    let places = { (sentence: ReasonText.Sentence) in
      Set((sentence.fact + sentence.fix).matches(of: /\{[a-z_]+\}/).map { String($0.0) })
    }
    #expect(places(text.ja) == places(text.en) && places(text.en) == places(text.zh))
    for sentence in [text.ja, text.zh] {
      #expect(sentence.fact.hasSuffix("。") && sentence.fix.hasSuffix("。"))
    }
    #expect(text.en.fact.hasSuffix(".") && text.en.fix.hasSuffix("."))
    let isJapanese = text.ja.fact.unicodeScalars.contains { (0x3040...0x30ff).contains($0.value) }
    let hasKana = text.zh.fact.unicodeScalars.contains { (0x3040...0x30ff).contains($0.value) }
    #expect(isJapanese && !hasKana)
  }

  @Test(
    arguments: [
      // what a client accepts, the language it gets
      (nil, Language.ja), ("", .ja), ("en", .en), ("EN-us", .en), ("zh-Hans-CN", .zh), ("fr", .ja),
      ("fr, en;q=0.5", .en), ("ja;q=0.2, zh;q=0.9, en;q=0.8", .zh), ("en;q=0, zh;q=0.1", .zh),
      ("en;q=0", .ja), ("*", .ja), ("en;q=x", .ja), (";;,,=", .ja), (" zh ; q=0.7 ,en", .en),
    ] as [(String?, Language)])
  func theLanguageIsTheOneLikedBest(header: String?, language: Language) {
    #expect(Language(accepting: header) == language)
  }

  @Test func valuesStandInTheTextAndAreNotReadAgain() throws {
    let text = try #require(ReasonCatalogue.byReason["ROLE_NOT_ALLOWED"])
    let said = text.text(in: .en, ["role": "{allowed}", "allowed": "MANAGER"])
    #expect(said == "The role {allowed} may not do this. Ask somebody who is MANAGER.")
    #expect(text.text(in: .en, [:]) == "The role – may not do this. Ask somebody who is –.")
    let long = text.text(in: .zh, ["role": String(repeating: "x", count: 10_000)])
    #expect(long.count < 300)
  }

  @Test(
    arguments: [
      (nil, "ja", "認証トークンがありません。"), ("en", "en", "There is no token."), ("zh-CN", "zh", "没有令牌。"),
    ] as [(String?, String, String)])
  func anErrorIsSaidInTheCallersLanguage(header: String?, locale: String, text: String) async throws
  {
    let office = try await Office(devices: 1)
    var options = CallOptions()
    if let header { options.metadata = ["accept-language": header] }
    let error = await failure { try await office.evidence.list(.init(), options) }
    let said = try #require(error?.detail(GoogleRpc.LocalizedMessage.self))
    #expect(said.locale == locale && said.message.hasPrefix(text))
    #expect(error?.reason == "TOKEN_MISSING")
  }
}
