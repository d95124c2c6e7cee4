import Files

/// Lines for the operator.
enum Console {
  /// To standard output, at once.
  static func say(_ line: String) { StandardStream.output.write(line + "\n") }

  /// To standard error, behind the program's name.
  static func error(_ line: String) { StandardStream.error.write("madod: " + line + "\n") }
}
