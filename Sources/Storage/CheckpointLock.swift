import Files

/// The lock without which nobody writes into the database file.
///
/// Commits go to the write-ahead log alone; the file itself changes when the log is moved into it, for which
/// the server takes this lock each time. Whoever else has it finds the file at rest, and may copy it while
/// the server goes on: see ``DatabaseCopy``.
struct CheckpointLock: Sendable {
  private let path: String
  private let files: any FileSystem

  /// How long a copy waits for a checkpoint, or for another copy.
  static let patience = Duration.seconds(60)

  init(folder: String, files: any FileSystem) {
    path = "\(folder)/checkpoint"
    self.files = files
  }

  /// Does `body` with the lock; nil, and nothing done, when somebody else still has it after `patience`.
  func withLock<R>(patience: Duration = .zero, _ body: () throws -> R) throws -> R? {
    let file = try files.open(path, .readWriteCreating)
    defer { file.close() }
    guard try file.lock(patience: patience) else { return nil }
    return try body()
  }
}
