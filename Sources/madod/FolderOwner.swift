import Files
import Glibc

/// Whose a folder is. What another user makes in the server's folder the server could not open: so nobody
/// but its owner works on it, root neither.
struct FolderOwner: Error, CustomStringConvertible {
  private let folder: String
  private let name: String

  /// Refuses to go on when the folder at `path` is there and another user's.
  static func require(_ path: String) throws {
    guard let found = try LinuxFileSystem().attributes(path), found.owner != geteuid() else {
      return
    }
    throw FolderOwner(folder: path, name: userName(found.owner))
  }

  static func userName(_ number: UInt32) -> String {
    getpwuid(number).map { String(cString: $0.pointee.pw_name) } ?? "#\(number)"
  }

  var description: String {
    let own = Self.userName(geteuid())
    return "\(folder) belongs to \(name), and you are \(own): run this as \(name) "
      + "(runuser -u \(name) -- madod …)"
  }
}
