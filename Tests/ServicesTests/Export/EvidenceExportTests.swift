import CivilTime
import Crypto
import Foundation
import MadoAPI
import Protobuf
import RPC
import Storage
import Testing

@testable import Services

/// What a manager takes out before its time is over (TEL-40).
@Suite struct EvidenceExportTests {
  /// Five pictures of July, one of August, one of somebody else's.
  private func office() async throws -> Office {
    let office = try await Office()
    for sequence in UInt64(1)...5 {
      _ = try await office.verdicts([office.image(sequence, mark: UInt8(sequence))])
    }
    _ = try await office.verdicts([office.image(1)], as: "demo-device-2")
    var august = office.image(6)
    august.capturedAt = try Office.japan("2026-08-01 00:00").message
    _ = try await office.verdicts([august])
    return office
  }

  private func export(_ office: Office) async throws -> Telework.EvidenceExport {
    let manager = office.options("demo-manager")
    let begun = try await office.exports.exportPeriod(
      .init(
        requestId: freshID(), workerId: "demo-worker",
        capturedFrom: Office.japan("2026-07-01 00:00").message,
        capturedBefore: Office.japan("2026-08-01 00:00").message), manager)
    let ended = try await office.jobs.wait(.init(id: begun.operation?.id ?? ""), manager)
    let operation = try #require(ended.operation)
    #expect(operation.state == .done, "\(operation.errorMessage)")
    return try Telework.EvidenceExport(decoding: try #require(operation.result).value)
  }

  private func file(
    _ export: Telework.EvidenceExport, _ office: Office, limit: Int64 = 0
  ) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while Int64(bytes.count) < export.sizeBytes {
      let part = try await office.exports.readExport(
        .init(id: export.id, offset: Int64(bytes.count), limit: limit),
        office.options("demo-manager"))
      #expect(part.sizeBytes == export.sizeBytes && !part.data.isEmpty)
      bytes += Array(part.data)
    }
    return bytes
  }

  @Test func anExportIsAnArchiveThatTarUnpacks() async throws {
    let office = try await office()
    let export = try await export(office)
    #expect(export.pictures == 5 && export.unreadable.isEmpty && export.sizeBytes % 512 == 0)
    let bytes = try await file(export, office)
    #expect(SHA256.hash(bytes).bytes == Array(export.sha256))
    #expect(try await file(export, office, limit: 700) == bytes, "in parts of any length")
    let folder = NSTemporaryDirectory() + "export-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: "\(folder)/export.tar"))
    let tar = Process()
    tar.executableURL = URL(filePath: "/usr/bin/env")
    tar.arguments = ["tar", "-xf", "\(folder)/export.tar", "-C", folder]
    try tar.run()
    tar.waitUntilExit()
    #expect(tar.terminationStatus == 0)
    for sequence in UInt8(1)...5 {
      let picture = try Data(contentsOf: URL(filePath: "\(folder)/demo-device/\(sequence).jpg"))
      #expect(Array(picture) == Office.jpeg(mark: sequence))
    }
    let list = try String(contentsOfFile: "\(folder)/manifest.csv", encoding: .utf8)
    #expect(list.split(separator: "\r\n").count == 6 && list.contains("demo-device.5,demo-worker"))
  }

  @Test func whatCannotBeReadIsNamedAndWhatIsGoneEndsTheExport() async throws {
    let office = try await office()
    try await office.database.write {
      _ = try $0.connection.run(
        "UPDATE evidence SET log_length = log_length - 1 WHERE sequence = 3")
    }
    let export = try await export(office)
    #expect(export.pictures == 4 && export.unreadable == ["demo-device.3"])
    #expect(try await Int64(file(export, office).count) == export.sizeBytes)
    // What comes later is not in it.
    _ = try await office.verdicts([office.image(7, mark: 7)])
    #expect(try await Int64(file(export, office).count) == export.sizeBytes)
    try office.setClock("2026-11-01 00:00")
    try await office.scheduler.runDue()
    let outdated = await failure { try await file(export, office) }
    #expect(outdated?.code == .failedPrecondition && outdated?.reason == "EXPORT_OUTDATED")
  }

  @Test func aPeriodIsAtMostAMonthAndOfSomebodyWhoIsThere() async throws {
    let office = try await office()
    for (worker, before, code) in [
      ("demo-worker", "2026-08-01 00:01", Code.invalidArgument),
      ("demo-worker", "2026-07-01 00:00", .invalidArgument),
      ("nobody", "2026-07-31 00:00", .notFound),
    ] {
      let error = await failure {
        try await office.exports.exportPeriod(
          .init(
            requestId: freshID(), workerId: worker,
            capturedFrom: Office.japan("2026-07-01 00:00").message,
            capturedBefore: Office.japan(before).message), office.options("demo-manager"))
      }
      #expect(error?.code == code, "\(worker) until \(before)")
    }
  }
}

extension Office {
  var exports: Telework.EvidenceExportServiceClient {
    Telework.EvidenceExportServiceClient(transport)
  }
}

extension RoleWalkTests {
  /// A right request of each method of exports, about the demo tenant's first worker.
  static func exportRequests(_ office: Office) async throws -> [String: any Message] {
    try await office.database.write { transaction in
      let store = ExportStore(.atTheMachine(Demo.tenant), transaction.connection)
      var row = ExportRow(
        id: "export-of-demo", worker: "demo-worker", capturedFrom: 0, capturedBefore: 1, heads: [:],
        createdAt: 0)
      row.size = EvidenceArchive([], modified: 0).size
      try store.add(row, forgettingBefore: 0)
    }
    let service = "/mado.telework.v1.EvidenceExportService/"
    return [
      service + "ExportPeriod": Telework.ExportPeriodRequest(
        requestId: "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de", validateOnly: true,
        workerId: "demo-worker", capturedFrom: .init(seconds: 1_782_000_000),
        capturedBefore: .init(seconds: 1_782_100_000)),
      service + "ReadExport": Telework.ReadExportRequest(id: "export-of-demo"),
    ]
  }
}
