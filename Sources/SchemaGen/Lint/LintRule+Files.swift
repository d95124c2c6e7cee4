import SchemaModel

/// How files and packages are laid out.
extension LintRule {
  /// The path of the package statement.
  private static let packagePath: [Int32] = [2]

  /// The folder that a file is in; `.` for the root.
  static func folder(_ file: Schema.File) -> String {
    let parts = file.name.split(separator: "/").dropLast()
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  @Sendable static func samePackage(
    _ folder: String, _ files: [Schema.File], _ report: inout LintReport
  ) {
    let packages = Set(files.map(\.package)).sorted()
    guard packages.count > 1 else { return }
    let names = packages.map { $0.isEmpty ? "no package" : $0 }.joined(separator: ", ")
    for file in files {
      report.add(
        "folder \(folder) holds several packages: \(names)", at: packagePath, in: file.name)
    }
  }

  @Sendable static func sameFolder(
    _ package: String, _ files: [Schema.File], _ report: inout LintReport
  ) {
    let folders = Set(files.map(folder)).sorted()
    guard folders.count > 1 else { return }
    let name = package.isEmpty ? "the empty package" : "package \(package)"
    for file in files {
      report.add(
        "\(name) is in several folders: \(folders.joined(separator: ", "))", at: packagePath,
        in: file.name)
    }
  }

  @Sendable static func hasPackage(_ file: Schema.File, _ report: inout LintReport) {
    guard file.package.isEmpty else { return }
    let name = folder(file).split(separator: "/").joined(separator: ".")
    report.add(
      "the file has no package", at: [],
      help: name == "."
        ? "names without a package clash sooner or later" : "write 'package \(name);'")
  }

  @Sendable static func inFolder(_ file: Schema.File, _ report: inout LintReport) {
    guard !file.package.isEmpty else { return }
    let expected = file.package.split(separator: ".").joined(separator: "/")
    guard folder(file) != expected else { return }
    report.add(
      "package \(file.package) belongs in folder \(expected), and the file is in \(folder(file))",
      at: packagePath, help: "move the file to \(expected)/\(SwiftName.baseName(file.name)).proto")
  }

  @Sendable static func lowerPackage(_ file: Schema.File, _ report: inout LintReport) {
    let parts = file.package.split(separator: ".", omittingEmptySubsequences: false)
    let better = parts.map { Casing.lowerSnake(String($0)) }.joined(separator: ".")
    guard better != file.package else { return }
    report.add(
      "package \(file.package) is not lower_snake_case", at: packagePath,
      suggesting: "package \(better);")
  }

  @Sendable static func versioned(_ file: Schema.File, _ report: inout LintReport) {
    guard !file.package.isEmpty, !Casing.hasVersion(file.package) else { return }
    report.add(
      "package \(file.package) does not end in a version", at: packagePath,
      suggesting: "package \(file.package).v1;",
      help: "with a version in the name, a second one can stand beside the first")
  }

  @Sendable static func lowerFile(_ file: Schema.File, _ report: inout LintReport) {
    let name = SwiftName.baseName(file.name)
    let better = Casing.lowerSnake(name)
    guard name != better else { return }
    report.add(
      "file name \(name).proto is not lower_snake_case", at: [], help: "call it \(better).proto")
  }

  @Sendable static func syntaxSpecified(_ file: Schema.File, _ report: inout LintReport) {
    let isUnsaid = (file.descriptor.syntax ?? "").isEmpty && !report.places.has(file.name, [12])
    guard isUnsaid else { return }
    report.add(
      "the file does not say its syntax, so it is taken for proto2", at: [],
      help: "begin it with 'syntax = \"proto3\";' or, to keep its meaning, 'syntax = \"proto2\";'")
  }

  // MARK: Imports

  @Sendable static func noPublicImport(
    _ entry: Import, _ file: Schema.File, _ report: inout LintReport
  ) {
    guard entry.isPublic else { return }
    report.add(
      "the import of \(entry.name) is public", at: entry.path,
      suggesting: "import \"\(entry.name)\";",
      help: "whoever needs \(entry.name) imports it")
  }

  @Sendable static func noWeakImport(
    _ entry: Import, _ file: Schema.File, _ report: inout LintReport
  ) {
    guard entry.isWeak else { return }
    report.add(
      "the import of \(entry.name) is weak", at: entry.path, suggesting: "import \"\(entry.name)\";"
    )
  }

  @Sendable static func usedImport(
    _ entry: Import, _ file: Schema.File, _ report: inout LintReport
  ) {
    guard entry.isUnused else { return }
    report.add("nothing of \(entry.name) is used", at: entry.path, suggesting: "")
  }

  @Sendable static func noCycle(_ files: [Schema.File], _ report: inout LintReport) {
    var imported: [String: Set<String>] = [:]
    let packages = Dictionary(files.map { ($0.name, $0.package) }, uniquingKeysWith: { $1 })
    for file in files where !file.package.isEmpty {
      let others = file.descriptor.dependency.compactMap { packages[$0] }
      imported[file.package, default: []].formUnion(
        others.filter { $0 != file.package && !$0.isEmpty })
    }
    for file in files where !file.package.isEmpty {
      for (index, name) in file.descriptor.dependency.enumerated() {
        guard let target = packages[name], target != file.package, !target.isEmpty,
          let way = way(from: target, to: file.package, imported)
        else { continue }
        let circle = ([file.package] + way).joined(separator: " → ")
        report.add(
          "the packages import each other: \(circle)", at: [3, Int32(clamping: index)],
          in: file.name)
      }
    }
  }

  /// The shortest chain of imports from one package to another, both included; nil if there is none.
  private static func way(
    from start: String, to goal: String, _ imported: [String: Set<String>]
  ) -> [String]? {
    var ways = [[start]]
    var seen: Set<String> = [start]
    while !ways.isEmpty {
      if let found = ways.first(where: { $0.last == goal }) { return found }
      ways = ways.flatMap { way in
        (imported[way.last ?? ""] ?? []).sorted().filter { seen.insert($0).inserted }
          .map { way + [$0] }
      }
    }
    return nil
  }

  // MARK: Options

  /// An option that a language's generator reads.
  struct FileOption: Sendable {
    let name: String
    let number: Int32
    /// Its value as text; nil when it is not set.
    let value: @Sendable (Schema.File) -> String?

    static let csharpNamespace = Self(name: "csharp_namespace", number: 37) {
      $0.options.csharpNamespace
    }
    static let goPackage = Self(name: "go_package", number: 11) { $0.options.goPackage }
    static let javaFiles = Self(name: "java_multiple_files", number: 10) {
      $0.options.javaMultipleFiles.map(String.init)
    }
    static let javaPackage = Self(name: "java_package", number: 1) { $0.options.javaPackage }
    static let phpNamespace = Self(name: "php_namespace", number: 41) { $0.options.phpNamespace }
    static let rubyPackage = Self(name: "ruby_package", number: 45) { $0.options.rubyPackage }
    static let swiftPrefix = Self(name: "swift_prefix", number: 39) { $0.options.swiftPrefix }
  }

  static func same(
    _ option: FileOption
  ) -> @Sendable (String, [Schema.File], inout LintReport) -> Void {
    { package, files, report in
      let values = Set(files.map { option.value($0) ?? "" }).sorted()
      guard values.count > 1 else { return }
      let all = values.map { $0.isEmpty ? "none" : "\"\($0)\"" }.joined(separator: ", ")
      for file in files {
        report.add(
          "the files of package \(package) have different values of \(option.name): \(all)",
          at: option.value(file) == nil ? packagePath : [8, option.number], in: file.name)
      }
    }
  }

  // MARK: Methods

  @Sendable static func uniqueTypes(_ files: [Schema.File], _ report: inout LintReport) {
    var users: [String: [(method: Schema.Method, file: String, path: [Int32])]] = [:]
    for file in files {
      for method in file.services.flatMap(\.methods) {
        if method.requestType == method.responseType {
          report.add(
            "\(method.name) takes and gives the same message \(method.requestType)",
            at: method.path,
            in: file.name, help: "give it a message for each side")
        }
        users[method.requestType, default: []].append((method, file.name, method.path + [2]))
        if method.responseType != method.requestType {
          users[method.responseType, default: []].append((method, file.name, method.path + [3]))
        }
      }
    }
    for (type, uses) in users.sorted(by: { $0.key < $1.key }) where uses.count > 1 {
      for (index, use) in uses.enumerated() {
        let other = uses[index == 0 ? 1 : 0]
        report.add(
          "\(type) is a message of several methods", at: use.path, in: use.file,
          help: "give each method messages of its own",
          note: ("\(other.method.name) has it too", other.file, other.path))
      }
    }
  }
}
