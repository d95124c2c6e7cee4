import Buffers
import Calling
import Files
import Glibc
import Protobuf

/// Puts the bytes fields of responses into files, and says in their place where they are.
struct ByteFiles: Sendable {
  enum Target: Sendable, Hashable {
    /// Every bytes field that isn't a short one into a file of its own in this folder.
    case folder(String)
    /// The bytes fields of each response itself, one behind the other: the parts of a download.
    case file(String)
  }

  /// Shorter ones, such as hashes, stay in the response.
  private static let shortBytesMax = 64

  private let target: Target
  private var responses = 0
  private var descriptor: Int32 = -1
  private var written = 0
  private var problem: String?

  init(_ target: Target) {
    self.target = target
  }

  mutating func take(from tree: inout JSONTree, _ shape: MessageShape) {
    responses += 1
    switch target {
    case .file(let path):
      for field in shape.fields {
        guard case .bytes = field.content, let content = Self.content(tree[field.jsonName]) else {
          continue
        }
        append(content, to: path)
        tree.update([field.jsonName]) { $0 = .string("\(content.count) bytes in \(path)") }
      }
    case .folder(let folder): save(&tree, shape, folder, prefix: "\(responses)")
    }
  }

  /// Whether all goes into one file, and what a person sees of it is its summary.
  var isOneFile: Bool {
    if case .file = target { true } else { false }
  }

  /// What a person is told of the one file in the place of its parts.
  var summary: String? {
    guard case .file(let path) = target, problem == nil else { return nil }
    return "\(written) bytes in \(path)"
  }

  /// Closes what is open; returns what went wrong.
  mutating func finish() -> String? {
    if case .file(let path) = target, descriptor < 0, problem == nil { append([], to: path) }
    if descriptor >= 0, close(descriptor) != 0, case .file(let path) = target {
      fail("close", path)
    }
    descriptor = -1
    return problem
  }

  private mutating func save(
    _ tree: inout JSONTree, _ shape: MessageShape, _ folder: String, prefix: String
  ) {
    for field in shape.fields {
      guard let value = tree[field.jsonName] else { continue }
      let name = "\(prefix)-\(field.name)"
      switch field.content {
      case .bytes:
        guard let content = Self.content(value), content.count > Self.shortBytesMax else {
          continue
        }
        let path = "\(folder)/\(name)\(Self.suffix(content))"
        save(content, path, folder)
        tree.update([field.jsonName]) { $0 = .string("\(content.count) bytes in \(path)") }
      case .message(let inner):
        var message = value
        save(&message, inner(), folder, prefix: name)
        tree.update([field.jsonName]) { $0 = message }
      case .messages(let inner):
        var elements = value.elements
        for index in elements.indices {
          save(&elements[index], inner(), folder, prefix: "\(name)-\(index + 1)")
        }
        tree.update([field.jsonName]) { $0 = .array(elements) }
      case .scalar, .date, .many: continue
      }
    }
  }

  private mutating func save(_ content: [UInt8], _ path: String, _ folder: String) {
    guard problem == nil else { return }
    let system = LinuxFileSystem()
    do throws(FileError) {
      if try system.attributes(folder) == nil { try system.makeDirectory(folder) }
      try system.replace(path, with: content)
    } catch {
      problem = "\(error)"
    }
  }

  private mutating func append(_ content: [UInt8], to path: String) {
    guard problem == nil else { return }
    if descriptor < 0 {
      descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { return fail("create", path) }
    }
    content.withUnsafeBytes { memory in
      var done = 0
      while done < memory.count, problem == nil {
        let count = write(descriptor, memory.baseAddress.map { $0 + done }, memory.count - done)
        if count > 0 {
          done += count
          written += count
        } else if errno != EINTR {
          fail("write", path)
        }
      }
    }
  }

  private mutating func fail(_ operation: String, _ path: String) {
    problem = "\(FileError(operation: operation, path: path, code: errno))"
  }

  private static func content(_ value: JSONTree?) -> [UInt8]? {
    guard case .string(let base64) = value else { return nil }
    return Base64.json.decode(base64).map { Array($0) }
  }

  /// The ending that programs know a picture by.
  private static func suffix(_ content: [UInt8]) -> String {
    if content.starts(with: [0xff, 0xd8, 0xff]) { return ".jpg" }
    if content.starts(with: [0x89, 0x50, 0x4e, 0x47]) { return ".png" }
    return ".bin"
  }
}
