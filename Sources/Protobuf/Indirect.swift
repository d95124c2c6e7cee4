/// Storage of a message field whose message can contain itself: behind a reference, copied on write.
/// To its user the property is a plain optional message.
@propertyWrapper
public struct Indirect<M: Message>: Sendable, Hashable {
  private final class Box: @unchecked Sendable {
    // Written only while uniquely referenced; nil only while it is being changed.
    var value: M?
    init(_ value: M) { self.value = value }
  }

  private var box: Box?

  public init(wrappedValue: M?) {
    box = wrappedValue.map(Box.init)
  }

  public var wrappedValue: M? {
    get { box?.value }
    set {
      if let newValue, isKnownUniquelyReferenced(&box) {
        box?.value = newValue
      } else {
        box = newValue.map(Box.init)
      }
    }
    _modify {
      // Taken out, so that what is changed in place is not copied first.
      let isUnique = isKnownUniquelyReferenced(&box)
      var value = isUnique ? box?.value.take() : box?.value
      defer {
        if let value {
          if isUnique, let box { box.value = value } else { box = Box(value) }
        } else {
          box = nil
        }
      }
      yield &value
    }
  }

  public static func == (a: Indirect, b: Indirect) -> Bool { a.box?.value == b.box?.value }
  public func hash(into hasher: inout Hasher) { hasher.combine(box?.value) }
}
