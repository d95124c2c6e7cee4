import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import StandardAPI
import Storage
import Testing

@testable import Services

/// A worker of the demo tenant with something in every area, and the department that he is in.
struct Kept: Sendable {
  let worker: String
  let device: String
  /// Empty where he is in none.
  let group: String
  let evidence: String
  let incident: String
  /// An incident that was decided.
  let decided: String
  let task: Telework.Task
  let face: String
  let punch: String
  let correction: String
  let export: String
}

extension Office {
  private var administrator: CallOptions { options("demo-administrator") }

  /// Makes a department.
  func department(_ name: String, under parent: String = "") async throws -> Tenancies.Group {
    try #require(
      try await groups.create(
        .init(requestId: freshID(), group: .init(name: name, parentId: parent)), administrator
      ).group)
  }

  func setMembers(_ users: [String], of group: String) async throws {
    _ = try await groups.setMembers(
      .init(requestId: freshID(), id: group, userIds: users), administrator)
  }

  func setLeaders(_ users: [String], of group: String) async throws {
    _ = try await groups.setLeaders(
      .init(requestId: freshID(), id: group, userIds: users), administrator)
  }

  /// Has a worker of the demo have something in every area.
  ///
  /// - Parameter number: what his id ends with.
  func keep(_ number: String, in group: String) async throws -> Kept {
    let (worker, device) = ("demo-worker\(number)", "demo-device\(number)")
    let (own, agent) = (options(worker), Office.agent(number))
    if !group.isEmpty { try await setMembers([worker], of: group) }
    try await register(as: device)
    let evidence = try #require(try await verdicts([image(1)], as: device)[1]).evidenceId
    try await see(.present, by: agent)
    let incident = try await detect(.peeping, by: agent)
    let decided = try await detect(.impersonation, by: agent)
    _ = try await detections.review(
      .init(requestId: freshID(), id: decided, act: .dismiss), options("demo-manager"))
    let task = try await tasks.create(
      .init(requestId: freshID(), task: .init(name: "t")), own
    ).task
    let day = GoogleType.Date(year: 2026, month: 7, day: 1)
    _ = try await plans.put(
      .init(
        requestId: freshID(), fromDate: day, throughDate: day,
        entries: [.init(date: day, start: "09:00", end: "17:00")]), own)
    let face = try await users.putFaceImage(
      .init(requestId: freshID(), content: .init(Office.jpeg(mark: 1))), own
    ).image
    let punched = try await punches.punch(
      .init(requestId: freshID(), punch: .init(act: .startWork)), own)
    let punch = punched.punch?.id ?? ""
    let asked = try await punches.correct(
      .init(requestId: freshID(), replacesId: punch, reason: "wrong"), own)
    try await database.write { transaction in
      var row = ExportRow(
        id: "export-of-\(worker)", worker: worker, capturedFrom: 0, capturedBefore: 1, heads: [:],
        createdAt: 0)
      row.size = EvidenceArchive([], modified: 0).size
      try ExportStore(.atTheMachine(Demo.tenant), transaction.connection)
        .add(row, forgettingBefore: 0)
    }
    return Kept(
      worker: worker, device: device, group: group, evidence: evidence, incident: incident,
      decided: decided, task: try #require(task), face: face?.id ?? "",
      punch: punch, correction: asked.correction?.id ?? "", export: "export-of-\(worker)")
  }
}
