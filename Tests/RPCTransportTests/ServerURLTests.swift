import Testing

@testable import RPCTransport

@Test(arguments: [
  // text, secure, target
  ("https://localhost:8443", true, "localhost:8443"),
  ("http://127.0.0.1:80/", false, "127.0.0.1:80"),
  ("https://[::1]:8443", true, "[::1]:8443"),
  ("https://[::1]", true, "[::1]:443"),
  ("https://mado.example", true, "mado.example:443"),
  ("http://host", false, "host:80"),
  ("unix:/run/mado.sock", false, "unix:/run/mado.sock"),
  ("unix:///run/mado.sock", false, "unix:/run/mado.sock"),
])
func aServersURLSaysWhereItIs(text: String, secure: Bool, target: String) throws {
  let url = try ServerURL(text)
  #expect(url.isSecure == secure && url.target == target)
}

@Test(arguments: [
  "", "localhost:8443", "ftp://h:1", "https://", "https://h:0", "https://h:65536", "https://h:x",
  "https://a/b", "https://[::1", "https://user@h:1", "https://:1",
  "unix:", "unix:run/x", "unix:/" + String(repeating: "a", count: 107),
])
func whatIsNoServersURLIsRefused(text: String) {
  #expect(throws: ServerURL.ParseError(text: text)) { try ServerURL(text) }
}
