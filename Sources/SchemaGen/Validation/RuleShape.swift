import SchemaSyntax

/// The messages of buf/validate/validate.proto that rules are declared with, as far as they are read:
/// names, numbers and types of their fields. A test holds them against the schema.
enum RuleShape: Hashable {
  case message, messageOneof, oneof, field
  /// Of a scalar type that is a number.
  case number(ScalarType)
  case bool, string, bytes, enumeration, repeated, map, any, duration, fieldMask, timestamp

  /// A field of one of the messages.
  struct Rule {
    enum Kind: Hashable {
      case scalar(ScalarType)
      case rules(RuleShape)
      /// A well-known message, which is kept in binary format.
      case message
    }

    let number: Int32
    let name: String
    let kind: Kind

    init(_ number: Int32, _ name: String, _ kind: Kind) {
      (self.number, self.name, self.kind) = (number, name, kind)
    }

    init(_ number: Int32, _ name: String, _ scalar: ScalarType) {
      self.init(number, name, .scalar(scalar))
    }
  }

  /// The full name of the message.
  var messageName: String {
    let name =
      switch self {
      case .message: "MessageRules"
      case .messageOneof: "MessageOneofRule"
      case .oneof: "OneofRules"
      case .field: "FieldRules"
      case .number(let type):
        switch type {
        case .uint32: "UInt32Rules"
        case .uint64: "UInt64Rules"
        case .sint32: "SInt32Rules"
        case .sint64: "SInt64Rules"
        case .sfixed32: "SFixed32Rules"
        case .sfixed64: "SFixed64Rules"
        default: type.rawValue.prefix(1).uppercased() + type.rawValue.dropFirst() + "Rules"
        }
      case .bool: "BoolRules"
      case .string: "StringRules"
      case .bytes: "BytesRules"
      case .enumeration: "EnumRules"
      case .repeated: "RepeatedRules"
      case .map: "MapRules"
      case .any: "AnyRules"
      case .duration: "DurationRules"
      case .fieldMask: "FieldMaskRules"
      case .timestamp: "TimestampRules"
      }
    return "buf.validate.\(name)"
  }

  /// The fields that say something: without examples.
  var rules: [Rule] {
    switch self {
    case .message:
      [
        .init(3, "cel", .message), .init(4, "oneof", .rules(.messageOneof)),
        .init(5, "cel_expression", .string),
      ]
    case .messageOneof: [.init(1, "fields", .string), .init(2, "required", .bool)]
    case .oneof: [.init(1, "required", .bool)]
    case .field: Self.fieldRules
    case .number(let type): Self.numberRules(type)
    case .bool: [.init(1, "const", .bool)]
    case .string: Self.stringRules
    case .bytes: Self.bytesRules
    case .enumeration:
      [
        .init(1, "const", .int32), .init(2, "defined_only", .bool), .init(3, "in", .int32),
        .init(4, "not_in", .int32),
      ]
    case .repeated:
      [
        .init(1, "min_items", .uint64), .init(2, "max_items", .uint64), .init(3, "unique", .bool),
        .init(4, "items", .rules(.field)),
      ]
    case .map:
      [
        .init(1, "min_pairs", .uint64), .init(2, "max_pairs", .uint64),
        .init(4, "keys", .rules(.field)), .init(5, "values", .rules(.field)),
      ]
    case .any: [.init(2, "in", .string), .init(3, "not_in", .string)]
    case .duration:
      Self.bounds(from: 2, .message) + [.init(7, "in", .message), .init(8, "not_in", .message)]
    case .fieldMask:
      [.init(1, "const", .message), .init(2, "in", .string), .init(3, "not_in", .string)]
    case .timestamp:
      Self.bounds(from: 2, .message) + [
        .init(7, "lt_now", .bool), .init(8, "gt_now", .bool), .init(9, "within", .message),
      ]
    }
  }

