// conformance-testee: answers the runner of protobuf's conformance suite, which starts it and speaks
// to it over standard input and output: a length in four bytes, the lowest first, then as many bytes,
// a request in and a response out, until the input ends.

//
//     conformance-testee              with generated messages
//     conformance-testee --dynamic    with dynamic messages, from the same schemas' descriptors

let testee = try Testee(isDynamic: CommandLine.arguments.contains("--dynamic"))
while let request = readFrame() {
  writeFrame(testee.answer(request))
}
