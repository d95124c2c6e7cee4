import CivilTime
import MadoAPI
import Protobuf
import Rules

// What cases and their clocks are on the wire. Reading gives nil for what the value cannot be.

extension SupportScope.Channel {
  init?(_ channel: Support.Channel) {
    switch channel {
    case .freeWeb: self = .freeWeb
    case .paid: self = .paid
    case .callCentre: self = .callCentre
    case .unspecified, .unrecognized: return nil
    }
  }

  var message: Support.Channel {
    switch self {
    case .freeWeb: .freeWeb
    case .paid: .paid
    case .callCentre: .callCentre
    }
  }
}

extension CaseTerms.Intake {
  var message: Support.Intake {
    switch self {
    case .web: .web
    case .phone: .phone
    case .email: .email
    }
  }
}

extension SupportScope.Subject {
  init?(_ subject: Support.Subject) {
    switch subject {
    case .ownSoftware: self = .ownSoftware
    case .relatedSoftware: self = .relatedSoftware
    case .otherSoftware: self = .otherSoftware
    case .hardware: self = .hardware
    case .office: self = .office
    case .operation: self = .operation
    case .licenceMove: self = .licenceMove
    case .unspecified, .unrecognized: return nil
    }
  }

  var message: Support.Subject {
    switch self {
    case .ownSoftware: .ownSoftware
    case .relatedSoftware: .relatedSoftware
    case .otherSoftware: .otherSoftware
    case .hardware: .hardware
    case .office: .office
    case .operation: .operation
    case .licenceMove: .licenceMove
    }
  }
}

extension CaseState {
  init?(_ state: Support.CaseState) {
    switch state {
    case .new: self = .new
    case .open: self = .open
    case .waitingCustomer: self = .waitingCustomer
    case .answered: self = .answered
    case .accepted: self = .accepted
    case .closed: self = .closed
    case .outOfScope: self = .outOfScope
    case .declinedOutOfScope: self = .declinedOutOfScope
    case .declinedOtherVendor: self = .declinedOtherVendor
    case .unspecified, .unrecognized: return nil
    }
  }

  var message: Support.CaseState {
    switch self {
    case .new: .new
    case .open: .open
    case .waitingCustomer: .waitingCustomer
    case .answered: .answered
    case .accepted: .accepted
    case .closed: .closed
    case .outOfScope: .outOfScope
    case .declinedOutOfScope: .declinedOutOfScope
    case .declinedOtherVendor: .declinedOtherVendor
    }
  }
}

extension CaseState {
  init?(_ end: Support.CaseEnd) {
    switch end {
    case .closed: self = .closed
    case .outOfScope: self = .outOfScope
    case .declinedOutOfScope: self = .declinedOutOfScope
    case .declinedOtherVendor: self = .declinedOtherVendor
    case .unspecified, .unrecognized: return nil
    }
  }
}

extension SlaPolicy.Clock {
  init?(_ clock: Support.Clock) {
    switch clock {
    case .first: self = .first
    case .next: self = .next
    case .resolution: self = .resolution
    case .unspecified, .unrecognized: return nil
    }
  }

  var message: Support.Clock {
    switch self {
    case .first: .first
    case .next: .next
    case .resolution: .resolution
    }
  }
}

extension MessageRow.Kind {
  init?(_ kind: Support.MessageKind) {
    switch kind {
    case .question: self = .question
    case .holding: self = .holding
    case .answer: self = .answer
    case .internal: self = .internal
    case .unspecified, .unrecognized: return nil
    }
  }

  var message: Support.MessageKind {
    switch self {
    case .question: .question
    case .holding: .holding
    case .answer: .answer
    case .internal: .internal
    }
  }
}

extension CaseRow.Acceptance {
  var message: Support.Acceptance {
    switch self {
    case .none: .unspecified
    case .explicit: .explicit
    case .deemed: .deemed
    }
  }
}

// MARK: - Rows

