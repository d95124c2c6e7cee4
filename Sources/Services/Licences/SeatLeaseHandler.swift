import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

/// Serves `mado.contract.v1.SeatLeaseService`.
struct SeatLeaseHandler: Contracts.SeatLeaseService {
  let database: Database
  let clock: any Clock
  let trail: AuditTrail

  /// How long peaks are kept, in hours.
  private static let keptHours: Int64 = 400 * 24

  // MARK: Holding

  func acquire(
    _ request: Contracts.AcquireRequest, _ call: CallContext
  ) async throws -> Contracts.AcquireResponse {
    guard let client = SeatLeases.Client(request.client) else {
      throw RPCError.invalid([.init(field: "client", description: "client is missing")])
    }
    let user = try call.caller.principal.subject
    let granted = try await change(request.contractId, call, noting: request.leaseId) { desk in
      if let held = desk.held(request.leaseId), held.user != user {
        throw RPCError(
          .alreadyExists,
          "somebody else holds a connection as \"\(request.leaseId)\": give an id of your own",
          reason: "LEASE_TAKEN", metadata: ["lease_id": request.leaseId])
      }
      let granted = try desk.leases.acquire(request.leaseId, client, at: desk.now)
        .granted(naming: ["web_sessions": "client", "connections": "contract_id"])
      try desk.keep(
        SeatLeaseRow(id: request.leaseId, client: client, user: user, until: granted.until))
      return granted
    }
    return Contracts.AcquireResponse(
      expireTime: granted.until.message, heartbeat: SeatLeases.heartbeat.message,
      inUse: Int64(granted.inUse), limit: Int64(granted.limit), trace: granted.trace.message)
  }

  func renew(
    _ request: Contracts.RenewRequest, _ call: CallContext
  ) async throws -> Contracts.RenewResponse {
    let user = try call.caller.principal.subject
    let granted = try await change(request.contractId, call) { desk in
      let held = desk.held(request.leaseId).flatMap { $0.user == user ? $0 : nil }
      let id = held?.id ?? ""
      let granted = try desk.leases.renew(id, at: desk.now).granted(naming: ["lease": "lease_id"])
      if var held {
        held.until = granted.until
        try desk.keep(held)
      }
      return granted
    }
    return Contracts.RenewResponse(
      expireTime: granted.until.message, inUse: Int64(granted.inUse), limit: Int64(granted.limit))
  }

  func release(
    _ request: Contracts.SeatLeaseServiceReleaseRequest, _ call: CallContext
  ) async throws -> Contracts.SeatLeaseServiceReleaseResponse {
    let (user, isAll) = (try call.caller.principal.subject, try call.tenancy.isWhole)
    return try await change(request.contractId, call, noting: request.leaseId) { desk in
      if let held = desk.held(request.leaseId), held.user == user || isAll {
        desk.leases.release(held.id)
        try desk.store.remove(held.id, of: desk.contract)
      }
      return Contracts.SeatLeaseServiceReleaseResponse(
        inUse: Int64(desk.leases.inUse(at: desk.now)), limit: Int64(desk.leases.limit))
    }
  }

  // MARK: The leases of a contract

  /// The connections of a contract within a transaction.
  private struct Desk {
    let contract: String
    /// Connections that are sold together.
    let pack: Int
    let now: Instant
    let store: SeatLeaseStore
    var leases: SeatLeases
    private let rows: [SeatLeaseRow]

    init(
      _ contract: String, _ tenancy: Tenancy, _ connection: Connection, at now: Instant,
      mustBeInForce: Bool = true
    ) throws {
      let found =
        mustBeInForce
        ? try LicensedContract(contract, tenancy, connection, at: now)
        : try LicensedContract(of: contract, tenancy, connection)
      guard let item = found.product?[Self.item] else {
        throw RPCError(
          .failedPrecondition,
          "\(found.row.product) is not used by connections: assign licences of it",
          reason: "OTHER_LICENCE_MODEL", metadata: ["product": found.row.product, "model": ""])
      }
      let whole = Tenancy.ofWhomItConcerns(tenancy.tenant)
      pack = item.lot
      let (standing, _) = try UnitLedger(Self.item, of: contract, whole, connection)
        .standing(on: JST.date(of: now))
      // What the order has is paid by the year beside what is bought in lots.
      let (ordered, overflow) = found.row.count(of: Self.item, on: JST.date(of: now))
        .multipliedReportingOverflow(by: item.lot)
      store = SeatLeaseStore(whole, connection)
      rows = try store.leases(of: contract)
      leases = SeatLeases(
        // One is included, for testing (CTI-14).
        limit: max(1, standing.available &+ (overflow ? 0 : ordered)),
        held: rows.map { (id: $0.id, client: $0.client, until: $0.until) })
      self.contract = contract
      self.now = now
    }

    private static let item = "connections"

    /// Who holds a lease that has not expired.
    func held(_ id: String) -> SeatLeaseRow? { rows.first { $0.id == id && $0.until > now } }

