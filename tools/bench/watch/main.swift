import CivilTime
import EventLoop
@preconcurrency import Glibc
import MadoAPI
import Protobuf
import RPC
import RPCTransport
import Synchronization

// watch-bench PORT TOKEN WATCHES CONNECTIONS GROUP...: holds so many watches of presence over HTTP/2 without TLS, of the
// departments in turn, and measures how long after the server got to know of a change each of them is told. It says
// "watching" when all have their snapshots, counts from the first line of its input to the second, and prints what it
// has counted as JSON.

func fail(_ text: String) -> Never {
  fputs("watch-bench: \(text)\n", stderr)
  exit(2)
}

/// What all watches have been told.
struct Count {
  var messages = 0
  /// From the server's receipt to the client's, in microseconds.
  var delays: [Int64] = []
}

let count = Mutex(Count())
let isCounting = Atomic(false)
/// Watches that have their snapshot.
let standing = Atomic<Int>(0)

/// Takes in what a watch is told.
func note(_ changes: Telework.PresenceChanges, at now: Instant) {
  let delays = changes.changes.compactMap { change -> Int64? in
    guard case .presence(let presence) = change.change, presence.state != .unknown,
      let received = presence.receiveTime
    else { return nil }
    return (now.seconds - received.seconds) * 1_000_000
      + Int64(now.nanoseconds - received.nanos) / 1_000
  }
  count.withLock { count in
    count.messages += 1
    count.delays += delays
  }
}

/// Watches a department until the call ends, which it does not.
func watch(_ group: String, _ channel: Channel, _ options: CallOptions) async throws {
  let presence = Telework.PresenceServiceClient(channel)
  let stream = try await presence.watchGroup(.init(groupId: group), options)
  while let response = try await stream.next() {
    switch response.item {
    case .snapshotEnd: standing.wrappingAdd(1, ordering: .relaxed)
    case .changes(let changes):
      if isCounting.load(ordering: .relaxed) { note(changes, at: SystemClock().now) }
    default: break
    }
  }
  fail("a watch has ended")
}

/// The value below which so much of the samples lies, in milliseconds.
func quantile(_ share: Double, _ sorted: [Int64]) -> String {
  guard !sorted.isEmpty else { return "null" }
  let value = sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)]
  return "\(Double(value / 10) / 100)"
}

let words = CommandLine.arguments
guard words.count > 5, let watches = Int(words[3]), watches > 0,
  let connections = Int(words[4]), connections > 0
else { fail("usage: watch-bench PORT TOKEN WATCHES CONNECTIONS GROUP...") }
let groups = Array(words[5...])
let options = CallOptions(metadata: ["authorization": "Bearer \(words[2])"])
signal(SIGPIPE, SIG_IGN)
let loop = try EventLoopGroup(count: 1).next()
let configuration = Channel.Configuration(target: "127.0.0.1:\(words[1])")
let channels = (0..<connections).map { _ in Channel(configuration, on: loop) }
let begun = SystemClock().now
for number in 0..<watches {
  let (channel, group) = (channels[number % connections], groups[number % groups.count])
  Task(executorPreference: loop) {
    do {
      try await watch(group == "-" ? "" : group, channel, options)
    } catch {
      fail("\(error)")
    }
  }
}
while standing.load(ordering: .relaxed) < watches { try await Task.sleep(for: .milliseconds(10)) }
let snapshots = begun.duration(to: SystemClock().now)
print("watching")
fflush(stdout)
_ = readLine()
isCounting.store(true, ordering: .relaxed)
_ = readLine()
isCounting.store(false, ordering: .relaxed)
let found = count.withLock { $0 }
let sorted = found.delays.sorted()
let milliseconds =
  snapshots.components.seconds * 1_000
  + snapshots.components.attoseconds / 1_000_000_000_000_000
print(
  "{\"snapshots_ms\": \(milliseconds), \"messages\": \(found.messages), "
    + "\"changes\": \(sorted.count), \"p50_ms\": \(quantile(0.5, sorted)), "
    + "\"p99_ms\": \(quantile(0.99, sorted)), \"max_ms\": \(quantile(1, sorted))}")
