import Synchronization
import Testing

@testable import Services

@Suite struct HeldBytesTests {
  /// What is held at a time, of each stream and of all.
  private final class Tally: Sendable {
    private let state = Mutex((now: [Int: Int](), mostOfOne: 0, mostOfAll: 0))

    var most: (ofOne: Int, ofAll: Int) { state.withLock { ($0.mostOfOne, $0.mostOfAll) } }

    func add(_ count: Int, of stream: Int) {
      state.withLock { state in
        state.now[stream, default: 0] += count
        state.mostOfOne = max(state.mostOfOne, state.now[stream, default: 0])
        state.mostOfAll = max(state.mostOfAll, state.now.values.reduce(0, +))
      }
    }
  }

  private final class Order: Sendable {
    private let state = Mutex<[String]>([])

    var names: [String] { state.withLock { $0 } }

    func add(_ name: String) { state.withLock { $0.append(name) } }
  }

  /// Streams take and give as they like: none ever has more than its own bound, nor all more than theirs, and nobody
  /// waits for ever.
  @Test func neitherAStreamNorAllOfThemHoldMoreThanTheyMay() async {
    let (all, tally) = (HeldBytes(bytesMax: 100), Tally())
    await withTaskGroup(of: Void.self) { streams in
      for stream in 0..<8 {
        streams.addTask {
          var dice = Steps(state: UInt64(stream + 1))
          let held = HeldBytes(bytesMax: 40, within: all)
          await withTaskGroup(of: Void.self) { underWay in
            for _ in 0..<300 {
              let count = 1 + dice.next(30)
              await held.take(count)
              tally.add(count, of: stream)
              underWay.addTask {
                await Task.yield()
                tally.add(-count, of: stream)
                held.give(count)
              }
            }
          }
        }
      }
    }
    #expect(tally.most.ofOne <= 40)
    #expect(tally.most.ofAll <= 100)
    #expect(tally.most.ofAll > 40, "streams go on beside each other")
  }

  @Test func aSinglePieceThatIsTooLargeIsLetThroughAlone() async {
    let held = HeldBytes(bytesMax: 10, within: HeldBytes(bytesMax: 20))
    await held.take(50)
    held.give(50)
    await held.take(10)
    held.give(10)
  }

  /// A small piece does not pass a large one that waits: who came first goes first.
  @Test func whoCameFirstGoesFirst() async {
    let held = HeldBytes(bytesMax: 10)
    await held.take(6)
    let order = Order()
    await withTaskGroup(of: Void.self) { tasks in
      // Begun on this task's thread until it waits.
      tasks.addImmediateTask {
        await held.take(8)
        order.add("large")
        held.give(8)
      }
      tasks.addImmediateTask {
        await held.take(3)
        order.add("small")
        held.give(3)
      }
      #expect(order.names == [])
      held.give(6)
    }
    #expect(order.names == ["large", "small"])
  }
}
