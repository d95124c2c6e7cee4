import Protobuf
import SchemaModel

/// Makes the commands of the command-line client: one for each method, calling its generated stub.
///
/// `<name>.commands.swift` holds a file's services, each with its commands; `areas.commands.swift`
/// the areas, one for each package with services. Words come from the schema: package
/// `mado.telework.v1`, service `EvidenceService` and method `VerifyChain` give
/// `telework evidence verify-chain`. Help texts are the schema's comments.
public struct CommandsGenerator {
  private let schema: Schema
  private let types: TypeIndex

  /// - Parameter moduleOf: the Swift module of any file of the schema, by the file's name.
  public init(_ schema: Schema, moduleOf: @escaping (String) -> String) {
    self.schema = schema
    types = TypeIndex(schema, moduleOf: moduleOf)
  }

  /// A file for each schema file with services, in alphabetical order, then the areas.
  public func generate() -> [GeneratedFile] {
    let files = schema.files.filter { !$0.services.isEmpty }.sorted { $0.name < $1.name }
    return files.map { file in
      GeneratedFile(
        name: "\(SwiftName.baseName(file.name)).commands.swift", text: commands(of: file))
    } + [GeneratedFile(name: "areas.commands.swift", text: areas(files))]
  }

  // MARK: - Areas

  private func areas(_ files: [Schema.File]) -> String {
    var printer = CodePrinter()
    printer.line("// Made by schemac from the packages of the schema. Edit those, not this.")
    printer.separate()
    var packages: [String] = []
    for file in files where !packages.contains(file.package) { packages.append(file.package) }
    packages.sort { (Self.area($0), $0) < (Self.area($1), $1) }
    printer.block("extension Area {") { printer in
      printer.line("/// One for each package with services.")
      printer.array(
        "static let all: [Area] = ", packages.map { ".\(Self.property(Self.area($0)))" })
      for package in packages {
        printer.separate()
        area(package, files.filter { $0.package == package }, &printer)
      }
    }
    return printer.text
  }

  private func area(_ package: String, _ files: [Schema.File], _ printer: inout CodePrinter) {
    let name = Self.area(package)
    // The file that the area is named after says what it is about, and its services come first.
    let isNamed = { (file: Schema.File) in SwiftName.baseName(file.name) == name }
    let files = files.filter(isNamed) + files.filter { !isNamed($0) }
    let comment = files.lazy.compactMap { $0.comments.text ?? $0.packageComments.text }.first
    let services = files.flatMap { file in file.services.map { ".\(Self.property($0, of: file))" } }
    printer.line("static let \(Self.property(name)) = Area(")
    printer.indented { printer in
      printer.line("name: \"\(name)\",")
      printer.string("help: ", comment ?? "", ",")
      printer.array("services: ", services, ")")
    }
  }

  // MARK: - Services and commands

  private func commands(of file: Schema.File) -> String {
    var printer = CodePrinter()
    printer.line("// Made by schemac from \(file.name). Edit that, not this.")
    printer.separate()
    let methods = file.services.flatMap(\.methods)
    let requests = methods.compactMap { schema.message($0.requestType) }
    let flags = requests.map { FlagPlan.all(of: $0, schema) }
    let enums = flags.joined().compactMap { plan -> String? in
      guard case .choice(let name) = plan.kind else { return nil }
      return schema.enumeration(name).map { types.module(of: $0.fileName) }
    }
    for module in Set(enums + [types.module(of: file.name)]).sorted() {
      printer.line("import \(module)")
    }
    for service in file.services {
      printer.separate()
      printer.block("extension ServiceCommands {") { declare(service, of: file, &$0) }
      printer.separate()
      printer.block("extension Command {") { printer in
        for method in service.methods {
          printer.separate()
          declare(method, of: service, in: file, &printer)
        }
      }
    }
    return printer.text
  }

  private func declare(
    _ service: Schema.Service, of file: Schema.File, _ printer: inout CodePrinter
  ) {
    let property = Self.property(service, of: file)
    let descriptor = SwiftName.serviceDescriptor(service.name)
    printer.line("static let \(property) = ServiceCommands(")
    printer.indented { printer in
      printer.line("name: \"\(Self.word(service))\",")
      printer.line("descriptor: \(TypeIndex.namespace(of: file)).\(descriptor).service,")
      printer.string("help: ", service.comments.text ?? "", ",")
      let commands = service.methods.map { ".\(property)\(SwiftName.upperCamel($0.name))" }
      printer.array("commands: ", commands, ")")
    }
  }

