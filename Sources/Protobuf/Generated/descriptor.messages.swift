// Made by schemac from google/protobuf/descriptor.proto: edit that instead.

import Buffers

extension GoogleProtobuf {
  public struct FileDescriptorSet: Message {
    public var file: [GoogleProtobuf.FileDescriptorProto] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(file: [GoogleProtobuf.FileDescriptorProto] = []) {
      self.file = file
    }
  }
}

extension GoogleProtobuf {
  public struct FileDescriptorProto: Message {
    public var name: String?
    public var package: String?
    public var dependency: [String] = []
    public var publicDependency: [Int32] = []
    public var weakDependency: [Int32] = []
    public var messageType: [GoogleProtobuf.DescriptorProto] = []
    public var enumType: [GoogleProtobuf.EnumDescriptorProto] = []
    public var service: [GoogleProtobuf.ServiceDescriptorProto] = []
    public var `extension`: [GoogleProtobuf.FieldDescriptorProto] = []
    public var options: GoogleProtobuf.FileOptions?
    public var sourceCodeInfo: GoogleProtobuf.SourceCodeInfo?
    public var syntax: String?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      package: String? = nil,
      dependency: [String] = [],
      publicDependency: [Int32] = [],
      weakDependency: [Int32] = [],
      messageType: [GoogleProtobuf.DescriptorProto] = [],
      enumType: [GoogleProtobuf.EnumDescriptorProto] = [],
      service: [GoogleProtobuf.ServiceDescriptorProto] = [],
      `extension`: [GoogleProtobuf.FieldDescriptorProto] = [],
      options: GoogleProtobuf.FileOptions? = nil,
      sourceCodeInfo: GoogleProtobuf.SourceCodeInfo? = nil,
      syntax: String? = nil
    ) {
      self.name = name
      self.package = package
      self.dependency = dependency
      self.publicDependency = publicDependency
      self.weakDependency = weakDependency
      self.messageType = messageType
      self.enumType = enumType
      self.service = service
      self.extension = `extension`
      self.options = options
      self.sourceCodeInfo = sourceCodeInfo
      self.syntax = syntax
    }
  }
}

extension GoogleProtobuf {
  public struct DescriptorProto: Message {
    public var name: String?
    public var field: [GoogleProtobuf.FieldDescriptorProto] = []
    public var `extension`: [GoogleProtobuf.FieldDescriptorProto] = []
    public var nestedType: [GoogleProtobuf.DescriptorProto] = []
    public var enumType: [GoogleProtobuf.EnumDescriptorProto] = []
    public var extensionRange: [GoogleProtobuf.DescriptorProto.ExtensionRange] = []
    public var oneofDecl: [GoogleProtobuf.OneofDescriptorProto] = []
    public var options: GoogleProtobuf.MessageOptions?
    public var reservedRange: [GoogleProtobuf.DescriptorProto.ReservedRange] = []
    public var reservedName: [String] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      field: [GoogleProtobuf.FieldDescriptorProto] = [],
      `extension`: [GoogleProtobuf.FieldDescriptorProto] = [],
      nestedType: [GoogleProtobuf.DescriptorProto] = [],
      enumType: [GoogleProtobuf.EnumDescriptorProto] = [],
      extensionRange: [GoogleProtobuf.DescriptorProto.ExtensionRange] = [],
      oneofDecl: [GoogleProtobuf.OneofDescriptorProto] = [],
      options: GoogleProtobuf.MessageOptions? = nil,
      reservedRange: [GoogleProtobuf.DescriptorProto.ReservedRange] = [],
      reservedName: [String] = []
    ) {
      self.name = name
      self.field = field
      self.extension = `extension`
      self.nestedType = nestedType
      self.enumType = enumType
      self.extensionRange = extensionRange
      self.oneofDecl = oneofDecl
      self.options = options
      self.reservedRange = reservedRange
      self.reservedName = reservedName
    }

    public struct ExtensionRange: Message {
      public var start: Int32?
      public var end: Int32?
      public var options: GoogleProtobuf.ExtensionRangeOptions?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        start: Int32? = nil,
        end: Int32? = nil,
        options: GoogleProtobuf.ExtensionRangeOptions? = nil
      ) {
        self.start = start
        self.end = end
        self.options = options
      }
    }

    public struct ReservedRange: Message {
      public var start: Int32?
      public var end: Int32?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(start: Int32? = nil, end: Int32? = nil) {
        self.start = start
        self.end = end
      }
    }
  }
}

extension GoogleProtobuf {
  public struct ExtensionRangeOptions: Message {
    public var uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []) {
      self.uninterpretedOption = uninterpretedOption
    }
  }
}

extension GoogleProtobuf {
  public struct FieldDescriptorProto: Message {
    public var name: String?
    public var number: Int32?
    public var label: GoogleProtobuf.FieldDescriptorProto.Label?
    public var type: GoogleProtobuf.FieldDescriptorProto.Type_?
    public var typeName: String?
    public var extendee: String?
    public var defaultValue: String?
    public var oneofIndex: Int32?
    public var jsonName: String?
    public var options: GoogleProtobuf.FieldOptions?
    public var proto3Optional: Bool?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      number: Int32? = nil,
      label: GoogleProtobuf.FieldDescriptorProto.Label? = nil,
      type: GoogleProtobuf.FieldDescriptorProto.Type_? = nil,
      typeName: String? = nil,
      extendee: String? = nil,
      defaultValue: String? = nil,
      oneofIndex: Int32? = nil,
      jsonName: String? = nil,
      options: GoogleProtobuf.FieldOptions? = nil,
      proto3Optional: Bool? = nil
    ) {
      self.name = name
      self.number = number
      self.label = label
      self.type = type
      self.typeName = typeName
      self.extendee = extendee
      self.defaultValue = defaultValue
      self.oneofIndex = oneofIndex
      self.jsonName = jsonName
      self.options = options
      self.proto3Optional = proto3Optional
    }

