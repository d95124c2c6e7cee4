/// All commands, by the words that lead to them.
struct CommandTree: Sendable {
  let areas: [Area]

  var commands: [Command] { areas.flatMap { $0.services.flatMap(\.commands) } }

  /// The command of a method, `package.Service/Method`.
  func command(at path: String) -> Command? {
    let path = path.hasPrefix("/") ? path : "/" + path
    return commands.first { $0.method.path == path }
  }
}

extension Area {
  /// The commands of the service that is named as the area: they need no word for the service.
  var ownCommands: [Command] {
    let own = services.first { $0.name == name }
    let taken = Set(services.map(\.name))
    return own?.commands.filter { !taken.contains($0.name) } ?? []
  }
}

/// Another way to make a command's call, for what flags cannot say.
struct Shortcut: Sendable {
  /// The option that asks for it.
  let trigger: String
  /// It and those that go with it.
  let options: [Option]
  let run: @Sendable (Invocation.Given, Call, Console) async throws -> Void
}

extension Command {
  var shortcuts: [Shortcut] {
    Shortcut.all.filter { $0.path == method.path }.map(\.shortcut)
  }
}

extension Shortcut {
  /// By the path of the method.
  fileprivate static let all = [
    (path: ImageUpload.method.path, shortcut: ImageUpload.shortcut)
  ]
}
