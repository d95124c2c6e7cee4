// Made by schemac from google/protobuf/compiler/plugin.proto. Edit that, not this.

import Protobuf

/// Package `google.protobuf.compiler`.
public enum GoogleProtobufCompiler {}

extension GoogleProtobufCompiler {
  /// The version of a compiler.
  public struct Version: Message {
    /// The first number.
    public var major: Int32?
    /// The second number.
    public var minor: Int32?
    /// The third number.
    public var patch: Int32?
    /// What stands behind the numbers, such as `-rc1`.
    public var suffix: String?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      major: Int32? = nil, minor: Int32? = nil, patch: Int32? = nil, suffix: String? = nil
    ) {
      self.major = major
      self.minor = minor
      self.patch = patch
      self.suffix = suffix
    }
  }

  /// What a generator is asked for.
  public struct CodeGeneratorRequest: Message {
    /// The files to make code for, as they are imported.
    public var fileToGenerate: [String] = []
    /// What the person wrote for the generator on the command line.
    public var parameter: String?
    /// Those files and all that they import, each behind its imports, without the options that are
    /// for the compiler alone.
    public var protoFile: [GoogleProtobuf.FileDescriptorProto] = []
    /// The files to make code for with all their options.
    public var sourceFileDescriptors: [GoogleProtobuf.FileDescriptorProto] = []
    /// The compiler that asks.
    public var compilerVersion: Version?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      fileToGenerate: [String] = [],
      parameter: String? = nil,
      protoFile: [GoogleProtobuf.FileDescriptorProto] = [],
      sourceFileDescriptors: [GoogleProtobuf.FileDescriptorProto] = [],
      compilerVersion: Version? = nil
    ) {
      self.fileToGenerate = fileToGenerate
      self.parameter = parameter
      self.protoFile = protoFile
      self.sourceFileDescriptors = sourceFileDescriptors
      self.compilerVersion = compilerVersion
    }
  }

  /// What a generator made.
  public struct CodeGeneratorResponse: Message {
    /// Why nothing was made: what is wrong with the files or the parameter.
    public var error: String?
    /// The features that the generator can do, as bits.
    public var supportedFeatures: UInt64?
    /// The first edition that it can do, as a number of `Edition`.
    public var minimumEdition: Int32?
    /// The last.
    public var maximumEdition: Int32?
    /// The files.
    public var file: [File] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      error: String? = nil,
      supportedFeatures: UInt64? = nil,
      minimumEdition: Int32? = nil,
      maximumEdition: Int32? = nil,
      file: [File] = []
    ) {
      self.error = error
      self.supportedFeatures = supportedFeatures
      self.minimumEdition = minimumEdition
      self.maximumEdition = maximumEdition
      self.file = file
    }

    /// What a generator need not be able to do.
    public enum Feature: ProtobufEnum {
      /// Nothing.
      case none
      /// `optional` fields of proto3.
      case proto3Optional
      /// Editions.
      case supportsEditions
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .none }

      public static var isClosed: Bool { true }

      public init(number: Int32) {
        switch number {
        case 0: self = .none
        case 1: self = .proto3Optional
        case 2: self = .supportsEditions
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .none: 0
        case .proto3Optional: 1
        case .supportsEditions: 2
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [
          (0, "FEATURE_NONE"),
          (1, "FEATURE_PROTO3_OPTIONAL"),
          (2, "FEATURE_SUPPORTS_EDITIONS"),
        ]
      }
    }

    /// One file.
    public struct File: Message {
      /// Its name, relative to the folder for output.
      public var name: String?
      /// The mark in a file that another generator made, in front of which this is put in.
      public var insertionPoint: String?
      /// What is in it.
      public var content: String?
      /// What of the schema each part of it comes from.
      public var generatedCodeInfo: GoogleProtobuf.GeneratedCodeInfo?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        name: String? = nil,
        insertionPoint: String? = nil,
        content: String? = nil,
        generatedCodeInfo: GoogleProtobuf.GeneratedCodeInfo? = nil
      ) {
        self.name = name
        self.insertionPoint = insertionPoint
        self.content = content
        self.generatedCodeInfo = generatedCodeInfo
      }
    }
  }
}

// MARK: - Codecs

extension GoogleProtobufCompiler.Version {
  public static let fullName = "google.protobuf.compiler.Version"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&major)
      case .varint(2): try reader.int32(&minor)
      case .varint(3): try reader.int32(&patch)
      case .length(4): try reader.string(&suffix)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(4, explicit: suffix)
    writer.int32(3, explicit: patch)
    writer.int32(2, explicit: minor)
    writer.int32(1, explicit: major)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "major", \.major)
    fields.optional(2, "minor", \.minor)
    fields.optional(3, "patch", \.patch)
    fields.optional(4, "suffix", \.suffix)
  }
}

extension GoogleProtobufCompiler.CodeGeneratorRequest {
  public static let fullName = "google.protobuf.compiler.CodeGeneratorRequest"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.repeated(&fileToGenerate, tag, .string)
      case .length(2): try reader.string(&parameter)
      case .length(15): try reader.messages(&protoFile)
      case .length(17): try reader.messages(&sourceFileDescriptors)
      case .length(3): try reader.message(&compilerVersion)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(17, sourceFileDescriptors)
    writer.messages(15, protoFile)
    writer.message(3, compilerVersion)
    writer.string(2, explicit: parameter)
    writer.repeated(1, fileToGenerate, .string)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "file_to_generate", \.fileToGenerate)
    fields.optional(2, "parameter", \.parameter)
    fields.repeated(15, "proto_file", \.protoFile)
    fields.repeated(17, "source_file_descriptors", \.sourceFileDescriptors)
    fields.optional(3, "compiler_version", \.compilerVersion)
  }
}

