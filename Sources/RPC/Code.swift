/// What became of a call: the seventeen status codes of gRPC, with their numbers on the wire.
///
/// Source: gRPC, "Status codes and their use in gRPC".
public enum Code: Int32, Sendable, Hashable, CaseIterable {
  case ok = 0
  /// The caller, or its departure, ended the call.
  case cancelled = 1
  /// A failure of which no more may be told.
  case unknown = 2
  /// The request is wrong whatever the state of the system.
  case invalidArgument = 3
  case deadlineExceeded = 4
  case notFound = 5
  case alreadyExists = 6
  case permissionDenied = 7
  /// A quota, a bound or a size limit is used up.
  case resourceExhausted = 8
  /// The right request in the wrong state.
  case failedPrecondition = 9
  /// A concurrent change came first.
  case aborted = 10
  /// Past a valid range.
  case outOfRange = 11
  case unimplemented = 12
  /// An invariant is broken, of ours or of the protocol.
  case `internal` = 13
  /// Not now; trying again is sensible.
  case unavailable = 14
  case dataLoss = 15
  case unauthenticated = 16

  /// The name that gRPC gives the code: `INVALID_ARGUMENT`.
  public var name: String {
    switch self {
    case .ok: "OK"
    case .cancelled: "CANCELLED"
    case .unknown: "UNKNOWN"
    case .invalidArgument: "INVALID_ARGUMENT"
    case .deadlineExceeded: "DEADLINE_EXCEEDED"
    case .notFound: "NOT_FOUND"
    case .alreadyExists: "ALREADY_EXISTS"
    case .permissionDenied: "PERMISSION_DENIED"
    case .resourceExhausted: "RESOURCE_EXHAUSTED"
    case .failedPrecondition: "FAILED_PRECONDITION"
    case .aborted: "ABORTED"
    case .outOfRange: "OUT_OF_RANGE"
    case .unimplemented: "UNIMPLEMENTED"
    case .internal: "INTERNAL"
    case .unavailable: "UNAVAILABLE"
    case .dataLoss: "DATA_LOSS"
    case .unauthenticated: "UNAUTHENTICATED"
    }
  }

  /// The code that stands for a bare HTTP status, when a proxy or a web server answered in gRPC's
  /// place. Source: gRPC, "HTTP to gRPC Status Code Mapping".
  public init(httpStatus: Int) {
    switch httpStatus {
    case 400: self = .internal
    case 401: self = .unauthenticated
    case 403: self = .permissionDenied
    case 404: self = .unimplemented
    case 429, 502, 503, 504: self = .unavailable
    default: self = .unknown
    }
  }

  /// The code that stands for a stream reset with an HTTP/2 error code.
  /// Source: gRPC, "PROTOCOL-HTTP2", section "Errors".
  public init(resetCode: UInt32) {
    switch resetCode {
    case 0x7: self = .unavailable  // REFUSED_STREAM: never processed
    case 0x8: self = .cancelled  // CANCEL
    case 0xb: self = .resourceExhausted  // ENHANCE_YOUR_CALM
    case 0xc: self = .permissionDenied  // INADEQUATE_SECURITY
    default: self = .internal
    }
  }
}

extension Code: CustomStringConvertible {
  public var description: String { name }
}
