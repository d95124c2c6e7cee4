import Buffers
import Testing

@testable import RPC

@Suite struct EncodingTests {
  @Test(
    "percent-encodes what isn't printable ASCII, and the percent sign",
    arguments: [
      ("", ""), ("plain text ~", "plain text ~"), ("100%", "100%25"), ("a\nb", "a%0Ab"),
      ("画像", "%E7%94%BB%E5%83%8F"), ("é\u{7f}", "%C3%A9%7F"), ("🙂", "%F0%9F%99%82"),
    ])
  func percentEncodes(text: String, encoded: String) {
    #expect(PercentEncoding.encode(text) == encoded)
    #expect(withRaw(encoded) { PercentEncoding.decode($0) } == text)
  }

  @Test(
    "keeps invalid percent sequences as they stand",
    arguments: [
      ("100%", "100%"), ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%4z!", "%4z!"),
      ("%%41", "%A"), ("%e3%81%82", "あ"), ("%ff", "\u{FFFD}"), ("あ%41", "あA"),
    ])
  func percentDecodes(encoded: String, text: String) {
    #expect(withRaw(encoded) { PercentEncoding.decode($0) } == text)
  }

  @Test(
    "reads base64 with and without padding and writes it without",
    arguments: [
      ("", "", ""), ("f", "Zg==", "Zg"), ("fo", "Zm8=", "Zm8"), ("foo", "Zm9v", "Zm9v"),
      ("foob", "Zm9vYg==", "Zm9vYg"), ("fooba", "Zm9vYmE=", "Zm9vYmE"),
      ("foobar", "Zm9vYmFy", "Zm9vYmFy"), ("\u{0}?>", "AD8+", "AD8+"), ("ÿÿ", "w7/Dvw==", "w7/Dvw"),
    ])
  func base64(plain: String, padded: String, unpadded: String) {
    let bytes = Bytes(utf8: plain)
    #expect(Base64.metadata.encode(bytes) == unpadded)
    #expect(withRaw(padded) { Base64.metadata.decode($0) } == bytes)
    #expect(withRaw(unpadded) { Base64.metadata.decode($0) } == bytes)
  }
}
