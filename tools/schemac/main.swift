// schemac: checks schema files, writes descriptor sets, generates Swift.

let arguments = Array(CommandLine.arguments.dropFirst())
let status = runSchemac(arguments)
finish(status)
