/// The head of a file in a tar archive (POSIX.1-1988, ustar): a block of 512 bytes. The file follows it, filled up to whole
/// blocks; two blocks of zeros end the archive.
struct TarEntry: Sendable, Hashable {
  /// Before the name, which it is parted from by a slash; may be empty. At most 155 bytes count.
  var folder = ""
  /// At most 100 bytes count.
  let name: String
  let size: Int64
  /// Seconds since 1970.
  let modified: Int64

  static let blockBytes = 512
  /// What ends an archive, in bytes.
  static let endBytes = 2 * blockBytes

  /// How long an entry is with its file, in bytes.
  static func length(of size: Int64) -> Int64 {
    let block = Int64(blockBytes)
    return block + (size + block - 1) / block * block
  }

  /// The block.
  var header: [UInt8] {
    var block = [UInt8](repeating: 0, count: Self.blockBytes)
    func put(_ bytes: some Collection<UInt8>, at offset: Int, atMost count: Int) {
      for (index, byte) in bytes.prefix(count).enumerated() { block[offset + index] = byte }
    }
    func put(_ number: Int64, at offset: Int, digits: Int) {
      let text = String(max(0, number), radix: 8)
      put(
        (String(repeating: "0", count: max(0, digits - text.count)) + text).utf8, at: offset,
        atMost: digits)
    }
    put(name.utf8, at: 0, atMost: 100)
    put(0o600, at: 100, digits: 7)
    put(0, at: 108, digits: 7)
    put(0, at: 116, digits: 7)
    put(size, at: 124, digits: 11)
    put(modified, at: 136, digits: 11)
    block[156] = UInt8(ascii: "0")
    put("ustar\0".utf8, at: 257, atMost: 6)
    put("00".utf8, at: 263, atMost: 2)
    put(folder.utf8, at: 345, atMost: 155)
    // The sum is made with blanks in its own place.
    put(String(repeating: " ", count: 8).utf8, at: 148, atMost: 8)
    let sum = block.reduce(0) { $0 + Int64($1) }
    put(sum, at: 148, digits: 6)
    block[154] = 0
    return block
  }
}
