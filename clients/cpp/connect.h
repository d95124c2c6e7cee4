// What the samples share: their options and the connection.
#pragma once

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>

namespace sample {

using Options = std::map<std::string, std::string>;

// Ends the sample unless `holds`.
inline void expect(bool holds, const std::string& what) {
  if (holds) return;
  std::cerr << "expected " << what << std::endl;
  std::exit(1);
}

// The options from the command line, else from the environment.
inline Options options(int count, char** arguments) {
  const std::map<std::string, const char*> variables = {
      {"--server", "MADO_SERVER"},
      {"--ca", "MADO_CA"},
      {"--token", "MADO_TOKEN"},
      {"--device-token", "MADO_DEVICE_TOKEN"}};
  Options found;
  for (const auto& [name, variable] : variables) {
    const char* value = std::getenv(variable);
    found[name] = value ? value : "";
  }
  for (int i = 1; i < count; i += 2) {
    expect(variables.count(arguments[i]) && i + 1 < count,
           "--server, --ca, --token or --device-token with a value");
    found[arguments[i]] = arguments[i + 1];
  }
  return found;
}

// A TLS connection that shows `token` with every call; with none, it shows nothing.
inline std::shared_ptr<grpc::Channel> channel(const Options& options, const std::string& token) {
  std::ifstream file(options.at("--ca"));
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs.assign(std::istreambuf_iterator<char>(file), {});
  auto credentials = grpc::SslCredentials(tls);
  if (!token.empty()) {
    credentials = grpc::CompositeChannelCredentials(credentials, grpc::AccessTokenCredentials(token));
  }
  return grpc::CreateChannel(options.at("--server"), credentials);
}

inline void deadline(grpc::ClientContext& context, std::chrono::milliseconds after) {
  context.set_deadline(std::chrono::system_clock::now() + after);
}

// The name of a status code: NOT_FOUND.
inline std::string name(grpc::StatusCode code) {
  static const char* names[] = {
      "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
      "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
      "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED"};
  return names[code];
}

// Ends the sample unless the call went well.
inline void expect_ok(const grpc::Status& status, const std::string& what) {
  expect(status.ok(), what + " to go well: " + name(status.error_code()) + " " + status.error_message());
}

}  // namespace sample
