import Glibc

// fuzz-rpc TARGET ...: what reads a peer's bytes. The rest of the words is libFuzzer's.

/// What is fuzzed, by name. A target takes any bytes; that it traps is a finding.
private let targets: [String: @Sendable (UnsafeRawBufferPointer) -> Void] = [
  "frames": { input in
    receiveInPieces(input)
    serveFrames(input)
  },
  "framing": cutMessages, "base64": readBase64, "percent": readPercent,
]

nonisolated(unsafe) private var target: (UnsafeRawBufferPointer) -> Void = { _ in }

/// libFuzzer calls it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRPC(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  target(UnsafeRawBufferPointer(start: start, count: count))
  return 0
}

/// The program's entry, under the name that SwiftPM gives it: hands over to libFuzzer.
@_cdecl("fuzz_rpc_main")
public func run(
  _ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  guard count > 1, let words, let name = words[1], let chosen = targets[String(cString: name)]
  else {
    print("usage: fuzz-rpc \(targets.keys.sorted().joined(separator: "|")) ...")
    return 2
  }
  target = chosen
  words[1] = words[0]
  var (count, arguments) = (count - 1, words + 1)
  return runFuzzer(&count, &arguments, fuzzRPC)
}

/// `LLVMFuzzerRunDriver` (FuzzerInterface.h), which comes with `-sanitize=fuzzer`.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Cuts bytes into pieces as a byte of the input says: 0 leaves them whole, any other is the longest
/// piece and where the lengths begin.
struct Cutter {
  private let longest: UInt64
  private var state: UInt64

  init(_ byte: UInt8) {
    longest = UInt64(byte)
    state = UInt64(byte)
  }

  /// The length of the next piece of `count` bytes, of which there is at least one.
  mutating func next(of count: Int) -> Int {
    guard longest > 0 else { return count }
    // Knuth's generator (TAOCP 2, 3.3.4, table 1, line 26), of which the high bits are good.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return min(count, 1 + Int(state >> 33 % longest))
  }
}
