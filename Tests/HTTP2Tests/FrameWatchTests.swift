import Testing

@testable import HTTP2

@Suite struct FrameWatchTests {
  typealias Case = (frames: [[UInt8]], violation: Int?, code: ErrorCode?)

  @Test(
    "what a client sends is held against what it sent before, however it is cut",
    arguments: [
      // frames, the one that is wrong, how
      ([headers(1)], nil, nil),
      ([headers(1), data(1), data(1, end: true)], nil, nil),
      ([headers(1), headers(1, end: true)], nil, nil),
      ([headers(1, end: true), data(1)], 1, .streamClosed),
      ([headers(1, end: true), headers(1)], 1, .streamClosed),
      ([headers(1), data(1, end: true), data(1)], 2, .streamClosed),
      ([headers(1), reset(1), data(1)], 2, .streamClosed),
      ([headers(1), reset(1), headers(1)], 2, .streamClosed),
      ([headers(1), reset(1), reset(1)], nil, nil),
      ([headers(5), headers(3)], 1, .protocolError),
      ([headers(5), data(3)], 1, .streamClosed),
      ([headers(1), headers(5), data(1)], nil, nil),
      ([headers(1, end: true), headers(5), data(1)], 2, .streamClosed),
      ([priority(3, on: 1), priority(3, on: 0)], nil, nil),
      ([headers(1), priority(0, on: 1)], 1, .protocolError),
      ([headers(1), priority(1, on: 1)], 1, .protocolError),
      ([windowUpdate(0, 1), headers(1), windowUpdate(1, 5)], nil, nil),
      ([headers(1), windowUpdate(1, 0)], 1, .protocolError),
      ([windowUpdate(0, 0)], 0, .protocolError),
      ([frame(2, 0, []), frame(8, 0, [0]), headers(1)], nil, nil),
      // For libnghttp2 to judge.
      ([data(1), headers(2), headers(0), frame(0x42, 1, [1, 2, 3])], nil, nil),
      // Too long ago to be remembered.
      ([headers(1, end: true), headers(129), data(1)], nil, nil),
      ([headers(3, end: true), headers(129), data(3)], 2, .streamClosed),
      ([headers(1, end: true), headers(Int32.max), data(1), headers(Int32.max)], nil, nil),
    ] as [Case])
  func judges(frames: [[UInt8]], violation: Int?, code: ErrorCode?) {
    let preface = [UInt8](repeating: 0, count: 24)
    let bytes = preface + frames.joined()
    let place = violation.map { preface.count + frames[..<$0].joined().count }
    for step in [bytes.count, 1, 5, 10] {
      var watch = FrameWatch(prefaceBytes: preface.count)
      var found: (Int, ErrorCode)?
      var position = 0
      while position < bytes.count, found == nil {
        let chunk = Array(bytes[position..<min(position + step, bytes.count)])
        if let (offset, code) = chunk.withUnsafeBytes({ watch.violation(in: $0) }) {
          found = (position + offset, code)
        }
        position += step
      }
      #expect(found?.1 == code, "in steps of \(step)")
      if step == bytes.count { #expect(found?.0 == place) }
    }
  }
}

private func frame(_ type: UInt8, _ id: Int32, flags: UInt8 = 0, _ payload: [UInt8]) -> [UInt8] {
  let number = withUnsafeBytes(of: id.bigEndian) { Array($0) }
  return [0, 0, UInt8(payload.count), type, flags] + number + payload
}

private func headers(_ id: Int32, end: Bool = false) -> [UInt8] {
  frame(1, id, flags: end ? 5 : 4, [1, 2, 3])
}

private func data(_ id: Int32, end: Bool = false) -> [UInt8] {
  frame(0, id, flags: end ? 1 : 0, [UInt8](repeating: 7, count: 20))
}

private func reset(_ id: Int32) -> [UInt8] { frame(3, id, [0, 0, 0, 8]) }

private func priority(_ id: Int32, on other: Int32) -> [UInt8] {
  frame(2, id, withUnsafeBytes(of: other.bigEndian) { Array($0) } + [15])
}

private func windowUpdate(_ id: Int32, _ increment: UInt8) -> [UInt8] {
  frame(8, id, [0, 0, 0, increment])
}
