import Foundation
import MadoAPI
import RPC
import SQLite
import Testing

@testable import Services

/// Clients that are known by the certificate of their connection.
@Suite struct ClientCertificateTests {
  private static let identity = PeerIdentity(
    subject: "CN=device-7", alternativeNames: ["URI:spiffe://example/device", "DNS:device-7"])

  /// Who calls over a connection with a certificate.
  private func principal(
    _ office: Office, _ identity: PeerIdentity?, token: String? = nil
  ) async throws(RPCError) -> Principal {
    let services = ServiceRegistry(office.services, interceptors: [])
    let path = "/mado.telework.v1.EvidenceService/Upload"
    guard let method = services.method(at: path) else {
      throw RPCError(.internal, "no method", reason: "TEST")
    }
    var metadata = Metadata()
    if let token { metadata = ["authorization": "Bearer \(token)"] }
    let call = CallContext(method, metadata: metadata, peer: "192.0.2.1:9", identity: identity)
    return try await Authenticator(office.database, office.clock).principal(of: call)
  }

  private func add(
    _ subject: String, _ identity: PeerIdentity, _ office: Office
  ) async throws {
    try await office.database.write { transaction in
      try TokenStore(transaction.connection).add(
        Token(),
        for: Principal(.tenant(Demo.tenant, [.device]), subject: subject, worker: "demo-worker"),
        ClientCertificate(identity))
    }
  }

  @Test func whoIsKnownByHisCertificateNeedsNoToken() async throws {
    let office = try await Office(devices: 1)
    try await add("demo-device", Self.identity, office)
    let known = try await principal(office, Self.identity)
    #expect(known.subject == "demo-device" && known.worker == "demo-worker")
    // Renewed, with its names in another order.
    let renewed = PeerIdentity(
      subject: Self.identity.subject, alternativeNames: Self.identity.alternativeNames.reversed())
    #expect(try await principal(office, renewed) == known)
  }

  @Test(arguments: [
    PeerIdentity(subject: "CN=device-7"),
    PeerIdentity(subject: "CN=device-8", alternativeNames: Self.identity.alternativeNames),
    PeerIdentity(
      subject: "CN=device-7", alternativeNames: Self.identity.alternativeNames + ["DNS:other"]),
  ])
  func anotherCertificateIsAnothersHoweverMuchItSaysAlike(other: PeerIdentity) async throws {
    let office = try await Office(devices: 1)
    try await add("demo-device", Self.identity, office)
    let error = await failure { try await principal(office, other) }
    #expect(error?.reason == "TOKEN_UNKNOWN")
  }

  @Test func aTokenGoesBeforeACertificate() async throws {
    let office = try await Office(devices: 1)
    try await add("demo-device", Self.identity, office)
    let token = office.tokens["demo-manager"]
    #expect(try await principal(office, Self.identity, token: token).subject == "demo-manager")
    let wrong = await failure { try await principal(office, Self.identity, token: "wrong") }
    #expect(wrong?.reason == "TOKEN_UNKNOWN")
    let none = await failure { try await principal(office, nil) }
    #expect(none?.reason == "TOKEN_MISSING")
  }

  /// What a certificate says is no secret: nobody comes in by sending it.
  @Test func theNamesOfACertificateAreNoToken() async throws {
    let office = try await Office(devices: 1)
    try await add("demo-device", Self.identity, office)
    let names = ClientCertificate(Self.identity).names
    let error = await failure { try await principal(office, nil, token: names) }
    #expect(error?.reason == "TOKEN_UNKNOWN")
  }

  @Test func aCertificateIsOnes() async throws {
    let office = try await Office(devices: 1)
    try await add("demo-device", Self.identity, office)
    let error = await failure { try await add("demo-device", Self.identity, office) }
    #expect(error?.code == .alreadyExists && error?.reason == "CERTIFICATE_TAKEN")
  }
}
