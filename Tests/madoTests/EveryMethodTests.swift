import Buffers
import Protobuf
import RPC
import Synchronization
import Testing

@testable import mado

/// A server of every method of the schema: it notes what arrives and answers UNIMPLEMENTED.
private struct Recorder: Service {
  static let descriptor = ServiceDescriptor(
    name: "every", methods: [], file: SchemaFile("every.proto", imports: [], base64: ""))

  struct Arrival: Sendable, Hashable {
    let path: String
    let messages: [Bytes]
  }

  final class Log: Sendable {
    private let arrivals = Mutex<[Arrival]>([])

    func add(_ arrival: Arrival) { arrivals.withLock { $0.append(arrival) } }

    func take() -> [Arrival] {
      arrivals.withLock { arrivals in
        defer { arrivals = [] }
        return arrivals
      }
    }
  }

  let log = Log()

  var methods: [ServerMethod] {
    CommandTree(areas: Area.all).commands.map { command in
      let method = command.method
      let refusal = RPCError(.unimplemented, "only noted", reason: "NOTED")
      guard method.kind == .unary else {
        return ServerMethod(
          method,
          .streaming { stream, _ in
            var messages: [Bytes] = []
            while let message = try await stream.nextMessage() { messages.append(message) }
            log.add(Arrival(path: method.path, messages: messages))
            throw refusal
          })
      }
      return ServerMethod(
        method,
        .unary { message, _ in
          log.add(Arrival(path: method.path, messages: [message]))
          throw refusal
        })
    }
  }
}

@Suite struct EveryMethodTests {
  private let tree = CommandTree(areas: Area.all)

  /// A value for a flag, and what protoc's text format shows of it.
  private func sample(_ flag: Flag, _ kind: Flag.Kind) -> (word: String, shown: [String])? {
    let name = flag.path.last ?? ""
    switch kind {
    case .bool: return ("true", ["\(name): true"])
    case .int32, .int64:
      // Most numbers may not be negative by the rules of the schema.
      let number = ["days": "-7", "year": "2026", "width": "320", "height": "240"][name] ?? "7"
      return (number, ["\(name): \(number)"])
    case .uint32, .uint64: return ("7", ["\(name): 7"])
    case .float, .double: return ("1.5", ["\(name): 1.5"])
    case .string:
      let path = flag.path.joined(separator: ".")
      let word = Self.samples[path] ?? Self.samples[name] ?? "sample"
      return (word, [word])
    case .bytes:
      if name == "hash" { return (Self.hash, ["hash: \"\\000\\000"]) }
      return ("AQID", ["\(name): \"\\001\\002\\003\""])
    case .choice(let names):
      guard names.count > 1 else { return nil }
      return (names[1], ["\(name): \(names[1])"])
    case .timestamp:
      return ("2026-04-01T09:00:00.5+09:00", ["seconds: 1775001600", "nanos: 500000000"])
    case .duration:
      let seconds = [
        "session_life": 7200, "capture_interval": 60, "away_after": 60, "absent_after": 60,
      ]
      if let seconds = seconds[name] { return ("\(seconds)s", ["seconds: \(seconds)"]) }
      return ("1.5s", ["seconds: 1", "nanos: 500000000"])
    case .date: return ("2026-04-01", ["year: 2026", "month: 4", "day: 1"])
    case .entry(let inner):
      guard let (word, _) = sample(flag, inner) else { return nil }
      return ("key=\(word)", ["key: \"key\""])
    case .json:
      return (Self.messages[name] ?? "{}", [])
    }
  }

  /// 32 bytes.
  private static let hash = String(repeating: "A", count: 43) + "="

  /// What a message that need not be given must have when it is, by field.
  private static let companions = [
    "known": "{\"hash\":\"\(hash)\"}", "order": order,
    "punch": "{\"act\":\"PUNCH_ACT_START_WORK\"}",
  ]

  private static let order = "{\"product\":\"p\"}"

