import EventLoop
import RPC

/// Decides to which addresses a channel connects and when, without any I/O: it is told what became of
/// names and connections, and returns what to do.
///
///     idle ──wanted──▶ resolving ──▶ active ──▶ resting ──time──▶ idle, or on if calls wait
///      ▲  (no names to look up: at once)│  (all failed)
///      └──── last connection lost, idle ┘
///
/// *Pick first* tries the addresses in turn, the next one when the last has failed or has taken a while
/// (RFC 8305), and keeps the first that answers. *Round robin* keeps a connection to each. Instants and
/// lengths are nanoseconds of `MonotonicClock`.
struct Balancer {
  enum Action: Sendable, Hashable {
    /// Look the names up.
    case resolve
    case connect(Int, SocketAddress)
    /// Give the attempt up, or let the connection's calls end and close it; no more is to be heard of it.
    case close(Int)
  }

  private enum Stage: Hashable {
    case idle
    case resolving
    case active
    case resting(until: Int64)
  }

  private enum Phase: Hashable {
    case idle
    case connecting
    case ready
    case resting(until: Int64)
  }

  /// One address.
  private struct Entry {
    let id: Int
    let address: SocketAddress
    var phase = Phase.idle
    /// When its last attempt began.
    var began: Int64 = 0
    /// Attempts that failed since one succeeded.
    var failures = 0
    /// Connections in a row that were lost and had served nobody.
    var losses = 0
  }

  /// Names are not looked up more often (gRPC, "Name Resolution").
  private static let resolutionPause: Int64 = 30_000_000_000
  /// Connections to one address that may be lost in a row, none having served, before the next waits.
  private static let lossesMax = 3
  /// RFC 8305, 5: "Connection Attempt Delay".
  private static let attemptDelay: Int64 = 250_000_000

  private let policy: ServiceConfig.LoadBalancing
  private let backoff: Backoff
  private let resolvesNames: Bool
  /// Draws from 0 to 1.
  private let chance: @Sendable () -> Double

  private var stage = Stage.idle
  private var entries: [Entry] = []
  private var nextID = 0
  private var isResolving = false
  private var resolvedAt: Int64?
  /// When the present attempts began, all together, and how many before them failed.
  private var passBegan: Int64 = 0
  private var passFailures = 0
  /// Of pick first: the entry to try next, and when, if no other fails before.
  private var passNext = 0
  private var passDue: Int64?
  /// Why the last attempt failed.
  private(set) var failure = "no attempt has been made"

  /// - Parameter addresses: those of a target without names; nil when names are to be looked up.
  init(
    _ policy: ServiceConfig.LoadBalancing, _ backoff: Backoff, addresses: [SocketAddress]?,
    chance: @escaping @Sendable () -> Double = { .random(in: 0...1) }
  ) {
    self.policy = policy
    self.backoff = backoff
    self.chance = chance
    resolvesNames = addresses == nil
    _ = take(addresses ?? [])
  }

  // MARK: What it has come to

  var connectivity: Connectivity {
    switch stage {
    case .idle: .idle
    case .resolving: .connecting
    case .resting: .transientFailure
    case .active:
      if entries.contains(where: { $0.phase == .ready }) {
        .ready
      } else if policy == .roundRobin, entries.allSatisfy({ $0.failures > 0 }) {
        .transientFailure
      } else {
        .connecting
      }
    }
  }

  /// When ``timeCame(_:isWanted:)`` is to be called.
  var due: Int64? {
    switch stage {
    case .idle, .resolving: nil
    case .resting(let until): until
    case .active:
      entries.reduce(passDue) { earliest, entry in
        guard case .resting(let until) = entry.phase else { return earliest }
        return min(earliest ?? until, until)
      }
    }
  }

  // MARK: What happens

  /// A call wants a connection, and there is none.
  mutating func wanted(_ now: Int64) -> [Action] {
    guard stage == .idle else { return [] }
    passBegan = now
    guard mustResolve(now) else { return activate(now) }
    stage = .resolving
    return resolve()
  }

  /// The time of ``due`` has come.
  ///
  /// - Parameter isWanted: whether calls wait for a connection.
  mutating func timeCame(_ now: Int64, isWanted: Bool) -> [Action] {
    switch stage {
    case .idle, .resolving: return []
    case .resting(let until):
      guard until <= now else { return [] }
      stage = .idle
      return isWanted || policy == .roundRobin ? wanted(now) : []
    case .active:
      if let due = passDue, due <= now { return tryNext(now) }
      return connectAll(now)
    }
  }

  /// The names have these addresses.
  mutating func resolved(_ addresses: [SocketAddress], _ now: Int64) -> [Action] {
    guard !addresses.isEmpty else { return resolutionFailed("the name has no address", now) }
    isResolving = false
    resolvedAt = now
    let actions = take(addresses)
    switch stage {
    case .resolving: return actions + activate(now)
    case .active where connectivity != .ready || policy == .roundRobin:
      return actions + activate(now)
    case .active, .idle, .resting: return actions
    }
  }

  /// The names could not be looked up.
  mutating func resolutionFailed(_ reason: String, _ now: Int64) -> [Action] {
    isResolving = false
    failure = reason
    guard stage == .resolving else { return [] }
    if !entries.isEmpty { return activate(now) }
    rest(now)
    return []
  }

