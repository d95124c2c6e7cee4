import SchemaSyntax

/// A change of a schema that somebody notices who still has the old one.
public struct Breakage: Sendable, Hashable {
  /// What stops working.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Programs built with the old and the new schema, over binary messages and calls.
    case wire
    /// The same over JSON.
    case json = "JSON"
    /// Programs that are built anew, in one language or another.
    case source
  }

  /// What it breaks, each with the reason.
  public let reasons: [Kind: String]
  /// The change, with the rule's name, at the new place and with a note at the old one.
  public let diagnostic: Diagnostic

  /// What it breaks, in the order wire, JSON, source.
  public var kinds: [Kind] { Kind.allCases.filter { reasons[$0] != nil } }
}

/// A rule about what may change from one version of a schema to the next, by buf's name for it.
public struct BreakingRule: Sendable {
  public let id: String
  let check: Check

  /// What the rule compares.
  enum Check: Sendable {
    case schemas(@Sendable (inout BreakingReport) -> Void)
    case files(@Sendable (Schemas.FilePair, inout BreakingReport) -> Void)
    case messages(@Sendable (Schemas.MessagePair, inout BreakingReport) -> Void)
    /// Fields of messages and extensions, those of one number.
    case fields(@Sendable (Schemas.FieldPair, inout BreakingReport) -> Void)
    case enums(@Sendable (Schemas.EnumPair, inout BreakingReport) -> Void)
    case services(@Sendable (Schemas.ServicePair, inout BreakingReport) -> Void)
    case methods(@Sendable (Schemas.MethodPair, inout BreakingReport) -> Void)
  }

  init(_ id: String, _ check: Check) {
    self.id = id
    self.check = check
  }

  /// All rules: first what disappears, then what changes.
  public static let all: [BreakingRule] =
    [
      BreakingRule("FILE_NO_DELETE", .schemas(fileDeleted)),
      BreakingRule("MESSAGE_NO_DELETE", .schemas(messageDeleted)),
      BreakingRule("ENUM_NO_DELETE", .schemas(enumDeleted)),
      BreakingRule("EXTENSION_NO_DELETE", .schemas(extensionDeleted)),
      BreakingRule("SERVICE_NO_DELETE", .schemas(serviceDeleted)),
      BreakingRule("RPC_NO_DELETE", .services(methodDeleted)),
      BreakingRule("FIELD_NO_DELETE", .messages(fieldDeleted)),
      BreakingRule("ONEOF_NO_DELETE", .messages(oneofDeleted)),
      BreakingRule("ENUM_VALUE_NO_DELETE", .enums(valueDeleted)),
      BreakingRule("RESERVED_MESSAGE_NO_DELETE", .messages(reservationDeleted)),
      BreakingRule("RESERVED_ENUM_NO_DELETE", .enums(reservationDeleted)),
      BreakingRule("EXTENSION_MESSAGE_NO_DELETE", .messages(extensionRangeDeleted)),

      BreakingRule("FILE_SAME_PACKAGE", .files(samePackage)),
      BreakingRule("FILE_SAME_SYNTAX", .files(sameSyntax)),
      BreakingRule("MESSAGE_SAME_REQUIRED_FIELDS", .messages(sameRequired)),
      BreakingRule("MESSAGE_SAME_JSON_FORMAT", .messages(sameJSONFormat)),
      BreakingRule("MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT", .messages(sameMessageSet)),
      BreakingRule("MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR", .messages(keepsAccessor)),
      BreakingRule("FIELD_SAME_TYPE", .fields(sameType)),
      BreakingRule("FIELD_SAME_CARDINALITY", .fields(sameCardinality)),
      BreakingRule("FIELD_SAME_NAME", .fields(sameName)),
      BreakingRule("FIELD_SAME_JSON_NAME", .fields(sameJSONName)),
      BreakingRule("FIELD_SAME_ONEOF", .fields(sameOneof)),
      BreakingRule("FIELD_SAME_DEFAULT", .fields(sameDefault)),
      BreakingRule("FIELD_SAME_UTF8_VALIDATION", .fields(sameUTF8)),
      BreakingRule("FIELD_SAME_JSTYPE", .fields(sameJSType)),
      BreakingRule("FIELD_SAME_CPP_STRING_TYPE", .fields(sameCType)),
      BreakingRule("ENUM_SAME_TYPE", .enums(sameOpenness)),
      BreakingRule("ENUM_SAME_JSON_FORMAT", .enums(sameJSONFormat)),
      BreakingRule("ENUM_VALUE_SAME_NAME", .enums(sameValueName)),
      BreakingRule("RPC_SAME_REQUEST_TYPE", .methods(sameRequest)),
      BreakingRule("RPC_SAME_RESPONSE_TYPE", .methods(sameResponse)),
      BreakingRule("RPC_SAME_CLIENT_STREAMING", .methods(sameClientStreaming)),
      BreakingRule("RPC_SAME_SERVER_STREAMING", .methods(sameServerStreaming)),
      BreakingRule("RPC_SAME_IDEMPOTENCY_LEVEL", .methods(sameIdempotency)),
    ] + options.map { BreakingRule("FILE_SAME_\($0.name.uppercased())", .files(same($0))) }
}
