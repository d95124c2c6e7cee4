import CivilTime
import Crypto
import RPC

/// What the audit log says of one act: who did what to what, from where, and what it changed.
struct AuditRecord: Sendable, Hashable {
  /// Whose log it stands in: a tenant's id, or ``TenantID/vendor`` for the vendor's own and for nobody known.
  var tenant: String
  /// Nanoseconds since 1970 in UTC, by our clock.
  var at: Int64
  /// Who did it, as ``Principal/subject``; empty for nobody known.
  var actor: String
  /// What he was, in words; `VENDOR_…` of the vendor.
  var roles: String
  /// The method's path.
  var action: String
  /// To what, as `KIND/ID`.
  var target: String
  /// Empty when it was done, or else the reason for which it was refused.
  var refusal = ""
  /// SHA-256 of what the target was and what it has become, as the schema's message.
  var before: SHA256.Digest?
  var after: SHA256.Digest?
  /// The caller's address, without the port.
  var address: String
  /// The trace that the call belongs to; empty without one.
  var trace = ""
  /// By what a request is known that carries an id. The id itself opens the kept answer, and stays out.
  var request: SHA256.Digest?
}

extension AuditRecord {
  /// Of a call that its caller makes.
  ///
  /// - Parameters:
  ///   - principal: who makes it, where the call itself does not say it yet.
  ///   - tenant: whose log it belongs in, if not the caller's own.
  /// - Throws: ``ClockFault``.
  init(
    _ call: CallContext, by principal: Principal? = nil, at now: CivilTime.Instant,
    in tenant: TenantID? = nil, on target: String = ""
  ) throws(ClockFault) {
    guard let now = now.storedNanoseconds else { throw ClockFault() }
    let principal = principal ?? call[Caller.self]?.principal
    self.init(
      tenant: (tenant ?? principal?.home ?? .vendor).text, at: now, actor: principal?.subject ?? "",
      roles: principal?.roleText ?? "", action: call.method.path,
      target: target, address: call.peerHost, trace: call.traceContext?.traceID.text ?? "")
  }
}

extension CallContext {
  /// The client's address without its port.
  var peerHost: String {
    guard let colon = peer.utf8.lastIndex(of: UInt8(ascii: ":")),
      UInt16(peer[peer.utf8.index(after: colon)...]) != nil
    else { return peer }
    return String(peer[..<colon])
  }
}

// MARK: - The chain

/// The hash chain of a tenant's audit records, one behind the other as they were written.
///
/// Each tenant has its own, and the vendor one: what is erased with a tenant takes nothing from the others'
/// proof, and a customer verifies his records without seeing anybody else's. Two things stand above it:
///
/// - The *seal* of the head, HMAC under a secret of the tenant's, made anew with every batch. Who can write the
///   database but lacks the keys can change no record, not even the last, and cannot cut the tail.
/// - A *checkpoint*, signed so that everybody can verify it, once in a while. Who has the keys too cannot go
///   back behind one that the customer holds.
enum AuditChain {
  /// How far a chain goes.
  struct Head: Sendable, Hashable {
    var position: Int64
    var hash: SHA256.Digest

    /// The head behind one more record. A position of the database may be any number.
    func appending(_ record: AuditRecord) -> Head {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(512)
      hash.withUnsafeBytes { bytes.append(contentsOf: $0) }
      bytes.append(field: position &+ 1)
      bytes.append(field: record.at)
      for text in [
        record.actor, record.roles, record.action, record.target, record.refusal, record.address,
        record.trace,
      ] {
        bytes.append(field: text)
      }
      bytes.append(field: record.before)
      bytes.append(field: record.after)
      bytes.append(field: record.request)
      return Head(position: position &+ 1, hash: SHA256.hash(bytes))
    }
  }

  /// Before the first record.
  static func start(_ tenant: String) -> Head {
    var text = Array("mado audit chain 1".utf8)
    text.append(field: tenant)
    return Head(position: 0, hash: SHA256.hash(text))
  }

  /// What stands above a tenant's chain.
  struct Keys: Sendable {
    private let sealing: [UInt8]
    let signing: SigningKey

    private static let purposes = (seal: "audit seal", checkpoint: "audit checkpoint")

    /// - Parameter secret: of a purpose.
    init(_ secret: (String) throws -> SymmetricKey) rethrows {
      sealing = try secret(Self.purposes.seal).withUnsafeBytes { Array($0) }
      signing = SigningKey(seed: try secret(Self.purposes.checkpoint))
    }

    func seal(_ head: Head, of tenant: String) -> SHA256.Digest {
      SHA256.authentication(of: AuditChain.statement("head", tenant, head), key: sealing)
    }

    /// The same over something beside the chain, as bytes that say what it is.
    func seal(_ statement: [UInt8]) -> SHA256.Digest {
      SHA256.authentication(of: statement, key: sealing)
    }

    func sign(_ head: Head, of tenant: String, at instant: Int64) -> Checkpoint {
      Checkpoint(
        head: head, at: instant,
        signature: signing.signature(of: Checkpoint.message(head, tenant, at: instant)))
    }
  }

  /// That a chain had a head at an instant, signed (Ed25519).
  struct Checkpoint: Sendable, Hashable {
    var head: Head
    /// Nanoseconds since 1970.
    var at: Int64
    var signature: [UInt8]

    /// What is signed.
    static func message(_ head: Head, _ tenant: String, at instant: Int64) -> [UInt8] {
      var message = AuditChain.statement("checkpoint", tenant, head)
      message.append(field: instant)
      return message
    }

    func isRight(of tenant: String, publicKey: [UInt8]) -> Bool {
      SigningKey.verify(
        signature, of: Self.message(head, tenant, at: at), publicKey: publicKey)
    }
  }

  private static func statement(_ kind: String, _ tenant: String, _ head: Head) -> [UInt8] {
    var bytes = Array("mado audit \(kind) 1".utf8)
    bytes.append(field: tenant)
    bytes.append(field: head.position)
    head.hash.withUnsafeBytes { bytes.append(contentsOf: $0) }
    return bytes
  }
}
