import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

/// Opens a case, however it has reached the desk: what its channel takes on, who may ask, and what he is promised.
struct CaseOpening: Sendable {
  let channel: SupportScope.Channel
  let intake: CaseTerms.Intake
  let category: Support.Category
  let subject: SupportScope.Subject
  let product: String
  let title: String
  let body: String
  /// The user who asks; empty for a caller who is none.
  let requester: String
  /// Who writes it down: the user, or somebody of the desk.
  let author: String
  /// Who has called; of a call alone.
  var contactName = ""
  /// Whether the user is one of the tenant's administrators.
  var isAdministrator = false

  /// - Parameters:
  ///   - opened: when the case was received; its clocks run from here.
  /// - Throws: what keeps it from being opened; nothing has changed then.
  func perform(
    opened: Instant, at now: Instant, for tenancy: Tenancy, _ connection: Connection
  ) throws -> (file: CaseFile, trace: Trace) {
    // The call centre is for all products (SUP-18).
    if !product.isEmpty || channel != .callCentre {
      try CatalogueStore(connection).check(["product": product], on: JST.date(of: now))
    }
    let contract = try SupportContracts(tenancy, connection).contract(
      for: channel, product, on: JST.date(of: now))
    let scope = try SupportScope.judge(subject, by: channel, hasContract: contract != nil).granted()
    try checkRequester(of: contract ?? "", tenancy, connection)
    let (policy, rule) = try SlaPolicyStore(connection)
      .choose(product: product, by: channel, intake)
    let terms = try Support.FrozenTerms(policy, connection)
    let row = CaseRow(
      id: freshID("case", at: now.seconds), tenant: tenancy.tenant, requester: requester,
      contactName: contactName, product: product, contract: contract ?? "", channel: channel,
      intake: intake, category: Int64(category.number), subject: subject, title: title, state: .new,
      opened: opened, terms: terms)
    let (file, clocks) = try CaseFile.open(
      row, asking: body, by: author, closedAs: scope.closedAs, at: now, tenancy, connection)
    var trace = scope.trace
    trace.promise(policy.id, by: rule, in: try terms.frozenCalendar)
    trace.append(clocks)
    return (file, trace)
  }

  /// Of telework administrators alone may ask (TEL-05, TEL-44), by the paid channel those whom the contract lets
  /// (SUP-04).
  private func checkRequester(
    of contract: String, _ tenancy: Tenancy, _ connection: Connection
  ) throws {
    guard intake == .web else {
      // Whoever is no user is known by name on the telephone, and by address in a mail.
      guard product == "telework" else { return }
      let given = Self.plain(contactName)
      let contacts = try ContactStore(tenancy, connection).all()
      guard
        contacts.contains(where: { Self.plain(intake == .phone ? $0.name : $0.email) == given })
      else {
        throw Self.notAuthorised(
          "\"\(contactName)\" is no registered administrator of the tenant, through whom alone it asks"
        )
      }
      return
    }
    if product == "telework", !isAdministrator {
      throw Self.notAuthorised("of telework the registered administrators alone ask")
    }
    guard channel == .paid else { return }
    let contacts = try CaseStore(tenancy, connection).contacts(of: contract)
    let mayAsk =
      contacts.isEmpty
      ? try SupportContracts(tenancy, connection).isLicensed(requester, under: contract)
      : contacts.contains(requester)
    guard mayAsk || isAdministrator else {
      throw Self.notAuthorised(
        contacts.isEmpty
          ? "you have no licence of the contract \(contract)"
          : "the contract \(contract) names who may ask, and you are not among them")
    }
  }

  /// A name without the blanks, wide or not, that some write between its parts.
  private static func plain(_ name: String) -> String { name.filter { !$0.isWhitespace } }

  private static func notAuthorised(_ why: String) -> RPCError {
    RPCError(
      .permissionDenied, "\(why): ask through somebody who may, or by the free form",
      reason: "NOT_AUTHORISED_CONTACT")
  }
}
