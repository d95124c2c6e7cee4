import Buffers
import CivilTime
import Storage

/// The pictures of an export as a tar archive whose bytes are made when they are asked for.
struct EvidenceArchive: Sendable {
  /// In the order in which they stand in the archive.
  let pictures: [EvidenceRow]
  private let manifest: [UInt8]
  /// Where each picture's entry begins, and at last where the archive's end does.
  private let starts: [Int64]
  private let modified: Int64

  /// - Parameter modified: what every file says when it was made, in seconds since 1970.
  init(_ pictures: [EvidenceRow], modified: Int64) {
    self.pictures = pictures
    self.modified = modified
    manifest = Array(Self.table(of: pictures).utf8)
    var starts = [TarEntry.length(of: Int64(manifest.count))]
    for picture in pictures {
      starts.append(starts[starts.count - 1] + TarEntry.length(of: picture.link.contentBytes))
    }
    self.starts = starts
  }

  /// How long it is, in bytes.
  var size: Int64 { starts[starts.count - 1] + Int64(TarEntry.endBytes) }

  /// The bytes within a range of it.
  ///
  /// - Parameter content: reads a picture.
  func bytes(
    _ range: Range<Int64>, _ content: (EvidenceRow) async throws -> Bytes
  ) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(range.upperBound - range.lowerBound))
    func add(_ piece: some Collection<UInt8>, at start: Int64) {
      let end = start + Int64(piece.count)
      guard start < range.upperBound, end > range.lowerBound else { return }
      let skipped = Int(max(0, range.lowerBound - start))
      let count = Int(min(end, range.upperBound) - max(start, range.lowerBound))
      bytes += piece.dropFirst(skipped).prefix(count)
    }
    func add(_ entry: TarEntry, _ content: some Collection<UInt8>, from start: Int64) {
      let block = Int64(TarEntry.blockBytes)
      add(entry.header, at: start)
      add(content, at: start + block)
      let end = start + block + Int64(content.count)
      add(
        [UInt8](repeating: 0, count: Int(start + TarEntry.length(of: entry.size) - end)), at: end)
    }
    if range.lowerBound < starts[0] {
      add(
        TarEntry(name: "manifest.csv", size: Int64(manifest.count), modified: modified), manifest,
        from: 0)
    }
    for (index, picture) in pictures.enumerated()
    where starts[index] < range.upperBound && starts[index + 1] > range.lowerBound {
      let suffix = picture.picture.format == .jpeg ? "jpg" : "png"
      let entry = TarEntry(
        folder: picture.agent, name: "\(picture.link.sequence).\(suffix)",
        size: picture.link.contentBytes, modified: modified)
      add(entry, Array(try await content(picture)), from: starts[index])
    }
    add([UInt8](repeating: 0, count: TarEntry.endBytes), at: starts[starts.count - 1])
    return bytes
  }

  // MARK: The list

  private static func table(of pictures: [EvidenceRow]) -> String {
    pictures.reduce(into: CSV.line(columns.map(\.name))) { text, picture in
      text += CSV.line(columns.map { $0.value(picture) })
    }
  }

  private static let columns: [(name: String, value: @Sendable (EvidenceRow) -> String)] = [
    ("evidence_id", { $0.id }),
    ("worker_id", { $0.link.worker }),
    ("captured_at", { "\(Instant(storedNanoseconds: $0.link.capturedAt))" }),
    ("received_at", { "\(Instant(storedNanoseconds: $0.link.receivedAt))" }),
    ("kind", { "\($0.link.kind)" }),
    ("trigger", { "\($0.link.trigger)" }),
    ("width", { "\($0.picture.width)" }),
    ("height", { "\($0.picture.height)" }),
    ("size_bytes", { "\($0.link.contentBytes)" }),
    ("sha256", { "\($0.link.content)" }),
    ("chain_position", { "\($0.link.position)" }),
    ("chain_hash", { "\($0.chainHash)" }),
  ]
}
