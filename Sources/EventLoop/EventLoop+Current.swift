import Glibc

/// The slot in which a loop's thread keeps its loop.
private let currentLoop: pthread_key_t = {
  var key = pthread_key_t()
  let code = pthread_key_create(&key, nil)
  precondition(code == 0, "no thread-local slot to be had")
  return key
}()

extension EventLoop {
  /// The loop whose thread the caller is on, if it is a loop's. Not to be kept across an `await`.
  public static var current: EventLoop? {
    guard let loop = pthread_getspecific(currentLoop) else { return nil }
    return Unmanaged<EventLoop>.fromOpaque(loop).takeUnretainedValue()
  }

  /// Makes this the calling thread's loop; its owner keeps it alive meanwhile.
  func becomeCurrent() {
    pthread_setspecific(currentLoop, Unmanaged.passUnretained(self).toOpaque())
  }

  static func resignCurrent() {
    pthread_setspecific(currentLoop, nil)
  }
}
