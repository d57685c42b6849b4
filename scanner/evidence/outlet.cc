// The redactor of the process, and what serves before there is one.
#include "scanner/evidence/outlet.h"

#include <mutex>

#include "scanner/rules/builtin.h"

namespace unsoap::evidence {
namespace {

std::mutex mutex;
std::shared_ptr<const Redactor> current;
std::vector<std::string> spared;

/// Where the first of the spared ids stands in the text; npos if none does.
size_t FirstSpared(std::string_view text, const std::vector<std::string>& ids, size_t* size) {
  size_t first = std::string_view::npos;
  for (const std::string& id : ids) {
    const size_t at = id.empty() ? std::string_view::npos : text.find(id);
    if (at >= first) continue;
    first = at;
    *size = id.size();
  }
  return first;
}

}  // namespace

void UseForOutput(std::shared_ptr<const Redactor> redactor) {
  const std::lock_guard<std::mutex> lock(mutex);
  current = std::move(redactor);
}

std::shared_ptr<const Redactor> OutputRedactor() {
  const std::lock_guard<std::mutex> lock(mutex);
  return current;
}

std::string ForOutput(std::string_view text) {
  const std::shared_ptr<const Redactor> redactor = OutputRedactor();
  return redactor == nullptr ? std::string(text) : redactor->CleanOutput(text);
}

void SpareInMessages(std::vector<std::string> ids) {
  const std::lock_guard<std::mutex> lock(mutex);
  spared = std::move(ids);
}

std::string ForPeople(std::string_view text) {
  std::shared_ptr<const Redactor> redactor = OutputRedactor();
  if (redactor == nullptr) {
    redactor = std::make_shared<const Redactor>(
        std::make_shared<const SecretLook>(rules::BuiltinSecretWords(), rules::BuiltinPacks()));
  }
  const SecretFinder finder(redactor->look());
  const auto clean = [&](std::string_view part) {
    const Secrets found = finder.FindInText(part);
    return redactor->Clean(Blank(part, {0, static_cast<uint32_t>(part.size())}, found.spans));
  };
  std::vector<std::string> ids;
  {
    const std::lock_guard<std::mutex> lock(mutex);
    ids = spared;
  }
  std::string out;
  size_t size = 0;
  for (size_t at; (at = FirstSpared(text, ids, &size)) != std::string_view::npos;) {
    out += clean(text.substr(0, at));
    out += text.substr(at, size);
    text.remove_prefix(at + size);
  }
  return out + clean(text);
}

}  // namespace unsoap::evidence
