import Buffers
import Files
import RPC
import RPCTransport
import TLS

extension Target {
  /// How a channel reaches the server.
  package func configuration() throws(UsageError) -> Channel.Configuration {
    let (trust, identity) = (try trust(), try certifiedKey())
    var configuration: Channel.Configuration
    do throws(TLSError) {
      configuration = try server.configuration(trusting: trust, as: identity)
    } catch {
      throw UsageError("\(error)")
    }
    if let serviceConfig { configuration.serviceConfig = try ServiceConfig(given: serviceConfig) }
    configuration.keepalive = keepalive
    return configuration
  }

  private func trust() throws(UsageError) -> TLSContext.Trust {
    if trustsAll { return .anyone }
    guard server.isSecure, let path = certificateFile else { return .systemRoots }
    return .roots(try Bytes(contentsOf: path, "certificates to trust"), name: path)
  }

  private func certifiedKey() throws(UsageError) -> CertifiedKey? {
    guard server.isSecure, let identity else { return nil }
    return CertifiedKey(
      certificatePEM: try Bytes(contentsOf: identity.certificateFile, "own certificate"),
      keyPEM: try Bytes(contentsOf: identity.keyFile, "private key"),
      certificateName: identity.certificateFile, keyName: identity.keyFile)
  }

  /// What goes along with every call: the token, and what `--metadata` gave (`NAME=VALUE`).
  package func metadata(and given: [String]) throws(UsageError) -> Metadata {
    var metadata = Metadata()
    do throws(MetadataError) {
      if let token { try metadata.add("authorization", "Bearer \(token)") }
    } catch {
      throw UsageError("--token: \(error)")
    }
    for word in given { try metadata.add(given: word) }
    return metadata
  }
}

extension Bytes {
  fileprivate init(contentsOf path: String, _ what: String) throws(UsageError) {
    do throws(FileError) {
      self.init(try LinuxFileSystem().contents(of: path))
    } catch {
      throw UsageError("the \(what) cannot be read: \(error)")
    }
  }
}

extension ServiceConfig {
  /// What `--service-config` gives: gRPC's JSON, or `@` and the path of a file that holds it.
  package init(given word: String) throws(UsageError) {
    let isFile = word.hasPrefix("@")
    let json =
      isFile
      ? String(
        decoding: try Bytes(contentsOf: String(word.dropFirst()), "service config"), as: UTF8.self)
      : word
    do throws(Invalid) {
      try self.init(json: json)
    } catch {
      throw UsageError("--service-config: \(isFile ? "\(word.dropFirst()): " : "")\(error)")
    }
  }
}

extension Metadata {
  /// Adds what `--metadata` gives: `name=value`, the value in base64 if the name ends in `-bin`.
  fileprivate mutating func add(given word: String) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw UsageError("--metadata: '\(word)' is not allowed; give NAME=VALUE")
    }
    let (name, value) = (String(parts[0]), String(parts[1]))
    let bytes = name.lowercased().hasSuffix("-bin") ? Base64.json.decode(value) : Bytes()
    guard let bytes else { throw UsageError("--metadata: the value of \(name) is not base64") }
    do throws(MetadataError) {
      if name.lowercased().hasSuffix("-bin") { try add(name, bytes) } else { try add(name, value) }
    } catch {
      throw UsageError("--metadata: \(error)")
    }
  }
}
