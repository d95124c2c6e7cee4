// schemac: checks schema files, writes descriptor sets, generates Swift.

let arguments = Array(CommandLine.arguments.dropFirst())
let isPlugin = isPluginName(CommandLine.arguments.first ?? "")
let status = isPlugin ? plugin(arguments) : runSchemac(arguments)
finish(status)
