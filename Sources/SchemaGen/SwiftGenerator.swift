import Protobuf
import SchemaModel

/// A generated Swift file.
public struct GeneratedFile: Sendable, Hashable {
  /// The name without a folder: `telework.messages.swift`.
  public let name: String
  public let text: String
}

/// Why a schema has no Swift.
public struct GenerationError: Error, Sendable, Hashable, CustomStringConvertible {
  public let fileName: String
  public let description: String
}

/// Makes the Swift of one module from its schema files.
///
/// `<name>.messages.swift` holds a file's messages and enums, their codecs and the file's descriptor;
/// `<name>.service.swift` its services, if it has any. A service `Evidence` or `EvidenceService` gives
/// a protocol `EvidenceService` for its server, and by its own name a client `EvidenceClient` or
/// `EvidenceServiceClient`. The types of a package lie in its namespace, an enum without cases that
/// the first of the module's files of that package declares.
public struct SwiftGenerator {
  private let schema: Schema
  private let types: TypeIndex
  private let module: String
  private let access: AccessLevel
  private let validation: ValidationGenerator

  /// - Parameters:
  ///   - module: the Swift module that is made.
  ///   - access: who may use what is generated.
  ///   - moduleOf: the module of any file of the schema, by the file's name.
  public init(
    _ schema: Schema, module: String, access: AccessLevel = .public,
    moduleOf: @escaping (String) -> String
  ) {
    self.schema = schema
    self.module = module
    self.access = access
    types = TypeIndex(schema, moduleOf: moduleOf)
    validation = ValidationGenerator(schema, types)
  }

  /// The rules (`buf.validate`) of the module's files that no code can be made of. Who has any of them
  /// reported, makes no Swift.
  public func ruleFaults() -> [RuleFault] {
    schema.files.filter { types.module(of: $0.name) == module }.flatMap { file in
      var checker = RuleChecker(schema, file)
      checker.check()
      return checker.faults.sorted { ($0.lines ?? []).lexicographicallyPrecedes($1.lines ?? []) }
    }
  }

  /// The Swift of a file that others import for its options alone: its descriptor, for reflection.
  public func descriptorOnly(of name: String) -> GeneratedFile? {
    guard let file = schema.file(name) else { return nil }
    let namespace = TypeIndex.namespace(of: file)
    var printer = CodePrinter()
    header(file, needing: ["Protobuf"], &printer)
    printer.line("/// Package `\(file.package)`.")
    printer.line("public enum \(namespace) {}")
    descriptor(of: file, &printer)
    return GeneratedFile(name: "\(SwiftName.baseName(name)).schema.swift", text: printer.text)
  }

  /// The Swift of all files of the module, in alphabetical order of the schema files.
  ///
  /// - Parameter names: the files that are made, if not all: the others are made elsewhere.
  public func generate(only names: Set<String>? = nil) throws(GenerationError) -> [GeneratedFile] {
    var result: [GeneratedFile] = []
    var declared = Set(
      schema.files.filter { types.module(of: $0.name) != module }.map(TypeIndex.namespace))
    let own = schema.files.filter { types.module(of: $0.name) == module }
    var filesByBase: [String: String] = [:]
    for file in own.sorted(by: { $0.name < $1.name }) {
      let base = SwiftName.baseName(file.name)
      if names?.contains(file.name) != false,
        let other = filesByBase.updateValue(file.name, forKey: base)
      {
        throw GenerationError(
          fileName: file.name,
          description: "\(other) has the same name, and their Swift would too; rename one")
      }
      let isFirst = declared.insert(TypeIndex.namespace(of: file)).inserted
      if let names, !names.contains(file.name) { continue }
      let messages = messages(of: file, declaringNamespace: isFirst)
      result.append(GeneratedFile(name: "\(base).messages.swift", text: messages))
      if !file.services.isEmpty {
        result.append(GeneratedFile(name: "\(base).service.swift", text: services(of: file)))
      }
    }
    return result
  }

  private func messages(of file: Schema.File, declaringNamespace: Bool) -> String {
    let namespace = TypeIndex.namespace(of: file)
    let scope = TypeIndex.declarationScope([namespace])
    var printer = CodePrinter(access: access)
    header(file, needing: messageImports(file), &printer)
    if declaringNamespace {
      printer.line("/// Package `\(file.package)`.")
      printer.line("public enum \(namespace) {}")
      printer.separate()
    }
    if !file.messages.isEmpty || !file.enums.isEmpty || !file.extensions.isEmpty {
      printer.block("extension \(namespace) {") { printer in
        for message in file.messages {
          printer.separate()
          MessageGenerator(schema: schema, types: types).declare(message, in: scope, &printer)
        }
        for enumeration in file.enums {
          printer.separate()
          EnumGenerator(types: types).declare(enumeration, in: scope, &printer)
        }
        ExtensionGenerator(schema: schema, types: types)
          .declare(file.extensions, in: scope, &printer)
      }
    }
    if !file.messages.isEmpty {
      printer.separate()
      printer.line("// MARK: - Codecs")
      for message in file.messages {
        CodecGenerator(schema: schema, types: types).implement(message, &printer)
      }
    }
    validation.implement(file, &printer)
    descriptor(of: file, &printer)
    return printer.text
  }

  private func descriptor(of file: Schema.File, _ printer: inout CodePrinter) {
    printer.separate()
    printer.line("// MARK: - Schema")
    printer.separate()
    printer.block("extension \(TypeIndex.namespace(of: file)) {") { printer in
      FileDescriptorGenerator(schema: schema, types: types).declare(file, &printer)
    }
  }

  private func services(of file: Schema.File) -> String {
    let namespace = TypeIndex.namespace(of: file)
    var printer = CodePrinter(access: access)
    let used = Set(
      file.services.flatMap(\.methods).flatMap { [$0.requestType, $0.responseType] })
    let modules = used.compactMap { schema.message($0).map { types.module(of: $0.fileName) } }
    header(file, needing: Set(modules).union(["RPC"]), &printer)
    for service in file.services {
      ServiceGenerator(schema: schema, types: types, namespace: namespace)
        .generate(service, &printer)
    }
    return printer.text
  }

  private func header(
    _ file: Schema.File, needing modules: Set<String>, _ printer: inout CodePrinter
  ) {
    printer.line("// Made by schemac from \(file.name). Edit that, not this.")
    printer.separate()
    for name in modules.subtracting([module]).sorted() { printer.line("import \(name)") }
    printer.separate()
  }

  private func messageImports(_ file: Schema.File) -> Set<String> {
    var modules = Set(file.descriptor.dependency.map { types.module(of: $0) })
    modules.insert("Protobuf")
    let messages = file.messages.flatMap(\.withNested)
    let fields = messages.flatMap(\.fields) + file.extensions + messages.flatMap(\.extensions)
    if fields.contains(where: { $0.type == .scalar(.bytes) }) { modules.insert("Buffers") }
    return modules
  }
}
