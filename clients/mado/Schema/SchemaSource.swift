import Buffers
import Files
import Protobuf

/// Where the schema of a call comes from.
protocol SchemaSource {
  /// The full names of all services.
  func services() async throws -> [String]

  /// A pool with what has this full name, and all that it refers to; throws what names are near when
  /// nothing has it.
  func pool(holding name: String) async throws -> DescriptorPool
}

/// A `google.protobuf.FileDescriptorSet`, as `schemac` and `protoc` write it.
struct DescriptorSetFile: SchemaSource {
  private let pool: DescriptorPool

  init(_ path: String) throws(UsageError) {
    let set: GoogleProtobuf.FileDescriptorSet
    do {
      let content = try LinuxFileSystem().contents(of: path)
      set = try GoogleProtobuf.FileDescriptorSet(decoding: Bytes(content))
    } catch let error as DecodeError {
      throw UsageError("--descriptor-set: \(path) is no descriptor set: \(error)")
    } catch {
      throw UsageError("--descriptor-set: \(error)")
    }
    do throws(DescriptorError) {
      pool = try DescriptorPool(set.file)
    } catch {
      var fix = ""
      if case .missingImport = error.reason {
        fix = "; make the set with protoc --include_imports"
      }
      throw UsageError("--descriptor-set: \(path): \(error)\(fix)")
    }
  }

  func services() -> [String] { pool.services.map(\.name) }

  func pool(holding name: String) throws -> DescriptorPool {
    guard pool.holds(name) else {
      throw UsageError.unknown(
        "service or type", name, of: nil, among: services() + pool.typeNames)
    }
    return pool
  }
}

extension DescriptorPool {
  /// Whether a service, a message or an enum has this full name.
  func holds(_ name: String) -> Bool {
    service(named: name) != nil || message(named: name) != nil || enumeration(named: name) != nil
  }
}
