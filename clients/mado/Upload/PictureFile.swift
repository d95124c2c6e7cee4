import Calling
import Files
import Glibc

/// A picture file that is to be uploaded.
struct PictureFile: Sendable, Hashable {
  let path: String
  let size: Int64
  /// When it was last changed, in the epoch of `stat`.
  let changedSeconds: Int64
  let changedNanoseconds: Int32

  var isPNG: Bool { path.lowercased().hasSuffix(".png") }

  private static let suffixes = [".jpg", ".jpeg", ".png"]

  /// The files of these names, and the pictures in the folders among them.
  static func find(_ paths: [String]) throws(UsageError) -> [PictureFile] {
    var pictures: [PictureFile] = []
    for path in paths {
      do throws(FileError) {
        guard let attributes = try LinuxFileSystem().attributes(path) else {
          throw FileError(operation: "stat", path: path, code: ENOENT)
        }
        guard attributes.isDirectory else {
          pictures.append(try PictureFile(path))
          continue
        }
        let names = try LinuxFileSystem().list(path).sorted()
        for name in names where suffixes.contains(where: { name.lowercased().hasSuffix($0) }) {
          pictures.append(try PictureFile("\(path)/\(name)"))
        }
      } catch {
        throw UsageError("--images: \(error)")
      }
    }
    guard !pictures.isEmpty else {
      throw UsageError(
        "--images: there is no picture (.jpg, .jpeg, .png) in \(paths.joined(separator: ", "))")
    }
    return pictures
  }

  private init(_ path: String) throws(FileError) {
    var attributes = stat()
    guard stat(path, &attributes) == 0 else {
      throw FileError(operation: "stat", path: path, code: errno)
    }
    self.path = path
    size = Int64(attributes.st_size)
    changedSeconds = Int64(attributes.st_mtim.tv_sec)
    changedNanoseconds = Int32(truncatingIfNeeded: attributes.st_mtim.tv_nsec)
  }

  func content() throws(UsageError) -> [UInt8] {
    do throws(FileError) {
      return try LinuxFileSystem().contents(of: path)
    } catch {
      throw UsageError("--images: \(error)")
    }
  }
}
