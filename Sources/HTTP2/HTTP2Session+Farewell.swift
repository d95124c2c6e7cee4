import CNghttp2

extension HTTP2Session {
  /// The frames that end a connection: with `isFirst` all that a server says on it.
  public static func farewell(
    _ code: ErrorCode, _ text: String, lastStream: Int32 = 0, isFirst: Bool = true
  ) -> [UInt8] {
    // SETTINGS come first on any connection (RFC 9113, 3.4).
    (isFirst ? frame(type: NGHTTP2_SETTINGS, []) : [])
      + frame(
        type: NGHTTP2_GOAWAY,
        bigEndian(UInt32(bitPattern: lastStream)) + bigEndian(code.rawValue) + text.utf8)
  }

  /// A frame on stream 0. Source: RFC 9113, 4.1.
  private static func frame(type: nghttp2_frame_type, _ payload: [UInt8]) -> [UInt8] {
    let count = bigEndian(UInt32(truncatingIfNeeded: payload.count))
    return count[1...] + [UInt8(truncatingIfNeeded: type.rawValue), 0, 0, 0, 0, 0] + payload
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }
}