    public enum Type_: ProtobufEnum {
      case double
      case float
      case int64
      case uint64
      case int32
      case fixed64
      case fixed32
      case bool
      case string
      case group
      case message
      case bytes
      case uint32
      case `enum`
      case sfixed32
      case sfixed64
      case sint32
      case sint64
      case unrecognized(Int32)

      public init() { self = .double }

      public init(number: Int32) {
        switch number {
        case 1: self = .double
        case 2: self = .float
        case 3: self = .int64
        case 4: self = .uint64
        case 5: self = .int32
        case 6: self = .fixed64
        case 7: self = .fixed32
        case 8: self = .bool
        case 9: self = .string
        case 10: self = .group
        case 11: self = .message
        case 12: self = .bytes
        case 13: self = .uint32
        case 14: self = .`enum`
        case 15: self = .sfixed32
        case 16: self = .sfixed64
        case 17: self = .sint32
        case 18: self = .sint64
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .double: 1
        case .float: 2
        case .int64: 3
        case .uint64: 4
        case .int32: 5
        case .fixed64: 6
        case .fixed32: 7
        case .bool: 8
        case .string: 9
        case .group: 10
        case .message: 11
        case .bytes: 12
        case .uint32: 13
        case .`enum`: 14
        case .sfixed32: 15
        case .sfixed64: 16
        case .sint32: 17
        case .sint64: 18
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (1, "TYPE_DOUBLE"),
          (2, "TYPE_FLOAT"),
          (3, "TYPE_INT64"),
          (4, "TYPE_UINT64"),
          (5, "TYPE_INT32"),
          (6, "TYPE_FIXED64"),
          (7, "TYPE_FIXED32"),
          (8, "TYPE_BOOL"),
          (9, "TYPE_STRING"),
          (10, "TYPE_GROUP"),
          (11, "TYPE_MESSAGE"),
          (12, "TYPE_BYTES"),
          (13, "TYPE_UINT32"),
          (14, "TYPE_ENUM"),
          (15, "TYPE_SFIXED32"),
          (16, "TYPE_SFIXED64"),
          (17, "TYPE_SINT32"),
          (18, "TYPE_SINT64"),
        ]
      }
    }

    public enum Label: ProtobufEnum {
      case optional
      case required
      case repeated
      case unrecognized(Int32)

      public init() { self = .optional }

      public init(number: Int32) {
        switch number {
        case 1: self = .optional
        case 2: self = .required
        case 3: self = .repeated
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .optional: 1
        case .required: 2
        case .repeated: 3
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (1, "LABEL_OPTIONAL"),
          (2, "LABEL_REQUIRED"),
          (3, "LABEL_REPEATED"),
        ]
      }
    }
  }
}

extension GoogleProtobuf {
  public struct OneofDescriptorProto: Message {
    public var name: String?
    public var options: GoogleProtobuf.OneofOptions?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(name: String? = nil, options: GoogleProtobuf.OneofOptions? = nil) {
      self.name = name
      self.options = options
    }
  }
}

extension GoogleProtobuf {
  public struct EnumDescriptorProto: Message {
    public var name: String?
    public var value: [GoogleProtobuf.EnumValueDescriptorProto] = []
    public var options: GoogleProtobuf.EnumOptions?
    public var reservedRange: [GoogleProtobuf.EnumDescriptorProto.EnumReservedRange] = []
    public var reservedName: [String] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      value: [GoogleProtobuf.EnumValueDescriptorProto] = [],
      options: GoogleProtobuf.EnumOptions? = nil,
      reservedRange: [GoogleProtobuf.EnumDescriptorProto.EnumReservedRange] = [],
      reservedName: [String] = []
    ) {
      self.name = name
      self.value = value
      self.options = options
      self.reservedRange = reservedRange
      self.reservedName = reservedName
    }

    public struct EnumReservedRange: Message {
      public var start: Int32?
      public var end: Int32?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(start: Int32? = nil, end: Int32? = nil) {
        self.start = start
        self.end = end
      }
    }
  }
}

extension GoogleProtobuf {
  public struct EnumValueDescriptorProto: Message {
    public var name: String?
    public var number: Int32?
    public var options: GoogleProtobuf.EnumValueOptions?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      number: Int32? = nil,
      options: GoogleProtobuf.EnumValueOptions? = nil
    ) {
      self.name = name
      self.number = number
      self.options = options
    }
  }
}

extension GoogleProtobuf {
  public struct ServiceDescriptorProto: Message {
    public var name: String?
    public var method: [GoogleProtobuf.MethodDescriptorProto] = []
    public var options: GoogleProtobuf.ServiceOptions?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      method: [GoogleProtobuf.MethodDescriptorProto] = [],
      options: GoogleProtobuf.ServiceOptions? = nil
    ) {
      self.name = name
      self.method = method
      self.options = options
    }
  }
}

