import Foundation
import SchemaModel
import SchemaSyntax
import Testing

/// Every wrong schema of the corpus against what we say about it, kept beside it in `.golden`.
///
/// `MADO_UPDATE_GOLDEN=1` writes the golden files anew; read the difference before committing it.
@Suite struct DiagnosticGoldenTests {
  static let isUpdating = ProcessInfo.processInfo.environment["MADO_UPDATE_GOLDEN"] == "1"
  static let folders = [
    Corpus.invalid, Corpus.invalid.appendingPathComponent("imported"), Corpus.schema,
  ]

  @Test(arguments: Corpus.files(in: Corpus.invalid))
  func saysWhatIsWrong(file: String) throws {
    let result = try Linker.link([file], from: FolderLoader(folders: Self.folders))
    let text = result.diagnostics.map { $0.rendered() + "\n" }.joined(separator: "\n")
    let golden = Corpus.invalid.appendingPathComponent(file).deletingPathExtension()
      .appendingPathExtension("golden")
    if Self.isUpdating { try text.write(to: golden, atomically: true, encoding: .utf8) }
    #expect(text == (try String(contentsOf: golden, encoding: .utf8)))
    #expect(!text.isEmpty)
    #expect((result.schema == nil) == result.diagnostics.hasErrors)
  }

  /// Where protoc accepts a file, we have warnings only; where it refuses one, we do.
  @Test(arguments: Corpus.files(in: Corpus.invalid))
  func refusesWhatProtocRefuses(file: String) throws {
    let result = try Linker.link([file], from: FolderLoader(folders: Self.folders))
    let answer = try Protoc.compile(file, in: Self.folders)
    #expect(answer.isAccepted == !result.diagnostics.hasErrors, "\(answer.messages)")
  }
}