extension GoogleProtobufCompiler.CodeGeneratorResponse {
  public static let fullName = "google.protobuf.compiler.CodeGeneratorResponse"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&error)
      case .varint(2): try reader.uint64(&supportedFeatures)
      case .varint(3): try reader.int32(&minimumEdition)
      case .varint(4): try reader.int32(&maximumEdition)
      case .length(15): try reader.messages(&file)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(15, file)
    writer.int32(4, explicit: maximumEdition)
    writer.int32(3, explicit: minimumEdition)
    writer.uint64(2, explicit: supportedFeatures)
    writer.string(1, explicit: error)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "error", \.error)
    fields.optional(2, "supported_features", \.supportedFeatures)
    fields.optional(3, "minimum_edition", \.minimumEdition)
    fields.optional(4, "maximum_edition", \.maximumEdition)
    fields.repeated(15, "file", \.file)
  }
}

extension GoogleProtobufCompiler.CodeGeneratorResponse.File {
  public static let fullName = "google.protobuf.compiler.CodeGeneratorResponse.File"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .length(2): try reader.string(&insertionPoint)
      case .length(15): try reader.string(&content)
      case .length(16): try reader.message(&generatedCodeInfo)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(16, generatedCodeInfo)
    writer.string(15, explicit: content)
    writer.string(2, explicit: insertionPoint)
    writer.string(1, explicit: name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "name", \.name)
    fields.optional(2, "insertion_point", \.insertionPoint)
    fields.optional(15, "content", \.content)
    fields.optional(16, "generated_code_info", \.generatedCodeInfo)
  }
}

// MARK: - Schema

extension GoogleProtobufCompiler {
  /// The descriptor of `google/protobuf/compiler/plugin.proto`.
  public static let pluginFile = SchemaFile(
    "google/protobuf/compiler/plugin.proto",
    imports: [GoogleProtobuf.descriptorFile],
    base64: """
      CiVnb29nbGUvcHJvdG9idWYvY29tcGlsZXIvcGx1Z2luLnByb3RvEhhnb29nbGUucHJvdG9idWYuY29tcGlsZXIa
      IGdvb2dsZS9wcm90b2J1Zi9kZXNjcmlwdG9yLnByb3RvImMKB1ZlcnNpb24SFAoFbWFqb3IYASABKAVSBW1ham9y
      EhQKBW1pbm9yGAIgASgFUgVtaW5vchIUCgVwYXRjaBgDIAEoBVIFcGF0Y2gSFgoGc3VmZml4GAQgASgJUgZzdWZm
      aXgizwIKFENvZGVHZW5lcmF0b3JSZXF1ZXN0EigKEGZpbGVfdG9fZ2VuZXJhdGUYASADKAlSDmZpbGVUb0dlbmVy
      YXRlEhwKCXBhcmFtZXRlchgCIAEoCVIJcGFyYW1ldGVyEkMKCnByb3RvX2ZpbGUYDyADKAsyJC5nb29nbGUucHJv
      dG9idWYuRmlsZURlc2NyaXB0b3JQcm90b1IJcHJvdG9GaWxlElwKF3NvdXJjZV9maWxlX2Rlc2NyaXB0b3JzGBEg
      AygLMiQuZ29vZ2xlLnByb3RvYnVmLkZpbGVEZXNjcmlwdG9yUHJvdG9SFXNvdXJjZUZpbGVEZXNjcmlwdG9ycxJM
      ChBjb21waWxlcl92ZXJzaW9uGAMgASgLMiEuZ29vZ2xlLnByb3RvYnVmLmNvbXBpbGVyLlZlcnNpb25SD2NvbXBp
      bGVyVmVyc2lvbiKFBAoVQ29kZUdlbmVyYXRvclJlc3BvbnNlEhQKBWVycm9yGAEgASgJUgVlcnJvchItChJzdXBw
      b3J0ZWRfZmVhdHVyZXMYAiABKARSEXN1cHBvcnRlZEZlYXR1cmVzEicKD21pbmltdW1fZWRpdGlvbhgDIAEoBVIO
      bWluaW11bUVkaXRpb24SJwoPbWF4aW11bV9lZGl0aW9uGAQgASgFUg5tYXhpbXVtRWRpdGlvbhJICgRmaWxlGA8g
      AygLMjQuZ29vZ2xlLnByb3RvYnVmLmNvbXBpbGVyLkNvZGVHZW5lcmF0b3JSZXNwb25zZS5GaWxlUgRmaWxlGrEB
      CgRGaWxlEhIKBG5hbWUYASABKAlSBG5hbWUSJwoPaW5zZXJ0aW9uX3BvaW50GAIgASgJUg5pbnNlcnRpb25Qb2lu
      dBIYCgdjb250ZW50GA8gASgJUgdjb250ZW50ElIKE2dlbmVyYXRlZF9jb2RlX2luZm8YECABKAsyIi5nb29nbGUu
      cHJvdG9idWYuR2VuZXJhdGVkQ29kZUluZm9SEWdlbmVyYXRlZENvZGVJbmZvIlcKB0ZlYXR1cmUSEAoMRkVBVFVS
      RV9OT05FEAASGwoXRkVBVFVSRV9QUk9UTzNfT1BUSU9OQUwQARIdChlGRUFUVVJFX1NVUFBPUlRTX0VESVRJT05T
      EAJCcgocY29tLmdvb2dsZS5wcm90b2J1Zi5jb21waWxlckIMUGx1Z2luUHJvdG9zWilnb29nbGUuZ29sYW5nLm9y
      Zy9wcm90b2J1Zi90eXBlcy9wbHVnaW5wYqoCGEdvb2dsZS5Qcm90b2J1Zi5Db21waWxlcg==
      """)
}
