/// One step of a database's schema, never changed once it has been released.
public struct Migration: Sendable {
  /// Statements, in the SQL that SQLite and PostgreSQL share.
  public let sql: String
  /// What it brings, in a few words, kept beside its number.
  public let title: String

  public init(_ title: String, _ sql: String) {
    self.title = title
    self.sql = sql
  }
}

/// The steps of one area's tables, numbered from 1 in their order. Areas count for themselves, so
/// that two can grow without agreeing on numbers.
public struct MigrationList: Sendable {
  /// The area, such as `"telework"`.
  public let area: String
  public let steps: [Migration]

  public init(area: String, _ steps: [Migration]) {
    self.area = area
    self.steps = steps
  }
}

/// The database cannot be brought to this program's schema.
public enum MigrationError: Error, Sendable, Hashable {
  /// A newer program has written the database.
  case databaseIsNewer(area: String, found: Int, known: Int)
  case failed(area: String, number: Int, title: String, SQLiteError)
  case sql(SQLiteError)
}

extension MigrationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .databaseIsNewer(let area, let found, let known):
      "the database is newer than this program: \(area) is at version \(found), and this program "
        + "knows \(known); start the program that wrote it, or a later one"
    case .failed(let area, let number, let title, let error):
      "migration \(number) of \(area) (\(title)) failed: \(error)"
    case .sql(let error): "\(error)"
    }
  }
}

extension Connection {
  /// Brings the database to the schema of `lists`: runs what it has not yet, each list in order,
  /// each step in a transaction with its number. A database beyond a list is refused unchanged.
  public func migrate(_ lists: [MigrationList]) throws(MigrationError) {
    do throws(SQLiteError) {
      try run(
        """
        CREATE TABLE IF NOT EXISTS schema_migration (
          area TEXT NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL,
          PRIMARY KEY (area, number))
        """)
    } catch {
      throw .sql(error)
    }
    guard try !hasSchema(of: lists) else { return }
    for list in lists {
      for number in try version(of: list.area)..<list.steps.count {
        try apply(list.steps[number], as: number + 1, of: list.area)
      }
    }
  }

  /// Whether a database has all of `lists`, and nothing beyond them.
  public func hasSchema(of lists: [MigrationList]) throws(MigrationError) -> Bool {
    var isComplete = true
    for list in lists {
      let done = try version(of: list.area)
      guard done <= list.steps.count else {
        throw .databaseIsNewer(area: list.area, found: done, known: list.steps.count)
      }
      isComplete = isComplete && done == list.steps.count
    }
    return isComplete
  }

  private func version(of area: String) throws(MigrationError) -> Int {
    var version = 0
    do throws(SQLiteError) {
      let statement = try begin(
        "SELECT COALESCE(MAX(number), 0) FROM schema_migration WHERE area = ?", [area])
      defer { statement.reset() }
      if try statement.step() { version = try Row(statement).read(0) }
    } catch {
      throw .sql(error)
    }
    return version
  }

  private func apply(
    _ step: Migration, as number: Int, of area: String
  ) throws(MigrationError) {
    do throws(SQLiteError) {
      try run("BEGIN IMMEDIATE")
      try execute(step.sql)
      try run(
        "INSERT INTO schema_migration (area, number, title) VALUES (?, ?, ?)", area, number,
        step.title)
      try run("COMMIT")
    } catch {
      rollback()
      throw .failed(area: area, number: number, title: step.title, error)
    }
  }
}
