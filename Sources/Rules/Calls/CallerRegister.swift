import CivilTime

/// What numbers were registered as, and when (CTI-04, CTI-05). What counts is the instant of the call: a later
/// edit never changes what a call cost.
public struct CallerRegister: Hashable, Sendable {
  public enum Class: String, Sendable, Hashable, CaseIterable {
    case employee
    case spam
  }

  private struct Span: Hashable, Sendable {
    let kind: Class
    let from: Instant
    /// Nil while it holds.
    var to: Instant?
  }

  /// By normalised number, in order of time.
  private var spans: [String: [Span]] = [:]

  public init() {}

  /// Registers a number from an instant on; nothing changes if it is registered so already.
  public mutating func register(_ number: String, as kind: Class, from: Instant) {
    let isThere = spans[number]?.contains { $0.kind == kind && $0.to == nil } ?? false
    guard !isThere else { return }
    spans[number, default: []].append(Span(kind: kind, from: from))
  }

  /// Ends a registration at an instant, from which on it does not hold.
  public mutating func unregister(_ number: String, as kind: Class, at end: Instant) {
    guard var list = spans[number] else { return }
    for index in list.indices where list[index].kind == kind && list[index].to == nil {
      list[index].to = max(end, list[index].from)
    }
    spans[number] = list
  }

  /// What a number is at an instant: it may be both, and is spam then (CTI-05).
  public func classes(of number: String, at instant: Instant) -> Set<Class> {
    var found: Set<Class> = []
    for span in spans[number] ?? []
    where span.from <= instant && (span.to.map { instant < $0 } ?? true) {
      found.insert(span.kind)
    }
    return found
  }
}
