import Protobuf
import RPC
import StandardAPI

/// What a server says of its own schema: `grpc.reflection`, version 1, or 1alpha on servers that
/// have no other. Nothing that comes is trusted.
package struct Reflection: SchemaSource {
  private let transport: any ClientTransport
  private let options: CallOptions

  package init(transport: any ClientTransport, options: CallOptions) {
    self.transport = transport
    self.options = options
  }

  private typealias Question = GrpcReflection.ServerReflectionRequest.MessageRequest
  private typealias Stream = ClientStream<
    GrpcReflection.ServerReflectionRequest, GrpcReflection.ServerReflectionResponse
  >

  /// The messages of both versions are the same.
  private static let methods = ["grpc.reflection.v1", "grpc.reflection.v1alpha"].map {
    MethodDescriptor(
      service: "\($0).ServerReflection", name: "ServerReflectionInfo", kind: .bidirectional)
  }

  /// More than any service needs: files, and their descriptors' bytes.
  private static let filesMax = 10_000
  private static let bytesMax = 64 << 20

  package func services() async throws -> [String] {
    try await conversation { stream in
      guard
        case .listServicesResponse(let list) = try await Self.ask(.listServices("*"), stream)
      else { throw Self.strange }
      return list.service.map(\.name)
    }
  }

  package func pool(holding name: String) async throws -> DescriptorPool {
    let files = try await conversation { stream in try await Self.files(holding: name, stream) }
    guard let files else {
      throw UsageError.unknown("service or type", name, of: nil, among: try await services())
    }
    let pool = try Self.pool(files)
    guard pool.holds(name) else {
      throw LocalFailure(description: "the server's reflection answers \(name) without it")
    }
    return pool
  }

  // MARK: - Files

  /// The file that declares `name` behind all that it imports; nil if the server knows no such name.
  private static func files(
    holding name: String, _ stream: Stream
  ) async throws -> [GoogleProtobuf.FileDescriptorProto]? {
    guard let first = try await files(.fileContainingSymbol(name), stream) else { return nil }
    var files = first
    var paths = Set(files.map { $0.name ?? "" })
    var bytes = 0
    var next = 0
    while next < files.count {
      let file = files[next]
      next += 1
      bytes += file.encoded().count
      guard files.count <= filesMax, bytes <= bytesMax else {
        throw LocalFailure(
          description: "the server's reflection tells of more than \(filesMax) files or "
            + "\(bytesMax >> 20) MiB of them")
      }
      for path in file.dependency where !paths.contains(path) {
        guard let found = try await self.files(.fileByFilename(path), stream),
          found.contains(where: { $0.name == path })
        else {
          throw LocalFailure(
            description: "the server's reflection lacks \(path), which \(file.name ?? "") imports; "
              + "give --descriptor-set FILE")
        }
        files += found.filter { paths.insert($0.name ?? "").inserted }
      }
    }
    return files
  }

  private static func pool(
    _ files: [GoogleProtobuf.FileDescriptorProto]
  ) throws(LocalFailure) -> DescriptorPool {
    do throws(DescriptorError) {
      return try DescriptorPool(files)
    } catch {
      throw LocalFailure(description: "the schema that the server tells is broken: \(error)")
    }
  }

  private static func files(
    _ question: Question, _ stream: Stream
  ) async throws -> [GoogleProtobuf.FileDescriptorProto]? {
    switch try await ask(question, stream) {
    case .fileDescriptorResponse(let answer):
      do throws(DecodeError) {
        return try answer.fileDescriptorProto.map { (bytes) throws(DecodeError) in
          try GoogleProtobuf.FileDescriptorProto(decoding: bytes)
        }
      } catch {
        throw LocalFailure(description: "the schema that the server tells is broken: \(error)")
      }
    case .errorResponse(let error) where error.errorCode == Code.notFound.rawValue: return nil
    case .errorResponse(let error):
      throw RPCError(
        Status(Code(rawValue: error.errorCode) ?? .unknown, "reflection: \(error.errorMessage)"))
    default: throw strange
    }
  }

  private static let strange = LocalFailure(
    description: "the server's reflection answers another question than it was asked")

  // MARK: - The call

  private static func ask(
    _ question: Question, _ stream: Stream
  ) async throws -> GrpcReflection.ServerReflectionResponse.MessageResponse? {
    try await stream.send(GrpcReflection.ServerReflectionRequest(messageRequest: question))
    return try await stream.next()?.messageResponse
  }

  private func conversation<R>(_ body: (Stream) async throws -> R) async throws -> R {
    for method in Self.methods {
      do {
        let stream: Stream = try await transport.bidirectional(method, options)
        let result = try await body(stream)
        stream.closeSend()
        stream.cancel()
        return result
      } catch let error as RPCError where error.code == .unimplemented {
        continue
      }
    }
    throw UsageError(
      "the server offers no reflection, so its schema is not known here; give --descriptor-set "
        + "FILE, made with protoc --include_imports --descriptor_set_out=FILE")
  }
}
