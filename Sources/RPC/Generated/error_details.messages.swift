// Made by schemac from google/rpc/error_details.proto. Edit that, not this.

import Protobuf

extension GoogleRpc {
  /// Why a call failed, in a form that a program can act on. Every failure has one.
  public struct ErrorInfo: Message {
    /// A constant in UPPER_SNAKE_CASE, unique within the domain: `IMAGE_TOO_LARGE`.
    public var reason: String = ""
    /// Who defines the reason: the name of a service or product.
    public var domain: String = ""
    /// What else belongs to it: limits, measured values.
    public var metadata: [String: String] = [:]
    public var unknownFields = UnknownFields()

    public init() {}

    public init(reason: String = "", domain: String = "", metadata: [String: String] = [:]) {
      self.reason = reason
      self.domain = domain
      self.metadata = metadata
    }
  }

  /// When to try again.
  public struct RetryInfo: Message {
    /// How long to wait at least.
    public var retryDelay: GoogleProtobuf.Duration?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(retryDelay: GoogleProtobuf.Duration? = nil) {
      self.retryDelay = retryDelay
    }
  }

  /// Where in the program it went wrong.
  public struct DebugInfo: Message {
    /// The calls, innermost first.
    public var stackEntries: [String] = []
    /// Anything else that the server says about it.
    public var detail: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(stackEntries: [String] = [], detail: String = "") {
      self.stackEntries = stackEntries
      self.detail = detail
    }
  }

  /// Which quotas the request exceeded.
  public struct QuotaFailure: Message {
    /// All of them.
    public var violations: [Violation] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(violations: [Violation] = []) {
      self.violations = violations
    }

    /// One quota.
    public struct Violation: Message {
      /// What is limited: `tenant:C0012345`, `clientip:192.0.2.1`.
      public var subject: String = ""
      /// The limit and the measured value.
      public var description: String = ""
      /// The service whose quota it is.
      public var apiService: String = ""
      /// What is counted.
      public var quotaMetric: String = ""
      /// The name of the limit.
      public var quotaId: String = ""
      /// What the limit was looked up by.
      public var quotaDimensions: [String: String] = [:]
      /// The limit in force.
      public var quotaValue: Int64 = 0
      /// The limit to come, while it is being changed.
      public var futureQuotaValue: Int64?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        subject: String = "",
        description: String = "",
        apiService: String = "",
        quotaMetric: String = "",
        quotaId: String = "",
        quotaDimensions: [String: String] = [:],
        quotaValue: Int64 = 0,
        futureQuotaValue: Int64? = nil
      ) {
        self.subject = subject
        self.description = description
        self.apiService = apiService
        self.quotaMetric = quotaMetric
        self.quotaId = quotaId
        self.quotaDimensions = quotaDimensions
        self.quotaValue = quotaValue
        self.futureQuotaValue = futureQuotaValue
      }
    }
  }

  /// Which conditions do not hold.
  public struct PreconditionFailure: Message {
    /// All of them.
    public var violations: [Violation] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(violations: [Violation] = []) {
      self.violations = violations
    }

    /// One condition.
    public struct Violation: Message {
      /// Its kind, a constant of the service.
      public var type: String = ""
      /// What it does not hold for.
      public var subject: String = ""
      /// How to make it hold.
      public var description: String = ""
      public var unknownFields = UnknownFields()

      public init() {}

      public init(type: String = "", subject: String = "", description: String = "") {
        self.type = type
        self.subject = subject
        self.description = description
      }
    }
  }

  /// Which fields of the request are wrong.
  public struct BadRequest: Message {
    /// All of them.
    public var fieldViolations: [FieldViolation] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(fieldViolations: [FieldViolation] = []) {
      self.fieldViolations = fieldViolations
    }

    /// One field.
    public struct FieldViolation: Message {
      /// Its path: `image.width`, `items[2].name`.
      public var field: String = ""
      /// What is wrong with it and what would be right.
      public var description: String = ""
      /// A constant for the kind of mistake.
      public var reason: String = ""
      /// The description for the user to read.
      public var localizedMessage: LocalizedMessage?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        field: String = "",
        description: String = "",
        reason: String = "",
        localizedMessage: LocalizedMessage? = nil
      ) {
        self.field = field
        self.description = description
        self.reason = reason
        self.localizedMessage = localizedMessage
      }
    }
  }

  /// What to quote when asking about this call.
  public struct RequestInfo: Message {
    /// The server's name for the call.
    public var requestId: String = ""
    /// Anything that helps to find it, opaque to the caller.
    public var servingData: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(requestId: String = "", servingData: String = "") {
      self.requestId = requestId
      self.servingData = servingData
    }
  }

  /// What the failure is about.
  public struct ResourceInfo: Message {
    /// The kind of resource.
    public var resourceType: String = ""
    /// Its name.
    public var resourceName: String = ""
    /// Whose it is.
    public var owner: String = ""
    /// What went wrong with it.
    public var description: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      resourceType: String = "",
      resourceName: String = "",
      owner: String = "",
      description: String = ""
    ) {
      self.resourceType = resourceType
      self.resourceName = resourceName
      self.owner = owner
      self.description = description
    }
  }

  /// Where to read more.
  public struct Help: Message {
    /// All of them.
    public var links: [Link] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(links: [Link] = []) {
      self.links = links
    }

    /// One page.
    public struct Link: Message {
      /// What it offers.
      public var description: String = ""
      /// Its address.
      public var url: String = ""
      public var unknownFields = UnknownFields()

      public init() {}

      public init(description: String = "", url: String = "") {
        self.description = description
        self.url = url
      }
    }
  }

  /// The failure in the user's language.
  public struct LocalizedMessage: Message {
    /// A BCP 47 tag: `ja`, `en-GB`.
    public var locale: String = ""
    /// The text.
    public var message: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(locale: String = "", message: String = "") {
      self.locale = locale
      self.message = message
    }
  }
}

