import EventLoop
import TLS

/// Finds out when the files of TLS have changed, and makes the context that is to take the old one's
/// place. Connections that are open keep the context that they began with.
///
/// Files are replaced one after the other, as a rule: what has changed unasked is used once it has been
/// found the same twice, and what cannot be used is told once.
struct CertificateWatch {
  /// What looking came to.
  enum Finding {
    case unchanged
    /// Serve with this from now on.
    case replaced(TLSContext)
    /// What is there cannot be used; the old context stays. The text says which file and why.
    case refused(String)
  }

  private let files: CertificateFiles
  private var used: CertificateFiles.Content
  private var usedSince: Int64
  /// Found once, to be found again.
  private var pending: CertificateFiles.Content?
  private var refused: CertificateFiles.Content?
  private var failure: CertificateFiles.Unusable?

  /// A context gives way to one of the same files after a day: the keys of session tickets are its
  /// own, and whoever gets hold of one can read what was said in sessions of TLS 1.2 that it resumed
  /// (RFC 9325, 3.4).
  static let ageMax = Duration.seconds(24 * 60 * 60)

  /// - Parameter content: what the context that serves was made of.
  init(
    _ files: CertificateFiles, used content: CertificateFiles.Content,
    now: Int64 = MonotonicClock.nanoseconds
  ) {
    self.files = files
    used = content
    usedSince = now
  }

  /// Reads the files.
  ///
  /// - Parameters:
  ///   - asked: whether the operator wants an answer, whatever there was before.
  ///   - now: nanoseconds of ``MonotonicClock``.
  mutating func look(asked: Bool, now: Int64 = MonotonicClock.nanoseconds) -> Finding {
    do throws(CertificateFiles.Unusable) {
      let content = try files.content()
      failure = nil
      guard asked || isWorthATry(content, now) else { return .unchanged }
      return try replace(content, now)
    } catch {
      defer { failure = error }
      return asked || failure != error ? .refused(error.description) : .unchanged
    }
  }

  private mutating func isWorthATry(_ content: CertificateFiles.Content, _ now: Int64) -> Bool {
    defer { pending = content }
    if content == used {
      refused = nil
      return now - usedSince >= Self.ageMax.nanoseconds
    }
    return content == pending && content != refused
  }

  private mutating func replace(
    _ content: CertificateFiles.Content, _ now: Int64
  ) throws(CertificateFiles.Unusable) -> Finding {
    do throws(CertificateFiles.Unusable) {
      let context = try files.context(content)
      used = content
      usedSince = now
      refused = nil
      return .replaced(context)
    } catch {
      refused = content
      return .refused(error.description)
    }
  }
}

extension Duration {
  fileprivate var nanoseconds: Int64 { components.seconds * 1_000_000_000 }
}