    /// Keeps a lease, and what is in use now as the hour's peak if it is the highest.
    func keep(_ lease: SeatLeaseRow) throws {
      try store.removeExpired(of: contract, at: now)
      try store.put(lease, of: contract)
      let hour = now.hour
      try store.raise(
        SeatPeakRow(
          hour: hour, connections: leases.inUse(at: now),
          webSessions: leases.webSessions(at: now)), of: contract)
      try store.removePeaks(of: contract, before: hour - SeatLeaseHandler.keptHours)
    }
  }

  /// Changes what is held of a contract, in one transaction: two who ask at once never both get the last place.
  ///
  /// - Parameter lease: of what the audit log is to know; nil for the renewals, of which there are too many.
  private func change<R: Sendable>(
    _ contract: String, _ call: CallContext, noting lease: String? = nil,
    _ body: @escaping @Sendable (inout Desk) throws -> R
  ) async throws -> R {
    let (tenancy, now) = (try call.tenancy, clock.now)
    let record = try lease.map { try AuditRecord(call, at: now, on: "seat-lease/\($0)") }
    return try await call.awaitingStorage {
      try await database.write { [trail] transaction in
        var desk = try Desk(contract, tenancy, transaction.connection, at: now)
        let result = try body(&desk)
        if let record { trail.leave(record, in: transaction) }
        return result
      }
    }
  }

  // MARK: Looking

  func getUsage(
    _ request: Contracts.GetUsageRequest, _ call: CallContext
  ) async throws -> Contracts.GetUsageResponse {
    let (reach, now) = (try call.caller.reach, clock.now)
    return try await call.awaitingStorage {
      try await database.read { connection in
        let tenancy = try LicensedContract.tenancy(of: request.contractId, reach, connection)
        let desk = try Desk(
          request.contractId, tenancy, connection, at: now, mustBeInForce: false)
        let peak = try desk.store.highest(
          of: request.contractId, since: now.hour - Self.keptHours)
        let packs = try Connections.packs(forPeak: peak, of: desk.pack).granted()
        return Contracts.GetUsageResponse(
          inUse: Int64(desk.leases.inUse(at: now)),
          webSessions: Int64(desk.leases.webSessions(at: now)), limit: Int64(desk.leases.limit),
          peak: Int64(peak), recommendedPacks: Int64(packs.packs), trace: packs.trace.message)
      }
    }
  }

  func listPeaks(
    _ request: Contracts.ListPeaksRequest, _ call: CallContext
  ) async throws -> Contracts.ListPeaksResponse {
    let reach = try call.caller.reach
    let isDaily = request.span != .hour
    let hours = try Self.hours(request, daysMax: isDaily ? 400 : 31)
    let rows = try await call.awaitingStorage {
      try await database.read { connection in
        let tenancy = try LicensedContract.tenancy(of: request.contractId, reach, connection)
        _ = try LicensedContract(of: request.contractId, tenancy, connection)
        return try SeatLeaseStore(.ofWhomItConcerns(tenancy.tenant), connection)
          .peaks(of: request.contractId, hours: hours)
      }
    }
    var peaks: [Contracts.ListPeaksResponse.Peak] = []
    for row in rows {
      guard let hour = Instant(seconds: row.hour * 3_600) else { continue }
      // An hour of the clock lies in one day in Japan.
      let start = isDaily ? JST.instant(JST.date(of: hour)) : hour
      let (connections, webSessions) = (Int64(row.connections), Int64(row.webSessions))
      if let last = peaks.last, last.startTime == start.message {
        peaks[peaks.count - 1].connections = max(last.connections, connections)
        peaks[peaks.count - 1].webSessions = max(last.webSessions, webSessions)
      } else {
        peaks.append(
          .init(startTime: start.message, connections: connections, webSessions: webSessions))
      }
    }
    return Contracts.ListPeaksResponse(peaks: peaks)
  }

  /// The hours that a request asks for.
  private static func hours(
    _ request: Contracts.ListPeaksRequest, daysMax: Int64
  ) throws(RPCError) -> Range<Int64> {
    var violations = FieldViolations()
    let (from, until) = (Instant(request.from ?? .init()), Instant(request.until ?? .init()))
    if from == nil { violations.add("from", "is no instant: give one from year 1 to 9999") }
    if until == nil { violations.add("until", "is no instant: give one from year 1 to 9999") }
    if let from, let until {
      if until <= from {
        violations.add("until", "\(until) is not later than \(from): give a later instant")
      } else if from.duration(to: until) > .seconds(daysMax * 86_400) {
        violations.add(
          "until", "\(until) is more than \(daysMax) days after \(from): ask for fewer")
      }
    }
    try violations.refuse()
    guard let from, let until else { return 0..<0 }
    return from.hour..<max(from.hour, (until.seconds + 3_599).floored(by: 3_600))
  }
}

extension Instant {
  /// Hours since 1970, rounded down.
  fileprivate var hour: Int64 { seconds.floored(by: 3_600) }
}

extension Int64 {
  /// The quotient, rounded down.
  fileprivate func floored(by divisor: Int64) -> Int64 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}

extension SeatLeases.Client {
  fileprivate init?(_ client: Contracts.ConnectionClient) {
    switch client {
    case .mobile: self = .mobile
    case .web: self = .web
    case .unspecified, .unrecognized: return nil
    }
  }
}
