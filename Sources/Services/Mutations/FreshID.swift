import Crypto
import Synchronization

/// The id of something new: its kind, and 24 hexadecimal digits. The first 10 are the time in seconds, the next 6
/// count, the others are random.
///
/// What is entered together stands side by side in an index, so that a batch changes one page of it and not one for
/// each row.
func freshID(_ kind: String, at now: Int64) -> String {
  let count = made.wrappingAdd(1, ordering: .relaxed).newValue
  let place = UInt64(bitPattern: now) << 24 | count & 0xFF_FFFF
  return withUnsafeTemporaryAllocation(byteCount: 12, alignment: 8) { bytes in
    bytes.storeBytes(of: place.bigEndian, as: UInt64.self)
    SecureRandom.fill(UnsafeMutableRawBufferPointer(rebasing: bytes[8...]))
    return "\(kind)-\(Hex.encode(UnsafeRawBufferPointer(bytes)))"
  }
}

/// Begins somewhere, so that two runs of the server within a second count differently.
private let made = Atomic<UInt64>(SecureRandom.integer())
