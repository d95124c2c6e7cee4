import Glibc

/// The variables of the process.
func processEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  var next = environ
  while let entry = next.pointee {
    let text = String(cString: entry)
    if let equals = text.firstIndex(of: "=") {
      variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
    }
    next += 1
  }
  return variables
}

let client = Client(
  tree: CommandTree(areas: Area.all), console: .standard, environment: processEnvironment(),
  connect: Connection.open)
exit(await client.run(Array(CommandLine.arguments.dropFirst())))
