import EventLoop
import Files
import SQLite

/// What kept the storage from doing what it was asked.
public enum StorageError: Error, Sendable, Hashable {
  /// Another server has the data folder open.
  case folderInUse(folder: String, holder: Int?)
  /// Another program has the database open.
  case databaseInUse(path: String)
  /// A newer program has written the data folder.
  case folderIsNewer(folder: String, found: Int, known: Int)
  /// The folder holds other things, or not all of its own.
  case noDataFolder(folder: String, reason: String)
  /// The database exists, but the key that unlocks it does not.
  case masterKeyMissing(path: String)
  /// The file holds no key, or another one than the database was written with.
  case masterKeyWrong(path: String, reason: String)
  /// A backup was being restored into the folder and has not come to its end.
  case restoreInterrupted(folder: String)
  /// A backup goes into an empty folder only.
  case folderNotEmpty(folder: String, found: String)
  /// Somebody else copies the database, or checkpoints it, and has not come to an end.
  case databaseBeingCopied(folder: String)
  /// The folder holds no whole backup.
  case noBackup(folder: String, reason: String)
  /// A file of a backup is not what was written.
  case backupDamaged(file: String, reason: String)
  /// A backup of another schema than this program's.
  case backupIsOlder(folder: String)
  /// The disk has less room than the operator wants to keep.
  case roomLow(path: String, freeBytes: Int64, floor: Int64)
  case file(FileError)
  case sql(SQLiteError)
  case migration(MigrationError)
  /// The system gives no thread.
  case system(SystemError)
  /// The batch that the request belonged to could not be made durable: nothing of it was stored.
  case commitFailed(SQLiteError)
  /// Too much is waiting already.
  case queueFull(queue: String, limit: Int)
  /// The deadline of the task that asked passed before the request was begun: nothing of it was done.
  case deadlinePassed
  /// The storage has been closed.
  case closed
  /// The key of a tenant (without a worker) or a worker has been destroyed, and with it what it had encrypted.
  case keyDestroyed(tenant: String, worker: String?)
  /// There is no key of a worker whose evidence there is, and nobody has erased it.
  case keyMissing(tenant: String, worker: String)
  /// The wrapped key of a tenant (without a worker) or a worker does not unwrap.
  case keyCorrupt(tenant: String, worker: String?)
  /// A record does not read as it was written.
  case evidenceCorrupt(EvidencePosition, reason: String)
  /// A record that lies elsewhere than in a log does not read as it was written.
  case recordCorrupt(String, reason: String)
  case evidenceTooLarge(bytes: Int, limit: Int)
  /// A log cannot be appended to and removed in the same batch.
  case logIsClosing(LogMonth)

  /// Whether a disk without room is the reason: free some, and the same request goes through.
  public var isDiskFull: Bool {
    switch self {
    case .file(let error): error.kind == .noSpace
    case .sql(let error), .commitFailed(let error): error.kind == .noSpace
    default: false
    }
  }

  /// Whether the same request may succeed later, without a change to it.
  public var isPassing: Bool {
    switch self {
    case .file, .commitFailed, .queueFull, .closed, .logIsClosing: true
    case .sql(let error): error.kind == .noSpace || error.kind == .file || error.kind == .busy
    default: false
    }
  }

  /// The error as a storage error, if it is one or comes from below.
  public init?(_ error: any Error) {
    switch error {
    case let error as StorageError: self = error
    case let error as FileError: self = .file(error)
    case let error as SQLiteError: self = .sql(error)
    case let error as MigrationError: self = .migration(error)
    case let error as SystemError: self = .system(error)
    default: return nil
    }
  }
}

extension StorageError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .folderInUse(let folder, let holder):
      "the data folder \(folder) is in use by another server"
        + (holder.map { " (process \($0))" } ?? "") + "; stop that one, or choose another folder"
    case .databaseInUse(let path):
      "another program has the database \(path) open, such as sqlite3; close it there"
    case .folderIsNewer(let folder, let found, let known):
      "the data folder \(folder) has format \(found), and this program knows formats up to "
        + "\(known); start the program that wrote it, or a later one"
    case .noDataFolder(let folder, let reason):
      "\(folder) is no data folder: \(reason); choose an empty or a new one"
    case .masterKeyMissing(let path):
      "the master key \(path) is missing, and without it nobody can read the evidence; put it back, or "
        + "name the file that has it by --master-key-file"
    case .masterKeyWrong(let path, let reason):
      "the master key \(path) does not fit: \(reason); put back the one the folder was made "
        + "with, or name its file by --master-key-file"
    case .restoreInterrupted(let folder):
      "a restore into \(folder) was interrupted; run madod restore again, into the same folder"
    case .folderNotEmpty(let folder, let found):
      "\(folder) is not empty, it holds \(found): nothing was overwritten; move it away (mv \(folder) "
        + "\(folder).old) or name another folder by --data"
    case .databaseBeingCopied(let folder):
      "the database of \(folder) is being copied or checkpointed by another process; try again "
        + "when it has finished"
    case .noBackup(let folder, let reason):
      "\(folder) is no backup: \(reason); name a folder that madod backup has filled"
    case .backupDamaged(let file, let reason):
      "the backup's file \(file) is damaged: \(reason); use another backup"
    case .backupIsOlder(let folder):
      "the backup \(folder) was made by an older program; restore it into an empty folder, which brings "
        + "it up to date, and verify that"
    case .roomLow(let path, let free, let floor):
      "the disk of \(path) has \(free) bytes free, less than min-free-bytes (\(floor)); free some"
    case .file(let error): "\(error)"
    case .sql(let error): "\(error)"
    case .migration(let error): "\(error)"
    case .system(let error): "\(error)"
    case .commitFailed(let error): "the commit failed, nothing of it was stored: \(error)"
    case .queueFull(let queue, let limit):
      "the queue of \(queue) is full (limit \(limit)); try again shortly"
    case .deadlinePassed: "the deadline passed before the storage had begun; nothing was done"
    case .closed: "the storage is closed; the server is going down"
    case .keyDestroyed(let tenant, let worker):
      "the key of " + (worker.map { "worker \($0) of " } ?? "")
        + "tenant \(tenant) has been destroyed"
    case .keyMissing(let tenant, let worker):
      "the key of worker \(worker) of tenant \(tenant) is missing"
    case .keyCorrupt(let tenant, let worker):
      "the wrapped key of " + (worker.map { "worker \($0) of " } ?? "")
        + "tenant \(tenant) is damaged"
    case .evidenceCorrupt(let position, let reason):
      "the evidence at \(position) does not read as it was written: \(reason)"
    case .recordCorrupt(let record, let reason):
      "\(record) does not read as it was written: \(reason)"
    case .evidenceTooLarge(let bytes, let limit):
      "a piece of evidence of \(bytes) bytes is larger than \(limit) bytes"
    case .logIsClosing(let month): "the evidence of \(month) is being removed"
    }
  }
}

/// Runs `body`; errors from below become storage errors.
func storing<R>(_ body: () throws -> R) throws(StorageError) -> R {
  do {
    return try body()
  } catch {
    guard let known = StorageError(error) else {
      preconditionFailure("an error that storage does not know: \(error)")
    }
    throw known
  }
}
