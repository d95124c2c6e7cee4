import Buffers
import Glibc
import TLS
import Testing

/// A client's and a server's session with the wire between them.
private final class Pair {
  let client: TLSSession
  let server: TLSSession
  let toServer = OutputBuffer(capacity: 1024)
  let toClient = OutputBuffer(capacity: 1024)
  var serverReceived: [UInt8] = []
  var clientReceived: [UInt8] = []
  private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 16)

  init(client: TLSContext, server: TLSContext) throws {
    self.client = try TLSSession(client)
    self.server = try TLSSession(server)
    try self.client.start(to: toServer)
  }

  deinit { scratch.deallocate() }

  /// Carries what is on the wire, `step` bytes at a time, until both sides are silent.
  func exchange(step: Int = .max) throws {
    while !toServer.isEmpty || !toClient.isEmpty {
      try carry(toServer, to: server, answers: toClient, step) { serverReceived += $0 }
      try carry(toClient, to: client, answers: toServer, step) { clientReceived += $0 }
    }
  }

  private func carry(
    _ wire: OutputBuffer, to session: TLSSession, answers: OutputBuffer, _ step: Int,
    _ take: (UnsafeRawBufferPointer) -> Void
  ) throws {
    while !wire.isEmpty {
      let piece = [UInt8](wire.bytes.prefix(step))
      wire.removeFirst(piece.count)
      try piece.withUnsafeBytes { bytes in
        try session.receive(bytes, via: scratch, answering: answers) {
          take($0)
          return true
        }
      }
    }
  }
}

private let own = try! SelfSignedCertificate.make(
  hosts: ["localhost", "127.0.0.1", "::1"], days: 30)
private let other = try! SelfSignedCertificate.make(hosts: ["localhost"], days: 30)

private func serverContext(
  _ certificate: SelfSignedCertificate = own, clients: TLSContext.ClientCertificates = .none,
  maxVersion: TLSContext.Version = .tls13
) throws -> TLSContext {
  try TLSContext(
    certificatePEM: certificate.certificatePEM, keyPEM: certificate.keyPEM, clients: clients,
    maxVersion: maxVersion)
}

private func clientContext(
  trusting certificate: SelfSignedCertificate = own, serverName: String = "localhost",
  identity: SelfSignedCertificate? = nil, maxVersion: TLSContext.Version = .tls13
) throws -> TLSContext {
  try TLSContext(
    trust: .roots(certificate.certificatePEM, name: "ca.pem"), serverName: serverName,
    identity: identity.map {
      CertifiedKey(certificatePEM: $0.certificatePEM, keyPEM: $0.keyPEM)
    },
    maxVersion: maxVersion)
}

@Test(arguments: [
  (TLSContext.Version.tls13, TLSContext.Version.tls13, "TLSv1.3"), (.tls12, .tls13, "TLSv1.2"),
  (.tls13, .tls12, "TLSv1.2"),
])
func bothSidesAgreeOnTheHighestCommonVersionAndOnHTTP2(
  client: TLSContext.Version, server: TLSContext.Version, version: String
) throws {
  let pair = try Pair(
    client: clientContext(maxVersion: client), server: serverContext(maxVersion: server))
  try pair.exchange()
  #expect(pair.client.applicationProtocol == "h2")
  #expect(pair.server.applicationProtocol == "h2")
  #expect(pair.server.versionName == version)
}

@Test(arguments: [1, 7, Int.max])
func bytesArriveWholeInBothDirectionsHoweverTheyAreCut(step: Int) throws {
  let pair = try Pair(client: clientContext(), server: serverContext())
  try pair.exchange(step: step)
  let up = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
  let down = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 17) }
  try up.withUnsafeBytes { try pair.client.send($0, to: pair.toServer) }
  try down.withUnsafeBytes { try pair.server.send($0, to: pair.toClient) }
  try pair.exchange(step: step)
  #expect(pair.serverReceived == up)
  #expect(pair.clientReceived == down)
}

@Test(arguments: ["localhost", "127.0.0.1", "::1"])
func aCertificateIsGoodForEachOfItsHosts(name: String) throws {
  let pair = try Pair(client: clientContext(serverName: name), server: serverContext())
  try pair.exchange()
  #expect(pair.client.applicationProtocol == "h2")
}

@Test func aServerWithAnotherCertificateIsRefused() throws {
  let pair = try Pair(client: clientContext(trusting: other), server: serverContext())
  let error = #expect(throws: TLSError.self) { try pair.exchange() }
  #expect(error?.description.hasPrefix("the server's certificate was refused: self") == true)
}

