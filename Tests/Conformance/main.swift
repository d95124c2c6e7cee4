// conformance-testee: answers the runner of protobuf's conformance suite, which starts it and speaks
// to it over standard input and output: a length in four bytes, the lowest first, then as many bytes,
// a request in and a response out, until the input ends.

let testee = Testee()
while let request = readFrame() {
  writeFrame(testee.answer(request))
}
