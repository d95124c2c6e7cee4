/// What an agent keeps while it is offline (TEL-36): at most so many pictures, of which the oldest goes first and is
/// known as lost. What is no picture is never dropped, and does not stand here.
public struct Spool: Hashable, Sendable {
  /// 500 pictures of the camera and the screen together.
  public static let capacity = 500

  public let capacity: Int
  /// Numbers of the pictures that are kept, lowest first.
  public private(set) var kept: [Int64] = []
  /// Numbers of those that were dropped and of which the server has not been told, in order and as few as can be.
  public private(set) var lost: [ClosedRange<Int64>] = []

  public init(capacity: Int = Spool.capacity) {
    self.capacity = max(1, capacity)
  }

  /// As it was found again after a crash.
  public init(capacity: Int = Spool.capacity, kept: [Int64], lost: [ClosedRange<Int64>]) {
    self.init(capacity: capacity)
    for range in lost { lose(range) }
    for sequence in kept.sorted() { _ = add(sequence) }
  }

  /// Keeps a picture whose number is higher than all before.
  ///
  /// - Returns: the number of the picture that goes for it; its own where it is not the highest.
  public mutating func add(_ sequence: Int64) -> Int64? {
    if let last = kept.last, sequence <= last { return sequence }
    kept.append(sequence)
    guard kept.count > capacity else { return nil }
    let oldest = kept.removeFirst()
    lose(oldest...oldest)
    return oldest
  }

  /// The server has it, durable: it goes.
  public mutating func acknowledge(_ sequence: Int64) {
    if let place = kept.firstIndex(of: sequence) { kept.remove(at: place) }
  }

  /// The server has been told of a loss.
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

  private mutating func lose(_ range: ClosedRange<Int64>) {
    if let last = lost.last, last.upperBound < Int64.max, range.lowerBound == last.upperBound + 1 {
      lost[lost.count - 1] = last.lowerBound...range.upperBound
    } else {
      lost.append(range)
    }
  }
}
