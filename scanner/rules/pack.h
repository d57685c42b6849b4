// Pack: a rule pack in memory: what a retired SOAP service is and what replaces it.
//
// What it is: plain data with the pack's facts, the same whether it was compiled into the binary or
// loaded from a directory with --rules. What it is not: matching logic; and it knows no service by
// name. rules/README.md documents the YAML; rules/loader.h turns YAML into a Pack and reports
// errors; rules/builtin.h gives the embedded ones.
//
// Owner: the caller; a Pack is immutable after loading and outlives every finding made from it
// (findings copy text).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/json_tree.h"
#include "scanner/rules/shared_wrapper.h"

namespace unsoap::rules {

struct SourcePlace {  // where the YAML said it, for errors and `rules show`
  std::string file;
  int line = 0, column = 0;
};

/// One condition on an argument of a call. All conditions of a mapping must hold.
struct Condition {
  /// kEquals: a known value is one of `values` ('*' at the end matches a prefix). kNot: known, and
  /// none of them. kPresent/kAbsent: the argument is (not) given. kUnknown: given, but its value is
  /// not constant. kAlways: holds for every call. kHuman: cannot be seen in code (volume, intent);
  /// listed as a condition for people.
  /// kSeveral/kSingle: more than one value is passed, or just one.
  enum class Test {
    kEquals,
    kNot,
    kPresent,
    kAbsent,
    kUnknown,
    kAlways,
    kHuman,
    kSeveral,
    kSingle
  };
  /// Dotted path, "leadKey.keyType"; matched against the tail of the argument's path,
  /// case-insensitively; "a|b": either.
  std::string parameter;
  Test test = Test::kPresent;
  std::vector<std::string> values;
  bool or_absent = false;  // kEquals and kNot hold, too, when the argument is not given
  bool every = false;      // kEquals: of a list, every item is one of `values`; otherwise one is
  std::string text;        // for people: "leadKey.keyType is EMAIL"
};

/// One request of a row, as a template for the endpoint's definition.
struct RequestStep {
  std::string endpoint;  // id of a RestEndpoint
  /// "use" (replaces the call), "first" and "then" (steps around it), "once" (set-up done once for
  /// the account), "instead" (an alternative). "with": not a step, but values for the request of
  /// that endpoint which another row asks for.
  std::string role = "use";
  std::string name;             // what `$answer` calls it; empty: the endpoint's id
  std::vector<Condition> when;  // further conditions of this step; empty: none
  /// Templates (scanner/rules/build_request.h); kNone: no values.
  JsonTree path, query, body;
  std::string how, caveat;  // guidance; empty: the row's
};

/// One row of the argument-dependent mapping.
struct Mapping {
  std::string id;  // "getLead/leadKey.keyType=EMAIL"
  std::vector<Condition> when;
  std::vector<RequestStep> steps;  // in the order of the calls to make; empty: nothing replaces it
  std::string how;                 // guidance
  std::string caveat;
  std::string basis;        // openapi, docs, inference ...
  bool is_default = false;  // the ordinary one, which leads where the arguments do not decide
  /// It decides nothing: an option that adds values or steps to what another row asks for.
  bool adds = false;
  int priority = 0;  // of rows that decide, the first one that holds is taken: higher first
  SourcePlace place;

