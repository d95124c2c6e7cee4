/// Makes a ``DescriptorPool`` of files: their order, their names, then what the names refer to.
struct DescriptorLinker {
  private(set) var services: [DescriptorPool.Service] = []
  private(set) var messages: [String: MessageDescriptor.Content] = [:]
  private(set) var enums: [String: EnumDescriptor] = [:]

  private let input: [GoogleProtobuf.FileDescriptorProto]
  private var files: [GoogleProtobuf.FileDescriptorProto] = []
  private var names: Set<String> = []
  private var pending: [Pending] = []
  private var extensions: [(proto: GoogleProtobuf.FieldDescriptorProto, scope: Scope)] = []

  /// Where a declaration stands.
  private struct Scope {
    let file: String
    /// The full name of what encloses it, or the package.
    let name: String
    let features: Features
    /// Whether fields say themselves that they are packed.
    let hasPackedOption: Bool

    func inner(_ name: String, _ features: Features) -> Scope {
      Scope(file: file, name: name, features: features, hasPackedOption: hasPackedOption)
    }

    func member(_ local: String?) throws(DescriptorError) -> String {
      guard let local, !local.isEmpty else { throw error(.noName, name) }
      guard name.utf8.count + local.utf8.count < DescriptorPool.nameBytesMax else {
        throw error(.nameTooLong, "\(name.prefix(64))")
      }
      return name.isEmpty ? local : "\(name).\(local)"
    }

    func error(_ reason: DescriptorError.Reason, _ element: String) -> DescriptorError {
      DescriptorError(reason: reason, file: file, element: element)
    }
  }

  /// A message whose fields are not linked yet.
  private struct Pending {
    let proto: GoogleProtobuf.DescriptorProto
    let scope: Scope
  }

  init(_ files: [GoogleProtobuf.FileDescriptorProto]) { input = files }

  mutating func run() throws(DescriptorError) {
    try dropRepeatedFiles()
    try checkImports()
    for file in files { try declare(file) }
    for message in pending { try link(message) }
    for (proto, scope) in extensions { try link(extension: proto, scope) }
    try markMaps()
    for file in files { try link(servicesOf: file) }
  }

  // MARK: - Files

  private mutating func dropRepeatedFiles() throws(DescriptorError) {
    var known: [String: GoogleProtobuf.FileDescriptorProto] = [:]
    for file in input {
      let name = file.name ?? ""
      if let other = known.updateValue(file, forKey: name) {
        guard other == file else {
          throw DescriptorError(reason: .duplicateFile, file: name, element: "")
        }
      } else {
        files.append(file)
      }
    }
  }

  /// Every import is there, and none leads back. Not recursive: a chain may have any length.
  private func checkImports() throws(DescriptorError) {
    var importers: [String: [String]] = [:]
    var importsLeft: [String: Int] = [:]
    let paths = Set(files.map { $0.name ?? "" })
    for file in files {
      let name = file.name ?? ""
      importsLeft[name] = 0
      for (index, path) in file.dependency.enumerated() {
        guard paths.contains(path) else {
          if file.weakDependency.contains(where: { Int($0) == index }) { continue }
          throw DescriptorError(reason: .missingImport(path), file: name, element: "")
        }
        importers[path, default: []].append(name)
        importsLeft[name, default: 0] += 1
      }
    }
    var ready = files.map { $0.name ?? "" }.filter { importsLeft[$0] == 0 }
    while let path = ready.popLast() {
      importsLeft[path] = nil
      for importer in importers[path] ?? [] {
        importsLeft[importer, default: 0] -= 1
        if importsLeft[importer] == 0 { ready.append(importer) }
      }
    }
    if let name = importsLeft.keys.min() {
      throw DescriptorError(reason: .importCycle, file: name, element: "")
    }
  }

  private func scope(of file: GoogleProtobuf.FileDescriptorProto) -> Scope {
    Scope(
      file: file.name ?? "", name: file.package ?? "",
      features: Features(file).overridden(by: file.options?.features),
      hasPackedOption: file.syntax != "editions")
  }

  // MARK: - Names

  private mutating func declare(
    _ file: GoogleProtobuf.FileDescriptorProto
  ) throws(DescriptorError) {
    let scope = scope(of: file)
    for message in file.messageType { try declare(message, scope) }
    for enumeration in file.enumType { try declare(enumeration, scope) }
    extensions += file.extension.map { ($0, scope) }
  }

