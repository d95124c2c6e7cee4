import CivilTime
import RPC
import SQLite
import Storage
import Synchronization

/// Which services are stopped: the stopping windows in memory, for each call to be held against.
final class Stops: Sendable {
  private let clock: any Clock
  private let windows = Mutex<[WindowRow]>([])
  /// From when on nothing was stopped when it was looked at, and up to when, in nanoseconds since 1970: what a call looks
  /// at while there is no stop.
  private let calmFrom = Atomic<Int64>(.min)
  private let calmTo = Atomic<Int64>(.max)
  private let bell = ChangeBell()

  /// Packages whose services answer always: without them nobody could see a stop, or end it.
  private static let alwaysAnswered = ["mado.status.v1.", "grpc.health.", "grpc.reflection."]

  init(_ clock: any Clock) {
    self.clock = clock
  }

  /// Whether a service can be stopped.
  static func canStop(_ service: String) -> Bool {
    !alwaysAnswered.contains { service.hasPrefix($0) }
  }

  /// Has the windows of `connection` hold, once they are committed.
  func reload(_ transaction: Transaction) throws {
    let found = try WindowStore(transaction.connection).windows(after: clock.now)
    transaction.afterCommit { [self] in hold(found) }
  }

  func load(_ database: Database) async throws {
    let now = clock.now
    hold(try await database.read { try WindowStore($0).windows(after: now) })
  }

  private func hold(_ found: [WindowRow]) {
    windows.withLock { windows in
      windows = found.filter(\.stops)
      calmFrom.store(.min, ordering: .relaxed)
      calmTo.store(windows.isEmpty ? .max : .min, ordering: .relaxed)
    }
    bell.ring("")
  }

  /// Waits until `look` finds something, at once and whenever a stop has begun or ended, or nobody waits for the call any
  /// more.
  func waiting<Found>(_ call: CallContext, _ look: () -> Found?) async throws -> Found? {
    try await bell.waiting(for: "", atMost: .seconds(86_400), call) { look() }
  }

  /// Until when a service is stopped; nil when it is not.
  func stop(of service: String) -> (until: Instant, window: WindowRow, now: Instant)? {
    let (from, to) = (calmFrom.load(ordering: .relaxed), calmTo.load(ordering: .relaxed))
    // Without a window there is no need to ask for the time.
    if from == .min, to == .max { return nil }
    let now = clock.now
    guard let instant = now.storedNanoseconds, !(from..<max(from, to)).contains(instant) else {
      return nil
    }
    return windows.withLock { windows in
      let current = windows.compactMap { window in
        window.current(at: now).map { (until: $0.upperBound, window: window, now: now) }
      }
      // While none goes on there is nothing to look at until the next one.
      if current.isEmpty {
        let next = windows.compactMap { $0.next(from: now)?.lowerBound.storedNanoseconds }.min()
        calmTo.store(next ?? .max, ordering: .relaxed)
        calmFrom.store(instant, ordering: .relaxed)
      }
      return current.filter { $0.window.concerns(service) }.max { $0.until < $1.until }
    }
  }
}

/// Answers the calls of stopped services with when to come back (CARD-26, TEL-23), before anybody is asked who he is.
struct StopInterceptor: ServerInterceptor {
  let stops: Stops
  /// Nil for what is never stopped.
  private var service: String?

  init(_ stops: Stops) {
    self.stops = stops
  }

  func bound(to method: MethodDescriptor) -> any ServerInterceptor {
    var bound = self
    bound.service = Stops.canStop(method.service) ? method.service : nil
    return bound
  }

  func began(_ call: CallContext) throws(RPCError) {
    guard let service, let stop = stops.stop(of: service) else { return }
    let title = stop.window.title[Language(accepting: call.metadata["accept-language"])]
    let until = JST.dateTime(of: stop.until).description
    throw RPCError(
      .unavailable, "\(service) is stopped for maintenance until \(until) in Japan: \(title)",
      reason: "MAINTENANCE", metadata: ["service": service, "until": until, "title": title]
    ).retrying(after: stop.now.duration(to: stop.until))
  }
}

extension LocalizedName {
  subscript(language: Language) -> String {
    switch language {
    case .ja: ja
    case .en: en
    case .zh: zh
    }
  }
}
