import Foundation
import Protobuf

/// Runs the machine's protoc, the measure of what a schema means.
enum Protoc {
  struct Answer {
    var set = GoogleProtobuf.FileDescriptorSet()
    var isAccepted: Bool
    var messages: String
  }

  static func compile(
    _ files: [String], in folders: [URL], sourceInfo: Bool = true
  ) throws -> Answer {
    let output = FileManager.default.temporaryDirectory
      .appendingPathComponent("protoc-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["protoc"] + folders.map { "-I\($0.path)" }
      + ["--include_imports", "--descriptor_set_out=\(output.path)"]
      + (sourceInfo ? ["--include_source_info"] : []) + files
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    var answer = Answer(
      isAccepted: process.terminationStatus == 0, messages: String(decoding: said, as: UTF8.self))
    if answer.isAccepted {
      let bytes = try Data(contentsOf: output)
      answer.set = try GoogleProtobuf.FileDescriptorSet(decoding: .init(Array(bytes)))
    }
    return answer
  }
}

/// The path to the first field in which two values differ, and both its values; nil when they are equal.
func firstDifference(_ a: Any, _ b: Any, at path: String = "") -> String? {
  let left = Mirror(reflecting: a)
  let right = Mirror(reflecting: b)
  let isLeaf = left.children.isEmpty || right.children.isEmpty || left.displayStyle == .enum
  if isLeaf {
    let (shownLeft, shownRight) = (shown(a), shown(b))
    return shownLeft == shownRight ? nil : "\(path): \(shownLeft) is not \(shownRight)"
  }
  for (index, pair) in zip(left.children, right.children).enumerated() {
    let step: String
    switch left.displayStyle {
    case .collection: step = "[\(name(of: pair.0.value) ?? String(index))]"
    case .optional: step = ""
    default: step = (path.isEmpty ? "" : ".") + (pair.0.label ?? "\(index)")
    }
    if let found = firstDifference(pair.0.value, pair.1.value, at: path + step) { return found }
  }
  guard left.children.count == right.children.count else {
    return "\(path): \(left.children.count) elements are not \(right.children.count)"
  }
  return nil
}

private func shown(_ value: Any) -> String {
  if let fields = value as? UnknownFields {
    return fields.bytes.withUnsafeBytes { bytes in
      "[" + bytes.map { String($0, radix: 16) }.joined(separator: " ") + "]"
    }
  }
  return String(reflecting: value)
}

/// The name of a descriptor, which says more in a path than its index.
private func name(of value: Any) -> String? {
  Mirror(reflecting: value).children.first { $0.label == "name" }?.value as? String
}

/// The protoc of grpcio-tools, which knows editions: `Oracle/agreement.py` runs it and compares.
enum NewerProtoc {
  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Oracle/agreement.py").path

  /// A Python with the packages of tools/python-packages.
  static let python =
    ProcessInfo.processInfo.environment["MADO_TEST_PYTHON"]
    ?? Corpus.project.appendingPathComponent(".venv-test/bin/python").path

  /// In what a set differs from the one made of `files`; nil when they are equal.
  static func difference(
    of set: GoogleProtobuf.FileDescriptorSet, from files: [String], in folders: [URL],
    sourceInfo: Bool
  ) throws -> String? {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("schemac-\(UUID().uuidString)")
    try Data(set.encoded().withUnsafeBytes { Array($0) }).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments =
      [script, path.path, sourceInfo ? "1" : "0"] + folders.map { "-I\($0.path)" } + files
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : String(decoding: said, as: UTF8.self)
  }
}
