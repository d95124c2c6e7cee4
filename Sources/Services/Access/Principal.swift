/// A tenant: a customer of the vendor.
public struct TenantID: Sendable, Hashable {
  public let text: String

  /// Under which the vendor keeps his own staff, as a tenant keeps his people. No customer has the id.
  public static let vendor = TenantID("vendor")

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
  /// His roles, as records have them.
  let roleText: String
  /// The user's id, or the agent's for a device.
  public let subject: String
  /// Whom a device watches; the user's own id otherwise.
  public let worker: String
  /// What an API token is good for; nil for whoever may do all that his roles allow.
  public let scopes: Set<String>?
  /// The session in which he signed in; nil for who has a token that was given him.
  public let session: String?
  /// Whether he has yet to enrol the second factor that is asked for, and may do nothing else.
  public let mustEnrol: Bool

  public init(
    _ side: Side, subject: String, worker: String? = nil, scopes: Set<String>? = nil,
    session: String? = nil, mustEnrol: Bool = false
  ) {
    self.side = side
    roleText = Self.roleWords(of: side).joined(separator: " ")
    self.subject = subject
    self.worker = worker ?? subject
    self.scopes = scopes
    self.session = session
    self.mustEnrol = mustEnrol
  }

  /// Where his account is kept.
  public var home: TenantID {
    switch side {
    case .tenant(let id, _): id
    case .vendor: .vendor
    }
  }

  /// His roles, as people read them.
  var roleWords: [String] { Self.roleWords(of: side) }

  private static func roleWords(of side: Side) -> [String] {
    switch side {
    case .tenant(_, let roles): roles.words
    case .vendor(let roles): roles.words.map { "VENDOR_\($0)" }
    }
  }
}
