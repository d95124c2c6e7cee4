/// When each send is due: an open model, in which a slow answer delays no later send.
struct Pacer: Sendable {
  let start: ContinuousClock.Instant
  let interval: Duration
  /// The first send's delay, so that many agents don't send in step.
  let offset: Duration

  /// The instant at which send `index` (from 0) is due. Latency counts from here.
  func scheduledStart(_ index: Int) -> ContinuousClock.Instant {
    start + offset + interval * index
  }
}
