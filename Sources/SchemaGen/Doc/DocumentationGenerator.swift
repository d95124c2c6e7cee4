import Protobuf
import SchemaModel

/// Makes Markdown from the comments of a schema: a page for each package, and an index of them.
///
/// `<package>.md` holds what the files of a package declare, in their order; names link to where they
/// are declared. Comments are taken for Markdown.
public struct DocumentationGenerator {
  private let schema: Schema
  /// The files that are described.
  private let files: [Schema.File]
  private let links: DocumentationLinks

  /// - Parameter names: the files to describe; of what they import only names are shown.
  public init(_ schema: Schema, files names: [String]) {
    self.schema = schema
    let wanted = Set(names)
    files = schema.files.filter { wanted.contains($0.name) }.sorted { $0.name < $1.name }
    links = DocumentationLinks(files)
  }

  /// The index, then the pages in alphabetical order of their packages.
  public func generate() -> [GeneratedFile] {
    let packages = Set(files.map(\.package)).sorted()
    let index = GeneratedFile(name: "index.md", text: self.index(packages))
    return [index]
      + packages.map { package in
        GeneratedFile(
          name: DocumentationLinks.page(package),
          text: page(package, files.filter { $0.package == package }))
      }
  }

  private func index(_ packages: [String]) -> String {
    var page = MarkdownPage()
    page.heading(1, "Packages")
    page.table(["package", "what it is for", "services"])
    for package in packages {
      let files = files.filter { $0.package == package }
      let services = files.flatMap(\.services).map {
        links.link($0.fullName, as: $0.name, from: nil)
      }
      page.row([
        "[\(Self.title(package))](\(DocumentationLinks.page(package)))",
        Markdown.firstSentence(Self.introduction(files)), services.joined(separator: ", "),
      ])
    }
    return page.text
  }

  private func page(_ package: String, _ files: [Schema.File]) -> String {
    var page = MarkdownPage()
    page.heading(1, "Package \(Self.title(package))")
    page.paragraphs(Self.introduction(files))
    let messages = files.flatMap(\.messages).flatMap(\.withNested).filter { !$0.isMapEntry }
    let enums = files.flatMap { file in
      file.enums + file.messages.flatMap(\.withNested).flatMap(\.enums)
    }
    let services = files.flatMap(\.services)
    contents(
      services.map(\.fullName), messages.map(\.fullName), enums.map(\.fullName), package, &page)
    for service in services { describe(service, package, &page) }
    if !messages.isEmpty { page.heading(2, "Messages") }
    for message in messages { describe(message, package, &page) }
    if !enums.isEmpty { page.heading(2, "Enums") }
    for enumeration in enums { describe(enumeration, package, &page) }
    return page.text
  }

  private func contents(
    _ services: [String], _ messages: [String], _ enums: [String], _ package: String,
    _ page: inout MarkdownPage
  ) {
    for (kind, names) in [("Services", services), ("Messages", messages), ("Enums", enums)]
    where !names.isEmpty {
      let list = names.map { links.link($0, as: Self.local($0, in: package), from: package) }
      page.item("\(kind): \(list.joined(separator: ", "))")
    }
  }

  // MARK: - Services

  private func describe(
    _ service: Schema.Service, _ package: String, _ page: inout MarkdownPage
  ) {
    page.heading(2, service.name, id: service.fullName)
    page.deprecation(service.descriptor.options?.deprecated ?? false)
    page.paragraphs(service.comments.text)
    for method in service.methods {
      page.heading(3, method.name, id: method.fullName)
      page.deprecation(method.descriptor.options?.deprecated ?? false)
      let request = link(method.requestType, package)
      let response = link(method.responseType, package)
      page.paragraphs(method.comments.text)
      page.line(
        "\(Self.kind(method)): takes \(method.isClientStreaming ? "a stream of " : "")\(request), "
          + "gives \(method.isServerStreaming ? "a stream of " : "")\(response).")
    }
  }

  private static func kind(_ method: Schema.Method) -> String {
    switch (method.isClientStreaming, method.isServerStreaming) {
    case (false, false): "Unary"
    case (true, false): "Client streaming"
    case (false, true): "Server streaming"
    case (true, true): "Bidirectional"
    }
  }

  // MARK: - Messages

