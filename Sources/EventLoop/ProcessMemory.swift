import CLinux

/// How the process keeps the memory that it has freed.
public enum ProcessMemory {
  /// Has the allocator keep freed memory for what comes next, up to 16 MiB at the end of each heap,
  /// instead of giving each large block back to the kernel, from which it would come again page by
  /// page (mallopt(3)). For a program whose payloads come and go by the thousand; once, before its
  /// threads start.
  public static func keepFreedBlocks() {
    mallopt(M_MMAP_THRESHOLD, 4 << 20)
    mallopt(M_TRIM_THRESHOLD, 16 << 20)
  }
}
