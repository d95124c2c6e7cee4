import RPC

/// Says of every error in the caller's language what happened and what to do.
struct Localization: ServerInterceptor {
  func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    do throws(RPCError) {
      try await next(call)
    } catch {
      throw error.localized(in: Language(accepting: call.metadata["accept-language"]))
    }
  }
}

extension RPCError {
  /// The error with the catalogue's text; itself where there is none, or where it has one already.
  func localized(in language: Language) -> RPCError {
    guard detail(GoogleRpc.LocalizedMessage.self) == nil,
      let info = detail(GoogleRpc.ErrorInfo.self), info.domain == RPCError.domain,
      let known = ReasonCatalogue.byReason[info.reason]
    else { return self }
    return localized(language.rawValue, known.text(in: language, info.metadata))
  }
}
