import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import StandardAPI

// From the conclusion to the vendor's end.

extension Contracts.RecordDeliveryRequest: ContractAction {}
extension Contracts.PrepareRequest: ContractAction {}
extension Contracts.ActivateRequest: ContractAction {}
extension Contracts.SuspendRequest: ContractAction {}
extension Contracts.ResumeRequest: ContractAction {}
extension Contracts.TerminateRequest: ContractAction {}
extension Contracts.DiscontinueRequest: MutationRequest {}

extension ContractHandler {
  func recordDelivery(
    _ request: Contracts.RecordDeliveryRequest, _ call: CallContext
  ) async throws -> Contracts.RecordDeliveryResponse {
    let instant = try Self.past(request.deliverTime, "deliver_time", clock.now)
    return try await act(request, call) { row, scene in
      let moved = try ContractLife.apply(.deliver, in: row.state).granted()
      let start = try ContractStart.deliver(scene.product, at: .instant(instant)).granted(
        naming: ["delivered": "deliver_time"])
      row.state = moved.state
      row.delivered = JST.date(of: instant)
      row.started = row.delivered
      row.begin(start)
      try scene.tell(.started(JST.date(of: instant)), of: row)
      return Shared.Trace(moved.trace, start.trace)
    } answer: {
      Contracts.RecordDeliveryResponse(contract: $0, trace: $1)
    }
  }

  func prepare(
    _ request: Contracts.PrepareRequest, _ call: CallContext
  ) async throws -> Contracts.PrepareResponse {
    try await act(request, call) { row, scene in
      let moved = try ContractLife.apply(.prepare, in: row.state).granted()
      row.state = moved.state
      row.prepareTarget = try scene.day(request.targetDate, "target_date")
      return moved.trace.message
    } answer: {
      Contracts.PrepareResponse(contract: $0, trace: $1)
    }
  }

  func activate(
    _ request: Contracts.ActivateRequest, _ call: CallContext
  ) async throws -> Contracts.ActivateResponse {
    try await act(request, call) { row, scene in
      if row.state == .preparing, request.document.isEmpty {
        throw RPCError(
          .failedPrecondition,
          "the call centre's separate contract is missing: name the document under which it is filed",
          reason: "MISSING_DOCUMENT", metadata: ["document": "CENTRE_CONTRACT"])
      }
      let moved = try ContractLife.apply(.activate, in: row.state).granted()
      let day = try scene.day(request.startDate, "start_date")
      let start = try ContractStart.activate(
        scene.product, on: day, minimumMonths: row.order.ownMinimumMonths
      ).granted(naming: ["minimum_months": "contract.order.minimum_months"])
      // On a day to come the service starts by itself, unless another one is said until then.
      if day <= scene.today { row.state = moved.state }
      row.started = day
      row.begin(start)
      try scene.tell(.started(day), of: row)
      return Shared.Trace(moved.trace, start.trace)
    } answer: {
      Contracts.ActivateResponse(contract: $0, trace: $1)
    }
  }

  func suspend(
    _ request: Contracts.SuspendRequest, _ call: CallContext
  ) async throws -> Contracts.SuspendResponse {
    guard request.reason != .withNotice else {
      throw RPCError.invalid([
        .init(
          field: "reason",
          description: "nothing is suspended with notice: give what the customer has done")
      ])
    }
    return try await act(request, call) { row, _ in
      let moved = try ContractLife.apply(.suspend, in: row.state).granted()
      (row.state, row.reason) = (moved.state, request.reason)
      return moved.trace.message
    } answer: {
      Contracts.SuspendResponse(contract: $0, trace: $1)
    }
  }

  func resume(
    _ request: Contracts.ResumeRequest, _ call: CallContext
  ) async throws -> Contracts.ResumeResponse {
    try await act(request, call) { row, _ in
      let moved = try ContractLife.apply(.resume, in: row.state).granted()
      (row.state, row.reason) = (moved.state, .unspecified)
      return moved.trace.message
    } answer: {
      Contracts.ResumeResponse(contract: $0, trace: $1)
    }
  }

  // MARK: The vendor's end

