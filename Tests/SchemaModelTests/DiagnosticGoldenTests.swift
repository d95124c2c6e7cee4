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
  static let files = Corpus.files(in: Corpus.invalid)

  @Test(arguments: files) func saysWhatIsWrong(file: String) throws {
    let result = try Linker.link([file], from: FolderLoader(folders: Self.folders))
    let text = result.diagnostics.rendered() + "\n"
    let golden = Corpus.invalid.appendingPathComponent(file).deletingPathExtension()
      .appendingPathExtension("golden")
    if Self.isUpdating { try text.write(to: golden, atomically: true, encoding: .utf8) }
    #expect(text == (try String(contentsOf: golden, encoding: .utf8)))
    #expect(!result.diagnostics.isEmpty)
    #expect((result.schema == nil) == result.diagnostics.hasErrors)
  }

  @Test func keepsNoGoldenFileWithoutItsSchema() {
    let all =
      FileManager.default.enumerator(atPath: Corpus.invalid.path)?
      .compactMap { $0 as? String } ?? []
    let goldens = all.filter { $0.hasSuffix(".golden") }.map { $0.dropLast(".golden".count) }
    #expect(Set(goldens) == Set(Self.files.map { $0.dropLast(".proto".count) }))
  }

  /// Files that we refuse and protoc takes, and why.
  static let stricter = [
    "defaults/bad_utf8_for_string.proto": notUnicode,
    "lexical/bad_utf8_in_string.proto": notUnicode,
    "options/bad_utf8_by_escape.proto": notUnicode,
    "lexical/escape_beyond_unicode.proto": notUnicode,
    "editions/edition_2024.proto": "what it adds is not read here yet",
    "custom_options/required_missing.proto": "that an option is required is our own to say",
  ]

  private static let notUnicode =
    "a descriptor holds strings of Unicode: protoc writes one that most runtimes refuse to read"

  /// Files on which the two versions of protoc differ: the newer one decides.
  static let newerDecides: Set = [
    "aggregates/too_deep.proto",
    "enums/same_short_name_in_proto2.proto", "json_names/in_brackets.proto",
    "json_names/nul_byte.proto", "json_names/same_as_written.proto",
    "json_names/same_but_case.proto", "json_names/written_is_derived.proto",
    "options/map_entry_by_hand.proto", "reserved/range_backwards.proto",
  ]

  /// Where protoc accepts a file, we have warnings only; where it refuses one, we do.
  @Test func refusesWhatProtocRefuses() throws {
    let verdicts = try Verdicts.of(Self.files, in: Self.folders)
    #expect(verdicts.map(\.path) == Self.files)
    for verdict in verdicts {
      let file = verdict.path
      let result = try Linker.link([file], from: FolderLoader(folders: Self.folders))
      let isAccepted = !result.diagnostics.hasErrors
      let isStricter = Self.stricter[file] != nil
      #expect(isAccepted == (verdict.grpcio.isAccepted && !isStricter), "\(file)")
      let source = try String(
        decoding: Data(contentsOf: Corpus.invalid.appendingPathComponent(file)), as: UTF8.self)
      // Debian's knows no editions.
      if source.hasPrefix("edition") || isStricter { continue }
      #expect(
        (isAccepted == verdict.debian.isAccepted) != Self.newerDecides.contains(file),
        "\(file): \(verdict.debian.messages)")
    }
  }
}
