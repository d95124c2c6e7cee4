// Streams: uploads three pictures as a device, then lists and downloads them as a manager.
#include <zlib.h>

#include <set>
#include <vector>

#include "connect.h"
#include "mado/telework/v1/telework.grpc.pb.h"

using namespace mado::telework::v1;
using namespace std::chrono_literals;

static std::string big_endian(uint32_t value) {
  return {char(value >> 24), char(value >> 16), char(value >> 8), char(value)};
}

static std::string chunk(const std::string& kind, const std::string& content) {
  const std::string covered = kind + content;
  const auto* bytes = reinterpret_cast<const Bytef*>(covered.data());
  return big_endian(content.size()) + covered + big_endian(crc32(0, bytes, covered.size()));
}

// An 8×8 PNG of one grey.
static std::string picture(char shade) {
  std::string rows;
  for (int row = 0; row < 8; row++) rows += std::string(1, '\0') + std::string(8, shade);
  std::string packed(compressBound(rows.size()), '\0');
  uLongf length = packed.size();
  compress(reinterpret_cast<Bytef*>(packed.data()), &length,
           reinterpret_cast<const Bytef*>(rows.data()), rows.size());
  packed.resize(length);
  const std::string header = big_endian(8) + big_endian(8) + std::string("\x08\0\0\0\0", 5);
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", packed) + chunk("IEND", "");
}

int main(int count, char** arguments) {
  const auto options = sample::options(count, arguments);
  const auto device =
      EvidenceService::NewStub(sample::channel(options, options.at("--device-token")));
  const auto manager = EvidenceService::NewStub(sample::channel(options, options.at("--token")));

  // The agent's own count. Sending the same pictures again is no harm: they are DUPLICATE then.
  std::map<uint64_t, std::string> pictures;
  for (int n = 0; n < 3; n++) pictures[2001 + n] = picture(char(40 * n));
  const std::string total = " of " + std::to_string(pictures.size()) + " pictures ";

  std::map<std::string, uint64_t> ids;
  {
    grpc::ClientContext context;
    sample::deadline(context, 30s);
    const auto stream = device->Upload(&context);
    for (const auto& [sequence, content] : pictures) {
      UploadRequest request;
      auto& image = *request.mutable_image();
      image.set_sequence(sequence);
      image.set_kind(IMAGE_KIND_SCREEN);
      image.set_trigger(CAPTURE_TRIGGER_INTERVAL);
      const auto now = std::chrono::system_clock::now().time_since_epoch();
      image.mutable_captured_at()->set_seconds(
          std::chrono::duration_cast<std::chrono::seconds>(now).count());
      image.set_content(content);
      sample::expect(stream->Write(request), "the stream to take a picture");
    }
    // Three small pictures fit every window, so the verdicts may wait until all have left.
    stream->WritesDone();
    UploadResponse response;
    while (stream->Read(&response)) {
      const auto& verdict = response.image();
      sample::expect(verdict.verdict() == VERDICT_STORED || verdict.verdict() == VERDICT_DUPLICATE,
                     "picture " + std::to_string(verdict.sequence()) + " to be durable: " + verdict.message());
      ids[verdict.evidence_id()] = verdict.sequence();
    }
    sample::expect_ok(stream->Finish(), "Upload");
  }
  std::cout << ids.size() << total << "are durable\n";
  sample::expect(ids.size() == pictures.size(), "a verdict for each picture");

  std::set<std::string> listed;
  EvidenceServiceListRequest request;
  request.set_page_size(2);
  while (true) {
    grpc::ClientContext context;
    sample::deadline(context, 10s);
    EvidenceServiceListResponse page;
    sample::expect_ok(manager->List(&context, request, &page), "List");
    for (const auto& evidence : page.evidence()) {
      if (!ids.count(evidence.id())) continue;
      sample::expect(evidence.width() == 8 && evidence.height() == 8, "pictures of 8×8");
      listed.insert(evidence.id());
    }
    if (page.next_page_token().empty()) break;
    request.set_page_token(page.next_page_token());
  }
  std::cout << listed.size() << total << "are listed\n";
  sample::expect(listed.size() == pictures.size(), "every picture in the list");

  size_t same = 0;
  for (const auto& [id, sequence] : ids) {
    grpc::ClientContext context;
    sample::deadline(context, 10s);
    DownloadRequest download;
    download.set_id(id);
    const auto stream = manager->Download(&context, download);
    DownloadResponse part;
    std::string content;
    while (stream->Read(&part)) content += part.data();
    sample::expect_ok(stream->Finish(), "Download");
    same += content == pictures[sequence];
  }
  std::cout << same << total << "came back byte for byte\n";
  sample::expect(same == pictures.size(), "every picture back as it was sent");
  std::cout << "ok" << std::endl;
}
