import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import Storage

/// Takes in what agents bring: each record once, durable before it is acknowledged.
struct AgentIntake: Sendable {
  let database: Database
  let clock: any Clock
  let trail: AuditTrail
  let presence: PresenceIntake
  let incidents: IncidentIntake

  /// The highest number of a record.
  private static let numberMax = UInt64(EvidenceCandidate.sequenceMax)

  // MARK: The beginning of a stream

  /// Takes up an agent where it stopped.
  ///
  /// - Returns: the number of the last record that is durable, and the highest of a picture that is known.
  func begin(
    _ agent: Agent, _ hello: Telework.AgentHello
  ) async throws -> (record: Int64, picture: Int64) {
    let now = clock.now
    return try await database.write { transaction in
      try TeleworkContract.requireRunning(agent.tenancy, transaction.connection)
      let store = AgentStore(agent.tenancy, transaction.connection)
      guard let last = try store.lastRecord(of: agent.id) else { throw AgentStream.notRegistered }
      // What the agent has no more does not come: the next one is its oldest.
      let before = Int64(min(hello.oldestRecord, Self.numberMax)) - 1
      let lost = max(0, before - last)
      try store.begin(agent.id, last: last + lost, lost: lost, at: now)
      let picture = try EvidenceStore(agent.tenancy, transaction.connection)
        .highest(agent: agent.id)
      return (last + lost, picture)
    }
  }

  /// What an agent goes by now.
  func config(for agent: Agent) async throws -> AgentConfigRow {
    try await database.read { connection in
      try TeleworkContract.requireRunning(agent.tenancy, connection)
      return try AgentConfigStore(agent.tenancy, connection).config(for: agent.id)
    }
  }

  // MARK: What goes on

  typealias Taking = Pending<Transaction, Telework.RecordAck>

  /// Has a record taken in: the ack is there once it is durable. Records of one caller are taken in their order.
  ///
  /// - Parameters:
  ///   - offset: what is to be added to the agent's clock, as far as it is known.
  ///   - act: what the audit log says of the stream.
  func take(
    _ record: Telework.AgentRecord, of agent: Agent, offset: Duration?, by act: AuditRecord
  ) async throws -> Taking {
    let now = clock.now
    var act = act
    act.at = try now.stored()
    let event = Result { () throws(AgentEvent.Rejection) in
      try AgentEvent(record, offset: offset)
    }
    let number = record.number
    return try await database.submit(weight: 512) { [act] transaction in
      let connection = transaction.connection
      try TeleworkContract.requireRunning(agent.tenancy, connection)
      let store = AgentStore(agent.tenancy, connection)
      guard let last = try store.lastRecord(of: agent.id) else { throw AgentStream.notRegistered }
      if number > 0, number <= last { return Telework.RecordAck(number: number, verdict: .known) }
      guard number == last + 1, number <= Self.numberMax else {
        throw Self.outOfOrder(number, expected: last + 1)
      }
      try store.take(last + 1, of: agent.id, at: now)
      var ack = Telework.RecordAck(number: number, verdict: .taken)
      do {
        try carryOut(try event.get(), &ack, of: agent, at: now, by: act, in: transaction)
      } catch let rejection as AgentEvent.Rejection {
        ack = .refused(number, rejection.code, rejection.message)
      } catch let error as RPCError {
        ack = .refused(number, error.reason, error.message)
      }
      return ack
    }
  }

  /// Does what a record says.
  ///
  /// - Throws: ``RPCError`` for what counts for nothing, before anything was changed.
  private func carryOut(
    _ event: AgentEvent, _ ack: inout Telework.RecordAck, of agent: Agent, at now: Instant,
    by act: AuditRecord, in transaction: Transaction
  ) throws {
    switch event {
    case .punch(let punch):
      let store = PunchStore(agent.tenancy, transaction.connection)
      switch try PunchIntake.take(
        punch, of: agent.worker, from: agent.id, received: now, store)
      {
      case .counts(let row, _):
        ack.id = row.id
        trail.leave(act.of(Alteration("punch", row.id, to: Telework.Punch(row))), in: transaction)
      case .waits(let row):
        (ack.id, ack.verdict) = (row.id, .waiting)
        trail.leave(
          act.of(Alteration("punch-correction", row.id, to: Telework.Correction(row))),
          in: transaction)
      }
    case .sighting(let sighting):
      try presence.take(sighting, received: now, from: agent, in: transaction)
    case .incident(let incident):
      ack.id = try incidents.take(
        incident, received: now, from: agent, by: act, in: transaction)
    }
  }

  private static func outOfOrder(_ number: UInt64, expected: Int64) -> RPCError {
    RPCError(
      .aborted,
      "the record has the number \(number) where \(expected) follows: send records in order, from the "
        + "one behind the last ack", reason: "RECORD_OUT_OF_ORDER",
      metadata: ["number": "\(number)", "expected": "\(expected)"])
  }

  /// Keeps which configuration an agent has taken.
  func apply(_ applied: Telework.AppliedConfig, to agent: Agent) async throws {
    let row = AppliedRow(
      version: applied.version, at: clock.now, problem: String(applied.problem.prefix(1_000)))
    try await database.write { transaction in
      try AgentStore(agent.tenancy, transaction.connection).apply(row, to: agent.id)
    }
  }

  // MARK: The end of a stream

  /// Keeps when an agent was there last; of one that is gone, nobody knows where its worker is.
  func leave(_ link: AgentLink, isGone: Bool) async throws {
    let (agent, now) = (link.agent, clock.now)
    let (seen, offset) = (link.seen, link.offset)
    try await database.write { [presence] transaction in
      let store = AgentStore(agent.tenancy, transaction.connection)
      try store.see(agent.id, at: seen, offset)
      guard isGone, try store.lastRecord(of: agent.id) ?? 0 > 0 else { return }
      try presence.take(
        Presence.Sighting(.unknown, at: now), received: now, from: agent, in: transaction)
    }
  }
}

extension Telework.RecordAck {
  fileprivate static func refused(
    _ number: UInt64, _ reason: String, _ message: String
  ) -> Telework.RecordAck {
    Telework.RecordAck(number: number, verdict: .refused, reason: reason, message: message)
  }
}
