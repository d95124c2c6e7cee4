import Protobuf
import RPC

/// Says of every error in the caller's language what happened and what to do.
struct Localization: ServerInterceptor {
  func ended(_ call: CallContext, _ error: RPCError?) -> RPCError? {
    error?.localized(in: Language(accepting: call.metadata["accept-language"]))
  }
}

extension RPCError {
  /// The error with the catalogue's text, and each wrong field with its own; itself where there is none, or
  /// where it has one already.
  func localized(in language: Language) -> RPCError {
    guard detail(GoogleRpc.LocalizedMessage.self) == nil,
      let info = detail(GoogleRpc.ErrorInfo.self), info.domain == RPCError.domain,
      let known = ReasonCatalogue.text(of: info.reason, info.metadata)
    else { return self }
    let text = known.text(in: language, info.metadata)
    return replacingDetail {
      (request: GoogleRpc.BadRequest) in
      request.localized(in: language, otherwise: info.reason == "INVALID_FIELDS" ? nil : text)
    }.localized(language.rawValue, text)
  }

  /// The error with its details of one kind replaced.
  private func replacingDetail<Detail: Message>(_ change: (Detail) -> Detail) -> RPCError {
    var error = self
    for place in error.status.details.indices {
      guard let detail = error.status.details[place].unpacked(Detail.self) else { continue }
      error.status.details[place] = GoogleProtobuf.`Any`(packing: change(detail))
    }
    return error
  }
}
