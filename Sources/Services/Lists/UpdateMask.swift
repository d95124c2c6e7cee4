import Protobuf
import RPC

/// Which fields an update changes.
struct UpdateMask: Sendable {
  private let paths: Set<String>

  /// - Throws: INVALID_ARGUMENT naming every path that cannot be changed.
  init(_ mask: GoogleProtobuf.FieldMask?, of fields: [String]) throws(RPCError) {
    let paths = mask?.paths ?? []
    let known = fields.joined(separator: ", ")
    var violations = paths.enumerated().filter { !fields.contains($0.element) }.map { place, path in
      GoogleRpc.BadRequest.FieldViolation(
        field: "update_mask.paths[\(place)]",
        description: "\"\(path)\" cannot be changed: give some of \(known)")
    }
    if paths.isEmpty {
      violations.append(
        .init(field: "update_mask", description: "nothing is changed: give some of \(known)"))
    }
    guard violations.isEmpty else { throw .invalid(violations) }
    self.paths = Set(paths)
  }

  func contains(_ field: String) -> Bool { paths.contains(field) }
}
