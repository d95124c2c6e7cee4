import RPC
import Rules

/// Where calls come from, as proxies say that the operator trusts (TEL-07).
public struct CountrySource: Sendable {
  /// The metadata in which a proxy puts the country, by two letters (ISO 3166-1).
  private let header: String
  private let proxies: [IPNetwork]

  /// - Parameter proxies: whose word counts, as networks with commas between them, such as `10.0.0.0/8,192.0.2.7`;
  ///   who comes by a Unix socket is believed in any case. Nil when one of them is none.
  public init?(header: String, proxies: String) {
    self.header = header.lowercased()
    let texts =
      proxies.isEmpty ? [] : proxies.split(separator: ",", omittingEmptySubsequences: false)
    let networks = texts.compactMap { IPNetwork($0) }
    guard networks.count == texts.count else { return nil }
    self.proxies = networks
  }

  /// The country; nil where nobody says it who is trusted.
  func country(of call: CallContext) -> String? {
    if let address = IPAddress(peer: call.peer), !proxies.contains(where: { $0.contains(address) })
    {
      return nil
    }
    guard let word = call.metadata[header]?.uppercased(), word.utf8.count == 2,
      word.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
      // What the services that tell countries write of who hides his, or is nowhere.
      !["XX", "ZZ", "T1"].contains(word)
    else { return nil }
    return word
  }
}
