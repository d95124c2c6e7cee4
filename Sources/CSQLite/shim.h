#pragma once
#include <sqlite3.h>

// Has the last connection to a database leave its write-ahead log as it is. A function of any number of
// arguments, which Swift cannot call.
static inline int mado_sqlite3_keep_log_on_close(sqlite3 *connection) {
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

// Has the library keep no count of its memory, which takes a lock for each piece. Before anything else.
static inline int mado_sqlite3_count_no_memory(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
