import MadoAPI

/// What a worker's agent has to say on a day, in the order of time: the same for the same random source.
struct WorkerDay: Sendable {
  enum Event: Sendable, Hashable {
    case punch(Telework.PunchAct, task: String)
    case sighting(Telework.PresenceState, confidence: Int32)
    case incident(Telework.IncidentKind)
    case image(Telework.CaptureTrigger)
  }

  /// In seconds since midnight in Japan.
  let events: [(second: Int, event: Event)]

  /// Below which confidence a face is nobody's, in per mille.
  static let threshold: Int32 = 500
  /// Between two sightings, in seconds: so that presence is known without a gap.
  private static let sightingInterval = 240
  private static let tasks = ["設計", "見積", "電話", "会議", "検査"]

  /// - Parameter images: so many pictures, those at incidents among them.
  init(images: Int, _ random: inout RandomSource) {
    let hour = 3600
    let begin = 9 * hour + Int.random(in: 0..<1800, using: &random)
    let end = 18 * hour + Int.random(in: -900..<2700, using: &random)
    var events: [(second: Int, event: Event)] = []
    func add(_ second: Int, _ event: Event) { events.append((second, event)) }

    add(begin, .punch(.startWork, task: ""))
    let cuts = (0..<Int.random(in: 2...4, using: &random)).map { _ in
      Int.random(in: begin + 60..<end - 600, using: &random)
    }.sorted()
    for (place, cut) in cuts.enumerated() {
      let task = Self.tasks[Int.random(in: 0..<Self.tasks.count, using: &random)]
      let next = place + 1 < cuts.count ? cuts[place + 1] : end
      // A task that fills no two seconds is none. The end of work ends the last one now and then.
      guard next - cut > 2 else { continue }
      add(cut + 1, .punch(.startTask, task: task))
      if next < end || Bool.random(using: &random) {
        add(next - 1, .punch(.endTask, task: task))
      }
    }
    add(end, .punch(.endWork, task: ""))

    var away = (0..<3).map { _ in
      let from = Int.random(in: begin..<end, using: &random)
      return from..<from + Int.random(in: 300..<900, using: &random)
    }
    away.append(12 * hour..<13 * hour)
    for second in stride(from: begin, to: end, by: Self.sightingInterval) {
      let isAway = away.contains { $0.contains(second) }
      let isUnsure = Int.random(in: 0..<50, using: &random) == 0
      let confidence = Int32.random(in: isUnsure ? 200..<450 : 550..<1000, using: &random)
      add(second, .sighting(isAway ? .away : .present, confidence: confidence))
    }
    add(end, .sighting(.absent, confidence: 1000))

    let luck = random.unit()
    let incidents = min(luck < 0.75 ? 0 : luck < 0.95 ? 1 : 2, images)
    for _ in 0..<incidents {
      let second = Int.random(in: begin..<end, using: &random)
      add(second, .incident(Bool.random(using: &random) ? .peeping : .impersonation))
      add(second, .image(.incident))
    }
    let atIntervals = images - incidents
    for number in 0..<atIntervals {
      add(begin + (end - begin) * number / atIntervals, .image(.interval))
    }
    // In the order in which they were added where they fall on one second.
    self.events = events.enumerated()
      .sorted { ($0.element.second, $0.offset) < ($1.element.second, $1.offset) }
      .map(\.element)
  }
}
