/// What a peer has cost beyond what its useful work paid for: one account for everything that an
/// honest peer seldom does and a hostile one does without end.
///
/// It begins with a budget. ``charge(_:_:)`` draws on it, ``credit(_:)`` refills it, never above the
/// budget: with what calls do, their answers and their payload, and a little as time passes. So no
/// rate has to be guessed: a client that works hard may cancel, ask and be wrong in proportion, one
/// that only costs is put out after the same amount of harm whatever mixture it chooses. Once spent
/// it stays spent.
///
/// Points were chosen so that a budget of 100,000, the servers' default, stands for some 2,000 resets
/// at once, twice as many as a client that is allowed a thousand streams has to cancel.
public struct Ledger: Sendable, Hashable {
  /// What costs.
  public enum Charge: Sendable, Hashable, CaseIterable {
    /// The peer reset a stream (Rapid Reset, CVE-2023-44487).
    case resetReceived
    /// We had to reset a stream (MadeYouReset, CVE-2025-8671; CVE-2019-9514).
    case resetSent
    /// A request or a frame against the rules of its stream.
    case malformed
    /// Header fields, and those above the limit most of all (CVE-2024-27316, HPACK bombs).
    case headers
    case settings
    case ping
    case priority
    case windowUpdate
    /// GOAWAY, CONTINUATION and frames of unknown types.
    case otherFrame
    /// DATA that brings nothing and ends nothing (CVE-2019-9518).
    case emptyData
    /// DATA with more padding than payload.
    case padding
    /// Payload that waits for a window which the peer does not open (CVE-2019-9517, 9511).
    case stall
    /// Frames that must be answered while no answer is read. The library's own bound.
    case unreadAnswers
    /// A header block in too many frames. The library's own bound.
    case continuations

    /// The price of one, where all cost the same.
    public var points: Int {
      switch self {
      case .resetReceived, .resetSent, .priority, .otherFrame, .emptyData: 50
      // An honest client makes none; what it may do by a bug must end before long.
      case .malformed: 1000
      case .settings: 100
      // A client that reads may send two for each frame, which pays for both.
      case .windowUpdate, .ping: 20
      case .headers, .padding: 1
      case .stall: 30
      case .unreadAnswers, .continuations: 0
      }
    }

    /// In the plural, for a text such as "too many …".
    public var plural: String {
      switch self {
      case .resetReceived: "cancelled calls"
      case .resetSent: "calls that had to be reset"
      case .malformed: "malformed requests"
      case .headers: "header fields"
      case .settings: "SETTINGS frames"
      case .ping: "PING frames"
      case .priority: "PRIORITY frames"
      case .windowUpdate: "WINDOW_UPDATE frames"
      case .otherFrame: "frames without a use"
      case .emptyData: "empty DATA frames"
      case .padding: "bytes of padding"
      case .stall: "answers that are not read"
      case .unreadAnswers: "frames to be answered at once"
      case .continuations: "CONTINUATION frames"
      }
    }
  }

  /// What useful work is worth.
  public enum Credit {
    /// A call that was answered.
    public static let answeredCall = 100
    /// A message that went out whole.
    public static let sentMessage = 50
    /// Payload in or out is worth a point for so many bytes, as a shift: 256.
    static let payloadShift = 8
  }

  /// The balance at the beginning, and at most.
  public let budget: Int
  public private(set) var balance: Int
  /// What spent the last of the budget; nil until it is spent.
  public private(set) var spentOn: Charge?

  /// - Parameter budget: in points; at least one.
  public init(budget: Int) {
    self.budget = budget
    balance = budget
  }

  public var isSpent: Bool { balance < 0 }

  /// Draws `count` times the charge's price.
  public mutating func charge(_ charge: Charge, _ count: Int = 1) {
    guard balance >= 0 else { return }
    balance &-= charge.points &* count
    if balance < 0 { spentOn = charge }
  }

  /// Spends all that is left: for what the library has found to be too much.
  mutating func spend(on charge: Charge) {
    guard balance >= 0 else { return }
    balance = -1
    spentOn = charge
  }

  /// Refills.
  public mutating func credit(_ points: Int) {
    guard balance >= 0 else { return }
    balance = min(budget, balance &+ points)
  }
}
