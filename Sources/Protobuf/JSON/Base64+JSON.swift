import Buffers

extension Base64 {
  /// As JSON and generated code hold bytes: padded; either alphabet is read, with padding or without.
  public static let json = Base64(.standard, padding: .written, isLenient: true)
}
