import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct DeviceServiceTests {
  private func code(_ office: Office, of worker: String = "demo-worker") async throws -> String {
    try await office.devices.issueCode(
      .init(requestId: freshID(), workerId: worker), office.options("demo-administrator")
    ).code
  }

  private func upload(_ office: Office, as secret: String) async throws -> Int {
    try await office.verdicts([office.image(1)], as: secret).count
  }

  @Test func aMachineEnrolsOnceByItsCodeAndUploadsForItsWorker() async throws {
    let office = try await Office(devices: 1)
    let code = try await code(office)
    let enrolled = try await office.devices.enrol(.init(code: code, name: "Yamada's PC"))
    let device = try #require(enrolled.device)
    #expect(device.workerId == "demo-worker" && device.name == "Yamada's PC")
    #expect(try await upload(office, as: enrolled.secret) == 1)
    let seen = try await office.evidence.list(
      .init(agentId: device.id), office.options("demo-manager"))
    #expect(seen.evidence.map(\.workerId) == ["demo-worker"])
    let again = await failure { try await office.devices.enrol(.init(code: code, name: "another")) }
    #expect(again?.code == .unauthenticated && again?.reason == "DEVICE_CODE_REFUSED")
    let own = try await office.devices.list(.init(), office.options("demo-worker")).devices
    #expect(Set(own.map(\.id)) == ["demo-device", device.id])
  }

  @Test func aCodeEndsAndIsReplacedByTheNext() async throws {
    let office = try await Office(devices: 1)
    let first = try await code(office)
    let second = try await code(office)
    #expect(
      await failure { try await office.devices.enrol(.init(code: first, name: "d")) }?.reason
        == "DEVICE_CODE_REFUSED")
    office.clock.advance(by: .seconds(86400))
    #expect(
      await failure { try await office.devices.enrol(.init(code: second, name: "d")) }?.reason
        == "DEVICE_CODE_REFUSED")
  }

  @Test func manyAtOnceAreOneMachine() async throws {
    let office = try await Office(devices: 1)
    let code = try await code(office)
    let enrolled = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<10 {
        group.addTask {
          await failure { try await office.devices.enrol(.init(code: code, name: "d")) } == nil
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(enrolled == 1)
  }

  @Test func aRevokedMachineIsNotLetIn() async throws {
    let office = try await Office(devices: 1)
    let enrolled = try await office.devices.enrol(.init(code: try await code(office), name: "d"))
    let id = try #require(enrolled.device).id
    _ = try await office.devices.revoke(
      .init(requestId: freshID(), id: id), office.options("demo-manager"))
    #expect(await !office.letsIn(enrolled.secret))
    let listed = try await office.devices.list(.init(), office.options("demo-manager")).devices
    #expect(listed.first { $0.id == id }?.isRevoked == true)
  }

  @Test(arguments: ["revoke", "remove the worker"])
  func whatAMachineSendsOnAnOpenStreamIsRefusedOnceItIsRevoked(how: String) async throws {
    let office = try await Office(devices: 1)
    let enrolled = try await office.devices.enrol(.init(code: try await code(office), name: "d"))
    let id = try #require(enrolled.device).id
    let stream = try await office.evidence.upload(office.options(enrolled.secret))
    try await stream.send(.init(item: .image(office.image(1))))
    guard case .image(let verdict) = try await stream.next()?.item else {
      throw CancellationError()
    }
    #expect(verdict.verdict == .stored)
    if how == "revoke" {
      _ = try await office.devices.revoke(
        .init(requestId: freshID(), id: id), office.options("demo-manager"))
    } else {
      _ = try await office.users.delete(
        .init(requestId: freshID(), id: "demo-worker"), office.options("demo-administrator"))
    }
    try await stream.send(.init(item: .image(office.image(2))))
    let error = await failure { while try await stream.next() != nil {} }
    #expect(error?.code == .unauthenticated && error?.reason == "TOKEN_UNKNOWN")
    let kept = try await office.database.read {
      try $0.query("SELECT sequence FROM evidence WHERE agent_id = ?", id) {
        try $0.read(0, as: Int.self)
      }
    }
    #expect(kept == [1])
  }

  @Test func aMachineGoesWithItsWorker() async throws {
    let office = try await Office(devices: 1)
    let secret = try await office.devices.enrol(
      .init(code: try await code(office), name: "d")
    ).secret
    #expect(await office.letsIn(secret))
    let pending = try await code(office)
    _ = try await office.users.delete(
      .init(requestId: freshID(), id: "demo-worker"), office.options("demo-administrator"))
    #expect(await !office.letsIn(secret))
    #expect(
      await failure { try await office.devices.enrol(.init(code: pending, name: "d")) } != nil)
    #expect(await failure { try await code(office) }?.code == .notFound)
  }

  @Test func whoGuessesCodesIsHeldBack() async throws {
    let office = try await Office(devices: 1)
    let code = try await code(office)
    for number in 0..<50 {
      let error = await failure {
        try await office.devices.enrol(.init(code: "guess \(number)", name: "d"))
      }
      #expect(error?.reason == "DEVICE_CODE_REFUSED")
    }
    #expect(
      await failure { try await office.devices.enrol(.init(code: code, name: "d")) }?.reason
        == "LOCKED")
  }

  @Test func withoutACertificateNobodyIsKnownByOne() async throws {
    let office = try await Office(devices: 1)
    let code = try await code(office)
    let device = await failure {
      try await office.devices.enrol(.init(code: code, name: "d", byCertificate: true))
    }
    #expect(device?.code == .failedPrecondition && device?.reason == "NO_CERTIFICATE")
    let program = await failure {
      try await office.apiTokens.create(
        .init(requestId: freshID(), name: "p", scopes: ["telework.read"], byCertificate: true),
        office.options("demo-manager"))
    }
    #expect(program?.reason == "NO_CERTIFICATE")
  }
}
