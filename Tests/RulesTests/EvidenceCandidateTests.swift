import CivilTime
import Testing

@testable import Rules

private func instant(_ text: String) -> Instant { Instant(text)! }

private func judge(
  sequence: UInt64 = 1, kind: ImageKind? = .camera, taken: Bool = true,
  format: Picture.Format? = nil,
  width: Int = 0, height: Int = 0, hash: [UInt8] = [], _ content: [UInt8]
) -> String {
  let candidate = EvidenceCandidate(
    sequence: sequence, kind: kind, capturedAt: taken ? .epoch : nil, saidFormat: format,
    saidWidth: width, saidHeight: height, saidHash: hash)
  let judged = content.withUnsafeBytes {
    candidate.judged(content: $0, hash: [UInt8](repeating: 7, count: 32))
  }
  switch judged {
  case .success(let accepted): return "\(accepted.picture.width)×\(accepted.picture.height)"
  case .failure(let rejection): return rejection.reason
  }
}

@Test(
  "TEL-32: width and height are checked apart, on the picture's real header",
  arguments: [
    // rule, kind, width, height, outcome
    ("TEL-32", ImageKind.camera, 640, 480, "640×480"),
    ("TEL-32", .camera, 641, 480, "IMAGE_TOO_LARGE"),
    ("TEL-32", .camera, 640, 481, "IMAGE_TOO_LARGE"),
    ("TEL-32", .camera, 480, 640, "IMAGE_TOO_LARGE"),
    ("TEL-32", .screen, 1920, 1080, "1920×1080"),
    ("TEL-32", .screen, 3840, 1080, "IMAGE_TOO_LARGE"),
    ("TEL-32", .screen, 1080, 1920, "IMAGE_TOO_LARGE"),
    ("TEL-32", .screen, 1, 1, "1×1"),
  ])
func sizeLimits(rule: String, kind: ImageKind, width: Int, height: Int, outcome: String) {
  #expect(judge(kind: kind, SamplePicture.jpeg(width, height)) == outcome)
  #expect(judge(kind: kind, SamplePicture.png(width, height)) == outcome)
}

@Test func ofSeveralReasonsTheFirstInOrderIsGiven() {
  let bad = Array("no picture".utf8)
  let wrong = [UInt8](repeating: 9, count: 32)
  #expect(judge(sequence: 0, kind: nil, taken: false, hash: [1], []) == "SEQUENCE_OUT_OF_RANGE")
  #expect(judge(sequence: .max, bad) == "SEQUENCE_OUT_OF_RANGE")
  #expect(judge(kind: nil, taken: false, hash: [1], []) == "KIND_MISSING")
  #expect(judge(taken: false, hash: [1], []) == "CAPTURED_AT_INVALID")
  #expect(judge(hash: [1], []) == "IMAGE_EMPTY")
  #expect(judge(hash: [1], bad) == "SHA256_LENGTH")
  #expect(judge(hash: wrong, bad) == "IMAGE_DAMAGED")
  #expect(judge(format: .png, bad) == "IMAGE_FORMAT_UNKNOWN")
  #expect(judge(format: .png, SamplePicture.jpeg(641, 480, ending: false)) == "IMAGE_TRUNCATED")
  #expect(judge(format: .png, width: 1, SamplePicture.jpeg(0, 480)) == "IMAGE_HEADER_INVALID")
  #expect(judge(format: .png, width: 1, SamplePicture.jpeg(641, 480)) == "IMAGE_FORMAT_MISMATCH")
  #expect(judge(format: .jpeg, width: 640, SamplePicture.jpeg(641, 480)) == "IMAGE_SIZE_MISMATCH")
  #expect(judge(height: 481, SamplePicture.jpeg(640, 480)) == "IMAGE_SIZE_MISMATCH")
  #expect(judge(width: 641, height: 480, SamplePicture.jpeg(641, 480)) == "IMAGE_TOO_LARGE")
}

@Test func onlyPassingReasonsMayBeRetried() {
  #expect(EvidenceRejection.damaged.mayRetry)
  #expect(EvidenceRejection.storageUnavailable("full").mayRetry)
  #expect(!EvidenceRejection.truncated(.jpeg).mayRetry)
  #expect(!EvidenceRejection.sequenceReused(1).mayRetry)
}

@Test func aMessageNamesValueLimitAndFix() {
  let picture = Picture(format: .jpeg, width: 641, height: 480)
  let message = EvidenceRejection.tooLarge(.camera, picture).message
  #expect(message.contains("641×480") && message.contains("640×480") && message.contains("scale"))
}

@Test(
  "TEL-37: more than five minutes ahead is flagged",
  arguments: [
    ("TEL-37", "2026-07-01T00:05:00Z", false), ("TEL-37", "2026-07-01T00:05:00.000000001Z", true),
    ("TEL-37", "2026-06-01T00:00:00Z", false),
  ])
func captureInTheFuture(rule: String, captured: String, flagged: Bool) {
  let skew = CaptureSkew(instant("2026-07-01T00:00:00Z").duration(to: instant(captured)))
  #expect(skew.isInFuture == flagged)
}

@Test(
  "TEL-40, COM-01: the retention month is the month of capture in Japan",
  arguments: [
    ("TEL-40", "2026-06-30T14:59:59Z", "2026-06"), ("TEL-40", "2026-06-30T15:00:00Z", "2026-07"),
    ("COM-01", "2026-12-31T15:00:00Z", "2027-01"), ("COM-01", "0900-10-01T00:00:00Z", "0900-10"),
  ])
func retentionMonth(rule: String, captured: String, month: String) {
  #expect(RetentionMonth(capturedAt: instant(captured)).description == month)
}
