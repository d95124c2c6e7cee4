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
    /// The paths of files imported for their options only; edition 2024 and later.
    public var optionDependency: [String] = []
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
    /// `proto2`, `proto3` or `editions`; absent means `proto2`.
    public var syntax: String?
    /// The edition, where `syntax` is `editions`.
    public var edition: Edition?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      package: String? = nil,
      dependency: [String] = [],
      publicDependency: [Int32] = [],
      weakDependency: [Int32] = [],
      optionDependency: [String] = [],
      messageType: [DescriptorProto] = [],
      enumType: [EnumDescriptorProto] = [],
      service: [ServiceDescriptorProto] = [],
      `extension`: [FieldDescriptorProto] = [],
      options: FileOptions? = nil,
      sourceCodeInfo: SourceCodeInfo? = nil,
      syntax: String? = nil,
      edition: Edition? = nil
    ) {
      self.name = name
      self.package = package
      self.dependency = dependency
      self.publicDependency = publicDependency
      self.weakDependency = weakDependency
      self.optionDependency = optionDependency
      self.messageType = messageType
      self.enumType = enumType
      self.service = service
      self.extension = `extension`
      self.options = options
      self.sourceCodeInfo = sourceCodeInfo
      self.syntax = syntax
      self.edition = edition
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
    /// Who may name it; edition 2024 and later.
    public var visibility: SymbolVisibility?
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
      reservedName: [String] = [],
      visibility: SymbolVisibility? = nil
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
      self.visibility = visibility
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
    /// The extensions that may be in the range, and no others, when there are any.
    public var declaration: [Declaration] = []
    /// Features of the range.
    public var features: FeatureSet?
    /// Whether extensions in the range must be declared.
    public var verification: VerificationState?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      uninterpretedOption: [UninterpretedOption] = [],
      declaration: [Declaration] = [],
      features: FeatureSet? = nil,
      verification: VerificationState? = nil
    ) {
      self.uninterpretedOption = uninterpretedOption
      self.declaration = declaration
      self.features = features
      self.verification = verification
    }

    /// Whether extensions must be declared.
    public enum VerificationState: ProtobufEnum {
      /// They must.
      case declaration
      /// They need not.
      case unverified
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .declaration }

      public static var isClosed: Bool { true }

      public init(number: Int32) {
        switch number {
        case 0: self = .declaration
        case 1: self = .unverified
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .declaration: 0
        case .unverified: 1
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "DECLARATION"),
          (1, "UNVERIFIED"),
        ]
      }
    }

    /// An extension that the range is kept for.
    public struct Declaration: Message {
      /// Its number.
      public var number: Int32?
      /// Its full name, with a leading dot.
      public var fullName: String?
      /// Its type: the name of a scalar, or a full name with a leading dot.
      public var type: String?
      /// Whether the number is kept free, of an extension that is gone.
      public var reserved: Bool?
      /// Whether it is repeated.
      public var repeated: Bool?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        number: Int32? = nil,
        fullName: String? = nil,
        type: String? = nil,
        reserved: Bool? = nil,
        repeated: Bool? = nil
      ) {
        self.number = number
        self.fullName = fullName
        self.type = type
        self.reserved = reserved
        self.repeated = repeated
      }
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
      /// A message between two tags; proto2 only, editions have a feature for it.
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

      public static var isClosed: Bool { true }

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

      public static var isClosed: Bool { true }

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
    /// Who may name it; edition 2024 and later.
    public var visibility: SymbolVisibility?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      value: [EnumValueDescriptorProto] = [],
      options: EnumOptions? = nil,
      reservedRange: [EnumReservedRange] = [],
      reservedName: [String] = [],
      visibility: SymbolVisibility? = nil
    ) {
      self.name = name
      self.value = value
      self.options = options
      self.reservedRange = reservedRange
      self.reservedName = reservedName
      self.visibility = visibility
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
    @available(*, deprecated)
    public var javaGenerateEqualsAndHash: Bool? {
      get { _javaGenerateEqualsAndHash }
      _modify { yield &_javaGenerateEqualsAndHash }
    }
    var _javaGenerateEqualsAndHash: Bool?
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
    /// Features of the whole file.
    public var features: FeatureSet?
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
      features: FeatureSet? = nil,
      uninterpretedOption: [UninterpretedOption] = []
    ) {
      self.javaPackage = javaPackage
      self.javaOuterClassname = javaOuterClassname
      self.javaMultipleFiles = javaMultipleFiles
      self._javaGenerateEqualsAndHash = javaGenerateEqualsAndHash
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
      self.features = features
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

      public static var isClosed: Bool { true }

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
    /// Whether fields may clash in JSON, as they once could.
    @available(*, deprecated)
    public var deprecatedLegacyJsonFieldConflicts: Bool? {
      get { _deprecatedLegacyJsonFieldConflicts }
      _modify { yield &_deprecatedLegacyJsonFieldConflicts }
    }
    var _deprecatedLegacyJsonFieldConflicts: Bool?
    /// Features of the message and what is inside it.
    public var features: FeatureSet?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      messageSetWireFormat: Bool? = nil,
      noStandardDescriptorAccessor: Bool? = nil,
      deprecated: Bool? = nil,
      mapEntry: Bool? = nil,
      deprecatedLegacyJsonFieldConflicts: Bool? = nil,
      features: FeatureSet? = nil,
      uninterpretedOption: [UninterpretedOption] = []
    ) {
      self.messageSetWireFormat = messageSetWireFormat
      self.noStandardDescriptorAccessor = noStandardDescriptorAccessor
      self.deprecated = deprecated
      self.mapEntry = mapEntry
      self._deprecatedLegacyJsonFieldConflicts = deprecatedLegacyJsonFieldConflicts
      self.features = features
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
    @available(*, deprecated)
    public var weak: Bool? {
      get { _weak }
      _modify { yield &_weak }
    }
    var _weak: Bool?
    /// Whether the value is left out where messages are shown.
    public var debugRedact: Bool?
    /// How long the option that this field is will be kept.
    public var retention: OptionRetention?
    /// What the option that this field is can be set on; none means anything.
    public var targets: [OptionTargetType] = []
    /// What the feature that this field is defaults to.
    public var editionDefaults: [EditionDefault] = []
    /// Features of the field.
    public var features: FeatureSet?
    /// The editions in which the option that this field is can be used.
    public var featureSupport: FeatureSupport?
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
      debugRedact: Bool? = nil,
      retention: OptionRetention? = nil,
      targets: [OptionTargetType] = [],
      editionDefaults: [EditionDefault] = [],
      features: FeatureSet? = nil,
      featureSupport: FeatureSupport? = nil,
      uninterpretedOption: [UninterpretedOption] = []
    ) {
      self.ctype = ctype
      self.packed = packed
      self.jstype = jstype
      self.lazy = lazy
      self.unverifiedLazy = unverifiedLazy
      self.deprecated = deprecated
      self._weak = weak
      self.debugRedact = debugRedact
      self.retention = retention
      self.targets = targets
      self.editionDefaults = editionDefaults
      self.features = features
      self.featureSupport = featureSupport
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

      public static var isClosed: Bool { true }

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

      public static var isClosed: Bool { true }

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

    /// How long an option is kept.
    public enum OptionRetention: ProtobufEnum {
      /// Not said: as RETENTION_RUNTIME.
      case retentionUnknown
      /// In the descriptors that programs carry.
      case retentionRuntime
      /// For the compiler and its plugins only.
      case retentionSource
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .retentionUnknown }

      public static var isClosed: Bool { true }

      public init(number: Int32) {
        switch number {
        case 0: self = .retentionUnknown
        case 1: self = .retentionRuntime
        case 2: self = .retentionSource
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .retentionUnknown: 0
        case .retentionRuntime: 1
        case .retentionSource: 2
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "RETENTION_UNKNOWN"),
          (1, "RETENTION_RUNTIME"),
          (2, "RETENTION_SOURCE"),
        ]
      }
    }

    /// What an option can be set on.
    public enum OptionTargetType: ProtobufEnum {
      /// Not said.
      case targetTypeUnknown
      /// A file.
      case targetTypeFile
      /// A range of extension numbers.
      case targetTypeExtensionRange
      /// A message.
      case targetTypeMessage
      /// A field.
      case targetTypeField
      /// A oneof.
      case targetTypeOneof
      /// An enum.
      case targetTypeEnum
      /// A value of an enum.
      case targetTypeEnumEntry
      /// A service.
      case targetTypeService
      /// A method.
      case targetTypeMethod
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .targetTypeUnknown }

      public static var isClosed: Bool { true }

      public init(number: Int32) {
        switch number {
        case 0: self = .targetTypeUnknown
        case 1: self = .targetTypeFile
        case 2: self = .targetTypeExtensionRange
        case 3: self = .targetTypeMessage
        case 4: self = .targetTypeField
        case 5: self = .targetTypeOneof
        case 6: self = .targetTypeEnum
        case 7: self = .targetTypeEnumEntry
        case 8: self = .targetTypeService
        case 9: self = .targetTypeMethod
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .targetTypeUnknown: 0
        case .targetTypeFile: 1
        case .targetTypeExtensionRange: 2
        case .targetTypeMessage: 3
        case .targetTypeField: 4
        case .targetTypeOneof: 5
        case .targetTypeEnum: 6
        case .targetTypeEnumEntry: 7
        case .targetTypeService: 8
        case .targetTypeMethod: 9
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "TARGET_TYPE_UNKNOWN"),
          (1, "TARGET_TYPE_FILE"),
          (2, "TARGET_TYPE_EXTENSION_RANGE"),
          (3, "TARGET_TYPE_MESSAGE"),
          (4, "TARGET_TYPE_FIELD"),
          (5, "TARGET_TYPE_ONEOF"),
          (6, "TARGET_TYPE_ENUM"),
          (7, "TARGET_TYPE_ENUM_ENTRY"),
          (8, "TARGET_TYPE_SERVICE"),
          (9, "TARGET_TYPE_METHOD"),
        ]
      }
    }

    /// What a feature is from an edition on.
    public struct EditionDefault: Message {
      /// The edition.
      public var edition: Edition?
      /// The value in text format.
      public var value: String?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(edition: Edition? = nil, value: String? = nil) {
        self.edition = edition
        self.value = value
      }
    }

    /// The editions in which an option can be used.
    public struct FeatureSupport: Message {
      /// The first.
      public var editionIntroduced: Edition?
      /// From when on it is deprecated.
      public var editionDeprecated: Edition?
      /// What a compiler says then.
      public var deprecationWarning: String?
      /// The first in which it cannot be used any more.
      public var editionRemoved: Edition?
      /// What a compiler says then.
      public var removalError: String?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        editionIntroduced: Edition? = nil,
        editionDeprecated: Edition? = nil,
        deprecationWarning: String? = nil,
        editionRemoved: Edition? = nil,
        removalError: String? = nil
      ) {
        self.editionIntroduced = editionIntroduced
        self.editionDeprecated = editionDeprecated
        self.deprecationWarning = deprecationWarning
        self.editionRemoved = editionRemoved
        self.removalError = removalError
      }
    }
  }

  /// Options of a oneof.
  public struct OneofOptions: Message {
    /// Features of the oneof and its fields.
    public var features: FeatureSet?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(features: FeatureSet? = nil, uninterpretedOption: [UninterpretedOption] = []) {
      self.features = features
      self.uninterpretedOption = uninterpretedOption
    }
  }

  /// Options of an enum.
  public struct EnumOptions: Message {
    /// Whether two values may have one number.
    public var allowAlias: Bool?
    /// Whether it is deprecated.
    public var deprecated: Bool?
    /// Whether fields may clash in JSON, as they once could.
    @available(*, deprecated)
    public var deprecatedLegacyJsonFieldConflicts: Bool? {
      get { _deprecatedLegacyJsonFieldConflicts }
      _modify { yield &_deprecatedLegacyJsonFieldConflicts }
    }
    var _deprecatedLegacyJsonFieldConflicts: Bool?
    /// Features of the enum.
    public var features: FeatureSet?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      allowAlias: Bool? = nil,
      deprecated: Bool? = nil,
      deprecatedLegacyJsonFieldConflicts: Bool? = nil,
      features: FeatureSet? = nil,
      uninterpretedOption: [UninterpretedOption] = []
    ) {
      self.allowAlias = allowAlias
      self.deprecated = deprecated
      self._deprecatedLegacyJsonFieldConflicts = deprecatedLegacyJsonFieldConflicts
      self.features = features
      self.uninterpretedOption = uninterpretedOption
    }
  }

  /// Options of a value of an enum.
  public struct EnumValueOptions: Message {
    /// Whether it is deprecated.
    public var deprecated: Bool?
    /// Features of the value.
    public var features: FeatureSet?
    /// Whether the value is left out where messages are shown.
    public var debugRedact: Bool?
    /// The editions in which the value can be used, where it is one of a feature.
    public var featureSupport: FieldOptions.FeatureSupport?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      deprecated: Bool? = nil,
      features: FeatureSet? = nil,
      debugRedact: Bool? = nil,
      featureSupport: FieldOptions.FeatureSupport? = nil,
      uninterpretedOption: [UninterpretedOption] = []
    ) {
      self.deprecated = deprecated
      self.features = features
      self.debugRedact = debugRedact
      self.featureSupport = featureSupport
      self.uninterpretedOption = uninterpretedOption
    }
  }

  /// Options of a service.
  public struct ServiceOptions: Message {
    /// Features of the service and its methods.
    public var features: FeatureSet?
    /// Whether it is deprecated.
    public var deprecated: Bool?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      features: FeatureSet? = nil,
      deprecated: Bool? = nil,
      uninterpretedOption: [UninterpretedOption] = []
    ) {
      self.features = features
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
    /// Features of the method.
    public var features: FeatureSet?
    /// Options that have not been looked up yet.
    public var uninterpretedOption: [UninterpretedOption] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      deprecated: Bool? = nil,
      idempotencyLevel: IdempotencyLevel? = nil,
      features: FeatureSet? = nil,
      uninterpretedOption: [UninterpretedOption] = []
    ) {
      self.deprecated = deprecated
      self.idempotencyLevel = idempotencyLevel
      self.features = features
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

      public static var isClosed: Bool { true }

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

  /// What editions decide, one feature at a time: set on a declaration, inherited by what is inside
  /// it.
  public struct FeatureSet: Message {
    /// Whether fields have presence.
    public var fieldPresence: FieldPresence?
    /// Whether enums are open.
    public var enumType: EnumType?
    /// How repeated numbers are written.
    public var repeatedFieldEncoding: RepeatedFieldEncoding?
    /// Whether strings are checked to be UTF-8.
    public var utf8Validation: Utf8Validation?
    /// How messages are written.
    public var messageEncoding: MessageEncoding?
    /// Whether JSON is supported.
    public var jsonFormat: JsonFormat?
    /// Which style names must have.
    public var enforceNamingStyle: EnforceNamingStyle?
    /// Who may name a declaration that does not say so itself.
    public var defaultSymbolVisibility: VisibilityFeature.DefaultSymbolVisibility?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      fieldPresence: FieldPresence? = nil,
      enumType: EnumType? = nil,
      repeatedFieldEncoding: RepeatedFieldEncoding? = nil,
      utf8Validation: Utf8Validation? = nil,
      messageEncoding: MessageEncoding? = nil,
      jsonFormat: JsonFormat? = nil,
      enforceNamingStyle: EnforceNamingStyle? = nil,
      defaultSymbolVisibility: VisibilityFeature.DefaultSymbolVisibility? = nil
    ) {
      self.fieldPresence = fieldPresence
      self.enumType = enumType
      self.repeatedFieldEncoding = repeatedFieldEncoding
      self.utf8Validation = utf8Validation
      self.messageEncoding = messageEncoding
      self.jsonFormat = jsonFormat
      self.enforceNamingStyle = enforceNamingStyle
      self.defaultSymbolVisibility = defaultSymbolVisibility
    }

    /// Whether an absent field can be told from one that is zero.
    public enum FieldPresence: ProtobufEnum {
      /// Not said.
      case unknown
      /// It can.
      case explicit
      /// It cannot.
      case implicit
      /// It must not be absent.
      case legacyRequired
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .unknown }

      public static var isClosed: Bool { true }

      public init(number: Int32) {
        switch number {
        case 0: self = .unknown
        case 1: self = .explicit
        case 2: self = .implicit
        case 3: self = .legacyRequired
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .unknown: 0
        case .explicit: 1
        case .implicit: 2
        case .legacyRequired: 3
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "FIELD_PRESENCE_UNKNOWN"),
          (1, "EXPLICIT"),
          (2, "IMPLICIT"),
          (3, "LEGACY_REQUIRED"),
        ]
      }
    }

    /// What becomes of numbers that an enum does not know.
    public enum EnumType: ProtobufEnum {
      /// Not said.
      case unknown
      /// They are values.
      case open
      /// They are unknown fields.
      case closed
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .unknown }

      public static var isClosed: Bool { true }

      public init(number: Int32) {
        switch number {
        case 0: self = .unknown
        case 1: self = .open
        case 2: self = .closed
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .unknown: 0
        case .open: 1
        case .closed: 2
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "ENUM_TYPE_UNKNOWN"),
          (1, "OPEN"),
          (2, "CLOSED"),
        ]
      }
    }

    /// How repeated numbers are written.
    public enum RepeatedFieldEncoding: ProtobufEnum {
      /// Not said.
      case unknown
      /// In one run.
      case packed
      /// Each with its tag.
      case expanded
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .unknown }

      public static var isClosed: Bool { true }

      public init(number: Int32) {
        switch number {
        case 0: self = .unknown
        case 1: self = .packed
        case 2: self = .expanded
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .unknown: 0
        case .packed: 1
        case .expanded: 2
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "REPEATED_FIELD_ENCODING_UNKNOWN"),
          (1, "PACKED"),
          (2, "EXPANDED"),
        ]
      }
    }

    /// Whether strings are checked.
    public enum Utf8Validation: ProtobufEnum {
      /// Not said.
      case unknown
      /// They are UTF-8.
      case verify
      /// They are not checked.
      case none
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .unknown }

      public static var isClosed: Bool { true }

      public init(number: Int32) {
        switch number {
        case 0: self = .unknown
        case 2: self = .verify
        case 3: self = .none
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .unknown: 0
        case .verify: 2
        case .none: 3
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "UTF8_VALIDATION_UNKNOWN"),
          (2, "VERIFY"),
          (3, "NONE"),
        ]
      }
    }

    /// How messages are written.
    public enum MessageEncoding: ProtobufEnum {
      /// Not said.
      case unknown
      /// Behind their length.
      case lengthPrefixed
      /// Between two tags, as groups are.
      case delimited
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .unknown }

      public static var isClosed: Bool { true }

      public init(number: Int32) {
        switch number {
        case 0: self = .unknown
        case 1: self = .lengthPrefixed
        case 2: self = .delimited
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .unknown: 0
        case .lengthPrefixed: 1
        case .delimited: 2
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "MESSAGE_ENCODING_UNKNOWN"),
          (1, "LENGTH_PREFIXED"),
          (2, "DELIMITED"),
        ]
      }
    }

    /// Whether JSON is supported.
    public enum JsonFormat: ProtobufEnum {
      /// Not said.
      case unknown
      /// It is, and names must not clash in it.
      case allow
      /// As far as it goes.
      case legacyBestEffort
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .unknown }

      public static var isClosed: Bool { true }

      public init(number: Int32) {
        switch number {
        case 0: self = .unknown
        case 1: self = .allow
        case 2: self = .legacyBestEffort
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .unknown: 0
        case .allow: 1
        case .legacyBestEffort: 2
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "JSON_FORMAT_UNKNOWN"),
          (1, "ALLOW"),
          (2, "LEGACY_BEST_EFFORT"),
        ]
      }
    }

    /// Which style names must have.
    public enum EnforceNamingStyle: ProtobufEnum {
      /// Not said.
      case unknown
      /// That of edition 2024.
      case style2024
      /// None.
      case styleLegacy
      /// That of edition 2026.
      case style2026
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .unknown }

      public static var isClosed: Bool { true }

      public init(number: Int32) {
        switch number {
        case 0: self = .unknown
        case 1: self = .style2024
        case 2: self = .styleLegacy
        case 3: self = .style2026
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .unknown: 0
        case .style2024: 1
        case .styleLegacy: 2
        case .style2026: 3
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "ENFORCE_NAMING_STYLE_UNKNOWN"),
          (1, "STYLE2024"),
          (2, "STYLE_LEGACY"),
          (3, "STYLE2026"),
        ]
      }
    }

    /// Who may name a declaration that does not say so itself.
    public struct VisibilityFeature: Message {
      public var unknownFields = UnknownFields()

      public init() {}

      /// The possibilities.
      public enum DefaultSymbolVisibility: ProtobufEnum {
        /// Not said.
        case unknown
        /// Everybody.
        case exportAll
        /// Everybody what is at the top level, the file what is nested.
        case exportTopLevel
        /// The file.
        case localAll
        /// The file; nested ones cannot be exported.
        case strict
        /// A number that the schema does not know.
        case unrecognized(Int32)

        public init() { self = .unknown }

        public static var isClosed: Bool { true }

        public init(number: Int32) {
          switch number {
          case 0: self = .unknown
          case 1: self = .exportAll
          case 2: self = .exportTopLevel
          case 3: self = .localAll
          case 4: self = .strict
          default: self = .unrecognized(number)
          }
        }

        public var number: Int32 {
          switch self {
          case .unknown: 0
          case .exportAll: 1
          case .exportTopLevel: 2
          case .localAll: 3
          case .strict: 4
          case .unrecognized(let number): number
          }
        }

        public static var values: [(number: Int32, name: String)] {
          [
            (0, "DEFAULT_SYMBOL_VISIBILITY_UNKNOWN"),
            (1, "EXPORT_ALL"),
            (2, "EXPORT_TOP_LEVEL"),
            (3, "LOCAL_ALL"),
            (4, "STRICT"),
          ]
        }
      }
    }
  }

  /// What features default to in each edition, as a compiler worked it out.
  public struct FeatureSetDefaults: Message {
    /// In order of edition.
    public var defaults: [FeatureSetEditionDefault] = []
    /// The first edition for which they hold.
    public var minimumEdition: Edition?
    /// The last.
    public var maximumEdition: Edition?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      defaults: [FeatureSetEditionDefault] = [],
      minimumEdition: Edition? = nil,
      maximumEdition: Edition? = nil
    ) {
      self.defaults = defaults
      self.minimumEdition = minimumEdition
      self.maximumEdition = maximumEdition
    }

    /// The defaults from one edition on.
    public struct FeatureSetEditionDefault: Message {
      /// The edition.
      public var edition: Edition?
      /// What can be set otherwise in it.
      public var overridableFeatures: FeatureSet?
      /// What cannot.
      public var fixedFeatures: FeatureSet?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        edition: Edition? = nil,
        overridableFeatures: FeatureSet? = nil,
        fixedFeatures: FeatureSet? = nil
      ) {
        self.edition = edition
        self.overridableFeatures = overridableFeatures
        self.fixedFeatures = fixedFeatures
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
      /// What the part does with what made it.
      public var semantic: Semantic?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        path: [Int32] = [],
        sourceFile: String? = nil,
        begin: Int32? = nil,
        end: Int32? = nil,
        semantic: Semantic? = nil
      ) {
        self.path = path
        self.sourceFile = sourceFile
        self.begin = begin
        self.end = end
        self.semantic = semantic
      }

      /// What the part does with what made it.
      public enum Semantic: ProtobufEnum {
        /// Nothing in particular.
        case none
        /// It sets it.
        case set
        /// It is another name of it.
        case alias
        /// A number that the schema does not know.
        case unrecognized(Int32)

        public init() { self = .none }

        public static var isClosed: Bool { true }

        public init(number: Int32) {
          switch number {
          case 0: self = .none
          case 1: self = .set
          case 2: self = .alias
          default: self = .unrecognized(number)
          }
        }

        public var number: Int32 {
          switch self {
          case .none: 0
          case .set: 1
          case .alias: 2
          case .unrecognized(let number): number
          }
        }

        public static var values: [(number: Int32, name: String)] {
          [
            (0, "NONE"),
            (1, "SET"),
            (2, "ALIAS"),
          ]
        }
      }
    }
  }

  /// The editions of the language. Later ones have higher numbers, so that they can be compared.
  public enum Edition: ProtobufEnum {
    /// Not said.
    case unknown
    /// Before all editions, in the defaults of features only.
    case legacy
    /// `syntax = "proto2"`.
    case proto2
    /// `syntax = "proto3"`.
    case proto3
    /// `edition = "2023"`.
    case edition2023
    /// `edition = "2024"`.
    case edition2024
    /// `edition = "2026"`.
    case edition2026
    /// What is still being made.
    case unstable
    /// For tests of compilers.
    case edition1TestOnly
    /// For tests of compilers.
    case edition2TestOnly
    /// For tests of compilers.
    case edition99997TestOnly
    /// For tests of compilers.
    case edition99998TestOnly
    /// For tests of compilers.
    case edition99999TestOnly
    /// Above all editions.
    case max
    /// A number that the schema does not know.
    case unrecognized(Int32)

    public init() { self = .unknown }

    public static var isClosed: Bool { true }

    public init(number: Int32) {
      switch number {
      case 0: self = .unknown
      case 900: self = .legacy
      case 998: self = .proto2
      case 999: self = .proto3
      case 1000: self = .edition2023
      case 1001: self = .edition2024
      case 1002: self = .edition2026
      case 9999: self = .unstable
      case 1: self = .edition1TestOnly
      case 2: self = .edition2TestOnly
      case 99997: self = .edition99997TestOnly
      case 99998: self = .edition99998TestOnly
      case 99999: self = .edition99999TestOnly
      case 2_147_483_647: self = .max
      default: self = .unrecognized(number)
      }
    }

    public var number: Int32 {
      switch self {
      case .unknown: 0
      case .legacy: 900
      case .proto2: 998
      case .proto3: 999
      case .edition2023: 1000
      case .edition2024: 1001
      case .edition2026: 1002
      case .unstable: 9999
      case .edition1TestOnly: 1
      case .edition2TestOnly: 2
      case .edition99997TestOnly: 99997
      case .edition99998TestOnly: 99998
      case .edition99999TestOnly: 99999
      case .max: 2_147_483_647
      case .unrecognized(let number): number
      }
    }

    public static var values: [(number: Int32, name: String)] {
      [
        (0, "EDITION_UNKNOWN"),
        (900, "EDITION_LEGACY"),
        (998, "EDITION_PROTO2"),
        (999, "EDITION_PROTO3"),
        (1000, "EDITION_2023"),
        (1001, "EDITION_2024"),
        (1002, "EDITION_2026"),
        (9999, "EDITION_UNSTABLE"),
        (1, "EDITION_1_TEST_ONLY"),
        (2, "EDITION_2_TEST_ONLY"),
        (99997, "EDITION_99997_TEST_ONLY"),
        (99998, "EDITION_99998_TEST_ONLY"),
        (99999, "EDITION_99999_TEST_ONLY"),
        (2_147_483_647, "EDITION_MAX"),
      ]
    }
  }

  /// Who may name a declaration.
  public enum SymbolVisibility: ProtobufEnum {
    /// Not said.
    case visibilityUnset
    /// The file that declares it.
    case visibilityLocal
    /// Everybody.
    case visibilityExport
    /// A number that the schema does not know.
    case unrecognized(Int32)

    public init() { self = .visibilityUnset }

    public static var isClosed: Bool { true }

    public init(number: Int32) {
      switch number {
      case 0: self = .visibilityUnset
      case 1: self = .visibilityLocal
      case 2: self = .visibilityExport
      default: self = .unrecognized(number)
      }
    }

    public var number: Int32 {
      switch self {
      case .visibilityUnset: 0
      case .visibilityLocal: 1
      case .visibilityExport: 2
      case .unrecognized(let number): number
      }
    }

    public static var values: [(number: Int32, name: String)] {
      [
        (0, "VISIBILITY_UNSET"),
        (1, "VISIBILITY_LOCAL"),
        (2, "VISIBILITY_EXPORT"),
      ]
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
      case .length(15): try reader.repeated(&optionDependency, tag, .string)
      case .length(4): try reader.messages(&messageType)
      case .length(5): try reader.messages(&enumType)
      case .length(6): try reader.messages(&service)
      case .length(7): try reader.messages(&`extension`)
      case .length(8): try reader.message(&options)
      case .length(9): try reader.message(&sourceCodeInfo)
      case .length(12): try reader.string(&syntax)
      case .varint(14): try reader.closed(&edition, 14, &unknownFields)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.repeated(15, optionDependency, .string)
    writer.enumeration(14, explicit: edition)
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
    fields.repeated(15, "option_dependency", \.optionDependency)
    fields.repeated(4, "message_type", \.messageType)
    fields.repeated(5, "enum_type", \.enumType)
    fields.repeated(6, "service", \.service)
    fields.repeated(7, "extension", \.`extension`)
    fields.optional(8, "options", \.options)
    fields.optional(9, "source_code_info", \.sourceCodeInfo)
    fields.optional(12, "syntax", \.syntax)
    fields.optional(14, "edition", \.edition)
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
      case .varint(11): try reader.closed(&visibility, 11, &unknownFields)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.enumeration(11, explicit: visibility)
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
    fields.optional(11, "visibility", \.visibility)
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
      case .length(2): try reader.messages(&declaration)
      case .length(50): try reader.message(&features)
      case .varint(3): try reader.closed(&verification, 3, &unknownFields)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.message(50, features)
    writer.enumeration(3, explicit: verification)
    writer.messages(2, declaration)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
    fields.repeated(2, "declaration", \.declaration)
    fields.optional(50, "features", \.features)
    fields.optional(3, "verification", \.verification)
  }
}

