/// What the name of a picture's file says of it.
public struct PictureName: Hashable, Sendable {
  public enum Kind: String, Sendable { case camera, screen }
  public enum Trigger: String, Sendable { case interval, incident }
  public enum Format: String, Sendable { case jpg, png }

  public let kind: Kind
  public let trigger: Trigger
  /// When it was taken: nanoseconds since 1970 by this machine's clock.
  public let capturedNanoseconds: Int64
  public let format: Format

  public init(kind: Kind, trigger: Trigger, capturedNanoseconds: Int64, format: Format) {
    self.kind = kind
    self.trigger = trigger
    self.capturedNanoseconds = capturedNanoseconds
    self.format = format
  }

  /// The name that whoever takes pictures gives: `camera`, `screen` and `incident` in it say what they say; of itself
  /// a JPEG is of the camera and a PNG of the screen. Nil for what is no picture, or hidden.
  public init?(watched name: String, capturedNanoseconds: Int64) {
    let name = name.lowercased()
    guard !name.hasPrefix("."), let format = Self.format(name) else { return nil }
    let kind: Kind? =
      name.contains("screen") ? .screen : name.contains("camera") ? .camera : nil
    self.init(
      kind: kind ?? (format == .png ? .screen : .camera),
      trigger: name.contains("incident") ? .incident : .interval,
      capturedNanoseconds: capturedNanoseconds, format: format)
  }

  /// What stands behind the number in the spool: `camera.interval.1770000000123456789.jpg`.
  public init?(ending: String) {
    let parts = ending.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, let kind = Kind(rawValue: parts[0]),
      let trigger = Trigger(rawValue: parts[1]), let captured = Int64(parts[2]),
      let format = Format(rawValue: parts[3])
    else { return nil }
    self.init(kind: kind, trigger: trigger, capturedNanoseconds: captured, format: format)
  }

  public var ending: String {
    "\(kind.rawValue).\(trigger.rawValue).\(capturedNanoseconds).\(format.rawValue)"
  }

  private static func format(_ name: String) -> Format? {
    if name.hasSuffix(".png") { return .png }
    return name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") ? .jpg : nil
  }
}
