import Buffers
import RPC

/// What an update names to show which state of a row it has seen.
struct Etag: Sendable, Hashable {
  let text: String

  /// Of a row's version, which grows by one with each change.
  init(version: Int64, of id: String) {
    text = Base64.url.encode(Array("\(version):\(id)".utf8))
  }

  /// Throws ABORTED unless `given` is this one.
  func check(_ given: String) throws(RPCError) {
    guard given == text else {
      throw RPCError(
        .aborted,
        given.isEmpty
          ? "the update names no etag: give the one of the state that it changes"
          : "it was changed meanwhile: read it again, and change what it is now",
        reason: "ETAG_MISMATCH")
    }
  }
}
