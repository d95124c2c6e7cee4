import Buffers
import Foundation
import Testing

@testable import Protobuf

@Suite struct WireFormat {
  /// Runs protoc and returns what it wrote to standard output.
  static func protoc(_ arguments: [String], input: Bytes = Bytes()) throws -> Bytes {
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

  static let schemaRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Schema").path

  @Test func aDescriptorSetOfProtocComesBackByteForByte() throws {
    let set = try Self.protoc([
      "-I\(Self.schemaRoot)", "--include_imports", "--include_source_info",
      "--descriptor_set_out=/dev/stdout", "grpc/reflection/v1/reflection.proto",
      "google/rpc/error_details.proto", "google/protobuf/descriptor.proto",
    ])
    let decoded = try GoogleProtobuf.FileDescriptorSet(decoding: set)
    #expect(decoded.file.count == 4)
    #expect(decoded.encoded() == set)
  }
}