  /// Messages that the rules of the schema ask for, by field.
  private static let messages = [
    "extra_lines": "{\"item\":\"i\",\"name\":\"n\",\"taxCategory\":\"TAX_CATEGORY_TAXABLE\"}",
    "credits": "{\"item\":\"i\",\"amountYen\":\"1\"}",
    "company_holidays": "{\"annual\":{\"month\":1,\"day\":2}}",
    "contacts": "{\"name\":\"n\",\"email\":\"n@x\"}", "pauses": "{\"clock\":\"CLOCK_FIRST\"}",
    "products": "{\"code\":\"c\",\"cancellation\":{},\"addition\":{}}",
    "changes": "{\"dropped\":{\"holiday\":\"NAMED_HOLIDAY_SHOWA\"}}",
    "components": "{\"name\":\"n\",\"impact\":\"IMPACT_OUTAGE\"}",
    "hours": "{\"weekday\":\"WEEKDAY_MONDAY\",\"windows\":[{}]}",
    "recurrence": "{\"daily\":{\"every\":1}}",
  ]

  /// Texts of a form that the rules of the schema ask for, by field or by all the names that lead to it.
  private static let samples = [
    "request_id": "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de", "locale": "en", "allowed_countries": "US",
    "scopes": "calendar.read", "month": "2026-07", "registration_number": "T1234567890123",
    "product": "pop-up-a",
    "password": "twelve letters", "new_password": "twelve letters", "code": "123456",
    "recipient": "n@example.com", "sender": "n@example.com", "media_type": "a/b",
    "domain": "example.com",
    "lead.email": "n@example.com", "tenant.id": "C000042",
    "tenant.corporate_number": "1234567890123",
  ]

