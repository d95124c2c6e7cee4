import Calling
import RPC

/// How a failed call is told: status, reason, every field, the limits, and what to do.
struct ErrorReport {
  let error: RPCError

  /// 10 and the status's number.
  var exitStatus: Int32 { 10 + error.code.rawValue }

  /// For people.
  var lines: [String] {
    let isTold = error.reason.isEmpty || error.reason == error.code.name
    let reason = isTold ? "" : " \(error.reason)"
    var lines = ["error: \(error.code.name)\(reason): \(shown(error.message))"]
    for violation in error.detail(GoogleRpc.BadRequest.self)?.fieldViolations ?? [] {
      let reason = violation.reason.isEmpty ? "" : " (\(violation.reason))"
      lines.append("  field \(violation.field): \(shown(violation.description))\(reason)")
    }
    for violation in error.detail(GoogleRpc.QuotaFailure.self)?.violations ?? [] {
      lines.append("  quota \(violation.subject): \(shown(violation.description))")
    }
    for violation in error.detail(GoogleRpc.PreconditionFailure.self)?.violations ?? [] {
      lines.append("  state \(violation.subject): \(shown(violation.description))")
    }
    if let resource = error.detail(GoogleRpc.ResourceInfo.self) {
      lines.append("  resource \(resource.resourceType) \(shown(resource.resourceName))")
    }
    for (name, value) in (info?.metadata ?? [:]).sorted(by: { $0.key < $1.key }) {
      lines.append("  \(name): \(shown(value))")
    }
    // The message is English itself.
    if let localized = error.detail(GoogleRpc.LocalizedMessage.self), localized.locale != "en" {
      lines.append("  \(localized.locale): \(shown(localized.message))")
    }
    if let fix { lines.append("  fix: \(fix)") }
    return lines
  }

  /// For programs, on one line.
  var json: JSONTree {
    var tree = JSONTree.emptyObject
    tree.update(["code"]) { $0 = .string(error.code.name) }
    if !error.reason.isEmpty { tree.update(["reason"]) { $0 = .string(error.reason) } }
    tree.update(["message"]) { $0 = .string(error.message) }
    let fields = (error.detail(GoogleRpc.BadRequest.self)?.fieldViolations ?? []).map {
      JSONTree.object([
        .init(name: "field", value: .string($0.field)),
        .init(name: "description", value: .string($0.description)),
      ])
    }
    if !fields.isEmpty { tree.update(["fields"]) { $0 = .array(fields) } }
    for (name, value) in (info?.metadata ?? [:]).sorted(by: { $0.key < $1.key }) {
      tree.update(["metadata", name]) { $0 = .string(value) }
    }
    return .object([.init(name: "error", value: tree)])
  }

  private var info: GoogleRpc.ErrorInfo? { error.detail(GoogleRpc.ErrorInfo.self) }

  /// What to do about it, where it isn't the message that says so: a server that has a text for people has said
  /// it there. How a token is given is ours to say.
  private var fix: String? {
    if let delay = error.retryDelay {
      let (seconds, attoseconds) = delay.components
      return "try again in \(attoseconds > 0 ? seconds + 1 : seconds) s"
    }
    let isTold = error.detail(GoogleRpc.LocalizedMessage.self) != nil
    if isTold, !error.reason.hasPrefix("TOKEN_") { return nil }
    switch error.code {
    case .unauthenticated: return "give a valid token: --token, or mado context add NAME --token …"
    case .permissionDenied: return "use a token whose role may do this"
    case .unavailable:
      return error.message.contains("certificate")
        ? "give the server's certificate with --ca, or use the context that names it"
        : "see that the server runs at that address, and try again"
    case .deadlineExceeded: return "give it more time: --timeout"
    case .unimplemented: return "see that client and server are of the same version: mado --version"
    default: return nil
    }
  }

  /// Nothing that a server sends may steer the terminal.
  private func shown(_ text: String) -> String { TextWidth.onOneLine(text) }
}
