import Storage

/// What of a data folder or a backup can be verified, and what came of it.
public struct Verification: Sendable {
  /// Something that is not as it was stored.
  public struct Flaw: Sendable, Hashable, CustomStringConvertible {
    /// Where it stands, such as `evidence demo-device.3`.
    public var record: String
    /// A word for programs, as ``VerifyChain`` has them.
    public var reason: String
    public var message: String
    /// Where its picture lies, if it has one.
    public var position: EvidencePosition?

    public init(
      _ record: String, _ reason: String, _ message: String, at position: EvidencePosition? = nil
    ) {
      self.record = record
      self.reason = reason
      self.message = message
      self.position = position
    }

    public var description: String { "\(record): \(reason): \(message)" }
  }

  /// How much was looked at: a line each, such as `12 pictures`.
  public private(set) var counts: [String] = []
  public var flaws: [Flaw] = []

  /// How thoroughly to look.
  public enum Depth: Sendable {
    /// Everything, each picture decrypted.
    case all
    /// All rows; of the pictures those that lie in these parts of their logs.
    case pictures(in: [LogMonth: Range<Int64>])
    /// The heads of chains and the logs' lengths: what takes a moment.
    case heads
  }

  /// One thing that can be verified. Whatever is stored and has a way to tell that it has been tampered with
  /// has one, in the list below.
  protocol Check: Sendable {
    func run(_ state: StoredState, _ depth: Depth, _ found: inout Verification) throws
  }

  private static let checks: [any Check] = [
    TableCheck(), KeyCheck(), LogCheck(), EvidenceCheck(), AuditCheck(),
  ]

  /// Keeps what was looked at, as numbers with what they count.
  mutating func count(_ things: (Int, String)...) {
    let texts = things.map { number, noun in "\(number) \(noun)\(number == 1 ? "" : "s")" }
    counts.append(texts.joined(separator: ", "))
  }

  /// Verifies `state`.
  ///
  /// - Throws: when it cannot be read at all.
  public static func run(_ state: StoredState, _ depth: Depth) throws -> Verification {
    var found = Verification()
    for check in checks { try check.run(state, depth, &found) }
    return found
  }
}
