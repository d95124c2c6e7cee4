import CivilTime

/// Concurrent connections (同時接続): how many are in use, and how many packs a peak needs (CTI-14 to 16).
public enum Connections {
  /// Connections of one pack.
  public static let pack = 5

  /// Whether the connection that is included counts towards the peak.
  public enum Reading: String, Sendable, Hashable, CaseIterable {
    /// The peak itself is paid for: the included one is for testing.
    case peakIsPaid = "peak-is-paid"
    /// One of the peak is included.
    case countIncluded = "count-included"
  }

  public struct Count: Hashable, Sendable {
    public let connections: Int
    public let trace: Trace
  }

  /// What is connected at one moment: a mobile app by its device, the web by its session. PC clients never
  /// count (CTI-15). At most what an integer holds.
  public static func count(mobileDevices: Int, webSessions: Int, pcClients: Int = 0) -> Count {
    let sum = saturatingSum([mobileDevices, webSessions])
    var trace = Trace()
    trace.step(
      .cti15, "Devices and web sessions count, PCs do not.",
      [
        "mobile_devices": .integer(mobileDevices), "web_sessions": .integer(webSessions),
        "pc_clients": .integer(pcClients), "connections": .integer(sum),
      ], formula: "connections = min(mobile_devices + web_sessions, \(Int.max))")
    return Count(connections: sum, trace: trace)
  }

  public struct Answer: Hashable, Sendable {
    public let packs: Int
    /// What may be connected at once: that of the packs, or the one that is included.
    public let connections: Int
    public let trace: Trace
  }

  /// Why no packs are recommended, in order of precedence.
  public enum Rejection: Refusal {
    case peakNegative(Int)
    case peakTooLarge(Int)

    public var fault: Fault {
      switch self {
      case .peakNegative(let peak):
        Fault(
          .invalid, "PEAK_NEGATIVE", field: "peak", value: String(peak), limit: "0 or more",
          fix: "give the most connections expected at one time")
      case .peakTooLarge(let peak):
        Fault(
          .outOfRange, "PEAK_TOO_LARGE", field: "peak", value: String(peak),
          limit: "\(peakMax) or fewer", fix: "give the most connections expected at one time")
      }
    }
  }

  /// No company has more people.
  public static let peakMax = 1_000_000_000

  /// The packs for a predicted peak.
  ///
  /// - Parameter pack: how many connections are sold together, as the catalogue has it; 1 or more.
  public static func packs(
    forPeak peak: Int, reading: Reading = .peakIsPaid, of pack: Int = pack
  ) -> Ruling<Answer, Rejection> {
    if peak < 0 { return .refused([.peakNegative(peak)]) }
    if peak > peakMax { return .refused([.peakTooLarge(peak)]) }
    let paid =
      switch reading {
      case .peakIsPaid: peak < 2 ? 0 : peak
      case .countIncluded: max(0, peak - 1)
      }
    let packs = paid / pack + (paid % pack > 0 ? 1 : 0)
    var trace = Trace()
    trace.step(
      .cti16, "What of the peak is paid for.",
      ["peak": .integer(peak), "reading": .text(reading.rawValue), "paid": .integer(paid)],
      formula: reading == .countIncluded ? "paid = max(0, peak - 1)" : nil)
    trace.step(
      .cti14, "Packs are whole.",
      ["paid": .integer(paid), "pack": .integer(pack), "packs": .integer(packs)],
      formula: "packs = ceiling(paid, pack)")
    return .granted(
      Answer(packs: packs, connections: max(1, packs * pack), trace: trace))
  }
}

/// The connections in use, each held by a lease that its client renews (CTI-17): one that is silent frees its
/// place. A value; where it is kept is somebody else's affair.
public struct SeatLeases: Hashable, Sendable {
  public enum Client: String, Sendable, Hashable, CaseIterable {
    case mobile
    case web
  }

