import Buffers

/// What an input has a client do: the first byte is its plan, the second how it cuts its bytes, the
/// rest is what it says.
struct Conversation {
  /// What happens on the way.
  enum Incident: UInt8 {
    case nothing
    /// The server stops, and gives calls their time.
    case drain
    /// It stops, and gives them none.
    case cutOff
    /// So much time passes that bounds are met.
    case wait
    /// The client says no more, and listens.
    case halfClose
    /// The client is gone.
    case leave
    /// The client does not listen until it has said all.
    case deafness
  }

  /// What the client says.
  let opening: Bytes
  let cutter: Cutter
  let incident: Incident
  /// Before which piece it happens; after the last if there are fewer.
  let place: Int

  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  private static let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]

  /// - Parameter input: of at least two bytes.
  init(_ input: UnsafeRawBufferPointer) {
    // An odd plan leaves to the input how the connection begins.
    let isGreeting = input[0] & 1 == 0
    let greeting = isGreeting ? Conversation.preface + Conversation.settings : []
    opening = Bytes(greeting + input.dropFirst(2))
    cutter = Cutter(input[1])
    incident = Incident(rawValue: input[0] >> 1 & 7) ?? .nothing
    place = Int(input[0] >> 4)
  }

  /// Of each SETTINGS frame the sizes of HPACK's table that it asks for, as long as what is said is
  /// frames.
  var tableSizes: [[Int]] {
    guard opening.starts(with: Conversation.preface) else { return [] }
    var sizes: [[Int]] = []
    var rest = opening.slice(Conversation.preface.count..<opening.count)
    while rest.count >= Frame.headerBytes {
      let frame = Frame(rest)
      guard rest.count >= frame.size else { break }
      if frame.kind == Frame.settings, frame.flags & Frame.ack == 0 {
        let entries = rest.slice(Frame.headerBytes..<frame.size)
        sizes.append(
          stride(from: 0, to: entries.count - 5, by: 6).compactMap { start in
            let isTableSize = entries[start] == 0 && entries[start + 1] == 1
            return isTableSize ? entries.slice(start + 2..<start + 6).bigEndian : nil
          })
      }
      rest = rest.slice(frame.size..<rest.count)
    }
    return sizes
  }
}

/// The nine bytes before each frame. Source: RFC 9113, 4.1.
struct Frame {
  static let headerBytes = 9
  static let data: UInt8 = 0
  static let headers: UInt8 = 1
  static let reset: UInt8 = 3
  static let settings: UInt8 = 4
  static let ping: UInt8 = 6
  static let goAway: UInt8 = 7
  static let windowUpdate: UInt8 = 8
  static let continuation: UInt8 = 9

  static let ack: UInt8 = 1
  static let endStream: UInt8 = 1
  static let endHeaders: UInt8 = 4

  /// Of the payload, in bytes.
  let length: Int
  let kind: UInt8
  let flags: UInt8
  let stream: Int
  /// With its header, in bytes.
  var size: Int { Frame.headerBytes + length }

  /// - Parameter bytes: nine at least.
  init(_ bytes: Bytes) {
    length = bytes.slice(0..<3).bigEndian
    kind = bytes[3]
    flags = bytes[4]
    stream = bytes.slice(5..<9).bigEndian
  }
}

extension Bytes {
  /// The number that these few bytes are, the most significant first.
  var bigEndian: Int { reduce(0) { $0 << 8 | Int($1) } }
}
