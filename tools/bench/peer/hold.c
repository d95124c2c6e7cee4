// hold PORT h2c|tls CONNECTIONS STREAMS: opens HTTP/2 connections and keeps them, then, at a line on standard
// input, opens so many bench.Echo/Upload calls on each and keeps those, until standard input ends. Says
// `connected` and `opened` when the server has answered everything. Its own frames are few enough to stand
// here in bytes, so that ten thousand connections need no more memory than their TLS.

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FRAME_HEAD_BYTES = 9, HEADERS = 1, SETTINGS = 4, PING = 6, GOAWAY = 7, ACK = 1, END_HEADERS = 4 };

struct connection {
  int descriptor;
  SSL *ssl;
};

static void fail(const char *what) {
  perror(what);
  ERR_print_errors_fp(stderr);
  exit(1);
}

static void put(struct connection *to, const void *bytes, size_t count) {
  bool is_well = to->ssl ? SSL_write(to->ssl, bytes, count) == (int)count
                         : write(to->descriptor, bytes, count) == (ssize_t)count;
  if (!is_well) fail("write");
}

static void take(struct connection *from, uint8_t *bytes, size_t count) {
  while (count > 0) {
    ssize_t taken = from->ssl ? SSL_read(from->ssl, bytes, count) : read(from->descriptor, bytes, count);
    if (taken <= 0) fail("the server closed the connection");
    bytes += taken;
    count -= taken;
  }
}

static void put_frame(struct connection *to, int type, int flags, uint32_t stream, const void *payload, size_t count) {
  uint8_t frame[256] = {count >> 16, count >> 8, count, type, flags, stream >> 24, stream >> 16, stream >> 8, stream};
  if (count > sizeof frame - FRAME_HEAD_BYTES) abort();
  if (count > 0) memcpy(frame + FRAME_HEAD_BYTES, payload, count);
  put(to, frame, FRAME_HEAD_BYTES + count);
}

// Asks for a sign of life and reads until it comes: what was sent before has then been heard.
static void settle(struct connection *connection) {
  static uint8_t payload[1 << 24];
  put_frame(connection, PING, 0, 0, "settled?", 8);
  for (;;) {
    uint8_t head[FRAME_HEAD_BYTES];
    take(connection, head, sizeof head);
    size_t count = head[0] << 16 | head[1] << 8 | head[2];
    take(connection, payload, count);
    bool is_answer = head[4] & ACK;
    if (head[3] == SETTINGS && !is_answer) put_frame(connection, SETTINGS, ACK, 0, NULL, 0);
    if (head[3] == PING && !is_answer) put_frame(connection, PING, ACK, 0, payload, count);
    if (head[3] == PING && is_answer && memcmp(payload, "settled?", 8) == 0) return;
    if (head[3] == GOAWAY || head[3] == HEADERS) fail("the server refused");
  }
}

static struct connection join(int port, SSL_CTX *tls) {
  struct connection made = {.descriptor = socket(AF_INET, SOCK_STREAM, 0)};
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (connect(made.descriptor, (struct sockaddr *)&address, sizeof address)) fail("connect");
  if (tls) {
    made.ssl = SSL_new(tls);
    SSL_set_fd(made.ssl, made.descriptor);
    if (SSL_connect(made.ssl) != 1) fail("TLS");
  }
  put(&made, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 24);
  put_frame(&made, SETTINGS, 0, 0, NULL, 0);
  settle(&made);
  return made;
}

// A literal field without indexing (RFC 7541, 6.2.2); texts of fewer than 127 bytes.
static size_t put_field(uint8_t *to, const char *name, const char *value) {
  size_t name_count = strlen(name), value_count = strlen(value);
  to[0] = 0;
  to[1] = name_count;
  memcpy(to + 2, name, name_count);
  to[2 + name_count] = value_count;
  memcpy(to + 3 + name_count, value, value_count);
  return 3 + name_count + value_count;
}

static void open_streams(struct connection *connection, int count) {
  const char *fields[][2] = {
      {":method", "POST"}, {":scheme", connection->ssl ? "https" : "http"}, {":path", "/bench.Echo/Upload"},
      {":authority", "localhost"}, {"te", "trailers"}, {"content-type", "application/grpc"}};
  uint8_t block[256];
  size_t bytes = 0;
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    bytes += put_field(block + bytes, fields[i][0], fields[i][1]);
  for (int i = 0; i < count; i++) put_frame(connection, HEADERS, END_HEADERS, 2 * i + 1, block, bytes);
  settle(connection);
}

static void say(const char *line) {
  puts(line);
  fflush(stdout);
}

int main(int count, char **words) {
  if (count != 5) {
    fprintf(stderr, "usage: hold PORT h2c|tls CONNECTIONS STREAMS\n");
    return 2;
  }
  SSL_CTX *tls = NULL;
  if (strcmp(words[2], "tls") == 0) {
    tls = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_alpn_protos(tls, (const uint8_t *)"\2h2", 3);
    SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS);
  }
  int connections = atoi(words[3]), streams = atoi(words[4]);
  struct connection *held = calloc(connections, sizeof *held);
  if (!held) fail("calloc");
  for (int i = 0; i < connections; i++) held[i] = join(atoi(words[1]), tls);
  say("connected");
  if (getchar() == EOF) return 0;
  for (int i = 0; i < connections; i++) open_streams(&held[i], streams);
  say("opened");
  while (getchar() != EOF) {}
}
