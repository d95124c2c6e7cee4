import Buffers
import CNghttp2

/// What a server says on one connection, held against the rules of HTTP/2 and gRPC. Source: RFC 9113,
/// 4 to 8; RFC 7541; gRPC, "PROTOCOL-HTTP2", "Responses".
final class Answers {
  /// One response.
  private struct Response {
    var isCall = false
    var hasEnded = false
    var isReset = false
    /// Of a call.
    var payload: [UInt8] = []
  }

  private static let frameBytesMax = 16 << 10

  private var rest: [UInt8] = []
  private var frames = 0
  private var isPlain = false
  private var responses: [Int: Response] = [:]
  /// The header block that is being sent.
  private var block: (stream: Int, endStream: Bool, bytes: [UInt8])?
  /// Of the client's SETTINGS that are not acknowledged.
  private var tableSizes: ArraySlice<[Int]>
  private var inflater: OpaquePointer?

  init(to conversation: Conversation) {
    tableSizes = conversation.tableSizes[...]
    precondition(nghttp2_hd_inflate_new(&inflater) == 0, "no memory")
  }

  deinit { nghttp2_hd_inflate_del(inflater) }

  func receive(_ bytes: UnsafeRawBufferPointer) {
    rest += bytes
    if frames == 0, rest.first == UInt8(ascii: "H") { isPlain = true }
    guard !isPlain else { return }
    var left = Bytes(rest)
    while left.count >= Frame.headerBytes {
      let frame = Frame(left)
      precondition(frame.length <= Answers.frameBytesMax, "a frame of \(frame.length) bytes")
      guard left.count >= frame.size else { break }
      receive(frame, left.slice(Frame.headerBytes..<frame.size))
      left = left.slice(frame.size..<left.count)
    }
    rest = Array(left)
  }

  /// The connection has ended, wherever that was.
  func end() {
    precondition(
      !isPlain || rest.starts(with: "HTTP/1.1 ".utf8), "an answer in neither HTTP/2 nor HTTP/1.1")
  }

  private func receive(_ frame: Frame, _ payload: Bytes) {
    precondition(
      frames > 0 || frame.kind == Frame.settings && frame.flags == 0, "no SETTINGS first")
    frames += 1
    if let block {
      precondition(frame.kind == Frame.continuation && frame.stream == block.stream, "a torn block")
    }
    switch frame.kind {
    case Frame.headers:
      precondition(frame.flags & ~(Frame.endStream | Frame.endHeaders) == 0, "flags without a use")
      block = (frame.stream, frame.flags & Frame.endStream != 0, Array(payload))
      if frame.flags & Frame.endHeaders != 0 { endBlock() }
    case Frame.continuation:
      precondition(block != nil, "CONTINUATION of nothing")
      block?.bytes += payload
      if frame.flags & Frame.endHeaders != 0 { endBlock() }
    case Frame.data:
      precondition(frame.flags & ~Frame.endStream == 0, "padding without a use")
      data(frame.stream, payload, endStream: frame.flags & Frame.endStream != 0)
    case Frame.reset:
      precondition(frame.stream > 0 && payload.count == 4)
      responses[frame.stream, default: Response()].isReset = true
    case Frame.settings:
      precondition(frame.stream == 0 && payload.count % 6 == 0)
      if frame.flags & Frame.ack != 0 { acknowledge() }
    case Frame.windowUpdate: precondition(payload.count == 4 && payload.bigEndian > 0)
    case Frame.ping: precondition(frame.stream == 0 && payload.count == 8)
    case Frame.goAway: precondition(frame.stream == 0 && payload.count >= 8)
    default: preconditionFailure("a frame of type \(frame.kind)")
    }
  }

  /// From here on the server keeps to the client's SETTINGS.
  private func acknowledge() {
    guard let sizes = tableSizes.popFirst() else { preconditionFailure("an ACK of nothing") }
    for size in sizes { nghttp2_hd_inflate_change_table_size(inflater, size) }
  }

  private func data(_ stream: Int, _ payload: Bytes, endStream: Bool) {
    guard var response = responses[stream] else { preconditionFailure("DATA before HEADERS") }
    precondition(!response.hasEnded && !response.isReset, "DATA behind the end")
    // A call says how it ended.
    precondition(!endStream || !response.isCall, "a call without trailers")
    response.hasEnded = endStream
    if response.isCall { response.payload += payload }
    responses[stream] = response
  }

  private func endBlock() {
    guard let block else { return }
    self.block = nil
    let fields = inflate(block.bytes)
    let isFirst = responses[block.stream] == nil
    var response = responses[block.stream] ?? Response()
    precondition(block.stream % 2 == 1, "a stream that no client opens")
    precondition(!response.hasEnded && !response.isReset, "HEADERS behind the end")
    precondition((fields.first?.name == ":status") == isFirst, "fields in the wrong place")
    precondition(!fields.dropFirst().contains { $0.name.hasPrefix(":") })
    precondition(isFirst || block.endStream, "trailers that do not end their stream")
    if isFirst {
      response.isCall = fields.contains { $0 == ("content-type", "application/grpc") }
    }
    response.hasEnded = block.endStream
    let codes = fields.filter { $0.name == "grpc-status" }
    precondition(codes.count == (response.isCall && block.endStream ? 1 : 0), "not one status")
    if codes.first?.value == "0" { check(messages: response.payload) }
    responses[block.stream] = response
  }

  /// What ended well is whole messages.
  private func check(messages payload: [UInt8]) {
    var rest = Bytes(payload)
    while !rest.isEmpty {
      precondition(rest.count >= 5, "a torn prefix")
      let end = 5 + rest.slice(1..<5).bigEndian
      precondition(rest.count >= end, "a torn message")
      rest = rest.slice(end..<rest.count)
    }
  }

  /// The fields, if both sides' tables are the same.
  private func inflate(_ block: [UInt8]) -> [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    var position = 0
    while true {
      var field = nghttp2_nv()
      var flags: Int32 = 0
      let count = block.withUnsafeBufferPointer {
        nghttp2_hd_inflate_hd2(
          inflater, &field, &flags, $0.baseAddress.map { $0 + position }, $0.count - position, 1)
      }
      precondition(count >= 0, "a header block that cannot be read: \(count)")
      position += count
      if flags & Int32(NGHTTP2_HD_INFLATE_EMIT.rawValue) != 0 {
        fields.append((text(field.name, field.namelen), text(field.value, field.valuelen)))
      }
      if flags & Int32(NGHTTP2_HD_INFLATE_FINAL.rawValue) != 0 { break }
      precondition(count > 0 || flags != 0, "a header block that does not end")
    }
    nghttp2_hd_inflate_end_headers(inflater)
    return fields
  }

  private func text(_ start: UnsafeMutablePointer<UInt8>?, _ count: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
