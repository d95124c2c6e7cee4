// The peer of codec-bench in C++ protobuf, with the same orders on standard input. A message is parsed
// into a fresh object, which is destroyed, and serialised into a fresh string, which is freed: what a
// server does that does not keep messages for reuse.

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "codec.pb.h"
#include "mado/telework/v1/telework.pb.h"

template <typename T>
__attribute__((noinline)) void consume(const T& value) {
  asm volatile("" : : "r"(&value) : "memory");
}

template <typename Body>
double nanoseconds(long count, Body body) {
  auto begin = std::chrono::steady_clock::now();
  for (long i = 0; i < count; i++) body();
  std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
  return taken.count() / count;
}

template <typename M>
std::string answer(const std::string& order, long count, const std::string& bytes) {
  M sample;
  if (!sample.ParseFromString(bytes)) return "cannot be parsed";
  if (order == "encode") {
    return std::to_string(nanoseconds(count, [&] {
      std::string out;
      sample.SerializeToString(&out);
      consume(out);
    }));
  }
  if (order == "decode") {
    return std::to_string(nanoseconds(count, [&] {
      M message;
      message.ParseFromString(bytes);
      consume(message);
    }));
  }
  // Maps go out in the order of their keys, as ours do.
  std::string out, text;
  {
    google::protobuf::io::StringOutputStream stream(&out);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    sample.SerializeToCodedStream(&coded);
  }
  for (unsigned char byte : out) {
    char pair[3];
    snprintf(pair, sizeof pair, "%02x", byte);
    text += pair;
  }
  return text;
}

// codec FOLDER: the messages' binary format, as codec-bench makes it, lies in FOLDER/NAME.
int main(int, char** argv) {
  std::map<std::string, std::string> samples;
  for (const char* name : {"acknowledgement", "verdict", "record", "contract", "frame"}) {
    std::ifstream file(std::string(argv[1]) + "/" + name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    samples[name] = text.str();
  }
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    std::string order, name;
    long count = 1;
    words >> order >> name >> count;
    const std::string& bytes = samples[name];
    std::string text = "no such message";
    if (name == "acknowledgement") text = answer<bench::codec::Acknowledgement>(order, count, bytes);
    if (name == "verdict") text = answer<mado::telework::v1::ImageVerdict>(order, count, bytes);
    if (name == "record") text = answer<bench::codec::Record>(order, count, bytes);
    if (name == "contract") text = answer<bench::codec::Contract>(order, count, bytes);
    if (name == "frame") text = answer<mado::telework::v1::UploadRequest>(order, count, bytes);
    std::cout << text << std::endl;
  }
}
