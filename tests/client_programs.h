// The same request as programs of the service's SOAP clients: what a person would write with each
// of them.
#pragma once

#include <string>
#include <vector>

#include "tests/row_cases.h"

namespace unsoap {

struct ClientProgram {
  std::string client;  // "PHP, SoapClient with objects"
  std::string path;    // name of the file
  std::string text;
};

/// One program for each kind of client that makes the case's request. The first one is PHP's
/// SoapClient with arrays, to which the others are compared; a parameter of the program that is not
/// known is called `unknown`.
std::vector<ClientProgram> ClientPrograms(const rules::Pack& pack, const RequestCase& one);

std::string PhpSource(const rules::Pack& pack, const RequestCase& one);
std::string XmlSource(const rules::Pack& pack, const RequestCase& one);
/// The envelope in a program's text: where values are not known.
std::string HeredocSource(const rules::Pack& pack, const RequestCase& one);

}  // namespace unsoap
