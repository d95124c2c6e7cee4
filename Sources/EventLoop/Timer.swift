import CLinux

/// Work that its ``EventLoop`` runs once, at a given instant, unless it is cancelled before.
///
/// Confined to its loop's thread.
public final class Timer {
  /// When it is due, in nanoseconds of ``MonotonicClock``.
  public let due: Int64
  var action: (() -> Void)?
  /// The place in the heap; -1 once fired or cancelled.
  var place = -1
  unowned let loop: EventLoop

  init(due: Int64, on loop: EventLoop, _ action: @escaping () -> Void) {
    self.due = due
    self.loop = loop
    self.action = action
  }

  /// Makes sure that the work does not run; of no effect once it has.
  public func cancel() {
    loop.timers.remove(self)
    action = nil
  }
}

/// A binary heap of timers by due instant; each timer knows its place, so that cancelling one among
/// n costs O(log n) and leaves nothing behind.
struct TimerHeap {
  private var items: [Timer] = []

  /// The due instant of the next timer.
  var next: Int64? { items.first?.due }

  mutating func insert(_ timer: Timer) {
    timer.place = items.count
    items.append(timer)
    siftUp(timer.place)
  }

  mutating func remove(_ timer: Timer) {
    let place = timer.place
    guard place >= 0 else { return }
    timer.place = -1
    let last = items.removeLast()
    guard last !== timer else { return }
    items[place] = last
    last.place = place
    siftUp(place)
    siftDown(last.place)
  }

  /// Takes out the first timer if it is due at `now`.
  mutating func popDue(at now: Int64) -> Timer? {
    guard let first = items.first, first.due <= now else { return nil }
    remove(first)
    return first
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard items[child].due < items[parent].due else { return }
      swap(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < items.count && items[child].due < items[least].due {
        least = child
      }
      guard least != parent else { return }
      swap(parent, least)
      parent = least
    }
  }

  private mutating func swap(_ a: Int, _ b: Int) {
    items.swapAt(a, b)
    items[a].place = a
    items[b].place = b
  }
}
