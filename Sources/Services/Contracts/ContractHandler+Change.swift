import MadoAPI
import RPC
import Rules

// What a contract has.

extension Contracts.ChangeRequest: ContractAction {}

extension ContractHandler {
  func change(
    _ request: Contracts.ChangeRequest, _ call: CallContext
  ) async throws -> Contracts.ChangeResponse {
    let wish = ContractWish(request)
    try wish.check()
    return try await act(request, call, keeping: .fourHundredDays) { row, scene in
      try scene.customers.requireVendor(for: [
        "price_yen": request.priceYen != nil && !request.validateOnly,
        "prices_yen": !request.pricesYen.isEmpty && !request.validateOnly,
      ])
      if scene.product.changesByApplication, !scene.customers.isVendors, !request.validateOnly {
        throw RPCError(
          .failedPrecondition,
          "changes of \(row.product) are applied for: submit an application of the kind CHANGE",
          reason: "APPLICATION_REQUIRED", metadata: ["product": row.product])
      }
      return try ContractDesk.change(&row, scene, as: wish)
    } answer: {
      Contracts.ChangeResponse(contract: $0, trace: $1.trace.message, netYen: $1.net.amount)
    }
  }
}

extension ContractWish {
  fileprivate init(_ request: Contracts.ChangeRequest) {
    self.init(
      licences: request.licences.map { Int($0) }, atRenewal: request.atRenewal,
      price: request.priceYen.map { Yen($0) }, quantities: request.quantities.mapValues { Int($0) },
      prices: request.pricesYen.mapValues { Yen($0) }, isCoTerm: request.coTerm)
  }
}

extension RPCError {
  /// That a contract is in a state in which something is not possible.
  static func state(_ state: ContractLife.State, _ why: String) -> RPCError {
    RPCError(
      .failedPrecondition, "the contract is \(state.rawValue): \(why)", reason: "STATE",
      metadata: ["field": "state", "value": state.rawValue, "limit": why])
  }
}
