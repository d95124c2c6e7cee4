import Buffers
import Files
import Glibc
import TLS

/// The files that TLS needs: the operator's certificate and key, or a self-signed pair in the data
/// folder; and the roots of the clients' certificates.
struct CertificateFiles: Sendable {
  let certificate: String
  let key: String
  private let clientRoots: String?
  private let clientCertificates: Configuration.ClientCertificates
  private let files: any FileSystem

  /// What the files hold.
  struct Content: Sendable, Hashable {
    fileprivate var certificate: [UInt8]
    fileprivate var key: [UInt8]
    fileprivate var clientRoots: [UInt8]
  }

  /// Files that cannot be used: the configuration key, the path and the reason.
  struct Unusable: Error, Hashable, CustomStringConvertible {
    let description: String
  }

  /// How long a self-signed certificate lasts.
  private static let days = 825

  /// The pair that the configuration names; without one, that of the data folder, made when missing.
  init(
    _ configuration: Configuration, files: any FileSystem = LinuxFileSystem()
  ) throws {
    self.files = files
    clientRoots = configuration.clientCAFile
    clientCertificates = configuration.clientCertificates
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

  /// Reads them.
  func content() throws(Unusable) -> Content {
    Content(
      certificate: try read(certificate, "certificate-file"), key: try read(key, "key-file"),
      clientRoots: try clientRoots.map { path throws(Unusable) in try read(path, "client-ca-file") }
        ?? [])
  }

  private func read(_ path: String, _ key: String) throws(Unusable) -> [UInt8] {
    do throws(FileError) {
      return try files.contents(of: path)
    } catch {
      throw Unusable(description: "\(key): \(error)")
    }
  }

  /// The context that serves with `content`.
  func context(_ content: Content) throws(Unusable) -> TLSContext {
    do throws(TLSError) {
      return try TLSContext(
        certificatePEM: Bytes(content.certificate), keyPEM: Bytes(content.key),
        certificateName: "certificate-file \(certificate)", keyName: "key-file \(key)",
        clients: clients(content))
    } catch {
      throw Unusable(description: "\(error)")
    }
  }

  private func clients(_ content: Content) -> TLSContext.ClientCertificates {
    guard let clientRoots else { return .none }
    let roots = Bytes(content.clientRoots)
    let name = "client-ca-file \(clientRoots)"
    return switch clientCertificates {
    case .none: .none
    case .optional: .optional(roots: roots, name: name)
    case .required: .required(roots: roots, name: name)
    }
  }
}
