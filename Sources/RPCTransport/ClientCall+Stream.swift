import Buffers
import EventLoop
import RPC

/// From any thread; a caller on the channel's loop gets its answer without leaving it.
extension ClientCall: ClientTransportStream {
  func send(_ framed: BytePieces, endStream: Bool) async throws(RPCError) {
    if loop.inLoop {
      try sendOrEnd(framed, endStream: endStream)
      guard isCongested else { return }
      return try await withUnsafeContinuation { wait($0) }.get()
    }
    try await withUnsafeContinuation { (answer: Answer<Void>) in
      loop.execute { [self] in
        do throws(RPCError) {
          try sendOrEnd(framed, endStream: endStream)
          if isCongested { wait(answer) } else { answer.resume(returning: .success(())) }
        } catch {
          answer.resume(returning: .failure(error))
        }
      }
    }.get()
  }

  /// A request beyond the limit ends the call.
  private func sendOrEnd(_ framed: BytePieces, endStream: Bool) throws(RPCError) {
    guard let error = take(framed, endStream: endStream) else { return }
    if error.code == .resourceExhausted { abort(error) }
    throw error
  }

  func closeSend() {
    loop.runOrExecute { [self] in endRequests() }
  }

  func nextMessage() async throws(RPCError) -> Bytes? {
    if loop.inLoop {
      if let response = nextResponse() { return try response.get() }
      return try await withUnsafeContinuation { wait($0) }.get()
    }
    return try await withUnsafeContinuation { (answer: Answer<Bytes?>) in
      loop.execute { [self] in
        if let response = nextResponse() {
          answer.resume(returning: response)
        } else {
          wait(answer)
        }
      }
    }.get()
  }

  func initialMetadata() async throws(RPCError) -> Metadata {
    try await withUnsafeContinuation { (answer: Answer<Metadata>) in
      loop.runOrExecute { [self] in
        if let head {
          answer.resume(returning: .success(head))
        } else if let ending {
          answer.resume(returning: ending.error.map { .failure($0) } ?? .success(Metadata()))
        } else {
          wait(answer)
        }
      }
    }.get()
  }

  func trailers() async -> Metadata {
    await loop.run { [self] in ending?.trailers ?? Metadata() }
  }

  func cancel() {
    loop.runOrExecute { [self] in
      abort(RPCError(Status(.cancelled, "the client cancelled the call")))
    }
  }
}
