import CivilTime
import MadoAPI
import Rules
import SQLite
import Storage

/// What time does to a contract, as of the instant at which it was due.
struct ContractWork: ScheduledWork {
  let kind: JobKind
  let rules: [RuleID]
  /// Whether e-mails leave the server.
  let hasMailer: Bool

  static func all(hasMailer: Bool) -> [any ScheduledWork] {
    let rules: [JobKind: [RuleID]] = [
      ContractTimetable.end: [.com11, .tel16, .tel19], ContractTimetable.trialEnd: [.card28],
      ContractTimetable.setupEnd: [.card04, .card05],
      ContractTimetable.termEnd: [.card08, .tel11, .sup22],
      ContractTimetable.reminder: [.card08, .tel11], ContractTimetable.start: [.sup23, .cti11],
    ]
    return ContractTimetable.kinds.map {
      ContractWork(kind: $0, rules: rules[$0] ?? [], hasMailer: hasMailer)
    }
  }

  func carryOut(
    _ due: DueRow, at now: CivilTime.Instant, in transaction: Transaction
  ) throws -> Carried {
    let connection = transaction.connection
    let store = ContractStore(.ofWhomItConcerns(due.tenant), connection)
    guard var contract = try store.contract(due.subject) else {
      return Carried(note: "the contract is gone")
    }
    let day = JST.date(of: due.due)
    let before = Contracts.Contract(contract, on: day)
    let (note, notice) =
      switch kind {
      case ContractTimetable.reminder: Self.remind(of: contract)
      case ContractTimetable.termEnd where contract.renewal == .auto:
        try Self.renew(&contract, connection)
      default: Self.pass(&contract, on: day)
      }
    var alterations: [Alteration] = []
    if kind != ContractTimetable.reminder {
      contract.version += 1
      try store.replace(contract)
      let after = Contracts.Contract(contract, on: day)
      alterations.append(
        Alteration("contract", contract.id, from: before, to: after, in: due.tenant))
    }
    if let notice {
      alterations += try notice.send(
        of: contract, at: now.seconds, hasMailer: hasMailer, connection)
    }
    try ContractTimetable.plan(contract, after: due.due, connection)
    return Carried(note: note, alterations: alterations)
  }

  /// Its state becomes what the day has made of it.
  private static func pass(
    _ contract: inout ContractRow, on day: CivilDate
  ) -> (String, ContractNotice?) {
    let before = contract.state
    contract.state = contract.standing(on: day).state
    guard contract.state != before else { return ("nothing has changed", nil) }
    let notice: ContractNotice? =
      contract.state == .expired ? contract.term.map { .expired($0.upperBound) } : nil
    return ("\(before.rawValue) is \(contract.state.rawValue)", notice)
  }

  /// The next term begins, with the licences that it is to have (CARD-08, SUP-11).
  private static func renew(
    _ contract: inout ContractRow, _ connection: Connection
  ) throws -> (String, ContractNotice?) {
    guard let version = try CatalogueStore(connection).version(contract.catalogue),
      let length = version[contract.product]?.termLength, let anchor = contract.termAnchor
    else { throw DamagedRow(table: "contract") }
    let number = contract.termNumber + 1
    let next = try ContractTerm.compute(
      Int(clamping: number), from: anchor, length: length, rule: .card08
    ).granted().days
    (contract.termNumber, contract.term) = (number, next)
    contract.licences = contract.nextLicences ?? contract.licences
    (contract.billedLicences, contract.nextLicences) = (contract.licences, nil)
    return ("renewed to \(next.upperBound)", .renewed(next))
  }

  private static func remind(of contract: ContractRow) -> (String, ContractNotice?) {
    guard let end = contract.term?.upperBound else { return ("it has no term", nil) }
    return (
      "the term ends on \(end)", contract.renewal == .auto ? .renews(end: end) : .expires(end: end)
    )
  }
}
