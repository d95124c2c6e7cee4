import Buffers
import RPC

/// Cuts any bytes into messages, whole and in pieces as the first byte says, with gzip or without as
/// the second says: the same messages must come of both, and the same error.
func cutMessages(_ input: UnsafeRawBufferPointer) {
  guard input.count > 2 else { return }
  let bytes = UnsafeRawBufferPointer(rebasing: input.dropFirst(2))
  let encoding = input[1] & 1 == 0 ? MessageEncoding.identity : .gzip
  let whole = Messages(bytes, encoding, Cutter(0))
  let pieces = Messages(bytes, encoding, Cutter(input[0]))
  precondition(whole == pieces, "pieces make a difference")
  // What was cut is what came, to the byte.
  let framed = Array(whole.messages.map(\.framed).joined())
  precondition(bytes.starts(with: framed), "messages that are not what came")
  precondition(
    whole.reason != nil || bytes.count - framed.count < MessagePrefix.size + Messages.bytesMax,
    "a message that is not given out")
  for message in whole.messages { unpack(message) }
  pack(Bytes(copying: bytes))
}

/// A message says what it takes of memory before it is unpacked.
private func unpack(_ message: ReceivedMessage) {
  guard let content = try? message.decoded(bytesMax: Messages.bytesMax) else { return }
  precondition(content.count <= Messages.bytesMax, "unpacked beyond the bound")
  precondition(
    content.count == (message.isEncoded ? message.decodedCount : message.count),
    "a message that is not as long as it says")
}

/// What is packed comes back the same.
private func pack(_ content: Bytes) {
  let framed = MessageEncoding.gzip.encode(
    BytePieces(Bytes(ReceivedMessage(content).framed))
  ).joined()
  let messages = framed.withUnsafeBytes { Messages($0, .gzip, Cutter(0), bytesMax: .max) }
  precondition(messages.messages.count == 1 && messages.reason == nil)
  precondition((try? messages.messages[0].decoded(bytesMax: .max)) == content)
}

/// What bytes are cut into.
private struct Messages: Equatable {
  static let bytesMax = 2048
  var messages: [ReceivedMessage] = []
  /// Of the error that ended it, if one did.
  var reason: String?

  init(
    _ bytes: UnsafeRawBufferPointer, _ encoding: MessageEncoding, _ cutter: Cutter,
    bytesMax: Int = bytesMax
  ) {
    var cutter = cutter
    var deframer = MessageDeframer(messageBytesMax: bytesMax, encoding: encoding)
    var rest = bytes
    while !rest.isEmpty, reason == nil {
      let count = cutter.next(of: rest.count)
      var piece = UnsafeRawBufferPointer(rebasing: rest[..<count])
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      do throws(RPCError) {
        while let message = try deframer.next(in: &piece) {
          precondition(message.count <= bytesMax, "a message beyond the bound")
          messages.append(message)
        }
        precondition(piece.isEmpty, "bytes that are not taken")
        precondition(deframer.incompleteBytes <= bytesMax, "more is held than a message has")
      } catch {
        reason = "\(error)"
      }
    }
  }
}

extension ReceivedMessage {
  /// Behind its prefix, as it came.
  fileprivate var framed: [UInt8] {
    var prefix = [UInt8](repeating: 0, count: MessagePrefix.size)
    prefix.withUnsafeMutableBytes { MessagePrefix.write(into: $0, count, isEncoded: isEncoded) }
    return prefix + bytes
  }
}
