import Protobuf

/// A field of a request as an option of the command line.
struct Flag: Sendable {
  /// The names from the request down to the field, as the schema has them.
  let path: [String]
  let kind: Kind
  /// Whether it may be given several times.
  let isRepeated: Bool
  /// The schema's comment.
  let help: String

  /// What a flag's value may be.
  enum Kind: Sendable, Hashable {
    case bool, int32, int64, uint32, uint64, float, double, string, bytes
    /// One of these names.
    case choice([String])
    /// RFC 3339.
    case timestamp
    /// `1.5s`, `3h`.
    case duration
    /// `2026-04-01`.
    case date
    /// `name=value`, the value of this kind.
    indirect case entry(Kind)
    /// A message, as JSON.
    case json

    /// The values of an enum, by name.
    static func choice<E: ProtobufEnum>(of type: E.Type) -> Kind {
      .choice(E.values.map(\.name))
    }
  }

  init(_ path: String, _ kind: Kind, repeated: Bool = false, _ help: String = "") {
    self.path = path.split(separator: ".").map(String.init)
    self.kind = kind
    isRepeated = repeated
    self.help = help
  }

  /// The option without its dashes: `image.captured-at`.
  var name: String {
    path.map { $0.split(separator: "_").joined(separator: "-") }.joined(separator: ".")
  }
}

extension Flag.Kind {
  /// What stands for the value in a help text; nil for what needs none.
  var placeholder: String? {
    switch self {
    case .bool: nil
    case .int32, .int64, .uint32, .uint64: "N"
    case .float, .double: "X"
    case .string: "TEXT"
    case .bytes: "@FILE|BASE64"
    case .choice: "NAME"
    case .timestamp: "TIME"
    case .duration: "DURATION"
    case .date: "DATE"
    case .entry(let kind): "NAME=\(kind.placeholder ?? "BOOL")"
    case .json: "JSON"
    }
  }

  /// What is allowed, for an error's text.
  var allowed: String {
    switch self {
    case .bool: "true or false"
    case .int32: "a whole number from \(Int32.min) to \(Int32.max)"
    case .int64: "a whole number of 64 bits"
    case .uint32: "a whole number from 0 to \(UInt32.max)"
    case .uint64: "a whole number from 0 to \(UInt64.max)"
    case .float, .double: "a number"
    case .string: "any text"
    case .bytes: "base64, or @ and the path of a file"
    case .choice(let names): "one of \(Flag.Kind.listed(names))"
    case .timestamp: "a time such as 2026-04-01T09:00:00Z or 2026-04-01T09:00:00+09:00"
    case .duration: "a time such as 500ms, 1.5s, 30m or 3h"
    case .date: "a date such as 2026-04-01"
    case .entry(let kind): "name=value, the value being \(kind.allowed)"
    case .json: "a JSON value"
    }
  }

  /// The names of an enum as they are quickest to write: `camera, screen` for `IMAGE_KIND_CAMERA`
  /// and `IMAGE_KIND_SCREEN`. What stands for "not said" need not be said.
  static func listed(_ names: [String]) -> String {
    let unsaid = "UNSPECIFIED"
    guard let first = names.first, first.hasSuffix(unsaid), names.count > 1 else {
      return names.joined(separator: ", ")
    }
    let prefix = first.dropLast(unsaid.count)
    let said = names.dropFirst()
    guard said.allSatisfy({ $0.hasPrefix(prefix) }) else { return said.joined(separator: ", ") }
    return said.map { name in
      name.dropFirst(prefix.count).lowercased().split(separator: "_").joined(separator: "-")
    }.joined(separator: ", ")
  }
}
