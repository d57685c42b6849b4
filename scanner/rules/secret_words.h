// SecretWords: what a secret looks like whoever owns it, as rules/secrets.yaml says.
//
// What it is: names, values and letters, as data. What it is not: a judgement: evidence/secrets.h
// applies it, to hide values; what is reported as a credential of a service stands in its pack
// (Credentials). Immutable.
#pragma once

#include <string>
#include <vector>

namespace unsoap::rules {

struct SecretWords {
  std::vector<std::string> stems;  // parts of names; '_' between words stands for any joint
  std::vector<std::string> ends;   // ends of names
  std::vector<std::string> weak;   // whole last parts that need a value that looks like a secret
  std::vector<std::string> of_service;  // of `weak`: enough behind a name of the service
  std::vector<std::string> not_ends;  // what a name ends with that does not hold the secret itself
  std::vector<std::string> value_names;    // names beside it that hold its value
  std::vector<std::string> asking;         // verbs of calls whose argument names a secret
  std::vector<std::string> before_names;   // words between a value and the name behind it
  std::vector<std::string> row_words;      // between the names of columns and their rows
  std::vector<std::string> address_names;  // of settings that hold an address
  std::vector<std::string> name_ends;      // what names of files and hosts end with
  std::vector<std::string> example_names;  // attributes that show what a value looks like
  std::vector<std::string> patterns;       // regexes; the first group is a secret
  std::vector<std::string> plain;          // regexes of whole values that are no secret
  std::vector<std::string> numbers;        // regexes of whole values that only look random
  std::vector<std::string> words;          // that look like none by their letters
  std::vector<std::string> letter_pairs;   // a row for a..z of 26 digits: 0 never, 9 often
};

}  // namespace unsoap::rules
