import Buffers
import Glibc

// The rest of this target is made from the schemas beside it.

extension GrpcTesting.Payload {
  /// A payload of `count` zeros, made at once: a case makes thousands of hundreds of kilobytes.
  public static func zeros(_ count: Int) -> GrpcTesting.Payload {
    GrpcTesting.Payload(
      body: Bytes(capacity: count) {
        if let start = $0.baseAddress { memset(start, 0, count) }
        return count
      })
  }
}
