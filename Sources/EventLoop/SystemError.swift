import Glibc

/// A system call that failed.
public struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was tried, with its object: `bind 127.0.0.1:8443`.
  public let operation: String
  /// The value of `errno`.
  public let code: Int32

  public init(_ operation: String, code: Int32) {
    self.operation = operation
    self.code = code
  }

  /// The failure of the call that has just returned.
  public static func last(_ operation: @autoclosure () -> String) -> SystemError {
    let code = errno
    return SystemError(operation(), code: code)
  }

  /// `bind 127.0.0.1:8443: Address already in use`.
  public var description: String { "\(operation): \(String(cString: strerror(code)))" }
}
