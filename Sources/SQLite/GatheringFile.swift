import Files

/// A file whose neighbouring writes go out together: SQLite writes each frame of its write-ahead log
/// as two, a header and a page.
///
/// For a file of one user, who reads what it wrote, or others only what it has synced. With
/// `synchronous=FULL` the log is such a file: frames show to other connections once they are synced.
/// SQLite uses it from one thread at a time.
final class GatheringFile: File, @unchecked Sendable {
  private let file: any File
  private var waiting: [UInt8] = []
  /// Where what waits belongs.
  private var start: Int64 = 0

  /// What waits at most, in bytes.
  private static let waitingBytesMax = 256 << 10

  init(_ file: any File) {
    self.file = file
  }

  var path: String { file.path }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) {
    if offset != start + Int64(waiting.count)
      || waiting.count + bytes.count > Self.waitingBytesMax
    {
      try flush()
      start = offset
    }
    waiting.append(contentsOf: bytes)
  }

  /// Writes what waits. After a failure it still waits.
  private func flush() throws(FileError) {
    guard !waiting.isEmpty else { return }
    try file.write(waiting, at: start)
    start += Int64(waiting.count)
    waiting.removeAll(keepingCapacity: true)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
    try flush()
    return try file.read(into: buffer, at: offset)
  }

  func truncate(to size: Int64) throws(FileError) {
    try flush()
    try file.truncate(to: size)
  }

  func size() throws(FileError) -> Int64 {
    try flush()
    return try file.size()
  }

  func sync() throws(FileError) {
    try flush()
    try file.sync()
  }

  func bypassCache() { file.bypassCache() }

  func lock() throws(FileError) -> Bool { try file.lock() }

  func close() {
    // What was not synced was not promised.
    try? flush()
    file.close()
  }
}