extension GoogleProtobuf {
  public struct MethodDescriptorProto: Message {
    public var name: String?
    public var inputType: String?
    public var outputType: String?
    public var options: GoogleProtobuf.MethodOptions?
    public var clientStreaming: Bool?
    public var serverStreaming: Bool?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      inputType: String? = nil,
      outputType: String? = nil,
      options: GoogleProtobuf.MethodOptions? = nil,
      clientStreaming: Bool? = nil,
      serverStreaming: Bool? = nil
    ) {
      self.name = name
      self.inputType = inputType
      self.outputType = outputType
      self.options = options
      self.clientStreaming = clientStreaming
      self.serverStreaming = serverStreaming
    }
  }
}

extension GoogleProtobuf {
  public struct FileOptions: Message {
    public var javaPackage: String?
    public var javaOuterClassname: String?
    public var javaMultipleFiles: Bool?
    public var javaGenerateEqualsAndHash: Bool?
    public var javaStringCheckUtf8: Bool?
    public var optimizeFor: GoogleProtobuf.FileOptions.OptimizeMode?
    public var goPackage: String?
    public var ccGenericServices: Bool?
    public var javaGenericServices: Bool?
    public var pyGenericServices: Bool?
    public var phpGenericServices: Bool?
    public var deprecated: Bool?
    public var ccEnableArenas: Bool?
    public var objcClassPrefix: String?
    public var csharpNamespace: String?
    public var swiftPrefix: String?
    public var phpClassPrefix: String?
    public var phpNamespace: String?
    public var phpMetadataNamespace: String?
    public var rubyPackage: String?
    public var uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      javaPackage: String? = nil,
      javaOuterClassname: String? = nil,
      javaMultipleFiles: Bool? = nil,
      javaGenerateEqualsAndHash: Bool? = nil,
      javaStringCheckUtf8: Bool? = nil,
      optimizeFor: GoogleProtobuf.FileOptions.OptimizeMode? = nil,
      goPackage: String? = nil,
      ccGenericServices: Bool? = nil,
      javaGenericServices: Bool? = nil,
      pyGenericServices: Bool? = nil,
      phpGenericServices: Bool? = nil,
      deprecated: Bool? = nil,
      ccEnableArenas: Bool? = nil,
      objcClassPrefix: String? = nil,
      csharpNamespace: String? = nil,
      swiftPrefix: String? = nil,
      phpClassPrefix: String? = nil,
      phpNamespace: String? = nil,
      phpMetadataNamespace: String? = nil,
      rubyPackage: String? = nil,
      uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    ) {
      self.javaPackage = javaPackage
      self.javaOuterClassname = javaOuterClassname
      self.javaMultipleFiles = javaMultipleFiles
      self.javaGenerateEqualsAndHash = javaGenerateEqualsAndHash
      self.javaStringCheckUtf8 = javaStringCheckUtf8
      self.optimizeFor = optimizeFor
      self.goPackage = goPackage
      self.ccGenericServices = ccGenericServices
      self.javaGenericServices = javaGenericServices
      self.pyGenericServices = pyGenericServices
      self.phpGenericServices = phpGenericServices
      self.deprecated = deprecated
      self.ccEnableArenas = ccEnableArenas
      self.objcClassPrefix = objcClassPrefix
      self.csharpNamespace = csharpNamespace
      self.swiftPrefix = swiftPrefix
      self.phpClassPrefix = phpClassPrefix
      self.phpNamespace = phpNamespace
      self.phpMetadataNamespace = phpMetadataNamespace
      self.rubyPackage = rubyPackage
      self.uninterpretedOption = uninterpretedOption
    }

    public enum OptimizeMode: ProtobufEnum {
      case speed
      case codeSize
      case liteRuntime
      case unrecognized(Int32)

      public init() { self = .speed }

      public init(number: Int32) {
        switch number {
        case 1: self = .speed
        case 2: self = .codeSize
        case 3: self = .liteRuntime
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .speed: 1
        case .codeSize: 2
        case .liteRuntime: 3
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (1, "SPEED"),
          (2, "CODE_SIZE"),
          (3, "LITE_RUNTIME"),
        ]
      }
    }
  }
}

extension GoogleProtobuf {
  public struct MessageOptions: Message {
    public var messageSetWireFormat: Bool?
    public var noStandardDescriptorAccessor: Bool?
    public var deprecated: Bool?
    public var mapEntry: Bool?
    public var uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      messageSetWireFormat: Bool? = nil,
      noStandardDescriptorAccessor: Bool? = nil,
      deprecated: Bool? = nil,
      mapEntry: Bool? = nil,
      uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    ) {
      self.messageSetWireFormat = messageSetWireFormat
      self.noStandardDescriptorAccessor = noStandardDescriptorAccessor
      self.deprecated = deprecated
      self.mapEntry = mapEntry
      self.uninterpretedOption = uninterpretedOption
    }
  }
}

