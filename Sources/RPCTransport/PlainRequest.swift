import Buffers
import RPC

/// The head of one request in HTTP/1.1, gathered as its bytes come: enough to answer a browser, a
/// probe or a collector of metrics, once, after which its connection closes. So nothing of what a client may
/// say there about bodies, lengths or further requests is read at all.
///
/// Source: RFC 9112, 3.
struct PlainRequest {
  enum Outcome: Equatable {
    case needMore
    case page(PageRequest)
    /// Answer with this status.
    case refused(Int)
    /// It is no HTTP: there is nothing that its client would understand.
    case foreign
  }

  /// The most that a head may have, in bytes.
  static let bytesMax = 8 << 10

  private var head: [UInt8] = []

  /// Takes what has come; not again after it has said anything but ``Outcome/needMore``.
  mutating func receive(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    let known = head.count
    head += bytes.prefix(Self.bytesMax - known)
    guard head.first.map(Self.isCapital) ?? true else { return .refused(400) }
    guard let end = end(from: max(known - 3, 0)) else {
      return head.count < Self.bytesMax ? .needMore : .refused(431)
    }
    return outcome(head[..<end])
  }

  /// Where the empty line begins that ends a head, sought from `start` on.
  private func end(from start: Int) -> Int? {
    guard head.count >= 4 else { return nil }
    return (start...max(head.count - 4, start)).first {
      head[$0...].starts(with: [13, 10, 13, 10])
    }
  }

  private func outcome(_ head: ArraySlice<UInt8>) -> Outcome {
    let line = head.prefix { $0 != 13 }
    let parts = line.split(separator: 32, omittingEmptySubsequences: false)
    if parts.count == 3, !parts[2].starts(with: "HTTP/".utf8) { return .foreign }
    guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(Self.isCapital),
      parts[1].first == UInt8(ascii: "/"), parts[1].allSatisfy({ (0x21...0x7e).contains($0) })
    else { return .refused(400) }
    guard parts[2].elementsEqual("HTTP/1.1".utf8) || parts[2].elementsEqual("HTTP/1.0".utf8)
    else { return .refused(505) }
    let isHead = parts[0].elementsEqual("HEAD".utf8)
    guard isHead || parts[0].elementsEqual("GET".utf8) else { return .refused(405) }
    return .page(PageRequest(path: String(decoding: parts[1], as: UTF8.self), isHead: isHead))
  }

  private static func isCapital(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }
}
