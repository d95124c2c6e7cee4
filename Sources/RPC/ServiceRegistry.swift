import Glibc

/// The services of a server: from a request's path to the method that serves it.
///
/// Built once; looking up a path allocates nothing and hashes once.
public final class ServiceRegistry: Sendable {
  /// In the order in which they were given.
  public let services: [ServiceDescriptor]

  /// Whether errors carry the reasons of our domain.
  public let givesReasons: Bool

  /// Slots by hash, a power of two and at most half full; nil is a free one.
  private let slots: [ServerMethod?]
  private let interceptors: [any ServerInterceptor]

  /// - Parameters:
  ///   - services: of which no two may have the same name.
  ///   - interceptors: step in around every method, the first outermost.
  ///   - givesReasons: whether errors carry the reasons of our domain.
  public init(
    _ services: [any Service], interceptors: [any ServerInterceptor] = [],
    givesReasons: Bool = true
  ) {
    self.givesReasons = givesReasons
    self.services = services.map { type(of: $0).descriptor }
    let methods = services.flatMap(\.methods)
    var slots = [ServerMethod?](repeating: nil, count: ServiceRegistry.capacity(methods.count))
    for method in methods {
      var path = method.descriptor.path
      let slot = path.withUTF8 { ServiceRegistry.slot(of: UnsafeRawBufferPointer($0), in: slots) }
      precondition(slots[slot] == nil, "\(path) is served twice")
      slots[slot] = method.intercepted(by: interceptors)
    }
    self.slots = slots
    self.interceptors = interceptors
  }

  /// For transports: tells the interceptors of a request that comes to no handler.
  public func refused(_ request: @autoclosure () -> RefusedRequest) {
    guard !interceptors.isEmpty else { return }
    let request = request()
    for interceptor in interceptors { interceptor.refused(request) }
  }

  /// The method that `path` names, `/package.Service/Method`.
  public func method(at path: UnsafeRawBufferPointer) -> ServerMethod? {
    slots[ServiceRegistry.slot(of: path, in: slots)]
  }

  /// The method that `path` names, `/package.Service/Method`.
  public func method(at path: String) -> ServerMethod? {
    var path = path
    return path.withUTF8 { method(at: UnsafeRawBufferPointer($0)) }
  }

  private static func capacity(_ count: Int) -> Int {
    var capacity = 4
    while capacity < 2 * count { capacity *= 2 }
    return capacity
  }

  /// The slot that holds `path`, or the free one where it belongs (linear probing).
  private static func slot(of path: UnsafeRawBufferPointer, in slots: [ServerMethod?]) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, 64 bits
    for byte in path { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
    while let method = slots[slot], !method.isAt(path) { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}

extension ServerMethod {
  fileprivate func isAt(_ path: UnsafeRawBufferPointer) -> Bool {
    let own = descriptor.path.utf8
    guard own.count == path.count else { return false }
    return own.withContiguousStorageIfAvailable { own in
      guard let left = own.baseAddress, let right = path.baseAddress else { return true }
      return memcmp(left, right, own.count) == 0
    } ?? own.elementsEqual(path)
  }
}