extension GoogleProtobuf.ExtensionRangeOptions.Declaration {
  public static let fullName = "google.protobuf.ExtensionRangeOptions.Declaration"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&number)
      case .length(2): try reader.string(&fullName)
      case .length(3): try reader.string(&type)
      case .varint(5): try reader.bool(&reserved)
      case .varint(6): try reader.bool(&repeated)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.bool(6, explicit: repeated)
    writer.bool(5, explicit: reserved)
    writer.string(3, explicit: type)
    writer.string(2, explicit: fullName)
    writer.int32(1, explicit: number)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "number", \.number)
    fields.optional(2, "full_name", \.fullName)
    fields.optional(3, "type", \.type)
    fields.optional(5, "reserved", \.reserved)
    fields.optional(6, "repeated", \.repeated)
  }
}

extension GoogleProtobuf.FieldDescriptorProto {
  public static let fullName = "google.protobuf.FieldDescriptorProto"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .varint(3): try reader.int32(&number)
      case .varint(4): try reader.closed(&label, 4, &unknownFields)
      case .varint(5): try reader.closed(&type, 5, &unknownFields)
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
      case .varint(6): try reader.closed(&visibility, 6, &unknownFields)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.enumeration(6, explicit: visibility)
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
    fields.optional(6, "visibility", \.visibility)
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
    fields.reserved("stream")
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
      case .varint(20): try reader.bool(&_javaGenerateEqualsAndHash)
      case .varint(27): try reader.bool(&javaStringCheckUtf8)
      case .varint(9): try reader.closed(&optimizeFor, 9, &unknownFields)
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
      case .length(50): try reader.message(&features)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.message(50, features)
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
    writer.bool(20, explicit: _javaGenerateEqualsAndHash)
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
    fields.optional(20, "java_generate_equals_and_hash", \._javaGenerateEqualsAndHash)
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
    fields.optional(50, "features", \.features)
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
      case .varint(11): try reader.bool(&_deprecatedLegacyJsonFieldConflicts)
      case .length(12): try reader.message(&features)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.message(12, features)
    writer.bool(11, explicit: _deprecatedLegacyJsonFieldConflicts)
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
    fields.optional(
      11, "deprecated_legacy_json_field_conflicts", \._deprecatedLegacyJsonFieldConflicts)
    fields.optional(12, "features", \.features)
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.FieldOptions {
  public static let fullName = "google.protobuf.FieldOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.closed(&ctype, 1, &unknownFields)
      case .varint(2): try reader.bool(&packed)
      case .varint(6): try reader.closed(&jstype, 6, &unknownFields)
      case .varint(5): try reader.bool(&lazy)
      case .varint(15): try reader.bool(&unverifiedLazy)
      case .varint(3): try reader.bool(&deprecated)
      case .varint(10): try reader.bool(&_weak)
      case .varint(16): try reader.bool(&debugRedact)
      case .varint(17): try reader.closed(&retention, 17, &unknownFields)
      case .length(19), .varint(19): try reader.closed(&targets, tag, &unknownFields)
      case .length(20): try reader.messages(&editionDefaults)
      case .length(21): try reader.message(&features)
      case .length(22): try reader.message(&featureSupport)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.message(22, featureSupport)
    writer.message(21, features)
    writer.messages(20, editionDefaults)
    writer.unpacked(19, targets, .enumeration(OptionTargetType.self))
    writer.enumeration(17, explicit: retention)
    writer.bool(16, explicit: debugRedact)
    writer.bool(15, explicit: unverifiedLazy)
    writer.bool(10, explicit: _weak)
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
    fields.optional(10, "weak", \._weak)
    fields.optional(16, "debug_redact", \.debugRedact)
    fields.optional(17, "retention", \.retention)
    fields.repeated(19, "targets", \.targets)
    fields.repeated(20, "edition_defaults", \.editionDefaults)
    fields.optional(21, "features", \.features)
    fields.optional(22, "feature_support", \.featureSupport)
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.FieldOptions.EditionDefault {
  public static let fullName = "google.protobuf.FieldOptions.EditionDefault"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(3): try reader.closed(&edition, 3, &unknownFields)
      case .length(2): try reader.string(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.enumeration(3, explicit: edition)
    writer.string(2, explicit: value)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(3, "edition", \.edition)
    fields.optional(2, "value", \.value)
  }
}

extension GoogleProtobuf.FieldOptions.FeatureSupport {
  public static let fullName = "google.protobuf.FieldOptions.FeatureSupport"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.closed(&editionIntroduced, 1, &unknownFields)
      case .varint(2): try reader.closed(&editionDeprecated, 2, &unknownFields)
      case .length(3): try reader.string(&deprecationWarning)
      case .varint(4): try reader.closed(&editionRemoved, 4, &unknownFields)
      case .length(5): try reader.string(&removalError)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(5, explicit: removalError)
    writer.enumeration(4, explicit: editionRemoved)
    writer.string(3, explicit: deprecationWarning)
    writer.enumeration(2, explicit: editionDeprecated)
    writer.enumeration(1, explicit: editionIntroduced)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "edition_introduced", \.editionIntroduced)
    fields.optional(2, "edition_deprecated", \.editionDeprecated)
    fields.optional(3, "deprecation_warning", \.deprecationWarning)
    fields.optional(4, "edition_removed", \.editionRemoved)
    fields.optional(5, "removal_error", \.removalError)
  }
}

