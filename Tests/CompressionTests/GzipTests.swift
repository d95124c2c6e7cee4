import Buffers
import Testing

@testable import Compression

@Suite struct GzipTests {
  /// Some text in which there is something to find.
  private static func text(_ count: Int) -> Bytes {
    Bytes((0..<count).map { UInt8(ascii: "a") + UInt8($0 * $0 % 7) })
  }

  /// What Python's `gzip.compress(b"window " * 40, mtime=0)` gives.
  private static let stock: Bytes = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2b, 0xcf, 0xcc, 0x4b, 0xc9, 0x2f,
    0x57, 0x28, 0x1f, 0xa5, 0x50, 0x29, 0x00, 0xe0, 0x95, 0x06, 0xf5, 0x18, 0x01, 0x00, 0x00,
  ]

  @Test("the library is there, as on every Debian")
  func available() { #expect(Gzip.isAvailable) }

  @Test("what was compressed comes back", arguments: [100, 65_536, 1_000_003])
  func roundTrip(count: Int) throws {
    let content = Self.text(count)
    let packed = try #require(Gzip.compress(BytePieces(content)))
    #expect(packed.count < content.count)
    #expect(try Gzip.decompress(packed, bytesMax: count) == content)
  }

  @Test("pieces become one member behind the headroom")
  func pieces() throws {
    let content = Self.text(5000)
    let parts = BytePieces(
      content.slice(0..<1000), [Bytes(), content.slice(1000..<1001), content.slice(1001..<5000)])
    let packed = try #require(
      Gzip.compress(parts, skipping: 5, headroom: 4) { head, count in
        head.storeBytes(of: UInt32(count).bigEndian, as: UInt32.self)
      })
    let count = packed.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    #expect(count == packed.count - 4)
    let member = packed.slice(4..<packed.count)
    #expect(try Gzip.decompress(member, bytesMax: 5000) == content.slice(5..<5000))
  }

  @Test("what would not become shorter is left alone", arguments: [0, 1, 18, 40, 4096])
  func incompressible(count: Int) {
    var state: UInt64 = 88_172_645_463_325_252
    let noise = (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return UInt8(truncatingIfNeeded: state)
    }
    #expect(Gzip.compress(BytePieces(Bytes(noise))) == nil)
  }

  @Test("what others compressed is read")
  func foreign() throws {
    let content = Bytes(utf8: String(repeating: "window ", count: 40))
    #expect(try Gzip.decompress(Self.stock, bytesMax: 280) == content)
  }

  @Test("content above the limit is refused before it is unpacked", arguments: [0, 1, 279])
  func tooLarge(limit: Int) {
    #expect(throws: Gzip.Failure.tooLarge(bytes: 280)) {
      try Gzip.decompress(Self.stock, bytesMax: limit)
    }
  }

  @Test("every byte that is left out or changed is noticed, apart from the header's idle ones")
  func malformed() {
    for count in 0..<Self.stock.count {
      #expect(throws: Gzip.Failure.self) {
        try Gzip.decompress(Self.stock.slice(0..<count), bytesMax: 1000)
      }
    }
    // Time, flags for the level and the operating system say nothing of the content.
    for place in 0..<Self.stock.count where !(4...9).contains(place) {
      var bytes = Array(Self.stock)
      bytes[place] ^= 0x41
      #expect(throws: Gzip.Failure.self, "byte \(place)") {
        try Gzip.decompress(Bytes(bytes), bytesMax: 1000)
      }
    }
    #expect(throws: Gzip.Failure.malformed) {
      try Gzip.decompress(Bytes(Array(Self.stock) + [0]), bytesMax: .max)
    }
  }

  @Test("a bomb that lies about its length yields no more than it said")
  func bomb() throws {
    let content = Bytes(capacity: 16 << 20) { memory in
      memory.initializeMemory(as: UInt8.self, repeating: 0)
      return memory.count
    }
    let packed = try #require(Gzip.compress(BytePieces(content)))
    #expect(packed.count < 100_000)
    for claim: UInt32 in [0, 1, 1000, 4 << 20, (16 << 20) - 1, (16 << 20) + 1] {
      var bytes = Array(packed.dropLast(4))
      withUnsafeBytes(of: claim.littleEndian) { bytes += $0 }
      #expect(throws: Gzip.Failure.malformed) {
        try Gzip.decompress(Bytes(bytes), bytesMax: 32 << 20)
      }
    }
    // More than so few bytes can hold, whatever they are.
    #expect(throws: Gzip.Failure.malformed) {
      let claim: [UInt8] = [0xff, 0xff, 0xff, 0x7f]
      try Gzip.decompress(Bytes(Array(Self.stock.dropLast(4)) + claim), bytesMax: .max)
    }
  }

  @Test("many at once do not disturb each other")
  func concurrent() async throws {
    try await withThrowingTaskGroup { group in
      for number in 1...64 {
        group.addTask {
          let content = Self.text(number * 997)
          let packed = try #require(Gzip.compress(BytePieces(content)))
          #expect(try Gzip.decompress(packed, bytesMax: content.count) == content)
        }
      }
      try await group.waitForAll()
    }
  }
}
