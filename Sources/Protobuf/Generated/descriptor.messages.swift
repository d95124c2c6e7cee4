// Made by schemac from google/protobuf/descriptor.proto. Edit that, not this.

import Buffers

extension GoogleProtobuf {
  /// Files, each behind those that it imports: what a compiler hands to a generator.
  public struct FileDescriptorSet: Message {
    /// The files.
    public var file: [FileDescriptorProto] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(file: [FileDescriptorProto] = []) {
      self.file = file
    }
  }

  /// One schema file.
  public struct FileDescriptorProto: Message {
    /// The path from the root of the schemas.
    public var name: String?
    /// The package, with dots.
    public var package: String?
    /// The paths of the files that it imports.
    public var dependency: [String] = []
    /// Which of the imports are public, by index.
    public var publicDependency: [Int32] = []
    /// Which of the imports are weak, by index.
    public var weakDependency: [Int32] = []
    /// The messages at the top level.
    public var messageType: [DescriptorProto] = []
    /// The enums at the top level.
    public var enumType: [EnumDescriptorProto] = []
    /// The services.
    public var service: [ServiceDescriptorProto] = []
    /// The extensions at the top level.
    public var `extension`: [FieldDescriptorProto] = []
    /// Options of the file.
    public var options: FileOptions?
    /// Where everything stands, with the comments.
    public var sourceCodeInfo: SourceCodeInfo?
    /// `proto2` or `proto3`; absent means `proto2`.
    public var syntax: String?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      package: String? = nil,
      dependency: [String] = [],
      publicDependency: [Int32] = [],
      weakDependency: [Int32] = [],
      messageType: [DescriptorProto] = [],
      enumType: [EnumDescriptorProto] = [],
      service: [ServiceDescriptorProto] = [],
      `extension`: [FieldDescriptorProto] = [],
      options: FileOptions? = nil,
      sourceCodeInfo: SourceCodeInfo? = nil,
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

  /// A message.
  public struct DescriptorProto: Message {
    /// Its name, without the package.
    public var name: String?
    /// Its fields, in the order of the file.
    public var field: [FieldDescriptorProto] = []
    /// The extensions declared inside it.
    public var `extension`: [FieldDescriptorProto] = []
    /// The messages declared inside it, the entries of its maps among them.
    public var nestedType: [DescriptorProto] = []
    /// The enums declared inside it.
    public var enumType: [EnumDescriptorProto] = []
    /// The numbers that extensions may take.
    public var extensionRange: [ExtensionRange] = []
    /// Its oneofs, those of proto3 `optional` fields last.
    public var oneofDecl: [OneofDescriptorProto] = []
    /// Options of the message.
    public var options: MessageOptions?
    /// The numbers that no field may take.
    public var reservedRange: [ReservedRange] = []
    /// The names that no field may take.
    public var reservedName: [String] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      field: [FieldDescriptorProto] = [],
      `extension`: [FieldDescriptorProto] = [],
      nestedType: [DescriptorProto] = [],
      enumType: [EnumDescriptorProto] = [],
      extensionRange: [ExtensionRange] = [],
      oneofDecl: [OneofDescriptorProto] = [],
      options: MessageOptions? = nil,
      reservedRange: [ReservedRange] = [],
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

    /// Numbers that extensions may take.
    public struct ExtensionRange: Message {
      /// The first.
      public var start: Int32?
      /// The first that is not among them.
      public var end: Int32?
      /// Options of the range.
      public var options: ExtensionRangeOptions?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(start: Int32? = nil, end: Int32? = nil, options: ExtensionRangeOptions? = nil) {
        self.start = start
        self.end = end
        self.options = options
      }
    }

    /// Numbers that no field may take.
    public struct ReservedRange: Message {
      /// The first.
      public var start: Int32?
      /// The first that is not among them.
      public var end: Int32?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(start: Int32? = nil, end: Int32? = nil) {
        self.start = start
        self.end = end
      }
    }
  }

  /// Options of a range of extension numbers.
  public struct ExtensionRangeOptions: Message {
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(uninterpretedOption: [UninterpretedOption] = []) {
      self.uninterpretedOption = uninterpretedOption
    }
  }

  /// A field.
  public struct FieldDescriptorProto: Message {
    /// Its name.
    public var name: String?
    /// Its number on the wire.
    public var number: Int32?
    /// How often it may stand.
    public var label: Label?
    /// Its type; a linked file has it always.
    public var type: Type_?
    /// The message or enum; with a leading dot, a full name.
    public var typeName: String?
    /// For an extension, the message that it extends.
    public var extendee: String?
    /// The default as text; proto2 only.
    public var defaultValue: String?
    /// The oneof that it is a member of, by index.
    public var oneofIndex: Int32?
    /// Its name in JSON.
    public var jsonName: String?
    /// Options of the field.
    public var options: FieldOptions?
    /// Whether it is a proto3 field with presence, the only member of a oneof of its own.
    public var proto3Optional: Bool?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      number: Int32? = nil,
      label: Label? = nil,
      type: Type_? = nil,
      typeName: String? = nil,
      extendee: String? = nil,
      defaultValue: String? = nil,
      oneofIndex: Int32? = nil,
      jsonName: String? = nil,
      options: FieldOptions? = nil,
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

