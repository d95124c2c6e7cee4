import CivilTime
import RPC
import Storage

/// What presence adds to the server.
struct PresenceArea: Sendable {
  static let descriptors = [PresenceHandler.descriptor]

  /// Takes in what agents see.
  let intake: PresenceIntake
  private let database: Database
  private let clock: any Clock

  init(_ database: Database, _ clock: any Clock) {
    self.database = database
    self.clock = clock
    intake = PresenceIntake(board: PresenceBoard(database, clock))
  }

  func services(_ pace: WatchPace, pageTokenSecret: [UInt8]) -> [any Service] {
    [
      PresenceHandler(
        database: database, clock: clock, board: intake.board, pace: pace,
        pageTokenSecret: pageTokenSecret)
    ]
  }
}
