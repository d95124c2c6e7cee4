import Buffers
@preconcurrency import Glibc
import MadoAPI
import Protobuf

// codec-bench: measures on request. On standard input `encode NAME COUNT` or `decode NAME COUNT`, a
// line each; the answer is the nanoseconds that one took on average. `bytes NAME` answers with the
// message's binary format in hexadecimal. tools/bench/peer does the same in C++.

/// Keeps what was made from being found useless and left out.
@inline(never)
func consume<T>(_ value: borrowing T) {}

/// Nanoseconds that one of `count` calls of `body` takes on average.
@inline(__always)
func nanoseconds(_ count: Int, _ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let begin = clock.now
  for _ in 0..<count { try body() }
  let (seconds, attoseconds) = (clock.now - begin).components
  return (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(count)
}

/// What is asked about one message. A message is decoded into a fresh value, which is destroyed, and
/// encoded into fresh memory, which is freed.
@inline(__always)
func answer<M: Message>(_ order: Substring, _ count: Int, _ sample: M) throws -> String {
  let bytes = sample.encoded()
  switch order {
  case "encode": return "\(nanoseconds(count) { consume(sample.encoded()) })"
  case "decode": return "\(try nanoseconds(count) { consume(try M(decoding: bytes)) })"
  default:
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

setvbuf(stdout, nil, _IOLBF, 0)
while let line = readLine() {
  let words = line.split(separator: " ")
  guard words.count >= 2 else { continue }
  let (order, count) = (words[0], words.count > 2 ? Int(words[2]) ?? 1 : 1)
  switch words[1] {
  case "acknowledgement": print(try answer(order, count, Samples.acknowledgement))
  case "verdict": print(try answer(order, count, Samples.verdict))
  case "record": print(try answer(order, count, Samples.record))
  case "contract": print(try answer(order, count, Samples.contract))
  case "frame": print(try answer(order, count, Samples.frame))
  default: print("no such message")
  }
}
