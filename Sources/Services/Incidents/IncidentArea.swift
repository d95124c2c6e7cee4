import CivilTime
import RPC
import Storage

/// What the incidents of telework add to the server.
struct IncidentArea: Sendable {
  static let descriptors = [IncidentHandler.descriptor]

  /// Takes in what agents detect.
  let intake: IncidentIntake

  init(_ trail: AuditTrail) {
    intake = IncidentIntake(trail: trail)
  }

  func services(
    _ mutations: Mutations, _ vault: EvidenceVault, _ feed: ChangeFeed
  ) -> [any Service] {
    [
      IncidentHandler(
        database: vault.database, clock: vault.clock, mutations: mutations, vault: vault,
        feed: feed, pageTokenSecret: vault.pageTokenSecret)
    ]
  }
}