extension GoogleProtobuf {
  public struct FieldOptions: Message {
    public var ctype: GoogleProtobuf.FieldOptions.CType?
    public var packed: Bool?
    public var jstype: GoogleProtobuf.FieldOptions.JSType?
    public var lazy: Bool?
    public var unverifiedLazy: Bool?
    public var deprecated: Bool?
    public var weak: Bool?
    public var uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      ctype: GoogleProtobuf.FieldOptions.CType? = nil,
      packed: Bool? = nil,
      jstype: GoogleProtobuf.FieldOptions.JSType? = nil,
      lazy: Bool? = nil,
      unverifiedLazy: Bool? = nil,
      deprecated: Bool? = nil,
      weak: Bool? = nil,
      uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    ) {
      self.ctype = ctype
      self.packed = packed
      self.jstype = jstype
      self.lazy = lazy
      self.unverifiedLazy = unverifiedLazy
      self.deprecated = deprecated
      self.weak = weak
      self.uninterpretedOption = uninterpretedOption
    }

    public enum CType: ProtobufEnum {
      case string
      case cord
      case stringPiece
      case unrecognized(Int32)

      public init() { self = .string }

      public init(number: Int32) {
        switch number {
        case 0: self = .string
        case 1: self = .cord
        case 2: self = .stringPiece
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .string: 0
        case .cord: 1
        case .stringPiece: 2
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "STRING"),
          (1, "CORD"),
          (2, "STRING_PIECE"),
        ]
      }
    }

    public enum JSType: ProtobufEnum {
      case jsNormal
      case jsString
      case jsNumber
      case unrecognized(Int32)

      public init() { self = .jsNormal }

      public init(number: Int32) {
        switch number {
        case 0: self = .jsNormal
        case 1: self = .jsString
        case 2: self = .jsNumber
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .jsNormal: 0
        case .jsString: 1
        case .jsNumber: 2
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "JS_NORMAL"),
          (1, "JS_STRING"),
          (2, "JS_NUMBER"),
        ]
      }
    }
  }
}

extension GoogleProtobuf {
  public struct OneofOptions: Message {
    public var uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []) {
      self.uninterpretedOption = uninterpretedOption
    }
  }
}

extension GoogleProtobuf {
  public struct EnumOptions: Message {
    public var allowAlias: Bool?
    public var deprecated: Bool?
    public var uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      allowAlias: Bool? = nil,
      deprecated: Bool? = nil,
      uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    ) {
      self.allowAlias = allowAlias
      self.deprecated = deprecated
      self.uninterpretedOption = uninterpretedOption
    }
  }
}

extension GoogleProtobuf {
  public struct EnumValueOptions: Message {
    public var deprecated: Bool?
    public var uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      deprecated: Bool? = nil,
      uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    ) {
      self.deprecated = deprecated
      self.uninterpretedOption = uninterpretedOption
    }
  }
}

extension GoogleProtobuf {
  public struct ServiceOptions: Message {
    public var deprecated: Bool?
    public var uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      deprecated: Bool? = nil,
      uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    ) {
      self.deprecated = deprecated
      self.uninterpretedOption = uninterpretedOption
    }
  }
}

extension GoogleProtobuf {
  public struct MethodOptions: Message {
    public var deprecated: Bool?
    public var idempotencyLevel: GoogleProtobuf.MethodOptions.IdempotencyLevel?
    public var uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      deprecated: Bool? = nil,
      idempotencyLevel: GoogleProtobuf.MethodOptions.IdempotencyLevel? = nil,
      uninterpretedOption: [GoogleProtobuf.UninterpretedOption] = []
    ) {
      self.deprecated = deprecated
      self.idempotencyLevel = idempotencyLevel
      self.uninterpretedOption = uninterpretedOption
    }

    public enum IdempotencyLevel: ProtobufEnum {
      case idempotencyUnknown
      case noSideEffects
      case idempotent
      case unrecognized(Int32)

      public init() { self = .idempotencyUnknown }

      public init(number: Int32) {
        switch number {
        case 0: self = .idempotencyUnknown
        case 1: self = .noSideEffects
        case 2: self = .idempotent
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .idempotencyUnknown: 0
        case .noSideEffects: 1
        case .idempotent: 2
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "IDEMPOTENCY_UNKNOWN"),
          (1, "NO_SIDE_EFFECTS"),
          (2, "IDEMPOTENT"),
        ]
      }
    }
  }
}

extension GoogleProtobuf {
  public struct UninterpretedOption: Message {
    public var name: [GoogleProtobuf.UninterpretedOption.NamePart] = []
    public var identifierValue: String?
    public var positiveIntValue: UInt64?
    public var negativeIntValue: Int64?
    public var doubleValue: Double?
    public var stringValue: Bytes?
    public var aggregateValue: String?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: [GoogleProtobuf.UninterpretedOption.NamePart] = [],
      identifierValue: String? = nil,
      positiveIntValue: UInt64? = nil,
      negativeIntValue: Int64? = nil,
      doubleValue: Double? = nil,
      stringValue: Bytes? = nil,
      aggregateValue: String? = nil
    ) {
      self.name = name
      self.identifierValue = identifierValue
      self.positiveIntValue = positiveIntValue
      self.negativeIntValue = negativeIntValue
      self.doubleValue = doubleValue
      self.stringValue = stringValue
      self.aggregateValue = aggregateValue
    }

    public struct NamePart: Message {
      public var namePart: String?
      public var isExtension: Bool?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(namePart: String? = nil, isExtension: Bool? = nil) {
        self.namePart = namePart
        self.isExtension = isExtension
      }
    }
  }
}

extension GoogleProtobuf {
  public struct SourceCodeInfo: Message {
    public var location: [GoogleProtobuf.SourceCodeInfo.Location] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(location: [GoogleProtobuf.SourceCodeInfo.Location] = []) {
      self.location = location
    }

