import MadoAPI
import RPC
import Synchronization

/// What has become of each picture of an upload, and the lines that say so. The sending and the
/// receiving task share it.
final class UploadBoard: Sendable {
  private struct State {
    /// By index; nil without a verdict.
    var verdicts: [Telework.Verdict?]
    var progress: UploadProgress
    var shown: Deadline?
  }

  /// Between two lines of progress: on a terminal, where they overwrite each other, and elsewhere.
  private static let intervalOnTerminal = Duration.milliseconds(200)
  private static let intervalElsewhere = Duration.seconds(5)

  private let pictures: [PictureFile]
  private let isSummed: Bool
  private let console: Console
  private let start = Deadline.now
  private let state: Mutex<State>

  /// - Parameter isSummed: whether output has the sum of all verdicts, and nothing else.
  init(_ pictures: [PictureFile], isSummed: Bool, _ console: Console) {
    self.isSummed = isSummed
    self.pictures = pictures
    self.console = console
    let bytes = pictures.reduce(0) { $0 + $1.size }
    state = Mutex(
      State(
        verdicts: Array(repeating: nil, count: pictures.count),
        progress: UploadProgress(images: pictures.count, bytes: bytes)))
  }

  /// The pictures without a verdict, or to be sent again.
  var undecided: [Int] {
    state.withLock { state in
      state.verdicts.indices.filter { [nil, .rejectedRetry].contains(state.verdicts[$0]) }
    }
  }

  /// How many have a verdict that stands.
  var decided: Int { pictures.count - undecided.count }

  func sent(_ bytes: Int) {
    state.withLock { state in
      state.progress.sentImages += 1
      state.progress.sentBytes += Int64(bytes)
    }
    show()
  }

  func decide(_ index: Int, _ verdict: Telework.ImageVerdict) {
    guard pictures.indices.contains(index) else { return }
    let isFirst = state.withLock { state in
      let isFirst = state.verdicts[index] != verdict.verdict
      state.verdicts[index] = verdict.verdict
      state.progress.acknowledged = state.verdicts.count { $0 != nil && $0 != .rejectedRetry }
      return isFirst
    }
    if isFirst, verdict.verdict == .rejectedDrop || verdict.verdict == .rejectedRetry {
      let name = verdict.verdict.name ?? "REJECTED"
      let text = TextWidth.onOneLine(verdict.message)
      tell("\(pictures[index].path): \(name) \(verdict.reason): \(text)")
    }
    show()
  }

  /// Writes a line that stays.
  func tell(_ line: String) {
    if console.isTerminal { console.show("\r\u{1b}[K") }
    console.complain(line)
  }

  /// The last words; returns how many pictures are not stored.
  func finish() -> Int {
    let (verdicts, progress) = state.withLock { ($0.verdicts, $0.progress) }
    let stored = verdicts.count { $0 == .stored }
    let known = verdicts.count { $0 == .duplicate }
    tell(progress.line(after: start.elapsed))
    let sum = "stored \(stored), duplicate \(known), rejected \(verdicts.count - stored - known)"
    if isSummed { console.print(sum) } else { console.complain(sum) }
    return verdicts.count - stored - known
  }

  private func show() {
    let interval = console.isTerminal ? Self.intervalOnTerminal : Self.intervalElsewhere
    let progress = state.withLock { state -> UploadProgress? in
      if let shown = state.shown, shown.elapsed < interval { return nil }
      if state.shown == nil, !console.isTerminal {
        state.shown = .now
        return nil
      }
      state.shown = .now
      return state.progress
    }
    guard let progress else { return }
    let line = progress.line(after: start.elapsed)
    if console.isTerminal { console.show("\r\u{1b}[K\(line)") } else { console.complain(line) }
  }
}

extension Deadline {
  /// The time since this instant.
  fileprivate var elapsed: Duration { .zero - remaining() }
}
