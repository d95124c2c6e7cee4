/// Holds the frames of a client against what it sent before, where libnghttp2 does not.
///
/// The library forgets a stream once it is closed and passes over what comes for it later. Some of that was
/// on its way when the server ended the stream, and must be passed over; the rest is the client's error: a
/// frame behind its own END_STREAM or RST_STREAM, a request on a stream with a lower number than another
/// before (RFC 9113, 5.1 and 5.1.1). Two bits a stream tell them apart. Nor does the library look at PRIORITY
/// frames where it has no use for priorities (RFC 9113, 6.3; RFC 7540, 5.3.1), or at windows of streams that
/// are closed (RFC 9113, 6.9).
///
///     preface ──▶ header ──▶ payload ──▶ header …
struct FrameWatch {
  /// How many of the latest streams are remembered; of older ones everything is passed over.
  static let streamsRemembered = UInt64.bitWidth
  /// Of a frame's header, and of the number that begins the payload of PRIORITY and WINDOW_UPDATE frames
  /// (RFC 9113, 4.1, 6.3, 6.9).
  private static let headerBytes = 9
  private static let numberBytes = 4

  /// The highest number of a stream that was opened.
  private var latest = -1
  /// Of the latest stream in the lowest bit, of the one whose number is lower by two in the next.
  private var opened: UInt64 = 0
  private var ended: UInt64 = 0
  /// Of the preface, or of a payload, that is still to come, in bytes.
  private var skipped: Int
  /// The beginning of a frame whose rest is still to come.
  private var head: [UInt8] = []

  /// - Parameter prefaceBytes: what comes before the first frame.
  init(prefaceBytes: Int) { skipped = prefaceBytes }

  /// What is wrong in `bytes`, which follow those of the last call, and how many of them come before it.
  mutating func violation(in bytes: UnsafeRawBufferPointer) -> (offset: Int, code: ErrorCode)? {
    var position = 0
    while position < bytes.count {
      if skipped > 0 {
        let step = min(skipped, bytes.count - position)
        skipped -= step
        position += step
        continue
      }
      let start = position
      let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
      var code: ErrorCode?
      if head.isEmpty, let count = FrameWatch.wanted(rest) {
        code = judge(rest)
        position += count
      } else {
        // A frame's beginning is spread over several reads.
        head.append(bytes[position])
        position += 1
        guard head.withUnsafeBytes({ FrameWatch.wanted($0) != nil }) else { continue }
        let whole = head
        head.removeAll(keepingCapacity: true)
        code = whole.withUnsafeBytes { judge($0) }
      }
      if let code { return (start, code) }
    }
    return nil
  }

  /// How many bytes say what a frame is about; nil if `bytes` are fewer.
  private static func wanted(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes.count >= headerBytes else { return nil }
    let hasNumber =
      (bytes[3] == FrameType.priority || bytes[3] == FrameType.windowUpdate)
      && length(bytes) >= numberBytes
    let count = hasNumber ? headerBytes + numberBytes : headerBytes
    return bytes.count >= count ? count : nil
  }

  private static func length(_ header: UnsafeRawBufferPointer) -> Int {
    Int(header[0]) << 16 | Int(header[1]) << 8 | Int(header[2])
  }

  /// The 31 bits of a stream's number, or of another.
  private static func number(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
    Int(
      UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) & 0x7fff_ffff)
  }

  private mutating func judge(_ frame: UnsafeRawBufferPointer) -> ErrorCode? {
    skipped = FrameWatch.length(frame)
    let id = FrameWatch.number(frame, at: 5)
    let endsStream = frame[4] & 1 != 0
    switch frame[3] {
    case FrameType.data:
      return judge(id, isRequest: false, endsStream)
    case FrameType.headers:
      return judge(id, isRequest: true, endsStream)
    case FrameType.reset:
      if id <= latest, let bit = bit(of: id) { ended |= bit }
      return nil
    case FrameType.priority:
      guard let dependency = takeNumber(frame) else { return nil }
      return id == 0 || dependency == id ? .protocolError : nil
    case FrameType.windowUpdate:
      return takeNumber(frame) == 0 ? .protocolError : nil
    default:
      return nil
    }
  }

  /// The number that begins the payload of `frame`, nil if that is too short for one.
  private mutating func takeNumber(_ frame: UnsafeRawBufferPointer) -> Int? {
    guard skipped >= FrameWatch.numberBytes else { return nil }
    skipped -= FrameWatch.numberBytes
    return FrameWatch.number(frame, at: FrameWatch.headerBytes)
  }

  /// A frame that may begin, go on with or end a request. What is wrong with numbers that no client may
  /// use, and with DATA for streams still to come, libnghttp2 says.
  private mutating func judge(_ id: Int, isRequest: Bool, _ endsStream: Bool) -> ErrorCode? {
    guard id % 2 == 1 else { return nil }
    if id > latest {
      guard isRequest else { return nil }
      let steps = latest < 0 ? FrameWatch.streamsRemembered : (id &- latest) >> 1
      if steps < FrameWatch.streamsRemembered {
        opened = opened &<< steps | 1
        ended = ended &<< steps
      } else {
        opened = 1
        ended = 0
      }
      latest = id
    }
    guard let bit = bit(of: id) else { return nil }
    guard opened & bit != 0 else { return isRequest ? .protocolError : .streamClosed }
    guard ended & bit == 0 else { return .streamClosed }
    if endsStream { ended |= bit }
    return nil
  }

  private func bit(of id: Int) -> UInt64? {
    let age = (latest &- id) >> 1
    return id % 2 == 1 && age < FrameWatch.streamsRemembered ? 1 &<< age : nil
  }
}

/// Types of frames (RFC 9113, 6).
private enum FrameType {
  static let data: UInt8 = 0
  static let headers: UInt8 = 1
  static let priority: UInt8 = 2
  static let reset: UInt8 = 3
  static let windowUpdate: UInt8 = 8
}
