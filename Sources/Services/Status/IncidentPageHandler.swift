import CivilTime
import MadoAPI
import Protobuf
import RPC
import SQLite
import Storage

extension Statuses.OpenRequest: MutationRequest {}
extension Statuses.AddUpdateRequest: MutationRequest {}
extension Statuses.ResolveRequest: MutationRequest {}
extension Statuses.RecordPostmortemRequest: MutationRequest {}

/// Serves `mado.status.v1.IncidentPageService`.
struct IncidentPageHandler: Statuses.IncidentPageService {
  let clock: any Clock
  let mutations: Mutations
  /// The full names of what is served.
  let services: Set<String>

  func open(
    _ request: Statuses.OpenRequest, _ call: CallContext
  ) async throws -> Statuses.OpenResponse {
    let (given, now) = (request.incident ?? .init(), clock.now)
    var fields = FieldViolations()
    var incident = IncidentRow(
      id: freshID("incident", at: now.seconds), title: given.title,
      start: try past(given.startTime, "incident.start_time", now, &fields))
    for (place, component) in given.components.enumerated() {
      let field = "incident.components[\(place)].name"
      if !services.contains(component.name) {
        fields.add(field, "there is no component \"\(component.name)\": give a service's full name")
      } else if incident.components.contains(where: { $0.name == component.name }) {
        fields.add(field, "\(component.name) stands here twice: say once what is done to it")
      }
      incident.components.append(
        .init(name: component.name, impact: component.impact == .outage ? .outage : .degraded))
    }
    try fields.refuse()
    incident.components.sort { $0.name < $1.name }
    incident.updates = [.init(at: now, state: .investigating, text: request.text)]
    let made = incident
    return try await mutations.perform(request, call) { transaction in
      try IncidentStore(transaction.connection).add(made)
      let shown = Statuses.Incident(made)
      return Change(
        "incident", made.id, to: shown, answer: Statuses.OpenResponse(incident: shown))
    }
  }

  func addUpdate(
    _ request: Statuses.AddUpdateRequest, _ call: CallContext
  ) async throws -> Statuses.AddUpdateResponse {
    let now = clock.now
    let state: IncidentRow.State =
      switch request.state {
      case .identified: .identified
      case .monitoring: .monitoring
      case .investigating, .resolved, .unspecified, .unrecognized: .investigating
      }
    return try await mutations.perform(request, call) { transaction in
      try change(request.id, transaction, saying: true) { incident in
        try incident.requireOpen()
        incident.updates.append(.init(at: now, state: state, text: request.text))
      } answer: {
        Statuses.AddUpdateResponse(incident: $0)
      }
    }
  }

  func resolve(
    _ request: Statuses.ResolveRequest, _ call: CallContext
  ) async throws -> Statuses.ResolveResponse {
    let now = clock.now
    var fields = FieldViolations()
    let time = try past(request.time, "time", now, &fields)
    try fields.refuse()
    return try await mutations.perform(request, call) { transaction in
      try change(request.id, transaction, saying: true) { incident in
        try incident.requireOpen()
        guard time >= incident.start else {
          throw RPCError.invalid([
            .init(
              field: "time",
              description: "\(time) is before its start \(incident.start): give a later one")
          ])
        }
        incident.resolved = time
        incident.updates.append(.init(at: now, state: .resolved, text: request.text))
      } answer: {
        Statuses.ResolveResponse(incident: $0)
      }
    }
  }

  func recordPostmortem(
    _ request: Statuses.RecordPostmortemRequest, _ call: CallContext
  ) async throws -> Statuses.RecordPostmortemResponse {
    try await mutations.perform(request, call) { transaction in
      try change(request.id, transaction, saying: false) { incident in
        guard incident.resolved != nil else {
          throw RPCError(
            .failedPrecondition, "\"\(incident.id)\" goes on: resolve it first",
            reason: "INCIDENT_OPEN", metadata: ["id": incident.id])
        }
        incident.postmortem = request.text
      } answer: {
        Statuses.RecordPostmortemResponse(incident: $0)
      }
    }
  }

  // MARK: What they share

  /// - Parameter isMore: whether something more is said of it.
  private func change<Answer>(
    _ id: String, _ transaction: Transaction, saying isMore: Bool,
    by change: (inout IncidentRow) throws -> Void, answer: (Statuses.Incident) -> Answer
  ) throws -> Change<Answer> {
    let store = IncidentStore(transaction.connection)
    guard var incident = try store.incident(id) else {
      throw RPCError(
        .notFound, "there is no incident \"\(id)\": check the id", reason: "INCIDENT_NOT_FOUND",
        metadata: ["id": id])
    }
    let before = Statuses.Incident(incident)
    try change(&incident)
    try store.replace(incident, saying: isMore)
    let after = Statuses.Incident(incident)
    return Change("incident", id, from: before, to: after, answer: answer(after))
  }

  /// An instant that has passed; `now` when none is given.
  private func past(
    _ time: GoogleProtobuf.Timestamp?, _ field: String, _ now: Instant,
    _ fields: inout FieldViolations
  ) throws -> Instant {
    guard let time else { return now }
    let instant = fields.instant(time, field)
    if instant > now { fields.add(field, "\(instant) is to come: give \(now) at the latest") }
    if instant.storedNanoseconds == nil {
      fields.add(field, "\(instant) cannot be kept: give one of the years 1678 to 2261")
    }
    return instant
  }
}

extension IncidentRow {
  fileprivate func requireOpen() throws(RPCError) {
    guard resolved == nil else {
      throw RPCError(
        .failedPrecondition, "\"\(id)\" is resolved already: open another",
        reason: "INCIDENT_RESOLVED", metadata: ["id": id])
    }
  }
}

extension Statuses.Incident {
  /// A kept incident in the schema's words.
  init(_ row: IncidentRow) {
    self.init(
      id: row.id, title: row.title,
      components: row.components.map {
        .init(name: $0.name, impact: $0.impact == .outage ? .outage : .degraded)
      },
      startTime: row.start.message, resolveTime: row.resolved?.message,
      state: .init(row.updates.last?.state ?? .investigating),
      updates: row.updates.map {
        .init(time: $0.at.message, state: .init($0.state), text: $0.text)
      }, postmortem: row.postmortem)
  }
}

extension Statuses.IncidentState {
  fileprivate init(_ state: IncidentRow.State) {
    self =
      switch state {
      case .investigating: .investigating
      case .identified: .identified
      case .monitoring: .monitoring
      case .resolved: .resolved
      }
  }
}
