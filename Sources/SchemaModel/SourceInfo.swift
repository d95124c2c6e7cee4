import Protobuf
import SchemaSyntax

/// Phase 15: where each part of a descriptor was written, and its comments.
///
/// The order, the spans and the repetitions are those of protoc; the numbers in paths are the field
/// numbers of descriptor.proto.
struct SourceInfo {
  /// Where each option's value is below its options message.
  let optionPaths: [Span: [Int32]]
  /// Options that are gone with all the others of their declaration.
  let droppedOptions: Set<Span>
  private var locations: [GoogleProtobuf.SourceCodeInfo.Location] = []

  init(optionPaths: [Span: [Int32]], droppedOptions: Set<Span>) {
    self.optionPaths = optionPaths
    self.droppedOptions = droppedOptions
  }

  mutating func describe(_ file: FileSyntax) -> GoogleProtobuf.SourceCodeInfo {
    locations = []
    add([], file.span)
    var counts = Counts()
    var imports: Int32 = 0
    var publicImports: Int32 = 0
    var weakImports: Int32 = 0
    var services: Int32 = 0
    for declaration in file.declarations {
      switch declaration {
      case .syntax(let statement):
        add([12], statement.span, statement.comments)
      case .package(let statement):
        add([2], statement.span, statement.comments)
      case .import(let statement):
        add([3, imports], statement.span, statement.comments)
        imports += 1
        switch (statement.kind, statement.kindSpan) {
        case (.public, let span?): add([10, publicImports.postIncrement()], span)
        case (.weak, let span?): add([11, weakImports.postIncrement()], span)
        default: break
        }
      case .option(let option): addOption(option, [8])
      case .message(let message): addMessage(message, [4, counts.messages.postIncrement()])
      case .enum(let enumeration): addEnum(enumeration, [5, counts.enums.postIncrement()])
      case .extend(let extend):
        addExtend(extend, [], extensionField: 7, messageField: 4, &counts)
      case .service(let service):
        addService(service, [6, services])
        services += 1
      }
    }
    var info = GoogleProtobuf.SourceCodeInfo()
    info.location = locations
    return info
  }

  /// How many elements of each kind a scope has so far.
  private struct Counts {
    var fields: Int32 = 0
    var messages: Int32 = 0
    var enums: Int32 = 0
    var extensions: Int32 = 0
    var oneofs: Int32 = 0
    var extensionRanges: Int32 = 0
    var reservedRanges: Int32 = 0
    var reservedNames: Int32 = 0
  }

  private mutating func add(_ path: [Int32], _ span: Span, _ comments: Comments = Comments()) {
    let start = span.source.position(at: span.start)
    let end = span.source.position(at: span.end)
    var location = GoogleProtobuf.SourceCodeInfo.Location()
    location.path = path
    location.span =
      start.line == end.line
      ? [Int32(clamping: start.line), Int32(clamping: start.column), Int32(clamping: end.column)]
      : [start.line, start.column, end.line, end.column].map(Int32.init(clamping:))
    location.leadingComments = comments.leading?.nonEmpty
    location.trailingComments = comments.trailing?.nonEmpty
    location.leadingDetachedComments = comments.detached
    locations.append(location)
  }

  // MARK: Messages

  private mutating func addMessage(_ message: MessageSyntax, _ path: [Int32]) {
    add(path, message.span, message.comments)
    add(path + [1], message.name.span)
    addMembers(of: message, path)
  }

  private mutating func addMembers(of message: MessageSyntax, _ path: [Int32]) {
    var counts = Counts()
    for member in message.members {
      switch member {
      case .field(let field):
        addField(
          field, path + [2, counts.fields.postIncrement()], scope: path, messageField: 3, &counts)
      case .oneof(let oneof):
        addOneof(oneof, path, &counts)
      case .option(let option):
        addOption(option, path + [7])
      case .message(let nested):
        addMessage(nested, path + [3, counts.messages.postIncrement()])
      case .enum(let nested):
        addEnum(nested, path + [4, counts.enums.postIncrement()])
      case .extend(let extend):
        addExtend(extend, path, extensionField: 6, messageField: 3, &counts)
      case .extensions(let statement):
        addExtensions(statement, path + [5], &counts)
      case .reserved(let statement):
        addReserved(statement, path, rangeField: 9, nameField: 10, &counts)
      }
    }
  }

  /// - Parameter messageField: the field of the scope that takes the message of a group or a map.
  private mutating func addField(
    _ field: FieldSyntax, _ path: [Int32], extendee: Span? = nil, scope: [Int32],
    messageField: Int32, _ counts: inout Counts
  ) {
    add(path, field.span, field.comments)
    if let extendee { add(path + [2], extendee) }
    if let label = field.label { add(path + [4], label.span) }
    let isScalar: Bool
    switch field.type {
    case .single(let reference):
      if case .scalar = reference.kind { isScalar = true } else { isScalar = false }
    case .group: isScalar = true
    case .map: isScalar = false
    }
    add(path + [isScalar ? 5 : 6], field.typeSpan)
    add(path + [1], field.name.span)
    add(path + [3], field.number.span)
    if let options = field.options { addFieldOptions(options, path) }
    switch field.type {
    case .single: break
    case .map: counts.messages += 1
    case .group:
      guard let group = field.group else { break }
      let groupPath = scope + [messageField, counts.messages.postIncrement()]
      add(groupPath, group.span, group.comments)
      add(groupPath + [1], group.name.span)
      add(path + [6], group.name.span)
      addMembers(of: group, groupPath)
    }
  }

