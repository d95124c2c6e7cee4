import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import Storage

extension Billing.PutRateRequest: MutationRequest {}

/// Serves `mado.billing.v1.TaxService`.
struct TaxHandler: Billing.TaxService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations

  func listRates(
    _ request: Billing.ListRatesRequest, _ call: CallContext
  ) async throws -> Billing.ListRatesResponse {
    let rates = try await call.awaitingStorage {
      try await database.read { try Self.rates(TaxStore($0)) }
    }
    return Billing.ListRatesResponse(rates: rates)
  }

  func putRate(
    _ request: Billing.PutRateRequest, _ call: CallContext
  ) async throws -> Billing.PutRateResponse {
    var reader = DayReader()
    let from = reader.day(request.rate?.from, "rate.from")
    try reader.refuse()
    guard let rate = TaxRate(basisPoints: Int(request.rate?.basisPoints ?? 0)) else {
      throw RPCError.invalid([
        .init(field: "rate.basis_points", description: "it is no rate: give 0 to 10000")
      ])
    }
    let today = JST.date(of: clock.now)
    guard from > today else {
      throw RPCError(
        .failedPrecondition,
        "the rate from \(from) on is in force, and supplies are invoiced by it: give a day after \(today)",
        reason: "RATE_IN_FORCE", metadata: ["from": from.description, "today": today.description])
    }
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      let store = TaxStore(transaction.connection)
      let before = Billing.ListRatesResponse(rates: try Self.rates(store))
      try store.put(TaxTable.Row(from: from, rate))
      let after = Billing.PutRateResponse(rates: try Self.rates(store))
      return Change("tax-rate", from.description, from: before, to: after, answer: after)
    }
  }

  private static func rates(_ store: TaxStore) throws -> [Billing.Rate] {
    let entered = Set(try store.entered().map(\.from))
    return try store.table().rows.map {
      Billing.Rate(
        from: $0.from.message, basisPoints: Int32($0.rate.basisPoints),
        entered: entered.contains($0.from))
    }
  }
}
