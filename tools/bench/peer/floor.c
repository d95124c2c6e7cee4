// floor PORT [CERT KEY]: the least a gRPC server costs. It serves bench.Echo (Unary and Upload) with
// libnghttp2 and OpenSSL and nothing between: one thread, one epoll loop, no task per call, no codec, no
// deadlines, no metadata. What it does do is what any server has to: it holds calls to their method and
// path, takes messages apart by their prefixes however they were cut into frames, bounds what it keeps,
// and answers with a status in trailers. Windows, ciphers and the strategy of its I/O (reads of 64 KiB
// into memory shared by all connections, one write per turn) are those of our server.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <nghttp2/nghttp2.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  STREAM_WINDOW_BYTES = 1 << 20,
  CONNECTION_WINDOW_BYTES = 16 << 20,
  STREAMS_MAX = 1000,
  MESSAGE_BYTES_MAX = 16 << 20,
  READ_BYTES = 64 << 10,
  READS_PER_TURN = 4,
  RECORD_BYTES = 16 << 10,
  WRITE_BYTES = 64 << 10,
  PREFIX_BYTES = 5,
  HEAD_BYTES_MAX = PREFIX_BYTES + 6, // with a field's tag and the varint of its length
};

struct buffer {
  uint8_t *bytes;
  size_t count, room;
};

struct connection {
  int descriptor;
  SSL *ssl;
  bool is_open; // TLS is established, or not asked for
  nghttp2_session *session;
  struct stream *streams;
  struct buffer unsent; // what the kernel did not take
};

enum method { UNKNOWN, UNARY, UPLOAD };

struct stream {
  struct stream *next, **here; // among the connection's
  enum method method;
  bool is_post;
  struct buffer body; // UNARY: the request, which is also the answer
  size_t sent;        // of body
  int status;         // gRPC's
  // UPLOAD: the head of the message that is being skimmed, and what is left of its body.
  uint8_t head[HEAD_BYTES_MAX];
  size_t head_count, body_left;
  uint64_t messages, payload_bytes;
};

static int poller;
static SSL_CTX *tls;
static BIO_METHOD *memory_method;
static nghttp2_session_callbacks *callbacks;
static nghttp2_option *options;

// Shared by all connections: an idle one keeps no buffer.
static uint8_t input[READ_BYTES], plaintext[RECORD_BYTES];
static const uint8_t *unread; // of input, what TLS has not taken
static size_t unread_count;
static struct buffer output, ciphertext;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void append(struct buffer *buffer, const void *bytes, size_t count) {
  if (buffer->count + count > buffer->room) {
    size_t room = buffer->room * 2 > buffer->count + count ? buffer->room * 2 : buffer->count + count;
    buffer->bytes = realloc(buffer->bytes, room);
    if (!buffer->bytes) fail("realloc");
    buffer->room = room;
  }
  memcpy(buffer->bytes + buffer->count, bytes, count);
  buffer->count += count;
}

// gRPC

static uint32_t prefixed_length(const uint8_t *prefix) {
  return (uint32_t)prefix[1] << 24 | prefix[2] << 16 | prefix[3] << 8 | prefix[4];
}

// The length of bench.Msg.payload, if the message begins with it, as every encoder writes it.
static uint64_t payload_length(const uint8_t *message, size_t count) {
  if (count == 0 || message[0] != 0x0a) return 0;
  uint64_t length = 0;
  for (size_t i = 1; i < count; i++) {
    length |= (uint64_t)(message[i] & 0x7f) << 7 * (i - 1);
    if (message[i] < 0x80) break;
  }
  return length;
}

// Counts the messages of an upload and throws them away.
static void skim(struct stream *stream, const uint8_t *bytes, size_t count) {
  while (count > 0 && stream->status == 0) {
    if (stream->head_count == PREFIX_BYTES && stream->head[0] != 0) stream->status = 12;
    size_t wanted = PREFIX_BYTES;
    if (stream->head_count >= PREFIX_BYTES) {
      size_t length = prefixed_length(stream->head);
      if (length > MESSAGE_BYTES_MAX) stream->status = 8;
      wanted = length < HEAD_BYTES_MAX - PREFIX_BYTES ? PREFIX_BYTES + length : HEAD_BYTES_MAX;
    }
    if (stream->head_count < wanted) {
      stream->head[stream->head_count++] = *bytes++;
      count--;
      if (stream->head_count == PREFIX_BYTES) stream->body_left = prefixed_length(stream->head);
      if (stream->head_count > PREFIX_BYTES) stream->body_left--;
    } else {
      size_t taken = count < stream->body_left ? count : stream->body_left;
      bytes += taken;
      count -= taken;
      stream->body_left -= taken;
    }
    if (stream->head_count >= PREFIX_BYTES && stream->body_left == 0) {
      stream->messages++;
      stream->payload_bytes +=
          payload_length(stream->head + PREFIX_BYTES, stream->head_count - PREFIX_BYTES);
      stream->head_count = 0;
    }
  }
}