    public struct Location: Message {
      public var path: [Int32] = []
      public var span: [Int32] = []
      public var leadingComments: String?
      public var trailingComments: String?
      public var leadingDetachedComments: [String] = []
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        path: [Int32] = [],
        span: [Int32] = [],
        leadingComments: String? = nil,
        trailingComments: String? = nil,
        leadingDetachedComments: [String] = []
      ) {
        self.path = path
        self.span = span
        self.leadingComments = leadingComments
        self.trailingComments = trailingComments
        self.leadingDetachedComments = leadingDetachedComments
      }
    }
  }
}

extension GoogleProtobuf {
  public struct GeneratedCodeInfo: Message {
    public var annotation: [GoogleProtobuf.GeneratedCodeInfo.Annotation] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(annotation: [GoogleProtobuf.GeneratedCodeInfo.Annotation] = []) {
      self.annotation = annotation
    }

    public struct Annotation: Message {
      public var path: [Int32] = []
      public var sourceFile: String?
      public var begin: Int32?
      public var end: Int32?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        path: [Int32] = [],
        sourceFile: String? = nil,
        begin: Int32? = nil,
        end: Int32? = nil
      ) {
        self.path = path
        self.sourceFile = sourceFile
        self.begin = begin
        self.end = end
      }
    }
  }
}

// MARK: - Codecs

extension GoogleProtobuf.FileDescriptorSet {
  public static let fullName = "google.protobuf.FileDescriptorSet"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.messages(&file)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(1, file)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "file", \.file)
  }
}

extension GoogleProtobuf.FileDescriptorProto {
  public static let fullName = "google.protobuf.FileDescriptorProto"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .length(2): try reader.string(&package)
      case .length(3): try reader.repeated(&dependency, tag, .string)
      case .length(10), .varint(10): try reader.repeated(&publicDependency, tag, .int32)
      case .length(11), .varint(11): try reader.repeated(&weakDependency, tag, .int32)
      case .length(4): try reader.messages(&messageType)
      case .length(5): try reader.messages(&enumType)
      case .length(6): try reader.messages(&service)
      case .length(7): try reader.messages(&`extension`)
      case .length(8): try reader.message(&options)
      case .length(9): try reader.message(&sourceCodeInfo)
      case .length(12): try reader.string(&syntax)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(12, explicit: syntax)
    writer.unpacked(11, weakDependency, .int32)
    writer.unpacked(10, publicDependency, .int32)
    writer.message(9, sourceCodeInfo)
    writer.message(8, options)
    writer.messages(7, `extension`)
    writer.messages(6, service)
    writer.messages(5, enumType)
    writer.messages(4, messageType)
    writer.repeated(3, dependency, .string)
    writer.string(2, explicit: package)
    writer.string(1, explicit: name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "name", \.name)
    fields.optional(2, "package", \.package)
    fields.repeated(3, "dependency", \.dependency)
    fields.repeated(10, "public_dependency", \.publicDependency)
    fields.repeated(11, "weak_dependency", \.weakDependency)
    fields.repeated(4, "message_type", \.messageType)
    fields.repeated(5, "enum_type", \.enumType)
    fields.repeated(6, "service", \.service)
    fields.repeated(7, "extension", \.`extension`)
    fields.optional(8, "options", \.options)
    fields.optional(9, "source_code_info", \.sourceCodeInfo)
    fields.optional(12, "syntax", \.syntax)
  }
}

extension GoogleProtobuf.DescriptorProto {
  public static let fullName = "google.protobuf.DescriptorProto"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .length(2): try reader.messages(&field)
      case .length(6): try reader.messages(&`extension`)
      case .length(3): try reader.messages(&nestedType)
      case .length(4): try reader.messages(&enumType)
      case .length(5): try reader.messages(&extensionRange)
      case .length(8): try reader.messages(&oneofDecl)
      case .length(7): try reader.message(&options)
      case .length(9): try reader.messages(&reservedRange)
      case .length(10): try reader.repeated(&reservedName, tag, .string)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.repeated(10, reservedName, .string)
    writer.messages(9, reservedRange)
    writer.messages(8, oneofDecl)
    writer.message(7, options)
    writer.messages(6, `extension`)
    writer.messages(5, extensionRange)
    writer.messages(4, enumType)
    writer.messages(3, nestedType)
    writer.messages(2, field)
    writer.string(1, explicit: name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "name", \.name)
    fields.repeated(2, "field", \.field)
    fields.repeated(6, "extension", \.`extension`)
    fields.repeated(3, "nested_type", \.nestedType)
    fields.repeated(4, "enum_type", \.enumType)
    fields.repeated(5, "extension_range", \.extensionRange)
    fields.repeated(8, "oneof_decl", \.oneofDecl)
    fields.optional(7, "options", \.options)
    fields.repeated(9, "reserved_range", \.reservedRange)
    fields.repeated(10, "reserved_name", \.reservedName)
  }
}

extension GoogleProtobuf.DescriptorProto.ExtensionRange {
  public static let fullName = "google.protobuf.DescriptorProto.ExtensionRange"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&start)
      case .varint(2): try reader.int32(&end)
      case .length(3): try reader.message(&options)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(3, options)
    writer.int32(2, explicit: end)
    writer.int32(1, explicit: start)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "start", \.start)
    fields.optional(2, "end", \.end)
    fields.optional(3, "options", \.options)
  }
}

