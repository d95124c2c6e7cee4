import Buffers
import Foundation
import Protobuf
import SchemaModel
import SchemaSyntax
import Testing

/// Custom options read with the constants that are generated for them.
@Suite struct ExtensionTests {
  private typealias Options = FixturesExtensions

  private func field(_ options: String) throws -> GoogleProtobuf.FieldOptions {
    let text = """
      syntax = "proto3";
      package p;
      import "google/protobuf/descriptor.proto";
      import "extensions.proto";
      message M {
        int32 value = 1 [\(options)];
      }
      """
    let folders = ["Tests/SchemaGenTests/Fixtures", "Schema"]
    let result = try Linker.link(
      ["m.proto"], from: OneFile(path: "m.proto", text: text, folders: folders))
    let schema = try #require(result.schema, "\(result.diagnostics.map { $0.rendered() })")
    return try #require(schema.message("p.M")?.fields.first).options
  }

  @Test func readsScalarsEnumsAndMessages() throws {
    let options = try field(
      """
      deprecated = true, (fixtures.extensions.title) = "Betrag",
      (fixtures.extensions.width) = -12, (fixtures.extensions.audience) = AUDIENCE_STAFF,
      (fixtures.extensions.Measure.measure) = { unit: "m", decimals: 2 },
      (fixtures.extensions.digest) = "\\001\\377", (fixtures.extensions.factor) = 0.5
      """)
    #expect(options.deprecated == true)
    #expect(options[Options.title] == "Betrag")
    #expect(options[Options.width] == -12)
    #expect(options[Options.audience] == .staff)
    #expect(options[Options.Measure.measure] == .init(unit: "m", decimals: 2))
    #expect(options[Options.digest] == Bytes([1, 255]))
    #expect(options[Options.factor] == 0.5)
  }

  @Test func readsRepeatedOptionsInTheirOrder() throws {
    let options = try field(
      """
      (fixtures.extensions.beside) = 3, (fixtures.extensions.beside) = 1,
      (fixtures.extensions.also_measured) = { unit: "a" },
      (fixtures.extensions.also_measured) = { unit: "b" },
      (fixtures.extensions.hidden_from) = AUDIENCE_EVERYONE
      """)
    #expect(options[Options.beside] == [3, 1])
    #expect(options[Options.alsoMeasured].map(\.unit) == ["a", "b"])
    #expect(options[Options.hiddenFrom] == [.everyone])
  }

  @Test func mergesAMessageThatIsSetFieldByField() throws {
    let options = try field(
      """
      (fixtures.extensions.Measure.measure).unit = "m",
      (fixtures.extensions.Measure.measure).decimals = 3
      """)
    #expect(options[Options.Measure.measure] == .init(unit: "m", decimals: 3))
  }

  @Test func findsNothingWhereNothingIsSet() throws {
    let options = try field("deprecated = true")
    #expect(options[Options.title] == nil)
    #expect(options[Options.beside] == [])
    #expect(try options.value(of: Options.title) == nil)
  }

  static let wrong: [(bytes: [UInt8], title: String?, beside: [Int32], throwsError: Bool)] = [
    // what stands in the options, the title, the numbers beside, whether reading the title throws
    ([0xaa, 0xbb, 0x18, 0x01, 0x41], "A", [], false),
    // number 50101 as a varint is another field
    ([0xa8, 0xbb, 0x18, 0x05], nil, [], false),
    // bytes that are no UTF-8
    ([0xaa, 0xbb, 0x18, 0x01, 0xff], nil, [], true),
    // the last occurrence counts
    ([0xaa, 0xbb, 0x18, 0x01, 0x41, 0xaa, 0xbb, 0x18, 0x01, 0x42], "B", [], false),
    // 50104 one by one, then packed
    ([0xc0, 0xbb, 0x18, 0x07, 0xc2, 0xbb, 0x18, 0x02, 0x08, 0x09], nil, [7, 8, 9], false),
    // a packed run that breaks off inside a varint
    ([0xc2, 0xbb, 0x18, 0x01, 0x80], nil, [], false),
    // 50104 as fixed32
    ([0xc5, 0xbb, 0x18, 0x01, 0, 0, 0], nil, [], false),
  ]

  @Test(arguments: wrong.indices) func passesOverWhatIsSomethingElse(row: Int) throws {
    let (bytes, title, beside, throwsError) = Self.wrong[row]
    let options = try GoogleProtobuf.FieldOptions(decoding: Bytes(bytes))
    #expect(options[Options.title] == title)
    #expect(options[Options.beside] == beside)
    if throwsError {
      #expect(throws: DecodeError.self) { try options.value(of: Options.title) }
    } else {
      #expect(try options.value(of: Options.title) == title)
    }
  }
}

private struct OneFile: SourceLoader {
  let path: String
  let text: String
  let folders: [String]

  func load(_ path: String) throws(SourceError) -> SourceFile {
    if path == self.path { return SourceFile(path: path, text: text) }
    for folder in folders {
      let url = packageRoot.appendingPathComponent(folder).appendingPathComponent(path)
      if let text = try? String(contentsOf: url, encoding: .utf8) {
        return SourceFile(path: path, text: text)
      }
    }
    throw .notFound(path: path, searched: folders)
  }
}