static size_t put_varint(uint8_t *to, uint64_t value) {
  size_t count = 0;
  for (; value > 0x7f; value >>= 7) to[count++] = value | 0x80;
  to[count++] = value;
  return count;
}

// bench.Summary with its prefix.
static void summarise(struct stream *stream) {
  uint8_t message[PREFIX_BYTES + 22] = {0};
  size_t count = PREFIX_BYTES;
  message[count++] = 1 << 3;
  count += put_varint(message + count, stream->messages);
  message[count++] = 2 << 3;
  count += put_varint(message + count, stream->payload_bytes);
  message[4] = count - PREFIX_BYTES;
  append(&stream->body, message, count);
}

// HTTP/2

#define FIELD(name, value) {(uint8_t *)name, (uint8_t *)value, sizeof name - 1, sizeof value - 1, \
                            NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE}
static const nghttp2_nv response_fields[] = {
    FIELD(":status", "200"), FIELD("content-type", "application/grpc")};

// The status in trailers: `0` to `16`, in memory that stays.
static nghttp2_nv status_field(int status) {
  static const char texts[][3] = {"0", "1", "2",  "3",  "4",  "5",  "6",  "7", "8",
                                  "9", "10", "11", "12", "13", "14", "15", "16"};
  nghttp2_nv field = FIELD("grpc-status", "");
  field.value = (uint8_t *)texts[status];
  field.valuelen = strlen(texts[status]);
  return field;
}

static ssize_t on_read(nghttp2_session *session, int32_t id, uint8_t *to, size_t limit, uint32_t *flags,
                       nghttp2_data_source *source, void *context) {
  struct stream *stream = source->ptr;
  size_t left = stream->body.count - stream->sent, count = left < limit ? left : limit;
  memcpy(to, stream->body.bytes + stream->sent, count);
  stream->sent += count;
  if (stream->sent == stream->body.count) {
    nghttp2_nv status = status_field(stream->status);
    *flags |= NGHTTP2_DATA_FLAG_EOF | NGHTTP2_DATA_FLAG_NO_END_STREAM;
    if (nghttp2_submit_trailer(session, id, &status, 1)) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  }
  return count;
}

static int answer(nghttp2_session *session, int32_t id, struct stream *stream) {
  if (stream->method == UNKNOWN || !stream->is_post) stream->status = 12;
  if (stream->method == UPLOAD && stream->head_count > 0) stream->status = 13;
  if (stream->method == UNARY && stream->status == 0 &&
      (stream->body.count < PREFIX_BYTES || stream->body.bytes[0] != 0 ||
       prefixed_length(stream->body.bytes) != stream->body.count - PREFIX_BYTES))
    stream->status = 13;
  if (stream->status != 0) {
    nghttp2_nv fields[] = {response_fields[0], response_fields[1], status_field(stream->status)};
    return nghttp2_submit_response(session, id, fields, 3, NULL);
  }
  if (stream->method == UPLOAD) summarise(stream);
  nghttp2_data_provider provider = {{.ptr = stream}, on_read};
  return nghttp2_submit_response(session, id, response_fields, 2, &provider);
}

static int on_begin_headers(nghttp2_session *session, const nghttp2_frame *frame, void *context) {
  if (frame->headers.cat != NGHTTP2_HCAT_REQUEST) return 0;
  struct connection *connection = context;
  struct stream *stream = calloc(1, sizeof *stream);
  if (!stream) return NGHTTP2_ERR_CALLBACK_FAILURE;
  stream->here = &connection->streams;
  stream->next = connection->streams;
  if (stream->next) stream->next->here = &stream->next;
  connection->streams = stream;
  return nghttp2_session_set_stream_user_data(session, frame->hd.stream_id, stream);
}

