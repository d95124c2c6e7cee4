// Made by schemac from google/rpc/code.proto. Edit that, not this.

import Protobuf

/// Package `google.rpc`.
public enum GoogleRpc {}

extension GoogleRpc {
  /// The status codes of gRPC.
  public enum Code: ProtobufEnum {
    /// Success.
    case ok
    /// The caller gave the call up.
    case cancelled
    /// None of the others, or from a place that knows no codes.
    case unknown
    /// The request is wrong, whatever the state of the system.
    case invalidArgument
    /// Time ran out; the work may have been done all the same.
    case deadlineExceeded
    /// What the request names does not exist, or not for this caller.
    case notFound
    /// What the request wants to make exists.
    case alreadyExists
    /// The caller is known and may not.
    case permissionDenied
    /// A quota or a capacity is used up.
    case resourceExhausted
    /// The request is right, but not in this state: something must be put right first.
    case failedPrecondition
    /// Another call got in between: start again from reading.
    case aborted
    /// Past the end of a range.
    case outOfRange
    /// The method does not exist or is not offered.
    case unimplemented
    /// An invariant is broken: our fault.
    case `internal`
    /// Not now: try again after a pause.
    case unavailable
    /// Stored data is lost or damaged for good.
    case dataLoss
    /// Who the caller is has not been shown.
    case unauthenticated
    /// A number that the schema does not know.
    case unrecognized(Int32)

    public init() { self = .ok }

    public init(number: Int32) {
      switch number {
      case 0: self = .ok
      case 1: self = .cancelled
      case 2: self = .unknown
      case 3: self = .invalidArgument
      case 4: self = .deadlineExceeded
      case 5: self = .notFound
      case 6: self = .alreadyExists
      case 7: self = .permissionDenied
      case 8: self = .resourceExhausted
      case 9: self = .failedPrecondition
      case 10: self = .aborted
      case 11: self = .outOfRange
      case 12: self = .unimplemented
      case 13: self = .internal
      case 14: self = .unavailable
      case 15: self = .dataLoss
      case 16: self = .unauthenticated
      default: self = .unrecognized(number)
      }
    }

    public var number: Int32 {
      switch self {
      case .ok: 0
      case .cancelled: 1
      case .unknown: 2
      case .invalidArgument: 3
      case .deadlineExceeded: 4
      case .notFound: 5
      case .alreadyExists: 6
      case .permissionDenied: 7
      case .resourceExhausted: 8
      case .failedPrecondition: 9
      case .aborted: 10
      case .outOfRange: 11
      case .unimplemented: 12
      case .internal: 13
      case .unavailable: 14
      case .dataLoss: 15
      case .unauthenticated: 16
      case .unrecognized(let number): number
      }
    }

    public static var values: [(number: Int32, name: String)] {
      [
        (0, "OK"),
        (1, "CANCELLED"),
        (2, "UNKNOWN"),
        (3, "INVALID_ARGUMENT"),
        (4, "DEADLINE_EXCEEDED"),
        (5, "NOT_FOUND"),
        (6, "ALREADY_EXISTS"),
        (7, "PERMISSION_DENIED"),
        (8, "RESOURCE_EXHAUSTED"),
        (9, "FAILED_PRECONDITION"),
        (10, "ABORTED"),
        (11, "OUT_OF_RANGE"),
        (12, "UNIMPLEMENTED"),
        (13, "INTERNAL"),
        (14, "UNAVAILABLE"),
        (15, "DATA_LOSS"),
        (16, "UNAUTHENTICATED"),
      ]
    }
  }
}

// MARK: - Schema

extension GoogleRpc {
  /// The descriptor of `google/rpc/code.proto`.
  public static let codeFile = SchemaFile(
    "google/rpc/code.proto",
    imports: [],
    base64: """
      ChVnb29nbGUvcnBjL2NvZGUucHJvdG8SCmdvb2dsZS5ycGMqtwIKBENvZGUSBgoCT0sQABINCglDQU5DRUxMRUQQ
      ARILCgdVTktOT1dOEAISFAoQSU5WQUxJRF9BUkdVTUVOVBADEhUKEURFQURMSU5FX0VYQ0VFREVEEAQSDQoJTk9U
      X0ZPVU5EEAUSEgoOQUxSRUFEWV9FWElTVFMQBhIVChFQRVJNSVNTSU9OX0RFTklFRBAHEhYKElJFU09VUkNFX0VY
      SEFVU1RFRBAIEhcKE0ZBSUxFRF9QUkVDT05ESVRJT04QCRILCgdBQk9SVEVEEAoSEAoMT1VUX09GX1JBTkdFEAsS
      EQoNVU5JTVBMRU1FTlRFRBAMEgwKCElOVEVSTkFMEA0SDwoLVU5BVkFJTEFCTEUQDhINCglEQVRBX0xPU1MQDxIT
      Cg9VTkFVVEhFTlRJQ0FURUQQEEJYCg5jb20uZ29vZ2xlLnJwY0IJQ29kZVByb3RvUAFaM2dvb2dsZS5nb2xhbmcu
      b3JnL2dlbnByb3RvL2dvb2dsZWFwaXMvcnBjL2NvZGU7Y29kZaICA1JQQ2IGcHJvdG8z
      """)
}