  /// How long a lease holds without being renewed.
  public static let life: Duration = .seconds(90)
  /// How often a client renews.
  public static let heartbeat: Duration = .seconds(30)
  /// Web sessions at once, whatever the licence: so many are verified.
  public static let webMax = 100

  /// Connections that are paid for. Fewer than are in use stops new ones and ends none (CTI-22).
  public var limit: Int
  private var leases: [String: Lease] = [:]

  private struct Lease: Hashable, Sendable {
    let client: Client
    let until: Instant
  }

  public init(limit: Int) {
    self.limit = limit
  }

  /// With leases that are held already, as they are kept. More than the limit stay: fewer connections end none.
  public init(limit: Int, held: [(id: String, client: Client, until: Instant)]) {
    self.init(limit: limit)
    for lease in held { leases[lease.id] = Lease(client: lease.client, until: lease.until) }
  }

  public struct Granted: Hashable, Sendable {
    public let until: Instant
    public let inUse: Int
    public let limit: Int
    public let trace: Trace
  }

  /// Why there is no lease, in order of precedence.
  public enum Rejection: Refusal {
    /// The lease has expired or never was.
    case unknown(String)
    case webCap(inUse: Int)
    case licence(inUse: Int, limit: Int)

    public var fault: Fault {
      switch self {
      case .unknown(let id):
        Fault(
          .state, "LEASE_LOST", field: "lease", value: id, limit: "a lease that holds",
          fix: "acquire a new one")
      case .webCap(let inUse):
        Fault(
          .exhausted, "CONCURRENCY_CAP", field: "web_sessions", value: String(inUse + 1),
          limit: "\(webMax) at once", fix: "close a session; a licence does not help")
      case .licence(let inUse, let limit):
        Fault(
          .exhausted, "CONCURRENCY_LICENCE", field: "connections", value: String(inUse + 1),
          limit: "\(limit) at once", fix: "close a connection, or buy a pack of \(Connections.pack)"
        )
      }
    }
  }

  /// What is in use at `now`.
  public func inUse(at now: Instant) -> Int { leases.values.count { $0.until > now } }

  /// Of them, web sessions.
  public func webSessions(at now: Instant) -> Int {
    leases.values.count { $0.until > now && $0.client == .web }
  }

  /// Takes a place; who has one under that id keeps it.
  public mutating func acquire(
    _ id: String, _ client: Client, at now: Instant
  ) -> Ruling<Granted, Rejection> {
    leases = leases.filter { $0.value.until > now }
    if leases[id] == nil {
      let web = leases.values.count { $0.client == .web }
      var rejections: [Rejection] = []
      if client == .web, web >= Self.webMax { rejections.append(.webCap(inUse: web)) }
      if leases.count >= limit {
        rejections.append(.licence(inUse: leases.count, limit: limit))
      }
      guard rejections.isEmpty else { return .refused(rejections) }
    }
    return .granted(hold(id, client, now))
  }

  /// Holds a place for longer.
  public mutating func renew(_ id: String, at now: Instant) -> Ruling<Granted, Rejection> {
    guard let lease = leases[id], lease.until > now else { return .refused([.unknown(id)]) }
    return .granted(hold(id, lease.client, now))
  }

  /// Frees a place; nothing happens if there is none.
  public mutating func release(_ id: String) { leases[id] = nil }

  private mutating func hold(_ id: String, _ client: Client, _ now: Instant) -> Granted {
    let until = now.advanced(by: Self.life)
    leases[id] = Lease(client: client, until: until)
    let inUse = inUse(at: now)
    var trace = Trace()
    trace.step(
      .cti17, "Held until it is not renewed.",
      [
        "now": .instant(now), "until": .instant(until), "life": .duration(Self.life),
        "in_use": .integer(inUse), "limit": .integer(limit),
      ])
    return Granted(until: until, inUse: inUse, limit: limit, trace: trace)
  }
}
