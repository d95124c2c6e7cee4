// Made by schemac from google/rpc/error_details.proto: edit that instead.

import Protobuf

/// Package google.rpc.
public enum GoogleRpc {}

extension GoogleRpc {
  public struct ErrorInfo: Message {
    public var reason: String = ""
    public var domain: String = ""
    public var metadata: [String: String] = [:]
    public var unknownFields = UnknownFields()

    public init() {}

    public init(reason: String = "", domain: String = "", metadata: [String: String] = [:]) {
      self.reason = reason
      self.domain = domain
      self.metadata = metadata
    }
  }
}

extension GoogleRpc {
  public struct RetryInfo: Message {
    public var retryDelay: GoogleProtobuf.Duration?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(retryDelay: GoogleProtobuf.Duration? = nil) {
      self.retryDelay = retryDelay
    }
  }
}

extension GoogleRpc {
  public struct DebugInfo: Message {
    public var stackEntries: [String] = []
    public var detail: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(stackEntries: [String] = [], detail: String = "") {
      self.stackEntries = stackEntries
      self.detail = detail
    }
  }
}

extension GoogleRpc {
  public struct QuotaFailure: Message {
    public var violations: [GoogleRpc.QuotaFailure.Violation] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(violations: [GoogleRpc.QuotaFailure.Violation] = []) {
      self.violations = violations
    }

    public struct Violation: Message {
      public var subject: String = ""
      public var description: String = ""
      public var apiService: String = ""
      public var quotaMetric: String = ""
      public var quotaId: String = ""
      public var quotaDimensions: [String: String] = [:]
      public var quotaValue: Int64 = 0
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
}

extension GoogleRpc {
  public struct PreconditionFailure: Message {
    public var violations: [GoogleRpc.PreconditionFailure.Violation] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(violations: [GoogleRpc.PreconditionFailure.Violation] = []) {
      self.violations = violations
    }

    public struct Violation: Message {
      public var type: String = ""
      public var subject: String = ""
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
}

extension GoogleRpc {
  public struct BadRequest: Message {
    public var fieldViolations: [GoogleRpc.BadRequest.FieldViolation] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(fieldViolations: [GoogleRpc.BadRequest.FieldViolation] = []) {
      self.fieldViolations = fieldViolations
    }

    public struct FieldViolation: Message {
      public var field: String = ""
      public var description: String = ""
      public var reason: String = ""
      public var localizedMessage: GoogleRpc.LocalizedMessage?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(
        field: String = "",
        description: String = "",
        reason: String = "",
        localizedMessage: GoogleRpc.LocalizedMessage? = nil
      ) {
        self.field = field
        self.description = description
        self.reason = reason
        self.localizedMessage = localizedMessage
      }
    }
  }
}

extension GoogleRpc {
  public struct RequestInfo: Message {
    public var requestId: String = ""
    public var servingData: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(requestId: String = "", servingData: String = "") {
      self.requestId = requestId
      self.servingData = servingData
    }
  }
}

extension GoogleRpc {
  public struct ResourceInfo: Message {
    public var resourceType: String = ""
    public var resourceName: String = ""
    public var owner: String = ""
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
}

extension GoogleRpc {
  public struct Help: Message {
    public var links: [GoogleRpc.Help.Link] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(links: [GoogleRpc.Help.Link] = []) {
      self.links = links
    }

    public struct Link: Message {
      public var description: String = ""
      public var url: String = ""
      public var unknownFields = UnknownFields()

      public init() {}

      public init(description: String = "", url: String = "") {
        self.description = description
        self.url = url
      }
    }
  }
}

extension GoogleRpc {
  public struct LocalizedMessage: Message {
    public var locale: String = ""
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
