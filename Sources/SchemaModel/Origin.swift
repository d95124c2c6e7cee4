import Protobuf
import SchemaSyntax

/// Where an element comes from: its file and its path there, as descriptor.proto numbers it.
struct Origin {
  let file: String
  let isProto3: Bool
  private let commentsByPath: [[Int32]: Comments]
  private(set) var path: [Int32] = []

  init(_ file: GoogleProtobuf.FileDescriptorProto) {
    self.file = file.name ?? ""
    isProto3 = file.syntax == "proto3"
    var comments: [[Int32]: Comments] = [:]
    for location in file.sourceCodeInfo?.location ?? [] {
      let found = Comments(
        leading: location.leadingComments, trailing: location.trailingComments,
        detached: location.leadingDetachedComments)
      if found != Comments() { comments[location.path] = found }
    }
    commentsByPath = comments
  }

  var comments: Comments { commentsByPath[path] ?? Comments() }

  /// The element at `suffix` below this one.
  func at(_ suffix: [Int32]) -> Origin {
    var copy = self
    copy.path += suffix
    return copy
  }

  /// Builds something from each descriptor of a repeated field, with its origin.
  func each<D, E>(_ descriptors: [D], _ suffix: [Int32], _ build: (D, Origin) -> E) -> [E] {
    descriptors.enumerated().map { index, descriptor in
      build(descriptor, at(suffix + [Int32(clamping: index)]))
    }
  }
}
