import SchemaGen

private let pluginHelpText = """
  usage: protoc --plugin=protoc-gen-mado-swift=schemac-link --mado-swift_out=PARAMETERS:DIR FILE...

  Makes Swift when protoc or buf asks for it: reads a google.protobuf.compiler.CodeGeneratorRequest
  from standard input and writes a CodeGeneratorResponse to standard output. schemac does so as
  'schemac plugin' and, without any argument, under a name that begins with protoc-gen-: put a link
  called protoc-gen-mado-swift to it on the PATH.

  PARAMETERS, separated by commas:

    module=NAME                 the module that is made (default: Generated)
    access=LEVEL                who may use it: public (the default), package or internal
    import-module=NAME=FILE     the module of a FILE that is imported; google/protobuf is Protobuf's
                                and google/rpc is RPC's, others are taken for the module's own
    commands                    makes the commands of a command-line client instead
  """

/// `schemac plugin`: answers protoc.
func plugin(_ arguments: [String]) -> ExitStatus {
  if let argument = arguments.first {
    if argument == "--help" || argument == "-h" {
      print(pluginHelpText)
      return .success
    }
    printError("schemac: plugin takes no arguments\nTry 'schemac plugin --help'.")
    return .usage
  }
  do {
    let request = try CodeGeneration.Request(decoding: .init(readStandardInput()))
    let response = CodeGeneration.respond(to: request).encoded()
    try writeStandardOutput(response.withUnsafeBytes { Array($0) })
    return .success
  } catch {
    printError("error: the request on standard input cannot be answered: \(error)")
    return .failure
  }
}

/// Whether the program was called by a name that protoc looks for.
func isPluginName(_ path: String) -> Bool {
  path.split(separator: "/").last?.hasPrefix("protoc-gen-") ?? false
}
