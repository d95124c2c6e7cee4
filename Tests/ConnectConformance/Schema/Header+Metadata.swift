import Buffers
import RPC

/// Metadata as the suite writes it down: names once, each with its values in order, bytes in base64.
extension ConnectrpcConformance.Header {
  private static let base64 = Base64(.standard, padding: .understood)

  /// The headers that stand for `metadata`.
  public static func list(_ metadata: Metadata) -> [ConnectrpcConformance.Header] {
    var list: [ConnectrpcConformance.Header] = []
    for entry in metadata.entries {
      let value =
        switch entry.value {
        case .text(let text): text
        case .binary(let bytes): base64.encode(bytes)
        }
      if let place = list.firstIndex(where: { $0.name == entry.name }) {
        list[place].value.append(value)
      } else {
        list.append(ConnectrpcConformance.Header(name: entry.name, value: [value]))
      }
    }
    return list
  }

  /// The metadata that `headers` stand for.
  public static func metadata(
    _ headers: [ConnectrpcConformance.Header]
  ) throws(MetadataError) -> Metadata {
    var metadata = Metadata()
    for header in headers {
      for value in header.value {
        if header.name.lowercased().hasSuffix("-bin") {
          try metadata.add(header.name, base64.decode(value) ?? Bytes(utf8: value))
        } else {
          try metadata.add(header.name, value)
        }
      }
    }
    return metadata
  }
}
