import Buffers
import Glibc
import RPC
import Synchronization
import Testing

@testable import Observability

/// Keeps what is written, and holds the writer up while it is shut.
private final class Sink: Sendable {
  private let written = Mutex<[UInt8]>([])
  private let gate = Mutex(())

  func write(_ bytes: [UInt8]) {
    gate.withLock { _ in written.withLock { $0 += bytes } }
  }

  /// Runs `body` while nothing can be written.
  func whileShut(_ body: () -> Void) { gate.withLock { _ in body() } }

  var text: String { written.withLock { String(decoding: $0, as: UTF8.self) } }
  var lines: [String] { text.split(separator: "\n").map(String.init) }
}

private let instant = timespec(tv_sec: 1_795_246_210, tv_nsec: 125_999_999)

private func line(_ format: LogFormat, _ value: String) -> String {
  var line = LogLine(format, .info, "m", at: instant)
  line.add("k", value)
  return String(decoding: line.finished(), as: UTF8.self)
}

@Suite struct LogLineTests {
  @Test func allFormatsSayTheSame() {
    for (format, expected) in [
      (
        LogFormat.logfmt,
        "time=2026-11-21T07:30:10.125Z level=warn msg=\"slow call\" code=OK n=-7 ms=1234.567\n"
      ),
      (
        .json,
        "{\"time\":\"2026-11-21T07:30:10.125Z\",\"level\":\"warn\",\"msg\":\"slow call\","
          + "\"code\":\"OK\",\"n\":-7,\"ms\":1234.567}\n"
      ),
      (.journal, "<4>msg=\"slow call\" code=OK n=-7 ms=1234.567\n"),
    ] {
      var line = LogLine(format, .warn, "slow call", at: instant)
      line.add("code", "OK")
      line.add("n", -7)
      line.add("ms", .microseconds(1_234_567))
      #expect(String(decoding: line.finished(), as: UTF8.self) == expected)
    }
  }

  @Test(arguments: [
    ("plain/value:1", "plain/value:1"),
    ("", "\"\""),
    ("two words", "\"two words\""),
    ("a=b", "\"a=b\""),
    ("say \"x\"", "\"say \\\"x\\\"\""),
    ("back\\slash", "\"back\\\\slash\""),
    ("a\nlevel=error msg=forged", "\"a\\nlevel=error msg=forged\""),
    ("a\r\tb", "\"a\\r\\tb\""),
    ("\u{1b}[2J\u{7}\u{0}", "\"\\u001b[2J\\u0007\\u0000\""),
    ("\u{7f}\u{9b}31m", "\"\\u007f\\u009b31m\""),
    ("\u{202e}txt\u{2028}\u{feff}\u{e0001}", "\"\\u202etxt\\u2028\\ufeff\\udb40\\udc01\""),
    ("窓口", "\"窓口\""),
  ])
  func whatAPeerSentStaysWithinItsField(value: String, expected: String) {
    #expect(line(.logfmt, value).hasSuffix(" k=\(expected)\n"))
    let quoted = expected.hasPrefix("\"") ? expected : "\"\(expected)\""
    #expect(line(.json, value).hasSuffix(",\"k\":\(quoted)}\n"))
  }

  @Test func aLongValueIsCut() {
    let long = String(repeating: "x", count: 5000)
    #expect(line(.logfmt, long).hasSuffix("xxx…\"\n"))
    #expect(line(.logfmt, long).utf8.count < 1100)
    let wide = String(repeating: "窓", count: 500)
    #expect(line(.json, wide).hasSuffix("窓…\"}\n"))
  }
}

@Suite(.timeLimit(.minutes(1))) struct LogWriterTests {
  @Test func linesBelowTheLevelAreNotWritten() throws {
    let sink = Sink()
    let log = try Log(from: .warn) { sink.write($0) }
    log.write(.debug, "a")
    log.write(.info, "b")
    log.write(.warn, "c")
    log.write(.error, "d")
    log.stop()
    #expect(sink.lines.map { $0.split(separator: " ").last } == ["msg=c", "msg=d"])
  }

  @Test func linesOfAThreadKeepTheirOrderAndNoneIsLostOrTorn() async throws {
    let sink = Sink()
    let log = try Log(shards: 2) { sink.write($0) }
    await withTaskGroup { group in
      for shard in 0..<2 {
        group.addTask {
          for number in 0..<2000 {
            log.write(.info, "x", shard: shard) {
              $0.add("shard", shard)
              $0.add("n", number)
            }
          }
        }
      }
    }
    log.flush()
    let lines = sink.lines
    #expect(lines.count == 4000)
    for shard in 0..<2 {
      let own = lines.filter { $0.contains(" shard=\(shard) ") }.map {
        $0.split(separator: "=").last
      }
      #expect(own == (0..<2000).map { "\($0)" })
    }
    log.stop()
  }

  @Test func whatFindsNoRoomIsDroppedCountedAndTold() throws {
    let sink = Sink()
    let log = try Log { sink.write($0) }
    let value = String(repeating: "x", count: 1000)
    let count = 4 * LogWriter.laneBytesMax / 1000
    sink.whileShut {
      // The writer may hold one lane's worth already, and the lane another.
      for _ in 0..<count { log.write(.info, value) }
    }
    log.flush()
    #expect(log.droppedLines >= count / 4)
    let told = sink.lines.filter { $0.contains("log lines were dropped") }
    #expect(
      told.compactMap { Int($0.split(separator: "=").last ?? "") }.reduce(0, +) == log.droppedLines)
    #expect(sink.lines.count - told.count == count - log.droppedLines)
    log.stop()
  }
}