  private func describe(
    _ message: Schema.Message, _ package: String, _ page: inout MarkdownPage
  ) {
    page.heading(3, Self.local(message.fullName, in: package), id: message.fullName)
    page.deprecation(message.options.deprecated ?? false)
    page.paragraphs(message.comments.text)
    for oneof in message.oneofs where !oneof.isSynthetic {
      let members = oneof.fields.map { "`\($0.name)`" }.joined(separator: ", ")
      let comment = oneof.comments.text.map { ": \(Markdown.inline($0))" } ?? "."
      page.item("At most one of \(members) (`\(oneof.name)`)\(comment)")
    }
    if message.fields.isEmpty {
      page.line("It has no fields.")
    } else {
      page.table(["number", "field", "type", "what it holds"])
      for field in message.fields { page.row(row(field, package)) }
    }
    reserved(
      message.descriptor.reservedRange.map { range in
        let (first, end) = (range.start ?? 0, range.end ?? 0)
        return first + 1 == end ? "\(first)" : "\(first) to \(end - 1)"
      }, message.descriptor.reservedName, &page)
  }

  private func row(_ field: Schema.Field, _ package: String) -> [String] {
    [
      "\(field.number)", "`\(field.name)`", type(of: field, package),
      Markdown.cell(field.comments.text, isDeprecated: field.options.deprecated ?? false),
    ]
  }

  private func type(of field: Schema.Field, _ package: String) -> String {
    if let entry = schema.mapEntry(of: field) {
      return "map of \(name(entry.key.type, package)) to \(name(entry.value.type, package))"
    }
    let type = name(field.type, package)
    if field.isRepeated { return "repeated \(type)" }
    if field.isRequired { return "required \(type)" }
    return field.isProto3Optional ? "optional \(type)" : type
  }

  private func name(_ type: Schema.Field.FieldType, _ package: String) -> String {
    switch type {
    case .scalar(let scalar): scalar.rawValue
    case .message(let name), .group(let name), .enumeration(let name): link(name, package)
    }
  }

  // MARK: - Enums

  private func describe(
    _ enumeration: Schema.Enum, _ package: String, _ page: inout MarkdownPage
  ) {
    page.heading(3, Self.local(enumeration.fullName, in: package), id: enumeration.fullName)
    page.deprecation(enumeration.options.deprecated ?? false)
    page.paragraphs(enumeration.comments.text)
    page.table(["number", "value", "what it means"])
    for value in enumeration.values {
      page.row([
        "\(value.number)", "`\(value.name)`",
        Markdown.cell(
          value.comments.text, isDeprecated: value.descriptor.options?.deprecated ?? false),
      ])
    }
    reserved(
      enumeration.descriptor.reservedRange.map { range in
        let (first, last) = (range.start ?? 0, range.end ?? 0)
        return first == last ? "\(first)" : "\(first) to \(last)"
      }, enumeration.descriptor.reservedName, &page)
  }

  private func reserved(_ numbers: [String], _ names: [String], _ page: inout MarkdownPage) {
    let all = numbers + names.map { "`\($0)`" }
    if !all.isEmpty { page.line("Reserved: \(all.joined(separator: ", ")).") }
  }

  // MARK: - Names

  private func link(_ fullName: String, _ package: String) -> String {
    links.link(fullName, as: Self.local(fullName, in: package), from: package)
  }

  /// A full name without its package.
  private static func local(_ fullName: String, in package: String) -> String {
    !package.isEmpty && fullName.hasPrefix(package + ".")
      ? String(fullName.dropFirst(package.count + 1)) : fullName
  }

  private static func title(_ package: String) -> String {
    package.isEmpty ? "without a name" : package
  }

  /// What the files say of themselves before their first statements.
  private static func introduction(_ files: [Schema.File]) -> String? {
    let texts = files.compactMap { $0.packageComments.text ?? $0.comments.text }
    return texts.isEmpty ? nil : texts.joined(separator: "\n\n")
  }
}

/// Where what is described is found.
struct DocumentationLinks {
  private var packagesByName: [String: String] = [:]

  init(_ files: [Schema.File]) {
    for file in files {
      let messages = file.messages.flatMap(\.withNested)
      let names =
        messages.map(\.fullName) + (file.enums + messages.flatMap(\.enums)).map(\.fullName)
        + file.services.map(\.fullName)
      for name in names { packagesByName[name] = file.package }
    }
  }

  /// The file that describes a package.
  static func page(_ package: String) -> String { (package.isEmpty ? "unnamed" : package) + ".md" }

  /// A link to what is described, or the name as it is.
  ///
  /// - Parameter package: that of the page which has the link; nil for the index.
  func link(_ fullName: String, as text: String, from package: String?) -> String {
    guard let home = packagesByName[fullName] else { return "`\(fullName)`" }
    let page = home == package ? "" : Self.page(home)
    return "[\(text)](\(page)#\(fullName))"
  }
}
