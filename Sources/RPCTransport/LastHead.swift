import Buffers
import Glibc
import HTTP2
import RPC

/// The last head of a connection's: as a rule a client sends the same one with call after call, and what
/// was read from it then need not be read again.
struct LastHead {
  /// Small, since each connection keeps them.
  private let fields = OutputBuffer(capacity: 256)
  private var request: AcceptedRequest?

  /// What is longer is not kept, in bytes.
  private static let bytesMax = 1 << 10

  /// The request that these fields stood for the last time.
  func request(_ fields: FieldList) -> AcceptedRequest? {
    let known = self.fields.bytes
    guard known.count == fields.bytes.count, let left = known.baseAddress,
      let right = fields.bytes.baseAddress, memcmp(left, right, known.count) == 0
    else { return nil }
    return request
  }

  /// Keeps what `fields` stand for, unless it depends on the time.
  mutating func keep(_ fields: FieldList, _ request: AcceptedRequest) {
    guard request.deadline == nil, fields.bytes.count <= LastHead.bytesMax else { return }
    self.fields.removeAll()
    self.fields.append(fields.bytes)
    self.request = request
  }
}
