/// Steps in before, and after, every call's handler: authentication, limits, logs.
public protocol ServerInterceptor: Sendable {
  /// Calls `next` once to let the call go on, or throws to refuse it. What `next` throws is what
  /// the handler threw.
  func intercept(_ call: CallContext, next: () async throws -> Void) async throws
}
