import EventLoop
import Files
import Synchronization

/// How much room the disk has, looked up now and then.
final class DiskRoom: Sendable {
  private let folder: String
  private let files: any FileSystem
  private let floor: Int64
  private let lookInterval: Int64
  private let seen = Mutex<(freeBytes: Int64, until: Int64)>((.max, .min))

  init(folder: String, files: any FileSystem, floor: Int64, lookInterval: Duration) {
    self.folder = folder
    self.files = files
    self.floor = floor
    let (seconds, attoseconds) = lookInterval.components
    self.lookInterval = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }

  func require() throws(StorageError) {
    guard floor > 0 else { return }
    let now = MonotonicClock.nanoseconds
    let free = try storing {
      try seen.withLock { seen in
        if now >= seen.until {
          seen = (try files.freeBytes(folder), now + lookInterval)
        }
        return seen.freeBytes
      }
    }
    guard free >= floor else { throw .roomLow(path: folder, freeBytes: free, floor: floor) }
  }
}