  /// What a request must have by the rules of its schema, by method, with its service where several have
  /// the method; no other request has rules. The client makes a request_id itself.
  private static let required: [String: [(field: String, json: String)]] = {
    let day = "{\"year\":2026,\"month\":4,\"day\":1}"
    let query = "{\"from_date\":\(day),\"through_date\":\(day)}"
    let user = "{\"login\":\"l\",\"name\":\"n\",\"locale\":\"ja\",\"roles\":[\"TENANT_ROLE_USER\"]}"
    let id = [(field: "id", json: "\"i\"")]
    let name = (field: "update_mask", json: "\"name\"")
    let code = (field: "code", json: "\"123456\"")
    let group = (field: "group", json: "{\"name\":\"n\"}")
    let contract = [(field: "contract_id", json: "\"c\"")]
    let terms =
      "{\"kind\":\"TERMS_KIND_SERVICE\",\"version\":\"1\",\"title\":\"t\",\"text\":\"t\",\"effectiveDate\":\(day)}"
    let disclosure =
      "{\"means\":\"DISCLOSURE_MEANS_SPOKEN\",\"subject\":\"s\",\"discloseDate\":\(day)}"
    let lead =
      "{\"kind\":\"LEAD_KIND_INQUIRY\",\"company\":\"c\",\"name\":\"n\",\"email\":\"n@example.com\","
      + "\"consentVersion\":\"1\"}"
    let tenant = "{\"id\":\"C000042\",\"name\":\"n\",\"locale\":\"ja\"}"
    let calendar = (field: "calendar", json: "{\"id\":\"desk\",\"name\":\"n\"}")
    let affected = "{\"name\":\"n\",\"impact\":\"IMPACT_OUTAGE\"}"
    let incident = "{\"title\":\"t\",\"components\":[\(affected)]}"
    let job = [(field: "name", json: "\"j\"")]
    let text = (field: "text", json: "\"t\"")
    let units = contract + [(field: "item", json: "\"incidents\"")]
    let month = contract + [(field: "month", json: "\"2026-07\"")]
    let seller = "{\"name\":\"n\",\"registrationNumber\":\"T1234567890123\"}"
    let payment = "{\"invoiceId\":\"i\",\"date\":\(day),\"amountYen\":\"1\"}"
    return [
      "RateCall": [("product", "\"pop-up-a\""), ("ring_time", "\"2026-04-01T00:00:00Z\"")],
      "RateCallMonth": [("product", "\"pop-up-a\""), ("month", "\"2026-07\"")],
      "RateIncident": [("duration", "\"60s\"")],
      "RateAddition": [
        ("kind", "\"ADDITION_KIND_CONNECTIONS\""), ("added", day), ("term_end", day),
      ],
      "PutRate": [("rate", "{\"from\":\(day)}")],
      "RecordUsage": contract + [("events", "[{}]")], "MeterService/GetUsage": month,
      "ListUsage": contract,
      "GetBalance": units, "ListEntries": units, "PurchaseLots": units,
      "Consume": units + [("units", "\"1\"")],
      "Reverse": units + [("position", "\"1\""), ("reason", "\"r\"")],
      "RunExpiry": [("tenant_id", "\"t\"")], "Preview": month, "Issue": month,
      "Void": id + [("reason", "\"r\"")],
      "CreditNote": [
        ("invoice_id", "\"i\""), ("reason", "\"CREDIT_REASON_ERROR\""), ("explanation", "\"e\""),
      ],
      "InvoiceService/Download": id + [("format", "\"INVOICE_FORMAT_CSV\"")],
      "RunBillingCycle": [("month", "\"2026-07\"")], "UpdateSeller": [("seller", seller)],
      "UpdateTerms": [("terms", "{}"), ("update_mask", "\"recipient\"")],
      "Record": [("payment", payment)], "ComputeLateInterest": [("invoice_id", "\"i\"")],
      "CatalogService/Get": [],
      "PublishVersion": [("version", "{\"id\":\"v\",\"effectiveDate\":\(day)}")],
      "Compute": [("order", order)], "QuoteService/Create": [("order", order)],
      "ApplicationService/Submit": [("kind", "\"APPLICATION_KIND_NEW\"")],
      "AddDocument": id + [("document", "{}")], "Approve": id, "Withdraw": id,
      "Refuse": id + [("reason", "\"APPLICATION_REFUSAL_UNSUITABLE\"")],
      "RecordDelivery": contract + [("deliver_time", "\"2026-04-01T00:00:00Z\"")],
      "Prepare": contract + [("target_date", day)], "Activate": contract, "Change": contract,
      "PreviewCancellation": contract, "ContractService/Cancel": contract,
      "RevokeCancellation": contract, "Resume": contract, "ConvertTrial": contract,
      "EndTrial": contract, "Suspend": contract + [("reason", "\"CONTRACT_REASON_ABROAD\"")],
      "Terminate": contract + [("reason", "\"CONTRACT_REASON_ABROAD\"")],
      "StartTrial": [("tenant_id", "\"t\""), ("order", order), ("end_date", day)],
      "Discontinue": [("product", "\"p\""), ("end_date", day)],
      "RunRenewals": [("tenant_id", "\"t\"")], "Publish": [("terms", terms)],
      "Register": [("disclosure", disclosure)], "ConfirmInWriting": id + [("confirm_date", day)],
      "LeadService/Submit": [("lead", lead)],
      "ResellerService/Create": [("reseller", "{\"name\":\"n\"}")],
      "AssignTenant": [("tenant_id", "\"t\"")], "SetStaff": [("reseller_id", "\"r\"")],
      "CreateCalendar": [calendar], "UpdateCalendar": [calendar], "PutCompanyHolidays": id,
      "PutOfficialOverride": [("year", "2026")],
      "ExplainJob": job, "PauseJob": job + [("reason", "\"r\"")], "ResumeJob": job, "RunJob": job,
      "Forecast": [("until", "\"2026-04-01T00:00:00Z\"")],
      "SetTestClock": [("time", "\"2026-04-01T00:00:00Z\"")],
      "Schedule": [("maintenance", "{\"kind\":\"MAINTENANCE_KIND_MINOR\"}")], "EndNow": id,
      "MaintenanceService/Update": [
        ("maintenance", "{\"kind\":\"MAINTENANCE_KIND_MINOR\"}"), name,
      ],
      "Open": [("incident", incident)], "Resolve": id, "RecordPostmortem": id + [text],
      "AddUpdate": id + [("state", "\"INCIDENT_STATE_IDENTIFIED\""), text],
      "GetUptime": [("component", "\"c\""), ("year", "2026"), ("month", "7")],
      "UserService/Create": [("user", user)], "Update": [name],
      "TokenService/Create": [("name", "\"n\""), ("scopes", "[\"telework.read\"]")],
      "Login": [("tenant_id", "\"t\""), ("login", "\"l\""), ("password", "\"p\"")],
      "Refresh": [("refresh_token", "\"r\"")],
      "SetPassword": [
        ("tenant_id", "\"t\""), ("login", "\"l\""), ("code", "\"c\""),
        ("password", "\"twelve letters\""),
      ],
      "ChangePassword": [
        ("current_password", "\"p\""), ("new_password", "\"twelve letters\""),
      ],
      "VerifyTotp": [("challenge", "\"c\""), code],
      "UseRecoveryCode": [("challenge", "\"c\""), code],
      "ConfirmTotp": [code], "DisableTotp": [code], "RegenerateRecoveryCodes": [code],
      "UpdatePolicy": [("policy", "{\"require_mfa\":true}"), ("update_mask", "\"requireMfa\"")],
      "IssueCode": [("user_id", "\"u\"")], "DeviceService/IssueCode": [("worker_id", "\"w\"")],
      "Enrol": [code, ("name", "\"n\"")],
      "Revoke": id, "RevokeSession": id, "Rotate": id, "Delete": id, "Move": id, "SetMembers": id,
      "SetLeaders": id, "Wait": id, "Cancel": id, "Acknowledge": id,
      "TenantService/Create": [("tenant", tenant), ("administrator", user)],
      "TenantService/Get": [], "Close": id + [("contract_end", day)],
      "ErasureService/Get": [("tenant_id", "\"t\"")], "ReleaseHold": id,
      "PlaceHold": [("tenant_id", "\"t\""), ("reason", "\"r\"")],
      "CreateSubjectRequest": [("kind", "\"SUBJECT_REQUEST_KIND_INQUIRE\"")],
      "GetSubjectRequest": id, "ResolveSubjectRequest": id + [("answer", "\"a\"")],
      "ImportUsers": [("csv", "\"login,name,roles\"")],
      "GroupService/Create": [group], "GroupService/Update": [group, name],
      "Set": [("contacts", "[{\"name\":\"n\",\"email\":\"n@x\"}]")],
      "VerifyCaller": [("system_id", "\"s\""), ("name", "\"n\"")],
      "Send": [
        ("tenant_id", "\"t\""), ("means", "\"MEANS_OTHER\""), ("subject", "\"s\""),
        ("body", "\"b\""),
      ],
      "AuditService/Get": [("position", "1")],
      "Export": [("format", "\"EXPORT_FORMAT_CSV\"")],
      "ListHolidays": [("from_year", "2026")], "CheckDay": [("date", day)],
      "AddBusinessDays": [("date", day)], "CountBusinessDays": [("from", day), ("to", day)],
      "ComputeDue": [("start", "\"2026-04-01T00:00:00Z\""), ("duration", "\"60s\"")],
      "ComputePeriod": [
        ("event_date", day), ("length", "1"), ("unit", "\"PERIOD_UNIT_DAY\""),
      ],
      "Get": id, "Download": id,
      "CaseService/Create": [
        ("channel", "\"CHANNEL_PAID\""), ("category", "\"CATEGORY_USAGE\""),
        ("subject", "\"SUBJECT_OFFICE\""), ("title", "\"t\""), ("body", "\"b\""),
      ],
      "CaseService/Search": [("query", "\"q\"")],
      "CaseService/Update": [("case", "{\"title\":\"t\"}"), name], "CaseService/Assign": id,
      "AddMessage": [
        ("case_id", "\"c\""), ("kind", "\"MESSAGE_KIND_ANSWER\""), ("body", "\"b\""),
      ],
      "UploadAttachment": [
        ("case_id", "\"c\""), ("file_name", "\"f\""), ("media_type", "\"a/b\""),
        ("content", "\"AQID\""),
      ],
      "DownloadAttachment": id + [("case_id", "\"c\"")],
      "ListMessages": [("case_id", "\"c\"")], "Accept": id, "GetAcceptance": id,
      "CaseService/Close": id + [("end", "\"CASE_END_CLOSED\"")], "Reopen": id,
      "SetAuthorisedContacts": [("contract_id", "\"c\"")],
      "ListAuthorisedContacts": [("contract_id", "\"c\"")],
      "CreatePolicy": [("policy", "{\"product\":\"p\"}")],
      "SlaService/UpdatePolicy": [("policy", "{\"product\":\"p\"}"), name],
      "SlaService/Explain": [("case_id", "\"c\"")],
      "LogCall": [
        ("tenant_id", "\"t\""), ("receive_time", "\"2026-04-01T00:00:00Z\""),
        ("contact_name", "\"n\""), ("channel", "\"CHANNEL_PAID\""),
        ("category", "\"CATEGORY_USAGE\""), ("subject", "\"SUBJECT_OFFICE\""),
        ("title", "\"t\""), ("body", "\"b\""),
      ],
      "WorkLogService/Start": [("case_id", "\"c\"")], "WorkLogService/Stop": id,
      "WorkLogService/Add": [
        ("case_id", "\"c\""), ("start_time", "\"2026-04-01T00:00:00Z\""),
        ("end_time", "\"2026-04-01T00:10:00Z\""),
      ],
      "MergeEntries": [("ids", "[\"a\"]")], "ReverseEntry": id + [("reason", "\"r\"")],
      "Provision": [("contract_id", "\"c\""), ("domain", "\"x.jp\"")],
      "Ingest": [
        ("address", "\"a@x\""), ("message_id", "\"m\""), ("sender", "\"n@x\""),
        ("body", "\"b\""),
      ],
      "FeedbackService/Submit": [("product", "\"p\""), ("body", "\"b\"")],
      "GrantPublication": id + [("consent_version", "\"1\"")], "RevokePublication": id,
      "ReleaseService/Publish": [
        (
          "release",
          "{\"product\":\"p\",\"version\":\"1\",\"kind\":\"RELEASE_KIND_FIX\",\"title\":\"t\"}"
        )
      ],
      "SendReport": [("case_id", "\"c\"")],
      "LicenceService/Assign": [("contract_id", "\"c\""), ("user_id", "\"u\"")],
      "AssignDevice": [("contract_id", "\"c\""), ("device", "\"d\"")],
      "LicenceService/Release": id, "Reassign": id + [("to_user_id", "\"u\"")],
      "Recover": [("contract_id", "\"c\"")],
      "LicenceService/List": [("contract_id", "\"c\"")],
      "CheckSharedUse": [
        ("user_id", "\"u\""), ("from", "\"2026-04-01T00:00:00Z\""),
        ("until", "\"2026-04-02T00:00:00Z\""),
      ],
      "Acquire": [
        ("contract_id", "\"c\""), ("lease_id", "\"l\""),
        ("client", "\"CONNECTION_CLIENT_WEB\""),
      ],
      "Renew": [("contract_id", "\"c\""), ("lease_id", "\"l\"")],
      "SeatLeaseService/Release": [("contract_id", "\"c\""), ("lease_id", "\"l\"")],
      "GetUsage": [("contract_id", "\"c\"")],
      "ListPeaks": [
        ("contract_id", "\"c\""), ("from", "\"2026-04-01T00:00:00Z\""),
        ("until", "\"2026-04-02T00:00:00Z\""),
      ],
      "Punch": [("punch", "{\"act\":\"PUNCH_ACT_START_WORK\"}")],
      "AgentService/Register": [("environment", "{\"system\":\"s\"}")], "Deregister": id,
      "Capture": [("agent_id", "\"a\"")], "AgentConfigService/Get": [],
      "Correct": [("reason", "\"r\"")], "DecideCorrection": id,
      "ListWork": [("from_date", day), ("through_date", day)], "Lock": [("month", day)],
      "Unlock": [("month", day)],
      "PresenceService/Get": [], "IncidentService/Reopen": id + [("reason", "\"r\"")],
      "Review": id + [("act", "\"INCIDENT_ACT_LOOK\"")],
      "ListIntervals": [
        ("from_time", "\"2026-04-01T00:00:00Z\""), ("before_time", "\"2026-04-02T00:00:00Z\""),
      ],
      "TaskService/Create": [("task", "{\"name\":\"n\"}")],
      "TaskService/Update": [("task", "{\"name\":\"n\"}"), name],
      "ScheduleService/Put": [("from_date", day), ("through_date", day)],
      "ScheduleService/List": [("from_date", day), ("through_date", day)],
      "Copy": [("from_date", day), ("through_date", day), ("to_date", day)],
      "PutPolicy": [("policy", "{\"punch_months\":3,\"report_months\":3}")],
      "ExportPeriod": [
        ("worker_id", "\"w\""), ("captured_from", "\"2026-04-01T00:00:00Z\""),
        ("captured_before", "\"2026-04-02T00:00:00Z\""),
      ],
      "ReadExport": id,
      "PutFaceImage": [("content", "\"AQID\"")], "DeleteFaceImage": id,
      "Aggregate": [("query", query)], "ReportService/Download": [("query", query)],
      "ListGaps": [("agent_id", "\"a\"")], "VerifyChain": [("agent_id", "\"a\"")],
    ]
  }()

