/// One implementation of a service of the schema. Generated protocols refine it: a service is
/// written by conforming to those.
public protocol Service: Sendable {
  static var descriptor: ServiceDescriptor { get }
  /// In the order of the descriptor.
  var methods: [ServerMethod] { get }
}
