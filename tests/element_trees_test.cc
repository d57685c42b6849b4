// Requests whose elements calls of an XML library put together: each element stands where the calls
// put it, and its text is what they give it.
#include "tests/request_programs.h"

namespace unsoap {

TEST_CASE("elements that calls put together are members of the request: Python") {
  Check({
      {"a.py", R"(from xml.etree import ElementTree as ET
NS = 'http://www.marketo.com/mktows/'
def drop(body, lead_id):
    op = ET.SubElement(body, '{%s}paramsListOperation' % NS)
    ET.SubElement(op, 'listOperation').text = 'REMOVEFROMLIST'
    key = ET.SubElement(op, 'listKey')
    ET.SubElement(key, 'keyType').text = 'MKTOLISTNAME'
    ET.SubElement(key, 'keyValue').text = 'Blacklist'
    members = ET.SubElement(op, 'listMemberList')
    lead = ET.SubElement(members, 'leadKey')
    ET.SubElement(lead, 'keyType').text = 'IDNUM'
    ET.SubElement(lead, 'keyValue').text = str(lead_id)
)",
       R"x({"input": [{"id": {"$code": "str(lead_id)"}}]})x"},
      {"b.py", R"(from xml.dom import minidom
NS = 'http://www.marketo.com/mktows/'
def body(mail):
    doc = minidom.Document()
    op = doc.createElementNS(NS, 'ns1:paramsGetLead')
    key = doc.createElement('leadKey')
    op.appendChild(key)
    kind = doc.createElement('keyType')
    kind.appendChild(doc.createTextNode('EMAIL'))
    key.appendChild(kind)
    value = doc.createElement('keyValue')
    value.appendChild(doc.createTextNode(mail))
    key.appendChild(value)
    return op
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "mail"}]})x"},
      {"c.py", R"(from lxml import etree
from lxml.builder import E
NS = 'http://www.marketo.com/mktows/'
def body(mail):
    op = etree.Element('{http://www.marketo.com/mktows/}paramsGetLead')
    op.append(E.leadKey(E.keyType('EMAIL'), E.keyValue(mail)))
    return op
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "mail"}]})x"},
  });
}

TEST_CASE("elements that calls put together are members of the request: PHP") {
  Check({
      {"a.php", R"(<?php
const NS = 'http://www.marketo.com/mktows/';
function body(DOMDocument $doc, $mail) {
  $op = $doc->createElementNS(NS, 'ns1:paramsGetLead');
  $key = $op->appendChild($doc->createElement('leadKey'));
  $key->appendChild($doc->createElement('keyType', 'EMAIL'));
  $value = $doc->createElement('keyValue');
  $value->nodeValue = $mail;
  $key->appendChild($value);
  return $op;
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "$mail"}]})x"},
      {"b.php", R"(<?php
const NS = 'http://www.marketo.com/mktows/';
function body(SimpleXMLElement $body, $mail) {
  $op = $body->addChild('ns1:paramsGetLead', null, NS);
  $key = $op->addChild('leadKey');
  $key->addChild('keyType', 'EMAIL');
  $key->addChild('keyValue', $mail);
  return $op;
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "$mail"}]})x"},
      {"c.php", R"(<?php
const NS = 'http://www.marketo.com/mktows/';
function body($mail) {
  $w = new XMLWriter();
  $w->openMemory();
  $w->startElementNS('ns1', 'paramsGetLead', NS);
  $w->startElement('leadKey');
  $w->writeElement('keyType', 'EMAIL');
  $w->startElement('keyValue');
  $w->text($mail);
  $w->endElement();
  $w->endElement();
  $w->endElement();
  return $w->outputMemory();
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "$mail"}]})x"},
  });
}

TEST_CASE("elements that calls put together are members of the request: Java, C#") {
  Check({
      {"A.java", R"(import javax.xml.soap.*;
class A {
  static final String NS = "http://www.marketo.com/mktows/";
  void fill(SOAPBody body, String mail) throws SOAPException {
    SOAPElement op = body.addChildElement("paramsGetLead", "ns1", NS);
    SOAPElement key = op.addChildElement("leadKey");
    key.addChildElement("keyType").addTextNode("EMAIL");
    key.addChildElement("keyValue").addTextNode(mail);
  }
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "mail"}]})x"},
      {"B.java", R"(import org.w3c.dom.*;
class B {
  static final String NS = "http://www.marketo.com/mktows/";
  Element body(Document doc, String mail) {
    Element op = doc.createElementNS(NS, "ns1:paramsGetLead");
    Element key = doc.createElement("leadKey");
    Element type = doc.createElement("keyType");
    type.setTextContent("EMAIL");
    Element value = doc.createElement("keyValue");
    value.setTextContent(mail);
    key.appendChild(type);
    key.appendChild(value);
    op.appendChild(key);
    return op;
  }
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "mail"}]})x"},
      {"A.cs", R"(using System.Xml.Linq;
class A {
  static readonly XNamespace ns = "http://www.marketo.com/mktows/";
  XElement Body(string mail) {
    return new XElement(ns + "paramsGetLead", new XElement("leadKey", new XElement("keyType", "EMAIL"), new XElement("keyValue", mail)));
  }
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "mail"}]})x"},
      {"B.cs", R"(using System.Xml;
class B {
  const string Ns = "http://www.marketo.com/mktows/";
  void Write(XmlWriter w, string mail) {
    w.WriteStartElement("ns1", "paramsGetLead", Ns);
    w.WriteStartElement("leadKey");
    w.WriteElementString("keyType", "EMAIL");
    w.WriteElementString("keyValue", mail);
    w.WriteEndElement();
    w.WriteEndElement();
  }
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "mail"}]})x"},
  });
}

TEST_CASE("elements that closures hold are members of the request: Ruby, Groovy") {
  Check({
      {"a.rb", R"(NS = 'http://www.marketo.com/mktows/'
def body(xml, mail)
  xml.tag!('ns1:paramsGetLead') do
    xml.leadKey do
      xml.keyType 'EMAIL'
      xml.keyValue mail
    end
  end
end
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "mail"}]})x"},
      {"b.rb", R"(NS = 'http://www.marketo.com/mktows/'
def body(mail)
  Nokogiri::XML::Builder.new do |xml|
    xml['ns1'].paramsGetLead {
      xml.leadKey {
        xml.keyType 'EMAIL'
        xml.keyValue mail
      }
    }
  end
end
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "mail"}]})x"},
      {"a.groovy", R"(import groovy.xml.MarkupBuilder
def body(writer, mail) {
    def xml = new MarkupBuilder(writer)
    xml.'ns1:paramsGetLead'('xmlns:ns1': 'http://www.marketo.com/mktows/') {
        leadKey {
            keyType('EMAIL')
            keyValue(mail)
        }
    }
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "mail"}]})x"},
  });
}

TEST_CASE("elements of another tree are none of the request") {
  Check({
      {"other.py", R"(from xml.etree import ElementTree as ET
NS = 'http://www.marketo.com/mktows/'
def drop(body, key_of, lead_id):
    op = ET.SubElement(body, '{%s}paramsListOperation' % NS)
    ET.SubElement(key_of(lead_id), 'listOperation').text = 'REMOVEFROMLIST'
)",
       R"x({"input": [{"id": {"$choose": "id of the lead"}}]})x"},
  });
}

}  // namespace unsoap