  private func required(_ command: Command) -> [(field: String, json: String)]? {
    let service = command.method.service.split(separator: ".").last ?? ""
    let fields =
      Self.required["\(service)/\(command.method.name)"] ?? Self.required[command.method.name]
    return fields?.isEmpty == true ? nil : fields
  }

  /// What stands around a flag by the rules of the schema, by the names that lead to it, the longest first.
  private static let around = [
    (
      path: ["maintenance", "recurrence", "monthly_weekday"],
      json: "{\"recurrence\":{\"monthlyWeekday\":{\"weekday\":\"WEEKDAY_MONDAY\"}}}"
    ),
    (
      path: ["maintenance", "recurrence", "until"],
      json: "{\"recurrence\":{\"daily\":{\"every\":1}}}"
    ),
    (
      path: ["maintenance", "recurrence", "except"],
      json: "{\"recurrence\":{\"daily\":{\"every\":1}}}"
    ),
  ]

  /// The least that a command sends, without the field that a flag sets.
  private func least(_ command: Command, but flag: Flag? = nil) -> String {
    // A flag within a message leaves the rest of it.
    let set = flag.map { $0.path.count == 1 ? $0.path[0] : "" } ?? ""
    var fields = (required(command) ?? []).filter { field, _ in
      field != set && !(field.hasPrefix("event_") && set.hasPrefix("event_"))
    }
    if let whole = flag?.path.first, let companion = Self.companions[whole],
      !fields.contains(where: { $0.field == whole })
    {
      fields.append((whole, companion))
    }
    if let flag, let around = Self.around.first(where: { flag.path.starts(with: $0.path) }) {
      fields.removeAll { $0.field == flag.path[0] }
      fields.append((flag.path[0], around.json))
    }
    return "{\(fields.map { "\"\($0.field)\":\($0.json)" }.joined(separator: ","))}"
  }

  @Test("there is a command for each method of each service of the schema, and no other")
  func commandsAreTheMethods() throws {
    let set = try Protoc.descriptors()
    let methods = set.file.flatMap { file in
      file.service.flatMap { service in
        service.method.map { method -> MethodDescriptor in
          let kind: MethodDescriptor.Kind =
            switch (method.clientStreaming ?? false, method.serverStreaming ?? false) {
            case (false, false): .unary
            case (true, false): .clientStreaming
            case (false, true): .serverStreaming
            case (true, true): .bidirectional
            }
          return MethodDescriptor(
            service: "\(file.package ?? "").\(service.name ?? "")", name: method.name ?? "",
            kind: kind)
        }
      }
    }
    #expect(methods.count > 10)
    #expect(Set(tree.commands.map(\.method)) == Set(methods))
    #expect(tree.commands.count == methods.count)
    #expect(Area.all.flatMap { $0.services.flatMap(\.descriptor.methods) }.count == methods.count)
  }

  @Test("every scalar field of every request is a flag")
  func scalarsAreFlags() throws {
    let set = try Protoc.descriptors()
    var messages: [String: GoogleProtobuf.DescriptorProto] = [:]
    func index(_ message: GoogleProtobuf.DescriptorProto, _ scope: String) {
      let name = "\(scope).\(message.name ?? "")"
      messages[name] = message
      for nested in message.nestedType { index(nested, name) }
    }
    for file in set.file {
      for message in file.messageType { index(message, ".\(file.package ?? "")") }
    }
    for service in set.file.flatMap({ file in file.service.map { (file.package ?? "", $0) } }) {
      for method in service.1.method {
        let path = "\(service.0).\(service.1.name ?? "")/\(method.name ?? "")"
        let command = try #require(tree.command(at: path))
        let request = try #require(messages[method.inputType ?? ""])
        for field in request.field where field.type != .message {
          #expect(
            command.flags.contains { $0.path == [field.name ?? ""] }, "\(path) \(field.name ?? "")")
        }
        for field in request.field where field.type == .message && field.label != .repeated {
          let isThere = command.flags.contains { $0.path.first == field.name }
          #expect(isThere, "\(path) \(field.name ?? "")")
        }
      }
    }
  }

  @Test("each command calls its method through its stub, and each flag's value arrives")
  func flagsArrive() async throws {
    let set = try Protoc.descriptors()
    let recorder = Recorder()
    let transport = InProcessTransport([recorder])
    for area in Area.all {
      for service in area.services {
        for command in service.commands {
          let proto = set.file.flatMap(\.service).first {
            $0.name == command.method.service.split(separator: ".").last.map(String.init)
          }
          let method = proto?.method.first { $0.name == command.method.name }
          let type = String((method?.inputType ?? "").dropFirst())
          let words = [area.name, service.name, command.name]
          let empty = await run(words + ["--json", "{}"], transport: transport)
          if required(command) != nil {
            #expect(empty.status == 2, "\(words): \(empty.error)")
            #expect(empty.error.contains("--json breaks rules of the schema:\n  --"))
            #expect(recorder.log.take() == [])
          } else {
            #expect(empty.status == 22, "\(words): \(empty.error)")
            let arrivals = recorder.log.take()
            #expect(arrivals.map(\.path) == [command.method.path])
            // The client makes a request_id itself.
            let isNamed = command.flags.contains { $0.path == ["request_id"] }
            #expect(arrivals.map { $0.messages.map(\.isEmpty) } == [[!isNamed]])
          }
          for flag in command.flags {
            guard let (word, shown) = sample(flag, flag.kind) else { continue }
            let given = ["--json", least(command, but: flag), "--\(flag.name)=\(word)"]
            let outcome = await run(words + given + ["--output", "jsonl"], transport: transport)
            #expect(outcome.status == 22, "\(words) --\(flag.name): \(outcome.error)")
            let arrivals = recorder.log.take()
            #expect(arrivals.map(\.path) == [command.method.path])
            let text = try Protoc.text(arrivals.first?.messages.first ?? Bytes(), type)
            for fragment in shown + (flag.kind == .json ? [] : [flag.path[0]]) {
              #expect(text.contains(fragment), "\(words) --\(flag.name)=\(word): \(text)")
            }
          }
        }
      }
    }
  }

  @Test("call PACKAGE.SERVICE/METHOD is the same command")
  func callByPath() async {
    let recorder = Recorder()
    let transport = InProcessTransport([recorder])
    for command in tree.commands {
      let path = String(command.method.path.dropFirst())
      _ = await run(
        "call", path, "--json", least(command), "--output", "jsonl", transport: transport)
      #expect(recorder.log.take().map(\.path) == [command.method.path])
    }
  }

  @Test("there is help at every level, and every word in it is a command")
  func help() async {
    for area in Area.all {
      let help = await run(area.name)
      #expect(help.status == 0)
      for service in area.services {
        let help = await run(area.name, service.name, "--help")
        #expect(help.status == 0)
        for command in service.commands {
          #expect(help.out.contains("  \(command.name) "))
          let own = await run("help", area.name, service.name, command.name)
          #expect(own.out.contains(command.method.path.dropFirst()))
          for flag in command.flags { #expect(own.out.contains("--\(flag.name)")) }
        }
      }
    }
  }
}
