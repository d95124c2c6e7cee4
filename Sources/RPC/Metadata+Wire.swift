import Buffers

/// Custom metadata in header blocks. Source: gRPC, "PROTOCOL-HTTP2", "Custom-Metadata".
extension Metadata {
  /// Whether `byte` may stand in a text value: space and printable ASCII.
  @inlinable
  static func isValueByte(_ byte: UInt8) -> Bool { byte >= 0x20 && byte <= 0x7e }

  /// Refuses what is no name of custom metadata.
  static func check(_ name: String) throws(MetadataError) {
    guard !name.isEmpty, name.utf8.allSatisfy(isNameByte) else { throw .name(name) }
    var name = name
    let isReserved = name.withUTF8 { Metadata.isReserved(UnsafeRawBufferPointer($0)) }
    guard !isReserved else { throw .reserved(name) }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }

  /// Whether a field of this name belongs to HTTP or to gRPC and is no custom metadata.
  static func isReserved(_ name: UnsafeRawBufferPointer) -> Bool {
    guard let first = name.first else { return true }
    switch first {
    case UInt8(ascii: ":"): return true
    case UInt8(ascii: "g"): return name.starts(with: "grpc-")
    case UInt8(ascii: "c"):
      return name.holds("content-type") || name.holds("content-length") || name.holds("connection")
    case UInt8(ascii: "t"):
      return name.holds("te") || name.holds("trailer") || name.holds("transfer-encoding")
    case UInt8(ascii: "u"): return name.holds("upgrade")
    case UInt8(ascii: "h"): return name.holds("host")
    case UInt8(ascii: "k"): return name.holds("keep-alive")
    case UInt8(ascii: "p"): return name.holds("proxy-connection")
    default: return false
    }
  }

  /// Takes a received field that is no reserved one. A `-bin` value may be several, joined by
  /// commas, about which HTTP allows spaces (RFC 9110, 5.6.1). Text that isn't printable ASCII is left
  /// out, as gRPC allows. Returns false when a `-bin` value is no base64.
  mutating func receive(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
    let text = String(decoding: name, as: UTF8.self)
    if name.count > 4, UnsafeRawBufferPointer(rebasing: name.suffix(4)).holds("-bin") {
      for part in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
        guard let bytes = Base64.metadata.decode(part.withoutSpaces) else {
          return false
        }
        append(checked: text, .binary(bytes))
      }
    } else if value.allSatisfy(Metadata.isValueByte) {
      append(checked: text, .text(String(decoding: value, as: UTF8.self)))
    }
    return true
  }

  /// The fields as they go into a header block; bytes as base64 without padding.
  func write(to fields: inout [HeaderField]) {
    for entry in entries {
      switch entry.value {
      case .text(let text): fields.append(HeaderField(entry.name, text))
      case .binary(let bytes): fields.append(HeaderField(entry.name, Base64.metadata.encode(bytes)))
      }
    }
  }
}

extension Base64 {
  /// As gRPC has bytes in headers: without padding, which is read too. Source: gRPC, "PROTOCOL-HTTP2",
  /// "Custom-Metadata".
  static let metadata = Base64(.standard, padding: .understood)
}
