import Protobuf
import SchemaModel

/// Answers what protoc asks of a generator (google/protobuf/compiler/plugin.proto).
public enum CodeGeneration {
  public typealias Request = GoogleProtobufCompiler.CodeGeneratorRequest
  public typealias Response = GoogleProtobufCompiler.CodeGeneratorResponse

  /// The Swift of the files that are asked for; what is wrong with them or with the parameter stands
  /// in the response's `error`.
  public static func respond(to request: Request) -> Response {
    var response = Response()
    response.supportedFeatures =
      UInt64(Response.Feature.proto3Optional.number)
      | UInt64(Response.Feature.supportsEditions.number)
    response.minimumEdition = GoogleProtobuf.Edition.proto2.number
    response.maximumEdition = GoogleProtobuf.Edition.edition2023.number
    do {
      response.file = try files(for: request).map { made in
        var file = Response.File()
        file.name = made.name
        file.content = made.text
        return file
      }
    } catch let error as GenerationError {
      response.error = "\(error.fileName): \(error)"
    } catch {
      response.error = "\(error)"
    }
    return response
  }

  private static func files(for request: Request) throws -> [GeneratedFile] {
    let parameter = try PluginParameter(request.parameter ?? "")
    var set = GoogleProtobuf.FileDescriptorSet()
    set.file = request.protoFile
    let schema = try Schema(set)
    let asked = Set(request.fileToGenerate)
    for name in request.fileToGenerate where schema.file(name) == nil {
      throw GenerationError(fileName: name, description: "its descriptor is not in the request")
    }
    let moduleOf = { parameter.module(of: $0, isGenerated: asked.contains($0)) }
    if parameter.makesCommands {
      return CommandsGenerator(schema, moduleOf: moduleOf).generate()
    }
    return try SwiftGenerator(
      schema, module: parameter.module, access: parameter.access, moduleOf: moduleOf
    )
    .generate(only: asked)
  }
}
