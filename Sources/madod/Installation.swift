import Files
import Glibc

/// What `madod install` writes: a systemd unit, the user that it runs as, and its configuration.
struct Installation {
  private let configuration: Configuration
  private let root: String
  private let user: String
  /// The path of this program, which the unit starts.
  private let program: String

  /// - Parameters:
  ///   - root: the files come below this folder, to be looked at; none for the machine itself.
  ///   - user: the system user's name.
  init(
    _ configuration: Configuration, root: String, user: String, program: String? = nil
  ) throws {
    self.configuration = configuration
    self.root = root
    self.user = user
    self.program = program ?? Self.ownPath
    for folder in ["/home/", "/root/", "/tmp/"] where root.isEmpty && self.program.hasPrefix(folder)
    {
      throw Invocation.Problems(lines: [
        "the unit cannot see \(self.program), which lies below \(folder): copy the program first "
          + "(install -m 755 \(self.program) /usr/local/bin/madod), and run that one"
      ])
    }
  }

  private static var ownPath: String {
    var text = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &text, text.count)
    guard count > 0 else { return "/usr/local/bin/madod" }
    return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Writes the files, and says what is to be done with them. A configuration that is there stays.
  func write() throws {
    let configurationPath = "/etc/\(user)/madod.conf"
    let files = LinuxFileSystem()
    try put("/etc/systemd/system/\(user).service", unit(configurationPath))
    try put("/etc/sysusers.d/\(user).conf", "u \(user) - \"Mado server\" \(stateFolder) -\n")
    if try files.attributes(root + configurationPath) == nil {
      try put(configurationPath, configurationText)
    } else {
      Console.say("kept \(root)\(configurationPath)")
    }
    Console.say("next:")
    Console.say("  systemd-sysusers && systemctl daemon-reload")
    Console.say("  systemctl enable --now \(user)")
    Console.say("  runuser -u \(user) -- \(program) --config \(configurationPath) doctor")
  }

  private func put(_ path: String, _ content: String) throws {
    try Serving.makeParents(of: root + path, permissions: 0o755)
    let files = LinuxFileSystem()
    try files.replace(root + path, with: Array(content.utf8))
    // The service's user reads its configuration, and systemd wants its files readable.
    guard chmod(root + path, 0o644) == 0 else {
      throw FileError(operation: "chmod", path: root + path, code: errno)
    }
    Console.say("wrote \(root)\(path)")
  }

  // MARK: Content

  private var stateFolder: String { "/var/lib/\(user)" }

  /// What was set when this was called, and where things lie.
  var configurationText: String {
    var lines = [
      "# madod's configuration; madod --print-config --config FILE shows all of it.",
      "# The master key may lie on another disk: without it nobody reads the evidence. Keep a copy apart.",
    ]
    let standard = [
      "data": "\(stateFolder)/data", "master-key-file": "\(stateFolder)/master.key",
      "context-folder": "\(stateFolder)/contexts",
    ]
    for key in ConfigurationKey.all where key.name != "log-format" {
      if configuration.origins[key.name] != nil {
        lines.append("\(key.name) = \(key.text(configuration))")
      } else if let value = standard[key.name] {
        lines.append("\(key.name) = \(value)")
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Whether the port is one of those that only root may open.
  private var wantsLowPort: Bool {
    guard let colon = configuration.listen.lastIndex(of: ":"),
      let port = UInt16(configuration.listen[configuration.listen.index(after: colon)...])
    else { return false }
    return (1..<1024).contains(port)
  }

  /// The unit. What the server does not need it is not allowed (systemd.exec(5)).
  func unit(_ configurationPath: String) -> String {
    let capability = wantsLowPort ? "CAP_NET_BIND_SERVICE" : ""
    var writable = ""
    if configuration.origins["data"] != nil {
      writable += "ReadWritePaths=\(configuration.dataFolder)\n"
    }
    if let key = configuration.masterKeyFile {
      writable += "ReadWritePaths=\(LinuxFileSystem().directory(of: key))\n"
    }
    let stop = configuration.drainSeconds + configuration.drainNoticeSeconds + 30
    return """
      [Unit]
      Description=Mado, the back office's gRPC server
      Wants=network-online.target
      After=network-online.target

      [Service]
      Type=notify
      User=\(user)
      Group=\(user)
      ExecStart=\(program) --config \(configurationPath)
      ExecReload=/bin/kill -HUP $MAINPID
      Restart=on-failure
      RestartSec=2
      WatchdogSec=60
      TimeoutStopSec=\(stop)
      StateDirectory=\(user)
      StateDirectoryMode=0700
      UMask=0077
      LimitNOFILE=\(configuration.limits.connections + 1024)

      NoNewPrivileges=yes
      CapabilityBoundingSet=\(capability)
      AmbientCapabilities=\(capability)
      ProtectSystem=strict
      \(writable)ProtectHome=yes
      ProtectProc=invisible
      ProcSubset=pid
      ProtectClock=yes
      ProtectHostname=yes
      ProtectKernelTunables=yes
      ProtectKernelModules=yes
      ProtectKernelLogs=yes
      ProtectControlGroups=yes
      PrivateTmp=yes
      PrivateDevices=yes
      PrivateUsers=\(wantsLowPort ? "no" : "yes")
      RemoveIPC=yes
      RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
      RestrictNamespaces=yes
      RestrictRealtime=yes
      RestrictSUIDSGID=yes
      LockPersonality=yes
      MemoryDenyWriteExecute=yes
      KeyringMode=private
      SystemCallArchitectures=native
      SystemCallFilter=@system-service
      SystemCallFilter=~@privileged
      SystemCallErrorNumber=EPERM

      [Install]
      WantedBy=multi-user.target

      """
  }
}
