import Crypto
import Testing

@testable import Storage

private let start = EvidenceChain.start(tenant: "t", agent: "a")

private func link(_ position: Int64) -> EvidenceChain.Link {
  EvidenceChain.Link(
    position: position, sequence: position * 10, worker: "ada", kind: 1, trigger: 2,
    capturedAt: 1_000 + position, receivedAt: 2_000 + position, contentBytes: 130_000,
    content: SHA256.hash([UInt8(position)]))
}

private func chain(_ count: Int64) -> [(link: EvidenceChain.Link, hash: SHA256.Digest)] {
  var head = start
  return (1...count).map { position in
    head = head.appending(link(position))
    return (link(position), head.hash)
  }
}

@Test func anIntactChainHasItsHead() {
  let links = chain(5)
  #expect(
    EvidenceChain.verify(from: start, links)
      == .intact(EvidenceChain.Head(position: 5, hash: links[4].hash)))
  #expect(EvidenceChain.verify(from: start, []) == .intact(start))
  let checkpoint = EvidenceChain.Head(position: 2, hash: links[1].hash)
  #expect(
    EvidenceChain.verify(from: checkpoint, links.dropFirst(2))
      == .intact(EvidenceChain.Head(position: 5, hash: links[4].hash)))
}

/// A change of any field of any link is found at that link.
@Test(arguments: 1...4)
func aChangedLinkBreaksTheChainThere(position: Int) {
  let changes: [(inout EvidenceChain.Link) -> Void] = [
    { $0.sequence += 1 }, { $0.worker = "adb" }, { $0.kind += 1 }, { $0.trigger += 1 },
    { $0.capturedAt += 1 }, { $0.receivedAt += 1 }, { $0.contentBytes += 1 },
    { $0.content = SHA256.hash([99]) },
  ]
  for change in changes {
    var links = chain(4)
    change(&links[position - 1].link)
    guard case .broken(Int64(position), .hash) = EvidenceChain.verify(from: start, links) else {
      Issue.record("a change at \(position) went unnoticed")
      continue
    }
  }
}

@Test func removedInsertedAndSwappedLinksBreakTheChain() {
  let links = chain(4)
  #expect(
    EvidenceChain.verify(from: start, [links[0], links[2], links[3]])
      == .broken(position: 2, .missing(found: 3)))
  #expect(
    EvidenceChain.verify(from: start, [links[0], links[0], links[1]])
      == .broken(position: 2, .missing(found: 1)))
  #expect(
    EvidenceChain.verify(from: start, [links[1], links[0]])
      == .broken(position: 1, .missing(found: 2)))
  var renumbered = [links[0], links[2]]
  renumbered[1].link.position = 2
  guard case .broken(2, .hash) = EvidenceChain.verify(from: start, renumbered) else {
    Issue.record("a link taken out went unnoticed")
    return
  }
}

@Test func chainsOfDifferentAgentsDiffer() {
  let heads = [("t", "a"), ("t", "b"), ("u", "a"), ("ta", ""), ("", "ta")].map {
    EvidenceChain.start(tenant: $0.0, agent: $0.1).hash
  }
  #expect(Set(heads).count == heads.count)
}

/// The bytes that are hashed are a format: links kept today have to verify with later programs. The
/// hash was computed apart, from the documented layout, with Python.
@Test func theHashOfAKnownLinkStays() {
  #expect(
    start.appending(link(1)).hash.description
      == "c2364bdb836cd3230d3e9bd60112c89a170498ae0cd26e78d03fe52e00cb16c7")
}
