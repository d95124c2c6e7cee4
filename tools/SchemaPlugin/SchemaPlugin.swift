import Foundation
import PackagePlugin

/// Makes Swift from the schema files of a target while it is built.
///
/// A library gets the messages, services and clients of the `.proto` files in its folder. An
/// executable without such files gets the commands of the services of the targets it depends on. What is
/// declared as input decides when this runs again, and schemac leaves alone what would not change:
/// after an edit only the Swift that differs is compiled.
///
/// A file `SchemaPlugin.options` in the target's folder has a line for each option: `access = package` or
/// `access = internal` keeps what is made to the package or the module.
@main
struct SchemaPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target.sourceModule else { return [] }
    let own = SchemaFolder(module)
    let imported = target.recursiveTargetDependencies.compactMap(\.sourceModule)
      .map(SchemaFolder.init).filter { !$0.files.isEmpty }
    let isClient = module.kind == .executable && own.files.isEmpty
    let made = isClient ? imported.flatMap(\.files) : own.files
    let outputs = isClient ? Self.commandOutputs(made) : Self.outputs(made)
    guard !made.isEmpty else {
      throw PluginError(
        isClient
          ? "\(target.name) depends on no target with schema files"
          : "\(target.name) has no schema files in \(module.directoryURL.path)")
    }

    let folder = context.pluginWorkDirectoryURL
    let tool = try context.tool(named: "schemac")
    var roots = ([own] + imported).map(\.root.path)
    roots.append(Self.standardSchemas.path)
    var arguments = ["generate", "--swift-out", folder.path, "--module", module.moduleName]
    if isClient { arguments.append("--commands") }
    // Read by schemac: what stands in it may change without this being asked again.
    let options = module.sourceFiles.map(\.url)
      .filter { $0.lastPathComponent == "SchemaPlugin.options" }
    for options in options { arguments += ["--options", options.path] }
    var seen: Set<String> = []
    for root in roots where seen.insert(root).inserted { arguments += ["--proto-path", root] }
    for other in imported {
      arguments += other.files.flatMap {
        ["--import-module", "\(other.module)=\($0.importPath)"]
      }
    }
    arguments += outputs.flatMap { ["--expect", $0] }
    return [
      .buildCommand(
        displayName: "Making the Swift of \(target.name) from its schema",
        executable: tool.url,
        arguments: arguments + made.map(\.importPath),
        inputFiles: (own.files + imported.flatMap(\.files)).map(\.url)
          + options + (try Self.wellKnown()),
        outputFiles: outputs.map { folder.appending(path: $0) })
    ]
  }

  /// Whether a file has services may change without this being asked again: what has none gets an empty
  /// file for them.
  private static func outputs(_ files: [SchemaFile]) -> [String] {
    files.flatMap { ["\($0.name).messages.swift", "\($0.name).service.swift"] }
  }

  private static func commandOutputs(_ files: [SchemaFile]) -> [String] {
    files.map { "\($0.name).commands.swift" } + ["areas.commands.swift"]
  }

  /// The standard schemas of this package, which any schema may import.
  private static let standardSchemas = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Schema")

  /// The standard schemas whose Swift is checked in.
  private static func wellKnown() throws -> [URL] {
    try ["google/protobuf", "google/rpc", "buf/validate"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(
        at: standardSchemas.appending(path: folder), includingPropertiesForKeys: nil)
    }.filter { $0.pathExtension == "proto" }
  }
}

/// The schema files of one target.
private struct SchemaFolder {
  let module: String
  /// Where imports are relative to: the nearest folder called `Schema` around the target's, or that.
  let root: URL
  let files: [SchemaFile]

  init(_ module: any SourceModuleTarget) {
    self.module = module.moduleName
    let parts = module.directoryURL.standardizedFileURL.pathComponents
    let depth = parts.lastIndex(of: "Schema").map { $0 + 1 } ?? parts.count
    let root = URL(filePath: NSString.path(withComponents: Array(parts[..<depth])))
    self.root = root
    files = module.sourceFiles.map(\.url).filter { $0.pathExtension == "proto" }
      .sorted { $0.path < $1.path }
      .map { SchemaFile(url: $0, importPath: Self.path(of: $0, below: root)) }
  }

  private static func path(of file: URL, below root: URL) -> String {
    let parts = file.standardizedFileURL.pathComponents
    return parts.dropFirst(root.pathComponents.count).joined(separator: "/")
  }
}

private struct SchemaFile {
  let url: URL
  let importPath: String

  var name: String { url.deletingPathExtension().lastPathComponent }
}

private struct PluginError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
