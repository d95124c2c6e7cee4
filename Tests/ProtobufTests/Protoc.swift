import Buffers
import Foundation
import Protobuf
import Testing

/// Google's compiler, as an independent reader and writer of the binary format.
enum Protoc {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  static let schemaRoot = folder.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Schema").path

  /// Runs protoc and returns what it wrote to standard output.
  static func run(_ arguments: [String], input: Bytes = Bytes()) throws -> Bytes {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/protoc")
    process.arguments = arguments
    let (toProcess, fromProcess) = (Pipe(), Pipe())
    process.standardInput = toProcess
    process.standardOutput = fromProcess
    try process.run()
    try toProcess.fileHandleForWriting.write(contentsOf: Data(input))
    try toProcess.fileHandleForWriting.close()
    let output = try fromProcess.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return Bytes(output)
  }

  /// The text format of a message of the fixture in binary format.
  static func encode(
    _ name: String, _ text: String, schema: String = "shapes.proto"
  ) throws -> Bytes {
    try run(fixture + ["--encode=\(name)", schema], input: Bytes(utf8: text))
  }

  /// A message of the fixture in text format.
  static func decode(
    _ name: String, _ bytes: Bytes, schema: String = "shapes.proto"
  ) throws -> String {
    String(
      decoding: try run(fixture + ["--decode=\(name)", schema], input: bytes),
      as: UTF8.self)
  }

  /// The descriptors of some standard schemas.
  static let standardSet = Result {
    try run([
      "-I\(schemaRoot)", "--include_imports", "--descriptor_set_out=/dev/stdout",
      "grpc/reflection/v1/reflection.proto", "google/protobuf/descriptor.proto",
      "google/protobuf/struct.proto",
    ])
  }

  private static let fixture = ["-I\(folder.appendingPathComponent("Fixtures").path)"]
}

/// Gives `body` a fresh folder that holds these files, by name.
func withTemporaryFolder<R>(
  _ files: [String: String], _ body: (_ path: String) throws -> R
) throws -> R {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "mado-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  for (name, text) in files {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }
  return try body(folder.path)
}

/// A repeatable source of random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
