// FindRule: what a name on the command line means in the packs. Part of the catalog (catalog.h).
//
// Order: operation (any case style, with or without the pack's id), flagged parameter (id, or one
// of its names), endpoint, mapping, package, toolkit, erratum, second hop, enumeration, field (by
// either name), error code, type or header, topic of the migration; "fields", "errors" and "quotas"
// are whole tables. Unknown: an Error with "did you mean".
#pragma once

#include <string>
#include <vector>

#include "scanner/rules/catalog.h"

namespace unsoap::rules {

struct Found {
  enum class Kind {
    kOperation,
    kParameter,
    kEndpoint,
    kMapping,
    kPackage,
    kToolkit,
    kErratum,
    kSecondHop,
    kEnum,
    kField,   // of the table of fields; "fields": all of them
    kError,   // a fault or an error code; "errors": all of them
    kQuotas,  // "quotas"
    kType,    // a complex type, or a header
    kTopic,   // what a migration needs once
  };
  Kind kind = Kind::kOperation;
  const Pack* pack = nullptr;
  const Operation* operation = nullptr;             // also of a mapping
  std::vector<const FlaggedParameter*> parameters;  // a name may be flagged for several reasons
  const RestEndpoint* endpoint = nullptr;
  const Mapping* mapping = nullptr;
  const Package* package = nullptr;
  const Toolkit* toolkit = nullptr;
  const Erratum* erratum = nullptr;
  const SecondHop* second_hop = nullptr;
  const EnumType* enumeration = nullptr;
  std::vector<const FieldMap*> fields;
  std::vector<const ErrorCode*> errors;
  const RequestType* type = nullptr;
  const MigrationTopic* topic = nullptr;
};

const char* KindName(Found::Kind kind);
Result<Found> FindRule(const Packs& packs, const std::string& name);

}  // namespace unsoap::rules