// MARK: - Codecs

extension GoogleRpc.ErrorInfo {
  public static let fullName = "google.rpc.ErrorInfo"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&reason)
      case .length(2): try reader.string(&domain)
      case .length(3): try reader.map(&metadata, .string, .string)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.map(3, metadata, .string, .string)
    writer.string(2, domain)
    writer.string(1, reason)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "reason", \.reason)
    fields.singular(2, "domain", \.domain)
    fields.map(3, "metadata", \.metadata)
  }
}

extension GoogleRpc.RetryInfo {
  public static let fullName = "google.rpc.RetryInfo"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.message(&retryDelay)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(1, retryDelay)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "retry_delay", \.retryDelay)
  }
}

extension GoogleRpc.DebugInfo {
  public static let fullName = "google.rpc.DebugInfo"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.repeated(&stackEntries, tag, .string)
      case .length(2): try reader.string(&detail)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(2, detail)
    writer.repeated(1, stackEntries, .string)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "stack_entries", \.stackEntries)
    fields.singular(2, "detail", \.detail)
  }
}

extension GoogleRpc.QuotaFailure {
  public static let fullName = "google.rpc.QuotaFailure"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.messages(&violations)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(1, violations)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "violations", \.violations)
  }
}

extension GoogleRpc.QuotaFailure.Violation {
  public static let fullName = "google.rpc.QuotaFailure.Violation"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&subject)
      case .length(2): try reader.string(&description)
      case .length(3): try reader.string(&apiService)
      case .length(4): try reader.string(&quotaMetric)
      case .length(5): try reader.string(&quotaId)
      case .length(6): try reader.map(&quotaDimensions, .string, .string)
      case .varint(7): try reader.int64(&quotaValue)
      case .varint(8): try reader.int64(&futureQuotaValue)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int64(8, explicit: futureQuotaValue)
    writer.int64(7, quotaValue)
    writer.map(6, quotaDimensions, .string, .string)
    writer.string(5, quotaId)
    writer.string(4, quotaMetric)
    writer.string(3, apiService)
    writer.string(2, description)
    writer.string(1, subject)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "subject", \.subject)
    fields.singular(2, "description", \.description)
    fields.singular(3, "api_service", \.apiService)
    fields.singular(4, "quota_metric", \.quotaMetric)
    fields.singular(5, "quota_id", \.quotaId)
    fields.map(6, "quota_dimensions", \.quotaDimensions)
    fields.singular(7, "quota_value", \.quotaValue)
    fields.optional(8, "future_quota_value", \.futureQuotaValue)
  }
}

extension GoogleRpc.PreconditionFailure {
  public static let fullName = "google.rpc.PreconditionFailure"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.messages(&violations)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(1, violations)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "violations", \.violations)
  }
}

extension GoogleRpc.PreconditionFailure.Violation {
  public static let fullName = "google.rpc.PreconditionFailure.Violation"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&type)
      case .length(2): try reader.string(&subject)
      case .length(3): try reader.string(&description)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(3, description)
    writer.string(2, subject)
    writer.string(1, type)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "type", \.type)
    fields.singular(2, "subject", \.subject)
    fields.singular(3, "description", \.description)
  }
}

