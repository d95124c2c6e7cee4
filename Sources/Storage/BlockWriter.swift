import Buffers
import Files

/// A record on its way to the disk, and its place in the file.
struct PlacedRecord {
  /// In bytes from the file's beginning.
  let offset: Int64
  let bytes: Bytes
  /// Whether it begins at a block's beginning, in the file and in memory, and ends at a block's end.
  let isInWholeBlocks: Bool

  var end: Int64 { offset + Int64(bytes.count) }
}

/// Writes records as whole blocks to files that bypass the page cache. What comes in whole blocks goes
/// to the disk from where it lies; what is smaller is put together before.
final class BlockWriter {
  /// What offsets, lengths and memory of direct writes have to be multiples of, in bytes: no disk of
  /// today has larger blocks (open(2), O_DIRECT).
  static let blockBytes = 4_096
  /// Records written at a time.
  private static let recordsMax = 64

  /// Where small records are put together.
  private let staging = UnsafeMutableRawBufferPointer.allocate(
    byteCount: 256 << 10, alignment: blockBytes)

  deinit { staging.deallocate() }

  /// The end of the block that `offset` lies in, or `offset` where a block begins.
  static func roundedUp(_ offset: Int64) -> Int64 {
    let block = Int64(blockBytes)
    return (offset + block - 1) / block * block
  }

  /// Memory in whole blocks: `fill` writes `count` bytes, zeros follow up to the end of the last block.
  static func blocks(
    _ count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Void
  ) -> Bytes {
    let whole = Int(roundedUp(Int64(count)))
    let slab = Slab(capacity: whole + blockBytes)
    let start = -Int(bitPattern: slab.memory.baseAddress) & (blockBytes - 1)
    let memory = UnsafeMutableRawBufferPointer(rebasing: slab.memory[start..<start + whole])
    fill(UnsafeMutableRawBufferPointer(rebasing: memory[..<count]))
    for index in count..<whole { memory[index] = 0 }
    return Bytes(slab, start..<start + whole)
  }

  /// Writes `records`, which lie in the order of their places, and zeros up to the end of the last
  /// block.
  ///
  /// - Returns: the end of that block; nil without records.
  func write(_ records: [PlacedRecord], to file: any File) throws(FileError) -> Int64? {
    var rest = records[...]
    while let first = rest.first {
      let run = rest.prefix { $0.isInWholeBlocks == first.isInWholeBlocks }
      if first.isInWholeBlocks {
        try write(asTheyLie: run, to: file)
      } else {
        try write(puttingTogether: run, to: file)
      }
      rest = rest.dropFirst(run.count)
    }
    return records.last.map { Self.roundedUp($0.end) }
  }

  private func write(
    asTheyLie records: ArraySlice<PlacedRecord>, to file: any File
  ) throws(FileError) {
    var rest = records
    while let first = rest.first {
      let group = rest.prefix(Self.recordsMax)
      try Self.withMemory(of: group) { (parts) throws(FileError) in
        try file.write(parts, at: first.offset)
      }
      rest = rest.dropFirst(group.count)
    }
  }

  private static func withMemory(
    of records: ArraySlice<PlacedRecord>, behind parts: [UnsafeRawBufferPointer] = [],
    _ body: ([UnsafeRawBufferPointer]) throws(FileError) -> Void
  ) throws(FileError) {
    guard let first = records.first else { return try body(parts) }
    try first.bytes.withUnsafeBytes { (memory) throws(FileError) in
      try withMemory(of: records.dropFirst(), behind: parts + [memory], body)
    }
  }

  private func write(
    puttingTogether records: ArraySlice<PlacedRecord>, to file: any File
  ) throws(FileError) {
    guard var offset = records.first?.offset else { return }
    var filled = 0
    func flush() throws(FileError) {
      let end = Int(Self.roundedUp(Int64(filled)))
      for index in filled..<end { staging[index] = 0 }
      try file.write(UnsafeRawBufferPointer(rebasing: staging[..<end]), at: offset)
      offset += Int64(end)
      filled = 0
    }
    for record in records {
      try record.bytes.withUnsafeBytes { (bytes) throws(FileError) in
        var rest = bytes[...]
        while !rest.isEmpty {
          let part = rest.prefix(staging.count - filled)
          UnsafeMutableRawBufferPointer(rebasing: staging[filled...])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: part))
          filled += part.count
          rest = rest.dropFirst(part.count)
          if filled == staging.count { try flush() }
        }
      }
    }
    if filled > 0 { try flush() }
  }
}
