import CivilTime
import MadoAPI
import RPC
import Rules
import Storage

// Whether a licence that is one person's is used by several.

extension LicenceHandler {
  /// Days that are looked at in one call.
  private static let daysMax: Int64 = 90

  func checkSharedUse(
    _ request: Contracts.CheckSharedUseRequest, _ call: CallContext
  ) async throws -> Contracts.CheckSharedUseResponse {
    let (tenancy, now, user) = (try call.tenancy, clock.now, request.userId)
    let time = try Self.time(of: request)
    let answer = try await call.awaitingStorage {
      try await database.read { connection in
        guard try PeopleStore(tenancy, connection).user(user) != nil else {
          throw UserHandler.notFound(user)
        }
        let watch = SharedUseWatch(tenancy, connection)
        guard try watch.licensed(user, at: now) != nil else {
          throw RPCError(
            .failedPrecondition,
            "\"\(user)\" has no licence that is one person's: there is nothing to share",
            reason: "NO_NAMED_LICENCE", metadata: ["user_id": user])
        }
        return try watch.find(user, in: time)
      }
    }
    return Contracts.CheckSharedUseResponse(
      suspicions: answer.suspicions.filter { time.contains($0.at) }.map { suspicion in
        .init(
          time: suspicion.at.message,
          devices: suspicion.devices.map { text in
            let device = SignInDevice(text: text)
            return .init(address: device.address, userAgent: device.userAgent)
          })
      }, trace: answer.trace.message)
  }

  private static func time(
    of request: Contracts.CheckSharedUseRequest
  ) throws(RPCError) -> Range<Instant> {
    var fields = FieldViolations()
    let from = fields.instant(request.from, "from")
    let until = fields.instant(request.until, "until")
    try fields.refuse()
    if until <= from {
      fields.add("until", "\(until) is not later than \(from): give a later instant")
    } else if from.duration(to: until) > .seconds(daysMax * 86_400) {
      fields.add(
        "until", "\(until) is more than \(daysMax) days after \(from): ask for fewer")
    }
    try fields.refuse()
    return from..<until
  }
}
