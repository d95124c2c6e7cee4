import Calling
import Protobuf
import RPC

/// A call in which requests go out while responses come in.
protocol Conversation: Sendable {
  associatedtype Response: Sendable
  /// Half-closes: no more requests will come.
  func closeSend()
  func cancel()
  /// The next response, nil when the call has ended with `OK`; throws any other end.
  func next() async throws(RPCError) -> Response?
}

extension ClientStream: Conversation {}

extension Conversation {
  /// Sends in one task and takes the responses in this one, until the server ends the call.
  ///
  /// Throws how the call ended, or the wrong request for which this side ended it.
  ///
  /// - Parameter sending: sends all requests; no more will come once it returns.
  func converse(
    sending: @escaping @Sendable () async throws -> Void, receiving: (Response) -> Void
  ) async throws {
    let sender = Task { () async -> UsageError? in
      do {
        try await sending()
        closeSend()
      } catch let error as UsageError {
        cancel()
        return error
      } catch {
        // How the call ended is told by its responses.
      }
      return nil
    }
    do throws(RPCError) {
      while let response = try await next() { receiving(response) }
    } catch {
      sender.cancel()
      // A wrong request is the cause, the cancelled call its effect.
      if error.code == .cancelled, let wrong = await sender.value { throw wrong }
      throw error
    }
  }
}
