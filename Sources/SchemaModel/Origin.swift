import Protobuf
import SchemaSyntax

/// Where an element comes from: its file and its path there, as descriptor.proto numbers it.
struct Origin {
  let file: String
  /// Of what is around the element.
  private(set) var features: Features
  private let commentsByPath: [[Int32]: Comments]
  private(set) var path: [Int32] = []

  init(_ file: GoogleProtobuf.FileDescriptorProto) {
    self.file = file.name ?? ""
    features = Features(file).overridden(by: file.options?.features)
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

  /// The same place with the features that hold inside it.
  func overriding(_ written: GoogleProtobuf.FeatureSet?) -> Origin {
    guard let written else { return self }
    var copy = self
    copy.features = features.overridden(by: written)
    return copy
  }

  mutating func encodesBehindLengths() { features.messageEncoding = .lengthPrefixed }

  /// Builds something from each descriptor of a repeated field, with its origin.
  func each<D, E>(_ descriptors: [D], _ suffix: [Int32], _ build: (D, Origin) -> E) -> [E] {
    descriptors.enumerated().map { index, descriptor in
      build(descriptor, at(suffix + [Int32(clamping: index)]))
    }
  }
}
