import Buffers
import Protobuf

/// A type of the suite: generated, or known by its descriptor only.
struct TestedType {
  /// What was read, to be written.
  struct Reading {
    let encoded: () -> Bytes
    let json: (JSONOptions) throws(JSONError) -> String
    let text: (TextOptions) -> String
  }

  let decode: (Bytes) throws -> Reading
  let parse: (String, JSONOptions) throws -> Reading
  /// Nil if the type is not read from text format.
  let readText: ((String, TextOptions) throws -> Reading)?

  init<M: Message>(_ type: M.Type) {
    func reading(_ message: M) -> Reading {
      Reading(
        encoded: { message.encoded() },
        json: { options throws(JSONError) in try message.json(options) },
        text: { message.text($0) })
    }
    decode = { reading(try M(decoding: $0)) }
    parse = { reading(try M(json: $0, $1)) }
    readText = { reading(try M(textFormat: $0, $1)) }
  }

  init(_ type: MessageDescriptor) {
    func reading(_ message: DynamicMessage) -> Reading {
      Reading(
        encoded: { message.encoded() },
        json: { options throws(JSONError) in try message.json(options) },
        text: { message.text($0) })
    }
    decode = { reading(try DynamicMessage(type, decoding: $0)) }
    parse = { reading(try DynamicMessage(type, json: $0, $1)) }
    readText = nil
  }
}
