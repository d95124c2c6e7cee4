/// Which pictures an agent keeps while it cannot send them (TEL-36): at most so many, of which the oldest goes first
/// and is known as lost. What is no picture is never dropped, and does not stand here.
///
/// Every number that was ever given is kept, lost, or gone for a good reason: the server has the picture, or has been
/// told of its loss.
public struct Spool: Hashable, Sendable {
  /// 500 pictures of the camera and the screen together.
  public static let capacity = 500

  public let capacity: Int
  /// Numbers of the pictures that are kept, lowest first.
  public private(set) var kept: [Int64] = []
  /// Numbers of those that are lost and of which the server has not been told, in order and as few as can be.
  public private(set) var lost: [ClosedRange<Int64>] = []
  /// The number of the next picture.
  public private(set) var next: Int64

  /// - Parameter next: the lowest number that was never given; those that are kept or lost lie below it.
  public init(
    capacity: Int = Spool.capacity, kept: [Int64] = [], lost: [Int64] = [], next: Int64 = 1
  ) {
    self.capacity = max(1, capacity)
    self.next = max(next, 1 + max(kept.max() ?? 0, lost.max() ?? 0))
    self.kept = kept.sorted()
    for number in lost { addLoss(number) }
  }

  /// Numbers a new picture and keeps it.
  public mutating func take() -> Int64 {
    kept.append(next)
    next += 1
    return next - 1
  }

  /// Gives up what is too much, the oldest first.
  ///
  /// - Parameter sparing: pictures on their way to the server, which may have them already.
  /// - Returns: the numbers that are lost now.
  public mutating func drop(sparing: Set<Int64> = []) -> [Int64] {
    let surplus = kept.count - capacity
    guard surplus > 0 else { return [] }
    let dropped = Array(kept.lazy.filter { !sparing.contains($0) }.prefix(surplus))
    for number in dropped { lose(number) }
    return dropped
  }

  /// The server has it, durable: it goes.
  public mutating func acknowledge(_ number: Int64) {
    if let place = kept.firstIndex(of: number) { kept.remove(at: place) }
  }

  /// Gives up a picture that is kept.
  public mutating func lose(_ number: Int64) {
    guard let place = kept.firstIndex(of: number) else { return }
    kept.remove(at: place)
    addLoss(number)
  }

  /// The server knows of a loss.
  public mutating func told(of range: ClosedRange<Int64>) {
    lost = lost.flatMap { known -> [ClosedRange<Int64>] in
      guard known.overlaps(range) else { return [known] }
      var left: [ClosedRange<Int64>] = []
      if known.lowerBound < range.lowerBound {
        left.append(known.lowerBound...(range.lowerBound - 1))
      }
      if known.upperBound > range.upperBound {
        left.append((range.upperBound + 1)...known.upperBound)
      }
      return left
    }
  }

  private mutating func addLoss(_ number: Int64) {
    guard !lost.contains(where: { $0.contains(number) }) else { return }
    var place = lost.firstIndex { $0.lowerBound > number } ?? lost.count
    var range = number...number
    if place < lost.count, lost[place].lowerBound == number + 1 {
      range = number...lost.remove(at: place).upperBound
    }
    if place > 0, lost[place - 1].upperBound == number - 1 {
      place -= 1
      range = lost.remove(at: place).lowerBound...range.upperBound
    }
    lost.insert(range, at: place)
  }
}
