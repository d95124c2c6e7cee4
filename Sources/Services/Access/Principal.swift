/// A tenant: a customer of the vendor.
public struct TenantID: Sendable, Hashable {
  public let text: String

  public init(_ text: String) {
    self.text = text
  }
}

/// Who calls, as what he shows says.
public struct Principal: Sendable, Hashable {
  /// Whose he is, and with it what he may be.
  public enum Side: Sendable, Hashable {
    case tenant(TenantID, Set<TenantRole>)
    case vendor(Set<VendorRole>)
  }

  public let side: Side
  /// The user's id, or the agent's for a device.
  public let subject: String
  /// Whom a device watches; the user's own id otherwise.
  public let worker: String
  /// What an API token is good for; nil for whoever may do all that his roles allow.
  public let scopes: Set<String>?
  /// The session in which he signed in; nil for who has a token that was given him.
  public let session: String?

  public init(
    _ side: Side, subject: String, worker: String? = nil, scopes: Set<String>? = nil,
    session: String? = nil
  ) {
    self.side = side
    self.subject = subject
    self.worker = worker ?? subject
    self.scopes = scopes
    self.session = session
  }

  /// His roles, as people read them.
  var roleWords: [String] {
    switch side {
    case .tenant(_, let roles): roles.words
    case .vendor(let roles): roles.words.map { "VENDOR_\($0)" }
    }
  }
}
