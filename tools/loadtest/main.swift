import Glibc

signal(SIGPIPE, SIG_IGN)
let words = Array(CommandLine.arguments.dropFirst())
if words.contains("--help") || words.contains("-h") {
  Output.write(LoadOptions.usage + "\n", STDOUT_FILENO)
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
  Output.write("loadtest: \(error.line)\n", STDERR_FILENO)
  exit(2)
}
do {
  let report = try await LoadTest(options, environment: environment).run()
  Output.write((options.report == .json ? report.json : report.text) + "\n", STDOUT_FILENO)
  exit(report.isClean ? 0 : 1)
} catch {
  Output.write("loadtest: \(error)\n", STDERR_FILENO)
  exit(1)
}
