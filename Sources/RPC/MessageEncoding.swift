import Buffers
import Compression

/// How messages of a call are encoded, each for itself: `grpc-encoding`.
/// Source: gRPC, "PROTOCOL-HTTP2", "Message-Encoding"; "gRPC Compression".
public enum MessageEncoding: Sendable, Hashable {
  case identity
  /// Needs the system's libz: a system without it speaks `identity` alone.
  case gzip

  /// The encoding of that name, nil when it cannot be read here.
  init?(_ name: UnsafeRawBufferPointer) {
    if name.holds("identity") {
      self = .identity
    } else if name.holds("gzip"), Gzip.isAvailable {
      self = .gzip
    } else {
      return nil
    }
  }

  /// As headers have it.
  public var name: String {
    switch self {
    case .identity: "identity"
    case .gzip: "gzip"
    }
  }

  /// What can be read here, as `grpc-accept-encoding` says it.
  static let acceptedNames = Gzip.isAvailable ? "identity,gzip" : "identity"

  /// Whether a list of names has gzip on it, and it can be written here.
  static func acceptsGzip(_ names: UnsafeRawBufferPointer) -> Bool {
    names.split(separator: UInt8(ascii: ",")).contains { $0.withoutSpaces.holds("gzip") }
      && Gzip.isAvailable
  }

  /// What is shorter is sent as it is, in bytes: there is little to gain.
  static let encodedBytesMin = 128

  /// A message, behind its prefix, as it goes out; unchanged when encoding makes it no shorter, and
  /// when its prefix says that it is encoded.
  public func encode(_ framed: BytePieces) -> BytePieces {
    guard self == .gzip, framed.count >= MessageEncoding.encodedBytesMin + MessagePrefix.size,
      framed.first.count >= MessagePrefix.size, framed.first[0] == 0,
      let packed = Gzip.compress(
        framed, skipping: MessagePrefix.size, headroom: MessagePrefix.size,
        { MessagePrefix.write(into: $0, $1, isEncoded: true) })
    else { return framed }
    return BytePieces(packed)
  }
}

/// A message as it came off the wire, without its prefix. It is decoded when it is taken, not when it
/// comes: what waits to be read takes no more memory than the windows allow.
public struct ReceivedMessage: Sendable, Hashable {
  public let bytes: Bytes
  /// Whether the bytes are encoded as the call's `grpc-encoding` says.
  public let isEncoded: Bool

  public init(_ bytes: Bytes = Bytes(), isEncoded: Bool = false) {
    self.bytes = bytes
    self.isEncoded = isEncoded
  }

  /// The length on the wire, in bytes.
  public var count: Int { bytes.count }

  /// What decoding will take of memory, in bytes; 0 for a message that is not encoded.
  public var decodedCount: Int { isEncoded ? Gzip.contentLength(bytes) ?? 0 : 0 }

  /// The message itself. Throws `RESOURCE_EXHAUSTED` when it has more than `bytesMax` bytes, before
  /// memory is taken for them, and `INTERNAL` when the bytes are no gzip.
  public func decoded(bytesMax: Int) throws(RPCError) -> Bytes {
    guard isEncoded else { return bytes }
    do throws(Gzip.Failure) {
      return try Gzip.decompress(bytes, bytesMax: bytesMax)
    } catch {
      switch error {
      case .tooLarge(let count): throw .tooLarge(count, bytesMax)
      case .malformed, .unavailable:
        throw RPCError(
          .internal, "a message is marked compressed, and its \(bytes.count) bytes are no gzip",
          reason: "MALFORMED_COMPRESSION")
      }
    }
  }
}

/// Whether a server compresses its responses.
public enum ResponseCompression: Sendable, Hashable {
  /// As the client does: a client that compresses its requests, and accepts it, gets compressed
  /// responses.
  case asRequested
  /// Whenever the client accepts it.
  case whenAccepted
  case never
}
