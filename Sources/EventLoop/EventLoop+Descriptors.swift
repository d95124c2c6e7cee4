import CLinux
import Glibc

/// What a descriptor is watched for, and what it was found to be.
public struct Readiness: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Bytes, connections or the end of the stream can be read (`EPOLLIN`).
  public static let readable = Readiness(rawValue: EPOLLIN.rawValue)
  /// Each time that it becomes so anew, without having been read (`EPOLLET`).
  static let becomesReadable = Readiness(rawValue: EPOLLIN.rawValue | EPOLLET.rawValue)
  /// The descriptor takes bytes (`EPOLLOUT`).
  public static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
  /// It failed or was hung up (`EPOLLERR`, `EPOLLHUP`); reported without being asked for.
  public static let failed = Readiness(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
}

/// What is called when a descriptor is ready, on the loop's thread.
public protocol DescriptorHandler: AnyObject {
  func descriptorIsReady(_ readiness: Readiness)
}

/// The handler of one descriptor. The generation tells events of a closed descriptor from those of
/// the one that took over its number within the same turn.
struct DescriptorSlot {
  var handler: (any DescriptorHandler)?
  var generation: UInt32 = 0
}

extension EventLoop {
  /// Watches `descriptor` (level-triggered) until ``deregister(_:)``. Keeps `handler` alive. Loop only.
  public func register(
    _ descriptor: Int32, for interest: Readiness, _ handler: any DescriptorHandler
  ) throws(SystemError) {
    let index = Int(descriptor)
    while descriptors.count <= index { descriptors.append(DescriptorSlot()) }
    descriptors[index].generation &+= 1
    try control(
      EPOLL_CTL_ADD, descriptor, interest, generation: descriptors[index].generation)
    descriptors[index].handler = handler
  }

  /// Changes what a registered descriptor is watched for. Loop only.
  public func modify(_ descriptor: Int32, for interest: Readiness) throws(SystemError) {
    let generation = descriptors[Int(descriptor)].generation
    try control(EPOLL_CTL_MOD, descriptor, interest, generation: generation)
  }

  /// Stops watching, before the descriptor is closed; its handler hears no more of it. Loop only.
  public func deregister(_ descriptor: Int32) {
    let index = Int(descriptor)
    guard index < descriptors.count, descriptors[index].handler != nil else { return }
    descriptors[index].handler = nil
    epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nil)
  }

  func control(
    _ operation: Int32, _ descriptor: Int32, _ interest: Readiness, generation: UInt32
  ) throws(SystemError) {
    let key = UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
    var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: key))
    if epoll_ctl(epoll, operation, descriptor, &event) != 0 { throw .last("epoll_ctl") }
  }

  func dispatch(_ event: epoll_event) {
    let descriptor = Int32(truncatingIfNeeded: event.data.u64)
    if descriptor == wakeup {
      var count: eventfd_t = 0
      eventfd_read(wakeup, &count)
      return
    }
    if descriptor == alarm {
      alarmDue = .max
      return
    }
    let index = Int(descriptor)
    guard index < descriptors.count,
      descriptors[index].generation == UInt32(event.data.u64 >> 32),
      let handler = descriptors[index].handler
    else { return }
    handler.descriptorIsReady(Readiness(rawValue: event.events))
  }
}
