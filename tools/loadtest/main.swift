import Glibc

signal(SIGPIPE, SIG_IGN)
Interruption.listen()
var environment: [String: String] = [:]
for name in ["HOME", "MADO_HOME", "MADO_SERVER", "MADO_TOKEN", "XDG_CONFIG_HOME"] {
  environment[name] = getenv(name).map { String(cString: $0) }
}
exit(await Program(environment: environment).run(Array(CommandLine.arguments.dropFirst())))
