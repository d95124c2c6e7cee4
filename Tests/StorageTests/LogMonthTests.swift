import Crypto
import Storage
import Testing

/// The names of logs, and chains of which a purge has taken some (TEL-40).
@Suite struct LogMonthTests {
  @Test(arguments: [
    // the text, whether it names a log
    ("2026-07", true), ("2026-07.1", true), ("0001-12.9999", true), ("2026-07.0", false),
    ("2026-07.01", false), ("2026-07.", false), ("2026-7", false), ("2026-13", false),
    ("2026-07.1.2", false), ("2026-07.10000", false), ("", false), (".", false),
  ])
  func names(text: String, isName: Bool) {
    #expect(LogMonth(text)?.description == (isName ? text : nil))
  }

  @Test func whatIsHeldLiesBehindItsMonthAndBeforeTheNext() throws {
    let july = try #require(LogMonth(year: 2026, month: 7))
    let held = try #require(july.next)
    #expect(held.description == "2026-07.1" && held.next?.description == "2026-07.2")
    let august = try #require(LogMonth(year: 2026, month: 8))
    #expect(july < held && held < august)
  }

  @Test func aChainGoesOnBehindWhatWasPurgedAndNowhereElse() {
    let start = EvidenceChain.start(tenant: "t", agent: "a")
    var heads = [start]
    for position in Int64(1)...5 {
      let link = EvidenceChain.Link(
        position: position, sequence: position, worker: "w", kind: 1, trigger: 1, capturedAt: 1,
        receivedAt: 1, contentBytes: 1, content: SHA256.hash([UInt8(position)]))
      heads.append(heads[heads.count - 1].appending(link))
    }
    let purge = EvidenceChain.Purge(
      positions: 1...3, before: heads[0].hash, after: heads[3].hash)
    var verification = EvidenceChain.Verification(from: start)
    let isPassed = verification.pass(purge)
    #expect(isPassed && verification.head == heads[3])
    let isPassedAgain = verification.pass(purge)
    #expect(!isPassedAgain, "it stands at its own place alone")
    var other = purge
    other.before = heads[1].hash
    var again = EvidenceChain.Verification(from: start)
    let isElsewhere = again.pass(other)
    #expect(!isElsewhere, "and behind its own hash")
  }
}
