import Foundation
import SchemaModel
import Testing

@testable import SchemaSyntax

/// Good schemas with one token changed: we refuse what protoc refuses and accept what it accepts.
///
/// `MADO_MUTATIONS` asks for a number of them, `MADO_MUTATION_SEED` for others.
@Suite struct MutationAgreementTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let count = environment["MADO_MUTATIONS"].flatMap(Int.init) ?? 300
  static let seed = environment["MADO_MUTATION_SEED"].flatMap(UInt64.init) ?? 1
  static let folders = [Corpus.valid, Corpus.schema]

  @Test func judgesMutatedSchemasAsProtocDoes() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mutants-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var random = SplitMix(seed: Self.seed)
    let paths = try (0..<Self.count).map { index in
      let path = "mutant_\(index).proto"
      try Data(try mutant(&random)).write(to: folder.appendingPathComponent(path))
      return path
    }
    let folders = [folder] + Self.folders
    let verdicts = try Verdicts.of(paths, in: folders)
    #expect(verdicts.count == paths.count)
    for verdict in verdicts {
      let result = try Linker.link([verdict.path], from: FolderLoader(folders: folders))
      guard result.diagnostics.hasErrors == verdict.grpcio.isAccepted else { continue }
      let text = try String(
        contentsOf: folder.appendingPathComponent(verdict.path), encoding: .utf8)
      Issue.record(
        """
        we: \(result.diagnostics.first.map { $0.rendered() } ?? "accepted")
        grpcio-tools: \(verdict.grpcio.messages)
        Debian: \(verdict.debian.messages)
        \(text)
        """)
    }
  }

  private static let sources = Corpus.files(in: Corpus.valid).filter { $0 != "minimal.proto" }
    .compactMap { try? FolderLoader(folders: [Corpus.valid]).load($0) }
  private static let tokens = sources.map { Lexer.lex($0).tokens.filter { $0.kind != .end } }
  private static let pool = Set(tokens.joined().map(\.text)).sorted()
  private static let edges = [
    "0", "1", "-1", "19000", "536870911", "536870912", "2147483647", "2147483648", "4294967295",
    "-2147483649", "9223372036854775808", "18446744073709551615", "1e400", "nan", "inf", "\"\"",
  ]

  private func mutant(_ random: inout SplitMix) throws -> [UInt8] {
    let file = Int.random(in: Self.sources.indices, using: &random)
    let tokens = Self.tokens[file]
    let at = Int.random(in: 0..<tokens.count - 1, using: &random)
    let (span, next) = (tokens[at].span, tokens[at + 1].span)
    var bytes = Self.sources[file].bytes
    func text(_ token: Token) -> [UInt8] { Array(token.text.utf8) }
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeSubrange(span.start..<span.end)
    case 1: bytes.insert(contentsOf: [0x20] + text(tokens[at]), at: span.end)
    case 2:
      bytes.replaceSubrange(
        span.start..<next.end, with: text(tokens[at + 1]) + [0x20] + text(tokens[at]))
    case 3:
      let edge = Self.edges[Int.random(in: Self.edges.indices, using: &random)]
      bytes.replaceSubrange(span.start..<span.end, with: Array(edge.utf8))
    default:
      let other = Self.pool[Int.random(in: Self.pool.indices, using: &random)]
      bytes.replaceSubrange(span.start..<span.end, with: Array(other.utf8))
    }
    return bytes
  }
}