extension GoogleRpc.BadRequest {
  public static let fullName = "google.rpc.BadRequest"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.messages(&fieldViolations)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(1, fieldViolations)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "field_violations", \.fieldViolations)
  }
}

extension GoogleRpc.BadRequest.FieldViolation {
  public static let fullName = "google.rpc.BadRequest.FieldViolation"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&field)
      case .length(2): try reader.string(&description)
      case .length(3): try reader.string(&reason)
      case .length(4): try reader.message(&localizedMessage)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(4, localizedMessage)
    writer.string(3, reason)
    writer.string(2, description)
    writer.string(1, field)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "field", \.field)
    fields.singular(2, "description", \.description)
    fields.singular(3, "reason", \.reason)
    fields.optional(4, "localized_message", \.localizedMessage)
  }
}

extension GoogleRpc.RequestInfo {
  public static let fullName = "google.rpc.RequestInfo"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&requestId)
      case .length(2): try reader.string(&servingData)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(2, servingData)
    writer.string(1, requestId)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "request_id", \.requestId)
    fields.singular(2, "serving_data", \.servingData)
  }
}

extension GoogleRpc.ResourceInfo {
  public static let fullName = "google.rpc.ResourceInfo"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&resourceType)
      case .length(2): try reader.string(&resourceName)
      case .length(3): try reader.string(&owner)
      case .length(4): try reader.string(&description)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(4, description)
    writer.string(3, owner)
    writer.string(2, resourceName)
    writer.string(1, resourceType)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "resource_type", \.resourceType)
    fields.singular(2, "resource_name", \.resourceName)
    fields.singular(3, "owner", \.owner)
    fields.singular(4, "description", \.description)
  }
}

extension GoogleRpc.Help {
  public static let fullName = "google.rpc.Help"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.messages(&links)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(1, links)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "links", \.links)
  }
}

extension GoogleRpc.Help.Link {
  public static let fullName = "google.rpc.Help.Link"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&description)
      case .length(2): try reader.string(&url)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(2, url)
    writer.string(1, description)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "description", \.description)
    fields.singular(2, "url", \.url)
  }
}

extension GoogleRpc.LocalizedMessage {
  public static let fullName = "google.rpc.LocalizedMessage"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&locale)
      case .length(2): try reader.string(&message)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(2, message)
    writer.string(1, locale)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "locale", \.locale)
    fields.singular(2, "message", \.message)
  }
}

// MARK: - Schema

