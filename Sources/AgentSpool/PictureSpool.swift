import Files

/// The pictures of an agent on its disk, and what of them is to be sent.
///
/// What the server says changes the ``outbox`` at once and the disk with the next ``settle()``: whoever is killed in
/// between sends again what the server has, which it knows by its number.
public struct PictureSpool: Sendable {
  private static let lost = "lost"

  /// Which items go out next, and where their answers go.
  public var outbox: Outbox
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

  /// What is added to a picture's number to have the one that the server knows.
  public var base: Int64 { folder.base ?? 0 }

  /// The server knows of the agent's pictures up to `last`. Where this spool cannot have numbered them, as after the
  /// machine was set up anew, what it keeps is numbered behind them. Nothing is under way.
  ///
  /// - Returns: whether it was.
  public mutating func met(upTo last: Int64) throws(FileError) -> Bool {
    guard folder.base == nil || last >= base + folder.next else { return false }
    let oldest = min(
      outbox.spool.kept.first ?? folder.next, outbox.spool.lost.first?.lowerBound ?? folder.next)
    // Without a base they were sent as they are: only what the server knows beyond them is another spool's.
    let base = folder.base == nil && last < folder.next ? 0 : last + 1 - oldest
    let isNew = base != self.base
    try folder.setBase(base)
    return isNew
  }

  /// Brings the disk to what is so.
  ///
  /// - Returns: the numbers that had to be dropped.
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
    return dropped
  }

  /// A picture that is kept: what its name says, and its file.
  public func picture(_ number: Int64) -> (name: PictureName, path: String)? {
    guard let ending = folder.endings[number], let name = PictureName(ending: ending),
      let path = folder.path(of: number)
    else { return nil }
    return (name, path)
  }
}