  private func declare(
    _ method: Schema.Method, of service: Schema.Service, in file: Schema.File,
    _ printer: inout CodePrinter
  ) {
    let namespace = TypeIndex.namespace(of: file)
    let function = SwiftName.function(method.name)
    let descriptor = "\(namespace).\(SwiftName.serviceDescriptor(service.name)).\(function)"
    let property = Self.property(service, of: file) + SwiftName.upperCamel(method.name)
    printer.line("static let \(property) = Command.\(ServiceGenerator.kind(method))(")
    printer.indented { printer in
      printer.line("\"\(Self.kebab(method.name))\", \(descriptor),")
      printer.string("help: ", method.comments.text ?? "", ",")
      let flags = schema.message(method.requestType).map { FlagPlan.all(of: $0, schema) } ?? []
      guard !flags.isEmpty else { return printer.line("flags: []") }
      printer.block("flags: [", closing: "]") { printer in
        for flag in flags { declare(flag, comma: flags.count > 1 ? "," : "", &printer) }
      }
    }
    let arguments = method.isClientStreaming ? "$1" : "$1, $2"
    guard !service.isDeprecated, !method.isDeprecated else {
      // Past the client, who uses which is warned.
      let call = "$0.\(ServiceGenerator.kind(method))(\(descriptor), \(arguments))"
      return printer.line(") { try await \(call) }")
    }
    let client = "\(namespace).\(SwiftName.serviceClient(service.name))($0)"
    printer.line(") { try await \(client).\(function)(\(arguments)) }")
  }

  private func declare(_ flag: FlagPlan, comma: String, _ printer: inout CodePrinter) {
    var head = "\"\(flag.path.joined(separator: "."))\", \(text(flag.kind))"
    if flag.isRepeated { head += ", repeated: true" }
    let comment = flag.comment ?? ""
    let whole = "Flag(\(head), \(CodePrinter.quoted(comment)))\(comma)"
    if !comment.contains("\n"), printer.fits(whole) { return printer.line(whole) }
    printer.line("Flag(")
    printer.indented { printer in
      printer.line("\(head),")
      printer.string("", comment, ")\(comma)")
    }
  }

  private func text(_ kind: FlagPlan.Kind) -> String {
    switch kind {
    case .plain(let name): ".\(name)"
    case .entry(let inner): ".entry(\(text(inner)))"
    case .choice(let name): ".choice(of: \(types.reference(name, in: [])).self)"
    }
  }

  // MARK: - Names

  /// `telework` of `mado.telework.v1`.
  static func area(_ package: String) -> String {
    var parts = package.split(separator: ".")
    if parts.count > 1, let last = parts.last, last.first == "v",
      last.dropFirst().first?.isNumber == true
    {
      parts.removeLast()
    }
    return kebab(parts.last.map(String.init) ?? "schema")
  }

  /// `evidence` of `EvidenceService`.
  static func word(_ service: Schema.Service) -> String {
    let name = service.name
    let isSuffixed = name.hasSuffix("Service") && name != "Service"
    return kebab(isSuffixed ? String(name.dropLast("Service".count)) : name)
  }

  /// `verify-chain` of `VerifyChain`; a run of capitals is one word.
  static func kebab(_ name: String) -> String {
    let letters = Array(name)
    var words = ""
    for (index, letter) in letters.enumerated() {
      let follows = index > 0 && !letters[index - 1].isUppercase && letters[index - 1] != "_"
      let begins =
        index > 0 && index + 1 < letters.count && letters[index - 1].isUppercase
        && letters[index + 1].isLowercase
      if letter == "_" || letter.isUppercase && (follows || begins) { words += "-" }
      if letter != "_" { words += letter.lowercased() }
    }
    return words
  }

  private static func property(_ word: String) -> String {
    SwiftName.property(word.split(separator: "-").joined(separator: "_"))
  }

  private static func property(_ service: Schema.Service, of file: Schema.File) -> String {
    property("\(area(file.package))-\(word(service))")
  }
}

extension CodePrinter {
  /// `head[items]tail` on one line, or an item on each.
  fileprivate mutating func array(_ head: String, _ items: [String], _ tail: String = "") {
    let joined = "\(head)[\(items.joined(separator: ", "))]\(tail)"
    guard !fits(joined) else { return line(joined) }
    block("\(head)[", closing: "]\(tail)") { printer in
      for item in items { printer.line("\(item),") }
    }
  }

  /// A string literal, on several lines where one does not hold it.
  fileprivate mutating func string(_ head: String, _ text: String, _ tail: String) {
    let whole = head + Self.quoted(text) + tail
    if !text.contains("\n"), fits(whole) { return line(whole) }
    func rest(_ printer: inout CodePrinter) {
      for content in Self.poured(text, to: 88) { printer.line(Self.escaped(content)) }
      printer.line("\"\"\"\(tail)")
    }
    line("\(head)\"\"\"")
    // The formatter indents the text of a labelled literal only.
    if head.isEmpty { rest(&self) } else { indented(rest) }
  }

  fileprivate static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if character == "\\" || character == "\"" { result += "\\" }
      result.append(character)
    }
  }

  /// The words of each paragraph, in lines of at most `width` characters.
  private static func poured(_ text: String, to width: Int) -> [String] {
    var lines = [""]
    for source in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = source.split(separator: " ")
      if words.isEmpty { lines += ["", ""] }
      for word in words {
        let isFirst = lines[lines.count - 1].isEmpty
        if !isFirst, lines[lines.count - 1].count + 1 + word.count > width {
          lines.append(String(word))
        } else {
          lines[lines.count - 1] += (isFirst ? "" : " ") + word
        }
      }
    }
    return lines
  }
}
