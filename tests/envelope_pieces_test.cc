// Envelopes that code writes as texts: what stands in an element is the expression that is joined
// there, on whatever way the text is put together; a format is no value.
#include "tests/request_programs.h"

namespace unsoap {

namespace {

constexpr const char* kMail = R"({"filterType": "email", "filterValues": [{"$code": "mail"}]})";
constexpr const char* kPhpMail = R"({"filterType": "email", "filterValues": [{"$code": "$mail"}]})";

}  // namespace

TEST_CASE("an envelope that is made in several statements: PHP, Perl, Python, Ruby, JavaScript") {
  Check({
      {"a.php", R"(<?php
const NS = 'http://www.marketo.com/mktows/';
function body($mail) {
  $text = '<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>';
  $text .= $mail . '</keyValue></leadKey></ns1:paramsGetLead>';
  return $text;
}
)",
       kPhpMail},
      {"a.pl", R"(my $ns = 'http://www.marketo.com/mktows/';
sub body {
  my ($mail) = @_;
  my $text = '<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>';
  $text .= $mail;
  $text .= '</keyValue></leadKey></ns1:paramsGetLead>';
  return $text;
}
)",
       kPhpMail},
      {"a.py", R"(NS = 'http://www.marketo.com/mktows/'
def body(mail):
    text = ('<ns1:paramsGetLead>' + '<leadKey><keyType>EMAIL</keyType>' + '<keyValue>')
    text += mail + '</keyValue></leadKey></ns1:paramsGetLead>'
    return text
)",
       kMail},
      {"b.py", R"(NS = 'http://www.marketo.com/mktows/'
def body(mail):
    parts = ['<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>']
    parts.append(mail)
    parts.append('</keyValue></leadKey></ns1:paramsGetLead>')
    return ''.join(parts)
)",
       kMail},
      {"c.py", R"(NS = 'http://www.marketo.com/mktows/'
def body(mail):
    text = '<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>'
    text = text + mail
    text = text + '</keyValue></leadKey></ns1:paramsGetLead>'
    return text
)",
       kMail},
      {"a.rb", R"(NS = 'http://www.marketo.com/mktows/'
def body(mail)
  text = '<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>'
  text << mail
  text << '</keyValue></leadKey></ns1:paramsGetLead>'
end
)",
       kMail},
      {"a.js", R"(const NS = 'http://www.marketo.com/mktows/';
function body(mail) {
  const parts = [];
  parts.push('<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>');
  parts.push(mail);
  parts.push('</keyValue></leadKey></ns1:paramsGetLead>');
  return parts.join('');
}
)",
       kMail},
  });
}

TEST_CASE("an envelope that is made in several statements: Java, C#, VB.NET, C++, Kotlin") {
  Check({
      {"A.java", R"(class A {
  static final String NS = "http://www.marketo.com/mktows/";
  String body(String mail) {
    StringBuilder text = new StringBuilder();
    text.append("<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>");
    text.append(mail);
    text.append("</keyValue></leadKey></ns1:paramsGetLead>");
    return text.toString();
  }
}
)",
       kMail},
      {"B.java", R"(class B {
  static final String NS = "http://www.marketo.com/mktows/";
  String body(String mail) {
    return new StringBuilder()
        .append("<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>").append(mail)
        .append("</keyValue></leadKey></ns1:paramsGetLead>").toString();
  }
}
)",
       kMail},
      {"A.cs", R"(class A {
  const string Ns = "http://www.marketo.com/mktows/";
  string Body(string mail) {
    var text = new StringBuilder();
    text.Append("<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>");
    text.Append(mail);
    text.Append("</keyValue></leadKey></ns1:paramsGetLead>");
    return text.ToString();
  }
}
)",
       kMail},
      {"a.vb", R"(Public Class A
    Const Ns As String = "http://www.marketo.com/mktows/"
    Public Function Body(mail As String) As String
        Dim text As String = "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>"
        text &= mail
        text &= "</keyValue></leadKey></ns1:paramsGetLead>"
        Return text
    End Function
End Class
)",
       kMail},
      {"a.cpp", R"(#include <sstream>
static const char* kNs = "http://www.marketo.com/mktows/";
std::string body(const std::string& mail) {
  std::ostringstream out;
  out << "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>";
  out << mail;
  out << "</keyValue></leadKey></ns1:paramsGetLead>";
  return out.str();
}
)",
       kMail},
      {"A.kt", R"(const val NS = "http://www.marketo.com/mktows/"
fun body(mail: String): String {
  var text = "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>"
  text += mail
  text += "</keyValue></leadKey></ns1:paramsGetLead>"
  return text
}
)",
       kMail},
  });
}