    /// The types of fields.
    public enum Type_: ProtobufEnum {
      /// 64 bits of IEEE 754.
      case double
      /// 32 bits of IEEE 754.
      case float
      /// A varint; negative numbers take ten bytes.
      case int64
      /// A varint.
      case uint64
      /// A varint; negative numbers take ten bytes.
      case int32
      /// Eight bytes.
      case fixed64
      /// Four bytes.
      case fixed32
      /// A varint, 0 or 1.
      case bool
      /// UTF-8.
      case string
      /// A message between two tags; proto2 only.
      case group
      /// A message behind its length.
      case message
      /// Any bytes.
      case bytes
      /// A varint.
      case uint32
      /// A varint, as of int32.
      case `enum`
      /// Four bytes, with sign.
      case sfixed32
      /// Eight bytes, with sign.
      case sfixed64
      /// A varint in which small negative numbers are short.
      case sint32
      /// A varint in which small negative numbers are short.
      case sint64
      /// A number that the schema does not know.
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
        case 14: self = .enum
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
        case .enum: 14
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

    /// How often a field may stand.
    public enum Label: ProtobufEnum {
      /// At most once.
      case optional
      /// Exactly once; proto2 only.
      case required
      /// Any number of times.
      case repeated
      /// A number that the schema does not know.
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

  /// A oneof.
  public struct OneofDescriptorProto: Message {
    /// Its name.
    public var name: String?
    /// Options of the oneof.
    public var options: OneofOptions?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(name: String? = nil, options: OneofOptions? = nil) {
      self.name = name
      self.options = options
    }
  }

  /// An enum.
  public struct EnumDescriptorProto: Message {
    /// Its name.
    public var name: String?
    /// Its values, in the order of the file.
    public var value: [EnumValueDescriptorProto] = []
    /// Options of the enum.
    public var options: EnumOptions?
    /// The numbers that no value may take.
    public var reservedRange: [EnumReservedRange] = []
    /// The names that no value may take.
    public var reservedName: [String] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      value: [EnumValueDescriptorProto] = [],
      options: EnumOptions? = nil,
      reservedRange: [EnumReservedRange] = [],
      reservedName: [String] = []
    ) {
      self.name = name
      self.value = value
      self.options = options
      self.reservedRange = reservedRange
      self.reservedName = reservedName
    }

    /// Numbers that no value may take.
    public struct EnumReservedRange: Message {
      /// The first.
      public var start: Int32?
      /// The last.
      public var end: Int32?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(start: Int32? = nil, end: Int32? = nil) {
        self.start = start
        self.end = end
      }
    }
  }

  /// A value of an enum.
  public struct EnumValueDescriptorProto: Message {
    /// Its name.
    public var name: String?
    /// Its number on the wire.
    public var number: Int32?
    /// Options of the value.
    public var options: EnumValueOptions?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(name: String? = nil, number: Int32? = nil, options: EnumValueOptions? = nil) {
      self.name = name
      self.number = number
      self.options = options
    }
  }

  /// A service.
  public struct ServiceDescriptorProto: Message {
    /// Its name.
    public var name: String?
    /// Its methods, in the order of the file.
    public var method: [MethodDescriptorProto] = []
    /// Options of the service.
    public var options: ServiceOptions?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil, method: [MethodDescriptorProto] = [], options: ServiceOptions? = nil
    ) {
      self.name = name
      self.method = method
      self.options = options
    }
  }

  /// A method.
  public struct MethodDescriptorProto: Message {
    /// Its name.
    public var name: String?
    /// The full name of the request, with a leading dot.
    public var inputType: String?
    /// The full name of the response, with a leading dot.
    public var outputType: String?
    /// Options of the method.
    public var options: MethodOptions?
    /// Whether the client sends a stream of requests.
    public var clientStreaming: Bool?
    /// Whether the server sends a stream of responses.
    public var serverStreaming: Bool?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      inputType: String? = nil,
      outputType: String? = nil,
      options: MethodOptions? = nil,
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

  /// Options of a file; most are for generators of other languages.
  public struct FileOptions: Message {
    /// The package in Java.
    public var javaPackage: String?
    /// The class around the file in Java.
    public var javaOuterClassname: String?
    /// Whether each message has a file of its own in Java.
    public var javaMultipleFiles: Bool?
    /// Without effect.
    public var javaGenerateEqualsAndHash: Bool?
    /// Whether Java checks strings in proto2.
    public var javaStringCheckUtf8: Bool?
    /// What generators should prefer.
    public var optimizeFor: OptimizeMode?
    /// The package in Go.
    public var goPackage: String?
    /// Whether C++ gets services of an RPC system of its own.
    public var ccGenericServices: Bool?
    /// The same for Java.
    public var javaGenericServices: Bool?
    /// The same for Python.
    public var pyGenericServices: Bool?
    /// The same for PHP.
    public var phpGenericServices: Bool?
    /// Whether the whole file is deprecated.
    public var deprecated: Bool?
    /// Whether C++ messages can live in an arena.
    public var ccEnableArenas: Bool?
    /// The prefix of classes in Objective-C.
    public var objcClassPrefix: String?
    /// The namespace in C#.
    public var csharpNamespace: String?
    /// The namespace in Swift.
    public var swiftPrefix: String?
    /// The prefix of classes in PHP.
    public var phpClassPrefix: String?
    /// The namespace in PHP.
    public var phpNamespace: String?
    /// The namespace of metadata in PHP.
    public var phpMetadataNamespace: String?
    /// The package in Ruby.
    public var rubyPackage: String?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      javaPackage: String? = nil,
      javaOuterClassname: String? = nil,
      javaMultipleFiles: Bool? = nil,
      javaGenerateEqualsAndHash: Bool? = nil,
      javaStringCheckUtf8: Bool? = nil,
      optimizeFor: OptimizeMode? = nil,
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
      uninterpretedOption: [UninterpretedOption] = []
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