extension GoogleProtobuf.DescriptorProto.ReservedRange {
  public static let fullName = "google.protobuf.DescriptorProto.ReservedRange"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&start)
      case .varint(2): try reader.int32(&end)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int32(2, explicit: end)
    writer.int32(1, explicit: start)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "start", \.start)
    fields.optional(2, "end", \.end)
  }
}

extension GoogleProtobuf.ExtensionRangeOptions {
  public static let fullName = "google.protobuf.ExtensionRangeOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.FieldDescriptorProto {
  public static let fullName = "google.protobuf.FieldDescriptorProto"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .varint(3): try reader.int32(&number)
      case .varint(4): try reader.enumeration(&label)
      case .varint(5): try reader.enumeration(&type)
      case .length(6): try reader.string(&typeName)
      case .length(2): try reader.string(&extendee)
      case .length(7): try reader.string(&defaultValue)
      case .varint(9): try reader.int32(&oneofIndex)
      case .length(10): try reader.string(&jsonName)
      case .length(8): try reader.message(&options)
      case .varint(17): try reader.bool(&proto3Optional)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.bool(17, explicit: proto3Optional)
    writer.string(10, explicit: jsonName)
    writer.int32(9, explicit: oneofIndex)
    writer.message(8, options)
    writer.string(7, explicit: defaultValue)
    writer.string(6, explicit: typeName)
    writer.enumeration(5, explicit: type)
    writer.enumeration(4, explicit: label)
    writer.int32(3, explicit: number)
    writer.string(2, explicit: extendee)
    writer.string(1, explicit: name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "name", \.name)
    fields.optional(3, "number", \.number)
    fields.optional(4, "label", \.label)
    fields.optional(5, "type", \.type)
    fields.optional(6, "type_name", \.typeName)
    fields.optional(2, "extendee", \.extendee)
    fields.optional(7, "default_value", \.defaultValue)
    fields.optional(9, "oneof_index", \.oneofIndex)
    fields.optional(10, "json_name", \.jsonName)
    fields.optional(8, "options", \.options)
    fields.optional(17, "proto3_optional", \.proto3Optional)
  }
}

extension GoogleProtobuf.OneofDescriptorProto {
  public static let fullName = "google.protobuf.OneofDescriptorProto"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .length(2): try reader.message(&options)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(2, options)
    writer.string(1, explicit: name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "name", \.name)
    fields.optional(2, "options", \.options)
  }
}

extension GoogleProtobuf.EnumDescriptorProto {
  public static let fullName = "google.protobuf.EnumDescriptorProto"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .length(2): try reader.messages(&value)
      case .length(3): try reader.message(&options)
      case .length(4): try reader.messages(&reservedRange)
      case .length(5): try reader.repeated(&reservedName, tag, .string)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.repeated(5, reservedName, .string)
    writer.messages(4, reservedRange)
    writer.message(3, options)
    writer.messages(2, value)
    writer.string(1, explicit: name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "name", \.name)
    fields.repeated(2, "value", \.value)
    fields.optional(3, "options", \.options)
    fields.repeated(4, "reserved_range", \.reservedRange)
    fields.repeated(5, "reserved_name", \.reservedName)
  }
}

extension GoogleProtobuf.EnumDescriptorProto.EnumReservedRange {
  public static let fullName = "google.protobuf.EnumDescriptorProto.EnumReservedRange"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&start)
      case .varint(2): try reader.int32(&end)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int32(2, explicit: end)
    writer.int32(1, explicit: start)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "start", \.start)
    fields.optional(2, "end", \.end)
  }
}

extension GoogleProtobuf.EnumValueDescriptorProto {
  public static let fullName = "google.protobuf.EnumValueDescriptorProto"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .varint(2): try reader.int32(&number)
      case .length(3): try reader.message(&options)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(3, options)
    writer.int32(2, explicit: number)
    writer.string(1, explicit: name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "name", \.name)
    fields.optional(2, "number", \.number)
    fields.optional(3, "options", \.options)
  }
}

extension GoogleProtobuf.ServiceDescriptorProto {
  public static let fullName = "google.protobuf.ServiceDescriptorProto"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .length(2): try reader.messages(&method)
      case .length(3): try reader.message(&options)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(3, options)
    writer.messages(2, method)
    writer.string(1, explicit: name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "name", \.name)
    fields.repeated(2, "method", \.method)
    fields.optional(3, "options", \.options)
  }
}

extension GoogleProtobuf.MethodDescriptorProto {
  public static let fullName = "google.protobuf.MethodDescriptorProto"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .length(2): try reader.string(&inputType)
      case .length(3): try reader.string(&outputType)
      case .length(4): try reader.message(&options)
      case .varint(5): try reader.bool(&clientStreaming)
      case .varint(6): try reader.bool(&serverStreaming)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.bool(6, explicit: serverStreaming)
    writer.bool(5, explicit: clientStreaming)
    writer.message(4, options)
    writer.string(3, explicit: outputType)
    writer.string(2, explicit: inputType)
    writer.string(1, explicit: name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "name", \.name)
    fields.optional(2, "input_type", \.inputType)
    fields.optional(3, "output_type", \.outputType)
    fields.optional(4, "options", \.options)
    fields.optional(5, "client_streaming", \.clientStreaming)
    fields.optional(6, "server_streaming", \.serverStreaming)
  }
}

