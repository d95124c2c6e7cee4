import Foundation
import MadoAPI
import RPC
import Storage
import Testing

@testable import Services

/// Long work, shown by the verification of a whole audit log and by work that waits.
@Suite struct OperationTests {
  private func id() -> String { UUID().uuidString.lowercased() }

  private func begin(
    _ office: Office, as who: String = "demo-administrator", _ work: @escaping Operations.Work
  ) async throws -> Job.Operation {
    let tenancy = Tenancy.atTheMachine(Demo.tenant)
    let principal = Principal(.tenant(Demo.tenant, [.admin]), subject: who)
    return try await office.database.write { transaction in
      try office.operations.begin(
        principal, AuditHandler.descriptor.methods[0], tenancy, on: nil, in: transaction, work)
    }
  }

  private func wait(
    _ id: String, _ office: Office, as who: String = "demo-administrator"
  ) async throws -> Job.Operation {
    try #require(try await office.jobs.wait(.init(id: id), office.options(who)).operation)
  }

  /// Goes on until it is cancelled.
  private static let endless: Operations.Work = { progress in
    progress.report(1, of: 2)
    try await Task.sleep(for: .seconds(86_400))
    return Job.CancelResponse()
  }

  @Test func aWholeLogIsVerifiedByAnOperationThatIsBegunOnce() async throws {
    let office = try await Office(devices: 1)
    for number in 0..<5 { try await office.makeUser("u\(number)") }
    let request = Audit.StartVerificationRequest(requestId: id())
    let options = office.options("demo-administrator")
    let begun = try #require(
      try await office.auditLog.startVerification(request, options).operation)
    #expect(begun.method == "/mado.audit.v1.AuditService/StartVerification")
    let again = try await office.auditLog.startVerification(request, options).operation
    #expect(again?.id == begun.id)
    let ended = try await wait(begun.id, office)
    let result = try #require(ended.result?.unpacked(Audit.VerifyResponse.self))
    #expect(ended.state == .done && result.state == .ok && result.checked == 6)
    #expect(try await office.jobs.list(.init(), options).operations.count == 1)
  }

  @Test func aRehearsalBeginsNothing() async throws {
    let office = try await Office(devices: 1)
    let options = office.options("demo-administrator")
    _ = try await office.auditLog.startVerification(
      .init(requestId: id(), validateOnly: true), options)
    #expect(try await office.jobs.list(.init(), options).operations.isEmpty)
  }

  @Test func whatRunsShowsHowFarItIsAndIsStopped() async throws {
    let office = try await Office(devices: 1)
    let begun = try await begin(office, Self.endless)
    let options = office.options("demo-administrator")
    var operation = begun
    while operation.total == 0 {
      operation = try #require(try await office.jobs.get(.init(id: begun.id), options).operation)
    }
    #expect(operation.state == .running && operation.done == 1 && operation.total == 2)
    let waited = try await office.jobs.wait(
      .init(id: begun.id, timeout: .init(nanos: 10_000_000)), options)
    #expect(waited.operation?.state == .running)
    _ = try await office.jobs.cancel(.init(requestId: id(), id: begun.id), options)
    #expect(try await wait(begun.id, office).state == .cancelled)
    let late = await failure {
      try await office.jobs.cancel(.init(requestId: id(), id: begun.id), options)
    }
    #expect(late?.code == .failedPrecondition && late?.reason == "DONE")
  }

  @Test func howItFailedIsTold() async throws {
    let office = try await Office(devices: 1)
    let begun = try await begin(office) { _ in
      throw RPCError(.dataLoss, "it is damaged", reason: "DAMAGED")
    }
    let ended = try await wait(begun.id, office)
    #expect(ended.state == .failed && ended.errorReason == "DAMAGED" && ended.endTime != nil)
  }

  @Test func anotherRunOfTheServerSaysThatItWasInterrupted() async throws {
    let office = try await Office(devices: 1)
    let begun = try await begin(office, Self.endless)
    let restarted = Operations(office.database, office.clock)
    let found = try await restarted.operation(begun.id, .atTheMachine(Demo.tenant))
    #expect(found.state == .interrupted)
    _ = try await office.jobs.cancel(
      .init(requestId: id(), id: begun.id), office.options("demo-administrator"))
  }

  @Test func onlyHisOwnAreThereForWhoIsNoAdministrator() async throws {
    let office = try await Office(devices: 1)
    let his = try await begin(office, as: "demo-worker") { _ in Job.CancelResponse() }
    let others = try await begin(office) { _ in Job.CancelResponse() }
    #expect(try await wait(his.id, office, as: "demo-worker").state == .done)
    let hidden = await failure { try await wait(others.id, office, as: "demo-worker") }
    #expect(hidden?.reason == "OPERATION_NOT_FOUND")
    let list = try await office.jobs.list(.init(), office.options("demo-worker")).operations
    #expect(list.map(\.id) == [his.id])
  }

  @Test func aTenantHasABoundedNumberOfThem() async throws {
    let office = try await Office(devices: 1)
    var begun: [String] = []
    for _ in 0..<4 { begun.append(try await begin(office, Self.endless).id) }
    let error = await failure { try await begin(office, Self.endless) }
    #expect(error?.reason == "TOO_MANY_OPERATIONS")
    for operation in begun {
      _ = try await office.jobs.cancel(
        .init(requestId: id(), id: operation), office.options("demo-administrator"))
    }
  }
}
