import Files
import Synchronization

/// A temporary file of SQLite's, such as a sort that outgrew its cache: it lives and dies in memory.
final class MemoryFile: File {
  let path = "(memory)"
  private let content = Mutex<[UInt8]>([])

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
    content.withLock { content in
      let begin = Int(clamping: offset)
      guard begin < content.count else { return 0 }
      let part = content[begin..<min(begin + buffer.count, content.count)]
      buffer.copyBytes(from: part)
      return part.count
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) {
    content.withLock { content in
      let begin = Int(offset)
      if content.count < begin + bytes.count {
        content.append(
          contentsOf: repeatElement(0, count: begin + bytes.count - content.count))
      }
      content.withUnsafeMutableBytes { target in
        UnsafeMutableRawBufferPointer(rebasing: target[begin..<begin + bytes.count])
          .copyMemory(from: bytes)
      }
    }
  }

  func truncate(to size: Int64) throws(FileError) {
    content.withLock { content in
      content.removeLast(max(0, content.count - Int(size)))
    }
  }

  func size() throws(FileError) -> Int64 { content.withLock { Int64($0.count) } }
  func sync() throws(FileError) {}
  func lock() throws(FileError) -> Bool { true }
  func close() {}
}
