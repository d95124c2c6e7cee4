import Glibc
import Storage

/// What became of a mail.
enum MailOutcome: Sendable, Hashable {
  /// It was taken, and is on its way.
  case taken
  /// It will never be taken.
  case refused(String)
  /// It may be taken another time.
  case notNow(String)
}

/// Takes mails.
protocol Mailer: Sendable {
  func deliver(_ message: MailMessage) async throws -> MailOutcome
}

/// A program of the operator's that takes a mail on its standard input, as `sendmail -t -i` does, and says by its
/// exit status (sysexits.h) what became of it: 0 when it took it; 64, 65, 67 or 68 when it never will; anything
/// else to be asked again.
struct MailProgram: Mailer {
  private let words: [String]
  private let threads: WorkThreads

  /// How long it may take.
  private static let limit = Duration.seconds(60)
  private static let refusals: Set<Int32> = [64, 65, 67, 68]

  /// - Parameter command: the program's path, then its arguments, blanks between.
  init(_ command: String) throws(StorageError) {
    words = command.split(separator: " ").map(String.init)
    threads = try WorkThreads(name: "mado-mail", waitingMax: 16)
  }

  func deliver(_ message: MailMessage) async throws -> MailOutcome {
    try await threads.run { run(message.bytes) }
  }

  // On the thread from here on.

  private func run(_ bytes: [UInt8]) -> MailOutcome {
    guard let pipe = Pipe() else { return .notNow("there is no pipe: \(Self.reason(errno))") }
    let started = start(reading: pipe.reading)
    close(pipe.reading)
    guard case .success(let process) = started else {
      close(pipe.writing)
      if case .failure(let failure) = started {
        return .notNow("\(words.first ?? "") cannot be started: \(Self.reason(failure.code))")
      }
      return .notNow("")
    }
    let end = ContinuousClock.now + Self.limit
    let isRead = pipe.write(bytes, until: end)
    close(pipe.writing)
    guard let status = Self.wait(for: process, until: end) else {
      return .notNow("it did not end within \(Self.limit.components.seconds) s")
    }
    switch status {
    // Who says so has taken all of it.
    case 0: return isRead ? .taken : .notNow("it ended with status 0 before it had read the mail")
    case _ where Self.refusals.contains(status): return .refused("it ended with status \(status)")
    case _ where status < 0: return .notNow("signal \(-status) ended it")
    default: return .notNow("it ended with status \(status)")
    }
  }

  private struct StartFailure: Error {
    let code: Int32
  }

  /// Starts the program with nothing of ours but its standard input and the log as its standard error.
  private func start(reading descriptor: Int32) -> Result<pid_t, StartFailure> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, descriptor, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The server's signals are blocked and ignored for itself only.
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let code = posix_spawn(
      &process, arguments[0] ?? strdup(""), &actions, &attributes, &arguments, environ)
    return code == 0 ? .success(process) : .failure(StartFailure(code: code))
  }

  /// The exit status, below zero for a signal; nil when it had to be killed.
  private static func wait(for process: pid_t, until end: ContinuousClock.Instant) -> Int32? {
    var (status, pause): (Int32, UInt32) = (0, 500)
    while ContinuousClock.now < end {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process {
        let signal = status & 0x7f
        return signal == 0 ? status >> 8 & 0xff : -signal
      }
      if ended < 0, errno != EINTR { return nil }
      usleep(pause)
      pause = min(pause * 2, 50_000)
    }
    kill(process, SIGKILL)
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return nil
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// A pipe to a child: what is written does not wait for ever, and raises no signal when nobody reads.
private struct Pipe {
  let reading: Int32
  let writing: Int32

  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (reading, writing) = (ends[0], ends[1])
    _ = fcntl(reading, F_SETFD, FD_CLOEXEC)
    _ = fcntl(writing, F_SETFD, FD_CLOEXEC)
    _ = fcntl(writing, F_SETFL, O_NONBLOCK)
  }

  /// Whether all of it was written before `end`.
  func write(_ bytes: [UInt8], until end: ContinuousClock.Instant) -> Bool {
    var pipeBroken = sigset_t()
    sigemptyset(&pipeBroken)
    sigaddset(&pipeBroken, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipeBroken, nil)
    var rest = bytes[...]
    while !rest.isEmpty, ContinuousClock.now < end {
      let count = rest.withUnsafeBytes { Glibc.write(writing, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var ready = pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, 1_000)
      } else if errno != EINTR {
        return false
      }
    }
    return rest.isEmpty
  }
}
