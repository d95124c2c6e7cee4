import Testing

@testable import loadtest

@Test(arguments: [
  (["--agents", "0"], "--agents is \"0\": allowed is 1 to 10000"),
  (["--rate", "-1"], "--rate is \"-1\": allowed is more than 0, up to 100000"),
  (["--report", "xml"], "--report is \"xml\": allowed is text or json"),
  (["--speed", "9"], "there is no option --speed: see loadtest --help"),
  (["--rate"], "--rate needs a value"),
])
func aWrongOptionIsNamedWithWhatIsAllowed(words: [String], line: String) {
  #expect { try LoadOptions(words) } throws: { ($0 as? LoadOptions.Problem)?.line == line }
}
