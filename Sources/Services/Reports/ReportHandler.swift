import Buffers
import CivilTime
import Crypto
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

/// Serves `mado.telework.v1.ReportService`.
struct ReportHandler: Telework.ReportService {
  let database: Database
  let clock: any Clock
  let pageTokenSecret: [UInt8]

  /// Workers or groups of a file; days of a report; bytes of a part.
  private static let (subjectsMax, daysMax, partMax) = (500, 366, Int64(3 << 20))

  // MARK: A page

  func aggregate(
    _ request: Telework.AggregateRequest, _ call: CallContext
  ) async throws -> Telework.AggregateResponse {
    let query = try ReportQuery(request.query ?? .init(), call.tenancy, at: clock.now, Self.daysMax)
    let size = PageSize(request.pageSize)
    let token = PageToken(of: query.fields, secret: pageTokenSecret)
    let after = request.pageToken.isEmpty ? "" : try token.open(request.pageToken)
    let (rows, last) = try await rows(of: query, after: after, limit: size.rows, call)
    return Telework.AggregateResponse(rows: rows, nextPageToken: last.map(token.seal) ?? "")
  }

  /// The rows of a page, and behind whom there are more.
  private func rows(
    of query: ReportQuery, after id: String, limit: Int, _ call: CallContext
  ) async throws -> (rows: [Telework.ReportRow], last: String?) {
    try await call.awaitingStorage {
      let found = try await database.read { try query.subjects(after: id, limit: limit + 1, $0) }
      let page = found.prefix(limit)
      var (sums, rows): ([String: [WorkAnalysis.Row]], [Telework.ReportRow]) = ([:], [])
      for subject in page {
        try Task.checkCancellation()
        // One by one, so that others read in between.
        for worker in subject.workers where sums[worker] == nil {
          sums[worker] = try await database.read { try query.rows(of: worker, $0) }
        }
        rows += query.rows(of: subject, sums)
        if query.subject != .group { sums = [:] }
      }
      return (rows, found.count > page.count ? page.last?.id : nil)
    }
  }

  // MARK: A file

  func download(
    _ request: Telework.ReportServiceDownloadRequest, _ call: CallContext
  ) async throws -> Telework.ReportServiceDownloadResponse {
    let query = try ReportQuery(request.query ?? .init(), call.tenancy, at: clock.now, Self.daysMax)
    let (rows, last) = try await rows(of: query, after: "", limit: Self.subjectsMax, call)
    guard last == nil else {
      throw RPCError(
        .outOfRange,
        "there are more than \(Self.subjectsMax) workers or groups: name a group, or read Aggregate "
          + "page by page", reason: "REPORT_TOO_LARGE", metadata: ["limit": "\(Self.subjectsMax)"])
    }
    let file = try ReportFile(rows, request)
    let size = Int64(file.content.count)
    guard request.offset <= size else {
      throw RPCError(
        .outOfRange, "offset is \(request.offset) but the file has \(size) bytes: give less",
        reason: "REPORT_OFFSET_PAST_END",
        metadata: ["offset": "\(request.offset)", "size_bytes": "\(size)"])
    }
    let wanted = request.limit == 0 ? Self.partMax : min(request.limit, Self.partMax)
    let end = min(size, request.offset + wanted)
    return Telework.ReportServiceDownloadResponse(
      data: Bytes(Array(file.content[Int(request.offset)..<Int(end)])), offset: request.offset,
      sizeBytes: size, sha256: Bytes(SHA256.hash(file.content).bytes), mediaType: file.mediaType,
      fileName: "report-\(query.days.lowerBound)-\(query.days.upperBound).\(file.suffix)",
      replaced: file.replaced)
  }
}
