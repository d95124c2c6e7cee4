// grpc-async PORT [CERT KEY]: bench.Echo on grpc C++'s asynchronous API, the fastest that it has, as its
// own benchmarks use it: one completion queue, one thread, calls made ready beforehand, messages reused
// neither less nor more than its generated code does. Its settings are the library's own, but for the
// largest message, which is that of the other servers.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include <grpcpp/grpcpp.h>

#include "bench.grpc.pb.h"

using grpc::ServerCompletionQueue;
using grpc::ServerContext;
using grpc::Status;

// Calls of each method that wait to be taken.
constexpr int kCallsReady = 1000;
constexpr int kMessageBytesMax = 16 << 20;

// One call; the completion queue gives it back after each step. `ok` is the queue's word for it.
struct Call {
  virtual ~Call() = default;
  virtual void Proceed(bool ok) = 0;
};

struct Door {
  bench::Echo::AsyncService service;
  std::unique_ptr<ServerCompletionQueue> queue;
};

class UnaryCall final : public Call {
 public:
  explicit UnaryCall(Door* door) : door_(door), responder_(&context_) {
    door->service.RequestUnary(&context_, &request_, &responder_, door->queue.get(), door->queue.get(), this);
  }

  void Proceed(bool ok) override {
    if (!ok || is_answered_) {
      delete this;
      return;
    }
    new UnaryCall(door_);
    is_answered_ = true;
    responder_.Finish(request_, Status::OK, this);
  }

 private:
  Door* door_;
  ServerContext context_;
  bench::Msg request_;
  grpc::ServerAsyncResponseWriter<bench::Msg> responder_;
  bool is_answered_ = false;
};

class UploadCall final : public Call {
 public:
  explicit UploadCall(Door* door) : door_(door), reader_(&context_) {
    door->service.RequestUpload(&context_, &reader_, door->queue.get(), door->queue.get(), this);
  }

  void Proceed(bool ok) override {
    switch (step_) {
      case Step::kWaiting:
        if (!ok) break;
        new UploadCall(door_);
        step_ = Step::kReading;
        reader_.Read(&message_, this);
        return;
      case Step::kReading:
        if (ok) {
          summary_.set_count(summary_.count() + 1);
          summary_.set_bytes(summary_.bytes() + message_.payload().size());
          reader_.Read(&message_, this);
        } else {
          step_ = Step::kFinishing;
          reader_.Finish(summary_, Status::OK, this);
        }
        return;
      case Step::kFinishing:
        break;
    }
    delete this;
  }

 private:
  enum class Step { kWaiting, kReading, kFinishing };

  Door* door_;
  ServerContext context_;
  grpc::ServerAsyncReader<bench::Summary, bench::Msg> reader_;
  bench::Msg message_;
  bench::Summary summary_;
  Step step_ = Step::kWaiting;
};

class SubscribeCall final : public Call {
 public:
  explicit SubscribeCall(Door* door) : door_(door), writer_(&context_) {
    door->service.RequestSubscribe(
        &context_, &request_, &writer_, door->queue.get(), door->queue.get(), this);
  }

  void Proceed(bool ok) override {
    if (!ok || is_finishing_) {
      delete this;
      return;
    }
    if (!is_begun_) {
      is_begun_ = true;
      new SubscribeCall(door_);
      message_.set_payload(std::string(std::max(0, request_.size()), 'x'));
    }
    if (sent_ < request_.count()) {
      message_.set_seq(sent_++);
      writer_.Write(message_, this);
    } else {
      is_finishing_ = true;
      writer_.Finish(Status::OK, this);
    }
  }

 private:
  Door* door_;
  ServerContext context_;
  bench::Request request_;
  grpc::ServerAsyncWriter<bench::Msg> writer_;
  bench::Msg message_;
  int sent_ = 0;
  bool is_begun_ = false, is_finishing_ = false;
};

std::string Contents(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

int main(int count, char** words) {
  if (count != 2 && count != 4) {
    std::cerr << "usage: grpc-async PORT [CERT KEY]\n";
    return 2;
  }
  auto credentials = grpc::InsecureServerCredentials();
  if (count == 4) {
    grpc::SslServerCredentialsOptions options;
    options.pem_key_cert_pairs.push_back({Contents(words[3]), Contents(words[2])});
    credentials = grpc::SslServerCredentials(options);
  }
  Door door;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(std::string("127.0.0.1:") + words[1], credentials);
  builder.SetMaxReceiveMessageSize(kMessageBytesMax);
  builder.RegisterService(&door.service);
  door.queue = builder.AddCompletionQueue();
  auto server = builder.BuildAndStart();
  if (!server) return 1;
  for (int i = 0; i < kCallsReady; i++) {
    new UnaryCall(&door);
    new UploadCall(&door);
    new SubscribeCall(&door);
  }
  void* tag;
  bool ok;
  while (door.queue->Next(&tag, &ok)) static_cast<Call*>(tag)->Proceed(ok);
}