  /// The attempt has led to a connection.
  mutating func connected(_ id: Int, _ now: Int64) -> [Action] {
    guard let place = place(id) else { return [] }
    entries[place].phase = .ready
    entries[place].failures = 0
    passFailures = 0
    guard policy != .roundRobin else { return [] }
    passDue = nil
    return entries.indices.compactMap { other in
      guard entries[other].phase == .connecting else { return nil }
      entries[other].phase = .idle
      return .close(entries[other].id)
    }
  }

  /// The attempt has failed.
  mutating func failed(_ id: Int, _ reason: String, _ now: Int64) -> [Action] {
    failure = reason
    guard let place = place(id) else { return [] }
    entries[place].failures += 1
    if policy == .roundRobin {
      let delay = backoff.delay(entries[place].failures, chance: chance())
      entries[place].phase = .resting(until: max(now, entries[place].began &+ delay))
      return mustResolve(now) ? resolve() : []
    }
    entries[place].phase = .idle
    let next = tryNext(now)
    if next.isEmpty, !entries.contains(where: { $0.phase == .connecting }) { rest(now) }
    return next
  }

  /// The connection is gone, or takes no more calls.
  ///
  /// - Parameter hasServed: whether any call on it was answered.
  mutating func lost(
    _ id: Int, _ reason: String, hasServed: Bool, _ now: Int64
  ) -> [Action] {
    guard let place = place(id) else { return [] }
    failure = reason
    entries[place].phase = .idle
    // At once, as a server may restart; but not for ever as fast as a server can hang up.
    entries[place].losses = hasServed ? 0 : entries[place].losses + 1
    let losses = entries[place].losses - Balancer.lossesMax
    let until = losses > 0 ? entries[place].began &+ backoff.delay(losses, chance: chance()) : now
    if policy == .roundRobin {
      if until > now { entries[place].phase = .resting(until: until) }
      return (mustResolve(now) ? resolve() : []) + connectAll(now)
    }
    guard stage == .active else { return [] }
    stage = until > now ? .resting(until: until) : .idle
    return []
  }

  /// Nobody has called for long: closes what there is.
  mutating func sleep() -> [Action] {
    stage = .idle
    passDue = nil
    return entries.indices.compactMap { place in
      let phase = entries[place].phase
      entries[place].phase = .idle
      return phase == .connecting || phase == .ready ? .close(entries[place].id) : nil
    }
  }

  // MARK: Steps

  private func place(_ id: Int) -> Int? { entries.firstIndex { $0.id == id } }

  private func mustResolve(_ now: Int64) -> Bool {
    guard resolvesNames, !isResolving else { return false }
    return resolvedAt.map { now - $0 >= Balancer.resolutionPause } ?? true
  }

  private mutating func resolve() -> [Action] {
    isResolving = true
    return [.resolve]
  }

  /// Takes over a list of addresses; what is on neither list any more is closed.
  private mutating func take(_ addresses: [SocketAddress]) -> [Action] {
    var kept: [Entry] = []
    for address in addresses where !kept.contains(where: { $0.address == address }) {
      if let known = entries.first(where: { $0.address == address }) {
        kept.append(known)
      } else {
        kept.append(Entry(id: nextID, address: address))
        nextID += 1
      }
    }
    let gone = entries.filter { entry in !kept.contains { $0.id == entry.id } }
    entries = kept
    if case .pickFirst(shuffled: true) = policy { shuffle() }
    return gone.compactMap {
      $0.phase == .connecting || $0.phase == .ready ? .close($0.id) : nil
    }
  }

  private mutating func shuffle() {
    for place in entries.indices.dropFirst().reversed() {
      entries.swapAt(place, min(Int(chance() * Double(place + 1)), place))
    }
  }

  private mutating func activate(_ now: Int64) -> [Action] {
    stage = .active
    if policy == .roundRobin { return connectAll(now) }
    passNext = 0
    return tryNext(now)
  }

  /// Round robin: connects wherever there is no connection and no wait.
  private mutating func connectAll(_ now: Int64) -> [Action] {
    guard policy == .roundRobin, stage == .active else { return [] }
    return entries.indices.compactMap { place in
      switch entries[place].phase {
      case .idle: connect(place, now)
      case .resting(let until) where until <= now: connect(place, now)
      case .resting, .connecting, .ready: nil
      }
    }
  }

  /// Pick first: the next address of the pass.
  private mutating func tryNext(_ now: Int64) -> [Action] {
    passDue = nil
    while passNext < entries.count {
      let place = passNext
      passNext += 1
      guard entries[place].phase == .idle else { continue }
      if passNext < entries.count { passDue = now &+ Balancer.attemptDelay }
      return [connect(place, now)]
    }
    return []
  }

  private mutating func connect(_ place: Int, _ now: Int64) -> Action {
    entries[place].phase = .connecting
    entries[place].began = now
    return .connect(entries[place].id, entries[place].address)
  }

  /// All attempts have failed: the next are made after a while, counted from when these began.
  private mutating func rest(_ now: Int64) {
    passDue = nil
    passFailures += 1
    let delay = backoff.delay(passFailures, chance: chance())
    stage = .resting(until: max(now, passBegan &+ delay))
  }
}
