import EventLoop

/// Where a channel's server is: one address or several, in numbers, as names or as paths.
///
///     host:8443    [::1]:8443    unix:/run/mado.sock    10.0.0.1:8443,10.0.0.2:8443
///
/// The schemes of gRPC's "Name Resolution" stand before any of them: `dns:`, `dns:///`, `ipv4:`,
/// `ipv6:`, `unix:` and `unix://`.
struct ChannelTarget: Sendable, Hashable {
  /// As given.
  let text: String
  /// What requests name as their `:authority`: the first host; `localhost` for a path.
  let authority: String
  /// The texts of the addresses, in order.
  private let places: [String]
  /// The addresses, when no name has to be looked up for them.
  let fixed: [SocketAddress]?

  init(_ text: String) throws(SocketAddress.ParseError) {
    self.text = text
    places = try ChannelTarget.places(text)
    authority = places[0].hasPrefix("unix:") ? "localhost" : places[0]
    var addresses: [SocketAddress] = []
    for place in places {
      if let address = try? SocketAddress(place) {
        addresses.append(address)
      } else if place.hasPrefix("unix:") {
        throw SocketAddress.ParseError(text: text, reason: "its path is empty or too long")
      } else {
        _ = try SocketAddress.split(place)
      }
    }
    fixed = addresses.count == places.count ? addresses : nil
  }

  private static func places(_ text: String) throws(SocketAddress.ParseError) -> [String] {
    var list = Substring(text)
    for scheme in ["dns:///", "dns:", "ipv4:", "ipv6:"] where list.hasPrefix(scheme) {
      list = list.dropFirst(scheme.count)
      break
    }
    if list.hasPrefix("//") {
      throw SocketAddress.ParseError(text: text, reason: "a name server of one's own is not asked")
    }
    let places = list.split(separator: ",", omittingEmptySubsequences: false).map { place in
      place.hasPrefix("unix://") ? "unix:" + place.dropFirst(7) : String(place)
    }
    guard places.allSatisfy({ !$0.isEmpty }) else {
      throw SocketAddress.ParseError(text: text, reason: "an address is empty")
    }
    return places
  }

  /// All addresses, names looked up; those of a name that fails are missing if another has any. Blocks
  /// while the resolver asks.
  func resolve() throws(SocketAddress.ParseError) -> [SocketAddress] {
    var found: [SocketAddress] = []
    var failure: SocketAddress.ParseError?
    for place in places {
      do throws(SocketAddress.ParseError) {
        found += try SocketAddress.resolve(place)
      } catch {
        failure = error
      }
    }
    if found.isEmpty, let failure { throw failure }
    return found
  }
}
