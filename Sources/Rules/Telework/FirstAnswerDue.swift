import CivilTime

/// By when the call centre gives its first answer (TEL-43): three hours of desk time after the
/// receipt by phone. In principle (原則として): a target. E-mail has no such promise.
public enum FirstAnswerDue {
  /// Three hours of desk time.
  public static let deskTime: Duration = .seconds(3 * 3_600)

  /// The due instant of a call that was received at `received`.
  public static func compute(
    received: Instant, in calendar: BusinessCalendar = DeskCalendar.teleworkPhoneDesk.calendar
  ) -> Ruling<DueTime.Answer, DueTime.Rejection> {
    switch DueTime.compute(deskTime, from: received, in: calendar) {
    case .refused(let rejections):
      return .refused(rejections)
    case .granted(let answer):
      var trace = answer.trace
      trace.warn("TARGET_ONLY", "\"in principle\": a target, no promise")
      return .granted(
        DueTime.Answer(
          due: answer.due, windows: answer.windows, skipped: answer.skipped, trace: trace))
    }
  }
}
