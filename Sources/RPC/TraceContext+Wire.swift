extension TraceContext {
  /// The trace that the current task's own calls go on in; they carry it in their metadata.
  @TaskLocal public static var current: TraceContext?

  static let parentName = "traceparent"
  static let stateName = "tracestate"

  /// A new trace, which nobody has asked to record.
  public static func started() -> TraceContext {
    TraceContext(
      traceID: TraceID(high: UInt64.random(in: .min ... .max), low: UInt64.random(in: 1 ... .max)),
      parentID: UInt64.random(in: 1 ... .max))
  }

  /// The same trace one step further: what is begun in it has this program's step as its parent.
  public func child() -> TraceContext {
    var child = self
    child.parentID = UInt64.random(in: 1 ... .max)
    return child
  }

  // MARK: Metadata

  /// The trace that `metadata` names; nil when it names none, more than one, or a malformed one: a
  /// broken `traceparent` is as none (W3C, 4.2).
  public init?(metadata: Metadata) {
    let parents = metadata.texts(TraceContext.parentName)
    guard parents.count == 1, let trace = TraceContext(traceparent: parents[0]) else { return nil }
    self = trace
    let state = metadata.texts(TraceContext.stateName).joined(separator: ",")
    // Past its due length it may be dropped (W3C, 3.3.1.5).
    if state.utf8.count <= TraceContext.stateBytesMax { self.state = state }
  }

  /// As long as everybody has to pass on, in bytes.
  static let stateBytesMax = 512

  /// Names the trace in `metadata`, unless a trace is named there.
  public func add(to metadata: inout Metadata) {
    guard metadata[TraceContext.parentName] == nil else { return }
    metadata.append(checked: TraceContext.parentName, .text(traceparent))
    if !state.isEmpty { metadata.append(checked: TraceContext.stateName, .text(state)) }
  }

  // MARK: Text

  /// `00-TRACEID-PARENTID-FLAGS` in small hexadecimal digits (W3C, 3.2.2).
  public var traceparent: String {
    let digits = String(flags & 1, radix: 16)
    return "00-\(traceID.text)-\(hexadecimal(parentID))-0\(digits)"
  }

  /// Reads ``traceparent``. Of later versions it reads what this one knows, as W3C, 3.2.4, demands.
  public init?(traceparent text: String) {
    let units = Array(text.utf8)
    let dash = UInt8(ascii: "-")
    guard units.count >= 55, units[2] == dash, units[35] == dash, units[52] == dash,
      let version = number(units[0..<2]), version != 0xff,
      let high = number(units[3..<19]), let low = number(units[19..<35]), high | low != 0,
      let parent = number(units[36..<52]), parent != 0,
      let flags = number(units[53..<55])
    else { return nil }
    guard units.count == 55 || (version > 0 && units[55] == dash) else { return nil }
    self.init(
      traceID: TraceID(high: high, low: low), parentID: parent,
      // The other flags have no meaning yet, and are not passed on (W3C, 3.2.2.5).
      flags: UInt8(flags & 1))
  }
}

extension TraceContext.TraceID {
  /// 32 small hexadecimal digits.
  public var text: String { hexadecimal(high) + hexadecimal(low) }
}

/// Sixteen small hexadecimal digits.
private func hexadecimal(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

/// What small hexadecimal digits, at most sixteen, stand for; nil when there is anything else.
private func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
  var number: UInt64 = 0
  for digit in digits {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt64(digit - 48)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt64(digit - 87)
    default: return nil
    }
  }
  return number
}
