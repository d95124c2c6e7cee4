/// Where a call stands in a trace that spans several programs. Source: W3C, "Trace Context", 3.2.
public struct TraceContext: Sendable, Hashable {
  /// Of the whole trace: 16 bytes, not all zero.
  public var traceID: TraceID
  /// Of the step that made the call; not zero.
  public var parentID: UInt64
  /// `trace-flags`; the lowest bit says that the caller records the trace.
  public var flags: UInt8
  /// `tracestate`, passed on as it came.
  public var state: String

  /// Sixteen bytes, most significant first.
  public struct TraceID: Sendable, Hashable {
    public var high: UInt64
    public var low: UInt64

    public init(high: UInt64, low: UInt64) {
      self.high = high
      self.low = low
    }
  }

  public init(traceID: TraceID, parentID: UInt64, flags: UInt8 = 0, state: String = "") {
    self.traceID = traceID
    self.parentID = parentID
    self.flags = flags
    self.state = state
  }
}