extension GoogleRpc {
  /// The descriptor of `google/rpc/error_details.proto`.
  public static let errorDetailsFile = SchemaFile(
    "google/rpc/error_details.proto",
    imports: [GoogleProtobuf.durationFile],
    base64: """
      Ch5nb29nbGUvcnBjL2Vycm9yX2RldGFpbHMucHJvdG8SCmdvb2dsZS5ycGMaHmdvb2dsZS9wcm90b2J1Zi9kdXJh
      dGlvbi5wcm90byK5AQoJRXJyb3JJbmZvEhYKBnJlYXNvbhgBIAEoCVIGcmVhc29uEhYKBmRvbWFpbhgCIAEoCVIG
      ZG9tYWluEj8KCG1ldGFkYXRhGAMgAygLMiMuZ29vZ2xlLnJwYy5FcnJvckluZm8uTWV0YWRhdGFFbnRyeVIIbWV0
      YWRhdGEaOwoNTWV0YWRhdGFFbnRyeRIQCgNrZXkYASABKAlSA2tleRIUCgV2YWx1ZRgCIAEoCVIFdmFsdWU6AjgB
      IkcKCVJldHJ5SW5mbxI6CgtyZXRyeV9kZWxheRgBIAEoCzIZLmdvb2dsZS5wcm90b2J1Zi5EdXJhdGlvblIKcmV0
      cnlEZWxheSJICglEZWJ1Z0luZm8SIwoNc3RhY2tfZW50cmllcxgBIAMoCVIMc3RhY2tFbnRyaWVzEhYKBmRldGFp
      bBgCIAEoCVIGZGV0YWlsIo4ECgxRdW90YUZhaWx1cmUSQgoKdmlvbGF0aW9ucxgBIAMoCzIiLmdvb2dsZS5ycGMu
      UXVvdGFGYWlsdXJlLlZpb2xhdGlvblIKdmlvbGF0aW9ucxq5AwoJVmlvbGF0aW9uEhgKB3N1YmplY3QYASABKAlS
      B3N1YmplY3QSIAoLZGVzY3JpcHRpb24YAiABKAlSC2Rlc2NyaXB0aW9uEh8KC2FwaV9zZXJ2aWNlGAMgASgJUgph
      cGlTZXJ2aWNlEiEKDHF1b3RhX21ldHJpYxgEIAEoCVILcXVvdGFNZXRyaWMSGQoIcXVvdGFfaWQYBSABKAlSB3F1
      b3RhSWQSYgoQcXVvdGFfZGltZW5zaW9ucxgGIAMoCzI3Lmdvb2dsZS5ycGMuUXVvdGFGYWlsdXJlLlZpb2xhdGlv
      bi5RdW90YURpbWVuc2lvbnNFbnRyeVIPcXVvdGFEaW1lbnNpb25zEh8KC3F1b3RhX3ZhbHVlGAcgASgDUgpxdW90
      YVZhbHVlEjEKEmZ1dHVyZV9xdW90YV92YWx1ZRgIIAEoA0gAUhBmdXR1cmVRdW90YVZhbHVliAEBGkIKFFF1b3Rh
      RGltZW5zaW9uc0VudHJ5EhAKA2tleRgBIAEoCVIDa2V5EhQKBXZhbHVlGAIgASgJUgV2YWx1ZToCOAFCFQoTX2Z1
      dHVyZV9xdW90YV92YWx1ZSK9AQoTUHJlY29uZGl0aW9uRmFpbHVyZRJJCgp2aW9sYXRpb25zGAEgAygLMikuZ29v
      Z2xlLnJwYy5QcmVjb25kaXRpb25GYWlsdXJlLlZpb2xhdGlvblIKdmlvbGF0aW9ucxpbCglWaW9sYXRpb24SEgoE
      dHlwZRgBIAEoCVIEdHlwZRIYCgdzdWJqZWN0GAIgASgJUgdzdWJqZWN0EiAKC2Rlc2NyaXB0aW9uGAMgASgJUgtk
      ZXNjcmlwdGlvbiKMAgoKQmFkUmVxdWVzdBJQChBmaWVsZF92aW9sYXRpb25zGAEgAygLMiUuZ29vZ2xlLnJwYy5C
      YWRSZXF1ZXN0LkZpZWxkVmlvbGF0aW9uUg9maWVsZFZpb2xhdGlvbnMaqwEKDkZpZWxkVmlvbGF0aW9uEhQKBWZp
      ZWxkGAEgASgJUgVmaWVsZBIgCgtkZXNjcmlwdGlvbhgCIAEoCVILZGVzY3JpcHRpb24SFgoGcmVhc29uGAMgASgJ
      UgZyZWFzb24SSQoRbG9jYWxpemVkX21lc3NhZ2UYBCABKAsyHC5nb29nbGUucnBjLkxvY2FsaXplZE1lc3NhZ2VS
      EGxvY2FsaXplZE1lc3NhZ2UiTwoLUmVxdWVzdEluZm8SHQoKcmVxdWVzdF9pZBgBIAEoCVIJcmVxdWVzdElkEiEK
      DHNlcnZpbmdfZGF0YRgCIAEoCVILc2VydmluZ0RhdGEikAEKDFJlc291cmNlSW5mbxIjCg1yZXNvdXJjZV90eXBl
      GAEgASgJUgxyZXNvdXJjZVR5cGUSIwoNcmVzb3VyY2VfbmFtZRgCIAEoCVIMcmVzb3VyY2VOYW1lEhQKBW93bmVy
      GAMgASgJUgVvd25lchIgCgtkZXNjcmlwdGlvbhgEIAEoCVILZGVzY3JpcHRpb24ibwoESGVscBIrCgVsaW5rcxgB
      IAMoCzIVLmdvb2dsZS5ycGMuSGVscC5MaW5rUgVsaW5rcxo6CgRMaW5rEiAKC2Rlc2NyaXB0aW9uGAEgASgJUgtk
      ZXNjcmlwdGlvbhIQCgN1cmwYAiABKAlSA3VybCJEChBMb2NhbGl6ZWRNZXNzYWdlEhYKBmxvY2FsZRgBIAEoCVIG
      bG9jYWxlEhgKB21lc3NhZ2UYAiABKAlSB21lc3NhZ2VCbAoOY29tLmdvb2dsZS5ycGNCEUVycm9yRGV0YWlsc1By
      b3RvUAFaP2dvb2dsZS5nb2xhbmcub3JnL2dlbnByb3RvL2dvb2dsZWFwaXMvcnBjL2VycmRldGFpbHM7ZXJyZGV0
      YWlsc6ICA1JQQ2IGcHJvdG8z
      """)
}
