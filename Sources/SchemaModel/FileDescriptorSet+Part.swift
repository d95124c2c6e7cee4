import Protobuf

extension GoogleProtobuf.FileDescriptorSet {
  /// The descriptors of some files, as a set in the same order, which is that of dependency.
  ///
  /// - Parameters:
  ///   - names: the files, as they are imported.
  ///   - withImports: also everything that they import, however indirectly.
  ///   - withSourceInfo: with places and comments, where the descriptors have them.
  public func part(
    of names: [String], withImports: Bool, withSourceInfo: Bool
  ) -> GoogleProtobuf.FileDescriptorSet {
    var wanted = Set(names)
    if withImports {
      // Backwards, so that whoever imports a file is met before it.
      for file in self.file.reversed() where wanted.contains(file.name ?? "") {
        wanted.formUnion(file.dependency)
      }
    }
    var part = GoogleProtobuf.FileDescriptorSet()
    for var file in file where wanted.contains(file.name ?? "") {
      if !withSourceInfo { file.sourceCodeInfo = nil }
      part.file.append(file)
    }
    return part
  }
}