    /// What generators prefer.
    public enum OptimizeMode: ProtobufEnum {
      /// Fast code.
      case speed
      /// Small code.
      case codeSize
      /// Fast code without descriptors.
      case liteRuntime
      /// A number that the schema does not know.
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

  /// Options of a message.
  public struct MessageOptions: Message {
    /// Whether it uses a format from before protobuf was published.
    public var messageSetWireFormat: Bool?
    /// Whether an accessor stays out that would clash with a field.
    public var noStandardDescriptorAccessor: Bool?
    /// Whether it is deprecated.
    public var deprecated: Bool?
    /// Whether it is the entry of a map, made by the compiler: `key` and `value`.
    public var mapEntry: Bool?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      messageSetWireFormat: Bool? = nil,
      noStandardDescriptorAccessor: Bool? = nil,
      deprecated: Bool? = nil,
      mapEntry: Bool? = nil,
      uninterpretedOption: [UninterpretedOption] = []
    ) {
      self.messageSetWireFormat = messageSetWireFormat
      self.noStandardDescriptorAccessor = noStandardDescriptorAccessor
      self.deprecated = deprecated
      self.mapEntry = mapEntry
      self.uninterpretedOption = uninterpretedOption
    }
  }

  /// Options of a field.
  public struct FieldOptions: Message {
    /// How C++ holds a string.
    public var ctype: CType?
    /// Whether the elements stand in one run; proto3 does so unless told not to.
    public var packed: Bool?
    /// How JavaScript holds a 64-bit number.
    public var jstype: JSType?
    /// Whether the message may be decoded when it is first used.
    public var lazy: Bool?
    /// The same, without looking at it before.
    public var unverifiedLazy: Bool?
    /// Whether it is deprecated.
    public var deprecated: Bool?
    /// Without effect outside of Google.
    public var weak: Bool?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      ctype: CType? = nil,
      packed: Bool? = nil,
      jstype: JSType? = nil,
      lazy: Bool? = nil,
      unverifiedLazy: Bool? = nil,
      deprecated: Bool? = nil,
      weak: Bool? = nil,
      uninterpretedOption: [UninterpretedOption] = []
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

    /// How C++ may hold a string.
    public enum CType: ProtobufEnum {
      /// As std::string.
      case string
      /// As a cord.
      case cord
      /// As a view.
      case stringPiece
      /// A number that the schema does not know.
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

    /// How JavaScript may hold a 64-bit number.
    public enum JSType: ProtobufEnum {
      /// As the generator likes.
      case jsNormal
      /// As a string.
      case jsString
      /// As a number, which may round.
      case jsNumber
      /// A number that the schema does not know.
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

  /// Options of a oneof.
  public struct OneofOptions: Message {
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(uninterpretedOption: [UninterpretedOption] = []) {
      self.uninterpretedOption = uninterpretedOption
    }
  }

  /// Options of an enum.
  public struct EnumOptions: Message {
    /// Whether two values may have one number.
    public var allowAlias: Bool?
    /// Whether it is deprecated.
    public var deprecated: Bool?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      allowAlias: Bool? = nil,
      deprecated: Bool? = nil,
      uninterpretedOption: [UninterpretedOption] = []
    ) {
      self.allowAlias = allowAlias
      self.deprecated = deprecated
      self.uninterpretedOption = uninterpretedOption
    }
  }

  /// Options of a value of an enum.
  public struct EnumValueOptions: Message {
    /// Whether it is deprecated.
    public var deprecated: Bool?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(deprecated: Bool? = nil, uninterpretedOption: [UninterpretedOption] = []) {
      self.deprecated = deprecated
      self.uninterpretedOption = uninterpretedOption
    }
  }

  /// Options of a service.
  public struct ServiceOptions: Message {
    /// Whether it is deprecated.
    public var deprecated: Bool?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(deprecated: Bool? = nil, uninterpretedOption: [UninterpretedOption] = []) {
      self.deprecated = deprecated
      self.uninterpretedOption = uninterpretedOption
    }
  }

  /// Options of a method.
  public struct MethodOptions: Message {
    /// Whether it is deprecated.
    public var deprecated: Bool?
    /// What calling it twice does.
    public var idempotencyLevel: IdempotencyLevel?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      deprecated: Bool? = nil,
      idempotencyLevel: IdempotencyLevel? = nil,
      uninterpretedOption: [UninterpretedOption] = []
    ) {
      self.deprecated = deprecated
      self.idempotencyLevel = idempotencyLevel
      self.uninterpretedOption = uninterpretedOption
    }

    /// What calling a method twice does.
    public enum IdempotencyLevel: ProtobufEnum {
      /// Not said.
      case idempotencyUnknown
      /// It only reads.
      case noSideEffects
      /// The second call changes nothing more.
      case idempotent
      /// A number that the schema does not know.
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

  /// An option as the parser left it, before its name was looked up.
  public struct UninterpretedOption: Message {
    /// Its name, in parts.
    public var name: [NamePart] = []
    /// Its value, if that is an identifier.
    public var identifierValue: String?
    /// Its value, if that is a number of no sign.
    public var positiveIntValue: UInt64?
    /// Its value, if that is a negative number.
    public var negativeIntValue: Int64?
    /// Its value, if that is no whole number.
    public var doubleValue: Double?
    /// Its value, if that is a string.
    public var stringValue: Bytes?
    /// Its value, if that is a message in text format.
    public var aggregateValue: String?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: [NamePart] = [],
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

