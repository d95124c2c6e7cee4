import Buffers
import Files
import Glibc
import TLS

/// The server's certificate and key: the operator's files, or a self-signed pair in the data folder.
struct CertificateFiles: Sendable {
  let certificate: String
  let key: String

  /// How long a self-signed certificate lasts.
  private static let days = 825

  /// The pair that the configuration names; without one, that of the data folder, made when missing.
  init(
    _ configuration: Configuration, files: any FileSystem = LinuxFileSystem()
  ) throws {
    if let certificate = configuration.certificateFile, let key = configuration.privateKeyFile {
      self.certificate = certificate
      self.key = key
      return
    }
    let folder = "\(Self.absolute(configuration.dataFolder))/tls"
    certificate = "\(folder)/certificate.pem"
    key = "\(folder)/key.pem"
    if try files.attributes(certificate) == nil {
      let pair = try SelfSignedCertificate.make(
        hosts: ["localhost", "127.0.0.1", "::1"], days: Self.days)
      if try files.attributes(folder) == nil { try files.makeDirectory(folder) }
      // The certificate last: while it is missing, the next start makes both anew.
      try files.replace(key, with: Array(pair.keyPEM))
      try files.replace(certificate, with: Array(pair.certificatePEM))
    }
  }

  /// The path from the root: contexts name the certificate, and are used from any folder.
  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return String(cString: folder) + "/" + path
  }

  func context(files: any FileSystem = LinuxFileSystem()) throws -> TLSContext {
    try TLSContext(
      certificatePEM: Bytes(files.contents(of: certificate)),
      keyPEM: Bytes(files.contents(of: key)),
      certificateName: certificate, keyName: key)
  }
}
