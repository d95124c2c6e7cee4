import Buffers
import Protobuf

/// A status in trailers: `grpc-status`, `grpc-message` and, when there are details,
/// `grpc-status-details-bin`. Source: gRPC, "PROTOCOL-HTTP2", "Responses"; google/rpc/status.proto.
extension Status {
  /// What text and details may take in the trailers, in bytes before base64: stock clients refuse
  /// header lists above 8 KiB, and a refused list loses the status too.
  static let messageBytesMax = 1 << 10
  static let detailsBytesMax = 4 << 10

  func write(to fields: inout [HeaderField]) {
    fields.append(HeaderField("grpc-status", "\(code.rawValue)"))
    guard !message.isEmpty || !details.isEmpty else { return }
    let message = message.cut(to: Status.messageBytesMax)
    if !message.isEmpty {
      fields.append(HeaderField("grpc-message", PercentEncoding.encode(message)))
    }
    if !details.isEmpty {
      var status = GoogleRpc.Status(code: code.rawValue, message: message, details: details)
      var bytes = status.encoded()
      while bytes.count > Status.detailsBytesMax, !status.details.isEmpty {
        status.details.removeLast()
        bytes = status.encoded()
      }
      fields.append(HeaderField("grpc-status-details-bin", Base64.metadata.encode(bytes)))
    }
  }

  /// The details that a server sent; none when `bytes` are no `google.rpc.Status`.
  static func details(decoding bytes: Bytes) -> [GoogleProtobuf.`Any`] {
    do throws(DecodeError) { return try GoogleRpc.Status(decoding: bytes).details } catch {
      return []
    }
  }
}

extension String {
  /// As many whole characters as fit `bytesMax` bytes of UTF-8, an ellipsis behind if some didn't.
  fileprivate func cut(to bytesMax: Int) -> String {
    guard utf8.count > bytesMax else { return self }
    var end = startIndex
    var bytes = 0
    while end < endIndex {
      bytes += self[end].utf8.count
      if bytes > bytesMax - "…".utf8.count { break }
      end = index(after: end)
    }
    return self[..<end] + "…"
  }
}
