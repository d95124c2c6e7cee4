import Glibc

/// The functions of the system's libz that we call, found at run time: nothing is linked, and a system
/// without the library does without compression.
struct Libz {
  let inflateInit: InflateInit
  let inflate: Step
  let inflateReset: Reset
  let inflateEnd: Reset
  let deflateInit: DeflateInit
  let deflate: Step
  let deflateReset: Reset
  let deflateEnd: Reset

  /// A pointer to a ``ZStream``.
  typealias Stream = UnsafeMutableRawPointer
  /// `inflateInit2_`: stream, window bits, version, size of the stream.
  typealias InflateInit =
    @convention(c) (Stream, Int32, UnsafePointer<CChar>, Int32) -> Int32
  /// `deflateInit2_`: stream, level, method, window bits, memory level, strategy, version, size.
  typealias DeflateInit =
    @convention(c) (
      Stream, Int32, Int32, Int32, Int32, Int32, UnsafePointer<CChar>, Int32
    ) -> Int32
  typealias Step = @convention(c) (Stream, Int32) -> Int32
  typealias Reset = @convention(c) (Stream) -> Int32

  /// Nil when the system has no libz, or one without these functions.
  static let system: Libz? = {
    guard let library = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL) else { return nil }
    func find<F>(_ name: String, _: F.Type) -> F? {
      dlsym(library, name).map { unsafeBitCast($0, to: F.self) }
    }
    guard let inflateInit = find("inflateInit2_", InflateInit.self),
      let inflate = find("inflate", Step.self),
      let inflateReset = find("inflateReset", Reset.self),
      let inflateEnd = find("inflateEnd", Reset.self),
      let deflateInit = find("deflateInit2_", DeflateInit.self),
      let deflate = find("deflate", Step.self),
      let deflateReset = find("deflateReset", Reset.self),
      let deflateEnd = find("deflateEnd", Reset.self)
    else { return nil }
    return Libz(
      inflateInit: inflateInit, inflate: inflate, inflateReset: inflateReset,
      inflateEnd: inflateEnd, deflateInit: deflateInit, deflate: deflate,
      deflateReset: deflateReset, deflateEnd: deflateEnd)
  }()

  /// Only the first digit counts: the interface has been the same since.
  static let version = "1.2.0"
  /// `MAX_WBITS` with 16 for gzip's header and trailer in place of zlib's.
  static let gzipWindowBits: Int32 = 15 + 16
  /// `Z_DEFLATED`.
  static let methodDeflate: Int32 = 8
  static let noFlush: Int32 = 0
  static let finish: Int32 = 4
  static let ok: Int32 = 0
  static let streamEnd: Int32 = 1
}

/// `z_stream` of zlib.h: the same members in the same order. The library is told its size and refuses
/// another.
struct ZStream {
  var nextIn: UnsafePointer<UInt8>?
  var availableIn: UInt32 = 0
  var totalIn: UInt = 0
  var nextOut: UnsafeMutablePointer<UInt8>?
  var availableOut: UInt32 = 0
  var totalOut: UInt = 0
  var message: UnsafePointer<CChar>?
  var state: OpaquePointer?
  var allocate: OpaquePointer?
  var free: OpaquePointer?
  var opaque: OpaquePointer?
  var dataType: Int32 = 0
  var adler: UInt = 0
  var reserved: UInt = 0
}
