import Foundation
import SchemaSyntax
import Testing

@testable import SchemaModel

/// No input brings the compiler down: each of these runs through to diagnostics.
@Suite struct NeverCrashTests {
  static let folders = [
    Corpus.valid, Corpus.invalid, Corpus.invalid.appendingPathComponent("imported"), Corpus.schema,
  ]

  static let fixtures =
    Corpus.files(in: Corpus.valid) + Corpus.files(in: Corpus.invalid)

  /// How many prefixes of a file are linked at most; `tools/fuzz` has the long run.
  static let prefixesMax = 25
  static let mutationsPerFixture = 6

  @Test(arguments: fixtures) func survivesEveryPrefix(file: String) throws {
    let bytes = try FolderLoader(folders: Self.folders).load(file).bytes
    let step = max(1, bytes.count / Self.prefixesMax)
    for end in stride(from: 0, through: bytes.count, by: step) {
      try link(Array(bytes[..<end]), as: file)
    }
  }

  @Test(arguments: fixtures) func survivesMutations(file: String) throws {
    let bytes = try FolderLoader(folders: Self.folders).load(file).bytes
    var random = SplitMix(seed: UInt64(file.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }))
    for _ in 0..<Self.mutationsPerFixture {
      try link(mutated(bytes, &random), as: file)
    }
  }

  @Test func survivesNoise() throws {
    var random = SplitMix(seed: 42)
    for _ in 0..<500 {
      let count = Int.random(in: 0..<200, using: &random)
      let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      try link(Array("syntax = \"proto3\";".utf8) + noise, as: "noise.proto")
    }
  }

  /// Links a file in the place of `path`; whatever comes out must hang together.
  private func link(_ bytes: [UInt8], as path: String) throws {
    // The options alone stand in for descriptor.proto, most of which is comments.
    let options = SourceFile(
      path: "google/protobuf/descriptor.proto", text: BuiltInOptions.schema)
    let loader = OverridingLoader(
      source: SourceFile(path: path, bytes: bytes),
      other: OverridingLoader(source: options, other: FolderLoader(folders: Self.folders)))
    let result = try Linker.link([path], from: loader)
    #expect((result.schema == nil) == result.diagnostics.hasErrors)
    #expect(result.diagnostics.allSatisfy { !$0.rendered().isEmpty })
  }

  private func mutated(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: bytes.indices, using: &random)
      let length = min(Int.random(in: 1...24, using: &random), bytes.count - at)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(at..<at + length)
      case 2: bytes.insert(contentsOf: bytes[at..<at + length], at: at)
      case 3:
        let other = Int.random(in: bytes.indices, using: &random)
        bytes.swapAt(at, other)
      default:
        let piece = Self.pieces[Int.random(in: Self.pieces.indices, using: &random)]
        bytes.replaceSubrange(at..<at + length, with: Array(piece.utf8))
      }
    }
    return bytes
  }

  private static let pieces = [
    "{", "}", "(", ")", "[", "]", "<", ">", ";", ",", "=", "-", ".", "\"", "'", "/*", "*/", "//",
    "\n", "0x", "1e", "99999999999999999999", "-2147483648", "max", " to ", "message ", "enum ",
    "oneof ", "map<", "group ", "extend ", "option ", "reserved ", "extensions ", "import ",
    "package ", "default = ", "json_name = ", "google.protobuf.", "optional ", "required ",
    "\\u", "\\", "stream ", "rpc ", "returns ", "inf", "nan", "\u{0}", "窓",
  ]
}

/// Repeatable random numbers (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
