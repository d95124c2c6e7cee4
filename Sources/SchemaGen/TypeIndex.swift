import Protobuf
import SchemaModel

/// Where each type of a schema lies in Swift, and how to write it from anywhere.
struct TypeIndex {
  /// The scopes that a name is looked up in, innermost first; the global scope stands behind them.
  typealias Scope = [[String]]

  private struct Place {
    let path: [String]
    let module: String
  }

  private var placesByName: [String: Place] = [:]
  /// The names of types declared directly in a scope.
  private var namesByScope: [[String]: Set<String>] = [:]
  private let moduleOf: (String) -> String

  /// - Parameter moduleOf: the module that holds a file's Swift, by the file's name.
  init(_ schema: Schema, moduleOf: @escaping (String) -> String) {
    self.moduleOf = moduleOf
    for file in schema.files {
      let namespace = Self.namespace(of: file)
      namesByScope[[], default: []].insert(namespace)
      for enumeration in file.enums { enter(enumeration, in: [namespace]) }
      for message in file.messages { enter(message, in: [namespace]) }
      for service in file.services {
        namesByScope[[namespace], default: []].formUnion([
          SwiftName.serviceProtocol(service.name), SwiftName.serviceClient(service.name),
          SwiftName.serviceDescriptor(service.name),
        ])
      }
    }
  }

  static func namespace(of file: Schema.File) -> String {
    SwiftName.namespace(package: file.package, swiftPrefix: file.options.swiftPrefix)
  }

  func module(of fileName: String) -> String { moduleOf(fileName) }

  /// Where a message or an enum lies, the namespace first.
  func path(of fullName: String) -> [String] { placesByName[fullName]?.path ?? [] }

  /// The scopes inside the declaration of the type at `path`, or of the namespace.
  static func declarationScope(_ path: [String]) -> Scope {
    path.indices.reversed().map { Array(path[...$0]) }
  }

  /// The scopes inside `extension A.B.C`: of the types around it, Swift looks at none.
  static func extensionScope(_ path: [String]) -> Scope { [path] }

  /// A type of the schema as it is written in `scope`: as short as it can be.
  func reference(_ fullName: String, in scope: Scope) -> String {
    guard let place = placesByName[fullName] else { return SwiftName.upperCamel(fullName) }
    for start in place.path.indices.reversed()
    where resolve(place.path[start], in: scope) == Array(place.path[...start]) {
      return place.path[start...].joined(separator: ".")
    }
    return "\(place.module).\(place.path.joined(separator: "."))"
  }

  /// A type of the runtime or of Swift as it is written in `scope`: with its module in front where
  /// the schema has a type of that name.
  func runtime(_ name: String, of module: String, in scope: Scope) -> String {
    resolve(name, in: scope) == nil ? name : "\(module).\(name)"
  }

  /// The path of what `name` stands for in `scope`, nil if it is not of the schema.
  private func resolve(_ name: String, in scope: Scope) -> [String]? {
    for path in scope + [[]] where namesByScope[path]?.contains(name) == true {
      return path + [name]
    }
    return nil
  }

  private mutating func enter(_ message: Schema.Message, in scope: [String]) {
    guard !message.isMapEntry else { return }
    let name = SwiftName.type(of: message)
    let path = scope + [name]
    placesByName[message.fullName] = Place(path: path, module: moduleOf(message.fileName))
    namesByScope[scope, default: []].formUnion([name, SwiftName.type(message.name)])
    for enumeration in message.enums { enter(enumeration, in: path) }
    for nested in message.messages { enter(nested, in: path) }
    for oneof in message.oneofs where !oneof.isSynthetic {
      namesByScope[path, default: []].insert(MessagePlan.oneofTypeName(oneof, of: message))
    }
  }

  private mutating func enter(_ enumeration: Schema.Enum, in scope: [String]) {
    let name = SwiftName.type(of: enumeration)
    let module = moduleOf(enumeration.fileName)
    placesByName[enumeration.fullName] = Place(path: scope + [name], module: module)
    namesByScope[scope, default: []].formUnion([name, SwiftName.type(enumeration.name)])
  }
}
