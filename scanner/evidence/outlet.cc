// The redactor of the process, and what serves before there is one.
#include "scanner/evidence/outlet.h"

#include <mutex>

#include "scanner/rules/builtin.h"

namespace unsoap::evidence {
namespace {

std::mutex mutex;
std::shared_ptr<const Redactor> current;

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
  return redactor == nullptr ? std::string(text) : redactor->CleanValues(text);
}

std::string ForPeople(std::string_view text) {
  std::shared_ptr<const Redactor> redactor = OutputRedactor();
  if (redactor == nullptr) {
    redactor = std::make_shared<const Redactor>(
        std::make_shared<const SecretLook>(rules::BuiltinSecretWords(), rules::BuiltinPacks()));
  }
  const Secrets found = SecretFinder(redactor->look()).FindInText(text);
  return redactor->Clean(Blank(text, {0, static_cast<uint32_t>(text.size())}, found.spans));
}

}  // namespace unsoap::evidence
