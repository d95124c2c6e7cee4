import CivilTime
import MadoAPI
import RPC
import Rules
import Storage

extension Support.LogCallRequest: MutationRequest {}

/// Serves `mado.support.v1.PhoneDeskService`.
struct PhoneDeskHandler: Support.PhoneDeskService {
  let clock: any Clock
  let mutations: Mutations

  /// A call is written down no later than this after it came.
  private static let pastMax: Duration = .seconds(31 * 86_400)

  func logCall(
    _ request: Support.LogCallRequest, _ call: CallContext
  ) async throws -> Support.LogCallResponse {
    let (author, now) = (try call.caller.principal.subject, clock.now)
    let received = try Self.received(request, now)
    let tenant = TenantID(request.tenantId)
    guard let channel = SupportScope.Channel(request.channel),
      let subject = SupportScope.Subject(request.subject)
    else { throw RPCError.invalid([.init(field: "channel", description: "channel is missing")]) }
    let opening = CaseOpening(
      channel: channel, intake: .phone, category: request.category, subject: subject,
      product: request.product, title: request.title, body: request.body, requester: "",
      author: author, contactName: request.contactName)
    return try await mutations.perform(request, call) { transaction in
      guard try TenantRegister(transaction.connection).contains(tenant), tenant != .vendor else {
        throw RPCError.noTenant(tenant.text)
      }
      let (file, trace) = try opening.perform(
        opened: received, at: now, for: .ofWhomItConcerns(tenant), transaction.connection)
      return Change(
        [file.alteration],
        answer: Support.LogCallResponse(case: Support.Case(file.row), trace: trace.message))
    }
  }

  /// When the call came.
  private static func received(
    _ request: Support.LogCallRequest, _ now: Instant
  ) throws(RPCError) -> Instant {
    let given = request.receiveTime ?? .init()
    let earliest = now.advanced(by: .zero - pastMax)
    var violations = FieldViolations()
    let received = Instant(given)
    if let received {
      if received > now {
        violations.add(
          "receive_time", "\(received) is in the future: give an instant until \(now)")
      }
      if received < earliest {
        violations.add(
          "receive_time", "\(received) is too long ago: give an instant from \(earliest)")
      }
    } else {
      violations.add(
        "receive_time",
        "\(given.seconds) s and \(given.nanos) ns is no instant: give one of the last 31 days")
    }
    try violations.refuse()
    return received ?? now
  }
}