@Test(arguments: ["example.com", "127.0.0.2"])
func aCertificateForAnotherHostIsRefused(name: String) throws {
  let pair = try Pair(client: clientContext(serverName: name), server: serverContext())
  let error = #expect(throws: TLSError.self) { try pair.exchange() }
  guard case .untrusted(let reason) = error else {
    Issue.record("not refused for want of trust: \(String(describing: error))")
    return
  }
  #expect(reason.contains("mismatch"))
}

@Test func theServerHearsThatTheClientRefusedItsCertificate() throws {
  let pair = try Pair(client: clientContext(trusting: other), server: serverContext())
  #expect(throws: TLSError.self) { try pair.exchange() }
  let error = #expect(throws: TLSError.self) { try pair.exchange() }
  #expect(error?.description.contains("alert") == true)
}

@Test func aClientThatTrustsAnyoneTakesAnyCertificate() throws {
  let context = try TLSContext(trust: .anyone, serverName: "example.com")
  let pair = try Pair(client: context, server: serverContext())
  try pair.exchange()
  #expect(pair.client.applicationProtocol == "h2")
}

@Test func closingIsToldToThePeer() throws {
  let pair = try Pair(client: clientContext(), server: serverContext())
  try pair.exchange()
  try ([1, 2, 3] as [UInt8]).withUnsafeBytes { try pair.client.send($0, to: pair.toServer) }
  pair.client.close(to: pair.toServer)
  try pair.exchange()
  #expect(pair.server.state == .closedByPeer)
  #expect(!pair.serverReceived.isEmpty)
}

@Test func whatIsNoTLSIsAViolationAndNotTheEndOfTheProcess() throws {
  let session = try TLSSession(serverContext())
  let answer = OutputBuffer(capacity: 64)
  let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 16)
  defer { scratch.deallocate() }
  #expect(throws: TLSError.self) {
    try Array("hello hello hello hello".utf8).withUnsafeBytes {
      try session.receive($0, via: scratch, answering: answer) { _ in true }
    }
  }
}

@Test func aDamagedRecordIsAViolation() throws {
  let pair = try Pair(client: clientContext(), server: serverContext())
  try pair.exchange()
  try ([1, 2, 3] as [UInt8]).withUnsafeBytes { try pair.client.send($0, to: pair.toServer) }
  var record = [UInt8](pair.toServer.bytes)
  record[record.count - 1] ^= 1
  pair.toServer.removeAll()
  record.withUnsafeBytes { pair.toServer.append($0) }
  #expect(throws: TLSError.self) { try pair.exchange() }
  #expect(pair.serverReceived.isEmpty)
}

// MARK: Resumption

@Test(arguments: [TLSContext.Version.tls13, .tls12])
func theNextConnectionTakesUpTheSessionOfTheLast(version: TLSContext.Version) throws {
  let client = try clientContext(maxVersion: version)
  let server = try serverContext()
  var resumed: [Bool] = []
  for _ in 0..<3 {
    let pair = try Pair(client: client, server: server)
    try pair.exchange()
    #expect(pair.server.applicationProtocol == "h2")
    resumed.append(pair.server.isResumed && pair.client.isResumed)
  }
  #expect(resumed == [false, true, true])
}

@Test(arguments: [TLSContext.Version.tls13, .tls12])
func aServersNewContextTakesUpNothingOfTheOldOnes(version: TLSContext.Version) throws {
  let client = try clientContext(maxVersion: version)
  try Pair(client: client, server: serverContext()).exchange()
  let pair = try Pair(client: client, server: serverContext())
  try pair.exchange()
  #expect(pair.server.applicationProtocol == "h2")
  #expect(!pair.server.isResumed)
}

// MARK: Clients' certificates

private let device = try! SelfSignedCertificate.make(hosts: ["device-7.example", "::1"], days: 30)

private func roots(_ certificate: SelfSignedCertificate) -> (roots: Bytes, name: String) {
  (certificate.certificatePEM, "clients.pem")
}

@Test(arguments: [TLSContext.Version.tls13, .tls12])
func aClientIsKnownByItsCertificateAndStillIsWhenItsSessionResumes(
  version: TLSContext.Version
) throws {
  let (pem, name) = roots(device)
  let server = try serverContext(clients: .required(roots: pem, name: name))
  let client = try clientContext(identity: device, maxVersion: version)
  for isResumed in [false, true] {
    let pair = try Pair(client: client, server: server)
    #expect(pair.server.peerCertificate == nil)
    try pair.exchange()
    #expect(pair.server.isResumed == isResumed)
    #expect(pair.server.peerCertificate?.subject == "CN=device-7.example")
    #expect(
      pair.server.peerCertificate?.alternativeNames == ["DNS:device-7.example", "IP:::1"])
  }
}

