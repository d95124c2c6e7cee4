import Buffers
import RPC

/// What an update names to show which state of a row it has seen.
struct Etag: Sendable, Hashable {
  let text: String

  /// Of a row's version, which grows by one with each change.
  init(version: Int64, of id: String) {
    text = Base64.url.encode(Array("\(version):\(id)".utf8))
  }

  /// Throws ABORTED unless `given` is this one, and INVALID_ARGUMENT when there is none.
  ///
  /// - Parameter field: where the request has it, such as `user.etag`.
  func check(_ given: String, _ field: String) throws(RPCError) {
    guard !given.isEmpty else {
      throw .invalid([
        .init(
          field: field, description: "it is missing: give the etag of the state that you have read",
          reason: "required")
      ])
    }
    guard given == text else {
      throw RPCError(
        .aborted, "it was changed meanwhile: read it again, and change what it is now",
        reason: "ETAG_MISMATCH")
    }
  }
}
