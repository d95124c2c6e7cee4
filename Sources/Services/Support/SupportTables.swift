import SQLite

/// The tables of the support desk. Instants are nanoseconds since 1970.
enum SupportTables {
  static let migrations = MigrationList(
    area: "support",
    [
      Migration(
        "cases, messages, alerts, policies",
        """
        CREATE TABLE support_case (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          requester_id TEXT NOT NULL,
          contact_name TEXT NOT NULL,
          product TEXT NOT NULL,
          contract_id TEXT NOT NULL,
          channel TEXT NOT NULL,
          intake TEXT NOT NULL,
          category BIGINT NOT NULL,
          subject TEXT NOT NULL,
          title TEXT NOT NULL,
          state TEXT NOT NULL,
          assignee_id TEXT NOT NULL,
          opened_at BIGINT NOT NULL,
          due_at BIGINT,
          accepted_at BIGINT,
          acceptance TEXT NOT NULL,
          terms BLOB NOT NULL,
          version BIGINT NOT NULL);
        CREATE INDEX support_case_order ON support_case (tenant_id, opened_at, id);
        CREATE INDEX support_case_all ON support_case (opened_at, id);
        CREATE INDEX support_case_due ON support_case (due_at, id);
        CREATE TABLE support_message (
          case_id TEXT NOT NULL REFERENCES support_case (id),
          position BIGINT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          kind TEXT NOT NULL,
          author_id TEXT NOT NULL,
          body TEXT NOT NULL,
          sent_at BIGINT NOT NULL,
          PRIMARY KEY (case_id, position));
        CREATE TABLE support_case_state (
          case_id TEXT NOT NULL REFERENCES support_case (id),
          position BIGINT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          state TEXT NOT NULL,
          entered_at BIGINT NOT NULL,
          PRIMARY KEY (case_id, position));
        CREATE TABLE support_alert (
          case_id TEXT NOT NULL REFERENCES support_case (id),
          clock TEXT NOT NULL,
          started_at BIGINT NOT NULL,
          kind TEXT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          due_at BIGINT NOT NULL,
          alert_at BIGINT NOT NULL,
          assignee_id TEXT NOT NULL,
          PRIMARY KEY (case_id, clock, started_at, kind));
        CREATE INDEX support_alert_order ON support_alert (alert_at, case_id, clock, kind);
        CREATE TABLE support_contact (
          contract_id TEXT NOT NULL,
          user_id TEXT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          PRIMARY KEY (contract_id, user_id));
        CREATE TABLE sla_policy (
          id TEXT PRIMARY KEY,
          product TEXT NOT NULL,
          channel BIGINT NOT NULL,
          intake BIGINT NOT NULL,
          content BLOB NOT NULL,
          version BIGINT NOT NULL,
          UNIQUE (product, channel, intake));
        """),
      Migration(
        "handlings",
        """
        CREATE TABLE support_handling (
          id TEXT PRIMARY KEY,
          case_id TEXT NOT NULL REFERENCES support_case (id),
          contract_id TEXT NOT NULL,
          agent_id TEXT NOT NULL,
          started_at BIGINT NOT NULL,
          ended_at BIGINT,
          spent BIGINT NOT NULL,
          state TEXT NOT NULL,
          units BIGINT NOT NULL,
          minutes BIGINT NOT NULL,
          reported_at BIGINT,
          merged_into TEXT NOT NULL,
          reversal_reason TEXT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id));
        CREATE INDEX support_handling_order ON support_handling (tenant_id, started_at, id);
        CREATE INDEX support_handling_case ON support_handling (case_id, state);
        """),
      Migration(
        "mailboxes, feedback, versions",
        """
        CREATE TABLE support_feedback (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          user_id TEXT NOT NULL,
          product TEXT NOT NULL,
          body TEXT NOT NULL,
          submitted_at BIGINT NOT NULL,
          consent_version TEXT NOT NULL,
          granted_at BIGINT,
          revoked_at BIGINT);
        CREATE INDEX support_feedback_tenant ON support_feedback (tenant_id, id);
        CREATE TABLE support_mailbox (
          address TEXT PRIMARY KEY,
          contract_id TEXT NOT NULL UNIQUE,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          created_at BIGINT NOT NULL);
        CREATE TABLE support_mail (
          address TEXT NOT NULL REFERENCES support_mailbox (address),
          message_id TEXT NOT NULL,
          case_id TEXT NOT NULL REFERENCES support_case (id),
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          PRIMARY KEY (address, message_id));
        CREATE TABLE release_note (
          position BIGINT PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          product TEXT NOT NULL,
          version TEXT NOT NULL,
          kind BIGINT NOT NULL,
          title TEXT NOT NULL,
          body TEXT NOT NULL,
          published_at BIGINT NOT NULL,
          UNIQUE (product, version));
        CREATE TABLE release_subscription (
          product TEXT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          PRIMARY KEY (product, tenant_id));
        CREATE INDEX release_subscription_tenant ON release_subscription (tenant_id);
        """),
      Migration(
        "attachments",
        """
        CREATE TABLE support_attachment (
          id TEXT PRIMARY KEY,
          case_id TEXT NOT NULL REFERENCES support_case (id),
          file_name TEXT NOT NULL,
          media_type TEXT NOT NULL,
          size BIGINT NOT NULL,
          sha256 BYTEA NOT NULL,
          author_id TEXT NOT NULL,
          uploaded_at BIGINT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          content BYTEA NOT NULL);
        CREATE INDEX support_attachment_case ON support_attachment (case_id);
        """),
    ])
}
