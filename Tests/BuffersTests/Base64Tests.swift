import Buffers
import Testing

private let padded = Base64(.standard, padding: .written)
private let unpadded = Base64(.standard, padding: .understood)
private let lenient = Base64(.standard, padding: .written, isLenient: true)

/// RFC 4648, section 10, and the two letters in which the alphabets differ.
@Test(arguments: [
  ("", "", ""), ("f", "Zg==", "Zg"), ("fo", "Zm8=", "Zm8"), ("foo", "Zm9v", "Zm9v"),
  ("foob", "Zm9vYg==", "Zm9vYg"), ("fooba", "Zm9vYmE=", "Zm9vYmE"),
  ("foobar", "Zm9vYmFy", "Zm9vYmFy"), ("\u{0}?>", "AD8+", "AD8+"), ("ÿÿ", "w7/Dvw==", "w7/Dvw"),
])
func base64IsWrittenAndRead(plain: String, text: String, short: String) {
  let bytes = Bytes(utf8: plain)
  #expect(padded.encode(bytes) == text)
  #expect(unpadded.encode(bytes) == short)
  for dialect in [padded, unpadded, lenient] {
    #expect(dialect.decode(text) == bytes)
    #expect(dialect.decode(short) == bytes)
  }
  let address = String(short.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
  #expect(Base64.url.encode(bytes) == address)
  #expect(Base64.url.decode(address) == bytes)
  #expect(lenient.decode(address) == bytes)
}

@Test(arguments: [
  "Z", "Zg=", "Zg===", "Z===", "====", "Zm9v=", "Zm 9v", "Zm9\u{e3}", "Z=g=", "窓",
])
func whatIsNoBase64IsNoneInAnyDialect(text: String) {
  for dialect in [padded, unpadded, lenient, .url] { #expect(dialect.decode(text) == nil) }
}

@Test(arguments: [
  // text, of the standard alphabet, of the URL's, read leniently
  ("Zm9-", false, true, true), ("Zm9+", true, false, true), ("Zm9_", false, true, true),
  ("Zm9/", true, false, true), ("Zg==", true, false, true), ("Zh", false, false, true),
  ("Zm9vYmF=", false, false, true),
])
func base64DialectsDiffer(text: String, standard: Bool, url: Bool, leniently: Bool) {
  #expect((padded.decode(text) != nil) == standard)
  #expect((Base64.url.decode(text) != nil) == url)
  #expect((lenient.decode(text) != nil) == leniently)
}

@Test func everyLengthOfBytesSurvivesBase64() {
  for count in 0..<70 {
    let bytes = Bytes((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) })
    for dialect in [padded, unpadded, lenient, .url] {
      #expect(dialect.decode(dialect.encode(bytes)) == bytes)
      #expect(dialect.encode(bytes) == dialect.encode(Array(bytes)))
    }
  }
}
