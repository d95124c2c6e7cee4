/// Frames as bytes, right and wrong ones alike (RFC 9113, 4.1).
enum Raw {
  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(4)

  static func frame(
    _ type: UInt8, flags: UInt8 = 0, stream: Int = 0, _ payload: [UInt8] = []
  ) -> [UInt8] {
    Array(number(payload.count)[1...]) + [type, flags] + number(stream) + payload
  }

  static func number(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }

  /// A field that is put into no table (RFC 7541, 6.2.2).
  static func field(_ name: String, _ value: String) -> [UInt8] {
    [0, UInt8(name.utf8.count)] + Array(name.utf8) + [UInt8(value.utf8.count)] + Array(value.utf8)
  }

  static let request = [
    (":method", "POST"), (":scheme", "http"), (":path", "/a"), (":authority", "x"),
  ].flatMap { field($0.0, $0.1) }

  static func headers(_ stream: Int, _ extra: [UInt8] = [], flags: UInt8 = 4) -> [UInt8] {
    frame(1, flags: flags, stream: stream, request + extra)
  }
}
