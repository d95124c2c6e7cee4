import Protobuf
import SchemaSyntax

/// Phase 12: default values (proto2), in the text form that descriptors carry.
extension LinkRun {
  mutating func completeDefaults() {
    for field in files.flatMap(\.allFields) {
      guard let option = field.pseudoOption("default") else { continue }
      field.defaultText = defaultText(of: field, option)
    }
  }

  private mutating func defaultText(of field: FieldNode, _ option: OptionSyntax) -> String? {
    if field.file.isProto3 {
      error(
        "default values do not exist in proto3", at: option.span,
        help: "every type's default is its zero")
      return nil
    }
    if field.label == .repeated {
      error("a repeated field has no default value", at: option.span)
      return nil
    }
    switch field.type {
    case .scalar(let scalar):
      if let text = defaultText(of: scalar, option.value) { return text }
      let isText = scalar == .string && option.value.isString
      error(
        "\(option.value.shown) is no \(scalar.rawValue)", at: option.value.span,
        help: "the default of '\(field.name.text)' is "
          + (isText ? "text in UTF-8" : scalar.values))
    case .enumeration(let enumeration):
      if let text = defaultText(of: enumeration, option.value) { return text }
      report(wrongDefault(of: enumeration, option.value))
    case .message, .group:
      error("a message field has no default value", at: option.span)
    case .unknown:
      break
    }
    return nil
  }

  private func wrongDefault(of enumeration: EnumNode, _ value: OptionValue) -> Diagnostic {
    let diagnostic = Diagnostic.error(
      "\(value.shown) is no value of enum \(enumeration.fullName)", at: value.span
    ).note("the enum is declared here", at: enumeration.name.span)
    let names = enumeration.values.map(\.name.text)
    if case .string(let bytes) = value.kind {
      let text = String(decoding: bytes, as: UTF8.self)
      if names.contains(text) { return diagnostic.suggesting(text) }
    }
    if case .integer(let magnitude, let isNegative) = value.kind {
      let number = isNegative ? -Int64(clamping: magnitude) : Int64(clamping: magnitude)
      let named = enumeration.values.first { $0.syntax.number.value.map(Int64.init) == number }
      if let named { return diagnostic.suggesting(named.name.text) }
    }
    let nearest = nearestName(to: value.span.text, among: names)
    return nearest.map { diagnostic.suggesting($0) } ?? diagnostic.help(enumeration.listOfValues)
  }

  private func defaultText(of enumeration: EnumNode, _ value: OptionValue) -> String? {
    guard case .identifier(let name) = value.kind,
      enumeration.values.contains(where: { $0.name.text == name })
    else { return nil }
    return name
  }

  private func defaultText(of scalar: ScalarType, _ value: OptionValue) -> String? {
    switch (scalar, value.kind) {
    case (.string, .string(let bytes)):
      return String(validating: bytes, as: UTF8.self)
    case (.bytes, .string(let bytes)):
      return escaped(bytes)
    case (.bool, .identifier(let name)):
      return name == "true" || name == "false" ? name : nil
    case (.double, _):
      return number(value).map(shortestText)
    case (.float, _):
      return number(value).map { shortestText(Float($0)) }
    case (_, .integer(let magnitude, let isNegative)):
      return wholeNumberText(scalar, magnitude, isNegative)
    default:
      return nil
    }
  }

  private func number(_ value: OptionValue) -> Double? {
    switch value.kind {
    case .float(let number): number
    case .integer(let magnitude, let isNegative):
      isNegative ? -Double(magnitude) : Double(magnitude)
    case .identifier("inf"): .infinity
    case .identifier("nan"): .nan
    default: nil
    }
  }

  private func wholeNumberText(
    _ scalar: ScalarType, _ magnitude: UInt64, _ isNegative: Bool
  ) -> String? {
    let limit: UInt64
    switch scalar {
    case .int32, .sint32, .sfixed32: limit = isNegative ? 1 << 31 : 1 << 31 - 1
    case .int64, .sint64, .sfixed64: limit = isNegative ? 1 << 63 : 1 << 63 - 1
    case .uint32, .fixed32: limit = isNegative ? 0 : UInt64(UInt32.max)
    case .uint64, .fixed64: limit = isNegative ? 0 : .max
    default: return nil
    }
    guard magnitude <= limit else { return nil }
    return isNegative && magnitude > 0 ? "-\(magnitude)" : "\(magnitude)"
  }

  /// Bytes as C writes them, with octal escapes: `bytes` defaults are kept so.
  private func escaped(_ bytes: [UInt8]) -> String {
    var text = ""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"): text += "\\n"
      case UInt8(ascii: "\r"): text += "\\r"
      case UInt8(ascii: "\t"): text += "\\t"
      case UInt8(ascii: "\""): text += "\\\""
      case UInt8(ascii: "'"): text += "\\'"
      case UInt8(ascii: "\\"): text += "\\\\"
      case 0x20...0x7e: text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let octal = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
      }
    }
    return text
  }
}

extension OptionValue {
  /// As written, cut short: for a message.
  fileprivate var shown: String {
    let line = span.text.split(separator: "\n").first.map(String.init) ?? ""
    return line.count > 60 ? line.prefix(57) + "…" : line
  }

  fileprivate var isString: Bool {
    if case .string = kind { true } else { false }
  }
}
