import Calling
import Files
import RPC

/// Something that is brought to the server over streams, one after the other.
protocol Delivery: Sendable {
  /// `pictures`
  var name: String { get }
  /// Whether there is a reason to open a stream.
  var hasWork: Bool { get }
  /// Grows with each thing that the server takes.
  var takenCount: Int { get }
  /// One stream from its begin to its end. Throws an `RPCError` for what another stream may mend.
  func run() async throws
}

/// Opens the next stream when one has ended, and waits longer from failure to failure.
struct Persistence: Sendable {
  /// Streams in a row that have brought nothing, before who wants to end gives up.
  private static let attemptsMax = 5
  /// What passes by itself, such as a server that is started again.
  private static let passing = Backoff(initial: .seconds(1), multiplier: 2, max: .seconds(30))
  /// What somebody has to mend, such as a token that counts no more.
  private static let lasting = Backoff(initial: .seconds(60), multiplier: 1, max: .seconds(60))

  let status: AgentStatus
  let endsWhenDone: Bool

  func keep(_ delivery: some Delivery) async throws {
    var failures = 0
    while true {
      guard delivery.hasWork else {
        if endsWhenDone { return }
        try await Task.sleep(for: AgentFolder.tick)
        continue
      }
      let before = delivery.takenCount
      do {
        try await delivery.run()
        failures = 0
      } catch let error as RPCError {
        try Task.checkCancellation()
        failures = delivery.takenCount > before ? 1 : failures + 1
        let isPassing = Self.isPassing(error.code)
        if endsWhenDone, !isPassing || failures >= Self.attemptsMax { throw error }
        let backoff = isPassing ? Self.passing : Self.lasting
        let own = Duration.nanoseconds(
          backoff.delay(failures, chance: Double.random(in: 0...1)))
        let wait = max(own, error.retryDelay ?? .zero)
        let reason = error.reason.isEmpty ? "" : " \(error.reason)"
        status.trouble(
          "\(delivery.name): \(error.code.name)\(reason): \(error.message); trying again")
        try await Task.sleep(for: wait)
      } catch let error as FileError {
        // The disk of this machine, which may have room again.
        failures += 1
        if endsWhenDone { throw error }
        status.trouble("\(delivery.name): \(error); trying again")
        let wait = Self.passing.delay(failures, chance: Double.random(in: 0...1))
        try await Task.sleep(for: .nanoseconds(wait))
      }
    }
  }

  private static func isPassing(_ code: Code) -> Bool {
    switch code {
    case .unauthenticated, .permissionDenied, .failedPrecondition, .unimplemented,
      .invalidArgument, .notFound:
      false
    default: true
    }
  }
}
