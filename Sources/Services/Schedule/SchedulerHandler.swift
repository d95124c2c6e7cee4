import CivilTime
import MadoAPI
import RPC
import SQLite
import Storage

extension Statuses.PauseJobRequest: MutationRequest {}
extension Statuses.ResumeJobRequest: MutationRequest {}
extension Statuses.RunJobRequest: MutationRequest {}

/// Serves `mado.status.v1.SchedulerService`.
struct SchedulerHandler: Statuses.SchedulerService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let scheduler: Scheduler
  let pageTokenSecret: [UInt8]

  /// Runs that are shown with a job.
  private static let runsShown = 20

  // MARK: Reading

  func listJobs(
    _ request: Statuses.ListJobsRequest, _ call: CallContext
  ) async throws -> Statuses.ListJobsResponse {
    let works = scheduler.works
    let jobs = try await call.awaitingStorage {
      try await database.read { connection in
        try works.map { try Statuses.Job($0, connection) }
      }
    }
    return Statuses.ListJobsResponse(jobs: jobs)
  }

  func explainJob(
    _ request: Statuses.ExplainJobRequest, _ call: CallContext
  ) async throws -> Statuses.ExplainJobResponse {
    let work = try work(request.name)
    let tenant = request.tenantId.isEmpty ? nil : TenantID(request.tenantId)
    let page = try Page(
      request.pageSize, request.pageToken, of: ["plans", request.name, request.tenantId],
      secret: pageTokenSecret)
    // A subject may have blanks.
    let place =
      try page.place(words: 3) { words in
        Int64(words[0]).map { (next: $0, subject: words[2], tenant: words[1]) }
      } ?? (next: .min, subject: "", tenant: "")
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        let plans = try DueStore(connection).list(
          work.kind, of: tenant, after: place, limit: page.limit)
        let runs = try JobStore(connection).runs(of: work.kind.name, limit: Self.runsShown)
        return (job: try Statuses.Job(work, connection), plans: plans, runs: runs)
      }
    }
    let shown = try page.cut(found.plans) { plan in
      "\(try plan.next.stored()) \(plan.row.tenant.text) \(plan.row.subject)"
    }
    return Statuses.ExplainJobResponse(
      job: found.job, plans: shown.rows.map(Statuses.Plan.init), nextPageToken: shown.next,
      runs: found.runs.map(Statuses.Run.init))
  }

  func listRuns(
    _ request: Statuses.ListRunsRequest, _ call: CallContext
  ) async throws -> Statuses.ListRunsResponse {
    let tenant = request.tenantId.isEmpty ? nil : TenantID(request.tenantId)
    let kind = request.job.isEmpty ? nil : try work(request.job).kind.name
    let page = try Page(
      request.pageSize, request.pageToken, of: ["runs", request.job, request.tenantId],
      secret: pageTokenSecret)
    let place = try page.place(words: 1) { Int64($0[0]) } ?? .max
    let runs = try await call.awaitingStorage {
      try await database.read {
        try JobStore($0).runs(of: kind, tenant, before: place, limit: page.limit)
      }
    }
    let shown = page.cut(runs) { "\($0.position)" }
    return Statuses.ListRunsResponse(
      runs: shown.rows.map(Statuses.Run.init), nextPageToken: shown.next)
  }

  func forecast(
    _ request: Statuses.ForecastRequest, _ call: CallContext
  ) async throws -> Statuses.ForecastResponse {
    var fields = FieldViolations()
    let until = fields.instant(request.until, "until")
    try fields.refuse()
    let tenant = request.tenantId.isEmpty ? nil : TenantID(request.tenantId)
    let limit = PageSize(request.limit).rows
    let outcome = try await call.awaitingStorage {
      try await database.rehearse { [scheduler] in
        try scheduler.forecast(until: until, of: tenant, limit: limit, in: $0)
      }
    }
    return Statuses.ForecastResponse(
      runs: outcome.runs.map { run in
        var shown = Statuses.Run(run)
        shown.position = 0
        return shown
      }, failed: outcome.failed.map(Statuses.Plan.init), truncated: outcome.isTruncated)
  }

  // MARK: Steering

  func pauseJob(
    _ request: Statuses.PauseJobRequest, _ call: CallContext
  ) async throws -> Statuses.PauseJobResponse {
    let work = try work(request.name)
    let pause = PauseRow(
      kind: work.kind.name, at: clock.now, by: try call.caller.principal.subject,
      reason: request.reason)
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let before = try Statuses.Job(work, connection)
      if let known = before.pause {
        throw RPCError(
          .failedPrecondition,
          "the job \(work.kind.name) is paused already, by \(known.userId): nothing is left to do",
          reason: "JOB_PAUSED", metadata: ["name": work.kind.name, "user": known.userId])
      }
      try JobStore(connection).pause(pause)
      let after = try Statuses.Job(work, connection)
      return Change(
        "job", work.kind.name, from: before, to: after,
        answer: Statuses.PauseJobResponse(job: after))
    }
  }

  func resumeJob(
    _ request: Statuses.ResumeJobRequest, _ call: CallContext
  ) async throws -> Statuses.ResumeJobResponse {
    let work = try work(request.name)
    let response = try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let before = try Statuses.Job(work, connection)
      guard before.pause != nil else {
        throw RPCError(
          .failedPrecondition, "the job \(work.kind.name) is not paused: nothing is left to do",
          reason: "JOB_NOT_PAUSED", metadata: ["name": work.kind.name])
      }
      try JobStore(connection).resume(work.kind.name)
      let after = try Statuses.Job(work, connection)
      return Change(
        "job", work.kind.name, from: before, to: after,
        answer: Statuses.ResumeJobResponse(job: after))
    }
    scheduler.wake()
    return response
  }

  func runJob(
    _ request: Statuses.RunJobRequest, _ call: CallContext
  ) async throws -> Statuses.RunJobResponse {
    let (work, now, limit) = (try work(request.name), clock.now, PageSize(request.limit).rows)
    return try await mutations.perform(request, call) { [scheduler] transaction in
      let outcome = try scheduler.runNow([work], at: now, limit: limit, in: transaction)
      return Change(
        "job", work.kind.name,
        answer: Statuses.RunJobResponse(
          runs: outcome.runs.map(Statuses.Run.init),
          failed: outcome.failed.map(Statuses.Plan.init)))
    }
  }

  private func work(_ name: String) throws(RPCError) -> any ScheduledWork {
    if let work = scheduler.work(name) { return work }
    let known = scheduler.works.map(\.kind.name).joined(separator: ", ")
    throw RPCError(
      .notFound, "there is no job \"\(name)\": there are \(known)", reason: "JOB_UNKNOWN",
      metadata: ["name": name, "known": known])
  }
}
