import Buffers
import CivilTime
import Crypto
import MadoAPI
import Protobuf
import RPC
import Rules

extension Telework.Evidence {
  /// A stored picture in the schema's words.
  init(_ row: EvidenceRow) {
    let (captured, received) = (row.link.capturedAt, row.link.receivedAt)
    let skew = CaptureSkew(capturedAt: captured, acceptedAt: received)
    self.init(
      id: row.id,
      agentId: row.agent,
      workerId: row.link.worker,
      sequence: UInt64(clamping: row.link.sequence),
      kind: Telework.ImageKind(number: row.link.kind),
      trigger: Telework.CaptureTrigger(number: row.link.trigger),
      capturedAt: GoogleProtobuf.Timestamp(nanoseconds: captured),
      receivedAt: GoogleProtobuf.Timestamp(nanoseconds: received),
      captureSkew: GoogleProtobuf.Duration(skew.skew),
      capturedInFuture: skew.isInFuture,
      mediaType: Telework.MediaType(row.picture.format),
      width: UInt32(clamping: row.picture.width),
      height: UInt32(clamping: row.picture.height),
      sizeBytes: row.link.contentBytes,
      sha256: Bytes(row.link.content.bytes),
      chainPosition: UInt64(clamping: row.link.position),
      chainHash: Bytes(row.chainHash.bytes))
  }
}

extension EvidenceCandidate {
  /// What an agent offers, in the rules' words.
  init(_ image: Telework.Image) {
    self.init(
      sequence: image.sequence,
      kind: ImageKind(image.kind),
      capturedAt: image.capturedAt.flatMap {
        CivilTime.Instant(seconds: $0.seconds, nanoseconds: $0.nanos)
      },
      saidFormat: Picture.Format(image.mediaType),
      saidWidth: Int(image.width),
      saidHeight: Int(image.height),
      saidHash: Array(image.sha256))
  }
}

extension Rules.ImageKind {
  /// nil for a kind that the schema does not say or know.
  init?(_ kind: Telework.ImageKind) {
    switch kind {
    case .camera: self = .camera
    case .screen: self = .screen
    case .unspecified, .unrecognized: return nil
    }
  }
}

extension Picture.Format {
  /// nil when the agent does not say it.
  init?(_ type: Telework.MediaType) {
    switch type {
    case .jpeg: self = .jpeg
    case .png: self = .png
    case .unspecified, .unrecognized: return nil
    }
  }
}

extension Telework.MediaType {
  init(_ format: Picture.Format) {
    switch format {
    case .jpeg: self = .jpeg
    case .png: self = .png
    }
  }
}

extension Telework.CaptureTrigger {
  /// What is not said counts as an interval.
  var known: Telework.CaptureTrigger { self == .incident ? .incident : .interval }
}

extension CaptureSkew {
  /// Of two stored instants, in nanoseconds since 1970.
  init(capturedAt: Int64, acceptedAt: Int64) {
    self.init(Duration.nanoseconds(capturedAt) - Duration.nanoseconds(acceptedAt))
  }
}

extension GoogleProtobuf.Timestamp {
  /// From nanoseconds since 1970.
  init(nanoseconds: Int64) {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let below = rest < 0
    self.init(
      seconds: below ? seconds - 1 : seconds,
      nanos: Int32(truncatingIfNeeded: below ? rest + 1_000_000_000 : rest))
  }
}

extension GoogleProtobuf.Duration {
  init(_ duration: Swift.Duration) {
    let (seconds, attoseconds) = duration.components
    self.init(
      seconds: seconds, nanos: Int32(truncatingIfNeeded: attoseconds / 1_000_000_000))
  }
}
