import CivilTime

/// The products and prices from a date on. It never changes: another version follows (COM-13).
public struct CatalogueVersion: Hashable, Sendable {
  public let id: String
  /// The first day on which contracts are concluded by it.
  public let effective: CivilDate
  public let products: [Product]

  /// Nil if two products, or two items of one product, have the same code, or a lot has no units.
  public init?(_ id: String, effective: CivilDate, products: [Product]) {
    let lists = [products.map(\.code)] + products.map { $0.items.map(\.code) }
    let lots = products.flatMap { $0.items.map(\.lot) }
    guard lists.allSatisfy({ Set($0).count == $0.count }), lots.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    self.init(unchecked: id, effective, products)
  }

  init(unchecked id: String, _ effective: CivilDate, _ products: [Product]) {
    self.id = id
    self.effective = effective
    self.products = products
  }

  /// The product of that code.
  public subscript(code: String) -> Product? { products.first { $0.code == code } }
}

/// All versions of the catalogue. A contract keeps the one by which it was concluded (COM-13).
public struct Catalogue: Hashable, Sendable {
  /// In order of effect; at least one.
  public private(set) var versions: [CatalogueVersion]

  /// Beginning with the published figures.
  ///
  /// - Parameter others: what was published after them.
  public init(first: CatalogueVersion = .published, behind others: [CatalogueVersion] = []) {
    versions = [first] + others.sorted { $0.effective < $1.effective }
  }

  /// Why a version is not published, in order of precedence.
  public enum Rejection: Refusal {
    case idTaken(String)
    /// Another version takes effect on that day or later.
    case effectNotAfter(effect: CivilDate, last: CivilDate)
    case notice(AdvanceNotice.Rejection)

    public var fault: Fault {
      switch self {
      case .idTaken(let id):
        Fault(
          .state, "VERSION_EXISTS", field: "id", value: id, limit: "an id not used yet",
          fix: "versions never change: publish another")
      case .effectNotAfter(let effect, let last):
        Fault(
          .state, "EFFECT_NOT_AFTER", field: "effective", value: effect.description,
          limit: "after \(last)", fix: "let it take effect after the last version")
      case .notice(let rejection): rejection.fault
      }
    }
  }

  /// The version of that id, whatever has followed it.
  public subscript(id: String) -> CatalogueVersion? { versions.first { $0.id == id } }

  /// The version by which contracts are concluded on `date`; nil before the first.
  public func inEffect(on date: CivilDate) -> CatalogueVersion? {
    versions.last { $0.effective <= date }
  }

  /// Adds a version that was announced at least 30 days before its effect (TEL-04, COM-13).
  public mutating func publish(
    _ version: CatalogueVersion, announced: CivilDate, exception: String? = nil
  ) -> Ruling<AdvanceNotice.Answer, Rejection> {
    var rejections: [Rejection] = []
    if self[version.id] != nil { rejections.append(.idTaken(version.id)) }
    if let last = versions.last?.effective, version.effective <= last {
      rejections.append(.effectNotAfter(effect: version.effective, last: last))
    }
    let notice = AdvanceNotice.judge(
      announced: announced, effect: version.effective, exception: exception, rule: .com13)
    rejections += notice.rejections.map { .notice($0) }
    guard rejections.isEmpty, let answer = notice.answer else { return .refused(rejections) }
    versions.append(version)
    return .granted(answer)
  }
}
