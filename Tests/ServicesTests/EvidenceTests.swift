import Foundation
import MadoAPI
import Protobuf
import RPC
import Storage
import Testing

@testable import Services

@Suite struct EvidenceTests {
  @Test func aStoredPictureIsListedShownAndSentBackByteForByte() async throws {
    let office = try await Office()
    let verdict = try #require(try await office.verdicts([office.image(7, mark: 9)])[7])
    #expect(verdict.verdict == .stored && verdict.reason.isEmpty)
    let manager = office.options("demo-manager")
    let shown = try await office.evidence.get(.init(id: verdict.evidenceId), manager)
    let evidence = try #require(shown.evidence)
    #expect(evidence.agentId == "demo-device" && evidence.workerId == "demo-worker")
    #expect(evidence.width == 64 && evidence.height == 48 && evidence.mediaType == .jpeg)
    #expect(evidence.chainPosition == 1 && evidence.chainHash.count == 32)
    #expect(try await office.evidence.list(.init(), manager).evidence == [evidence])
    var content: [UInt8] = []
    let download = try await office.evidence.download(.init(id: verdict.evidenceId), manager)
    for try await part in download { content += part.data }
    #expect(content == Office.jpeg(mark: 9))
  }

  @Test func aPartOfAPictureIsSentFromItsOffset() async throws {
    let office = try await Office()
    let id = try #require(try await office.verdicts([office.image(1)])[1]).evidenceId
    let manager = office.options("demo-manager")
    func part(_ offset: Int64, _ limit: Int64) async throws -> [UInt8] {
      let call = try await office.evidence.download(
        .init(id: id, offset: offset, limit: limit), manager)
      return try await call.reduce(into: []) { $0 += $1.data }
    }
    let whole = Office.jpeg(mark: 1)
    #expect(try await part(5, 4) == Array(whole[5..<9]))
    #expect(try await part(5, 0) == Array(whole[5...]))
    #expect(try await part(Int64(whole.count), 0) == [])
    #expect(await failure { try await part(Int64(whole.count) + 1, 0) }?.code == .outOfRange)
    #expect(await failure { try await part(-1, 0) }?.code == .invalidArgument)
    #expect(await failure { try await part(0, .min) }?.code == .invalidArgument)
  }

  @Test func sendingAgainIsADuplicateAndAnotherPictureUnderTheSameSequenceIsRefused() async throws {
    let office = try await Office()
    let first = try #require(try await office.verdicts([office.image(1, mark: 1)])[1])
    let again = try #require(try await office.verdicts([office.image(1, mark: 1)])[1])
    let other = try #require(try await office.verdicts([office.image(1, mark: 2)])[1])
    #expect(again.verdict == .duplicate && again.evidenceId == first.evidenceId)
    #expect(other.verdict == .rejectedDrop && other.reason == "SEQUENCE_REUSED")
    let listed = try await office.evidence.list(.init(), office.options("demo-manager"))
    #expect(listed.evidence.count == 1)
  }

  @Test func twoStreamsThatSendTheSamePicturesStoreEachOnce() async throws {
    let office = try await Office()
    let images = (1...40).map { office.image($0, mark: UInt8($0)) }
    async let one = office.verdicts(images)
    async let two = office.verdicts(images.reversed())
    let verdicts = try await (one, two)
    for sequence in UInt64(1)...40 {
      let both = [verdicts.0[sequence]?.verdict, verdicts.1[sequence]?.verdict]
      #expect(Set(both) == [.stored, .duplicate], "\(sequence): \(both)")
    }
    let chain = try await office.evidence.verifyChain(
      .init(agentId: "demo-device"), office.options("demo-manager"))
    #expect(chain.state == .ok && chain.checked == 40 && chain.headPosition == 40)
  }

  @Test func aCaptureTimeFarAheadIsFlaggedAndStored() async throws {
    let office = try await Office()
    let verdicts = try await office.verdicts([
      office.image(1, ahead: .seconds(300)), office.image(2, ahead: .seconds(301)),
    ])
    #expect(verdicts[1]?.verdict == .stored && verdicts[1]?.capturedInFuture == false)
    #expect(verdicts[2]?.verdict == .stored && verdicts[2]?.capturedInFuture == true)
  }

