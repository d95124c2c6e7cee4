import CNghttp2

/// Why a stream or a connection was ended. Source: RFC 9113, section 7.
public struct ErrorCode: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Nothing is wrong.
  public static let noError = ErrorCode(rawValue: 0x0)
  public static let protocolError = ErrorCode(rawValue: 0x1)
  public static let internalError = ErrorCode(rawValue: 0x2)
  public static let flowControlError = ErrorCode(rawValue: 0x3)
  public static let streamClosed = ErrorCode(rawValue: 0x5)
  /// The request was not looked at: it may be sent again.
  public static let refusedStream = ErrorCode(rawValue: 0x7)
  /// Nobody waits for the stream any more.
  public static let cancel = ErrorCode(rawValue: 0x8)
  public static let enhanceYourCalm = ErrorCode(rawValue: 0xb)

  /// The name of the RFC: `REFUSED_STREAM`.
  public var description: String { String(cString: nghttp2_http2_strerror(rawValue)) }
}

/// A session that cannot go on: what the peer sent was no HTTP/2, or memory ran out.
public struct HTTP2Error: Error, Sendable, Hashable, CustomStringConvertible {
  /// A negative number of `nghttp2_error`.
  public let code: Int32

  /// The text of `nghttp2_strerror`.
  public var description: String { "HTTP/2: \(String(cString: nghttp2_strerror(code)))" }
}
