/// What of a ``Spool`` goes out on one stream after the other, and what the answers come to.
///
/// Losses go first, then pictures, the oldest first. A bounded number is under way at a time; what has no answer when
/// its stream ends goes out again on the next one. The server knows a picture by its number, so that this does no harm.
///
/// A stream that ends with pictures under way halves how many may be on the next one, down to a single one; each that is
/// taken lets one more. So a line that breaks again and again brings something every time, instead of losing the answers to
/// all that was sent at a stroke.
public struct Outbox: Hashable, Sendable {
  /// Items that may be sent and not answered.
  public static let underWayMax = 8

  public enum Item: Hashable, Sendable {
    case picture(Int64)
    case loss(ClosedRange<Int64>)
  }

  /// What the server says of an item.
  public enum Answer: Hashable, Sendable {
    /// It has it, durable.
    case taken
    /// Not now: it goes out again, on another stream.
    case later
    /// Never: a picture is lost, and a loss is forgotten.
    case never
  }

  public private(set) var spool: Spool
  /// How often the server has taken something: who waits between attempts sees by it that one was of use.
  public private(set) var takenCount = 0
  private var underWay: Set<Int64> = []
  /// How many of them there may be now.
  private var room = underWayMax
  private var lossUnderWay: ClosedRange<Int64>?
  /// Not to be sent on this stream.
  private var postponed: Set<Int64> = []
  private var areLossesPostponed = false

  public init(_ spool: Spool) {
    self.spool = spool
  }

  /// Whether the server is still to be told of anything.
  public var isEmpty: Bool { spool.kept.isEmpty && spool.lost.isEmpty }

  /// Whether the stream has done what it can: nothing is under way, and ``next()`` has nothing.
  public var isIdle: Bool {
    underWay.isEmpty && lossUnderWay == nil && (areLossesPostponed || spool.lost.isEmpty)
      && spool.kept.allSatisfy(postponed.contains)
  }

  /// A new stream begins: nothing is under way.
  public mutating func begin() {
    if !underWay.isEmpty { room = max(1, room / 2) }
    underWay = []
    lossUnderWay = nil
    postponed = []
    areLossesPostponed = false
  }

  /// The next item to be sent; nil while there is none or too many are under way.
  public mutating func next() -> Item? {
    guard underWay.count < room else { return nil }
    if lossUnderWay == nil, !areLossesPostponed, let range = spool.lost.first {
      lossUnderWay = range
      return .loss(range)
    }
    let number = spool.kept.first { !underWay.contains($0) && !postponed.contains($0) }
    guard let number else { return nil }
    underWay.insert(number)
    return .picture(number)
  }

  /// A new picture is there; returns its number.
  public mutating func take() -> Int64 { spool.take() }

  /// Gives up what is too much; returns the numbers that are lost now.
  public mutating func drop() -> [Int64] { spool.drop(sparing: underWay) }

  /// What is said of a picture. An answer that comes twice, or to nothing, changes nothing.
  public mutating func answered(_ number: Int64, _ answer: Answer) {
    underWay.remove(number)
    guard spool.kept.contains(number) else { return }
    switch answer {
    case .taken:
      spool.acknowledge(number)
      takenCount += 1
      room = min(room + 1, Self.underWayMax)
    case .later: postponed.insert(number)
    case .never: spool.lose(number)
    }
  }

  /// What is said of a loss.
  public mutating func answered(_ range: ClosedRange<Int64>, _ answer: Answer) {
    if range == lossUnderWay { lossUnderWay = nil }
    switch answer {
    case .taken:
      spool.told(of: range)
      takenCount += 1
    case .later: areLossesPostponed = true
    case .never: spool.told(of: range)
    }
  }
}