  private mutating func declare(name local: String?, _ scope: Scope) throws(DescriptorError)
    -> String
  {
    let name = try scope.member(local)
    guard names.insert(name).inserted else { throw scope.error(.duplicateName, name) }
    return name
  }

  private mutating func declare(
    _ message: GoogleProtobuf.DescriptorProto, _ scope: Scope
  ) throws(DescriptorError) {
    let name = try declare(name: message.name, scope)
    let scope = scope.inner(name, scope.features.overridden(by: message.options?.features))
    messages[name] = MessageDescriptor.Content(
      fullName: name, oneofs: message.oneofDecl.map { $0.name ?? "" },
      isMapEntry: message.options?.mapEntry ?? false)
    pending.append(Pending(proto: message, scope: scope))
    for inner in message.nestedType { try declare(inner, scope) }
    for enumeration in message.enumType { try declare(enumeration, scope) }
    extensions += message.extension.map { ($0, scope) }
  }

  private mutating func declare(
    _ enumeration: GoogleProtobuf.EnumDescriptorProto, _ scope: Scope
  ) throws(DescriptorError) {
    let name = try declare(name: enumeration.name, scope)
    guard !enumeration.value.isEmpty else { throw scope.error(.noValues, name) }
    enums[name] = EnumDescriptor(
      fullName: name,
      values: enumeration.value.map { .init(number: $0.number ?? 0, name: $0.name ?? "") },
      isOpen: scope.features.overridden(by: enumeration.options?.features).enumType != .closed)
  }

  /// The full name that `name` means inside `scope`: with a dot before it it is one already.
  private func resolve(_ name: String?, _ scope: Scope, _ element: String) throws(DescriptorError)
    -> String
  {
    let name = name ?? ""
    if name.hasPrefix(".") {
      let absolute = String(name.dropFirst())
      guard names.contains(absolute) else { throw scope.error(.unknownType(absolute), element) }
      return absolute
    }
    var outer = scope.name[...]
    while !outer.isEmpty {
      if names.contains("\(outer).\(name)") { return "\(outer).\(name)" }
      outer = outer.lastIndex(of: ".").map { outer[..<$0] } ?? ""
    }
    guard names.contains(name) else { throw scope.error(.unknownType(name), element) }
    return name
  }

  private func resolve(
    message name: String?, _ scope: Scope, _ element: String
  ) throws(DescriptorError) -> String {
    let resolved = try resolve(name, scope, element)
    guard messages[resolved] != nil else { throw scope.error(.wrongType(resolved), element) }
    return resolved
  }

  // MARK: - Fields

  private mutating func link(_ message: Pending) throws(DescriptorError) {
    let scope = message.scope
    for proto in message.proto.field {
      let name = try scope.member(proto.name)
      try add(try field(proto, scope, named: name), to: scope.name, scope, name)
    }
  }

  private mutating func link(
    extension proto: GoogleProtobuf.FieldDescriptorProto, _ scope: Scope
  ) throws(DescriptorError) {
    let name = try scope.member(proto.name)
    let extendee = try resolve(message: proto.extendee, scope, name)
    try add(try field(proto, scope, named: name), to: extendee, scope, name)
  }

  private mutating func add(
    _ field: FieldDescriptor, to message: String, _ scope: Scope, _ name: String
  ) throws(DescriptorError) {
    guard var content = messages.removeValue(forKey: message) else { return }
    defer { messages[message] = content }
    guard content.indices.updateValue(content.fields.count, forKey: field.number) == nil else {
      throw scope.error(.duplicateNumber(Int32(field.number)), name)
    }
    if let oneof = field.oneof, oneof < 0 || oneof >= content.oneofs.count {
      throw scope.error(.unknownOneof(Int32(truncatingIfNeeded: oneof)), name)
    }
    content.fields.append(field)
  }

