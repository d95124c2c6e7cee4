import Buffers
import Protobuf
import RPC

/// A call of a method that the program was not built with.
final class DynamicStream: Conversation {
  private let stream: any ClientTransportStream
  private let method: MethodDescriptor
  private let response: MessageDescriptor

  init(
    _ stream: any ClientTransportStream, _ method: MethodDescriptor, _ response: MessageDescriptor
  ) {
    self.stream = stream
    self.method = method
    self.response = response
  }

  func send(_ request: DynamicMessage) async throws(RPCError) {
    let framed = request.encoded(headroom: MessagePrefix.size, MessagePrefix.write)
    try await stream.send(BytePieces(framed), endStream: false)
  }

  func closeSend() { stream.closeSend() }

  func cancel() { stream.cancel() }

  func next() async throws(RPCError) -> DynamicMessage? {
    guard let bytes = try await stream.nextMessage() else { return nil }
    do throws(DecodeError) {
      return try DynamicMessage(response, decoding: bytes)
    } catch {
      stream.cancel()
      throw RPCError(
        .internal, "the response of \(method.path) is malformed: \(error)",
        reason: "MALFORMED_RESPONSE")
    }
  }
}