  @Test("TEL-36: 620 pictures taken offline, 500 kept: 1 to 120 are lost and seen to be")
  func lostPictures() async throws {
    let office = try await Office()
    let manager = office.options("demo-manager")
    let loss = Telework.LostRange(fromSequence: 1, toSequence: 120)
    let said = try await office.upload([.lost(loss), .lost(loss)])
    let verdicts = said.map { item in
      if case .lost(let verdict) = item { verdict.verdict } else { Telework.Verdict.unspecified }
    }
    #expect(verdicts == [.stored, .duplicate])
    _ = try await office.verdicts((121...130).map { office.image($0) } + [office.image(133)])
    let gaps = try await office.evidence.listGaps(.init(agentId: "demo-device"), manager)
    #expect(
      gaps.gaps == [
        .init(fromSequence: 1, toSequence: 120, state: .lost),
        .init(fromSequence: 131, toSequence: 132, state: .pending),
      ])
    #expect(gaps.highestSequence == 133)
    let first = try await office.evidence.listGaps(
      .init(agentId: "demo-device", pageSize: 1), manager)
    let second = try await office.evidence.listGaps(
      .init(agentId: "demo-device", pageSize: 1, pageToken: first.nextPageToken), manager)
    #expect(first.gaps + second.gaps == gaps.gaps && second.nextPageToken.isEmpty)
  }

  @Test("TEL-36: a loss between stored pictures hides none of the others that are missing")
  func gapsAroundALoss() async throws {
    let office = try await Office()
    _ = try await office.verdicts([office.image(1), office.image(10)])
    for (first, last) in [(3, 4), (5, 5), (4, 5)] as [(UInt64, UInt64)] {
      _ = try await office.upload([.lost(.init(fromSequence: first, toSequence: last))])
    }
    var found: [Telework.SequenceGap] = []
    var token = ""
    repeat {
      let page = try await office.evidence.listGaps(
        .init(agentId: "demo-device", pageSize: 1, pageToken: token),
        office.options("demo-manager"))
      found += page.gaps
      token = page.nextPageToken
    } while !token.isEmpty
    #expect(
      found == [
        .init(fromSequence: 2, toSequence: 2, state: .pending),
        .init(fromSequence: 3, toSequence: 5, state: .lost),
        .init(fromSequence: 6, toSequence: 9, state: .pending),
      ])
  }

  @Test func aPictureHasOneIDOnly() async throws {
    let office = try await Office()
    _ = try await office.verdicts([office.image(5)])
    for id in ["demo-device.+5", "demo-device.05", "demo-device.5 "] {
      let error = await failure {
        try await office.evidence.get(.init(id: id), office.options("demo-manager"))
      }
      #expect(error?.code == .notFound, "\(id)")
    }
  }

  @Test func aDuplicateIsFlaggedAsThePictureThatIsKept() async throws {
    let office = try await Office()
    let ahead = office.image(1, ahead: .seconds(400))
    #expect(try await office.verdicts([ahead])[1]?.capturedInFuture == true)
    office.clock.advance(by: .seconds(600))
    let again = try #require(try await office.verdicts([ahead])[1])
    #expect(again.verdict == .duplicate && again.capturedInFuture)
  }

  @Test func aRunOfMissingNumbersIsCutByWhatIsKnownOfThem() {
    typealias Gap = EvidenceVault.Gap
    let rows: [(ClosedRange<Int64>, [ClosedRange<Int64>], [ClosedRange<Int64>], [Gap])] = [
      // the run, what was reported lost, what was purged, the gaps
      (1...9, [], [], [Gap(range: 1...9, state: .pending)]),
      (1...9, [1...9], [], [Gap(range: 1...9, state: .lost)]),
      (
        1...9, [0...3, 2...5], [],
        [.init(range: 1...5, state: .lost), .init(range: 6...9, state: .pending)]
      ),
      (
        4...6, [1...4, 6...9], [],
        [
          .init(range: 4...4, state: .lost), .init(range: 5...5, state: .pending),
          .init(range: 6...6, state: .lost),
        ]
      ),
      (4...6, [7...9], [], [.init(range: 4...6, state: .pending)]),
      (
        1...9, [3...6], [1...4],
        [
          .init(range: 1...4, state: .purged), .init(range: 5...6, state: .lost),
          .init(range: 7...9, state: .pending),
        ]
      ),
    ]
    for (range, reported, purged, expected) in rows {
      #expect(Gap.split(range, reported: reported, purged: purged) == expected)
    }
  }

  @Test func aListGoesOnFromItsTokenAndOnlyForTheSameQuestion() async throws {
    let office = try await Office()
    let manager = office.options("demo-manager")
    _ = try await office.verdicts((1...5).map { office.image($0) })
    _ = try await office.verdicts([office.image(1)], as: "demo-device-2")
    var found: [String] = []
    var token = ""
    repeat {
      let page = try await office.evidence.list(.init(pageSize: 2, pageToken: token), manager)
      #expect(page.evidence.count == 2)
      found += page.evidence.map(\.id)
      token = page.nextPageToken
    } while !token.isEmpty
    #expect(found == (1...5).map { "demo-device.\($0)" } + ["demo-device-2.1"])
    token = try await office.evidence.list(.init(pageSize: 2), manager).nextPageToken
    let other = Telework.EvidenceServiceListRequest(workerId: "demo-worker", pageToken: token)
    #expect(
      await failure { try await office.evidence.list(other, manager) }?.code == .invalidArgument)
    let forged = Telework.EvidenceServiceListRequest(pageToken: "Zm9yZ2Vk")
    #expect(
      await failure { try await office.evidence.list(forged, manager) }?.code == .invalidArgument)
    let negative = Telework.EvidenceServiceListRequest(pageSize: -1)
    #expect(
      await failure { try await office.evidence.list(negative, manager) }?.code == .invalidArgument)
  }

  @Test(
    "TEL-25, TEL-31: who may do what",
    arguments: [
      // caller, upload, list, get, download, gaps, verify
      (
        "demo-device",
        [
          Code.ok, .permissionDenied, .permissionDenied, .permissionDenied, .permissionDenied,
          .permissionDenied,
        ]
      ),
      ("demo-worker", [.permissionDenied, .ok, .ok, .ok, .ok, .ok]),
      ("demo-worker-2", [.permissionDenied, .ok, .notFound, .notFound, .notFound, .notFound]),
      ("demo-manager", [.permissionDenied, .ok, .ok, .ok, .ok, .ok]),
      (
        "demo-administrator",
        [
          .permissionDenied, .permissionDenied, .permissionDenied, .permissionDenied,
          .permissionDenied, .ok,
        ]
      ),
      (
        "nobody",
        [
          .unauthenticated, .unauthenticated, .unauthenticated, .unauthenticated, .unauthenticated,
          .unauthenticated,
        ]
      ),
    ])
  func roles(caller: String, expected: [Code]) async throws {
    let office = try await Office()
    let id = try #require(try await office.verdicts([office.image(1)])[1]).evidenceId
    let (client, options) = (office.evidence, office.options(caller))
    let found = [
      await failure { try await office.upload([.image(office.image(1))], as: caller) },
      await failure { try await client.list(.init(), options) },
      await failure { try await client.get(.init(id: id), options) },
      await failure {
        try await client.download(.init(id: id), options).reduce(0) { $0 + $1.data.count }
      },
      await failure { try await client.listGaps(.init(agentId: "demo-device"), options) },
      await failure { try await client.verifyChain(.init(agentId: "demo-device"), options) },
    ].map { $0?.code ?? .ok }
    #expect(found == expected)
  }

  @Test func whatDoesNotExistAndWhatMayNotBeSeenLookTheSame() async throws {
    let office = try await Office()
    _ = try await office.verdicts([office.image(1)], as: "demo-device-2")
    let worker = office.options("demo-worker")
    for id in ["demo-device-2.1", "demo-device.1", "nothing", ".", "a.0", "a.-1"] {
      let error = await failure { try await office.evidence.get(.init(id: id), worker) }
      #expect(error?.code == .notFound, "\(id)")
    }
    #expect(
      await failure { try await office.evidence.get(.init(), worker) }?.code == .invalidArgument)
    let other = Telework.EvidenceServiceListRequest(workerId: "demo-worker-2")
    #expect(await failure { try await office.evidence.list(other, worker) }?.code == .notFound)
  }
}
