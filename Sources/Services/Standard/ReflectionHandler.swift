import Buffers
import Protobuf
import RPC
import StandardAPI

/// Serves `grpc.reflection.v1.ServerReflection` from the descriptors of what is served.
public struct ReflectionHandler: GrpcReflection.ServerReflectionService {
  private let services: [String]
  private let files: [String: SchemaFile]
  /// The file that declares a message, an enum, a service or one of their parts, by full name.
  private let declaring: [String: SchemaFile]

  public init(_ descriptors: [ServiceDescriptor]) throws(DecodeError) {
    services = descriptors.map(\.name).sorted()
    let files = Dictionary(
      descriptors.flatMap(\.file.withImports).map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
    var declaring: [String: SchemaFile] = [:]
    for file in files.values {
      let descriptor = try GoogleProtobuf.FileDescriptorProto(decoding: file.descriptor)
      for name in descriptor.declaredNames { declaring[name] = file }
    }
    self.files = files
    self.declaring = declaring
  }

  public func serverReflectionInfo(
    _ requests: RequestStream<GrpcReflection.ServerReflectionRequest>,
    _ responses: ResponseStream<GrpcReflection.ServerReflectionResponse>, _ call: CallContext
  ) async throws {
    while let request = try await requests.next() {
      try await responses.send(
        GrpcReflection.ServerReflectionResponse(
          validHost: request.host, originalRequest: request, messageResponse: answer(request)))
    }
  }

  private func answer(
    _ request: GrpcReflection.ServerReflectionRequest
  ) -> GrpcReflection.ServerReflectionResponse.MessageResponse {
    switch request.messageRequest {
    case .listServices:
      .listServicesResponse(
        GrpcReflection.ListServiceResponse(
          service: services.map { GrpcReflection.ServiceResponse(name: $0) }))
    case .fileByFilename(let name):
      answer(files[name], "there is no file \"\(name)\"")
    case .fileContainingSymbol(let name):
      answer(
        declaring[name.hasPrefix(".") ? String(name.dropFirst()) : name],
        "nothing is called \"\(name)\"")
    case .fileContainingExtension(let request):
      failure(.notFound, "\(request.containingType) has no extension \(request.extensionNumber)")
    case .allExtensionNumbersOfType(let name):
      declaring[name] == nil
        ? failure(.notFound, "nothing is called \"\(name)\"")
        : .allExtensionNumbersResponse(GrpcReflection.ExtensionNumberResponse(baseTypeName: name))
    case nil:
      failure(.invalidArgument, "the request asks for nothing: set one of message_request")
    }
  }

  /// A file with all that it imports, each once.
  private func answer(
    _ file: SchemaFile?, _ missing: String
  ) -> GrpcReflection.ServerReflectionResponse.MessageResponse {
    guard let file else { return failure(.notFound, missing) }
    return .fileDescriptorResponse(
      GrpcReflection.FileDescriptorResponse(
        fileDescriptorProto: file.withImports.reversed().map(\.descriptor)))
  }

  private func failure(
    _ code: Code, _ message: String
  ) -> GrpcReflection.ServerReflectionResponse.MessageResponse {
    .errorResponse(
      GrpcReflection.ErrorResponse(errorCode: code.rawValue, errorMessage: message))
  }
}

extension GoogleProtobuf.FileDescriptorProto {
  /// The full names of everything that the file declares, without a leading dot.
  fileprivate var declaredNames: [String] {
    let scope = package.map { $0.isEmpty ? "" : $0 + "." } ?? ""
    return messageType.flatMap { $0.declaredNames(in: scope) }
      + enumType.flatMap { $0.declaredNames(in: scope) }
      + service.flatMap { service in
        let name = scope + (service.name ?? "")
        return [name] + service.method.map { "\(name).\($0.name ?? "")" }
      }
  }
}

extension GoogleProtobuf.DescriptorProto {
  fileprivate func declaredNames(in scope: String) -> [String] {
    let name = scope + (self.name ?? "")
    return [name] + field.map { "\(name).\($0.name ?? "")" }
      + nestedType.flatMap { $0.declaredNames(in: name + ".") }
      + enumType.flatMap { $0.declaredNames(in: name + ".") }
  }
}

extension GoogleProtobuf.EnumDescriptorProto {
  /// Values belong to the scope around their enum.
  fileprivate func declaredNames(in scope: String) -> [String] {
    [scope + (name ?? "")] + value.map { scope + ($0.name ?? "") }
  }
}