extension GoogleProtobuf.FileOptions {
  public static let fullName = "google.protobuf.FileOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&javaPackage)
      case .length(8): try reader.string(&javaOuterClassname)
      case .varint(10): try reader.bool(&javaMultipleFiles)
      case .varint(20): try reader.bool(&javaGenerateEqualsAndHash)
      case .varint(27): try reader.bool(&javaStringCheckUtf8)
      case .varint(9): try reader.enumeration(&optimizeFor)
      case .length(11): try reader.string(&goPackage)
      case .varint(16): try reader.bool(&ccGenericServices)
      case .varint(17): try reader.bool(&javaGenericServices)
      case .varint(18): try reader.bool(&pyGenericServices)
      case .varint(42): try reader.bool(&phpGenericServices)
      case .varint(23): try reader.bool(&deprecated)
      case .varint(31): try reader.bool(&ccEnableArenas)
      case .length(36): try reader.string(&objcClassPrefix)
      case .length(37): try reader.string(&csharpNamespace)
      case .length(39): try reader.string(&swiftPrefix)
      case .length(40): try reader.string(&phpClassPrefix)
      case .length(41): try reader.string(&phpNamespace)
      case .length(44): try reader.string(&phpMetadataNamespace)
      case .length(45): try reader.string(&rubyPackage)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.string(45, explicit: rubyPackage)
    writer.string(44, explicit: phpMetadataNamespace)
    writer.bool(42, explicit: phpGenericServices)
    writer.string(41, explicit: phpNamespace)
    writer.string(40, explicit: phpClassPrefix)
    writer.string(39, explicit: swiftPrefix)
    writer.string(37, explicit: csharpNamespace)
    writer.string(36, explicit: objcClassPrefix)
    writer.bool(31, explicit: ccEnableArenas)
    writer.bool(27, explicit: javaStringCheckUtf8)
    writer.bool(23, explicit: deprecated)
    writer.bool(20, explicit: javaGenerateEqualsAndHash)
    writer.bool(18, explicit: pyGenericServices)
    writer.bool(17, explicit: javaGenericServices)
    writer.bool(16, explicit: ccGenericServices)
    writer.string(11, explicit: goPackage)
    writer.bool(10, explicit: javaMultipleFiles)
    writer.enumeration(9, explicit: optimizeFor)
    writer.string(8, explicit: javaOuterClassname)
    writer.string(1, explicit: javaPackage)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "java_package", \.javaPackage)
    fields.optional(8, "java_outer_classname", \.javaOuterClassname)
    fields.optional(10, "java_multiple_files", \.javaMultipleFiles)
    fields.optional(20, "java_generate_equals_and_hash", \.javaGenerateEqualsAndHash)
    fields.optional(27, "java_string_check_utf8", \.javaStringCheckUtf8)
    fields.optional(9, "optimize_for", \.optimizeFor)
    fields.optional(11, "go_package", \.goPackage)
    fields.optional(16, "cc_generic_services", \.ccGenericServices)
    fields.optional(17, "java_generic_services", \.javaGenericServices)
    fields.optional(18, "py_generic_services", \.pyGenericServices)
    fields.optional(42, "php_generic_services", \.phpGenericServices)
    fields.optional(23, "deprecated", \.deprecated)
    fields.optional(31, "cc_enable_arenas", \.ccEnableArenas)
    fields.optional(36, "objc_class_prefix", \.objcClassPrefix)
    fields.optional(37, "csharp_namespace", \.csharpNamespace)
    fields.optional(39, "swift_prefix", \.swiftPrefix)
    fields.optional(40, "php_class_prefix", \.phpClassPrefix)
    fields.optional(41, "php_namespace", \.phpNamespace)
    fields.optional(44, "php_metadata_namespace", \.phpMetadataNamespace)
    fields.optional(45, "ruby_package", \.rubyPackage)
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.MessageOptions {
  public static let fullName = "google.protobuf.MessageOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.bool(&messageSetWireFormat)
      case .varint(2): try reader.bool(&noStandardDescriptorAccessor)
      case .varint(3): try reader.bool(&deprecated)
      case .varint(7): try reader.bool(&mapEntry)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.bool(7, explicit: mapEntry)
    writer.bool(3, explicit: deprecated)
    writer.bool(2, explicit: noStandardDescriptorAccessor)
    writer.bool(1, explicit: messageSetWireFormat)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "message_set_wire_format", \.messageSetWireFormat)
    fields.optional(2, "no_standard_descriptor_accessor", \.noStandardDescriptorAccessor)
    fields.optional(3, "deprecated", \.deprecated)
    fields.optional(7, "map_entry", \.mapEntry)
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.FieldOptions {
  public static let fullName = "google.protobuf.FieldOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.enumeration(&ctype)
      case .varint(2): try reader.bool(&packed)
      case .varint(6): try reader.enumeration(&jstype)
      case .varint(5): try reader.bool(&lazy)
      case .varint(15): try reader.bool(&unverifiedLazy)
      case .varint(3): try reader.bool(&deprecated)
      case .varint(10): try reader.bool(&weak)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.bool(15, explicit: unverifiedLazy)
    writer.bool(10, explicit: weak)
    writer.enumeration(6, explicit: jstype)
    writer.bool(5, explicit: lazy)
    writer.bool(3, explicit: deprecated)
    writer.bool(2, explicit: packed)
    writer.enumeration(1, explicit: ctype)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "ctype", \.ctype)
    fields.optional(2, "packed", \.packed)
    fields.optional(6, "jstype", \.jstype)
    fields.optional(5, "lazy", \.lazy)
    fields.optional(15, "unverified_lazy", \.unverifiedLazy)
    fields.optional(3, "deprecated", \.deprecated)
    fields.optional(10, "weak", \.weak)
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.OneofOptions {
  public static let fullName = "google.protobuf.OneofOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.EnumOptions {
  public static let fullName = "google.protobuf.EnumOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(2): try reader.bool(&allowAlias)
      case .varint(3): try reader.bool(&deprecated)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.bool(3, explicit: deprecated)
    writer.bool(2, explicit: allowAlias)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(2, "allow_alias", \.allowAlias)
    fields.optional(3, "deprecated", \.deprecated)
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.EnumValueOptions {
  public static let fullName = "google.protobuf.EnumValueOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.bool(&deprecated)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.bool(1, explicit: deprecated)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "deprecated", \.deprecated)
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.ServiceOptions {
  public static let fullName = "google.protobuf.ServiceOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(33): try reader.bool(&deprecated)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.bool(33, explicit: deprecated)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(33, "deprecated", \.deprecated)
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.MethodOptions {
  public static let fullName = "google.protobuf.MethodOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(33): try reader.bool(&deprecated)
      case .varint(34): try reader.enumeration(&idempotencyLevel)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.enumeration(34, explicit: idempotencyLevel)
    writer.bool(33, explicit: deprecated)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(33, "deprecated", \.deprecated)
    fields.optional(34, "idempotency_level", \.idempotencyLevel)
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.UninterpretedOption {
  public static let fullName = "google.protobuf.UninterpretedOption"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(2): try reader.messages(&name)
      case .length(3): try reader.string(&identifierValue)
      case .varint(4): try reader.uint64(&positiveIntValue)
      case .varint(5): try reader.int64(&negativeIntValue)
      case .fixed64(6): try reader.double(&doubleValue)
      case .length(7): try reader.bytes(&stringValue)
      case .length(8): try reader.string(&aggregateValue)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(8, explicit: aggregateValue)
    writer.bytes(7, explicit: stringValue)
    writer.double(6, explicit: doubleValue)
    writer.int64(5, explicit: negativeIntValue)
    writer.uint64(4, explicit: positiveIntValue)
    writer.string(3, explicit: identifierValue)
    writer.messages(2, name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(2, "name", \.name)
    fields.optional(3, "identifier_value", \.identifierValue)
    fields.optional(4, "positive_int_value", \.positiveIntValue)
    fields.optional(5, "negative_int_value", \.negativeIntValue)
    fields.optional(6, "double_value", \.doubleValue)
    fields.optional(7, "string_value", \.stringValue)
    fields.optional(8, "aggregate_value", \.aggregateValue)
  }
}

extension GoogleProtobuf.UninterpretedOption.NamePart {
  public static let fullName = "google.protobuf.UninterpretedOption.NamePart"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&namePart)
      case .varint(2): try reader.bool(&isExtension)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.bool(2, explicit: isExtension)
    writer.string(1, explicit: namePart)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "name_part", \.namePart)
    fields.optional(2, "is_extension", \.isExtension)
  }
}

extension GoogleProtobuf.SourceCodeInfo {
  public static let fullName = "google.protobuf.SourceCodeInfo"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.messages(&location)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(1, location)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "location", \.location)
  }
}

