import CivilTime
import RPC
import Rules

/// Takes punches in: those that somebody makes now, and those that his agent brings.
enum PunchIntake {
  /// What became of a punch.
  enum Outcome {
    case counts(PunchRow, PunchClock.Answer)
    /// A device brought it too late to count by itself: it waits for the manager.
    case waits(CorrectionRow)
  }

  /// How far a device's clock may be ahead.
  private static let aheadMax = Duration.seconds(300)

  /// Has a punch of a worker count, if it follows those before it.
  ///
  /// - Parameters:
  ///   - device: that brings it; nil when he punches himself.
  ///   - now: when the server got to know of it.
  /// - Throws: ``RPCError`` for what counts for nothing, before anything was changed.
  static func take(
    _ punch: Rules.Punch, of worker: String, from device: String?, received now: Instant,
    _ store: PunchStore
  ) throws -> Outcome {
    do {
      let answer = try judge(punch, of: worker, store, at: now)
      let row = PunchRow(
        id: freshID("punch", at: now.seconds), worker: worker, punch: punch, received: now)
      try store.add(row)
      return .counts(row, answer)
    } catch let refusal as LatePunch {
      guard let device else { throw refusal.error }
      let row = CorrectionRow(
        id: freshID("correction", at: now.seconds), worker: worker, replaces: "", punch: punch,
        reason: refusal.error.message, state: .requested, requester: device, requested: now)
      try store.add(row)
      return .waits(row)
    }
  }

  /// That a punch comes too late to count by itself.
  private struct LatePunch: Error {
    let error: RPCError
  }

  /// Whether a punch follows those before it.
  ///
  /// - Throws: ``LatePunch`` for what a device brings and nobody may lose.
  private static func judge(
    _ punch: Rules.Punch, of worker: String, _ store: PunchStore, at now: Instant
  ) throws -> PunchClock.Answer {
    var clock = PunchClock()
    for row in try store.counting(of: worker, from: punch.at) { _ = clock.take(row.punch) }
    let ruling = clock.take(punch)
    let day = ruling.answer?.work.day ?? clock.work?.day ?? JST.date(of: punch.at)
    if let lock = try store.lock(on: day) {
      throw LatePunch(error: PunchHandler.locked(lock))
    }
    guard punch.at <= now.advanced(by: aheadMax) else {
      throw LatePunch(error: .refusing([future(punch.at, now)]))
    }
    switch ruling {
    case .granted(let answer): return answer
    case .refused(let rejections):
      let error = RPCError.refusing(
        rejections.map(\.fault),
        naming: ["act": "punch.act", "task": "punch.task", "at": "punch.punch_time"])
      let isLate = rejections.contains {
        if case .beforeLast = $0 { true } else { false }
      }
      let isHisOwn = punch.source == .operated && rejections.allSatisfy { $0.fault.kind == .state }
      throw isLate || isHisOwn ? LatePunch(error: error) as any Error : error
    }
  }

  private static func future(_ at: Instant, _ now: Instant) -> Fault {
    Fault(
      .invalid, "FUTURE_DATE", field: "punch.punch_time", value: at.description,
      limit: "\(now) or earlier", fix: "set the clock")
  }
}
