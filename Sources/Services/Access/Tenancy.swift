/// What somebody may touch of a tenant. There is no store of a tenant's data without one, and a call gets
/// the one that its method's access gives its caller.
public struct Tenancy: Sendable, Hashable {
  public let tenant: TenantID
  /// Whose records alone are there for him; nil for everybody's.
  let only: String?

  private init(_ tenant: TenantID, only: String?) {
    self.tenant = tenant
    self.only = only
  }

  /// Of a caller: where his account is kept, and of it everything or what is his own.
  init(of principal: Principal, isOwnOnly: Bool) {
    self.init(principal.home, only: isOwnOnly ? principal.worker : nil)
  }

  /// Of whoever holds the data folder and does something to a tenant there: a whole one.
  static func atTheMachine(_ tenant: TenantID) -> Tenancy { Tenancy(tenant, only: nil) }

  /// Of who says that he is of a tenant and shows a secret of his there: what finds out whether it is his.
  static func claimed(_ tenant: TenantID) -> Tenancy { Tenancy(tenant, only: nil) }

  /// Of a tenant that an act of the vendor, or of the server itself, concerns.
  static func ofWhomItConcerns(_ tenant: TenantID) -> Tenancy { Tenancy(tenant, only: nil) }

  /// What the vendor keeps for himself, as a tenant would.
  static let ofTheVendor = Tenancy(.vendor, only: nil)

  /// Whether the records of `worker` are there for him.
  func shows(_ worker: String) -> Bool { only == nil || only == worker }
}

/// How far a call reaches.
public enum Reach: Sendable, Hashable {
  /// Within a tenant.
  case tenant(Tenancy)
  /// Every tenant, as far as the vendor keeps them.
  case vendor
}