  private mutating func addFieldOptions(_ options: BracketedOptions, _ path: [Int32]) {
    if isKept(options) { add(path + [8], options.span) }
    for option in options.options {
      switch option.simpleName {
      case "default":
        add(path + [7], option.value.span)
      case "json_name":
        add(path + [10], option.span)
        add(path + [10], option.value.span)
      default:
        addInterpreted(option, path + [8])
      }
    }
  }

  private mutating func addOneof(_ oneof: OneofSyntax, _ path: [Int32], _ counts: inout Counts) {
    let oneofPath = path + [8, counts.oneofs.postIncrement()]
    add(oneofPath, oneof.span, oneof.comments)
    add(oneofPath + [1], oneof.name.span)
    for member in oneof.members {
      switch member {
      case .option(let option): addOption(option, oneofPath + [2])
      case .field(let field):
        addField(
          field, path + [2, counts.fields.postIncrement()], scope: path, messageField: 3, &counts)
      }
    }
  }

  private mutating func addExtend(
    _ extend: ExtendSyntax, _ scope: [Int32], extensionField: Int32, messageField: Int32,
    _ counts: inout Counts
  ) {
    add(scope + [extensionField], extend.span, extend.comments)
    for field in extend.fields {
      addField(
        field, scope + [extensionField, counts.extensions.postIncrement()],
        extendee: extend.extendee.span, scope: scope, messageField: messageField, &counts)
    }
  }

  private mutating func addExtensions(
    _ statement: ExtensionsSyntax, _ path: [Int32], _ counts: inout Counts
  ) {
    add(path, statement.span, statement.comments)
    let first = counts.extensionRanges
    for range in statement.ranges {
      addRange(range, path + [counts.extensionRanges.postIncrement()])
    }
    guard let options = statement.options else { return }
    for index in first..<counts.extensionRanges {
      if isKept(options) { add(path + [index, 3], options.span) }
      for option in options.options { addInterpreted(option, path + [index, 3]) }
    }
  }

  private mutating func addReserved(
    _ statement: ReservedSyntax, _ path: [Int32], rangeField: Int32, nameField: Int32,
    _ counts: inout Counts
  ) {
    let isNames = !statement.names.isEmpty
    add(path + [isNames ? nameField : rangeField], statement.span, statement.comments)
    for range in statement.ranges {
      addRange(range, path + [rangeField, counts.reservedRanges.postIncrement()])
    }
    for name in statement.names {
      add(path + [nameField, counts.reservedNames.postIncrement()], name.span)
    }
  }

  private mutating func addRange(_ range: RangeSyntax, _ path: [Int32]) {
    add(path, range.span)
    add(path + [1], range.first.span)
    add(path + [2], range.last.span)
  }

  // MARK: Enums, services, options

  private mutating func addEnum(_ enumeration: EnumSyntax, _ path: [Int32]) {
    add(path, enumeration.span, enumeration.comments)
    add(path + [1], enumeration.name.span)
    var counts = Counts()
    for member in enumeration.members {
      switch member {
      case .option(let option): addOption(option, path + [3])
      case .reserved(let statement):
        addReserved(statement, path, rangeField: 4, nameField: 5, &counts)
      case .value(let value):
        let valuePath = path + [2, counts.fields.postIncrement()]
        add(valuePath, value.span, value.comments)
        add(valuePath + [1], value.name.span)
        add(valuePath + [2], value.number.span)
        guard let options = value.options else { continue }
        if isKept(options) { add(valuePath + [3], options.span) }
        for option in options.options { addInterpreted(option, valuePath + [3]) }
      }
    }
  }

  private mutating func addService(_ service: ServiceSyntax, _ path: [Int32]) {
    add(path, service.span, service.comments)
    add(path + [1], service.name.span)
    var methods: Int32 = 0
    for member in service.members {
      switch member {
      case .option(let option): addOption(option, path + [3])
      case .method(let method): addMethod(method, path + [2, methods.postIncrement()])
      }
    }
  }

  private mutating func addMethod(_ method: MethodSyntax, _ path: [Int32]) {
    add(path, method.span, method.comments)
    add(path + [1], method.name.span)
    if let stream = method.request.stream { add(path + [5], stream) }
    add(path + [2], method.request.type.span)
    if let stream = method.response.stream { add(path + [6], stream) }
    add(path + [3], method.response.type.span)
    for option in method.options ?? [] { addOption(option, path + [4]) }
  }

  /// An option statement: the options message as a whole, then the field that it sets.
  private mutating func addOption(_ option: OptionSyntax, _ path: [Int32]) {
    if droppedOptions.contains(option.span) { return }
    add(path, option.span)
    addInterpreted(option, path)
  }

  private func isKept(_ options: BracketedOptions) -> Bool {
    droppedOptions.isEmpty || !options.options.contains { droppedOptions.contains($0.span) }
  }

  private mutating func addInterpreted(_ option: OptionSyntax, _ path: [Int32]) {
    guard let suffix = optionPaths[option.span] else { return }
    add(path + suffix, option.span, option.comments)
  }
}

extension Int32 {
  /// The value, which is one more afterwards.
  fileprivate mutating func postIncrement() -> Int32 {
    defer { self += 1 }
    return self
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
