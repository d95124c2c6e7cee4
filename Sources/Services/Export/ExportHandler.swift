import Buffers
import CivilTime
import Crypto
import EventLoop
import MadoAPI
import Protobuf
import RPC
import Storage

extension Telework.ExportPeriodRequest: MutationRequest {}

/// Serves `mado.telework.v1.EvidenceExportService`.
struct ExportHandler: Telework.EvidenceExportService {
  let vault: EvidenceVault
  let mutations: Mutations
  let operations: Operations

  /// Days of an export; bytes of a part; unreadable pictures that are named; how long an export is kept.
  private static let (daysMax, partMax, namedMax) = (31, Int64(3 << 20), 100)
  private static let keptNanoseconds: Int64 = 7 * 86_400 * 1_000_000_000

  // MARK: Beginning

  func exportPeriod(
    _ request: Telework.ExportPeriodRequest, _ call: CallContext
  ) async throws -> Telework.ExportPeriodResponse {
    let (tenancy, caller) = (try call.tenancy, try call.caller.principal)
    let (method, loop, now) = (call.method, EventLoop.current, vault.clock.now)
    let span = try Self.span(request)
    let (worker, createdAt) = (request.workerId, try now.stored())
    try await vault.note(call, on: "evidence/export of \(worker)")
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      try PeopleStore(tenancy, connection).requireWorker(worker)
      let export = ExportRow(
        id: freshID("export", at: now.seconds), worker: worker, capturedFrom: span.lowerBound,
        capturedBefore: span.upperBound,
        heads: try ExportStore(tenancy, connection).heads(of: worker), createdAt: createdAt)
      let operation = try operations.begin(caller, method, tenancy, on: loop, in: transaction) {
        try await make(export, tenancy, $0)
      }
      return Change(
        "operation", operation.id, to: operation,
        answer: Telework.ExportPeriodResponse(operation: operation))
    }
  }

  /// In nanoseconds since 1970.
  private static func span(
    _ request: Telework.ExportPeriodRequest
  ) throws(RPCError) -> Range<Int64> {
    var violations = FieldViolations()
    let from = request.capturedFrom.flatMap { Instant($0)?.storedNanoseconds }
    let before = request.capturedBefore.flatMap { Instant($0)?.storedNanoseconds }
    if from == nil {
      violations.add("captured_from", "it is no instant of the years 1678 to 2261: give another")
    }
    let longest = Int64(daysMax) * 86_400 * 1_000_000_000
    if before == nil {
      violations.add("captured_before", "it is no instant of the years 1678 to 2261: give another")
    } else if let from, let before,
      before <= from || before.subtractingReportingOverflow(from).partialValue > longest
        || before.subtractingReportingOverflow(from).overflow
    {
      violations.add(
        "captured_before", "it is not within \(daysMax) days from captured_from: give one that is")
    }
    try violations.refuse()
    let first = from ?? 0
    return first..<max(first, before ?? first)
  }

  /// Reads and verifies every picture, and keeps the export.
  private func make(
    _ export: ExportRow, _ tenancy: Tenancy, _ progress: Operations.Progress
  ) async throws -> any Message {
    var export = export
    let all = try await read(export, tenancy)
    for (place, picture) in all.enumerated() {
      try Task.checkCancellation()
      if try await !isReadable(picture, tenancy) { export.unreadable.append(picture.id) }
      progress.report(Int64(place + 1), of: Int64(2 * all.count))
    }
    let unreadable = Set(export.unreadable)
    let archive = EvidenceArchive(
      all.filter { !unreadable.contains($0.id) }, modified: export.createdAt / 1_000_000_000)
    (export.pictures, export.size) = (Int64(archive.pictures.count), archive.size)
    var hash = SHA256()
    var place: Int64 = 0
    while place < archive.size {
      try Task.checkCancellation()
      let end = min(archive.size, place + Self.partMax)
      hash.update(try await archive.bytes(place..<end) { try await vault.content(of: $0, tenancy) })
      place = end
      let share = Double(place) / Double(archive.size)
      progress.report(Int64(all.count) + Int64(Double(all.count) * share), of: Int64(2 * all.count))
    }
    try await vault.database.write { [export] transaction in
      try ExportStore(tenancy, transaction.connection).add(
        export, forgettingBefore: export.createdAt - Self.keptNanoseconds)
    }
    return Telework.EvidenceExport(
      id: export.id, workerId: export.worker, pictures: export.pictures, sizeBytes: export.size,
      sha256: Bytes(hash.finish().bytes), unreadable: Array(export.unreadable.prefix(Self.namedMax))
    )
  }

  private func read(_ export: ExportRow, _ tenancy: Tenancy) async throws -> [EvidenceRow] {
    try await vault.database.read { try ExportStore(tenancy, $0).pictures(of: export) }
  }

  private func isReadable(_ picture: EvidenceRow, _ tenancy: Tenancy) async throws -> Bool {
    do {
      let content = try await vault.content(of: picture, tenancy)
      return SHA256.hash(content) == picture.link.content
        && Int64(content.count) == picture.link.contentBytes
    } catch let error as StorageError {
      switch error {
      case .evidenceCorrupt, .keyMissing, .keyDestroyed, .keyCorrupt: return false
      default: throw error
      }
    }
  }

  // MARK: Reading

  func readExport(
    _ request: Telework.ReadExportRequest, _ call: CallContext
  ) async throws -> Telework.ReadExportResponse {
    let tenancy = try call.tenancy
    let found = try await call.awaitingStorage {
      try await vault.database.read { connection in
        let store = ExportStore(tenancy, connection)
        return try store.export(request.id).map { ($0, try store.pictures(of: $0)) }
      }
    }
    guard let (export, pictures) = found else {
      throw RPCError(
        .notFound, "there is no export \"\(request.id)\" that you may see: check the id",
        reason: "EXPORT_NOT_FOUND", metadata: ["id": request.id])
    }
    let archive = EvidenceArchive(pictures, modified: export.createdAt / 1_000_000_000)
    guard Int64(pictures.count) == export.pictures, archive.size == export.size else {
      throw RPCError(
        .failedPrecondition,
        "some of the pictures of \(export.id) are gone: export what is left of the period anew",
        reason: "EXPORT_OUTDATED", metadata: ["id": export.id])
    }
    guard request.offset <= archive.size else {
      throw RPCError(
        .outOfRange,
        "offset is \(request.offset) but the file has \(archive.size) bytes: give less",
        reason: "EXPORT_OFFSET_PAST_END",
        metadata: ["offset": "\(request.offset)", "size_bytes": "\(archive.size)"])
    }
    try await vault.note(call, on: "evidence/\(export.id)")
    let wanted = request.limit == 0 ? Self.partMax : min(request.limit, Self.partMax)
    let end = min(archive.size, request.offset + wanted)
    let data = try await call.awaitingStorage {
      try await archive.bytes(request.offset..<end) { try await vault.content(of: $0, tenancy) }
    }
    return Telework.ReadExportResponse(
      data: Bytes(data), offset: request.offset, sizeBytes: archive.size)
  }
}
