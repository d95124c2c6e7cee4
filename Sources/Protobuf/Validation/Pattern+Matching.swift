extension Pattern {
  /// Whether the expression matches somewhere in `text`, found by following it there.
  func isFollowed(in text: String) -> Bool {
    guard !program.isEmpty else { return false }
    var (current, next) = (Threads(program.count), Threads(program.count))
    var before: Unicode.Scalar?
    var scalars = text.unicodeScalars.makeIterator()
    var scalar = scalars.next()
    while true {
      // A match may begin at every place.
      if Self.follow(program, 0, into: &current, between: before, and: scalar) { return true }
      guard let here = scalar else { return false }
      let behind = scalars.next()
      next.clear()
      for index in 0..<current.count {
        let position = current.positions[index]
        guard case .scalar(let set) = program[position], set.contains(here) else { continue }
        let hasMatched = Self.follow(
          program, position + 1, into: &next, between: here, and: behind)
        if hasMatched { return true }
      }
      swap(&current, &next)
      before = here
      scalar = behind
    }
  }

  /// Enters the instructions that wait for a character, reached from `start` without taking one;
  /// true when the match is among them.
  static func follow(
    _ program: [Instruction], _ start: Int, into threads: inout Threads,
    between before: Unicode.Scalar?, and after: Unicode.Scalar?
  ) -> Bool {
    threads.pending.append(start)
    while let position = threads.pending.popLast() {
      guard threads.visit(position) else { continue }
      switch program[position] {
      case .match: return true
      case .scalar: threads.add(position)
      case .jump(let target): threads.pending.append(target)
      case .split(let first, let second):
        threads.pending.append(second)
        threads.pending.append(first)
      case .assert(let place):
        if place.lies(between: before, and: after) { threads.pending.append(position + 1) }
      }
    }
    return false
  }

  /// Where the alternatives stand at one place of the text, each instruction once.
  struct Threads {
    private(set) var positions: [Int]
    private(set) var count = 0
    /// The turn in which an instruction was last visited.
    private var visits: [Int]
    private var turn = 1
    var pending: [Int] = []

    init(_ size: Int) {
      positions = Array(repeating: 0, count: size)
      visits = Array(repeating: 0, count: size)
    }

    mutating func clear() {
      count = 0
      turn += 1
      pending.removeAll(keepingCapacity: true)
    }

    mutating func visit(_ position: Int) -> Bool {
      guard visits[position] != turn else { return false }
      visits[position] = turn
      return true
    }

    mutating func add(_ position: Int) {
      positions[count] = position
      count += 1
    }
  }
}

extension Pattern.Place {
  fileprivate func lies(between before: Unicode.Scalar?, and after: Unicode.Scalar?) -> Bool {
    switch self {
    case .textStart: before == nil
    case .textEnd: after == nil
    case .lineStart: before == nil || before == "\n"
    case .lineEnd: after == nil || after == "\n"
    case .wordBoundary: (before?.isWord ?? false) != (after?.isWord ?? false)
    case .noWordBoundary: (before?.isWord ?? false) == (after?.isWord ?? false)
    }
  }
}

/// Makes the program of an expression.
struct PatternCompiler {
  var program: [Pattern.Instruction] = []

  mutating func compile(_ tree: PatternTree) throws(PatternError) {
    guard program.count < Pattern.programMax else {
      throw PatternError(description: "it is too large once its repetitions are written out")
    }
    switch tree {
    case .empty: break
    case .scalar(let set): program.append(.scalar(set))
    case .assert(let place): program.append(.assert(place))
    case .sequence(let parts): for part in parts { try compile(part) }
    case .choice(let parts): try compile(choice: parts[...])
    case .repeated(let part, let least, let most): try compile(part, least, most)
    }
  }

  private mutating func compile(choice parts: ArraySlice<PatternTree>) throws(PatternError) {
    var ends: [Int] = []
    for part in parts.dropLast() {
      let split = program.count
      program.append(.split(split + 1, 0))
      try compile(part)
      ends.append(program.count)
      program.append(.jump(0))
      program[split] = .split(split + 1, program.count)
    }
    if let last = parts.last { try compile(last) }
    for end in ends { program[end] = .jump(program.count) }
  }

  private mutating func compile(
    _ part: PatternTree, _ least: Int, _ most: Int?
  ) throws(PatternError) {
    let start = program.count
    for _ in 0..<least {
      try compile(part)
      // What takes no step takes none however often: ((){1000}){1000} is not walked through.
      if program.count == start { break }
    }
    guard let most else {
      let split = program.count
      program.append(.split(split + 1, 0))
      try compile(part)
      program.append(.jump(split))
      program[split] = .split(split + 1, program.count)
      return
    }
    var splits: [Int] = []
    for _ in least..<most {
      splits.append(program.count)
      program.append(.split(program.count + 1, 0))
      try compile(part)
    }
    for split in splits { program[split] = .split(split + 1, program.count) }
  }
}
