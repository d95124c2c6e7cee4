import Protobuf
import RPC
import StandardAPI

/// Serves `grpc.reflection.v1alpha.ServerReflection`, which many tools still ask for: v1 under its name of
/// before, message for message and number for number.
struct AlphaReflection: Service {
  let handler: ReflectionHandler

  private static let package = "grpc.reflection.v1alpha"
  private static let method = MethodDescriptor(
    service: "\(package).ServerReflection", name: "ServerReflectionInfo", kind: .bidirectional)

  static let descriptor = ServiceDescriptor(name: method.service, methods: [method], file: file)

  var methods: [ServerMethod] {
    [
      ServerMethod(
        AlphaReflection.method,
        .streaming { _, call in
          try await handler.serverReflectionInfo(RequestStream(call), ResponseStream(call), call)
        })
    ]
  }

  /// The file of v1 with the package's name changed.
  private static let file: SchemaFile = {
    let original = ReflectionHandler.descriptor.file
    do {
      var file = try GoogleProtobuf.FileDescriptorProto(decoding: original.descriptor)
      let old = ".\(file.package ?? "")."
      func renamed(_ name: String?) -> String? {
        name.map { $0.hasPrefix(old) ? ".\(package)." + $0.dropFirst(old.count) : $0 }
      }
      for message in file.messageType.indices {
        for field in file.messageType[message].field.indices {
          let name = file.messageType[message].field[field].typeName
          file.messageType[message].field[field].typeName = renamed(name)
        }
      }
      for service in file.service.indices {
        for method in file.service[service].method.indices {
          let (input, output) = (
            file.service[service].method[method].inputType,
            file.service[service].method[method].outputType
          )
          file.service[service].method[method].inputType = renamed(input)
          file.service[service].method[method].outputType = renamed(output)
        }
      }
      file.name = "grpc/reflection/v1alpha/reflection.proto"
      file.package = package
      return SchemaFile(
        "grpc/reflection/v1alpha/reflection.proto", imports: original.imports,
        descriptor: file.encoded())
    } catch {
      preconditionFailure("the descriptor of reflection.proto, which is ours, is damaged: \(error)")
    }
  }()
}
