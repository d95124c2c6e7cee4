import Files

/// The pictures of an agent on its disk, and what of them is to be sent.
///
/// What the server says changes the ``outbox`` at once and the disk with the next ``settle()``: whoever is killed in
/// between sends again what the server has, which it knows by its number.
public struct PictureSpool: Sendable {
  private static let lost = "lost"

  /// What is kept, by the numbers of the folder.
  public private(set) var outbox: Outbox
  private var folder: NumberedFolder

  /// Opens the folder of the pictures, which is made if it isn't there.
  ///
  /// - Parameter capacity: how many pictures are kept.
  public init(
    _ path: String, capacity: Int = Spool.capacity, on system: any FileSystem
  ) throws(FileError) {
    folder = try NumberedFolder(path, on: system)
    let lost = folder.endings.filter { $0.value == Self.lost }.keys
    let kept = folder.endings.filter { PictureName(ending: $0.value) != nil }.keys
    outbox = Outbox(
      Spool(capacity: capacity, kept: Array(kept), lost: Array(lost), next: folder.next))
  }

  /// Takes a picture in from the folder in which it was put. It counts from the next ``settle()`` on.
  public mutating func take(_ source: String, _ name: PictureName) throws(FileError) {
    try folder.take(source, as: name.ending)
  }

  /// The server knows of the agent's pictures up to `last`. Where the two never met, or this spool was set back since,
  /// what it keeps is numbered behind them. Before that nothing may be sent, and while anything is under way it is no
  /// time for it.
  public mutating func met(upTo last: Int64) throws(FileError) {
    let last = min(last, NumberedFolder.numberMax)
    guard folder.base.map({ last >= $0 + folder.next }) ?? true else { return }
    try folder.setBase(last + 1 - folder.oldest)
  }

  /// What is added to a number here to have the one that the server knows; nil before the two met.
  public var base: Int64? { folder.base }

  /// A new stream begins.
  public mutating func begin() { outbox.begin() }

  /// The next item to be sent, by the numbers that the server knows, with a picture's name and file; nil while there
  /// is none or too many are under way.
  public mutating func next() -> (item: Outbox.Item, picture: (name: PictureName, path: String)?)? {
    guard let base, let item = outbox.next() else { return nil }
    switch item {
    case .loss(let range):
      return (.loss((range.lowerBound + base)...(range.upperBound + base)), nil)
    case .picture(let number):
      guard let name = folder.endings[number].flatMap(PictureName.init(ending:)),
        let path = folder.path(of: number)
      else { return (.picture(number + base), nil) }
      return (.picture(number + base), (name, path))
    }
  }

  /// What is said of a picture.
  public mutating func answered(_ number: Int64, _ answer: Outbox.Answer) {
    outbox.answered(number - (base ?? 0), answer)
  }

  /// What is said of a loss.
  public mutating func answered(_ range: ClosedRange<Int64>, _ answer: Outbox.Answer) {
    let base = base ?? 0
    outbox.answered((range.lowerBound - base)...(range.upperBound - base), answer)
  }

  /// Brings the disk to what is so.
  ///
  /// - Returns: the numbers that had to be dropped, as the server knows them.
  @discardableResult
  public mutating func settle() throws(FileError) -> [Int64] {
    try folder.sync()
    while outbox.spool.next < folder.next { _ = outbox.take() }
    let dropped = outbox.drop()
    let kept = Set(outbox.spool.kept)
    let lost = outbox.spool.lost
    for (number, ending) in folder.endings where !kept.contains(number) {
      if lost.contains(where: { $0.contains(number) }) {
        try folder.rename(number, to: Self.lost, emptying: true)
      } else if ending == Self.lost || PictureName(ending: ending) != nil {
        try folder.remove(number)
      }
    }
    return dropped.map { $0 + (base ?? 0) }
  }
}
