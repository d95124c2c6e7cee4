import SQLite
import Storage

/// The evidence logs as files: as long as the database says, and full of what rows point to.
struct LogCheck: Verification.Check {
  func run(
    _ state: StoredState, _ depth: Verification.Depth, _ found: inout Verification
  ) throws {
    let logs = try state.logs().sorted { $0.key < $1.key }
    // What a purge has taken the rows of lies there until the log is cleared.
    let purged = Set(try PurgedLogStore(state.connection).logs().map(\.log))
    var bytes: Int64 = 0
    for (month, length) in logs {
      bytes += length
      guard let size = try state.size(of: month) else {
        found.flaws.append(.init("log \(month)", "LOG_MISSING", "the file is missing"))
        continue
      }
      guard size >= length else {
        found.flaws.append(
          .init(
            "log \(month)", "LOG_CUT", "the file has \(size) bytes and should have \(length)"))
        continue
      }
      if case .heads = depth { continue }
      guard try state.hasHeader(month) else {
        found.flaws.append(
          .init("log \(month)", "LOG_DAMAGED", "the file does not begin as a log does"))
        continue
      }
      guard !purged.contains(month) else { continue }
      try lookBetween(state, month, length, &found)
    }
    found.count((logs.count, "evidence log"), (Int(bytes), "byte"))
  }

  /// Looks for records where no row points.
  private func lookBetween(
    _ state: StoredState, _ month: LogMonth, _ length: Int64, _ found: inout Verification
  ) throws {
    var end: Int64 = 16
    func look(upTo next: Int64) throws {
      guard end < next else { return }
      for offset in try state.strayRecords(in: month, end..<next) {
        found.flaws.append(
          .init(
            "log \(month), byte \(offset)", "ROW_MISSING",
            "a picture lies there, and the row that pointed to it is gone"))
      }
    }
    try state.connection.forEach(
      "SELECT log_offset, log_length FROM evidence WHERE log_month = ? ORDER BY log_offset",
      month.description
    ) { row in
      let (offset, count) = (try row.read(0, as: Int64.self), try row.read(1, as: Int64.self))
      // What a row says wrongly shows with its picture.
      guard offset >= 0, count > 0, offset <= length, count <= length - offset else { return true }
      try look(upTo: offset)
      end = max(end, offset + count)
      return true
    }
    try look(upTo: length)
  }
}
