import Protobuf
import RPC
import Synchronization

/// When something last went to and fro on a stream: a server that has forgotten what it was sent says nothing, and its
/// connection is as good as any.
final class Heard: Sendable {
  private struct State {
    var last = ContinuousClock.now
    var hasGivenUp = false
  }

  private let state = Mutex(State())

  /// For how long nothing has.
  var silence: Duration { .now - state.withLock { $0.last } }

  func now() { state.withLock { $0.last = .now } }

  /// Ends the call.
  func giveUp(_ stream: ClientStream<some Message, some Message>) {
    state.withLock { $0.hasGivenUp = true }
    stream.cancel()
  }

  /// The next response, as the stream has it; says of a call that was given up why it ended.
  func next<Response>(
    of stream: ClientStream<some Message, Response>
  ) async throws(RPCError) -> Response? {
    do throws(RPCError) {
      let response = try await stream.next()
      now()
      return response
    } catch {
      guard state.withLock({ $0.hasGivenUp }) else { throw error }
      throw RPCError(
        .unavailable, "the server says nothing to what it was sent", reason: "SERVER_SILENT")
    }
  }
}
