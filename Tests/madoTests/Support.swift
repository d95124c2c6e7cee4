import Buffers
import Calling
import Foundation
import Protobuf
import RPC
import Synchronization
import Testing

@testable import mado

/// What a run of the program left behind.
struct Outcome {
  let status: Int32
  let out: String
  let error: String
}

/// Runs the program in memory.
///
/// - Parameter transport: where its calls go; without one, connecting is a test's failure.
func run(
  _ arguments: String..., input: String = "", terminal: Bool = false, columns: Int? = nil,
  environment: [String: String] = ["MADO_SERVER": "http://test:1"],
  transport: (any ClientTransport)? = nil
) async -> Outcome {
  await run(
    arguments, input: input, terminal: terminal, columns: columns, environment: environment,
    transport: transport)
}

func run(
  _ arguments: [String], input: String = "", terminal: Bool = false, columns: Int? = nil,
  environment: [String: String] = ["MADO_SERVER": "http://test:1"],
  transport: (any ClientTransport)? = nil,
  connecting connect: (@Sendable (Target) throws(UsageError) -> any ClientTransport)? = nil
) async -> Outcome {
  let out = Captured()
  let error = Captured()
  let console = Console(
    input: Lines(input), isTerminal: terminal, columns: columns, out: { out.add($0) },
    error: { error.add($0) })
  let client = Client(
    tree: CommandTree(areas: Area.all), console: console, environment: environment
  ) { (target) throws(UsageError) in
    if let connect { return try connect(target) }
    guard let transport else { throw UsageError("the test has no server") }
    return transport
  }
  let status = await client.run(arguments)
  return Outcome(status: status, out: out.text, error: error.text)
}

private final class Captured: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  func add(_ more: [UInt8]) { bytes.withLock { $0 += more } }

  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}

/// A folder that is gone after the tests. (Not with its last use, which may come before that of its path.)
struct TemporaryFolder {
  let path: String

  /// Holds all of them.
  private static let root: String = {
    let path = NSTemporaryDirectory() + "mado-tests-\(UInt32.random(in: 0...UInt32.max))"
    atexit { try? FileManager.default.removeItem(atPath: TemporaryFolder.root) }
    return path
  }()

  init() throws {
    path = "\(Self.root)/\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ name: String, _ content: [UInt8]) throws -> String {
    try Data(content).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }

  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }
}

/// Debian's protoc over the whole schema: the oracle of these tests.
enum Protoc {
  static let schemaFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Schema").path

  /// All schema files, from the folder.
  static func files() throws -> [String] {
    let all = try FileManager.default.subpathsOfDirectory(atPath: schemaFolder)
    return all.filter { $0.hasSuffix(".proto") }.sorted()
  }

  static func descriptors() throws -> GoogleProtobuf.FileDescriptorSet {
    try GoogleProtobuf.FileDescriptorSet(decoding: Bytes(encodedDescriptors.get()))
  }

  private static let encodedDescriptors = Result {
    try run(
      ["-I\(schemaFolder)", "--include_imports", "--descriptor_set_out=/dev/stdout"] + files())
  }

  /// The descriptors in a file: protoc reads that in a third of the time that it needs for the schema.
  private static let descriptorFile = Result {
    try TemporaryFolder().write("schema.binpb", encodedDescriptors.get())
  }

  /// The text format of an encoded message.
  static func text(_ message: Bytes, _ type: String) throws -> String {
    let output = try run(
      ["--descriptor_set_in=\(descriptorFile.get())", "--decode=\(type)"], input: Array(message))
    return String(decoding: output, as: UTF8.self)
  }

  private static func run(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/protoc")
    process.arguments = arguments
    let output = Pipe()
    let source = Pipe()
    process.standardOutput = output
    process.standardInput = source
    try process.run()
    try source.fileHandleForWriting.write(contentsOf: Data(input))
    try source.fileHandleForWriting.close()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return [UInt8](bytes)
  }
}
