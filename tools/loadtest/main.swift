import Files
import Glibc

signal(SIGPIPE, SIG_IGN)
let words = Array(CommandLine.arguments.dropFirst())
if words.contains("--help") || words.contains("-h") {
  StandardStream.output.write(LoadOptions.usage + "\n")
  exit(0)
}
var environment: [String: String] = [:]
for name in ["HOME", "MADO_HOME", "XDG_CONFIG_HOME"] {
  environment[name] = getenv(name).map { String(cString: $0) }
}
let options: LoadOptions
do {
  options = try LoadOptions(words)
} catch {
  StandardStream.error.write("loadtest: \(error.line)\n")
  exit(2)
}
do {
  let report = try await LoadTest(options, environment: environment).run()
  StandardStream.output.write((options.report == .json ? report.json : report.text) + "\n")
  exit(report.isClean ? 0 : 1)
} catch {
  StandardStream.error.write("loadtest: \(error)\n")
  exit(1)
}
