/// What concerns the session as a whole, told to its connection.
public protocol HTTP2SessionDelegate: AnyObject {
  /// A peer opened a stream (servers only): who serves it?
  func sessionOpened(_ stream: HTTP2Stream) -> any HTTP2StreamDelegate
  /// There is something to ``HTTP2Session/produce(into:limit:)``. Not repeated until that has been
  /// called; what ``HTTP2Session/receive(_:)`` causes isn't told.
  func sessionHasOutput()
  /// The peer's SETTINGS have come, the first ones or later changes.
  func sessionReceivedSettings()
  /// The peer asks for a sign of life, which the session gives it.
  func sessionReceivedPing()
  /// The peer has spent what it may cost and is put out. Returns what the GOAWAY says.
  func sessionOverdrawn(on charge: Ledger.Charge) -> String
  /// The peer has answered ``HTTP2Session/ping()``.
  func sessionReceivedPong()
  /// The peer takes no new streams.
  func sessionReceivedGoAway(_ code: ErrorCode)
}
