// Words: what trees call their parts and libraries their requests, whoever's service it is, as
// rules/words.yaml says.
//
// What it is: names that the stages after facts/ look for, as data; rules/README.md explains each
// key. What it is not: words of a language (languages/), of a toolkit or of a service (pack.h).
// Immutable.
#pragma once

#include <string>
#include <vector>

namespace unsoap::rules {

/// Which paths have a label. One match is enough; all is compared in lower case, but
/// `written_ends`.
struct PlaceWords {
  std::string label;
  std::vector<std::string> folders, folder_ends;           // of a folder on the way
  std::vector<std::string> stems, stem_begins, stem_ends;  // of the file, without its extension
  std::vector<std::string> written_ends;                   // of the stem
  std::vector<std::string> extensions, names;              // names: one * allowed
};

struct Words {
  std::vector<PlaceWords> places;
  std::vector<std::string> packages;       // endings of files that are replaced as a whole
  std::vector<std::string> class_sources;  // of files that class files are made from
  std::vector<std::string> projects;       // of files that say how a binary of their name is built
  std::vector<std::string> configs, deployed_configs;  // endings; of copies that a build makes
  std::vector<std::string> module_manifests;  // endings of files that are called like their package
  std::vector<std::string>
      container_classes;                    // settings that give an object's class; * is its name
  std::vector<std::string> soap_addresses;  // parts of addresses that SOAP is spoken at
  std::vector<std::string> standard_hosts;  // whose addresses name a format, and no service
  std::vector<std::string> request_names;   // members that hold a request and are none of it
  std::vector<std::string> attribute_members;   // that hold an element's attributes
  std::vector<std::string> sibling_attributes;  // that hold those of the elements beside them
  std::vector<std::string> listings;  // words of a description that was printed for people: all
  std::vector<std::string> namespace_arguments;           // of annotations of contracts
  std::vector<std::string> element_types, element_verbs;  // ends of types; in calls with "element"
  std::vector<std::string> element_methods, element_functions;  // make the element they are given
  std::vector<std::string> element_texts, element_contents;     // in calls that give one its text
  std::vector<std::string> element_starts, element_ends;        // in calls of a stream of XML
  std::vector<std::string> senders;  // calls of HTTP clients, letters in lower case, sorted
};

}  // namespace unsoap::rules
