import Files
import Glibc
import TLS
import Testing

@testable import madod

/// A certificate and its key in a folder of their own, which goes with the test.
private final class Folder {
  let path: String
  private let files = LinuxFileSystem()

  init() throws {
    var template = Array("/tmp/mado-certificates-XXXXXX".utf8CString)
    path = String(cString: try #require(mkdtemp(&template)))
    try put(Folder.made())
  }

  deinit {
    for name in ["certificate.pem", "key.pem"] { try? files.remove("\(path)/\(name)") }
    rmdir(path)
  }

  static func made() throws -> SelfSignedCertificate {
    try SelfSignedCertificate.make(hosts: ["localhost"], days: 1)
  }

  func put(_ pair: SelfSignedCertificate) throws {
    try files.replace("\(path)/certificate.pem", with: Array(pair.certificatePEM))
    try files.replace("\(path)/key.pem", with: Array(pair.keyPEM))
  }

  func damageKey() throws { try files.replace("\(path)/key.pem", with: Array("x".utf8)) }
  func removeKey() throws { try files.remove("\(path)/key.pem") }

  func watch() throws -> CertificateWatch {
    var configuration = Configuration()
    configuration.certificateFile = "\(path)/certificate.pem"
    configuration.privateKeyFile = "\(path)/key.pem"
    let certificates = try CertificateFiles(configuration)
    return CertificateWatch(certificates, used: try certificates.content(), now: 0)
  }
}

extension CertificateWatch.Finding {
  /// `unchanged`, `replaced`, or the refusal.
  fileprivate var text: String {
    switch self {
    case .unchanged: "unchanged"
    case .replaced: "replaced"
    case .refused(let reason): reason
    }
  }
}

@Test func aChangedPairIsUsedOnceItHasBeenFoundTheSameTwice() throws {
  let folder = try Folder()
  var watch = try folder.watch()
  #expect(watch.look(asked: false, now: 1).text == "unchanged")
  try folder.put(Folder.made())
  #expect(watch.look(asked: false, now: 2).text == "unchanged")
  try folder.put(Folder.made())
  #expect(watch.look(asked: false, now: 3).text == "unchanged")
  #expect(watch.look(asked: false, now: 4).text == "replaced")
  #expect(watch.look(asked: false, now: 5).text == "unchanged")
}

@Test func whoAsksIsAnsweredAtOnce() throws {
  let folder = try Folder()
  var watch = try folder.watch()
  #expect(watch.look(asked: true, now: 1).text == "replaced")
  try folder.put(Folder.made())
  #expect(watch.look(asked: true, now: 2).text == "replaced")
}

@Test func aPairThatCannotBeUsedIsToldOnceAndToWhoAsksAgain() throws {
  let folder = try Folder()
  var watch = try folder.watch()
  try folder.damageKey()
  #expect(watch.look(asked: false, now: 1).text == "unchanged")
  let told = watch.look(asked: false, now: 2).text
  #expect(told.hasPrefix("key-file \(folder.path)/key.pem: holds no private key"))
  #expect(watch.look(asked: false, now: 3).text == "unchanged")
  #expect(watch.look(asked: true, now: 4).text == told)
  try folder.put(Folder.made())
  #expect(watch.look(asked: false, now: 5).text == "unchanged")
  #expect(watch.look(asked: false, now: 6).text == "replaced")
}

@Test func aFileThatIsGoneIsToldOnce() throws {
  let folder = try Folder()
  var watch = try folder.watch()
  try folder.removeKey()
  let told = watch.look(asked: false, now: 1).text
  #expect(told == "key-file: open \(folder.path)/key.pem: No such file or directory")
  #expect(watch.look(asked: false, now: 2).text == "unchanged")
}

@Test func aContextGivesWayAfterADay() throws {
  let folder = try Folder()
  var watch = try folder.watch()
  let day = Int64(24 * 60 * 60) * 1_000_000_000
  #expect(watch.look(asked: false, now: day - 1).text == "unchanged")
  #expect(watch.look(asked: false, now: day).text == "replaced")
  #expect(watch.look(asked: false, now: day + 1).text == "unchanged")
}