static bool is(const uint8_t *bytes, size_t count, const char *text) {
  return count == strlen(text) && memcmp(bytes, text, count) == 0;
}

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                     size_t name_count, const uint8_t *value, size_t value_count, uint8_t flags,
                     void *context) {
  struct stream *stream = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
  if (!stream) return 0;
  if (is(name, name_count, ":method")) stream->is_post = is(value, value_count, "POST");
  if (is(name, name_count, ":path")) {
    if (is(value, value_count, "/bench.Echo/Unary")) stream->method = UNARY;
    if (is(value, value_count, "/bench.Echo/Upload")) stream->method = UPLOAD;
  }
  return 0;
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *bytes, size_t count,
                   void *context) {
  struct stream *stream = nghttp2_session_get_stream_user_data(session, id);
  if (!stream || stream->status != 0) return 0;
  if (stream->method == UPLOAD) skim(stream, bytes, count);
  if (stream->method != UNARY) return 0;
  if (stream->body.count + count > PREFIX_BYTES + MESSAGE_BYTES_MAX) stream->status = 8;
  else append(&stream->body, bytes, count);
  return 0;
}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *context) {
  bool is_end = frame->hd.flags & NGHTTP2_FLAG_END_STREAM;
  if (!is_end || (frame->hd.type != NGHTTP2_DATA && frame->hd.type != NGHTTP2_HEADERS)) return 0;
  struct stream *stream = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
  return stream ? answer(session, frame->hd.stream_id, stream) : 0;
}

static void end_stream(struct stream *stream) {
  *stream->here = stream->next;
  if (stream->next) stream->next->here = stream->here;
  free(stream->body.bytes);
  free(stream);
}

static int on_close(nghttp2_session *session, int32_t id, uint32_t code, void *context) {
  struct stream *stream = nghttp2_session_get_stream_user_data(session, id);
  if (stream) end_stream(stream);
  return 0;
}

static void prepare_sessions(void) {
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, on_begin_headers);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
  nghttp2_option_new(&options);
  nghttp2_option_set_no_closed_streams(options, 1);
}

static void begin_session(struct connection *connection) {
  nghttp2_settings_entry entries[] = {
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, STREAMS_MAX},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, STREAM_WINDOW_BYTES},
      {NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1}};
  if (nghttp2_session_server_new2(&connection->session, callbacks, connection, options) ||
      nghttp2_submit_settings(connection->session, 0, entries, 3) ||
      nghttp2_session_set_local_window_size(connection->session, 0, 0, CONNECTION_WINDOW_BYTES))
    fail("nghttp2");
}

// TLS: OpenSSL reads from `unread` and writes to `ciphertext`

static int memory_read(BIO *bio, char *to, int size) {
  BIO_clear_retry_flags(bio);
  if (unread_count == 0) {
    BIO_set_retry_read(bio);
    return -1;
  }
  size_t count = unread_count < (size_t)size ? unread_count : (size_t)size;
  memcpy(to, unread, count);
  unread += count;
  unread_count -= count;
  return count;
}

static int memory_write(BIO *bio, const char *bytes, int count) {
  append(&ciphertext, bytes, count);
  return count;
}

static long memory_control(BIO *bio, int command, long number, void *pointer) {
  return command == BIO_CTRL_FLUSH;
}

static int choose_protocol(SSL *ssl, const uint8_t **chosen, uint8_t *count, const uint8_t *offered,
                           unsigned offered_count, void *context) {
  static const uint8_t ours[] = "\2h2";
  int found = SSL_select_next_proto((uint8_t **)chosen, count, ours, 3, offered, offered_count);
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

static void prepare_tls(const char *certificate, const char *key) {
  tls = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION);
  SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(tls, choose_protocol, NULL);
  if (SSL_CTX_use_certificate_chain_file(tls, certificate) != 1 ||
      SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1) {
    ERR_print_errors_fp(stderr);
    exit(1);
  }
  memory_method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "memory");
  BIO_meth_set_read(memory_method, memory_read);
  BIO_meth_set_write(memory_method, memory_write);
  BIO_meth_set_ctrl(memory_method, memory_control);
}

static void begin_tls(struct connection *connection) {
  BIO *bio = BIO_new(memory_method);
  BIO_set_init(bio, 1);
  connection->ssl = SSL_new(tls);
  SSL_set_bio(connection->ssl, bio, bio);
  SSL_set_accept_state(connection->ssl);
}

// Connections

static void watch(struct connection *connection, int operation, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = connection};
  if (epoll_ctl(poller, operation, connection->descriptor, &event)) fail("epoll_ctl");
}

static void end(struct connection *connection) {
  close(connection->descriptor);
  nghttp2_session_del(connection->session); // does not tell of streams that it closes
  while (connection->streams) end_stream(connection->streams);
  SSL_free(connection->ssl);
  free(connection->unsent.bytes);
  free(connection);
}

