import Buffers

@testable import RPC

/// Calls `body` with the UTF-8 of `text` as raw memory.
func withRaw<R>(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
  try Array(text.utf8).withUnsafeBytes { try body($0) }
}

/// A message in its frame.
func frame(_ message: [UInt8], flag: UInt8 = 0) -> [UInt8] {
  let length = UInt32(message.count)
  return [flag] + [24, 16, 8, 0].map { UInt8(length >> $0 & 255) } + message
}

extension RequestHead {
  mutating func add(_ fields: [(String, String)]) {
    for (name, value) in fields {
      withRaw(name) { name in withRaw(value) { add(name, $0) } }
    }
  }
}

extension ResponseBlock {
  init(_ fields: [(String, String)]) {
    self.init()
    for (name, value) in fields {
      withRaw(name) { name in withRaw(value) { add(name, $0) } }
    }
  }

  /// What a client makes of the fields that a server wrote.
  init(_ fields: [HeaderField]) {
    self.init(fields.map { ($0.name, $0.value) })
  }
}

extension [HeaderField] {
  subscript(name: String) -> String? { first { $0.name == name }?.value }
}

extension RPCError {
  static func made(_ body: () throws(RPCError) -> Void) -> RPCError? {
    do throws(RPCError) {
      try body()
      return nil
    } catch {
      return error
    }
  }
}
