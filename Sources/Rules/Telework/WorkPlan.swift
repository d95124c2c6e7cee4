import CivilTime

/// When a worker is to work, as it was planned (TEL-34).
public enum WorkPlan {
  public struct Entry: Hashable, Sendable {
    public let day: CivilDate
    /// On that day; until 24:00 at most.
    public let window: WorkingWindow

    public init(_ day: CivilDate, _ window: WorkingWindow) {
      self.day = day
      self.window = window
    }
  }

  /// Why a plan is not taken, in order of precedence.
  public enum Rejection: Refusal {
    /// Two entries of a day share time: the places of both.
    case overlap(Int, Int, day: CivilDate)

    public var fault: Fault {
      switch self {
      case .overlap(let first, let second, let day):
        Fault(
          .invalid, "OVERLAP", field: "entries[\(second)]", value: day.description,
          limit: "no time of entries[\(first)]", fix: "end the one before the other begins")
      }
    }
  }

  /// The entries in the order of time, if none shares time with another.
  public static func judge(_ entries: [Entry]) -> Ruling<[Entry], Rejection> {
    let inOrder = entries.enumerated().sorted {
      ($0.element.day, $0.element.window.open, $0.offset)
        < ($1.element.day, $1.element.window.open, $1.offset)
    }
    var rejections: [Rejection] = []
    // The one that reaches farthest of those before.
    var farthest: (offset: Int, element: Entry)?
    for (offset, entry) in inOrder {
      if let before = farthest, before.element.day == entry.day {
        if entry.window.open < before.element.window.close {
          rejections.append(.overlap(before.offset, offset, day: entry.day))
        }
        if entry.window.close > before.element.window.close { farthest = (offset, entry) }
      } else {
        farthest = (offset, entry)
      }
    }
    return rejections.isEmpty ? .granted(inOrder.map(\.element)) : .refused(rejections)
  }

  /// The entries of some days on other days, so many days later: a week's plan for the next.
  public static func copied(_ entries: [Entry], days: Int) -> [Entry]? {
    var copies: [Entry] = []
    for entry in entries {
      guard let day = try? entry.day.plus(days: days) else { return nil }
      copies.append(Entry(day, entry.window))
    }
    return copies
  }
}
