import Buffers
import InteropAPI
import RPC
import Synchronization

/// Something of a case that was not as it must be.
struct Unexpected: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Throws unless `actual` is what was expected.
func expect<T: Equatable>(_ what: String, _ actual: T, is expected: T) throws {
  guard actual != expected else { return }
  throw Unexpected("\(what) is \(actual); it should be \(expected)")
}

/// Throws unless `body` throws an error of that code; returns it.
@discardableResult
func expect(_ code: Code, _ body: () async throws -> Void) async throws -> RPCError {
  do {
    try await body()
  } catch let error as RPCError where error.code == code {
    return error
  } catch {
    throw Unexpected("the call ended with \(error); it should end with \(code.name)")
  }
  throw Unexpected("the call ended well; it should end with \(code.name)")
}

/// Metadata that a call reports by a callback.
final class Reported: Sendable {
  private let metadata = Mutex(Metadata())
  func report(_ reported: Metadata) { metadata.withLock { $0 = reported } }
  var value: Metadata { metadata.withLock { $0 } }
}

/// Throws unless `payload` is `count` zeros.
func expect(_ payload: GrpcTesting.Payload?, hasZeros count: Int) throws {
  try expect("the payload's size", payload?.body.count ?? 0, is: count)
  guard payload?.body ?? Bytes() == GrpcTesting.Payload.zeros(count).body else {
    throw Unexpected("the payload holds something other than zeros")
  }
}