// Sends or keeps; false when the connection is lost.
static bool write_bytes(struct connection *connection, const uint8_t *bytes, size_t count) {
  if (connection->unsent.count > 0) {
    append(&connection->unsent, bytes, count);
    return true;
  }
  ssize_t written = send(connection->descriptor, bytes, count, MSG_NOSIGNAL);
  if (written < 0 && errno != EAGAIN) return false;
  if (written < 0) written = 0;
  if ((size_t)written < count) {
    append(&connection->unsent, bytes + written, count - written);
    watch(connection, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
  }
  return true;
}

static bool write_ciphertext(struct connection *connection) {
  bool is_well = ciphertext.count == 0 || write_bytes(connection, ciphertext.bytes, ciphertext.count);
  ciphertext.count = 0;
  return is_well;
}

// Writes what HTTP/2 has to say while the kernel takes it.
static bool flush(struct connection *connection) {
  bool has_more = true;
  while (has_more && connection->unsent.count == 0) {
    output.count = 0;
    while (output.count < WRITE_BYTES) {
      const uint8_t *bytes;
      ssize_t count = nghttp2_session_mem_send(connection->session, &bytes);
      if (count < 0) return false;
      if (!(has_more = count > 0)) break;
      append(&output, bytes, count);
    }
    if (output.count == 0) break;
    if (!connection->ssl) {
      if (!write_bytes(connection, output.bytes, output.count)) return false;
    } else if (SSL_write(connection->ssl, output.bytes, output.count) <= 0 || !write_ciphertext(connection)) {
      return false;
    }
  }
  return connection->unsent.count > 0 || nghttp2_session_want_read(connection->session) ||
         nghttp2_session_want_write(connection->session);
}

// Takes `unread`, all of it.
static bool decrypt(struct connection *connection) {
  ERR_clear_error();
  for (;;) {
    int count = connection->is_open ? SSL_read(connection->ssl, plaintext, sizeof plaintext)
                                    : SSL_do_handshake(connection->ssl);
    if (count <= 0) return SSL_get_error(connection->ssl, count) == SSL_ERROR_WANT_READ;
    if (!connection->is_open) connection->is_open = true;
    else if (nghttp2_session_mem_recv(connection->session, plaintext, count) < 0) return false;
  }
}

static bool receive(struct connection *connection) {
  for (int reads = 0; reads < READS_PER_TURN; reads++) {
    ssize_t count = recv(connection->descriptor, input, sizeof input, 0);
    if (count < 0) return errno == EAGAIN;
    if (count == 0) return false;
    if (connection->ssl) {
      unread = input;
      unread_count = count;
      bool is_well = decrypt(connection);
      if (!write_ciphertext(connection) || !is_well) return false;
    } else if (nghttp2_session_mem_recv(connection->session, input, count) < 0) {
      return false;
    }
    if ((size_t)count < sizeof input) break;
  }
  return true;
}

static bool resume_writing(struct connection *connection) {
  struct buffer *unsent = &connection->unsent;
  ssize_t written = send(connection->descriptor, unsent->bytes, unsent->count, MSG_NOSIGNAL);
  if (written < 0) return errno == EAGAIN;
  unsent->count -= written;
  memmove(unsent->bytes, unsent->bytes + written, unsent->count);
  if (unsent->count > 0) return true;
  free(unsent->bytes);
  *unsent = (struct buffer){0};
  watch(connection, EPOLL_CTL_MOD, EPOLLIN);
  return true;
}

static void serve(struct connection *connection, uint32_t events) {
  bool is_well = true;
  if (events & EPOLLOUT) is_well = resume_writing(connection);
  if (is_well && events & ~EPOLLOUT) is_well = receive(connection);
  if (!is_well || (connection->is_open && !flush(connection))) end(connection);
}

static void take_connections(int listener) {
  for (;;) {
    int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) return;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection) fail("calloc");
    connection->descriptor = descriptor;
    connection->is_open = !tls;
    if (tls) begin_tls(connection);
    begin_session(connection);
    watch(connection, EPOLL_CTL_ADD, EPOLLIN);
  }
}

static int listen_at(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
  if (bind(listener, (struct sockaddr *)&address, sizeof address)) fail("bind");
  if (listen(listener, SOMAXCONN)) fail("listen");
  return listener;
}

int main(int count, char **words) {
  if (count != 2 && count != 4) {
    fprintf(stderr, "usage: floor PORT [CERT KEY]\n");
    return 2;
  }
  prepare_sessions();
  if (count == 4) prepare_tls(words[2], words[3]);
  poller = epoll_create1(EPOLL_CLOEXEC);
  struct connection door = {.descriptor = listen_at(atoi(words[1]))};
  watch(&door, EPOLL_CTL_ADD, EPOLLIN);
  for (;;) {
    struct epoll_event events[256];
    int ready = epoll_wait(poller, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      struct connection *connection = events[i].data.ptr;
      if (connection == &door) take_connections(door.descriptor);
      else serve(connection, events[i].events);
    }
  }
}