  private static let fieldRules: [Rule] = {
    let numbers: [ScalarType] = [
      .float, .double, .int32, .int64, .uint32, .uint64, .sint32, .sint64, .fixed32, .fixed64,
      .sfixed32, .sfixed64,
    ]
    let others: [(Int32, String, RuleShape)] = [
      (13, "bool", .bool), (14, "string", .string), (15, "bytes", .bytes),
      (16, "enum", .enumeration), (18, "repeated", .repeated), (19, "map", .map), (20, "any", .any),
      (21, "duration", .duration), (22, "timestamp", .timestamp), (28, "field_mask", .fieldMask),
    ]
    return zip(1..., numbers).map { Rule($0, $1.rawValue, .rules(.number($1))) }
      + others.map { Rule($0.0, $0.1, .rules($0.2)) }
      + [
        .init(23, "cel", .message), .init(25, "required", .bool), .init(27, "ignore", .int32),
        .init(29, "cel_expression", .string),
      ]
  }()

  private static func bounds(from first: Int32, _ kind: Rule.Kind) -> [Rule] {
    zip(first..., ["const", "lt", "lte", "gt", "gte"]).map { Rule($0, $1, kind) }
  }

  private static func numberRules(_ type: ScalarType) -> [Rule] {
    bounds(from: 1, .scalar(type)) + [.init(6, "in", type), .init(7, "not_in", type)]
      + (type == .float || type == .double ? [.init(8, "finite", .bool)] : [])
  }

  private static let stringRules: [Rule] =
    [
      .init(1, "const", .string), .init(19, "len", .uint64), .init(2, "min_len", .uint64),
      .init(3, "max_len", .uint64), .init(20, "len_bytes", .uint64),
      .init(4, "min_bytes", .uint64), .init(5, "max_bytes", .uint64), .init(6, "pattern", .string),
      .init(7, "prefix", .string), .init(8, "suffix", .string), .init(9, "contains", .string),
      .init(23, "not_contains", .string), .init(10, "in", .string), .init(11, "not_in", .string),
      .init(24, "well_known_regex", .int32), .init(25, "strict", .bool),
    ] + textFormats.map { Rule($0.number, $0.name, .bool) }

  private static let bytesRules: [Rule] = [
    .init(1, "const", .bytes), .init(13, "len", .uint64), .init(2, "min_len", .uint64),
    .init(3, "max_len", .uint64), .init(4, "pattern", .string), .init(5, "prefix", .bytes),
    .init(6, "suffix", .bytes), .init(7, "contains", .bytes), .init(8, "in", .bytes),
    .init(9, "not_in", .bytes), .init(10, "ip", .bool), .init(11, "ipv4", .bool),
    .init(12, "ipv6", .bool), .init(15, "uuid", .bool),
  ]

  /// The well-known forms of text, with the runtime's name of each.
  static let textFormats: [(number: Int32, name: String, swift: String)] = [
    (12, "email", "email"), (13, "hostname", "hostname"), (14, "ip", "ip"), (15, "ipv4", "ipv4"),
    (16, "ipv6", "ipv6"), (17, "uri", "uri"), (18, "uri_ref", "uriReference"),
    (21, "address", "address"), (22, "uuid", "uuid"), (33, "tuuid", "trimmedUUID"),
    (26, "ip_with_prefixlen", "ipWithPrefix"), (27, "ipv4_with_prefixlen", "ipv4WithPrefix"),
    (28, "ipv6_with_prefixlen", "ipv6WithPrefix"), (29, "ip_prefix", "ipPrefix"),
    (30, "ipv4_prefix", "ipv4Prefix"), (31, "ipv6_prefix", "ipv6Prefix"),
    (32, "host_and_port", "hostAndPort"), (35, "ulid", "ulid"),
    (37, "protobuf_fqn", "protobufName"), (38, "protobuf_dot_fqn", "protobufDotName"),
  ]

  /// The lengths of the well-known forms of bytes.
  static let byteFormats: [(name: String, lengths: [Int])] = [
    ("ip", [4, 16]), ("ipv4", [4]), ("ipv6", [16]), ("uuid", [16]),
  ]

  /// The number of a field that only documents the rules.
  var exampleNumber: Int32? {
    switch self {
    case .number(.float), .number(.double), .number(.int64), .duration: 9
    case .number: 8
    case .bool: 2
    case .string: 34
    case .bytes: 14
    case .enumeration: 5
    case .fieldMask: 4
    case .timestamp: 10
    default: nil
    }
  }
}
