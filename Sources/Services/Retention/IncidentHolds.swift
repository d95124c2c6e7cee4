import CivilTime
import Rules
import SQLite
import Storage

/// What open incidents hold of an agent's pictures (TEL-40), where the tenant has chosen that: those that are shown with
/// them.
struct IncidentHolds: Sendable {
  /// In nanoseconds since 1970.
  private let spans: [Range<Int64>]

  init(_ term: KeptTerm, agent: String, _ connection: Connection) throws {
    guard term.policy.holdsOpenIncidents else {
      spans = []
      return
    }
    let (margin, end) = (IncidentHandler.around, term.start.advanced(by: IncidentHandler.around))
    spans = try DetectionStore(term.tenancy, connection).open(by: agent, until: end).map {
      try $0.advanced(by: .zero - margin).stored()..<$0.advanced(by: margin).stored()
    }
  }

  func contains(_ capturedAt: Int64) -> Bool { spans.contains { $0.contains(capturedAt) } }

  /// How many pictures a purge would leave.
  static func count(_ term: KeptTerm, _ connection: Connection) throws -> Int64 {
    guard term.policy.holdsOpenIncidents else { return 0 }
    return try DetectionStore(term.tenancy, connection).heldPictures(
      before: term.start, margin: IncidentHandler.around.components.seconds * 1_000_000_000)
  }
}
