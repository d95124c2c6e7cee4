import CivilTime
import MadoAPI
import RPC
import Rules

extension Rules.Punch {
  /// What a request says; nil where it does not say what is punched. The schema has held the rest.
  init?(_ punch: Telework.Punch, at: Instant) {
    let act: Act
    switch punch.act {
    case .startWork: act = .startWork
    case .endWork: act = .endWork
    case .startTask: act = .startTask(punch.task)
    case .endTask: act = .endTask(punch.task)
    case .unspecified, .unrecognized: return nil
    }
    self.init(act, at: at, source: punch.source == .detected ? .detected : .operated)
  }
}

extension Telework.Punch {
  init(_ punch: Rules.Punch) {
    let act: Telework.PunchAct =
      switch punch.act {
      case .startWork: .startWork
      case .endWork: .endWork
      case .startTask: .startTask
      case .endTask: .endTask
      }
    self.init(
      act: act, task: punch.act.task, punchTime: punch.at.message,
      source: punch.source == .detected ? .detected : .operated)
  }

  init(_ row: PunchRow) {
    self.init(row.punch)
    id = row.id
    workerId = row.worker
    receiveTime = row.received.message
    correctionId = row.correction
    replacedById = row.replacedBy
  }
}

extension Telework.Correction {
  init(_ row: CorrectionRow) {
    let state: Telework.CorrectionState =
      switch row.state {
      case .requested: .requested
      case .approved: .approved
      case .refused: .refused
      }
    self.init(
      id: row.id, workerId: row.worker, replacesId: row.replaces,
      punch: row.punch.map(Telework.Punch.init), reason: row.reason, state: state,
      requesterId: row.requester, requestTime: row.requested.message, deciderId: row.decider,
      comment: row.comment)
  }
}

extension Telework.Work {
  init(_ span: WorkSpan) {
    self.init(
      startTime: span.start.message, endTime: span.end?.message, workDate: span.day.message,
      tasks: span.tasks.map {
        Telework.WorkTask(task: $0.task, startTime: $0.start.message, endTime: $0.end?.message)
      })
  }
}

extension Telework.WorkTotal {
  init(_ row: WorkAnalysis.Row) {
    self.init(
      fromDate: row.days.lowerBound.message, throughDate: row.days.upperBound.message,
      workSeconds: row.worked.components.seconds, openSeconds: row.open.components.seconds,
      taskSeconds: row.tasks.mapValues(\.components.seconds))
  }
}

extension WorkAnalysis.Period {
  /// By days, where it is not said.
  init(_ period: Telework.WorkPeriod) {
    switch period {
    case .week: self = .week
    case .month: self = .month
    case .day, .unspecified, .unrecognized: self = .day
    }
  }
}

extension Telework.LockedMonth {
  init(_ row: LockRow) {
    self.init(month: row.month.message, lockTime: row.at.message, lockedById: row.by)
  }
}
