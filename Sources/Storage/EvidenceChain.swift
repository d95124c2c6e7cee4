import Crypto

/// The hash chain of an agent's evidence, in order of acceptance (TEL-38): whoever changes, removes,
/// inserts or swaps a record breaks it.
///
/// The hash of a link is SHA-256 over the hash before it, the link's own fields and the hash of its
/// picture. Values only: keeping the links is the caller's task.
public enum EvidenceChain {
  /// A record's part in the chain.
  public struct Link: Sendable, Hashable {
    /// Its place in order of acceptance, from 1.
    public var position: Int64
    /// The agent's own count.
    public var sequence: Int64
    public var worker: String
    /// What the picture shows and why it was taken, as numbers of the schema.
    public var kind: Int32
    public var trigger: Int32
    /// Nanoseconds since 1970 in UTC, by the agent's clock and by ours.
    public var capturedAt: Int64
    public var receivedAt: Int64
    public var contentBytes: Int64
    public var content: SHA256.Digest

    public init(
      position: Int64, sequence: Int64, worker: String, kind: Int32, trigger: Int32,
      capturedAt: Int64, receivedAt: Int64, contentBytes: Int64, content: SHA256.Digest
    ) {
      self.position = position
      self.sequence = sequence
      self.worker = worker
      self.kind = kind
      self.trigger = trigger
      self.capturedAt = capturedAt
      self.receivedAt = receivedAt
      self.contentBytes = contentBytes
      self.content = content
    }
  }

  /// How far a chain goes: the last place and its hash.
  public struct Head: Sendable, Hashable {
    public var position: Int64
    public var hash: SHA256.Digest

    public init(position: Int64, hash: SHA256.Digest) {
      self.position = position
      self.hash = hash
    }

    /// The head after `link`, which has to be the next one.
    public func appending(_ link: Link) -> Head {
      var hash = SHA256()
      self.hash.withUnsafeBytes { hash.update($0) }
      hash.update(link.encoded)
      return Head(position: link.position, hash: hash.finish())
    }
  }

  /// The head of an agent's chain before its first link.
  public static func start(tenant: String, agent: String) -> Head {
    var text = Array("mado evidence chain 1".utf8)
    text.append(field: tenant)
    text.append(field: agent)
    return Head(position: 0, hash: SHA256.hash(text))
  }

  /// Links that a purge has taken away (TEL-40): where they stood, and the chain's hash before them and at their end.
  /// Whether it is to be believed is the caller's to know, by a seal.
  public struct Purge: Sendable, Hashable {
    public var positions: ClosedRange<Int64>
    public var before: SHA256.Digest
    public var after: SHA256.Digest

    public init(positions: ClosedRange<Int64>, before: SHA256.Digest, after: SHA256.Digest) {
      self.positions = positions
      self.before = before
      self.after = after
    }

    /// The head at its end.
    public var head: Head { Head(position: positions.upperBound, hash: after) }
  }

  /// The outcome of a verification.
  public enum Verdict: Sendable, Hashable {
    case intact(Head)
    /// The first place where the chain does not hold.
    case broken(position: Int64, Break)
  }

  /// What does not hold.
  public enum Break: Sendable, Hashable {
    /// The link at this place is missing; another one follows.
    case missing(found: Int64)
    /// The kept hash is not that of the link and all before it.
    case hash(expected: SHA256.Digest, found: SHA256.Digest)
  }

  /// Verifies links in their order against the hashes kept with them.
  ///
  /// - Parameters:
  ///   - start: The chain's beginning, or the checkpoint that a purge has left.
  ///   - links: The links after it, each with its kept hash. Contents are the caller's to compare:
  ///     recompute `content` from the picture.
  public static func verify(
    from start: Head, _ links: some Sequence<(link: Link, hash: SHA256.Digest)>
  ) -> Verdict {
    var verification = Verification(from: start)
    for (link, hash) in links {
      if let verdict = verification.next(link, hash: hash) { return verdict }
    }
    return .intact(verification.head)
  }

  /// A verification link by link, for chains that do not fit in memory.
  public struct Verification: Sendable {
    /// How far the chain holds.
    public private(set) var head: Head

    public init(from start: Head) {
      head = start
    }

    /// Takes the next link; returns a verdict when the chain does not hold there.
    public mutating func next(_ link: Link, hash: SHA256.Digest) -> Verdict? {
      guard link.position == head.position + 1 else {
        return .broken(position: head.position + 1, .missing(found: link.position))
      }
      let expected = head.appending(link)
      guard expected.hash == hash else {
        return .broken(position: link.position, .hash(expected: expected.hash, found: hash))
      }
      head = expected
      return nil
    }

    /// Goes on behind links that were purged; false when these did not stand next, behind the hash so far.
    public mutating func pass(_ purge: Purge) -> Bool {
      guard purge.positions.lowerBound == head.position + 1, purge.before == head.hash else {
        return false
      }
      head = purge.head
      return true
    }
  }
}

extension EvidenceChain.Link {
  /// The fields in their order, numbers as 8 bytes in big-endian order, text after its length.
  fileprivate var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(128)
    bytes.append(field: position)
    bytes.append(field: sequence)
    bytes.append(field: worker)
    bytes.append(field: Int64(kind))
    bytes.append(field: Int64(trigger))
    bytes.append(field: capturedAt)
    bytes.append(field: receivedAt)
    bytes.append(field: contentBytes)
    content.withUnsafeBytes { bytes.append(contentsOf: $0) }
    return bytes
  }
}
