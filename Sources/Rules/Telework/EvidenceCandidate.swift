import CivilTime

/// A picture as an agent offers it, before it is judged.
public struct EvidenceCandidate: Sendable, Hashable {
  public var sequence: UInt64
  public var kind: ImageKind?
  public var capturedAt: Instant?
  /// What the agent says of the format, if anything.
  public var saidFormat: Picture.Format?
  /// What the agent says of the size in pixels; 0: nothing.
  public var saidWidth: Int
  public var saidHeight: Int
  /// What the agent says of the content's SHA-256; empty: nothing.
  public var saidHash: [UInt8]

  public init(
    sequence: UInt64, kind: ImageKind?, capturedAt: Instant?, saidFormat: Picture.Format? = nil,
    saidWidth: Int = 0, saidHeight: Int = 0, saidHash: [UInt8] = []
  ) {
    self.sequence = sequence
    self.kind = kind
    self.capturedAt = capturedAt
    self.saidFormat = saidFormat
    self.saidWidth = saidWidth
    self.saidHeight = saidHeight
    self.saidHash = saidHash
  }

  /// The candidate with everything it must have, ready to be stored.
  public struct Accepted: Sendable, Hashable {
    /// From 1 to ``sequenceMax``.
    public let sequence: Int64
    public let kind: ImageKind
    public let capturedAt: Instant
    public let picture: Picture
  }

  /// The highest number that an agent may count to: the largest whole number that JSON holds exactly.
  public static let sequenceMax = Int64(1) << 53

  /// The longest file that is kept, in bytes: twice what the largest picture (TEL-32) takes uncompressed.
  public static let contentBytesMax = 16 << 20

  /// Judges all that can be known without the store (TEL-32, TEL-36, TEL-37).
  ///
  /// - Parameters:
  ///   - content: the file, as received.
  ///   - hash: its SHA-256, computed by the server.
  public func judged(
    content: UnsafeRawBufferPointer, hash: some Collection<UInt8>
  ) -> Result<Accepted, EvidenceRejection> {
    guard sequence > 0, let count = Int64(exactly: sequence), count <= Self.sequenceMax else {
      return .failure(.sequenceOutOfRange(sequence))
    }
    guard let kind else { return .failure(.kindMissing) }
    guard let capturedAt else { return .failure(.captureTimeInvalid) }
    guard !content.isEmpty else { return .failure(.contentMissing) }
    guard content.count <= Self.contentBytesMax else {
      return .failure(.contentTooLarge(content.count))
    }
    guard saidHash.isEmpty || saidHash.count == 32 else {
      return .failure(.hashLength(saidHash.count))
    }
    guard saidHash.isEmpty || saidHash.elementsEqual(hash) else { return .failure(.damaged) }
    let picture: Picture
    do throws(Picture.Flaw) {
      picture = try Picture(reading: content)
    } catch {
      return .failure(EvidenceRejection(error))
    }
    if let saidFormat, saidFormat != picture.format {
      return .failure(.formatMismatch(said: saidFormat, found: picture.format))
    }
    guard [0, picture.width].contains(saidWidth), [0, picture.height].contains(saidHeight) else {
      return .failure(
        .sizeMismatch(saidWidth: saidWidth, saidHeight: saidHeight, found: picture))
    }
    guard picture.width <= kind.limit.width, picture.height <= kind.limit.height else {
      return .failure(.tooLarge(kind, picture))
    }
    return .success(
      Accepted(sequence: count, kind: kind, capturedAt: capturedAt, picture: picture))
  }
}

extension EvidenceRejection {
  fileprivate init(_ flaw: Picture.Flaw) {
    switch flaw {
    case .unknownFormat: self = .formatUnknown
    case .truncated(let format): self = .truncated(format)
    case .invalidHeader(let format, let what): self = .headerInvalid(format, what)
    }
  }
}

/// How a capture time stands to the server's clock (TEL-37).
public struct CaptureSkew: Sendable, Hashable {
  /// So far ahead of the server a capture time may be without being flagged.
  public static let tolerance = Duration.seconds(300)

  /// Capture time less the server's: positive when the agent is ahead.
  public let skew: Duration
  /// Ahead by more than ``tolerance``.
  public var isInFuture: Bool { skew > Self.tolerance }

  public init(_ skew: Duration) {
    self.skew = skew
  }
}

/// The calendar month (JST) by whose end evidence is kept and purged (TEL-40).
public struct RetentionMonth: Sendable, Hashable, CustomStringConvertible {
  public let year: Int
  public let month: Int

  public init(capturedAt: Instant) {
    let date = JST.date(of: capturedAt)
    year = date.year
    month = date.month
  }

  /// `2026-07`
  public var description: String {
    let padded = String(year)
    return String(repeating: "0", count: max(0, 4 - padded.count)) + padded
      + (month < 10 ? "-0" : "-") + String(month)
  }
}
