import CivilTime

/// Why a picture is not stored. The order of declaration is the order of precedence: of several
/// reasons the first is given.
public enum EvidenceRejection: Error, Sendable, Hashable {
  /// The sequence is 0 or above what can be counted (TEL-36).
  case sequenceOutOfRange(UInt64)
  /// Neither camera nor screen.
  case kindMissing
  /// No capture time, or one that no calendar holds.
  case captureTimeInvalid
  /// No content.
  case contentMissing
  /// More bytes than one record holds.
  case contentTooLarge(Int)
  /// The hash that the agent gave is not 32 bytes long.
  case hashLength(Int)
  /// The content's hash is not the one the agent gave: damaged on the way.
  case damaged
  /// Neither JPEG nor PNG.
  case formatUnknown
  /// The picture ends before its end marker.
  case truncated(Picture.Format)
  /// The picture's header contradicts itself.
  case headerInvalid(Picture.Format, String)
  /// The agent named another format than the picture's own.
  case formatMismatch(said: Picture.Format, found: Picture.Format)
  /// The agent named another size than the picture's own (0: not said).
  case sizeMismatch(saidWidth: Int, saidHeight: Int, found: Picture)
  /// Wider or higher than its kind may be (TEL-32).
  case tooLarge(ImageKind, Picture)
  /// The sequence stands for another picture already (TEL-37).
  case sequenceReused(UInt64)
  /// The sequence stands for a picture whose time is over (TEL-40).
  case retentionOver(UInt64)
  /// It was taken before the first day that is kept, and comes only now (TEL-40).
  case tooOld(Instant, keptFrom: CivilDate)
  /// The disk is full or failed.
  case storageUnavailable(String)

  /// Whether the same picture may be accepted when it is sent again.
  public var mayRetry: Bool {
    switch self {
    case .damaged, .storageUnavailable: true
    default: false
    }
  }

  /// For programs.
  public var reason: String {
    switch self {
    case .sequenceOutOfRange: "SEQUENCE_OUT_OF_RANGE"
    case .kindMissing: "KIND_MISSING"
    case .captureTimeInvalid: "CAPTURED_AT_INVALID"
    case .contentMissing: "IMAGE_EMPTY"
    case .contentTooLarge: "IMAGE_BYTES_TOO_MANY"
    case .hashLength: "SHA256_LENGTH"
    case .damaged: "IMAGE_DAMAGED"
    case .formatUnknown: "IMAGE_FORMAT_UNKNOWN"
    case .truncated: "IMAGE_TRUNCATED"
    case .headerInvalid: "IMAGE_HEADER_INVALID"
    case .formatMismatch: "IMAGE_FORMAT_MISMATCH"
    case .sizeMismatch: "IMAGE_SIZE_MISMATCH"
    case .tooLarge: "IMAGE_TOO_LARGE"
    case .sequenceReused: "SEQUENCE_REUSED"
    case .retentionOver, .tooOld: "RETENTION_OVER"
    case .storageUnavailable: "STORAGE_UNAVAILABLE"
    }
  }

  /// For people: the field, its value, what is allowed, and what to do.
  public var message: String {
    switch self {
    case .sequenceOutOfRange(let sequence):
      "sequence is \(sequence): allowed is 1 to \(EvidenceCandidate.sequenceMax); count each agent's pictures from 1"
    case .kindMissing:
      "kind is not said: give IMAGE_KIND_CAMERA or IMAGE_KIND_SCREEN"
    case .captureTimeInvalid:
      "captured_at is missing or outside the years 1678 to 2261: give when the picture was taken"
    case .contentMissing:
      "content is empty: give the whole JPEG or PNG file"
    case .contentTooLarge(let count):
      "content has \(count) bytes: at most \(EvidenceCandidate.contentBytesMax) are kept, compress "
        + "the picture more"
    case .hashLength(let count):
      "sha256 has \(count) bytes: give all 32 bytes of the hash, or none"
    case .damaged:
      "content does not have the hash in sha256, it was damaged on the way: send it again"
    case .formatUnknown:
      "content begins neither like a JPEG nor like a PNG: give one of these"
    case .truncated(let format):
      "content is a \(format) that ends before its end marker: the file was cut off, take the "
        + "picture again under a new sequence"
    case .headerInvalid(let format, let what):
      "content is a \(format) with a bad header: \(what)"
    case .formatMismatch(let said, let found):
      "media_type says \(said) but content is a \(found): say what it is, or nothing"
    case .sizeMismatch(let width, let height, let found):
      "width and height say \(width)×\(height) but the picture's header says "
        + "\(found.width)×\(found.height): say what it is, or nothing"
    case .tooLarge(let kind, let picture):
      "the picture's header says \(picture.width)×\(picture.height): a \(kind) picture may have at "
        + "most \(kind.limit.width)×\(kind.limit.height) pixels, scale it down on the agent"
    case .sequenceReused(let sequence):
      "sequence \(sequence) is taken by another picture: count on, and never use a number twice"
    case .retentionOver(let sequence):
      "sequence \(sequence) was known and its time is over: drop the picture"
    case .tooOld(let capturedAt, let keptFrom):
      "captured_at is \(capturedAt): what was taken before \(keptFrom) in Japan is not kept any more, drop the "
        + "picture"
    case .storageUnavailable(let why):
      "it could not be stored (\(why)): keep it and send it again later"
    }
  }
}

extension Picture.Format: CustomStringConvertible {
  public var description: String {
    switch self {
    case .jpeg: "JPEG"
    case .png: "PNG"
    }
  }
}
