import Buffers

@testable import RPC

/// Reads any bytes as the value of a `-bin` field.
func readBase64(_ input: UnsafeRawBufferPointer) {
  if let bytes = Base64.metadata.decode(input) {
    var text = input[...]
    while text.last == UInt8(ascii: "=") { text.removeLast() }
    // One text for each value: nothing else may slip through.
    precondition(
      Base64.metadata.encode(bytes).utf8.elementsEqual(text), "base64 that is not as it is written")
  }
  let bytes = Bytes(copying: input)
  precondition(decoded(Base64.metadata.encode(bytes)) == bytes, "bytes that base64 does not carry")
  // A field may hold several values between commas.
  var metadata = Metadata()
  let isRead = "f-bin".withBytes { metadata.receive($0, input) }
  let values = input.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    .map { Base64.metadata.decode($0.withoutSpaces) }
  precondition(isRead == !values.contains(nil), "a list of values is read as each of them is")
  if isRead { precondition(metadata.binaries("f-bin") == values.compactMap { $0 }) }
}

private func decoded(_ text: String) -> Bytes? {
  text.withBytes { Base64.metadata.decode($0) }
}

/// Reads any bytes as `grpc-message`.
func readPercent(_ input: UnsafeRawBufferPointer) {
  let text = PercentEncoding.decode(input)
  check(text)
  // What a handler says may hold sequences that look encoded.
  check(String(decoding: input, as: UTF8.self))
  precondition(text.utf8.count <= 3 * input.count, "more text than U+FFFD for each byte")
}

/// The text must come back the same, in printable ASCII, at most three letters for a byte.
private func check(_ text: String) {
  let written = PercentEncoding.encode(text)
  precondition(written.utf8.allSatisfy { 0x20...0x7e ~= $0 }, "what no field may hold")
  precondition(written.utf8.count <= 3 * text.utf8.count)
  precondition(
    written.withBytes { PercentEncoding.decode($0) }.utf8.elementsEqual(text.utf8),
    "text that does not come back")
}

extension String {
  fileprivate func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    Array(utf8).withUnsafeBytes(body)
  }
}
