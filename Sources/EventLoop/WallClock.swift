import CLinux

/// The machine's clock of the day.
public enum WallClock {
  /// Whether something keeps it in step with the world's, as far as the kernel knows (adjtimex(2)).
  public static var isSynchronised: Bool {
    var state = timex()
    return adjtimex(&state) != TIME_ERROR && state.status & STA_UNSYNC == 0
  }
}
