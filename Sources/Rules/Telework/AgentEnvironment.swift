/// The machine of an agent, and where it is less than what the product was tested on (TEL-45). What is unmet is a warning
/// and no refusal.
public struct AgentEnvironment: Hashable, Sendable {
  public enum Browser: String, Hashable, Sendable, CaseIterable {
    case internetExplorer = "Internet Explorer"
    case edge = "Edge"
    case chrome = "Chrome"
  }

  public var physicalCores: Int
  public var freeDiskMegabytes: Int
  public var memoryMegabytes: Int
  public var is64Bit: Bool
  /// Of the camera's picture; 0 without a camera.
  public var cameraPixels: Int
  /// As the machine names it: `Windows 10 Pro`.
  public var system: String
  /// `SP1` and the like; empty without one.
  public var servicePack: String
  public var browser: Browser?
  /// The numbers of the browser's version, the first before its dot.
  public var browserVersion: Int
  /// BCP 47: `ja-JP`.
  public var locale: String
  public var isVirtual: Bool

  public init(
    physicalCores: Int, freeDiskMegabytes: Int, memoryMegabytes: Int, is64Bit: Bool,
    cameraPixels: Int, system: String, servicePack: String = "", browser: Browser? = nil,
    browserVersion: Int = 0, locale: String, isVirtual: Bool = false
  ) {
    self.physicalCores = physicalCores
    self.freeDiskMegabytes = freeDiskMegabytes
    self.memoryMegabytes = memoryMegabytes
    self.is64Bit = is64Bit
    self.cameraPixels = cameraPixels
    self.system = system
    self.servicePack = servicePack
    self.browser = browser
    self.browserVersion = browserVersion
    self.locale = locale
    self.isVirtual = isVirtual
  }

  /// A fact that is outside of what was tested.
  public struct Unmet: Hashable, Sendable {
    /// Which fact.
    public let field: String
    public let value: String
    /// What was tested.
    public let limit: String
  }

  /// What was tested: a version of the catalogue may name newer systems.
  public struct Tested: Hashable, Sendable {
    public struct System: Hashable, Sendable {
      public let name: String
      public let servicePack: String
      public let is32BitTested: Bool

      public init(_ name: String, servicePack: String = "", is32BitTested: Bool = false) {
        self.name = name
        self.servicePack = servicePack
        self.is32BitTested = is32BitTested
      }
    }

    public var physicalCores: Int
    public var freeDiskMegabytes: Int
    public var memoryMegabytesOf32Bit: Int
    public var memoryMegabytesOf64Bit: Int
    public var cameraPixels: Int
    public var systems: [System]
    /// The first version of each that was tested.
    public var browsers: [Browser: Int]
    public var locale: String

    /// As published.
    public static let published = Tested(
      physicalCores: 2, freeDiskMegabytes: 100, memoryMegabytesOf32Bit: 2048,
      memoryMegabytesOf64Bit: 4096,
      cameraPixels: 300_000,
      systems: [
        System("Windows 7 Professional", servicePack: "SP1", is32BitTested: true),
        System("Windows 8.1 Pro"), System("Windows 10 Pro"), System("Windows 10 Enterprise"),
      ],
      browsers: [.internetExplorer: 11, .edge: 25, .chrome: 54], locale: "ja-JP")
  }

  /// The facts that are outside of what was tested, in the order in which they are declared.
  public func unmet(_ tested: Tested = .published) -> [Unmet] {
    var unmet: [Unmet] = []
    func want(_ field: String, _ value: Int, atLeast limit: Int, _ unit: String) {
      if value < limit {
        unmet.append(Unmet(field: field, value: "\(value)", limit: "\(limit)\(unit)"))
      }
    }
    let memory = is64Bit ? tested.memoryMegabytesOf64Bit : tested.memoryMegabytesOf32Bit
    want("physical_cores", physicalCores, atLeast: tested.physicalCores, " or more")
    want("free_disk_mb", freeDiskMegabytes, atLeast: tested.freeDiskMegabytes, " MB or more")
    want("memory_mb", memoryMegabytes, atLeast: memory, " MB or more")
    want("camera_pixels", cameraPixels, atLeast: tested.cameraPixels, " or more")
    let isTested = tested.systems.contains {
      $0.name == system && $0.servicePack == servicePack && (is64Bit || $0.is32BitTested)
    }
    if !isTested {
      let names = tested.systems.map {
        "\($0.name)\($0.servicePack.isEmpty ? "" : " \($0.servicePack)")"
          + ($0.is32BitTested ? "" : " (64-bit)")
      }
      unmet.append(
        Unmet(
          field: "system",
          value:
            "\(system)\(servicePack.isEmpty ? "" : " \(servicePack)")\(is64Bit ? "" : " (32-bit)")",
          limit: names.joined(separator: ", ")))
    }
    if let browser, let first = tested.browsers[browser] {
      want("browser_version", browserVersion, atLeast: first, " or more of \(browser.rawValue)")
    }
    if locale != tested.locale {
      unmet.append(Unmet(field: "locale", value: locale, limit: tested.locale))
    }
    if isVirtual {
      unmet.append(Unmet(field: "virtual", value: "true", limit: "a machine of its own"))
    }
    return unmet
  }
}