  private func field(
    _ proto: GoogleProtobuf.FieldDescriptorProto, _ scope: Scope, named fullName: String
  ) throws(DescriptorError) -> FieldDescriptor {
    let number = proto.number ?? 0
    guard 1...FieldDescriptor.numberMax ~= number else {
      throw scope.error(.invalidNumber(number), fullName)
    }
    let features = scope.features.overridden(by: proto.options?.features)
    let (type, typeName) = try type(of: proto, scope, fullName)
    let isRepeated = proto.label == .repeated
    let isExtension = proto.extendee != nil
    let name = isExtension ? "[\(fullName)]" : proto.name ?? ""
    let isPackable = type != .string && type != .bytes && type != .message
    let packedOption = scope.hasPackedOption ? proto.options?.packed : nil
    return FieldDescriptor(
      number: UInt32(number), name: name,
      jsonName: isExtension ? name : proto.jsonName ?? defaultJSONName(name), type: type,
      typeName: typeName, isRepeated: isRepeated,
      isPacked: isRepeated && isPackable
        && (packedOption ?? (features.repeatedFieldEncoding == .packed)),
      isDelimited: type == .message
        && (proto.type == .group || features.messageEncoding == .delimited),
      hasPresence: !isRepeated
        && (type == .message || proto.oneofIndex != nil || isExtension
          || features.fieldPresence != .implicit),
      isRequired: proto.label == .required || features.fieldPresence == .legacyRequired,
      isExtension: isExtension,
      oneof: isExtension || proto.proto3Optional == true ? nil : proto.oneofIndex.map { Int($0) })
  }

  private func type(
    of proto: GoogleProtobuf.FieldDescriptorProto, _ scope: Scope, _ name: String
  ) throws(DescriptorError) -> (GoogleProtobuf.FieldDescriptorProto.Type_, String) {
    switch proto.type {
    case .message, .group: return (.message, try resolve(message: proto.typeName, scope, name))
    case .enum, nil:
      guard proto.type == .enum || proto.typeName != nil else { throw scope.error(.noType, name) }
      let resolved = try resolve(proto.typeName, scope, name)
      if enums[resolved] != nil { return (.enum, resolved) }
      // A file that was parsed and not linked does not say which it is.
      guard proto.type == nil, messages[resolved] != nil else {
        throw scope.error(.wrongType(resolved), name)
      }
      return (.message, resolved)
    case .unrecognized: throw scope.error(.noType, name)
    case .some(let scalar): return (scalar, "")
    }
  }

  // MARK: - Maps and services

  /// The lists whose elements are entries of maps; all fields of the entries must be known for it.
  private mutating func markMaps() throws(DescriptorError) {
    let entries = Set(messages.values.filter(\.isMapEntry).map(\.fullName))
    for message in pending {
      guard let content = messages[message.scope.name] else { continue }
      if content.isMapEntry, !Self.isEntry(content) {
        throw message.scope.error(.notAnEntry, content.fullName)
      }
      for (index, field) in content.fields.enumerated() {
        let isMap = field.isRepeated && field.isMessage && entries.contains(field.typeName)
        // Maps keep to lengths, whatever the features of an edition say.
        guard isMap || content.isMapEntry else { continue }
        messages[content.fullName]?.fields[index].isMap = isMap
        messages[content.fullName]?.fields[index].isDelimited = false
      }
    }
  }

  private static func isEntry(_ message: MessageDescriptor.Content) -> Bool {
    guard let key = message.indices[1].map({ message.fields[$0] }),
      let value = message.indices[2].map({ message.fields[$0] }),
      !key.isRepeated, !value.isRepeated
    else { return false }
    return switch key.type {
    case .double, .float, .bytes, .enum, .message: false
    default: true
    }
  }

  private mutating func link(
    servicesOf file: GoogleProtobuf.FileDescriptorProto
  ) throws(DescriptorError) {
    let scope = scope(of: file)
    for service in file.service {
      let name = try declare(name: service.name, scope)
      var methods: [DescriptorPool.Method] = []
      for method in service.method {
        let element = try scope.inner(name, scope.features).member(method.name)
        guard names.insert(element).inserted else { throw scope.error(.duplicateName, element) }
        methods.append(
          DescriptorPool.Method(
            name: method.name ?? "", input: try resolve(message: method.inputType, scope, element),
            output: try resolve(message: method.outputType, scope, element),
            streamsRequests: method.clientStreaming ?? false,
            streamsResponses: method.serverStreaming ?? false))
      }
      services.append(DescriptorPool.Service(name: name, methods: methods))
    }
  }
}