@Test(arguments: [TLSContext.Version.tls13, .tls12])
func aClientWithoutTheCertificateThatIsRequiredIsRefused(version: TLSContext.Version) throws {
  let (pem, name) = roots(device)
  let pair = try Pair(
    client: clientContext(maxVersion: version),
    server: serverContext(clients: .required(roots: pem, name: name)))
  let error = #expect(throws: TLSError.self) { try pair.exchange() }
  #expect(error?.description.contains("peer did not return a certificate") == true)
}

@Test func aCertificateThatLeadsToNoRootIsRefusedEvenWhereNoneIsRequired() throws {
  let (pem, name) = roots(device)
  for clients in [
    TLSContext.ClientCertificates.optional(roots: pem, name: name),
    .required(roots: pem, name: name),
  ] {
    let pair = try Pair(
      client: clientContext(identity: other), server: serverContext(clients: clients))
    let error = #expect(throws: TLSError.self) { try pair.exchange() }
    #expect(error?.description.hasPrefix("the client's certificate was refused: self") == true)
  }
}

@Test func aCertificateMayBeLeftOutWhereItIsOptional() throws {
  let (pem, name) = roots(device)
  let server = try serverContext(clients: .optional(roots: pem, name: name))
  for identity in [nil, device] {
    let pair = try Pair(client: clientContext(identity: identity), server: server)
    try pair.exchange()
    #expect(pair.server.applicationProtocol == "h2")
    #expect((pair.server.peerCertificate != nil) == (identity != nil))
  }
}

@Test func whatWasNotVerifiedNamesNobody() throws {
  let context = try TLSContext(trust: .anyone, serverName: "example.com")
  let pair = try Pair(client: context, server: serverContext())
  try pair.exchange()
  #expect(pair.client.peerCertificate == nil)
  #expect(pair.server.peerCertificate == nil)
}

@Test func aServerKnowsWhenItsCertificateEnds() throws {
  let end = try #require(try serverContext().certificateExpiry)
  let now = Int64(time(nil))
  #expect((now + 29 * 86_400...now + 30 * 86_400).contains(end))
}

// MARK: Files

private func text(_ pem: Bytes) -> String { String(decoding: pem, as: UTF8.self) }

@Test func madePEMHasTheLabelsThatOthersExpect() {
  #expect(text(own.certificatePEM).hasPrefix("-----BEGIN CERTIFICATE-----\n"))
  #expect(text(own.keyPEM).hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
}

/// What is in the two files, and what is said about it.
struct Material: Sendable, CustomTestStringConvertible {
  let certificate: Bytes
  let key: Bytes
  let says: String
  var testDescription: String { says }
}

@Test(arguments: [
  Material(
    certificate: Bytes(), key: own.keyPEM,
    says: "a.crt: holds no certificate; expected PEM with \"-----BEGIN CERTIFICATE-----\""),
  Material(
    certificate: own.keyPEM, key: own.keyPEM,
    says: "a.crt: holds no certificate; expected PEM with \"-----BEGIN CERTIFICATE-----\""),
  Material(
    certificate: own.certificatePEM, key: Bytes(utf8: "nothing"),
    says: "a.key: holds no private key; expected PEM with \"-----BEGIN PRIVATE KEY-----\""),
  Material(
    certificate: own.certificatePEM, key: other.keyPEM,
    says: "a.key does not belong to the first certificate of a.crt"),
])
func unusableFilesAreNamedWithTheReason(material: Material) {
  let error = #expect(throws: TLSError.self) {
    try TLSContext(
      certificatePEM: material.certificate, keyPEM: material.key, certificateName: "a.crt",
      keyName: "a.key")
  }
  #expect(error?.description == material.says)
}

@Test func aDamagedCertificateIsNamedByItsPlace() {
  var damaged = [UInt8](own.certificatePEM)
  damaged[60] = UInt8(ascii: "!")
  let error = #expect(throws: TLSError.self) {
    try TLSContext(
      certificatePEM: Bytes(Array(own.certificatePEM) + damaged), keyPEM: own.keyPEM,
      certificateName: "a.crt")
  }
  #expect(error?.description.hasPrefix("a.crt: certificate 2 is damaged (") == true)
}

@Test(arguments: ["", "a b", "x,DNS:evil.example", "ホスト"])
func whatIsNoHostNameMakesNoCertificate(host: String) {
  #expect(throws: TLSError.self) { try SelfSignedCertificate.make(hosts: [host], days: 1) }
}