    /// A part of its name: `(foo.bar)` is one part, an extension.
    public struct NamePart: Message {
      /// The name.
      public var namePart: String?
      /// Whether it stood in parentheses.
      public var isExtension: Bool?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(namePart: String? = nil, isExtension: Bool? = nil) {
        self.namePart = namePart
        self.isExtension = isExtension
      }
    }
  }

  /// Where everything of a file stands.
  public struct SourceCodeInfo: Message {
    /// The places.
    public var location: [Location] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(location: [Location] = []) {
      self.location = location
    }

    /// One place.
    public struct Location: Message {
      /// What stands there: field numbers and indices from FileDescriptorProto down.
      public var path: [Int32] = []
      /// First line, first column, last line unless the same, column behind the last; all from 0.
      public var span: [Int32] = []
      /// The comment directly above.
      public var leadingComments: String?
      /// The comment behind, on the same line or directly below.
      public var trailingComments: String?
      /// The comments further above, set off by empty lines.
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

  /// What made which part of a generated file.
  public struct GeneratedCodeInfo: Message {
    /// The parts.
    public var annotation: [Annotation] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(annotation: [Annotation] = []) {
      self.annotation = annotation
    }

    /// One part.
    public struct Annotation: Message {
      /// What made it: as in SourceCodeInfo.
      public var path: [Int32] = []
      /// The schema file.
      public var sourceFile: String?
      /// Its first byte.
      public var begin: Int32?
      /// The first byte behind it.
      public var end: Int32?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        path: [Int32] = [], sourceFile: String? = nil, begin: Int32? = nil, end: Int32? = nil
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

// MARK: - Schema

extension GoogleProtobuf {
  /// The descriptor of `google/protobuf/descriptor.proto`.
  public static let descriptorFile = SchemaFile(
    "google/protobuf/descriptor.proto",
    imports: [],
    base64: """
      CiBnb29nbGUvcHJvdG9idWYvZGVzY3JpcHRvci5wcm90bxIPZ29vZ2xlLnByb3RvYnVmIk0KEUZpbGVEZXNjcmlw
      dG9yU2V0EjgKBGZpbGUYASADKAsyJC5nb29nbGUucHJvdG9idWYuRmlsZURlc2NyaXB0b3JQcm90b1IEZmlsZSLk
      BAoTRmlsZURlc2NyaXB0b3JQcm90bxISCgRuYW1lGAEgASgJUgRuYW1lEhgKB3BhY2thZ2UYAiABKAlSB3BhY2th
      Z2USHgoKZGVwZW5kZW5jeRgDIAMoCVIKZGVwZW5kZW5jeRIrChFwdWJsaWNfZGVwZW5kZW5jeRgKIAMoBVIQcHVi
      bGljRGVwZW5kZW5jeRInCg93ZWFrX2RlcGVuZGVuY3kYCyADKAVSDndlYWtEZXBlbmRlbmN5EkMKDG1lc3NhZ2Vf
      dHlwZRgEIAMoCzIgLmdvb2dsZS5wcm90b2J1Zi5EZXNjcmlwdG9yUHJvdG9SC21lc3NhZ2VUeXBlEkEKCWVudW1f
      dHlwZRgFIAMoCzIkLmdvb2dsZS5wcm90b2J1Zi5FbnVtRGVzY3JpcHRvclByb3RvUghlbnVtVHlwZRJBCgdzZXJ2
      aWNlGAYgAygLMicuZ29vZ2xlLnByb3RvYnVmLlNlcnZpY2VEZXNjcmlwdG9yUHJvdG9SB3NlcnZpY2USQwoJZXh0
      ZW5zaW9uGAcgAygLMiUuZ29vZ2xlLnByb3RvYnVmLkZpZWxkRGVzY3JpcHRvclByb3RvUglleHRlbnNpb24SNgoH
      b3B0aW9ucxgIIAEoCzIcLmdvb2dsZS5wcm90b2J1Zi5GaWxlT3B0aW9uc1IHb3B0aW9ucxJJChBzb3VyY2VfY29k
      ZV9pbmZvGAkgASgLMh8uZ29vZ2xlLnByb3RvYnVmLlNvdXJjZUNvZGVJbmZvUg5zb3VyY2VDb2RlSW5mbxIWCgZz
      eW50YXgYDCABKAlSBnN5bnRheCK5BgoPRGVzY3JpcHRvclByb3RvEhIKBG5hbWUYASABKAlSBG5hbWUSOwoFZmll
      bGQYAiADKAsyJS5nb29nbGUucHJvdG9idWYuRmllbGREZXNjcmlwdG9yUHJvdG9SBWZpZWxkEkMKCWV4dGVuc2lv
      bhgGIAMoCzIlLmdvb2dsZS5wcm90b2J1Zi5GaWVsZERlc2NyaXB0b3JQcm90b1IJZXh0ZW5zaW9uEkEKC25lc3Rl
      ZF90eXBlGAMgAygLMiAuZ29vZ2xlLnByb3RvYnVmLkRlc2NyaXB0b3JQcm90b1IKbmVzdGVkVHlwZRJBCgllbnVt
      X3R5cGUYBCADKAsyJC5nb29nbGUucHJvdG9idWYuRW51bURlc2NyaXB0b3JQcm90b1IIZW51bVR5cGUSWAoPZXh0
      ZW5zaW9uX3JhbmdlGAUgAygLMi8uZ29vZ2xlLnByb3RvYnVmLkRlc2NyaXB0b3JQcm90by5FeHRlbnNpb25SYW5n
      ZVIOZXh0ZW5zaW9uUmFuZ2USRAoKb25lb2ZfZGVjbBgIIAMoCzIlLmdvb2dsZS5wcm90b2J1Zi5PbmVvZkRlc2Ny
      aXB0b3JQcm90b1IJb25lb2ZEZWNsEjkKB29wdGlvbnMYByABKAsyHy5nb29nbGUucHJvdG9idWYuTWVzc2FnZU9w
      dGlvbnNSB29wdGlvbnMSVQoOcmVzZXJ2ZWRfcmFuZ2UYCSADKAsyLi5nb29nbGUucHJvdG9idWYuRGVzY3JpcHRv
      clByb3RvLlJlc2VydmVkUmFuZ2VSDXJlc2VydmVkUmFuZ2USIwoNcmVzZXJ2ZWRfbmFtZRgKIAMoCVIMcmVzZXJ2
      ZWROYW1lGnoKDkV4dGVuc2lvblJhbmdlEhQKBXN0YXJ0GAEgASgFUgVzdGFydBIQCgNlbmQYAiABKAVSA2VuZBJA
      CgdvcHRpb25zGAMgASgLMiYuZ29vZ2xlLnByb3RvYnVmLkV4dGVuc2lvblJhbmdlT3B0aW9uc1IHb3B0aW9ucxo3
      Cg1SZXNlcnZlZFJhbmdlEhQKBXN0YXJ0GAEgASgFUgVzdGFydBIQCgNlbmQYAiABKAVSA2VuZCJ8ChVFeHRlbnNp
      b25SYW5nZU9wdGlvbnMSWAoUdW5pbnRlcnByZXRlZF9vcHRpb24Y5wcgAygLMiQuZ29vZ2xlLnByb3RvYnVmLlVu
      aW50ZXJwcmV0ZWRPcHRpb25SE3VuaW50ZXJwcmV0ZWRPcHRpb24qCQjoBxCAgICAAiLBBgoURmllbGREZXNjcmlw
      dG9yUHJvdG8SEgoEbmFtZRgBIAEoCVIEbmFtZRIWCgZudW1iZXIYAyABKAVSBm51bWJlchJBCgVsYWJlbBgEIAEo
      DjIrLmdvb2dsZS5wcm90b2J1Zi5GaWVsZERlc2NyaXB0b3JQcm90by5MYWJlbFIFbGFiZWwSPgoEdHlwZRgFIAEo
      DjIqLmdvb2dsZS5wcm90b2J1Zi5GaWVsZERlc2NyaXB0b3JQcm90by5UeXBlUgR0eXBlEhsKCXR5cGVfbmFtZRgG
      IAEoCVIIdHlwZU5hbWUSGgoIZXh0ZW5kZWUYAiABKAlSCGV4dGVuZGVlEiMKDWRlZmF1bHRfdmFsdWUYByABKAlS
      DGRlZmF1bHRWYWx1ZRIfCgtvbmVvZl9pbmRleBgJIAEoBVIKb25lb2ZJbmRleBIbCglqc29uX25hbWUYCiABKAlS
      CGpzb25OYW1lEjcKB29wdGlvbnMYCCABKAsyHS5nb29nbGUucHJvdG9idWYuRmllbGRPcHRpb25zUgdvcHRpb25z
      EicKD3Byb3RvM19vcHRpb25hbBgRIAEoCFIOcHJvdG8zT3B0aW9uYWwitgIKBFR5cGUSDwoLVFlQRV9ET1VCTEUQ
      ARIOCgpUWVBFX0ZMT0FUEAISDgoKVFlQRV9JTlQ2NBADEg8KC1RZUEVfVUlOVDY0EAQSDgoKVFlQRV9JTlQzMhAF
      EhAKDFRZUEVfRklYRUQ2NBAGEhAKDFRZUEVfRklYRUQzMhAHEg0KCVRZUEVfQk9PTBAIEg8KC1RZUEVfU1RSSU5H
      EAkSDgoKVFlQRV9HUk9VUBAKEhAKDFRZUEVfTUVTU0FHRRALEg4KClRZUEVfQllURVMQDBIPCgtUWVBFX1VJTlQz
      MhANEg0KCVRZUEVfRU5VTRAOEhEKDVRZUEVfU0ZJWEVEMzIQDxIRCg1UWVBFX1NGSVhFRDY0EBASDwoLVFlQRV9T
      SU5UMzIQERIPCgtUWVBFX1NJTlQ2NBASIkMKBUxhYmVsEhIKDkxBQkVMX09QVElPTkFMEAESEgoOTEFCRUxfUkVR
      VUlSRUQQAhISCg5MQUJFTF9SRVBFQVRFRBADImMKFE9uZW9mRGVzY3JpcHRvclByb3RvEhIKBG5hbWUYASABKAlS
      BG5hbWUSNwoHb3B0aW9ucxgCIAEoCzIdLmdvb2dsZS5wcm90b2J1Zi5PbmVvZk9wdGlvbnNSB29wdGlvbnMi4wIK
      E0VudW1EZXNjcmlwdG9yUHJvdG8SEgoEbmFtZRgBIAEoCVIEbmFtZRI/CgV2YWx1ZRgCIAMoCzIpLmdvb2dsZS5w
      cm90b2J1Zi5FbnVtVmFsdWVEZXNjcmlwdG9yUHJvdG9SBXZhbHVlEjYKB29wdGlvbnMYAyABKAsyHC5nb29nbGUu
      cHJvdG9idWYuRW51bU9wdGlvbnNSB29wdGlvbnMSXQoOcmVzZXJ2ZWRfcmFuZ2UYBCADKAsyNi5nb29nbGUucHJv
      dG9idWYuRW51bURlc2NyaXB0b3JQcm90by5FbnVtUmVzZXJ2ZWRSYW5nZVINcmVzZXJ2ZWRSYW5nZRIjCg1yZXNl
      cnZlZF9uYW1lGAUgAygJUgxyZXNlcnZlZE5hbWUaOwoRRW51bVJlc2VydmVkUmFuZ2USFAoFc3RhcnQYASABKAVS
      BXN0YXJ0EhAKA2VuZBgCIAEoBVIDZW5kIoMBChhFbnVtVmFsdWVEZXNjcmlwdG9yUHJvdG8SEgoEbmFtZRgBIAEo
      CVIEbmFtZRIWCgZudW1iZXIYAiABKAVSBm51bWJlchI7CgdvcHRpb25zGAMgASgLMiEuZ29vZ2xlLnByb3RvYnVm
      LkVudW1WYWx1ZU9wdGlvbnNSB29wdGlvbnMipwEKFlNlcnZpY2VEZXNjcmlwdG9yUHJvdG8SEgoEbmFtZRgBIAEo
      CVIEbmFtZRI+CgZtZXRob2QYAiADKAsyJi5nb29nbGUucHJvdG9idWYuTWV0aG9kRGVzY3JpcHRvclByb3RvUgZt
      ZXRob2QSOQoHb3B0aW9ucxgDIAEoCzIfLmdvb2dsZS5wcm90b2J1Zi5TZXJ2aWNlT3B0aW9uc1IHb3B0aW9ucyKJ
      AgoVTWV0aG9kRGVzY3JpcHRvclByb3RvEhIKBG5hbWUYASABKAlSBG5hbWUSHQoKaW5wdXRfdHlwZRgCIAEoCVIJ
      aW5wdXRUeXBlEh8KC291dHB1dF90eXBlGAMgASgJUgpvdXRwdXRUeXBlEjgKB29wdGlvbnMYBCABKAsyHi5nb29n
      bGUucHJvdG9idWYuTWV0aG9kT3B0aW9uc1IHb3B0aW9ucxIwChBjbGllbnRfc3RyZWFtaW5nGAUgASgIOgVmYWxz
      ZVIPY2xpZW50U3RyZWFtaW5nEjAKEHNlcnZlcl9zdHJlYW1pbmcYBiABKAg6BWZhbHNlUg9zZXJ2ZXJTdHJlYW1p
      bmcikQkKC0ZpbGVPcHRpb25zEiEKDGphdmFfcGFja2FnZRgBIAEoCVILamF2YVBhY2thZ2USMAoUamF2YV9vdXRl
      cl9jbGFzc25hbWUYCCABKAlSEmphdmFPdXRlckNsYXNzbmFtZRI1ChNqYXZhX211bHRpcGxlX2ZpbGVzGAogASgI
      OgVmYWxzZVIRamF2YU11bHRpcGxlRmlsZXMSRAodamF2YV9nZW5lcmF0ZV9lcXVhbHNfYW5kX2hhc2gYFCABKAhC
      AhgBUhlqYXZhR2VuZXJhdGVFcXVhbHNBbmRIYXNoEjoKFmphdmFfc3RyaW5nX2NoZWNrX3V0ZjgYGyABKAg6BWZh
      bHNlUhNqYXZhU3RyaW5nQ2hlY2tVdGY4ElMKDG9wdGltaXplX2ZvchgJIAEoDjIpLmdvb2dsZS5wcm90b2J1Zi5G
      aWxlT3B0aW9ucy5PcHRpbWl6ZU1vZGU6BVNQRUVEUgtvcHRpbWl6ZUZvchIdCgpnb19wYWNrYWdlGAsgASgJUgln
      b1BhY2thZ2USNQoTY2NfZ2VuZXJpY19zZXJ2aWNlcxgQIAEoCDoFZmFsc2VSEWNjR2VuZXJpY1NlcnZpY2VzEjkK
      FWphdmFfZ2VuZXJpY19zZXJ2aWNlcxgRIAEoCDoFZmFsc2VSE2phdmFHZW5lcmljU2VydmljZXMSNQoTcHlfZ2Vu
      ZXJpY19zZXJ2aWNlcxgSIAEoCDoFZmFsc2VSEXB5R2VuZXJpY1NlcnZpY2VzEjcKFHBocF9nZW5lcmljX3NlcnZp
      Y2VzGCogASgIOgVmYWxzZVIScGhwR2VuZXJpY1NlcnZpY2VzEiUKCmRlcHJlY2F0ZWQYFyABKAg6BWZhbHNlUgpk
      ZXByZWNhdGVkEi4KEGNjX2VuYWJsZV9hcmVuYXMYHyABKAg6BHRydWVSDmNjRW5hYmxlQXJlbmFzEioKEW9iamNf
      Y2xhc3NfcHJlZml4GCQgASgJUg9vYmpjQ2xhc3NQcmVmaXgSKQoQY3NoYXJwX25hbWVzcGFjZRglIAEoCVIPY3No
      YXJwTmFtZXNwYWNlEiEKDHN3aWZ0X3ByZWZpeBgnIAEoCVILc3dpZnRQcmVmaXgSKAoQcGhwX2NsYXNzX3ByZWZp
      eBgoIAEoCVIOcGhwQ2xhc3NQcmVmaXgSIwoNcGhwX25hbWVzcGFjZRgpIAEoCVIMcGhwTmFtZXNwYWNlEjQKFnBo
      cF9tZXRhZGF0YV9uYW1lc3BhY2UYLCABKAlSFHBocE1ldGFkYXRhTmFtZXNwYWNlEiEKDHJ1YnlfcGFja2FnZRgt
      IAEoCVILcnVieVBhY2thZ2USWAoUdW5pbnRlcnByZXRlZF9vcHRpb24Y5wcgAygLMiQuZ29vZ2xlLnByb3RvYnVm
      LlVuaW50ZXJwcmV0ZWRPcHRpb25SE3VuaW50ZXJwcmV0ZWRPcHRpb24iOgoMT3B0aW1pemVNb2RlEgkKBVNQRUVE
      EAESDQoJQ09ERV9TSVpFEAISEAoMTElURV9SVU5USU1FEAMqCQjoBxCAgICAAkoECCYQJyLjAgoOTWVzc2FnZU9w
      dGlvbnMSPAoXbWVzc2FnZV9zZXRfd2lyZV9mb3JtYXQYASABKAg6BWZhbHNlUhRtZXNzYWdlU2V0V2lyZUZvcm1h
      dBJMCh9ub19zdGFuZGFyZF9kZXNjcmlwdG9yX2FjY2Vzc29yGAIgASgIOgVmYWxzZVIcbm9TdGFuZGFyZERlc2Ny
      aXB0b3JBY2Nlc3NvchIlCgpkZXByZWNhdGVkGAMgASgIOgVmYWxzZVIKZGVwcmVjYXRlZBIbCgltYXBfZW50cnkY
      ByABKAhSCG1hcEVudHJ5ElgKFHVuaW50ZXJwcmV0ZWRfb3B0aW9uGOcHIAMoCzIkLmdvb2dsZS5wcm90b2J1Zi5V
      bmludGVycHJldGVkT3B0aW9uUhN1bmludGVycHJldGVkT3B0aW9uKgkI6AcQgICAgAJKBAgEEAVKBAgFEAZKBAgG
      EAdKBAgIEAlKBAgJEAoikgQKDEZpZWxkT3B0aW9ucxJBCgVjdHlwZRgBIAEoDjIjLmdvb2dsZS5wcm90b2J1Zi5G
      aWVsZE9wdGlvbnMuQ1R5cGU6BlNUUklOR1IFY3R5cGUSFgoGcGFja2VkGAIgASgIUgZwYWNrZWQSRwoGanN0eXBl
      GAYgASgOMiQuZ29vZ2xlLnByb3RvYnVmLkZpZWxkT3B0aW9ucy5KU1R5cGU6CUpTX05PUk1BTFIGanN0eXBlEhkK
      BGxhenkYBSABKAg6BWZhbHNlUgRsYXp5Ei4KD3VudmVyaWZpZWRfbGF6eRgPIAEoCDoFZmFsc2VSDnVudmVyaWZp
      ZWRMYXp5EiUKCmRlcHJlY2F0ZWQYAyABKAg6BWZhbHNlUgpkZXByZWNhdGVkEhkKBHdlYWsYCiABKAg6BWZhbHNl
      UgR3ZWFrElgKFHVuaW50ZXJwcmV0ZWRfb3B0aW9uGOcHIAMoCzIkLmdvb2dsZS5wcm90b2J1Zi5VbmludGVycHJl
      dGVkT3B0aW9uUhN1bmludGVycHJldGVkT3B0aW9uIi8KBUNUeXBlEgoKBlNUUklORxAAEggKBENPUkQQARIQCgxT
      VFJJTkdfUElFQ0UQAiI1CgZKU1R5cGUSDQoJSlNfTk9STUFMEAASDQoJSlNfU1RSSU5HEAESDQoJSlNfTlVNQkVS
      EAIqCQjoBxCAgICAAkoECAQQBSJzCgxPbmVvZk9wdGlvbnMSWAoUdW5pbnRlcnByZXRlZF9vcHRpb24Y5wcgAygL
      MiQuZ29vZ2xlLnByb3RvYnVmLlVuaW50ZXJwcmV0ZWRPcHRpb25SE3VuaW50ZXJwcmV0ZWRPcHRpb24qCQjoBxCA
      gICAAiLAAQoLRW51bU9wdGlvbnMSHwoLYWxsb3dfYWxpYXMYAiABKAhSCmFsbG93QWxpYXMSJQoKZGVwcmVjYXRl
      ZBgDIAEoCDoFZmFsc2VSCmRlcHJlY2F0ZWQSWAoUdW5pbnRlcnByZXRlZF9vcHRpb24Y5wcgAygLMiQuZ29vZ2xl
      LnByb3RvYnVmLlVuaW50ZXJwcmV0ZWRPcHRpb25SE3VuaW50ZXJwcmV0ZWRPcHRpb24qCQjoBxCAgICAAkoECAUQ
      BiKeAQoQRW51bVZhbHVlT3B0aW9ucxIlCgpkZXByZWNhdGVkGAEgASgIOgVmYWxzZVIKZGVwcmVjYXRlZBJYChR1
      bmludGVycHJldGVkX29wdGlvbhjnByADKAsyJC5nb29nbGUucHJvdG9idWYuVW5pbnRlcnByZXRlZE9wdGlvblIT
      dW5pbnRlcnByZXRlZE9wdGlvbioJCOgHEICAgIACIpwBCg5TZXJ2aWNlT3B0aW9ucxIlCgpkZXByZWNhdGVkGCEg
      ASgIOgVmYWxzZVIKZGVwcmVjYXRlZBJYChR1bmludGVycHJldGVkX29wdGlvbhjnByADKAsyJC5nb29nbGUucHJv
      dG9idWYuVW5pbnRlcnByZXRlZE9wdGlvblITdW5pbnRlcnByZXRlZE9wdGlvbioJCOgHEICAgIACIuACCg1NZXRo
      b2RPcHRpb25zEiUKCmRlcHJlY2F0ZWQYISABKAg6BWZhbHNlUgpkZXByZWNhdGVkEnEKEWlkZW1wb3RlbmN5X2xl
      dmVsGCIgASgOMi8uZ29vZ2xlLnByb3RvYnVmLk1ldGhvZE9wdGlvbnMuSWRlbXBvdGVuY3lMZXZlbDoTSURFTVBP
      VEVOQ1lfVU5LTk9XTlIQaWRlbXBvdGVuY3lMZXZlbBJYChR1bmludGVycHJldGVkX29wdGlvbhjnByADKAsyJC5n
      b29nbGUucHJvdG9idWYuVW5pbnRlcnByZXRlZE9wdGlvblITdW5pbnRlcnByZXRlZE9wdGlvbiJQChBJZGVtcG90
      ZW5jeUxldmVsEhcKE0lERU1QT1RFTkNZX1VOS05PV04QABITCg9OT19TSURFX0VGRkVDVFMQARIOCgpJREVNUE9U
      RU5UEAIqCQjoBxCAgICAAiKaAwoTVW5pbnRlcnByZXRlZE9wdGlvbhJBCgRuYW1lGAIgAygLMi0uZ29vZ2xlLnBy
      b3RvYnVmLlVuaW50ZXJwcmV0ZWRPcHRpb24uTmFtZVBhcnRSBG5hbWUSKQoQaWRlbnRpZmllcl92YWx1ZRgDIAEo
      CVIPaWRlbnRpZmllclZhbHVlEiwKEnBvc2l0aXZlX2ludF92YWx1ZRgEIAEoBFIQcG9zaXRpdmVJbnRWYWx1ZRIs
      ChJuZWdhdGl2ZV9pbnRfdmFsdWUYBSABKANSEG5lZ2F0aXZlSW50VmFsdWUSIQoMZG91YmxlX3ZhbHVlGAYgASgB
      Ugtkb3VibGVWYWx1ZRIhCgxzdHJpbmdfdmFsdWUYByABKAxSC3N0cmluZ1ZhbHVlEicKD2FnZ3JlZ2F0ZV92YWx1
      ZRgIIAEoCVIOYWdncmVnYXRlVmFsdWUaSgoITmFtZVBhcnQSGwoJbmFtZV9wYXJ0GAEgAigJUghuYW1lUGFydBIh
      Cgxpc19leHRlbnNpb24YAiACKAhSC2lzRXh0ZW5zaW9uIqcCCg5Tb3VyY2VDb2RlSW5mbxJECghsb2NhdGlvbhgB
      IAMoCzIoLmdvb2dsZS5wcm90b2J1Zi5Tb3VyY2VDb2RlSW5mby5Mb2NhdGlvblIIbG9jYXRpb24azgEKCExvY2F0
      aW9uEhYKBHBhdGgYASADKAVCAhABUgRwYXRoEhYKBHNwYW4YAiADKAVCAhABUgRzcGFuEikKEGxlYWRpbmdfY29t
      bWVudHMYAyABKAlSD2xlYWRpbmdDb21tZW50cxIrChF0cmFpbGluZ19jb21tZW50cxgEIAEoCVIQdHJhaWxpbmdD
      b21tZW50cxI6ChlsZWFkaW5nX2RldGFjaGVkX2NvbW1lbnRzGAYgAygJUhdsZWFkaW5nRGV0YWNoZWRDb21tZW50
      cyLRAQoRR2VuZXJhdGVkQ29kZUluZm8STQoKYW5ub3RhdGlvbhgBIAMoCzItLmdvb2dsZS5wcm90b2J1Zi5HZW5l
      cmF0ZWRDb2RlSW5mby5Bbm5vdGF0aW9uUgphbm5vdGF0aW9uGm0KCkFubm90YXRpb24SFgoEcGF0aBgBIAMoBUIC
      EAFSBHBhdGgSHwoLc291cmNlX2ZpbGUYAiABKAlSCnNvdXJjZUZpbGUSFAoFYmVnaW4YAyABKAVSBWJlZ2luEhAK
      A2VuZBgEIAEoBVIDZW5kQn4KE2NvbS5nb29nbGUucHJvdG9idWZCEERlc2NyaXB0b3JQcm90b3NIAVotZ29vZ2xl
      LmdvbGFuZy5vcmcvcHJvdG9idWYvdHlwZXMvZGVzY3JpcHRvcnBi+AEBogIDR1BCqgIaR29vZ2xlLlByb3RvYnVm
      LlJlZmxlY3Rpb24=
      """)
}