extension GoogleProtobuf.SourceCodeInfo.Location {
  public static let fullName = "google.protobuf.SourceCodeInfo.Location"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1), .varint(1): try reader.repeated(&path, tag, .int32)
      case .length(2), .varint(2): try reader.repeated(&span, tag, .int32)
      case .length(3): try reader.string(&leadingComments)
      case .length(4): try reader.string(&trailingComments)
      case .length(6): try reader.repeated(&leadingDetachedComments, tag, .string)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.repeated(6, leadingDetachedComments, .string)
    writer.string(4, explicit: trailingComments)
    writer.string(3, explicit: leadingComments)
    writer.repeated(2, span, .int32)
    writer.repeated(1, path, .int32)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "path", \.path)
    fields.repeated(2, "span", \.span)
    fields.optional(3, "leading_comments", \.leadingComments)
    fields.optional(4, "trailing_comments", \.trailingComments)
    fields.repeated(6, "leading_detached_comments", \.leadingDetachedComments)
  }
}

extension GoogleProtobuf.GeneratedCodeInfo {
  public static let fullName = "google.protobuf.GeneratedCodeInfo"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.messages(&annotation)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(1, annotation)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "annotation", \.annotation)
  }
}

extension GoogleProtobuf.GeneratedCodeInfo.Annotation {
  public static let fullName = "google.protobuf.GeneratedCodeInfo.Annotation"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1), .varint(1): try reader.repeated(&path, tag, .int32)
      case .length(2): try reader.string(&sourceFile)
      case .varint(3): try reader.int32(&begin)
      case .varint(4): try reader.int32(&end)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int32(4, explicit: end)
    writer.int32(3, explicit: begin)
    writer.string(2, explicit: sourceFile)
    writer.repeated(1, path, .int32)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "path", \.path)
    fields.optional(2, "source_file", \.sourceFile)
    fields.optional(3, "begin", \.begin)
    fields.optional(4, "end", \.end)
  }
}
