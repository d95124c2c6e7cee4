/// What somebody may touch of a tenant. There is no store of a tenant's data without one, and a call gets
/// the one that its method's access gives its caller.
public struct Tenancy: Sendable, Hashable {
  /// Whose records are there for him.
  enum Whose: Sendable, Hashable {
    case everybodys
    case ones(String)
    /// Those of the workers in the departments that somebody leads, and in those below; and his own, if he reaches them
    /// besides. Who that is the database knows (``TenantRows/shows(worker:)``).
    case led(by: String, withOwn: Bool)

    /// For what is bound to it, such as a page token; empty for everybody's. No id has a blank.
    var text: String {
      switch self {
      case .everybodys: ""
      case .ones(let worker): worker
      case .led(let leader, let withOwn): "led by \(leader)\(withOwn ? " and his own" : "")"
      }
    }
  }

  public let tenant: TenantID
  let whose: Whose

  private init(_ tenant: TenantID, _ whose: Whose) {
    self.tenant = tenant
    self.whose = whose
  }

  /// Of a caller: where his account is kept, and of it everything or what is his own.
  init(of principal: Principal, isOwnOnly: Bool) {
    self.init(principal.home, isOwnOnly ? .ones(principal.worker) : .everybodys)
  }

  /// Of a caller who leads departments: their workers, and what is his own if he reaches that too.
  init(ofLeader principal: Principal, withOwn: Bool) {
    self.init(principal.home, .led(by: principal.worker, withOwn: withOwn))
  }

  /// Of whoever holds the data folder and does something to a tenant there: a whole one.
  static func atTheMachine(_ tenant: TenantID) -> Tenancy { Tenancy(tenant, .everybodys) }

  /// Of who says that he is of a tenant and shows a secret of his there: what finds out whether it is his.
  static func claimed(_ tenant: TenantID) -> Tenancy { Tenancy(tenant, .everybodys) }

  /// Of a tenant that an act of the vendor, or of the server itself, concerns.
  static func ofWhomItConcerns(_ tenant: TenantID) -> Tenancy { Tenancy(tenant, .everybodys) }

  /// What the vendor keeps for himself, as a tenant would.
  static let ofTheVendor = Tenancy(.vendor, .everybodys)

  /// Whether everybody's records are there for him.
  var isWhole: Bool { whose == .everybodys }
}

/// How far a call reaches.
public enum Reach: Sendable, Hashable {
  /// Within a tenant.
  case tenant(Tenancy)
  /// Every tenant, as far as the vendor keeps them.
  case vendor
}