@Suite struct CallLogTests {
  private func logged(
    logsCalls: Bool = false, slowAfter: Duration? = nil, format: LogFormat = .logfmt,
    _ use: (Methods) async -> Void,
    _ body: @escaping @Sendable (CallContext) async throws -> Void = { _ in }
  ) async throws -> [String] {
    let sink = Sink()
    let log = try Log(format) { sink.write($0) }
    let methods = Methods(
      [
        CallWatch(
          log: CallLog(log, logsCalls: logsCalls, slowAfter: slowAfter), tracing: .follow)
      ], body)
    await use(methods)
    log.stop()
    return sink.lines
  }

  @Test func aCallIsALineByOptionOnly() async throws {
    #expect(try await logged { await $0.call() } == [])
    let lines = try await logged(logsCalls: true) {
      await $0.call(metadata: [
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      ])
    }
    #expect(lines.count == 1)
    let line = try #require(lines.first)
    #expect(line.contains(" level=info msg=call method=/test.Echo/Unary code=OK duration_ms="))
    #expect(
      line.hasSuffix(
        " request_bytes=8 response_bytes=3 peer=192.0.2.7:1 "
          + "trace_id=0af7651916cd43dd8448eb211c80319c"))
  }

  @Test func aSlowCallSaysWhereTheTimeWent() async throws {
    let lines = try await logged(slowAfter: .seconds(5)) {
      await $0.call(age: .seconds(1))
      await $0.call(age: .seconds(9))
    } _: {
      $0.statistics.storageTime = .milliseconds(12)
      $0.statistics.flowControlWait = .microseconds(1)
    }
    #expect(lines.count == 1)
    let line = try #require(lines.first)
    #expect(line.contains(" level=warn msg=\"slow call\" method=/test.Echo/Unary code=OK "))
    #expect(line.contains(" queue_ms=9") || line.contains(" queue_ms=1"))
    #expect(line.hasSuffix(" storage_ms=12.000 flow_control_ms=0.001"))
  }

  private struct Cause: Error {}

  @Test func aFailureOfTheServersOwnIsToldWithItsCause() async throws {
    let lines = try await logged {
      await $0.call()
    } _: { _ in
      throw Cause()
    }
    #expect(lines.count == 1)
    #expect(lines.first?.contains(" level=error ") == true)
    #expect(lines.first?.contains(" code=UNKNOWN ") == true)
    #expect(lines.first?.contains(" cause=Cause()") == true)
  }

  @Test func aRefusalIsNoFailureOfTheServers() async throws {
    let refuse: @Sendable (CallContext) async throws -> Void = { _ in
      throw RPCError(.notFound, "no\nsuch thing", reason: "NO_SUCH_THING")
    }
    #expect(try await logged({ await $0.call() }, refuse) == [])
    let lines = try await logged(logsCalls: true, { await $0.call() }, refuse)
    #expect(lines.first?.contains(" level=info ") == true)
    #expect(lines.first?.hasSuffix(" reason=NO_SUCH_THING error=\"no\\nsuch thing\"") == true)
  }

  @Test func whatCameToNoHandlerIsALineToo() async throws {
    let lines = try await logged(logsCalls: true, format: .json) {
      $0.registry.refused(
        RefusedRequest(
          method: nil, error: RPCError(.unimplemented, "no \"x\"", reason: "NO"), httpStatus: 415,
          peer: "192.0.2.7:1", shard: 0))
    }
    #expect(
      lines.first?.hasSuffix(
        "\"msg\":\"refused\",\"code\":\"UNIMPLEMENTED\",\"http_status\":415,"
          + "\"peer\":\"192.0.2.7:1\",\"error\":\"no \\\"x\\\"\"}") == true)
  }
}