extension GoogleProtobuf.OneofOptions {
  public static let fullName = "google.protobuf.OneofOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.message(&features)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.message(1, features)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "features", \.features)
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
      case .varint(6): try reader.bool(&_deprecatedLegacyJsonFieldConflicts)
      case .length(7): try reader.message(&features)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.message(7, features)
    writer.bool(6, explicit: _deprecatedLegacyJsonFieldConflicts)
    writer.bool(3, explicit: deprecated)
    writer.bool(2, explicit: allowAlias)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(2, "allow_alias", \.allowAlias)
    fields.optional(3, "deprecated", \.deprecated)
    fields.optional(
      6, "deprecated_legacy_json_field_conflicts", \._deprecatedLegacyJsonFieldConflicts)
    fields.optional(7, "features", \.features)
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.EnumValueOptions {
  public static let fullName = "google.protobuf.EnumValueOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.bool(&deprecated)
      case .length(2): try reader.message(&features)
      case .varint(3): try reader.bool(&debugRedact)
      case .length(4): try reader.message(&featureSupport)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.message(4, featureSupport)
    writer.bool(3, explicit: debugRedact)
    writer.message(2, features)
    writer.bool(1, explicit: deprecated)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "deprecated", \.deprecated)
    fields.optional(2, "features", \.features)
    fields.optional(3, "debug_redact", \.debugRedact)
    fields.optional(4, "feature_support", \.featureSupport)
    fields.repeated(999, "uninterpreted_option", \.uninterpretedOption)
  }
}

