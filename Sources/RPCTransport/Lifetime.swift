/// How old, how idle and how silent a client's connection is, and how far from its end, in beats of its loop.
/// A value: it is told what happens, and says what is to be done.
///
///     staying ──old, idle or the server stops──▶ noticed ──the client has heard──▶ told
struct Lifetime {
  /// What time has come for.
  enum Action {
    case nothing
    /// The client is asked for a sign of life.
    case ping
    /// It has given none.
    case lost
    /// The client is asked to open no more streams.
    case announceEnd
    /// It is told which of them was the last, and why.
    case end(String)
    /// Calls that still run are ended.
    case cutOff
  }

  private enum Stage {
    case staying
    /// Asked to leave; streams that were on their way are still taken.
    case noticed(text: String)
    /// Told which stream was the last.
    case told
  }

  private var stage = Stage.staying
  /// Since the connection came, or began to be answered in HTTP/1.1.
  private(set) var age: Int32 = 0
  private let ageMax: Int32
  /// Without an open call.
  private var idle: Int32 = 0
  /// Without a byte from the client.
  private var silent: Int32 = 0
  private var leaving: Int32 = 0
  private var farewell: Int32 = 0
  private var hasReceived = false
  private var awaitsPong = false

  init(_ pace: Pace) {
    guard pace.age != .max else {
      ageMax = .max
      return
    }
    // Clients that came together do not leave together.
    let tenth = pace.age / 10
    ageMax = Int32(clamping: pace.age - tenth + Int.random(in: 0...2 * tenth))
  }

  mutating func received() { hasReceived = true }

  /// A request in HTTP/1.1 has its own time.
  mutating func beginPlainExchange() { age = 0 }

  mutating func beat() { age &+= 1 }

  /// A connection that was put out. Returns whether it has had the time to read why.
  mutating func hasBidFarewell(_ pace: Pace) -> Bool {
    farewell &+= 1
    return farewell > pace.farewell
  }

  /// Once a beat: whether the client is still there.
  mutating func keepAlive(_ pace: Pace) -> Action {
    if hasReceived {
      hasReceived = false
      awaitsPong = false
      silent = 0
      return .nothing
    }
    silent &+= 1
    if awaitsPong { return silent > pace.keepaliveTimeout ? .lost : .nothing }
    guard silent > pace.keepalive else { return .nothing }
    awaitsPong = true
    silent = 0
    return .ping
  }

  /// Once a beat: whether it is old or idle, and what then comes.
  ///
  /// - Parameter isServerLeaving: the server looks after its end itself.
  mutating func end(_ pace: Pace, isIdle: Bool, isServerLeaving: Bool) -> Action {
    idle = isIdle ? idle &+ 1 : 0
    switch stage {
    case .staying where age > ageMax:
      return leave(saying: "the connection is old (\(ServerLimits.Key.connectionAge.rawValue))")
    case .staying where idle > pace.idle:
      return leave(saying: "the connection is idle (\(ServerLimits.Key.idleTimeout.rawValue))")
    case .noticed:
      leaving &+= 1
      return leaving > pace.farewell ? hasHeard() : .nothing
    case .told where age > ageMax && !isServerLeaving:
      leaving &+= 1
      return leaving > pace.ageGrace ? .cutOff : .nothing
    case .staying, .told:
      return .nothing
    }
  }

  /// The client is to go on with another connection.
  mutating func leave(saying text: String) -> Action {
    guard case .staying = stage else { return .nothing }
    stage = .noticed(text: text)
    leaving = 0
    return .announceEnd
  }

  /// The client has heard that it ends, or had the time to.
  mutating func hasHeard() -> Action {
    guard case .noticed(let text) = stage else { return .nothing }
    stage = .told
    return .end(text)
  }
}
