import Protobuf

extension GoogleProtobuf.FileDescriptorSet {
  /// The same files, each behind those that it imports, as far as they are in the set and import each
  /// other in no circle.
  public func inDependencyOrder() -> GoogleProtobuf.FileDescriptorSet {
    var indices: [String: Int] = [:]
    for (index, file) in self.file.enumerated() { indices[file.name ?? ""] = index }
    var ordered = GoogleProtobuf.FileDescriptorSet()
    var isEntered = [Bool](repeating: false, count: file.count)
    // With a stack of our own: nobody bounds how deep the imports of a set are.
    var stack = Array(file.indices.reversed())
    var isOpen = isEntered
    while let index = stack.last {
      if isOpen[index] || isEntered[index] {
        stack.removeLast()
        if !isEntered[index] {
          isEntered[index] = true
          ordered.file.append(file[index])
        }
        continue
      }
      isOpen[index] = true
      for name in file[index].dependency.reversed() {
        if let imported = indices[name], !isOpen[imported] { stack.append(imported) }
      }
    }
    return ordered
  }
}