TEST_CASE(
    "the format of a date or a number is no value, and what stands beside code is part of it") {
  const auto since = [](const std::string& code) {
    return R"({"filterType": "email", "filterValues": [{"$code": ")" + code + "\"}]}";
  };
  Check({
      {"a.py", R"(NS = 'http://www.marketo.com/mktows/'
def changes(since):
    return ('<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType>' +
            '<keyValue>' + since.strftime('%Y-%m-%dT%H:%M:%SZ') + '</keyValue>' +
            '</leadKey></ns1:paramsGetLead>')
)",
       since("since.strftime('%Y-%m-%dT%H:%M:%SZ')")},
      {"a.rb", R"(NS = 'http://www.marketo.com/mktows/'
def changes(since)
  '<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>' + since.strftime('%Y-%m-%dT%H:%M:%SZ') +
    '</keyValue></leadKey></ns1:paramsGetLead>'
end
)",
       since("since.strftime('%Y-%m-%dT%H:%M:%SZ')")},
      {"a.php", R"(<?php
const NS = 'http://www.marketo.com/mktows/';
function changes($since) {
  return '<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>' . date('Y-m-d', $since) .
    '</keyValue></leadKey></ns1:paramsGetLead>';
}
)",
       since("date('Y-m-d', $since)")},
      {"A.java", R"(class A {
  static final String NS = "http://www.marketo.com/mktows/";
  String body(java.time.ZonedDateTime since) {
    return "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>"
        + since.format(DateTimeFormatter.ofPattern("yyyy-MM-dd"))
        + "</keyValue></leadKey></ns1:paramsGetLead>";
  }
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "since.format(DateTimeFormatter.ofPattern(\"yyyy-MM-dd\"))"}]})x"},
      {"A.cs", R"(class A {
  const string Ns = "http://www.marketo.com/mktows/";
  string Body(DateTime since) {
    return "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>" + since.ToString("s") + "</keyValue></leadKey></ns1:paramsGetLead>";
  }
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "since.ToString(\"s\")"}]})x"},
      {"a.js", R"(const NS = 'http://www.marketo.com/mktows/';
const changes = since =>
  '<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>' + moment(since).format('YYYY-MM-DD') + '</keyValue></leadKey></ns1:paramsGetLead>';
)",
       since("moment(since).format('YYYY-MM-DD')")},
      {"b.php", R"(<?php
const NS = 'http://www.marketo.com/mktows/';
function lead($id) {
  return '<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>user-' . $id . '@example.com</keyValue></leadKey></ns1:paramsGetLead>';
}
)",
       R"({"filterType": "email", "filterValues": [{"$code": "'user-' . $id . '@example.com'"}]})"},
  });
}

TEST_CASE("a place in a template stands for the argument that fills it") {
  Check({
      {"a.py", R"(NS = 'http://www.marketo.com/mktows/'
def named(key):
    return """<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>{mail}</keyValue></leadKey></ns1:paramsGetLead>""".format(mail=key.mail)
)",
       R"({"filterType": "email", "filterValues": [{"$code": "key.mail"}]})"},
      {"b.py", R"(NS = 'http://www.marketo.com/mktows/'
def named(mail):
    return '<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>%(key)s</keyValue></leadKey></ns1:paramsGetLead>' % {'key': mail}
)",
       kMail},
      {"c.py", R"(NS = 'http://www.marketo.com/mktows/'
BODY = """
<ns1:paramsGetLead><leadKey><keyType>{kind}</keyType><keyValue>{key}</keyValue></leadKey></ns1:paramsGetLead>
"""
def named(mail):
    return BODY.format(kind='EMAIL', key=mail)
)",
       kMail},
      {"d.py", R"(NS = 'http://www.marketo.com/mktows/'
BODY = '<ns1:paramsGetLead><leadKey><keyType>%s</keyType><keyValue>%s</keyValue></leadKey></ns1:paramsGetLead>'
def named(mail):
    return BODY % ('EMAIL', mail)
)",
       kMail},
      {"A.cs", R"(class A {
  const string Ns = "http://www.marketo.com/mktows/";
  string Body(string mail) {
    return String.Format("<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>{0}</keyValue></leadKey></ns1:paramsGetLead>", mail);
  }
}
)",
       kMail},
      {"A.java", R"(class A {
  static final String NS = "http://www.marketo.com/mktows/";
  private static final String BODY = "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>{0}</keyValue></leadKey></ns1:paramsGetLead>";
  String body(String mail) {
    return MessageFormat.format(BODY, mail);
  }
}
)",
       kMail},
      {"a.php", R"(<?php
const NS = 'http://www.marketo.com/mktows/';
function body($mail) {
  return sprintf('<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>%s</keyValue></leadKey></ns1:paramsGetLead>', $mail);
}
)",
       kPhpMail},
      {"a.rb", R"(NS = 'http://www.marketo.com/mktows/'
def body(mail)
  format("<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType>\n<keyValue>%{key}</keyValue></leadKey></ns1:paramsGetLead>", key: mail)
end
)",
       kMail},
      {"a.go", R"(package crm
import "fmt"
const ns = "http://www.marketo.com/mktows/"
func body(mail string) string {
	return fmt.Sprintf("<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>%s</keyValue></leadKey></ns1:paramsGetLead>", mail)
}
)",
       kMail},
  });
}

}  // namespace unsoap
