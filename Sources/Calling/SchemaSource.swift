import Buffers
import Files
import Protobuf
import RPC

/// Where the schema of a call comes from.
package protocol SchemaSource: Sendable {
  /// The full names of all services.
  func services() async throws -> [String]

  /// A pool with what has this full name, and all that it refers to; throws what names are near when
  /// nothing has it.
  func pool(holding name: String) async throws -> DescriptorPool
}

extension SchemaSource {
  /// The service and the method that `path` names: `package.Service/Method`.
  package func method(_ path: String) async throws -> SchemaMethod {
    let names = path.split(separator: "/").map(String.init)
    guard names.count == 2 else {
      throw UsageError("'\(path)' is no method; give PACKAGE.SERVICE/METHOD")
    }
    let pool = try await pool(holding: names[0])
    guard let service = pool.service(named: names[0]) else {
      throw UsageError("\(names[0]) is no service, but a type; mado list shows the services")
    }
    guard let method = service.methods.first(where: { $0.name == names[1] }) else {
      throw UsageError.unknown(
        "method", names[1], of: service.name, among: service.methods.map(\.name))
    }
    return SchemaMethod(pool: pool, service: service, method: method)
  }
}

/// A method of a schema that is known only when the program runs.
package struct SchemaMethod: Sendable {
  package let pool: DescriptorPool
  package let service: DescriptorPool.Service
  package let method: DescriptorPool.Method

  /// For a call.
  package var descriptor: MethodDescriptor {
    MethodDescriptor(service: service.name, name: method.name, kind: method.kind)
  }

  /// The type of the requests.
  package var input: MessageDescriptor? { pool.message(named: method.input) }

  /// The type of the responses.
  package var output: MessageDescriptor? { pool.message(named: method.output) }
}

extension DescriptorPool.Method {
  /// What streams.
  package var kind: MethodDescriptor.Kind {
    switch (streamsRequests, streamsResponses) {
    case (false, false): .unary
    case (true, false): .clientStreaming
    case (false, true): .serverStreaming
    case (true, true): .bidirectional
    }
  }
}

/// A `google.protobuf.FileDescriptorSet`, as `schemac` and `protoc` write it.
package struct DescriptorSetFile: SchemaSource {
  private let pool: DescriptorPool

  package init(_ path: String) throws(UsageError) {
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

  package func services() -> [String] { pool.services.map(\.name) }

  package func pool(holding name: String) throws -> DescriptorPool {
    guard pool.holds(name) else {
      throw UsageError.unknown(
        "service or type", name, of: nil, among: services() + pool.typeNames)
    }
    return pool
  }
}

extension DescriptorPool {
  /// Whether a service, a message or an enum has this full name.
  package func holds(_ name: String) -> Bool {
    service(named: name) != nil || message(named: name) != nil || enumeration(named: name) != nil
  }
}
