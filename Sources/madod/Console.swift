import Glibc

/// Lines for the operator.
enum Console {
  /// To standard output, at once.
  static func say(_ line: String) { write(line, to: STDOUT_FILENO) }

  /// To standard error, behind the program's name.
  static func error(_ line: String) { write("madod: " + line, to: STDERR_FILENO) }

  private static func write(_ line: String, to descriptor: Int32) {
    var rest = Array((line + "\n").utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      // Nobody can be told that the console is gone.
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
