import CivilTime
import MadoAPI
import Rules
import SQLite

// What agents saw and detected, as it is kept and goes.

/// Sightings, worker by worker.
struct KeptPresence: KeptData {
  let kind = Telework.RetentionKind.presence

  func purgeSome(_ purging: Purging, from place: String) throws -> PurgeStep {
    let store = PresenceStore(purging.tenancy, purging.connection)
    let start = purging.term.start
    guard let worker = try store.worker(after: place, seenBefore: start) else {
      return PurgeStep()
    }
    let purged = try store.purgeSome(of: worker, before: start, limit: Purging.recordsMax)
    return PurgeStep(
      purged: purged, place: purged < Int64(Purging.recordsMax) ? worker : place)
  }

  func count(_ term: KeptTerm, _ connection: Connection) throws -> (purged: Int64, held: Int64) {
    (try PresenceStore(term.tenancy, connection).count(before: term.start), 0)
  }
}

/// Incidents with their reviews.
struct KeptIncidents: KeptData {
  let kind = Telework.RetentionKind.incident

  func purgeSome(_ purging: Purging, from place: String) throws -> PurgeStep {
    let store = DetectionStore(purging.tenancy, purging.connection)
    let (start, limit) = (purging.term.start, Purging.recordsMax)
    let purged = try store.purgeSome(
      before: start, holdsOpen: purging.term.policy.holdsOpenIncidents, limit: limit)
    if purged == Int64(limit) { return PurgeStep(purged: purged, place: "more") }
    // What is left is held.
    return PurgeStep(purged: purged, held: try store.count(before: start).all)
  }

  func count(_ term: KeptTerm, _ connection: Connection) throws -> (purged: Int64, held: Int64) {
    let count = try DetectionStore(term.tenancy, connection).count(before: term.start)
    let held = term.policy.holdsOpenIncidents ? count.open : 0
    return (count.all - held, held)
  }
}
