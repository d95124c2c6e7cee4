/// The program's version, shown by `--version` and sent to clients.
let programVersion = "0.1.0"

/// The text of `madod --help`.
func usage() -> String {
  let keys = ConfigurationKey.all.map { key in
    let option = "--\(key.name)" + (key.placeholder.map { " \($0)" } ?? "")
    return "  \(option.padded(to: 34))\(key.help)"
  }
  return """
    madod serves Mado: one gRPC server for a company's back office.

    madod [OPTION…]                        serve until SIGTERM
    madod admin-token [--tenant ID] [OPTION…]
                                           make a new administrator token and print it
    madod --check-config [OPTION…]         say what would be used, and serve nothing
    madod --help, madod --version

    \(keys.joined(separator: "\n"))
      --config FILE                     a file of lines "name = value", the names as above without --

    Each option can also stand in the environment (--max-message-bytes as MADO_MAX_MESSAGE_BYTES)
    and in the file; the command line wins over the environment, the environment over the file.
    Exit status: 0 when all is well, 1 when the server cannot serve, 2 when the call is wrong.
    """
}

extension String {
  /// Followed by blanks up to `width`, and by two at least.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(2, width - count))
  }
}
