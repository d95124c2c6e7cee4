import MadoAPI
import Protobuf
import RPC

/// Who may call each method that a server serves. What no schema declares is served to nobody: there is no
/// table with a hole in it.
struct AccessTable: Sendable {
  private let byPath: [String: Access]

  /// The standard services, whose schemas are not ours: tools ask them before they know who they are.
  static let standard: [String: Access] = [
    "grpc.health.v1.Health": Access(.everybody),
    "grpc.reflection.v1.ServerReflection": Access(.everybody),
    "grpc.reflection.v1alpha.ServerReflection": Access(.everybody),
  ]

  /// A method without a right declaration.
  struct Fault: Error, CustomStringConvertible {
    let path: String

    var description: String {
      "\(path) does not declare who may call it: set (mado.common.v1.access) in its schema"
    }
  }

  /// - Throws: ``Fault``, or what is wrong with a descriptor.
  init(_ services: [ServiceDescriptor]) throws {
    var byPath: [String: Access] = [:]
    for service in services {
      let declared = try Self.declarations(of: service)
      for method in service.methods {
        guard let access = Self.standard[service.name] ?? declared[method.name] else {
          throw Fault(path: method.path)
        }
        byPath[method.path] = access
      }
    }
    self.byPath = byPath
  }

  /// Nil for what is not served.
  subscript(_ method: MethodDescriptor) -> Access? { byPath[method.path] }

  /// For each scope, the roles that it lets do anything.
  var rolesByScope: [String: Set<TenantRole>] {
    var roles: [String: Set<TenantRole>] = [:]
    for access in byPath.values {
      guard let scope = access.scope else { continue }
      switch access.audience {
      case .everybody, .anybodyKnown: roles[scope, default: []].formUnion(TenantRole.all)
      case .roles(let allowed):
        roles[scope, default: []].formUnion(allowed.tenantRoles)
      }
    }
    return roles
  }

  /// By the methods' names.
  private static func declarations(of service: ServiceDescriptor) throws -> [String: Access] {
    let file = try GoogleProtobuf.FileDescriptorProto(decoding: service.file.descriptor)
    let package = file.package.map { $0.isEmpty ? "" : $0 + "." } ?? ""
    let methods = file.service.filter { package + ($0.name ?? "") == service.name }.flatMap(
      \.method)
    var found: [String: Access] = [:]
    for method in methods {
      guard let name = method.name,
        let declared = try method.options?.value(of: Shared.access)
      else { continue }
      found[name] = Access(declared)
    }
    return found
  }
}
