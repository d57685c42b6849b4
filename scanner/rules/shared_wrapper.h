// SharedWrapper: a function through which a library reaches the service for the repositories that
// use it.
//
// What it is: what the scan of the library knows of it, as data: where it stands, what it performs,
// and how others come by it. The scan of another repository takes it as a row of a Package. What it
// is not: a finding; nothing about who calls it. Plain data.
#pragma once

#include <compare>
#include <string>
#include <vector>

namespace unsoap::rules {

/// An argument of the operation, as the library passes it.
struct SharedValue {
  std::string path;       // "leadKey.keyType"
  std::string value;      // the constant that it is, if it is one
  std::string source;     // the expression as written there
  std::string parameter;  // of the function, if it is what that is given; empty: none
  int place = -1;         // of that parameter, from 0
  friend auto operator<=>(const SharedValue&, const SharedValue&) = default;
};

struct SharedWrapper {
  std::string family;  // of its language: those of others cannot call it
  /// Its class with the namespace and the classes around it, parts separated by dots; empty: a
  /// function of its module.
  std::string type;
  std::string space;  // the namespace or package that it stands in, as written; empty: none
  std::string name;
  std::string title;       // "CrmClient::push"
  std::string repository;  // of the library; empty in its own results
  std::string path;        // there
  int line = 0;
  std::vector<std::string> operations;  // sorted
  /// Functions of the library that give an object of the class, sorted: "NewClient", and with the
  /// class that they belong to "Acme.Crm.Client.create".
  std::vector<std::string> makers;
  int operation_argument = -1;  // the place of the parameter that names the operation; -1: none
  std::vector<SharedValue> values;

  friend auto operator<=>(const SharedWrapper&, const SharedWrapper&) = default;
};

}  // namespace unsoap::rules