extension Support.Case {
  init(_ row: CaseRow) {
    self.init(
      id: row.id, tenantId: row.tenant.text, requesterId: row.requester,
      contactName: row.contactName, product: row.product, contractId: row.contract,
      channel: row.channel.message, intake: row.intake.message,
      category: Support.Category(number: Int32(truncatingIfNeeded: row.category)),
      subject: row.subject.message, title: row.title, state: row.state.message,
      assigneeId: row.assignee, openTime: row.opened.message, dueTime: row.due?.message,
      acceptTime: row.accepted?.message, acceptance: row.acceptance.message,
      policyId: row.terms.policy?.id ?? "", calendarVersion: row.terms.calendarVersion,
      etag: row.etag.text)
  }
}

extension Support.CaseMessage {
  init(_ row: MessageRow) {
    self.init(
      position: row.position, kind: row.kind.message, authorId: row.author, body: row.body,
      sendTime: row.sent.message)
  }
}

extension Support.Alert {
  init(_ row: AlertRow) {
    self.init(
      caseId: row.caseID, tenantId: row.tenant.text, clock: row.clock.message,
      startTime: row.started.message, kind: row.kind == .warning ? .warning : .breach,
      dueTime: row.due.message, alertTime: row.at.message, assigneeId: row.assignee)
  }
}

extension Support.ClockReading {
  init(_ reading: SlaClocks.Reading) {
    let (standing, stopped): (Support.Standing, CivilTime.Instant?) =
      switch reading.standing {
      case .running: (.running, nil)
      case .paused: (.paused, nil)
      case .met(let at): (.met, at)
      case .breached: (.breached, nil)
      }
    self.init(
      clock: reading.clock.message, startTime: reading.started.message, standing: standing,
      dueTime: reading.due?.message, warnTime: reading.warnAt?.message,
      stopTime: stopped?.message, used: reading.used.message)
  }
}

// MARK: - Policies and frozen terms

extension Support.SlaPolicy {
  /// A policy of the rule book's own.
  init(_ builtIn: BuiltInTerms) {
    let terms = builtIn.terms
    let selects: (product: String, channel: Support.Channel, intake: Support.Intake) =
      switch builtIn {
      case .cardDesk: ("card-*", .unspecified, .unspecified)
      case .teleworkPhone: ("telework", .unspecified, .phone)
      case .teleworkMail: ("telework", .unspecified, .unspecified)
      case .callCentre: ("", .callCentre, .unspecified)
      case .web: ("", .unspecified, .unspecified)
      }
    self.init(
      id: builtIn.rawValue, product: selects.product, channel: selects.channel,
      intake: selects.intake, calendarId: builtIn.desk.rawValue,
      first: terms.policy.targets[.first]?.message, next: terms.policy.targets[.next]?.message,
      resolution: terms.policy.targets[.resolution]?.message,
      warning: terms.policy.warning == .zero ? nil : terms.policy.warning.message,
      nextBusinessDay: terms.repliesNextBusinessDay, deemedAcceptance: terms.acceptsBySilence,
      builtIn: true)
  }

  /// What it promises, in the rules' words; wrong durations are refused by the rules that have them.
  var terms: Ruling<CaseTerms, Rules.SlaPolicy.Rejection> {
    var targets: [Rules.SlaPolicy.Clock: Swift.Duration] = [:]
    for (clock, target) in [
      (Rules.SlaPolicy.Clock.first, first), (.next, next), (.resolution, resolution),
    ] {
      if let target { targets[clock] = Swift.Duration(target) ?? .seconds(-1) }
    }
    var pausing: [Rules.SlaPolicy.Clock: Set<Rules.CaseState>] = [:]
    for pause in pauses {
      guard let clock = Rules.SlaPolicy.Clock(pause.clock) else { continue }
      pausing[clock, default: []].formUnion(pause.states.compactMap { Rules.CaseState($0) })
    }
    let warning = warning.map { Swift.Duration($0) ?? .seconds(-1) } ?? .zero
    switch Rules.SlaPolicy.make(id, targets: targets, warning: warning, pauses: pausing) {
    case .refused(let rejections): return .refused(rejections)
    case .granted(let policy):
      return .granted(
        CaseTerms(
          policy, repliesNextBusinessDay: nextBusinessDay, acceptsBySilence: deemedAcceptance))
    }
  }
}