extension GoogleProtobuf.ServiceOptions {
  public static let fullName = "google.protobuf.ServiceOptions"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(34): try reader.message(&features)
      case .varint(33): try reader.bool(&deprecated)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.message(34, features)
    writer.bool(33, explicit: deprecated)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(34, "features", \.features)
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
      case .varint(34): try reader.closed(&idempotencyLevel, 34, &unknownFields)
      case .length(35): try reader.message(&features)
      case .length(999): try reader.messages(&uninterpretedOption)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(999, uninterpretedOption)
    writer.message(35, features)
    writer.enumeration(34, explicit: idempotencyLevel)
    writer.bool(33, explicit: deprecated)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(33, "deprecated", \.deprecated)
    fields.optional(34, "idempotency_level", \.idempotencyLevel)
    fields.optional(35, "features", \.features)
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

extension GoogleProtobuf.FeatureSet {
  public static let fullName = "google.protobuf.FeatureSet"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.closed(&fieldPresence, 1, &unknownFields)
      case .varint(2): try reader.closed(&enumType, 2, &unknownFields)
      case .varint(3): try reader.closed(&repeatedFieldEncoding, 3, &unknownFields)
      case .varint(4): try reader.closed(&utf8Validation, 4, &unknownFields)
      case .varint(5): try reader.closed(&messageEncoding, 5, &unknownFields)
      case .varint(6): try reader.closed(&jsonFormat, 6, &unknownFields)
      case .varint(7): try reader.closed(&enforceNamingStyle, 7, &unknownFields)
      case .varint(8): try reader.closed(&defaultSymbolVisibility, 8, &unknownFields)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.enumeration(8, explicit: defaultSymbolVisibility)
    writer.enumeration(7, explicit: enforceNamingStyle)
    writer.enumeration(6, explicit: jsonFormat)
    writer.enumeration(5, explicit: messageEncoding)
    writer.enumeration(4, explicit: utf8Validation)
    writer.enumeration(3, explicit: repeatedFieldEncoding)
    writer.enumeration(2, explicit: enumType)
    writer.enumeration(1, explicit: fieldPresence)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "field_presence", \.fieldPresence)
    fields.optional(2, "enum_type", \.enumType)
    fields.optional(3, "repeated_field_encoding", \.repeatedFieldEncoding)
    fields.optional(4, "utf8_validation", \.utf8Validation)
    fields.optional(5, "message_encoding", \.messageEncoding)
    fields.optional(6, "json_format", \.jsonFormat)
    fields.optional(7, "enforce_naming_style", \.enforceNamingStyle)
    fields.optional(8, "default_symbol_visibility", \.defaultSymbolVisibility)
  }
}

extension GoogleProtobuf.FeatureSet.VisibilityFeature {
  public static let fullName = "google.protobuf.FeatureSet.VisibilityFeature"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {}
}

extension GoogleProtobuf.FeatureSetDefaults {
  public static let fullName = "google.protobuf.FeatureSetDefaults"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.messages(&defaults)
      case .varint(4): try reader.closed(&minimumEdition, 4, &unknownFields)
      case .varint(5): try reader.closed(&maximumEdition, 5, &unknownFields)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.enumeration(5, explicit: maximumEdition)
    writer.enumeration(4, explicit: minimumEdition)
    writer.messages(1, defaults)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "defaults", \.defaults)
    fields.optional(4, "minimum_edition", \.minimumEdition)
    fields.optional(5, "maximum_edition", \.maximumEdition)
  }
}

extension GoogleProtobuf.FeatureSetDefaults.FeatureSetEditionDefault {
  public static let fullName = "google.protobuf.FeatureSetDefaults.FeatureSetEditionDefault"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(3): try reader.closed(&edition, 3, &unknownFields)
      case .length(4): try reader.message(&overridableFeatures)
      case .length(5): try reader.message(&fixedFeatures)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(5, fixedFeatures)
    writer.message(4, overridableFeatures)
    writer.enumeration(3, explicit: edition)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(3, "edition", \.edition)
    fields.optional(4, "overridable_features", \.overridableFeatures)
    fields.optional(5, "fixed_features", \.fixedFeatures)
    fields.reserved("features")
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
      case .varint(5): try reader.closed(&semantic, 5, &unknownFields)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.enumeration(5, explicit: semantic)
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
    fields.optional(5, "semantic", \.semantic)
  }
}

// MARK: - Schema

