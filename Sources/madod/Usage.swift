/// The program's version, shown by `--version` and sent to clients.
let programVersion = "0.1.0"

/// The text of `madod --help`.
func usage() -> String {
  let keys = ConfigurationKey.all.map { key in
    let option = "--\(key.name)" + (key.placeholder.map { " \($0)" } ?? "")
    return "  \(option.padded(to: 34))\(key.help)"
  }
  let commands = Command.allCases.map { "\($0.usage.padded(to: 46))\($0.help)" }
  return """
    madod serves Mado: one gRPC server for a company's back office.

    \(commands.joined(separator: "\n"))
    madod --check-config [OPTION…]                say what would be used, and serve nothing
    madod --print-config [OPTION…]                the same with where each value came from
    madod --help, madod --version

    \(keys.joined(separator: "\n"))
      --config FILE                     a file of lines "name = value", the names as above without --

    Each option can also stand in the environment (--max-message-bytes as MADO_MAX_MESSAGE_BYTES)
    and in the file; the command line wins over the environment, the environment over the file.
    Exit status: 0 when all is well, 1 when something is wrong or could not be done, 2 when the call is
    wrong.
    """
}

extension String {
  /// Followed by blanks up to `width`, and by two at least.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(2, width - count))
  }
}
