import Buffers
import Protobuf
import SchemaModel

/// Writes the descriptor of a file as a constant, for reflection.
struct FileDescriptorGenerator {
  let schema: Schema
  let types: TypeIndex

  /// Characters on a line of base64.
  private static let lineCharacters = 88

  func declare(_ file: Schema.File, _ printer: inout CodePrinter) {
    var descriptor = file.descriptor
    descriptor.sourceCodeInfo = nil
    let dependencies = file.descriptor.dependency.compactMap { schema.file($0) }.map { imported in
      let constant = SwiftName.fileConstant(imported.name)
      return "\(TypeIndex.namespace(of: imported)).\(constant)"
    }
    printer.line("/// The descriptor of `\(file.name)`.")
    printer.line("public static let \(SwiftName.fileConstant(file.name)) = SchemaFile(")
    printer.indented { printer in
      printer.line("\"\(file.name)\",")
      let list = "imports: [\(dependencies.joined(separator: ", "))],"
      if printer.fits(list) {
        printer.line(list)
      } else {
        printer.block("imports: [", closing: "],") { printer in
          for dependency in dependencies { printer.line("\(dependency),") }
        }
      }
      printer.line("base64: \"\"\"")
      printer.indented { printer in
        var rest = Substring(Base64.json.encode(descriptor.encoded()))
        while !rest.isEmpty {
          printer.line(String(rest.prefix(Self.lineCharacters)))
          rest = rest.dropFirst(Self.lineCharacters)
        }
        printer.line("\"\"\")")
      }
    }
  }
}