extension GoogleProtobuf {
  /// The descriptor of `google/protobuf/descriptor.proto`.
  public static let descriptorFile = SchemaFile(
    "google/protobuf/descriptor.proto",
    imports: [],
    base64: """
      CiBnb29nbGUvcHJvdG9idWYvZGVzY3JpcHRvci5wcm90bxIPZ29vZ2xlLnByb3RvYnVmIlsKEUZpbGVEZXNjcmlw
      dG9yU2V0EjgKBGZpbGUYASADKAsyJC5nb29nbGUucHJvdG9idWYuRmlsZURlc2NyaXB0b3JQcm90b1IEZmlsZSoM
      CIDsyv8BEIHsyv8BIsUFChNGaWxlRGVzY3JpcHRvclByb3RvEhIKBG5hbWUYASABKAlSBG5hbWUSGAoHcGFja2Fn
      ZRgCIAEoCVIHcGFja2FnZRIeCgpkZXBlbmRlbmN5GAMgAygJUgpkZXBlbmRlbmN5EisKEXB1YmxpY19kZXBlbmRl
      bmN5GAogAygFUhBwdWJsaWNEZXBlbmRlbmN5EicKD3dlYWtfZGVwZW5kZW5jeRgLIAMoBVIOd2Vha0RlcGVuZGVu
      Y3kSKwoRb3B0aW9uX2RlcGVuZGVuY3kYDyADKAlSEG9wdGlvbkRlcGVuZGVuY3kSQwoMbWVzc2FnZV90eXBlGAQg
      AygLMiAuZ29vZ2xlLnByb3RvYnVmLkRlc2NyaXB0b3JQcm90b1ILbWVzc2FnZVR5cGUSQQoJZW51bV90eXBlGAUg
      AygLMiQuZ29vZ2xlLnByb3RvYnVmLkVudW1EZXNjcmlwdG9yUHJvdG9SCGVudW1UeXBlEkEKB3NlcnZpY2UYBiAD
      KAsyJy5nb29nbGUucHJvdG9idWYuU2VydmljZURlc2NyaXB0b3JQcm90b1IHc2VydmljZRJDCglleHRlbnNpb24Y
      ByADKAsyJS5nb29nbGUucHJvdG9idWYuRmllbGREZXNjcmlwdG9yUHJvdG9SCWV4dGVuc2lvbhI2CgdvcHRpb25z
      GAggASgLMhwuZ29vZ2xlLnByb3RvYnVmLkZpbGVPcHRpb25zUgdvcHRpb25zEkkKEHNvdXJjZV9jb2RlX2luZm8Y
      CSABKAsyHy5nb29nbGUucHJvdG9idWYuU291cmNlQ29kZUluZm9SDnNvdXJjZUNvZGVJbmZvEhYKBnN5bnRheBgM
      IAEoCVIGc3ludGF4EjIKB2VkaXRpb24YDiABKA4yGC5nb29nbGUucHJvdG9idWYuRWRpdGlvblIHZWRpdGlvbiL8
      BgoPRGVzY3JpcHRvclByb3RvEhIKBG5hbWUYASABKAlSBG5hbWUSOwoFZmllbGQYAiADKAsyJS5nb29nbGUucHJv
      dG9idWYuRmllbGREZXNjcmlwdG9yUHJvdG9SBWZpZWxkEkMKCWV4dGVuc2lvbhgGIAMoCzIlLmdvb2dsZS5wcm90
      b2J1Zi5GaWVsZERlc2NyaXB0b3JQcm90b1IJZXh0ZW5zaW9uEkEKC25lc3RlZF90eXBlGAMgAygLMiAuZ29vZ2xl
      LnByb3RvYnVmLkRlc2NyaXB0b3JQcm90b1IKbmVzdGVkVHlwZRJBCgllbnVtX3R5cGUYBCADKAsyJC5nb29nbGUu
      cHJvdG9idWYuRW51bURlc2NyaXB0b3JQcm90b1IIZW51bVR5cGUSWAoPZXh0ZW5zaW9uX3JhbmdlGAUgAygLMi8u
      Z29vZ2xlLnByb3RvYnVmLkRlc2NyaXB0b3JQcm90by5FeHRlbnNpb25SYW5nZVIOZXh0ZW5zaW9uUmFuZ2USRAoK
      b25lb2ZfZGVjbBgIIAMoCzIlLmdvb2dsZS5wcm90b2J1Zi5PbmVvZkRlc2NyaXB0b3JQcm90b1IJb25lb2ZEZWNs
      EjkKB29wdGlvbnMYByABKAsyHy5nb29nbGUucHJvdG9idWYuTWVzc2FnZU9wdGlvbnNSB29wdGlvbnMSVQoOcmVz
      ZXJ2ZWRfcmFuZ2UYCSADKAsyLi5nb29nbGUucHJvdG9idWYuRGVzY3JpcHRvclByb3RvLlJlc2VydmVkUmFuZ2VS
      DXJlc2VydmVkUmFuZ2USIwoNcmVzZXJ2ZWRfbmFtZRgKIAMoCVIMcmVzZXJ2ZWROYW1lEkEKCnZpc2liaWxpdHkY
      CyABKA4yIS5nb29nbGUucHJvdG9idWYuU3ltYm9sVmlzaWJpbGl0eVIKdmlzaWJpbGl0eRp6Cg5FeHRlbnNpb25S
      YW5nZRIUCgVzdGFydBgBIAEoBVIFc3RhcnQSEAoDZW5kGAIgASgFUgNlbmQSQAoHb3B0aW9ucxgDIAEoCzImLmdv
      b2dsZS5wcm90b2J1Zi5FeHRlbnNpb25SYW5nZU9wdGlvbnNSB29wdGlvbnMaNwoNUmVzZXJ2ZWRSYW5nZRIUCgVz
      dGFydBgBIAEoBVIFc3RhcnQSEAoDZW5kGAIgASgFUgNlbmQi1AQKFUV4dGVuc2lvblJhbmdlT3B0aW9ucxJYChR1
      bmludGVycHJldGVkX29wdGlvbhjnByADKAsyJC5nb29nbGUucHJvdG9idWYuVW5pbnRlcnByZXRlZE9wdGlvblIT
      dW5pbnRlcnByZXRlZE9wdGlvbhJZCgtkZWNsYXJhdGlvbhgCIAMoCzIyLmdvb2dsZS5wcm90b2J1Zi5FeHRlbnNp
      b25SYW5nZU9wdGlvbnMuRGVjbGFyYXRpb25CA4gBAlILZGVjbGFyYXRpb24SNwoIZmVhdHVyZXMYMiABKAsyGy5n
      b29nbGUucHJvdG9idWYuRmVhdHVyZVNldFIIZmVhdHVyZXMSbQoMdmVyaWZpY2F0aW9uGAMgASgOMjguZ29vZ2xl
      LnByb3RvYnVmLkV4dGVuc2lvblJhbmdlT3B0aW9ucy5WZXJpZmljYXRpb25TdGF0ZToKVU5WRVJJRklFREIDiAEC
      Ugx2ZXJpZmljYXRpb24alAEKC0RlY2xhcmF0aW9uEhYKBm51bWJlchgBIAEoBVIGbnVtYmVyEhsKCWZ1bGxfbmFt
      ZRgCIAEoCVIIZnVsbE5hbWUSEgoEdHlwZRgDIAEoCVIEdHlwZRIaCghyZXNlcnZlZBgFIAEoCFIIcmVzZXJ2ZWQS
      GgoIcmVwZWF0ZWQYBiABKAhSCHJlcGVhdGVkSgQIBBAFIjQKEVZlcmlmaWNhdGlvblN0YXRlEg8KC0RFQ0xBUkFU
      SU9OEAASDgoKVU5WRVJJRklFRBABKgYI3gcQ5wcqCQjoBxCAgICAAiLBBgoURmllbGREZXNjcmlwdG9yUHJvdG8S
      EgoEbmFtZRgBIAEoCVIEbmFtZRIWCgZudW1iZXIYAyABKAVSBm51bWJlchJBCgVsYWJlbBgEIAEoDjIrLmdvb2ds
      ZS5wcm90b2J1Zi5GaWVsZERlc2NyaXB0b3JQcm90by5MYWJlbFIFbGFiZWwSPgoEdHlwZRgFIAEoDjIqLmdvb2ds
      ZS5wcm90b2J1Zi5GaWVsZERlc2NyaXB0b3JQcm90by5UeXBlUgR0eXBlEhsKCXR5cGVfbmFtZRgGIAEoCVIIdHlw
      ZU5hbWUSGgoIZXh0ZW5kZWUYAiABKAlSCGV4dGVuZGVlEiMKDWRlZmF1bHRfdmFsdWUYByABKAlSDGRlZmF1bHRW
      YWx1ZRIfCgtvbmVvZl9pbmRleBgJIAEoBVIKb25lb2ZJbmRleBIbCglqc29uX25hbWUYCiABKAlSCGpzb25OYW1l
      EjcKB29wdGlvbnMYCCABKAsyHS5nb29nbGUucHJvdG9idWYuRmllbGRPcHRpb25zUgdvcHRpb25zEicKD3Byb3Rv
      M19vcHRpb25hbBgRIAEoCFIOcHJvdG8zT3B0aW9uYWwitgIKBFR5cGUSDwoLVFlQRV9ET1VCTEUQARIOCgpUWVBF
      X0ZMT0FUEAISDgoKVFlQRV9JTlQ2NBADEg8KC1RZUEVfVUlOVDY0EAQSDgoKVFlQRV9JTlQzMhAFEhAKDFRZUEVf
      RklYRUQ2NBAGEhAKDFRZUEVfRklYRUQzMhAHEg0KCVRZUEVfQk9PTBAIEg8KC1RZUEVfU1RSSU5HEAkSDgoKVFlQ
      RV9HUk9VUBAKEhAKDFRZUEVfTUVTU0FHRRALEg4KClRZUEVfQllURVMQDBIPCgtUWVBFX1VJTlQzMhANEg0KCVRZ
      UEVfRU5VTRAOEhEKDVRZUEVfU0ZJWEVEMzIQDxIRCg1UWVBFX1NGSVhFRDY0EBASDwoLVFlQRV9TSU5UMzIQERIP
      CgtUWVBFX1NJTlQ2NBASIkMKBUxhYmVsEhIKDkxBQkVMX09QVElPTkFMEAESEgoOTEFCRUxfUkVRVUlSRUQQAhIS
      Cg5MQUJFTF9SRVBFQVRFRBADImMKFE9uZW9mRGVzY3JpcHRvclByb3RvEhIKBG5hbWUYASABKAlSBG5hbWUSNwoH
      b3B0aW9ucxgCIAEoCzIdLmdvb2dsZS5wcm90b2J1Zi5PbmVvZk9wdGlvbnNSB29wdGlvbnMipgMKE0VudW1EZXNj
      cmlwdG9yUHJvdG8SEgoEbmFtZRgBIAEoCVIEbmFtZRI/CgV2YWx1ZRgCIAMoCzIpLmdvb2dsZS5wcm90b2J1Zi5F
      bnVtVmFsdWVEZXNjcmlwdG9yUHJvdG9SBXZhbHVlEjYKB29wdGlvbnMYAyABKAsyHC5nb29nbGUucHJvdG9idWYu
      RW51bU9wdGlvbnNSB29wdGlvbnMSXQoOcmVzZXJ2ZWRfcmFuZ2UYBCADKAsyNi5nb29nbGUucHJvdG9idWYuRW51
      bURlc2NyaXB0b3JQcm90by5FbnVtUmVzZXJ2ZWRSYW5nZVINcmVzZXJ2ZWRSYW5nZRIjCg1yZXNlcnZlZF9uYW1l
      GAUgAygJUgxyZXNlcnZlZE5hbWUSQQoKdmlzaWJpbGl0eRgGIAEoDjIhLmdvb2dsZS5wcm90b2J1Zi5TeW1ib2xW
      aXNpYmlsaXR5Ugp2aXNpYmlsaXR5GjsKEUVudW1SZXNlcnZlZFJhbmdlEhQKBXN0YXJ0GAEgASgFUgVzdGFydBIQ
      CgNlbmQYAiABKAVSA2VuZCKDAQoYRW51bVZhbHVlRGVzY3JpcHRvclByb3RvEhIKBG5hbWUYASABKAlSBG5hbWUS
      FgoGbnVtYmVyGAIgASgFUgZudW1iZXISOwoHb3B0aW9ucxgDIAEoCzIhLmdvb2dsZS5wcm90b2J1Zi5FbnVtVmFs
      dWVPcHRpb25zUgdvcHRpb25zIrUBChZTZXJ2aWNlRGVzY3JpcHRvclByb3RvEhIKBG5hbWUYASABKAlSBG5hbWUS
      PgoGbWV0aG9kGAIgAygLMiYuZ29vZ2xlLnByb3RvYnVmLk1ldGhvZERlc2NyaXB0b3JQcm90b1IGbWV0aG9kEjkK
      B29wdGlvbnMYAyABKAsyHy5nb29nbGUucHJvdG9idWYuU2VydmljZU9wdGlvbnNSB29wdGlvbnNKBAgEEAVSBnN0
      cmVhbSKJAgoVTWV0aG9kRGVzY3JpcHRvclByb3RvEhIKBG5hbWUYASABKAlSBG5hbWUSHQoKaW5wdXRfdHlwZRgC
      IAEoCVIJaW5wdXRUeXBlEh8KC291dHB1dF90eXBlGAMgASgJUgpvdXRwdXRUeXBlEjgKB29wdGlvbnMYBCABKAsy
      Hi5nb29nbGUucHJvdG9idWYuTWV0aG9kT3B0aW9uc1IHb3B0aW9ucxIwChBjbGllbnRfc3RyZWFtaW5nGAUgASgI
      OgVmYWxzZVIPY2xpZW50U3RyZWFtaW5nEjAKEHNlcnZlcl9zdHJlYW1pbmcYBiABKAg6BWZhbHNlUg9zZXJ2ZXJT
      dHJlYW1pbmci5goKC0ZpbGVPcHRpb25zEiEKDGphdmFfcGFja2FnZRgBIAEoCVILamF2YVBhY2thZ2USMAoUamF2
      YV9vdXRlcl9jbGFzc25hbWUYCCABKAlSEmphdmFPdXRlckNsYXNzbmFtZRLIAQoTamF2YV9tdWx0aXBsZV9maWxl
      cxgKIAEoCDoFZmFsc2VCkAGyAYwBCOYHIOkHKoMBRnJvbSBlZGl0aW9uIDIwMjQgb24gZWFjaCBtZXNzYWdlIGhh
      cyBhIGZpbGUgb2YgaXRzIG93biBpbiBKYXZhLCB1bmxlc3MgZmVhdHVyZXMuKHBiLmphdmEpLm5lc3RfaW5fZmls
      ZV9jbGFzcyA9IFlFUyBzYXlzIG90aGVyd2lzZS5SEWphdmFNdWx0aXBsZUZpbGVzEkQKHWphdmFfZ2VuZXJhdGVf
      ZXF1YWxzX2FuZF9oYXNoGBQgASgIQgIYAVIZamF2YUdlbmVyYXRlRXF1YWxzQW5kSGFzaBI6ChZqYXZhX3N0cmlu
      Z19jaGVja191dGY4GBsgASgIOgVmYWxzZVITamF2YVN0cmluZ0NoZWNrVXRmOBJTCgxvcHRpbWl6ZV9mb3IYCSAB
      KA4yKS5nb29nbGUucHJvdG9idWYuRmlsZU9wdGlvbnMuT3B0aW1pemVNb2RlOgVTUEVFRFILb3B0aW1pemVGb3IS
      HQoKZ29fcGFja2FnZRgLIAEoCVIJZ29QYWNrYWdlEjUKE2NjX2dlbmVyaWNfc2VydmljZXMYECABKAg6BWZhbHNl
      UhFjY0dlbmVyaWNTZXJ2aWNlcxI5ChVqYXZhX2dlbmVyaWNfc2VydmljZXMYESABKAg6BWZhbHNlUhNqYXZhR2Vu
      ZXJpY1NlcnZpY2VzEjUKE3B5X2dlbmVyaWNfc2VydmljZXMYEiABKAg6BWZhbHNlUhFweUdlbmVyaWNTZXJ2aWNl
      cxI3ChRwaHBfZ2VuZXJpY19zZXJ2aWNlcxgqIAEoCDoFZmFsc2VSEnBocEdlbmVyaWNTZXJ2aWNlcxIlCgpkZXBy
      ZWNhdGVkGBcgASgIOgVmYWxzZVIKZGVwcmVjYXRlZBIuChBjY19lbmFibGVfYXJlbmFzGB8gASgIOgR0cnVlUg5j
      Y0VuYWJsZUFyZW5hcxIqChFvYmpjX2NsYXNzX3ByZWZpeBgkIAEoCVIPb2JqY0NsYXNzUHJlZml4EikKEGNzaGFy
      cF9uYW1lc3BhY2UYJSABKAlSD2NzaGFycE5hbWVzcGFjZRIhCgxzd2lmdF9wcmVmaXgYJyABKAlSC3N3aWZ0UHJl
      Zml4EigKEHBocF9jbGFzc19wcmVmaXgYKCABKAlSDnBocENsYXNzUHJlZml4EiMKDXBocF9uYW1lc3BhY2UYKSAB
      KAlSDHBocE5hbWVzcGFjZRI0ChZwaHBfbWV0YWRhdGFfbmFtZXNwYWNlGCwgASgJUhRwaHBNZXRhZGF0YU5hbWVz
      cGFjZRIhCgxydWJ5X3BhY2thZ2UYLSABKAlSC3J1YnlQYWNrYWdlEjcKCGZlYXR1cmVzGDIgASgLMhsuZ29vZ2xl
      LnByb3RvYnVmLkZlYXR1cmVTZXRSCGZlYXR1cmVzElgKFHVuaW50ZXJwcmV0ZWRfb3B0aW9uGOcHIAMoCzIkLmdv
      b2dsZS5wcm90b2J1Zi5VbmludGVycHJldGVkT3B0aW9uUhN1bmludGVycHJldGVkT3B0aW9uIjoKDE9wdGltaXpl
      TW9kZRIJCgVTUEVFRBABEg0KCUNPREVfU0laRRACEhAKDExJVEVfUlVOVElNRRADKgYI3gcQ5wcqCQjoBxCAgICA
      AkoECCYQJyL8AwoOTWVzc2FnZU9wdGlvbnMSPAoXbWVzc2FnZV9zZXRfd2lyZV9mb3JtYXQYASABKAg6BWZhbHNl
      UhRtZXNzYWdlU2V0V2lyZUZvcm1hdBJMCh9ub19zdGFuZGFyZF9kZXNjcmlwdG9yX2FjY2Vzc29yGAIgASgIOgVm
      YWxzZVIcbm9TdGFuZGFyZERlc2NyaXB0b3JBY2Nlc3NvchIlCgpkZXByZWNhdGVkGAMgASgIOgVmYWxzZVIKZGVw
      cmVjYXRlZBIbCgltYXBfZW50cnkYByABKAhSCG1hcEVudHJ5ElYKJmRlcHJlY2F0ZWRfbGVnYWN5X2pzb25fZmll
      bGRfY29uZmxpY3RzGAsgASgIQgIYAVIiZGVwcmVjYXRlZExlZ2FjeUpzb25GaWVsZENvbmZsaWN0cxI3CghmZWF0
      dXJlcxgMIAEoCzIbLmdvb2dsZS5wcm90b2J1Zi5GZWF0dXJlU2V0UghmZWF0dXJlcxJYChR1bmludGVycHJldGVk
      X29wdGlvbhjnByADKAsyJC5nb29nbGUucHJvdG9idWYuVW5pbnRlcnByZXRlZE9wdGlvblITdW5pbnRlcnByZXRl
      ZE9wdGlvbioGCN4HEOcHKgkI6AcQgICAgAJKBAgEEAVKBAgFEAZKBAgGEAdKBAgIEAlKBAgJEAoizg0KDEZpZWxk
      T3B0aW9ucxJBCgVjdHlwZRgBIAEoDjIjLmdvb2dsZS5wcm90b2J1Zi5GaWVsZE9wdGlvbnMuQ1R5cGU6BlNUUklO
      R1IFY3R5cGUSFgoGcGFja2VkGAIgASgIUgZwYWNrZWQSRwoGanN0eXBlGAYgASgOMiQuZ29vZ2xlLnByb3RvYnVm
      LkZpZWxkT3B0aW9ucy5KU1R5cGU6CUpTX05PUk1BTFIGanN0eXBlEhkKBGxhenkYBSABKAg6BWZhbHNlUgRsYXp5
      Ei4KD3VudmVyaWZpZWRfbGF6eRgPIAEoCDoFZmFsc2VSDnVudmVyaWZpZWRMYXp5EiUKCmRlcHJlY2F0ZWQYAyAB
      KAg6BWZhbHNlUgpkZXByZWNhdGVkEh0KBHdlYWsYCiABKAg6BWZhbHNlQgIYAVIEd2VhaxIoCgxkZWJ1Z19yZWRh
      Y3QYECABKAg6BWZhbHNlUgtkZWJ1Z1JlZGFjdBJLCglyZXRlbnRpb24YESABKA4yLS5nb29nbGUucHJvdG9idWYu
      RmllbGRPcHRpb25zLk9wdGlvblJldGVudGlvblIJcmV0ZW50aW9uEkgKB3RhcmdldHMYEyADKA4yLi5nb29nbGUu
      cHJvdG9idWYuRmllbGRPcHRpb25zLk9wdGlvblRhcmdldFR5cGVSB3RhcmdldHMSVwoQZWRpdGlvbl9kZWZhdWx0
      cxgUIAMoCzIsLmdvb2dsZS5wcm90b2J1Zi5GaWVsZE9wdGlvbnMuRWRpdGlvbkRlZmF1bHRSD2VkaXRpb25EZWZh
      dWx0cxI3CghmZWF0dXJlcxgVIAEoCzIbLmdvb2dsZS5wcm90b2J1Zi5GZWF0dXJlU2V0UghmZWF0dXJlcxJVCg9m
      ZWF0dXJlX3N1cHBvcnQYFiABKAsyLC5nb29nbGUucHJvdG9idWYuRmllbGRPcHRpb25zLkZlYXR1cmVTdXBwb3J0
      Ug5mZWF0dXJlU3VwcG9ydBJYChR1bmludGVycHJldGVkX29wdGlvbhjnByADKAsyJC5nb29nbGUucHJvdG9idWYu
      VW5pbnRlcnByZXRlZE9wdGlvblITdW5pbnRlcnByZXRlZE9wdGlvbhpaCg5FZGl0aW9uRGVmYXVsdBIyCgdlZGl0
      aW9uGAMgASgOMhguZ29vZ2xlLnByb3RvYnVmLkVkaXRpb25SB2VkaXRpb24SFAoFdmFsdWUYAiABKAlSBXZhbHVl
      GrsCCg5GZWF0dXJlU3VwcG9ydBJHChJlZGl0aW9uX2ludHJvZHVjZWQYASABKA4yGC5nb29nbGUucHJvdG9idWYu
      RWRpdGlvblIRZWRpdGlvbkludHJvZHVjZWQSRwoSZWRpdGlvbl9kZXByZWNhdGVkGAIgASgOMhguZ29vZ2xlLnBy
      b3RvYnVmLkVkaXRpb25SEWVkaXRpb25EZXByZWNhdGVkEi8KE2RlcHJlY2F0aW9uX3dhcm5pbmcYAyABKAlSEmRl
      cHJlY2F0aW9uV2FybmluZxJBCg9lZGl0aW9uX3JlbW92ZWQYBCABKA4yGC5nb29nbGUucHJvdG9idWYuRWRpdGlv
      blIOZWRpdGlvblJlbW92ZWQSIwoNcmVtb3ZhbF9lcnJvchgFIAEoCVIMcmVtb3ZhbEVycm9yIi8KBUNUeXBlEgoK
      BlNUUklORxAAEggKBENPUkQQARIQCgxTVFJJTkdfUElFQ0UQAiI1CgZKU1R5cGUSDQoJSlNfTk9STUFMEAASDQoJ
      SlNfU1RSSU5HEAESDQoJSlNfTlVNQkVSEAIiVQoPT3B0aW9uUmV0ZW50aW9uEhUKEVJFVEVOVElPTl9VTktOT1dO
      EAASFQoRUkVURU5USU9OX1JVTlRJTUUQARIUChBSRVRFTlRJT05fU09VUkNFEAIijAIKEE9wdGlvblRhcmdldFR5
      cGUSFwoTVEFSR0VUX1RZUEVfVU5LTk9XThAAEhQKEFRBUkdFVF9UWVBFX0ZJTEUQARIfChtUQVJHRVRfVFlQRV9F
      WFRFTlNJT05fUkFOR0UQAhIXChNUQVJHRVRfVFlQRV9NRVNTQUdFEAMSFQoRVEFSR0VUX1RZUEVfRklFTEQQBBIV
      ChFUQVJHRVRfVFlQRV9PTkVPRhAFEhQKEFRBUkdFVF9UWVBFX0VOVU0QBhIaChZUQVJHRVRfVFlQRV9FTlVNX0VO
      VFJZEAcSFwoTVEFSR0VUX1RZUEVfU0VSVklDRRAIEhYKElRBUkdFVF9UWVBFX01FVEhPRBAJKgYI3gcQ5wcqCQjo
      BxCAgICAAkoECAQQBUoECBIQEyK0AQoMT25lb2ZPcHRpb25zEjcKCGZlYXR1cmVzGAEgASgLMhsuZ29vZ2xlLnBy
      b3RvYnVmLkZlYXR1cmVTZXRSCGZlYXR1cmVzElgKFHVuaW50ZXJwcmV0ZWRfb3B0aW9uGOcHIAMoCzIkLmdvb2ds
      ZS5wcm90b2J1Zi5VbmludGVycHJldGVkT3B0aW9uUhN1bmludGVycHJldGVkT3B0aW9uKgYI3gcQ5wcqCQjoBxCA
      gICAAiLZAgoLRW51bU9wdGlvbnMSHwoLYWxsb3dfYWxpYXMYAiABKAhSCmFsbG93QWxpYXMSJQoKZGVwcmVjYXRl
      ZBgDIAEoCDoFZmFsc2VSCmRlcHJlY2F0ZWQSVgomZGVwcmVjYXRlZF9sZWdhY3lfanNvbl9maWVsZF9jb25mbGlj
      dHMYBiABKAhCAhgBUiJkZXByZWNhdGVkTGVnYWN5SnNvbkZpZWxkQ29uZmxpY3RzEjcKCGZlYXR1cmVzGAcgASgL
      MhsuZ29vZ2xlLnByb3RvYnVmLkZlYXR1cmVTZXRSCGZlYXR1cmVzElgKFHVuaW50ZXJwcmV0ZWRfb3B0aW9uGOcH
      IAMoCzIkLmdvb2dsZS5wcm90b2J1Zi5VbmludGVycHJldGVkT3B0aW9uUhN1bmludGVycHJldGVkT3B0aW9uKgYI
      3gcQ5wcqCQjoBxCAgICAAkoECAUQBiLgAgoQRW51bVZhbHVlT3B0aW9ucxIlCgpkZXByZWNhdGVkGAEgASgIOgVm
      YWxzZVIKZGVwcmVjYXRlZBI3CghmZWF0dXJlcxgCIAEoCzIbLmdvb2dsZS5wcm90b2J1Zi5GZWF0dXJlU2V0Ughm
      ZWF0dXJlcxIoCgxkZWJ1Z19yZWRhY3QYAyABKAg6BWZhbHNlUgtkZWJ1Z1JlZGFjdBJVCg9mZWF0dXJlX3N1cHBv
      cnQYBCABKAsyLC5nb29nbGUucHJvdG9idWYuRmllbGRPcHRpb25zLkZlYXR1cmVTdXBwb3J0Ug5mZWF0dXJlU3Vw
      cG9ydBJYChR1bmludGVycHJldGVkX29wdGlvbhjnByADKAsyJC5nb29nbGUucHJvdG9idWYuVW5pbnRlcnByZXRl
      ZE9wdGlvblITdW5pbnRlcnByZXRlZE9wdGlvbioGCN4HEOcHKgkI6AcQgICAgAIi3QEKDlNlcnZpY2VPcHRpb25z
      EjcKCGZlYXR1cmVzGCIgASgLMhsuZ29vZ2xlLnByb3RvYnVmLkZlYXR1cmVTZXRSCGZlYXR1cmVzEiUKCmRlcHJl
      Y2F0ZWQYISABKAg6BWZhbHNlUgpkZXByZWNhdGVkElgKFHVuaW50ZXJwcmV0ZWRfb3B0aW9uGOcHIAMoCzIkLmdv
      b2dsZS5wcm90b2J1Zi5VbmludGVycHJldGVkT3B0aW9uUhN1bmludGVycHJldGVkT3B0aW9uKgYI3gcQ5wcqCQjo
      BxCAgICAAiKhAwoNTWV0aG9kT3B0aW9ucxIlCgpkZXByZWNhdGVkGCEgASgIOgVmYWxzZVIKZGVwcmVjYXRlZBJx
      ChFpZGVtcG90ZW5jeV9sZXZlbBgiIAEoDjIvLmdvb2dsZS5wcm90b2J1Zi5NZXRob2RPcHRpb25zLklkZW1wb3Rl
      bmN5TGV2ZWw6E0lERU1QT1RFTkNZX1VOS05PV05SEGlkZW1wb3RlbmN5TGV2ZWwSNwoIZmVhdHVyZXMYIyABKAsy
      Gy5nb29nbGUucHJvdG9idWYuRmVhdHVyZVNldFIIZmVhdHVyZXMSWAoUdW5pbnRlcnByZXRlZF9vcHRpb24Y5wcg
      AygLMiQuZ29vZ2xlLnByb3RvYnVmLlVuaW50ZXJwcmV0ZWRPcHRpb25SE3VuaW50ZXJwcmV0ZWRPcHRpb24iUAoQ
      SWRlbXBvdGVuY3lMZXZlbBIXChNJREVNUE9URU5DWV9VTktOT1dOEAASEwoPTk9fU0lERV9FRkZFQ1RTEAESDgoK
      SURFTVBPVEVOVBACKgYI3gcQ5wcqCQjoBxCAgICAAiKaAwoTVW5pbnRlcnByZXRlZE9wdGlvbhJBCgRuYW1lGAIg
      AygLMi0uZ29vZ2xlLnByb3RvYnVmLlVuaW50ZXJwcmV0ZWRPcHRpb24uTmFtZVBhcnRSBG5hbWUSKQoQaWRlbnRp
      Zmllcl92YWx1ZRgDIAEoCVIPaWRlbnRpZmllclZhbHVlEiwKEnBvc2l0aXZlX2ludF92YWx1ZRgEIAEoBFIQcG9z
      aXRpdmVJbnRWYWx1ZRIsChJuZWdhdGl2ZV9pbnRfdmFsdWUYBSABKANSEG5lZ2F0aXZlSW50VmFsdWUSIQoMZG91
      YmxlX3ZhbHVlGAYgASgBUgtkb3VibGVWYWx1ZRIhCgxzdHJpbmdfdmFsdWUYByABKAxSC3N0cmluZ1ZhbHVlEicK
      D2FnZ3JlZ2F0ZV92YWx1ZRgIIAEoCVIOYWdncmVnYXRlVmFsdWUaSgoITmFtZVBhcnQSGwoJbmFtZV9wYXJ0GAEg
      AigJUghuYW1lUGFydBIhCgxpc19leHRlbnNpb24YAiACKAhSC2lzRXh0ZW5zaW9uIq4PCgpGZWF0dXJlU2V0EpEB
      Cg5maWVsZF9wcmVzZW5jZRgBIAEoDjIpLmdvb2dsZS5wcm90b2J1Zi5GZWF0dXJlU2V0LkZpZWxkUHJlc2VuY2VC
      P4gBAZgBBJgBAaIBDRIIRVhQTElDSVQYhAeiAQ0SCElNUExJQ0lUGOcHogENEghFWFBMSUNJVBjoB7IBAwjoB1IN
      ZmllbGRQcmVzZW5jZRJsCgllbnVtX3R5cGUYAiABKA4yJC5nb29nbGUucHJvdG9idWYuRmVhdHVyZVNldC5FbnVt
      VHlwZUIpiAEBmAEGmAEBogELEgZDTE9TRUQYhAeiAQkSBE9QRU4Y5weyAQMI6AdSCGVudW1UeXBlEpgBChdyZXBl
      YXRlZF9maWVsZF9lbmNvZGluZxgDIAEoDjIxLmdvb2dsZS5wcm90b2J1Zi5GZWF0dXJlU2V0LlJlcGVhdGVkRmll
      bGRFbmNvZGluZ0ItiAEBmAEEmAEBogENEghFWFBBTkRFRBiEB6IBCxIGUEFDS0VEGOcHsgEDCOgHUhVyZXBlYXRl
      ZEZpZWxkRW5jb2RpbmcSfgoPdXRmOF92YWxpZGF0aW9uGAQgASgOMiouZ29vZ2xlLnByb3RvYnVmLkZlYXR1cmVT
      ZXQuVXRmOFZhbGlkYXRpb25CKYgBAZgBBJgBAaIBCRIETk9ORRiEB6IBCxIGVkVSSUZZGOcHsgEDCOgHUg51dGY4
      VmFsaWRhdGlvbhJ+ChBtZXNzYWdlX2VuY29kaW5nGAUgASgOMisuZ29vZ2xlLnByb3RvYnVmLkZlYXR1cmVTZXQu
      TWVzc2FnZUVuY29kaW5nQiaIAQGYAQSYAQGiARQSD0xFTkdUSF9QUkVGSVhFRBiEB7IBAwjoB1IPbWVzc2FnZUVu
      Y29kaW5nEoIBCgtqc29uX2Zvcm1hdBgGIAEoDjImLmdvb2dsZS5wcm90b2J1Zi5GZWF0dXJlU2V0Lkpzb25Gb3Jt
      YXRCOYgBAZgBA5gBBpgBAaIBFxISTEVHQUNZX0JFU1RfRUZGT1JUGIQHogEKEgVBTExPVxjnB7IBAwjoB1IKanNv
      bkZvcm1hdBK8AQoUZW5mb3JjZV9uYW1pbmdfc3R5bGUYByABKA4yLi5nb29nbGUucHJvdG9idWYuRmVhdHVyZVNl
      dC5FbmZvcmNlTmFtaW5nU3R5bGVCWogBApgBAZgBApgBA5gBBJgBBZgBBpgBB5gBCJgBCaIBERIMU1RZTEVfTEVH
      QUNZGIQHogEOEglTVFlMRTIwMjQY6QeiAQ4SCVNUWUxFMjAyNhiPTrIBAwjpB1ISZW5mb3JjZU5hbWluZ1N0eWxl
      ErkBChlkZWZhdWx0X3N5bWJvbF92aXNpYmlsaXR5GAggASgOMkUuZ29vZ2xlLnByb3RvYnVmLkZlYXR1cmVTZXQu
      VmlzaWJpbGl0eUZlYXR1cmUuRGVmYXVsdFN5bWJvbFZpc2liaWxpdHlCNogBApgBAaIBDxIKRVhQT1JUX0FMTBiE
      B6IBFRIQRVhQT1JUX1RPUF9MRVZFTBjpB7IBAwjpB1IXZGVmYXVsdFN5bWJvbFZpc2liaWxpdHkaoQEKEVZpc2li
      aWxpdHlGZWF0dXJlIoEBChdEZWZhdWx0U3ltYm9sVmlzaWJpbGl0eRIlCiFERUZBVUxUX1NZTUJPTF9WSVNJQklM
      SVRZX1VOS05PV04QABIOCgpFWFBPUlRfQUxMEAESFAoQRVhQT1JUX1RPUF9MRVZFTBACEg0KCUxPQ0FMX0FMTBAD
      EgoKBlNUUklDVBAESggIARCAgICAAiJcCg1GaWVsZFByZXNlbmNlEhoKFkZJRUxEX1BSRVNFTkNFX1VOS05PV04Q
      ABIMCghFWFBMSUNJVBABEgwKCElNUExJQ0lUEAISEwoPTEVHQUNZX1JFUVVJUkVEEAMiNwoIRW51bVR5cGUSFQoR
      RU5VTV9UWVBFX1VOS05PV04QABIICgRPUEVOEAESCgoGQ0xPU0VEEAIiVgoVUmVwZWF0ZWRGaWVsZEVuY29kaW5n
      EiMKH1JFUEVBVEVEX0ZJRUxEX0VOQ09ESU5HX1VOS05PV04QABIKCgZQQUNLRUQQARIMCghFWFBBTkRFRBACIkkK
      DlV0ZjhWYWxpZGF0aW9uEhsKF1VURjhfVkFMSURBVElPTl9VTktOT1dOEAASCgoGVkVSSUZZEAISCAoETk9ORRAD
      IgQIARABIlMKD01lc3NhZ2VFbmNvZGluZxIcChhNRVNTQUdFX0VOQ09ESU5HX1VOS05PV04QABITCg9MRU5HVEhf
      UFJFRklYRUQQARINCglERUxJTUlURUQQAiJICgpKc29uRm9ybWF0EhcKE0pTT05fRk9STUFUX1VOS05PV04QABIJ
      CgVBTExPVxABEhYKEkxFR0FDWV9CRVNUX0VGRk9SVBACImYKEkVuZm9yY2VOYW1pbmdTdHlsZRIgChxFTkZPUkNF
      X05BTUlOR19TVFlMRV9VTktOT1dOEAASDQoJU1RZTEUyMDI0EAESEAoMU1RZTEVfTEVHQUNZEAISDQoJU1RZTEUy
      MDI2EAMqBgjoBxCLTioGCItOEJBOKgYIkE4QkU5KBgjnBxDoByLvAwoSRmVhdHVyZVNldERlZmF1bHRzElgKCGRl
      ZmF1bHRzGAEgAygLMjwuZ29vZ2xlLnByb3RvYnVmLkZlYXR1cmVTZXREZWZhdWx0cy5GZWF0dXJlU2V0RWRpdGlv
      bkRlZmF1bHRSCGRlZmF1bHRzEkEKD21pbmltdW1fZWRpdGlvbhgEIAEoDjIYLmdvb2dsZS5wcm90b2J1Zi5FZGl0
      aW9uUg5taW5pbXVtRWRpdGlvbhJBCg9tYXhpbXVtX2VkaXRpb24YBSABKA4yGC5nb29nbGUucHJvdG9idWYuRWRp
      dGlvblIObWF4aW11bUVkaXRpb24a+AEKGEZlYXR1cmVTZXRFZGl0aW9uRGVmYXVsdBIyCgdlZGl0aW9uGAMgASgO
      MhguZ29vZ2xlLnByb3RvYnVmLkVkaXRpb25SB2VkaXRpb24STgoUb3ZlcnJpZGFibGVfZmVhdHVyZXMYBCABKAsy
      Gy5nb29nbGUucHJvdG9idWYuRmVhdHVyZVNldFITb3ZlcnJpZGFibGVGZWF0dXJlcxJCCg5maXhlZF9mZWF0dXJl
      cxgFIAEoCzIbLmdvb2dsZS5wcm90b2J1Zi5GZWF0dXJlU2V0Ug1maXhlZEZlYXR1cmVzSgQIARACSgQIAhADUghm
      ZWF0dXJlcyK1AgoOU291cmNlQ29kZUluZm8SRAoIbG9jYXRpb24YASADKAsyKC5nb29nbGUucHJvdG9idWYuU291
      cmNlQ29kZUluZm8uTG9jYXRpb25SCGxvY2F0aW9uGs4BCghMb2NhdGlvbhIWCgRwYXRoGAEgAygFQgIQAVIEcGF0
      aBIWCgRzcGFuGAIgAygFQgIQAVIEc3BhbhIpChBsZWFkaW5nX2NvbW1lbnRzGAMgASgJUg9sZWFkaW5nQ29tbWVu
      dHMSKwoRdHJhaWxpbmdfY29tbWVudHMYBCABKAlSEHRyYWlsaW5nQ29tbWVudHMSOgoZbGVhZGluZ19kZXRhY2hl
      ZF9jb21tZW50cxgGIAMoCVIXbGVhZGluZ0RldGFjaGVkQ29tbWVudHMqDAiA7Mr/ARCB7Mr/ASLQAgoRR2VuZXJh
      dGVkQ29kZUluZm8STQoKYW5ub3RhdGlvbhgBIAMoCzItLmdvb2dsZS5wcm90b2J1Zi5HZW5lcmF0ZWRDb2RlSW5m
      by5Bbm5vdGF0aW9uUgphbm5vdGF0aW9uGusBCgpBbm5vdGF0aW9uEhYKBHBhdGgYASADKAVCAhABUgRwYXRoEh8K
      C3NvdXJjZV9maWxlGAIgASgJUgpzb3VyY2VGaWxlEhQKBWJlZ2luGAMgASgFUgViZWdpbhIQCgNlbmQYBCABKAVS
      A2VuZBJSCghzZW1hbnRpYxgFIAEoDjI2Lmdvb2dsZS5wcm90b2J1Zi5HZW5lcmF0ZWRDb2RlSW5mby5Bbm5vdGF0
      aW9uLlNlbWFudGljUghzZW1hbnRpYyIoCghTZW1hbnRpYxIICgROT05FEAASBwoDU0VUEAESCQoFQUxJQVMQAirR
      AgoHRWRpdGlvbhITCg9FRElUSU9OX1VOS05PV04QABITCg5FRElUSU9OX0xFR0FDWRCEBxITCg5FRElUSU9OX1BS
      T1RPMhDmBxITCg5FRElUSU9OX1BST1RPMxDnBxIRCgxFRElUSU9OXzIwMjMQ6AcSEQoMRURJVElPTl8yMDI0EOkH
      EhEKDEVESVRJT05fMjAyNhDqBxIVChBFRElUSU9OX1VOU1RBQkxFEI9OEhcKE0VESVRJT05fMV9URVNUX09OTFkQ
      ARIXChNFRElUSU9OXzJfVEVTVF9PTkxZEAISHQoXRURJVElPTl85OTk5N19URVNUX09OTFkQnY0GEh0KF0VESVRJ
      T05fOTk5OThfVEVTVF9PTkxZEJ6NBhIdChdFRElUSU9OXzk5OTk5X1RFU1RfT05MWRCfjQYSEwoLRURJVElPTl9N
      QVgQ/////wcqVQoQU3ltYm9sVmlzaWJpbGl0eRIUChBWSVNJQklMSVRZX1VOU0VUEAASFAoQVklTSUJJTElUWV9M
      T0NBTBABEhUKEVZJU0lCSUxJVFlfRVhQT1JUEAJCfgoTY29tLmdvb2dsZS5wcm90b2J1ZkIQRGVzY3JpcHRvclBy
      b3Rvc0gBWi1nb29nbGUuZ29sYW5nLm9yZy9wcm90b2J1Zi90eXBlcy9kZXNjcmlwdG9ycGL4AQGiAgNHUEKqAhpH
      b29nbGUuUHJvdG9idWYuUmVmbGVjdGlvbg==
      """)
}
