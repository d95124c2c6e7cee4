/// What a piece of evidence shows, with the size it may have (TEL-31, TEL-32).
public enum ImageKind: Sendable, Hashable, CaseIterable {
  /// A still of the worker's camera.
  case camera
  /// A picture of the worker's screen.
  case screen

  /// Width and height in pixels that are still accepted; each is checked on its own, so that a
  /// portrait picture of the same area is refused.
  public var limit: (width: Int, height: Int) {
    switch self {
    case .camera: (640, 480)
    case .screen: (1920, 1080)
    }
  }
}
