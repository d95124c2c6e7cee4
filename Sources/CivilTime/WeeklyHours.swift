/// A span of a day in which a desk works: `[open, close)`, where `close` may be 24:00 (COM-02).
public struct WorkingWindow: Hashable, Sendable {
  public let open: TimeOfDay
  public let close: TimeOfDay

  /// Nil unless it opens before it closes.
  public init?(open: TimeOfDay, close: TimeOfDay) {
    guard open < close else { return nil }
    self.open = open
    self.close = close
  }

  /// A window written out in code, as `(hour, minute)`. It traps if it is empty.
  public init(literal open: (Int, Int), _ close: (Int, Int)) {
    guard
      let window = WorkingWindow(
        open: TimeOfDay(literal: open.0, open.1), close: TimeOfDay(literal: close.0, close.1))
    else { preconditionFailure("a window opens before it closes") }
    self = window
  }

  public static let wholeDay = WorkingWindow(literal: (0, 0), (24, 0))

  public func contains(_ time: TimeOfDay) -> Bool { open <= time && time < close }
}

extension WorkingWindow: CustomStringConvertible {
  /// `09:00-11:45`
  public var description: String { "\(open)-\(close)" }
}

/// Two windows of a day overlap.
public struct WindowOverlap: Error, Hashable, CustomStringConvertible {
  public let first: WorkingWindow
  public let second: WorkingWindow

  public var description: String { "the windows \(first) and \(second) of a day overlap" }
}

/// The windows of each weekday, in order and apart. A weekday without one is closed.
public struct WeeklyHours: Hashable, Sendable {
  private let windows: [[WorkingWindow]]

  /// The windows per weekday, in any order; they may touch but not overlap.
  public init(_ windows: [Weekday: [WorkingWindow]]) throws(WindowOverlap) {
    var table: [[WorkingWindow]] = []
    for day in Weekday.allCases {
      let sorted = (windows[day] ?? []).sorted { $0.open < $1.open }
      for (first, second) in zip(sorted, sorted.dropFirst()) where first.close > second.open {
        throw WindowOverlap(first: first, second: second)
      }
      table.append(sorted)
    }
    self.windows = table
  }

  /// The same windows from Monday to Friday, written out in code in order.
  public init(mondayToFriday windows: WorkingWindow...) {
    let ordered = zip(windows, windows.dropFirst()).allSatisfy { $0.close <= $1.open }
    precondition(ordered, "windows stand in order and apart")
    self.windows = Weekday.allCases.map { $0.isWeekend ? [] : windows }
  }

  public subscript(weekday: Weekday) -> [WorkingWindow] { windows[weekday.rawValue - 1] }
}
