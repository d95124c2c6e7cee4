/// A status in trailers. Source: gRPC, "PROTOCOL-HTTP2", "Responses".
extension Status {
  func write(to fields: inout [HeaderField]) {
    fields.append(HeaderField("grpc-status", "\(code.rawValue)"))
    if !message.isEmpty {
      fields.append(HeaderField("grpc-message", PercentEncoding.encode(message)))
    }
  }
}
