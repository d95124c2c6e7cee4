import Buffers
import Testing

@testable import RPC

@Suite(.timeLimit(.minutes(1))) struct MessageQueueTests {
  private func framed(_ number: UInt8) -> BytePieces { BytePieces([0, 0, 0, 0, 1, number]) }

  /// Senders that have all begun, in this order.
  private func senders(_ queue: MessageQueue) -> [Task<Void, any Error>] {
    (0..<50).map { number in Task.immediate { try await queue.send(framed(number)) } }
  }

  @Test("several senders' messages come in the order of the calls, one's that gave up too")
  func order() async throws {
    let queue = MessageQueue()
    let senders = senders(queue)
    senders[20].cancel()
    let error = await #expect(throws: RPCError.self) { try await senders[20].value }
    #expect(error?.code == .cancelled)
    for number in UInt8(0)..<50 { #expect(try await queue.next() == [number]) }
    for (number, sender) in senders.enumerated() where number != 20 { try await sender.value }
  }

  @Test("an error that ends the direction reaches all who wait to send")
  func failure() async throws {
    let queue = MessageQueue()
    let senders = senders(queue)
    try await senders[0].value
    let end = RPCError(.unavailable, "gone", reason: "GONE")
    queue.finish(end)
    for sender in senders.dropFirst() {
      let error = await #expect(throws: RPCError.self) { try await sender.value }
      #expect(error == end)
    }
  }

  @Test("a receiver that takes no more lets all senders go on")
  func closing() async throws {
    let queue = MessageQueue()
    let senders = senders(queue)
    queue.close()
    for sender in senders { try await sender.value }
    #expect(try await queue.next() == nil)
  }
}
