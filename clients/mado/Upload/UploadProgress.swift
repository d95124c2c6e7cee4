/// How far an upload is.
struct UploadProgress: Sendable, Hashable {
  /// All there are.
  let images: Int
  let bytes: Int64
  /// Sent again counts again.
  var sentImages = 0
  var sentBytes: Int64 = 0
  /// Images with a verdict that stands.
  var acknowledged = 0

  init(images: Int, bytes: Int64) {
    self.images = images
    self.bytes = bytes
  }

  /// `sent 80 of 150 images, 12.3 MB/s, acknowledged 75, 3 s left`
  func line(after elapsed: Duration) -> String {
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    var line = "sent \(min(sentImages, images)) of \(images) images"
    if seconds > 0 { line += ", \(Self.rate(Double(sentBytes) / seconds))" }
    line += ", acknowledged \(acknowledged)"
    if acknowledged > 0, acknowledged < images {
      let left = seconds / Double(acknowledged) * Double(images - acknowledged)
      line += ", \(Int(left.rounded(.up))) s left"
    }
    return line
  }

  /// Megabytes a second with one decimal.
  private static func rate(_ bytesPerSecond: Double) -> String {
    let tenths = Int64((bytesPerSecond / 100_000).rounded())
    return "\(tenths / 10).\(tenths % 10) MB/s"
  }
}
