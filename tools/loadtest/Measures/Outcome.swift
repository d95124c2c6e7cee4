import RPC

/// How a call ended: what the breakdown counts by.
struct Outcome: Sendable, Hashable, Comparable {
  /// The name of the status: `UNAVAILABLE`.
  let code: String
  /// Which of the errors of that code: the `reason` of its `ErrorInfo`, else its message. Empty for
  /// a call that ended well.
  let reason: String

  static let ok = Outcome(code: Code.ok.name, reason: "")
  static let unanswered = Outcome(code: "UNANSWERED", reason: "cut off when the run ended")
  /// What comes when there are ``kindsMax`` already.
  static let others = Outcome(code: "OTHER", reason: "more kinds than are told apart")

  /// A server that puts numbers into its messages must not fill the memory.
  static let kindsMax = 100
  private static let reasonScalarsMax = 120

  init(code: String, reason: String) {
    self.code = code
    // It comes from a server, and is shown on a terminal.
    var shown = String.UnicodeScalarView()
    for scalar in reason.unicodeScalars.prefix(Self.reasonScalarsMax) {
      shown.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    self.reason = String(shown)
  }

  init(_ error: RPCError) {
    self.init(
      code: error.code.name, reason: error.reason.isEmpty ? error.message : error.reason)
  }

  var isOK: Bool { self == .ok }

  /// `NOT_FOUND (NO_SUCH_ITEM)`
  var description: String { reason.isEmpty ? code : "\(code) (\(reason))" }

  static func < (a: Outcome, b: Outcome) -> Bool { (a.code, a.reason) < (b.code, b.reason) }
}