  func terminate(
    _ request: Contracts.TerminateRequest, _ call: CallContext
  ) async throws -> Contracts.TerminateResponse {
    guard request.reason == .antiSocial || !request.allContracts else {
      throw RPCError.invalid([
        .init(
          field: "all_contracts",
          description: "every contract ends for CONTRACT_REASON_ANTI_SOCIAL alone: leave it out")
      ])
    }
    return try await act(request, call, keeping: .fourHundredDays) { row, scene in
      let end = try scene.day(request.endDate, "end_date")
      let trace = try Self.terminate(&row, &scene, end, request)
      guard request.allContracts else { return (trace, Int32(0)) }
      var others: Int32 = 0
      for var other in try scene.store.contracts() where other.id != row.id {
        let before = Contracts.Contract(other, on: scene.today)
        other.state = other.standing(on: scene.today).state
        guard ContractLife.starts(of: .terminate).contains(other.state) else { continue }
        _ = try Self.terminate(&other, &scene, end, request)
        other.version += 1
        try scene.keep(other)
        scene.alterations.append(
          Alteration(
            "contract", other.id, from: before, to: Contracts.Contract(other, on: scene.today),
            in: other.tenant))
        others += 1
      }
      return (trace, others)
    } answer: {
      Contracts.TerminateResponse(contract: $0, trace: $1.0, others: $1.1)
    }
  }

  /// Ends a contract now, or with notice.
  private static func terminate(
    _ row: inout ContractRow, _ scene: inout ContractScene, _ end: CivilDate,
    _ request: Contracts.TerminateRequest
  ) throws -> Shared.Trace {
    guard end >= scene.today else {
      throw RPCError.invalid([
        .init(field: "end_date", description: "\(end) has passed: give \(scene.today) or later")
      ])
    }
    let moved = try ContractLife.apply(.terminate, in: row.state).granted()
    var trace = moved.trace.message
    if request.reason == .withNotice {
      let notice = try AdvanceNotice.judge(
        announced: scene.today, effect: end, rule: .tel16
      ).granted(naming: ["announced": "end_date", "effect": "end_date"])
      trace = Shared.Trace(moved.trace, notice.trace)
    }
    (row.terminatedEnd, row.reason) = (end, request.reason)
    if end == scene.today, request.reason != .withNotice { row.state = moved.state }
    try scene.tell(.ending(end, note: request.note), of: row)
    return trace
  }

  func discontinue(
    _ request: Contracts.DiscontinueRequest, _ call: CallContext
  ) async throws -> Contracts.DiscontinueResponse {
    let (customers, now) = (try Customers(of: call), clock.now)
    let (today, hasMailer) = (JST.date(of: now), outbox.hasMailer)
    let end = try CivilDate(request.endDate ?? .init(), at: "end_date")
    let notice = try AdvanceNotice.judge(
      announced: today, effect: end, exception: request.exception.isEmpty ? nil : request.exception,
      rule: .tel19
    ).granted(naming: ["announced": "end_date", "effect": "end_date"])
    return try await mutations.perform(request, call, keeping: .fourHundredDays) {
      transaction in
      let connection = transaction.connection
      let register = ContractRegister(connection)
      var (alterations, place, count) = ([Alteration](), "", Int32(0))
      while true {
        let some = try register.running(request.product, after: end, behind: place, limit: 500)
        for (tenant, id) in some {
          let tenancy = Tenancy.ofWhomItConcerns(tenant)
          guard var row = try ContractStore(tenancy, connection).contract(id),
            !row.state.isFinal
          else { continue }
          var scene = try ContractScene(row, tenancy, customers, now, hasMailer, connection)
          let before = Contracts.Contract(row, on: today)
          (row.terminatedEnd, row.version) = (end, row.version + 1)
          if row.state == .trial { row.trialEnd = min(row.trialEnd ?? end, end) }
          try scene.keep(row)
          try scene.tell(.ending(end, note: request.note), of: row)
          alterations.append(
            Alteration(
              "contract", id, from: before, to: Contracts.Contract(row, on: today), in: tenant))
          alterations += scene.alterations
          count += 1
        }
        guard let last = some.last, some.count == 500 else { break }
        place = last.contract
      }
      return Change(
        alterations,
        answer: Contracts.DiscontinueResponse(contracts: count, trace: notice.trace.message))
    }
  }

  /// An instant that has come: what somebody records has happened.
  static func past(
    _ timestamp: GoogleProtobuf.Timestamp?, _ field: String, _ now: CivilTime.Instant
  ) throws(RPCError) -> CivilTime.Instant {
    guard let instant = CivilTime.Instant(timestamp ?? .init()), instant <= now else {
      throw .invalid([
        .init(
          field: field,
          description: "it is no instant, or has not come yet: give one up to \(now)")
      ])
    }
    return instant
  }
}

extension ContractRow {
  /// Takes over what an event makes of its dates.
  mutating func begin(_ start: ContractStart.Answer) {
    billingStart = start.billingStart ?? billingStart
    minimumEnd = start.minimumEnd ?? minimumEnd
    guard let first = start.term else { return }
    (term, termAnchor, termNumber) = (first, first.lowerBound, 1)
  }
}
