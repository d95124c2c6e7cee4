import CivilTime
import Foundation
import MadoAPI
import RPC
import Storage
import Testing

@testable import Services

@Suite struct SeatLeaseServiceTests {
  private func office(packs: Int64 = 1) async throws -> (Office, contract: String) {
    let office = try await Office.supporting(at: "2026-04-27 10:00")
    let contract = try await office.addContract("pop-up-a", licences: 3)
    if packs > 0 { try await office.post(packs * 5, of: "connections", to: contract) }
    return (office, contract)
  }

  private func acquire(
    _ id: String, _ contract: String, _ office: Office,
    client: Contracts.ConnectionClient = .mobile, as user: String = "demo-worker"
  ) async throws -> Contracts.AcquireResponse {
    try await office.leases.acquire(
      .init(contractId: contract, leaseId: id, client: client), office.options(user))
  }

  @Test func aConnectionIsHeldFor90SecondsUnlessItIsRenewed() async throws {
    let (office, contract) = try await office(packs: 0)
    let first = try await acquire("a", contract, office)
    #expect(first.limit == 1 && first.inUse == 1, "CTI-14: one is included")
    #expect(first.heartbeat?.seconds == 30)
    let none = await failure { try await acquire("b", contract, office) }
    #expect(none?.code == .resourceExhausted && none?.reason == "CONCURRENCY_LICENCE", "CTI-17")
    office.clock.advance(by: .seconds(89))
    _ = try await office.leases.renew(
      .init(contractId: contract, leaseId: "a"), office.options("demo-worker"))
    office.clock.advance(by: .seconds(89))
    #expect(await failure { try await acquire("b", contract, office) } != nil)
    office.clock.advance(by: .seconds(1))
    _ = try await acquire("b", contract, office)
    let lost = await failure {
      try await office.leases.renew(
        .init(contractId: contract, leaseId: "a"), office.options("demo-worker"))
    }
    #expect(lost?.code == .failedPrecondition && lost?.reason == "LEASE_LOST")
    _ = try await office.leases.release(
      .init(contractId: contract, leaseId: "b"), office.options("demo-worker"))
    let free = try await office.leases.release(
      .init(contractId: contract, leaseId: "b"), office.options("demo-worker"))
    #expect(free.inUse == 0)
  }

  @Test func neverMoreThanTheLicenceHoweverManyAskAtOnce() async throws {
    let (office, contract) = try await office(packs: 1)
    let granted = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<50 {
        group.addTask { (try? await acquire("s\(number)", contract, office)) != nil }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(granted == 5)
    let usage = try await office.leases.getUsage(
      .init(contractId: contract), office.options("demo-administrator"))
    #expect(usage.inUse == 5 && usage.limit == 5 && usage.peak == 5)
  }

  /// What is held stands in the data folder, so that a server that was killed counts it.
  @Test func aServerThatStartsAgainCountsWhatIsHeld() async throws {
    let (office, contract) = try await office(packs: 1)
    for number in 0..<5 { _ = try await acquire("s\(number)", contract, office) }
    let path = office.path + "-again"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.copyItem(atPath: office.path, toPath: path)
    let database = try Database(try DataFolder(path), migrations: Backend.migrations)
    defer { database.close() }
    let backend = try await Backend(database, clock: office.clock)
    let transport = InProcessTransport(backend.services, interceptors: backend.interceptors)
    let client = Contracts.SeatLeaseServiceClient(transport)
    let options = office.options("demo-worker")
    let error = await failure {
      try await client.acquire(
        .init(contractId: contract, leaseId: "new", client: .mobile), options)
    }
    #expect(error?.reason == "CONCURRENCY_LICENCE")
    office.clock.advance(by: .seconds(90))
    #expect(
      try await client.acquire(
        .init(contractId: contract, leaseId: "new", client: .mobile), options
      ).inUse == 1)
  }

  @Test func webSessionsAreAHundredAtMost() async throws {
    let (office, contract) = try await office(packs: 30)
    for number in 0..<100 { _ = try await acquire("w\(number)", contract, office, client: .web) }
    let cap = await failure { try await acquire("w100", contract, office, client: .web) }
    #expect(cap?.code == .resourceExhausted && cap?.reason == "CONCURRENCY_CAP", "CTI-17")
    _ = try await acquire("phone", contract, office)
    let usage = try await office.leases.getUsage(
      .init(contractId: contract), office.options("demo-administrator"))
    #expect(
      usage.webSessions == 100 && usage.inUse == 101 && usage.recommendedPacks == 21, "CTI-16")
  }

  @Test func anIdIsHisWhoHoldsIt() async throws {
    let (office, contract) = try await office(packs: 1)
    _ = try await acquire("a", contract, office)
    #expect(try await acquire("a", contract, office).inUse == 1)
    let taken = await failure { try await acquire("a", contract, office, as: "demo-manager") }
    #expect(taken?.code == .alreadyExists && taken?.reason == "LEASE_TAKEN")
    let renewed = await failure {
      try await office.leases.renew(
        .init(contractId: contract, leaseId: "a"), office.options("demo-manager"))
    }
    #expect(renewed?.reason == "LEASE_LOST")
    let released = try await office.leases.release(
      .init(contractId: contract, leaseId: "a"), office.options("demo-manager"))
    #expect(released.inUse == 1)
    let byAdministrator = try await office.leases.release(
      .init(contractId: contract, leaseId: "a"), office.options("demo-administrator"))
    #expect(byAdministrator.inUse == 0)
  }

  @Test func peaksAreKeptByHoursAndDays() async throws {
    let (office, contract) = try await office(packs: 2)
    for number in 0..<4 { _ = try await acquire("s\(number)", contract, office) }
    try office.setClock("2026-04-27 11:30")
    for number in 0..<7 {
      _ = try await acquire("s\(number)", contract, office, client: number < 2 ? .web : .mobile)
    }
    try office.setClock("2026-04-28 09:00")
    _ = try await acquire("s", contract, office)
    func peaks(_ span: Contracts.PeakSpan) async throws -> [Int64] {
      try await office.leases.listPeaks(
        .init(
          contractId: contract, from: try Office.japan("2026-04-27 00:00").message,
          until: try Office.japan("2026-04-29 00:00").message, span: span),
        office.options("demo-administrator")
      ).peaks.map(\.connections)
    }
    #expect(try await peaks(.hour) == [4, 7, 1])
    #expect(try await peaks(.day) == [7, 1])
    let wrong = await failure {
      try await office.leases.listPeaks(
        .init(
          contractId: contract, from: try Office.japan("2026-04-27 00:00").message,
          until: try Office.japan("2026-05-29 00:00").message, span: .hour),
        office.options("demo-administrator"))
    }
    #expect(
      wrong?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == ["until"])
  }
}
