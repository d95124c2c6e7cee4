import CivilTime
import SQLite
import Storage

/// How far the clock of a folder for tests has come: it never goes back, since what was done there stays done.
public enum TestTime {
  /// The latest instant at which a server has started on the folder, its clock was set, or it has carried something out;
  /// nil on a new folder.
  public static func reached(in database: Database) async throws -> Instant? {
    try await database.read { connection in
      let store = JobStore(connection)
      return [try store.testClock(), try store.runs(limit: 1).first?.ran].compactMap { $0 }.max()
    }
  }

  /// Keeps that a server has started, or its clock was set.
  public static func keep(_ instant: Instant, in database: Database) async throws {
    try await database.write { try JobStore($0.connection).keepTestClock(instant) }
  }
}
