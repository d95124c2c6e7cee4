/// What `syntax` or the features of an edition say of a declaration.
/// Source: protobuf.dev, "Feature Settings for Editions".
struct Features {
  enum Presence { case explicit, implicit, required }

  var presence: Presence
  var isOpen: Bool
  var isPacked: Bool
  var isDelimited = false

  /// The defaults of a file of this syntax; an absent one means proto2.
  init(syntax: String?) {
    switch syntax {
    case "proto3": (presence, isOpen, isPacked) = (.implicit, true, true)
    case "editions": (presence, isOpen, isPacked) = (.explicit, true, true)
    default: (presence, isOpen, isPacked) = (.explicit, false, false)
    }
  }

  /// These features with those that `set` names in their place.
  func overridden(by set: GoogleProtobuf.FeatureSet?) -> Features {
    var result = self
    switch set?.fieldPresence {
    case .explicit: result.presence = .explicit
    case .implicit: result.presence = .implicit
    case .legacyRequired: result.presence = .required
    default: break
    }
    switch set?.enumType {
    case .open: result.isOpen = true
    case .closed: result.isOpen = false
    default: break
    }
    switch set?.repeatedFieldEncoding {
    case .packed: result.isPacked = true
    case .expanded: result.isPacked = false
    default: break
    }
    switch set?.messageEncoding {
    case .delimited: result.isDelimited = true
    case .lengthPrefixed: result.isDelimited = false
    default: break
    }
    return result
  }
}
