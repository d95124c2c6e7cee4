import Buffers
import Protobuf
import RPC

extension Office {
  /// What a call comes to: its code, or `nothing` where an answer shows nothing.
  ///
  /// - Parameter secret: of who calls; nil for nobody.
  func outcome(
    _ method: MethodDescriptor, _ request: BytePieces, as secret: String?
  ) async -> String {
    do throws(RPCError) {
      let call = try await transport.open(method, options(secret))
      // A stream that goes on for ever has said enough with its first message.
      defer { call.cancel() }
      // A call may have been answered before all of its request was taken: the answer says how.
      _ = try? await call.send(request, endStream: true)
      let answer = try await call.nextMessage()
      return answer.map(\.isEmpty) == false ? "OK" : "nothing"
    } catch {
      return error.code.name
    }
  }

  /// Every method that is served, by its path.
  var methods: [String: MethodDescriptor] {
    let all = services.flatMap { type(of: $0).descriptor.methods }
    return Dictionary(all.map { ($0.path, $0) }) { first, _ in first }
  }
}
