/// From where a tenant's people and machines may call (TEL-07): Japan, unless it was agreed otherwise.
public struct Territory: Sendable, Hashable {
  /// What becomes of a call from abroad.
  public enum Policy: String, Sendable, CaseIterable {
    case off = "OFF"
    case warn = "WARN"
    case block = "BLOCK"
  }

  public enum Verdict: Sendable, Hashable {
    case pass
    /// It goes on, and is on record.
    case warn
    case block
  }

  public var policy = Policy.block
  /// Countries that are as Japan, by two letters (ISO 3166-1).
  public var allowed: Set<String> = []
  /// By what the written agreement is known that lets the tenant call from abroad.
  public var agreement = ""

  public static let japan = "JP"

  public init() {}

  /// What becomes of a call from a country; nil where that is not known.
  public func verdict(on country: String?) -> Verdict {
    guard policy != .off else { return .pass }
    guard let country else { return .warn }
    if country == Self.japan || allowed.contains(country) { return .pass }
    return policy == .block ? .block : .warn
  }

  /// Whether it opens what only a written agreement opens, and names none.
  public var lacksAgreement: Bool {
    agreement.isEmpty && (policy == .off || !allowed.subtracting([Self.japan]).isEmpty)
  }
}
