import Buffers
import Files
import RPC
import RPCTransport
import TLS

extension Target {
  /// How a channel reaches the server.
  package func configuration() throws(UsageError) -> Channel.Configuration {
    let (trust, identity) = (try trust(), try certifiedKey())
    do throws(TLSError) {
      return try server.configuration(trusting: trust, as: identity)
    } catch {
      throw UsageError("\(error)")
    }
  }

  private func trust() throws(UsageError) -> TLSContext.Trust {
    if trustsAll { return .anyone }
    guard server.isSecure, let path = certificateFile else { return .systemRoots }
    return .roots(try contents(path, "certificates to trust"), name: path)
  }

  private func certifiedKey() throws(UsageError) -> CertifiedKey? {
    guard server.isSecure, let identity else { return nil }
    return CertifiedKey(
      certificatePEM: try contents(identity.certificateFile, "own certificate"),
      keyPEM: try contents(identity.keyFile, "private key"),
      certificateName: identity.certificateFile, keyName: identity.keyFile)
  }

  private func contents(_ path: String, _ what: String) throws(UsageError) -> Bytes {
    do throws(FileError) {
      return Bytes(try LinuxFileSystem().contents(of: path))
    } catch {
      throw UsageError("the \(what) cannot be read: \(error)")
    }
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
