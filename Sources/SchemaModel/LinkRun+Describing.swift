import Protobuf
import SchemaSyntax

/// Phase 14: descriptors, the form in which the rest of the world takes a schema.
extension LinkRun {
  mutating func describe(withSourceInfo: Bool) -> Linker.Descriptors {
    var set: GoogleProtobuf.FileDescriptorSet?
    if !diagnostics.hasErrors {
      let described = files.map { describe($0, withSourceInfo: withSourceInfo) }
      if !diagnostics.hasErrors { set = GoogleProtobuf.FileDescriptorSet(file: described) }
    }
    return Linker.Descriptors(
      set: set, diagnostics: orderedDiagnostics(), unusedImports: unusedImports)
  }

  private mutating func describe(
    _ file: FileNode, withSourceInfo: Bool
  ) -> GoogleProtobuf.FileDescriptorProto {
    var proto = describe(file)
    if withSourceInfo {
      var sourceInfo = SourceInfo(optionPaths: optionPaths, droppedOptions: droppedOptions)
      proto.sourceCodeInfo = sourceInfo.describe(file.syntax)
    }
    return proto
  }

  private mutating func describe(_ file: FileNode) -> GoogleProtobuf.FileDescriptorProto {
    var proto = GoogleProtobuf.FileDescriptorProto()
    proto.name = file.path
    if !file.package.isEmpty { proto.package = file.package }
    proto.dependency = file.imports.map(\.syntax.path)
    for (index, entry) in file.imports.enumerated() {
      switch entry.syntax.kind {
      case .plain: break
      case .public: proto.publicDependency.append(Int32(clamping: index))
      case .weak: proto.weakDependency.append(Int32(clamping: index))
      }
    }
    proto.messageType = file.messages.map { describe($0) }
    proto.enumType = file.enums.map { describe($0) }
    proto.service = file.services.map { describe($0) }
    proto.extension = file.extensions.map { describe($0) }
    proto.options = options(file.options, of: file.syntax.span)
    switch file.syntax.level {
    case .proto2: break
    case .proto3: proto.syntax = "proto3"
    case .edition2023: (proto.syntax, proto.edition) = ("editions", .edition2023)
    }
    return proto
  }

  private mutating func describe(_ message: MessageNode) -> GoogleProtobuf.DescriptorProto {
    var proto = GoogleProtobuf.DescriptorProto()
    proto.name = message.name.text
    proto.field = message.fields.map { describe($0) }
    proto.nestedType = message.messages.map { describe($0) }
    proto.enumType = message.enums.map { describe($0) }
    proto.extension = message.extensions.map { describe($0) }
    proto.oneofDecl = message.oneofs.map { oneof in
      var proto = GoogleProtobuf.OneofDescriptorProto()
      proto.name = oneof.name.text
      proto.options = options(oneof.options, of: oneof.name.span)
      return proto
    }
    let last = message.isMessageSet ? Int32.max - 1 : FieldNumber.max
    proto.extensionRange = message.extensionRanges.map { entry in
      var proto = GoogleProtobuf.DescriptorProto.ExtensionRange()
      (proto.start, proto.end) = entry.range.halfOpen(last: last)
      proto.options = options(entry.options, of: entry.range.span)
      return proto
    }
    proto.reservedRange = message.reservedRanges.map { range in
      var proto = GoogleProtobuf.DescriptorProto.ReservedRange()
      (proto.start, proto.end) = range.halfOpen(last: last)
      return proto
    }
    proto.reservedName = message.reservedNames.map(\.text)
    proto.options = options(message.options, of: message.name.span)
    return proto
  }

