/// `schemac generate`: makes Swift from schema files.
func generate(_ arguments: [String]) -> ExitStatus {
  printError("schemac: this build has no generator")
  return .failure
}
