import Foundation

/// Runs a script of `Oracle/` with the Python of the tests' virtual environment: the path in
/// `MADO_TEST_PYTHON`, else `.venv-test/bin/python` in the package.
enum PythonOracle {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String {
      "there is no Python at \(path): run tools/test, which makes the virtual environment of the "
        + "tests, or set MADO_TEST_PYTHON to a Python with the packages of tools/python-packages"
    }
  }

  struct Failed: Error, CustomStringConvertible {
    let script: String
    let output: String
    var description: String {
      "\(script) failed: \(output)\nrun tools/test, which installs what it needs"
    }
  }

  static func run(_ script: String, _ arguments: String...) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let package = folder.deletingLastPathComponent().deletingLastPathComponent()
    let python =
      ProcessInfo.processInfo.environment["MADO_TEST_PYTHON"]
      ?? package.appending(path: ".venv-test/bin/python").path
    guard FileManager.default.isExecutableFile(atPath: python) else {
      throw Missing(path: python)
    }
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = [folder.appending(path: "Oracle/\(script)").path] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(script: script, output: output) }
    return output
  }
}
