// rows DATABASE COUNT BATCH: the least that SQLite takes for what COUNT users entered leave behind, BATCH to a
// commit, in a database of madod's that nobody serves. It looks for the request, and inserts the user, the kept
// answer and the audit record by statements that are compiled once; nothing is checked, hashed, sealed or
// answered. Settings are the server's (synchronous=FULL, the pages it keeps, when it checkpoints), files SQLite's
// own. It prints the microseconds of its CPU for each.

#include <endian.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHECKPOINT_PAGES = 16000, DIGEST_BYTES = 32, KEY_BYTES = 16, SEALED_BYTES = 170 };

static sqlite3 *database;
static int pages_in_log;

static void stop(const char *what) {
  fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(database));
  exit(1);
}

static int note_pages(void *unused, sqlite3 *connection, const char *name, int pages) {
  (void)unused, (void)connection, (void)name;
  pages_in_log = pages;
  return SQLITE_OK;
}

static void execute(const char *sql) {
  if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) stop(sql);
}

static sqlite3_stmt *compiled(const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)) stop(sql);
  return statement;
}

static int64_t run(sqlite3_stmt *statement) {
  int code = sqlite3_step(statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) stop(sqlite3_sql(statement));
  int64_t value = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
  sqlite3_reset(statement);
  return value;
}

static void text(sqlite3_stmt *statement, int place, const char *value) {
  sqlite3_bind_text(statement, place, value, -1, SQLITE_STATIC);
}

static void bytes(sqlite3_stmt *statement, int place, const void *value, int count) {
  sqlite3_bind_blob(statement, place, value, count, SQLITE_STATIC);
}

// Numbers that are as good as random (Marsaglia's xorshift), others for each state of the database.
static uint64_t state = 88172645463325252;

static uint64_t chance(void) {
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

static double cpu_microseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

int main(int count, char **words) {
  if (count != 4) return fprintf(stderr, "usage: rows DATABASE COUNT BATCH\n"), 2;
  long wanted = atol(words[2]), batch = atol(words[3]);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  if (sqlite3_open_v2(words[1], &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)) stop(words[1]);
  execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
          "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 0");
  sqlite3_wal_hook(database, note_pages, NULL);

  sqlite3_stmt *begin = compiled("BEGIN IMMEDIATE"), *commit = compiled("COMMIT");
  sqlite3_stmt *look = compiled("SELECT 1 FROM kept_answer WHERE id = ?");
  sqlite3_stmt *user = compiled(
      "INSERT INTO tenant_user (id, tenant_id, login, name, reading, locale, roles, state, created_at, version)"
      " VALUES (?, 'demo', ?, ?, '', 'ja', 'WORKER', 'ACTIVE', 1800000000, 1)"
      " ON CONFLICT (tenant_id, login) DO NOTHING");
  sqlite3_stmt *answer =
      compiled("INSERT INTO kept_answer (id, content, response, kept_until) VALUES (?, ?, ?, 1800000000)");
  sqlite3_stmt *record = compiled(
      "INSERT INTO audit_record (tenant_id, position, recorded_at, actor, roles, action, target, refusal,"
      " before_hash, after_hash, address, trace, request, hash) VALUES ('demo', ?, 1800000000000000000,"
      " 'demo-administrator', 'ADMIN', '/mado.identity.v1.UserService/Create', ?, '', NULL, ?, '127.0.0.1', '',"
      " ?, ?)");
  int64_t position = run(compiled("SELECT MAX(position) FROM audit_record WHERE tenant_id = 'demo'"));
  state += (uint64_t)position << 20;

  uint8_t noise[SEALED_BYTES];
  for (size_t index = 0; index < sizeof noise; index++) noise[index] = (uint8_t)chance();
  double start = cpu_microseconds();
  for (long done = 0; done < wanted;) {
    run(begin);
    for (long end = done + batch; done < end && done < wanted; done++) {
      char target[48], login[32], name[32];
      // Behind all that the server has made.
      snprintf(target, sizeof target, "user/user-ff%022llx", (unsigned long long)++position);
      uint64_t key[KEY_BYTES / 8] = {htobe64(UINT64_MAX << 48 | (uint64_t)position), chance()};
      snprintf(login, sizeof login, "u%016llx", (unsigned long long)chance());
      snprintf(name, sizeof name, "name of %08x", (unsigned)chance());
      bytes(look, 1, key, KEY_BYTES);
      run(look);
      text(user, 1, target + strlen("user/"));
      text(user, 2, login);
      text(user, 3, name);
      run(user);
      bytes(answer, 1, key, KEY_BYTES);
      bytes(answer, 2, noise, DIGEST_BYTES);
      bytes(answer, 3, noise, SEALED_BYTES);
      run(answer);
      sqlite3_bind_int64(record, 1, position);
      text(record, 2, target);
      for (int place = 3; place <= 5; place++) bytes(record, place, noise, DIGEST_BYTES);
      run(record);
    }
    run(commit);
    if (pages_in_log >= CHECKPOINT_PAGES) {
      sqlite3_wal_checkpoint_v2(database, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
      pages_in_log = 0;
    }
  }
  printf("%.2f\n", (cpu_microseconds() - start) / (double)wanted);
  return 0;
}