  private mutating func describe(_ field: FieldNode) -> GoogleProtobuf.FieldDescriptorProto {
    var proto = GoogleProtobuf.FieldDescriptorProto()
    proto.name = field.name.text
    proto.number = field.number
    proto.label = GoogleProtobuf.FieldDescriptorProto.Label(field.label)
    switch field.type {
    case .scalar(let scalar): proto.type = GoogleProtobuf.FieldDescriptorProto.Type_(scalar)
    case .message(let message): (proto.type, proto.typeName) = (.message, "." + message.fullName)
    case .group(let message): (proto.type, proto.typeName) = (.group, "." + message.fullName)
    case .enumeration(let node): (proto.type, proto.typeName) = (.enum, "." + node.fullName)
    case .unknown: break
    }
    proto.extendee = field.extendee.map { "." + $0.fullName }
    proto.defaultValue = field.defaultText
    if let oneof = field.oneof,
      let index = oneof.parent.oneofs.firstIndex(where: { $0 === oneof })
    {
      proto.oneofIndex = Int32(clamping: index)
    }
    proto.jsonName = field.jsonName
    proto.options = options(field.options, of: field.name.span)
    if field.isProto3Optional { proto.proto3Optional = true }
    return proto
  }

  private mutating func describe(_ node: EnumNode) -> GoogleProtobuf.EnumDescriptorProto {
    var proto = GoogleProtobuf.EnumDescriptorProto()
    proto.name = node.name.text
    proto.value = node.values.map { value in
      var proto = GoogleProtobuf.EnumValueDescriptorProto()
      proto.name = value.name.text
      proto.number = value.syntax.number.value
      proto.options = options(value.options, of: value.name.span)
      return proto
    }
    proto.reservedRange = node.reservedRanges.map { range in
      var proto = GoogleProtobuf.EnumDescriptorProto.EnumReservedRange()
      // Of enums, unlike messages, the end is included.
      proto.start = range.first.value
      proto.end = range.last.value
      return proto
    }
    proto.reservedName = node.reservedNames.map(\.text)
    proto.options = options(node.options, of: node.name.span)
    return proto
  }

  private mutating func describe(_ service: ServiceNode) -> GoogleProtobuf.ServiceDescriptorProto {
    var proto = GoogleProtobuf.ServiceDescriptorProto()
    proto.name = service.name.text
    proto.method = service.methods.map { method in
      var proto = GoogleProtobuf.MethodDescriptorProto()
      proto.name = method.name.text
      proto.inputType = method.request.map { "." + $0.fullName }
      proto.outputType = method.response.map { "." + $0.fullName }
      if method.syntax.request.stream != nil { proto.clientStreaming = true }
      if method.syntax.response.stream != nil { proto.serverStreaming = true }
      proto.options = options(method.options, of: method.name.span)
      return proto
    }
    proto.options = options(service.options, of: service.name.span)
    return proto
  }

  /// The options message of a declaration, nil when it has none.
  private mutating func options<Options: Message>(_ list: OptionList, of span: Span) -> Options? {
    guard list.isPresent else { return nil }
    do throws(DecodeError) {
      return try Options(decoding: .init(list.encoded))
    } catch {
      self.error("the options cannot be read back: \(error)", at: span)
      return nil
    }
  }
}

extension RangeSyntax {
  /// Start and end as descriptors have them, the end not included; `max` stands for `last`.
  func halfOpen(last: Int32) -> (Int32?, Int32?) {
    let end = isOpen ? last : self.last.value ?? last
    return (first.value, end == .max ? end : end + 1)
  }
}

extension GoogleProtobuf.FieldDescriptorProto.Label {
  init(_ label: FieldNode.Label) {
    switch label {
    case .optional: self = .optional
    case .required: self = .required
    case .repeated: self = .repeated
    }
  }
}

extension GoogleProtobuf.FieldDescriptorProto.Type_ {
  init(_ scalar: ScalarType) {
    switch scalar {
    case .double: self = .double
    case .float: self = .float
    case .int32: self = .int32
    case .int64: self = .int64
    case .uint32: self = .uint32
    case .uint64: self = .uint64
    case .sint32: self = .sint32
    case .sint64: self = .sint64
    case .fixed32: self = .fixed32
    case .fixed64: self = .fixed64
    case .sfixed32: self = .sfixed32
    case .sfixed64: self = .sfixed64
    case .bool: self = .bool
    case .string: self = .string
    case .bytes: self = .bytes
    }
  }
}