  /// Ids of its steps' endpoints, each once, in order.
  std::vector<std::string> Endpoints() const;
};

struct OperationParameter {
  std::string name, type;
  bool required = false, nillable = false;
  std::string since;  // WSDL version; empty: always
};

struct Operation {
  std::string name;   // "getLead"
  std::string group;  // "Leads"
  std::string title;  // what it did, one sentence
  std::string since;  // first WSDL version seen
  std::string request_element, request_type, success_element, success_type, result_type,
      soap_action;
  std::vector<std::string> result_fields, soap_headers;
  std::vector<std::string>
      aliases;  // other spellings that mean it (documentation slips), exact case
  std::vector<OperationParameter> parameters;
  std::string limits;
  std::vector<std::string>
      replacements;  // all ids of RestEndpoint that may replace it, usual one first
  std::vector<Mapping> mappings;
  std::string no_replacement;   // why, when `replacements` is empty
  bool is_common_name = false;  // the name alone means nothing (getTags): prefilter tier 3
  std::string source;
  SourcePlace place;
};

/// A value that a REST call takes or gives, as the published definition types it.
struct RestMember {
  std::string name;
  /// "string", "integer", "number", "boolean", "datetime" (ISO 8601 with offset), "object", "file".
  std::string type = "string";
  bool list = false;  // several of that type
  bool required = false;
  bool open = false;                // an object that takes members of other names, too
  std::vector<std::string> values;  // when not empty: it is one of these
  int most = 0;                     // items of a list; 0: no limit is known
  int top = 0;                      // highest number; 0: none is known
  std::string note;
  std::vector<RestMember> members;  // of an object
};

struct RestEndpoint {
  std::string id, title, http_method, path, api, tag, url, permission, limits;
  std::string content;         // of the body: "json", "form", "multipart"; empty: it has none
  bool body_optional = false;  // the call works without a body
  std::vector<RestMember> path_parameters, query, body, answer;
  std::string needs;  // the endpoint to call before it (for a token); empty: none
  std::string source;
  SourcePlace place;
};

const RestMember* FindMember(const std::vector<RestMember>& members, std::string_view name);

/// A parameter, or a value of one, whose use needs a decision.
struct FlaggedParameter {
  std::string id;     // "marketoCookie", "leadKey.keyType=LEADOWNEREMAIL"
  std::string title;  // for people; empty: the id
  std::vector<std::string>
      names;  // argument names that are it, matched case-insensitively on the last path segment
  std::vector<std::string> values;  // when not empty: only with one of these values
  std::vector<std::string>
      not_values;  // when not empty: only with a known value that is none of these
  std::vector<std::string>
      under;  // when not empty: an ancestor in the argument path must be one of these
  std::vector<std::string> operations;  // where it matters; empty or "*": everywhere
  bool standalone =
      false;  // distinctive enough to be reported outside a call in a file with service evidence
  std::string severity;  // "blocker", "change", "rename", "info"
  std::string issue, action, source;
  SourcePlace place;
};

struct EnumType {
  std::string name;
  std::vector<std::string> values;
  std::vector<std::string>
      also;  // spellings that documents or code use for a value, outside the schema
  std::string note, source;
  SourcePlace place;
};

/// A complex type of the requests; gives parameters their members, so that "leadKey.keyType" can be
/// checked.
struct TypeField {
  std::string name, type;
};
struct RequestType {
  std::string name;
  std::string base;  // a subtype stands wherever its base is expected (xsi:type)
  std::vector<TypeField> fields;
  SourcePlace place;
};

/// Where the names of the service show in code. Regular expressions are RE2, checked at load.
struct Surface {
  std::vector<std::string> namespaces;  // URIs, first one canonical
  std::string namespace_pattern;        // regex for any spelling of it
  std::string endpoint_pattern;    // regex for a URL or path of the service ("/soap/mktows...")
  std::string wsdl_pattern;        // regex for a WSDL URL or file name of the service
  std::vector<std::string> hosts;  // regexes of hosts that only serve this API
  std::vector<std::string>
      not_hosts;                // regexes of look-alike hosts (REST, tracking): negative evidence
  std::string version_pattern;  // regex; group 1 = version in an endpoint
  std::string wsdl_version_pattern;  // regex; group 1 = version inside a WSDL or stub
  std::string request_element =
      "params{Op}";  // templates: {Op} = GetLead, {op} = getLead, {op_snake} = get_lead
  std::string success_element = "success{Op}";
  std::vector<std::string> element_templates;  // further request elements of older versions
  std::vector<std::string> service_names, port_names, port_types, bindings;  // names in the WSDL
  std::vector<std::string>
      code_packages;  // prefixes of generated packages and namespaces (com.marketo.mktows)
  std::vector<std::string>
      types;  // distinctive names of generated types (LeadKeyRef, ParamsGetLead by template)
  std::vector<std::string>
      common_types;  // generated types whose names mean nothing alone (Attribute, LeadRecord)
  std::vector<std::string> type_templates;  // "Params{Op}", "Success{Op}"
  std::vector<std::string>
      strong_anchors;  // literals: a file with one matters by itself (mktows, mktoapi.com)
  std::vector<std::string>
      weak_anchors;  // literals: matter together with an operation name (marketo)
  std::vector<std::string>
      rest_markers;  // literals/regexes that say "this file talks to the REST API"
  // Authentication
  std::vector<std::string> auth_header_elements;  // AuthenticationHeader
  std::vector<std::string> context_header_elements;
  std::vector<std::string>
      header_type_ends;  // a header's type is called like it, with one of these
  std::vector<std::string> auth_header_fields;  // mktowsUserId, requestSignature, requestTimestamp
  std::vector<std::string>
      signature_patterns;  // regexes of the signing code (hash_hmac('sha1' ...)
};

struct CredentialShape {
  std::string id, title, pattern;  // regex on a whole value
  std::string confidence;          // "high", "medium"
  bool is_secret = true;           // false: identifies, but is no secret (Munchkin id)
  bool is_distinctive = false;     // nothing else looks so: a file that names nothing may hold it
  std::string advice;
};
struct Credentials {
  std::vector<CredentialShape> shapes;
  std::vector<std::string>
      names;  // distinctive key names (mktowsUserId): match case- and separator-insensitively
  std::vector<std::string> common_names;    // need service evidence beside them (userId, secretKey)
  std::vector<std::string> endpoint_names;  // settings that hold an endpoint (marketoSoapEndPoint)
  std::vector<std::string>
      placeholders;  // regexes of values that are none ("CHANGE ME", "", "xxx", "${...}")
  std::vector<std::string> rotate, remove;  // what to do, for people
};

struct Package {
  std::string id, title,
      ecosystem;  // ecosystem as in Dependency; "copy-in" and "product" never match a manifest
  std::vector<std::string> names;  // coordinates, '*' allowed at the end
  std::string kind;                // "soap", "dual", "rest"
  std::string versions;   // constraint text under which it speaks SOAP ("<0.6.0"); empty: all
  std::string condition;  // dual: when it speaks SOAP
  std::vector<std::string> imports;  // import/require names that show its use in code, regexes
                                     // anchored to the whole name
  std::map<std::string, std::string> methods;  // wrapper method -> operation
  std::vector<std::string> client_types;       // types that are its client
  std::vector<std::string> factories;  // calls that give one: "Marketo::Client.new_marketo_client"
  std::vector<std::string> key_arguments;  // of these that are credentials: places from "0", names
  std::string advice, source;
  SourcePlace place;
  /// Named by the project that is scanned (.unsoap.yml), never by a pack: its names are doors to
  /// the service wherever they stand.
  bool is_own = false;
  std::map<std::string, std::string> functions;  // of an own one: function -> operation
  /// Of a library whose own scan found them (fleet), never of a pack: what it does with the service
  /// for those that use it. `imports` tell that a file does.
  std::vector<SharedWrapper> shared;
};

struct TimelineEvent {
  std::string date, event, said_on, superseded_on, source, note;
  std::string kind;            // "removal", "maintenance", "documentation", "other"
  bool no_later_than = false;  // the date is only an upper bound
  SourcePlace place;
};
struct Erratum {
  std::string id, where, wrong, right, proof;
  std::vector<std::string> operations;  // findings of these rely on it
  std::vector<std::string> endpoints;   // ... or of these replacements
  SourcePlace place;
};
struct SecondHop {
  std::string id, topic, since, text, source;
  std::vector<std::string> endpoints, operations;
  SourcePlace place;
};
/// What is said of a REST request that stands in code (`scan --rest`).
struct RestRule {
  std::string id;
  std::string hop;  // of a SecondHop, whose topic, day, text and source it takes; empty: its own
  std::string topic, since, text, source;
  std::vector<std::string> endpoints;   // of these requests; empty: of all
  std::vector<std::string> parameters;  // where one of these is given; empty: whatever is
  int more_than = 0;                    // with more values than this; 0: however many
  SourcePlace place;
};
struct ErrorCode {
  std::string soap, meaning, rest, quality;  // soap empty: a REST error without a twin
};
struct FieldMap {
  std::string soap, rest, note;
};

/// What every migration needs once: an address, a token, how answers are read.
struct MigrationTopic {
  std::string id, title, text;
  std::vector<RequestStep> steps;  // requests that belong to it
  /// What the report adds: "permissions" and "fields" of its requests, "quotas", "errors" of the
  /// pack; empty: nothing.
  std::string shows;
  std::vector<std::string> operations;  // only where one of these is found; empty: always
  SourcePlace place;
};

/// How client code of one SOAP library spells things. Built-in ones live in rules/toolkits/ and
/// serve every pack.
struct Toolkit {
  /// A way to get a client object.
  struct Client {
    std::string type;      // constructed type ("SoapClient", "Savon::Client"); simple or qualified;
                           // {Service}, {Port} allowed
    std::string receiver;  // or a call: receiver's text ("Savon", "soap"); empty: any
    std::string method;    // and its name ("client", "createClient", "get{Port}")
    bool is_base = false;  // a class that extends/includes `type` is itself a client
    int callback_parameter =
        -1;               // the client arrives as this parameter of the last argument, a function
    bool proven = false;  // the name alone proves the service (contains {Port} or {Service})
    std::vector<std::string> key_arguments;  // of a Package's
  };
  /// A way to invoke an operation on a client.
  struct Invoke {
    std::string method;  // template: "{op}", "{op}Async", "soap_call___*__{op}"; or a fixed name:
                         // "__soapCall", "call"
    int operation_argument = -1;  // fixed name: which positional argument names the operation
    std::vector<std::string>
        operation_styles;  // of that argument: "op", "op_snake", "request_element", "request_type"
                           // (the type of an object), "soap_action", "qname", "method_entry" (an
                           // object whose entry `method` names it)
    int request_argument =
        0;  // which argument holds the request; -1: keyword arguments are the request
    int client_argument = -1;  // where the client is passed to a function; -1: it is the receiver
    std::string via;  // member between client and method ("service"); empty: directly on the client
    bool is_function = false;  // a plain function, the client or port is not the receiver (gSOAP)
    const SharedWrapper* shared = nullptr;  // of a Package's
  };
  std::string id, title;
  std::vector<std::string> languages;  // ids of scanner/languages; empty: all
  std::vector<Client> clients;
  std::vector<Invoke> invokes;
  std::vector<std::string>
      passthrough;  // members of a client that give the client again ("service", "bind")
  std::vector<std::string> imports;  // imports that show the toolkit, regexes
  std::vector<std::string>
      generated_markers;  // regexes on a file's text: made by this toolkit's generator
  std::string generator;  // "wsimport"
  std::vector<std::string>
      request_types;  // templates for request objects ("Params{Op}", "_ns1__params{Op}")
  std::vector<std::string>
      enum_members;  // names of enumerators where the type is part of them ("*__{Enum}__{value}")
  std::vector<std::string>
      header_arguments;  // named arguments of a call that are its SOAP headers, never the request
  std::vector<std::string> dispatchers;  // what functions outside the tree are called that are
                                         // handed an operation's name
  std::string note;
  bool is_package =
      false;            // made from a Package: its client is the service's, its methods are its own
  bool is_own = false;  // of a Package that is
  bool is_shared = false;  // of a Package's shared wrappers: one class of them, or their functions
  SourcePlace place;
};

struct EffortModel {
  std::map<std::string, int> minutes_by_kind;
  std::map<std::string, int> minutes_by_operation;  // added
  std::map<std::string, int> minutes_by_severity;   // added for each flagged parameter
};

struct Pack {
  std::string id, version, digest;  // digest: xxh3-128 of the files, hex
  std::string service_name, service_short, documentation;
  std::string removed_on;               // YYYY-MM-DD
  std::vector<Operation> operations;    // sorted by name
  std::vector<RestEndpoint> endpoints;  // sorted by id
  std::vector<FlaggedParameter> parameters;
  std::vector<EnumType> enums;
  std::vector<RequestType> types;
  Surface surface;
  Credentials credentials;
  std::vector<Package> packages;
  std::vector<TimelineEvent> timeline;  // by date
  std::vector<Erratum> errata;
  std::vector<SecondHop> second_hop;
  std::vector<RestRule> rest_rules;
  std::vector<ErrorCode> errors;
  std::vector<FieldMap> fields;
  std::vector<std::string> field_rules;  // where SOAP-style names stay valid
  std::vector<std::string> quotas;
  std::vector<MigrationTopic> migration;
  std::vector<Toolkit> toolkits;  // shared ones and the pack's own
  EffortModel effort;
  std::map<std::string, std::string> enum_rest_names;  // "LeadKeyRef/EMAIL" -> "email"

  const Operation* FindOperation(std::string_view name) const;  // exact, or an alias
  const RestEndpoint* FindEndpoint(std::string_view id) const;
  const EnumType* FindEnum(std::string_view name) const;
  const RequestType* FindType(std::string_view name) const;
  const FlaggedParameter* FindParameter(std::string_view id) const;
};

/// True if a weak anchor stands in the text, in any case.
bool NamesWeakly(const Pack& pack, std::string_view text);
/// config/marketo.yml: the file itself has the service's name, whatever its folders are called.
bool IsNamedAfter(const Pack& pack, std::string_view path);

/// "params{Op}" with {Op}, {op}, {op_snake} replaced for an operation's name.
std::string ExpandTemplate(std::string_view pattern, std::string_view operation);

}  // namespace unsoap::rules
