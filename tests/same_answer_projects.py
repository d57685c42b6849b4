"""Small projects that use the service through files that name nothing of it.

What it is: for each language and each shape (base class, mixin, factory, helper function, settings)
the files of a project, with names drawn at random, and the lines on which a scan must find a use.
What it is not: a test; same_answer_test.py scans them.

A source is written with words in capitals for what is drawn: BASE (the class that names nothing),
GATE (the class that knows the service), FIND (its method), JOB (a caller), CALL (the method or
function that sends), MAKE (the factory's method), WSDL. A line that ends in a section sign is one
on which a use is expected.
"""

import re

WSDL = "https://123-ABC-456.mktoapi.com/soap/mktows/2_9?WSDL"

# (language, shape): {path: text}. The path may hold the words, too.
SHAPES = {}


def project(language, shape, text):
    """Files begin with '--- path'."""
    files, path = {}, None
    for line in text.lstrip("\n").split("\n"):
        if line.startswith("--- "):
            path = line[4:]
            files[path] = []
        else:
            files[path].append(line)
    SHAPES[language, shape] = {path: "\n".join(lines).rstrip("\n") + "\n" for path, lines in files.items()}


project("php", "base class", """
--- src/BASE.php
<?php
abstract class BASE {
    protected $client;
    public function __construct($address) { $this->client = new SoapClient($address); }
    protected function CALL($name, $arguments) { return $this->client->__soapCall($name, array($arguments)); }
}
--- src/GATE.php
<?php
class GATE extends BASE {
    public function __construct() { parent::__construct('WSDL'); }
    public function FIND($id) {
        return $this->CALL('getLead', array('leadKey' => array('keyType' => 'IDNUM', 'keyValue' => $id))); §
    }
}
--- src/JOB.php
<?php
class JOB {
    public function handle($id) {
        $gate = new GATE();
        return $gate->FIND($id); §
    }
}
""")

project("php", "trait", """
--- src/BASE.php
<?php
namespace App;
trait BASE {
    private $client;
    protected function connect($address) { $this->client = new \\SoapClient($address); }
    protected function CALL($name, $arguments) { return $this->client->__soapCall($name, array($arguments)); }
}
--- src/GATE.php
<?php
namespace App;
class GATE {
    use BASE;
    public function __construct() { $this->connect('WSDL'); }
    public function FIND($id) {
        return $this->CALL('getLead', array('leadKey' => array('keyType' => 'IDNUM', 'keyValue' => $id))); §
    }
}
--- src/JOB.php
<?php
namespace App;
function handle($id) {
    $gate = new GATE();
    return $gate->FIND($id); §
}
""")

project("php", "factory", """
--- src/BASE.php
<?php
class BASE {
    public function MAKE($address) { return new SoapClient($address); }
}
--- src/GATE.php
<?php
class GATE {
    private $client;
    public function __construct(BASE $factory) { $this->client = $factory->MAKE('WSDL'); }
    public function FIND($id) {
        return $this->client->getLead(array('leadKey' => array('keyType' => 'IDNUM', 'keyValue' => $id))); §
    }
}
--- src/JOB.php
<?php
class JOB {
    private $gate;
    public function __construct(GATE $gate) { $this->gate = $gate; }
    public function handle($id) {
        return $this->gate->FIND($id); §
    }
}
""")

project("php", "helper function", """
--- lib/CALL.php
<?php
function CALL($address, $name, $arguments) {
    $client = new SoapClient($address);
    return $client->__soapCall($name, array($arguments));
}
--- src/GATE.php
<?php
require_once __DIR__ . '/../lib/CALL.php';
class GATE {
    public function FIND($id) {
        return CALL('WSDL', 'getLead', array('leadKey' => array('keyType' => 'IDNUM', 'keyValue' => $id))); §
    }
}
--- src/JOB.php
<?php
$gate = new GATE();
$gate->FIND(3); §
""")

project("php", "holder", """
--- src/BASE.php
<?php
abstract class BASE {
    protected $api;
    public function __construct() { $this->api = new GATE(); }
}
--- src/GATE.php
<?php
class GATE {
    private $client;
    public function __construct() { $this->client = new SoapClient('WSDL'); }
    public function FIND($id) {
        return $this->client->getLead(array('leadKey' => array('keyType' => 'IDNUM', 'keyValue' => $id))); §
    }
}
--- src/JOB.php
<?php
class JOB extends BASE {
    public function handle($id) {
        return $this->api->FIND($id); §
    }
}
""")

project("python", "chain of bases", """
--- app/BASE_MODULE.py
from zeep import Client


class BASE:
    def __init__(self, address):
        self.client = Client(address)

    def CALL(self, name, **arguments):
        return getattr(self.client.service, name)(**arguments)
--- app/middle.py
from app.BASE_MODULE import BASE


class MAKE(BASE):
    retries = 3
--- app/GATE_MODULE.py
from app.middle import MAKE


class GATE(MAKE):
    def __init__(self):
        super().__init__('WSDL')

    def FIND(self, key):
        return self.CALL('getLead', leadKey=key) §
--- app/JOB_MODULE.py
from app.GATE_MODULE import GATE


def handle(key):
    return GATE().FIND(key) §
""")

project("java", "factory", """
--- src/a/BASE.java
package a;
import org.apache.axis.client.Call;
import org.apache.axis.client.Service;
public final class BASE {
  public static Call MAKE(String address) throws Exception {
    Call call = (Call) new Service().createCall();
    call.setTargetEndpointAddress(address);
    return call;
  }
}
--- src/a/GATE.java
package a;
import org.apache.axis.client.Call;
public class GATE {
  public Object FIND(Object key) throws Exception {
    Call call = BASE.MAKE("WSDL");
    call.setOperationName("getLead"); §
    return call.invoke(new Object[] {key});
  }
}
--- src/b/JOB.java
package b;
import a.GATE;
public class JOB {
  public Object handle(GATE gate, Object key) throws Exception {
    return gate.FIND(key); §
  }
}
""")

project("csharp", "factory", """
--- src/BASE.cs
using System.ServiceModel;
namespace A {
  public class BASE {
    public T MAKE<T>(string address) {
      return new ChannelFactory<T>(new BasicHttpBinding(), new EndpointAddress(address)).CreateChannel();
    }
  }
}
--- src/GATE.cs
namespace A {
  public class GATE {
    private readonly BASE factory;
    public GATE(BASE factory) { this.factory = factory; }
    public object FIND(object key) {
      var client = factory.MAKE<MktowsPort>("WSDL");
      return client.getLead(key); §
    }
  }
}
--- src/JOB.cs
namespace A {
  public class JOB {
    public object Handle(GATE gate, object key) {
      return gate.FIND(key); §
    }
  }
}
""")

project("php", "settings", """
--- config/crm.ini
[crm]
path = /soap/mktows/2_9
host = 123-ABC-456.mktoapi.com
--- config/limits.ini
[limits]
retries = 3
--- src/GATE.php
<?php
class GATE {
    private $client;
    public function __construct() {
        $settings = parse_ini_file(__DIR__ . '/../config/crm.ini');
        $this->client = new SoapClient('WSDL', array('retries' => $settings['retries']));
    }
    public function FIND($id) {
        return $this->client->getLead(array('leadKey' => array('keyType' => 'IDNUM', 'keyValue' => $id))); §
    }
}
""")

project("python", "base class", """
--- app/BASE_MODULE.py
from zeep import Client


class BASE:
    def __init__(self, address):
        self.client = Client(address)

    def CALL(self, name, **arguments):
        return getattr(self.client.service, name)(**arguments)
--- app/GATE_MODULE.py
from app.BASE_MODULE import BASE


class GATE(BASE):
    def __init__(self):
        super().__init__('WSDL')

    def FIND(self, key):
        return self.CALL('getLead', leadKey=key) §
--- app/JOB_MODULE.py
from app.GATE_MODULE import GATE


def handle(key):
    return GATE().FIND(key) §
""")

project("python", "mixin", """
--- app/BASE_MODULE.py
from zeep import Client


class BASE:
    address = None

    def CALL(self, name, *arguments):
        client = Client(self.address)
        return getattr(client.service, name)(*arguments)
--- app/GATE_MODULE.py
from .BASE_MODULE import BASE


class GATE(object, BASE):
    address = 'WSDL'

    def FIND(self, key):
        return self.CALL('getLead', key) §
--- app/JOB_MODULE.py
from .GATE_MODULE import GATE

gate = GATE()


def handle(key):
    return gate.FIND(key) §
""")

project("python", "factory", """
--- app/BASE_MODULE.py
from zeep import Client


def MAKE(address):
    return Client(address)
--- app/GATE_MODULE.py
from app.BASE_MODULE import MAKE

client = MAKE('WSDL')


def FIND(key):
    return client.service.getLead(leadKey=key) §
--- app/JOB_MODULE.py
from app.GATE_MODULE import FIND


def handle(key):
    return FIND(key) §
""")

project("python", "helper function", """
--- app/BASE_MODULE.py
def CALL(client, name, **arguments):
    return getattr(client.service, name)(**arguments)
--- app/GATE_MODULE.py
from zeep import Client
from app.BASE_MODULE import CALL

client = Client('WSDL')


def FIND(key):
    return CALL(client, 'getLead', leadKey=key) §
--- app/JOB_MODULE.py
from app.GATE_MODULE import FIND


def handle(key):
    return FIND(key) §
""")

project("ruby", "base class", """
--- lib/BASE_MODULE.rb
require 'savon'
class BASE
  def initialize(address)
    @client = Savon.client(wsdl: address)
  end
  def CALL(name, message)
    @client.call(name, message: message)
  end
end
--- lib/GATE_MODULE.rb
require_relative 'BASE_MODULE'
class GATE < BASE
  def initialize
    super('WSDL')
  end
  def FIND(id)
    CALL(:get_lead, lead_key: { key_type: 'IDNUM', key_value: id }) §
  end
end
--- lib/JOB_MODULE.rb
require_relative 'GATE_MODULE'
class JOB
  def handle(id)
    GATE.new.FIND(id) §
  end
end
""")

project("ruby", "module", """
--- lib/BASE_MODULE.rb
module BASE
  def CALL(name, message)
    client = Savon.client(wsdl: address)
    client.call(name, message: message)
  end
end
--- lib/GATE_MODULE.rb
class GATE
  include BASE
  def address
    'WSDL'
  end
  def FIND(id)
    CALL(:get_lead, lead_key: { key_type: 'IDNUM', key_value: id }) §
  end
end
--- lib/JOB_MODULE.rb
class JOB
  def handle(id)
    GATE.new.FIND(id) §
  end
end
""")

project("ruby", "factory", """
--- lib/BASE_MODULE.rb
class BASE
  def self.MAKE(address)
    Savon.client(wsdl: address)
  end
end
--- lib/GATE_MODULE.rb
class GATE
  def FIND(id)
    client = BASE.MAKE('WSDL')
    client.call(:get_lead, message: { lead_key: { key_type: 'IDNUM', key_value: id } }) §
  end
end
--- lib/JOB_MODULE.rb
class JOB
  def handle(id)
    GATE.new.FIND(id) §
  end
end
""")

project("javascript", "base class", """
--- lib/BASE.js
const soap = require('soap');
class BASE {
  constructor(address) { this.address = address; }
  async CALL(name, args) {
    const client = await soap.createClientAsync(this.address);
    return client[name + 'Async'](args);
  }
}
module.exports = { BASE };
--- lib/GATE.js
const { BASE } = require('./BASE');
class GATE extends BASE {
  constructor() { super('WSDL'); }
  FIND(id) {
    return this.CALL('getLead', { leadKey: { keyType: 'IDNUM', keyValue: id } }); §
  }
}
module.exports = { GATE };
--- lib/JOB.js
const { GATE } = require('./GATE');
exports.handle = (id) => {
  const gate = new GATE();
  return gate.FIND(id); §
};
""")

project("javascript", "factory", """
--- lib/MAKE.js
const soap = require('soap');
exports.MAKE = (address) => soap.createClientAsync(address);
--- lib/GATE.js
const { MAKE } = require('./MAKE');
exports.FIND = async (id) => {
  const client = await MAKE('WSDL');
  return client.getLeadAsync({ leadKey: { keyType: 'IDNUM', keyValue: id } }); §
};
--- lib/JOB.js
const gate = require('./GATE');
exports.handle = (id) => gate.FIND(id); §
""")

project("javascript", "helper function", """
--- lib/CALL.js
const soap = require('soap');
module.exports = async function CALL(address, name, args) {
  const client = await soap.createClientAsync(address);
  return client[name + 'Async'](args);
};
--- lib/GATE.js
const CALL = require('./CALL');
exports.FIND = (id) => CALL('WSDL', 'getLead', { leadKey: { keyType: 'IDNUM', keyValue: id } }); §
--- lib/JOB.js
const { FIND } = require('./GATE');
exports.handle = (id) => FIND(id); §
""")

project("javascript", "barrel", """
--- lib/BASE.js
module.exports = require('./GATE');
--- lib/MAKE.js
module.exports = { ...require('./GATE'), version: 3 };
--- lib/GATE.js
const soap = require('soap');
async function FIND(id) {
  const client = await soap.createClientAsync('WSDL');
  return client.getLeadAsync({ leadKey: { keyType: 'IDNUM', keyValue: id } }); §
}
module.exports = { FIND };
--- lib/JOB.js
const { FIND } = require('./BASE');
exports.handle = (id) => FIND(id); §
--- lib/CALL.js
const { FIND } = require('./MAKE');
exports.handle = (id) => FIND(id); §
""")

project("typescript", "base class", """
--- src/BASE.ts
import * as soap from 'soap';
export abstract class BASE {
  constructor(private readonly address: string) {}
  protected async CALL(name: string, args: object): Promise<unknown> {
    const client = await soap.createClientAsync(this.address);
    return client[name + 'Async'](args);
  }
}
--- src/GATE.ts
import { BASE } from './BASE';
export class GATE extends BASE {
  constructor() { super('WSDL'); }
  FIND(id: string) {
    return this.CALL('getLead', { leadKey: { keyType: 'IDNUM', keyValue: id } }); §
  }
}
--- src/JOB.ts
import { GATE } from './GATE';
export class JOB {
  constructor(private readonly gate: GATE) {}
  handle(id: string) {
    return this.gate.FIND(id); §
  }
}
""")

project("typescript", "factory", """
--- src/BASE.ts
import { createClientAsync, Client } from 'soap';
export class BASE {
  MAKE(address: string): Promise<Client> { return createClientAsync(address); }
}
--- src/GATE.ts
import { BASE } from './BASE';
export class GATE {
  constructor(private readonly factory: BASE) {}
  async FIND(id: string) {
    const client = await this.factory.MAKE('WSDL');
    return client.getLeadAsync({ leadKey: { keyType: 'IDNUM', keyValue: id } }); §
  }
}
--- src/JOB.ts
import { GATE } from './GATE';
export const handle = (gate: GATE, id: string) => gate.FIND(id); §
""")

project("java", "base class", """
--- src/a/BASE.java
package a;
import org.apache.axis.client.Call;
import org.apache.axis.client.Service;
public abstract class BASE {
  private final String address;
  protected BASE(String address) { this.address = address; }
  protected Object CALL(String name, Object[] arguments) throws Exception {
    Call call = (Call) new Service().createCall();
    call.setTargetEndpointAddress(address);
    call.setOperationName(name);
    return call.invoke(arguments);
  }
}
--- src/a/GATE.java
package a;
public class GATE extends BASE {
  public GATE() { super("WSDL"); }
  public Object FIND(Object key) throws Exception {
    return CALL("getLead", new Object[] {key}); §
  }
}
--- src/b/JOB.java
package b;
import a.GATE;
public class JOB {
  private final GATE gate = new GATE();
  public Object handle(Object key) throws Exception {
    return gate.FIND(key); §
  }
}
""")

project("java", "interface default", """
--- src/a/BASE.java
package a;
import org.apache.axis.client.Call;
import org.apache.axis.client.Service;
public interface BASE {
  String address();
  default Object CALL(String name, Object[] arguments) throws Exception {
    Call call = (Call) new Service().createCall();
    call.setTargetEndpointAddress(address());
    call.setOperationName(name);
    return call.invoke(arguments);
  }
}
--- src/a/GATE.java
package a;
public class GATE implements BASE {
  public String address() { return "WSDL"; }
  public Object FIND(Object key) throws Exception {
    return CALL("getLead", new Object[] {key}); §
  }
}
--- src/b/JOB.java
package b;
import a.GATE;
public class JOB {
  public Object handle(GATE gate, Object key) throws Exception {
    return gate.FIND(key); §
  }
}
""")

project("kotlin", "base class", """
--- src/BASE.kt
package a
import org.apache.cxf.jaxws.endpoint.dynamic.JaxWsDynamicClientFactory
abstract class BASE(private val address: String) {
  protected fun CALL(name: String, argument: Any): Array<Any> {
    val client = JaxWsDynamicClientFactory.newInstance().createClient(address)
    return client.invoke(name, argument)
  }
}
--- src/GATE.kt
package a
class GATE : BASE("WSDL") {
  fun FIND(key: Any): Any {
    return CALL("getLead", key) §
  }
}
--- src/JOB.kt
package b
import a.GATE
class JOB(private val gate: GATE) {
  fun handle(key: Any): Any {
    return gate.FIND(key) §
  }
}
""")

project("groovy", "base class", """
--- src/BASE.groovy
import org.apache.cxf.jaxws.endpoint.dynamic.JaxWsDynamicClientFactory
abstract class BASE {
  String address
  BASE(String address) { this.address = address }
  def CALL(String name, Object argument) {
    def client = JaxWsDynamicClientFactory.newInstance().createClient(address)
    return client.invoke(name, argument)
  }
}
--- src/GATE.groovy
class GATE extends BASE {
  GATE() { super('WSDL') }
  def FIND(key) {
    return CALL('getLead', key) §
  }
}
--- src/JOB.groovy
class JOB {
  GATE gate = new GATE()
  def handle(key) {
    return gate.FIND(key) §
  }
}
""")

project("scala", "trait", """
--- src/BASE.scala
package a
import org.apache.cxf.jaxws.endpoint.dynamic.JaxWsDynamicClientFactory
trait BASE {
  def address: String
  def CALL(name: String, argument: Object): Array[Object] = {
    val client = JaxWsDynamicClientFactory.newInstance().createClient(address)
    client.invoke(name, argument)
  }
}
--- src/GATE.scala
package a
class GATE extends BASE {
  def address = "WSDL"
  def FIND(key: Object): Object = {
    CALL("getLead", key) §
  }
}
--- src/JOB.scala
package b
import a.GATE
class JOB(gate: GATE) {
  def handle(key: Object): Object = {
    gate.FIND(key) §
  }
}
""")

project("csharp", "base class", """
--- src/BASE.cs
using System.Web.Services.Protocols;
namespace A {
  public abstract class BASE : SoapHttpClientProtocol {
    protected BASE(string address) { this.Url = address; }
    protected object CALL(string name, params object[] arguments) {
      return this.Invoke(name, arguments)[0];
    }
  }
}
--- src/GATE.cs
namespace A {
  public class GATE : BASE {
    public GATE() : base("WSDL") { }
    public object FIND(object key) {
      return CALL("getLead", key); §
    }
  }
}
--- src/JOB.cs
using A;
namespace B {
  public class JOB {
    private readonly GATE gate = new GATE();
    public object Handle(object key) {
      return gate.FIND(key); §
    }
  }
}
""")

project("vbnet", "helper module", """
--- src/BASE.vb
Imports System.Net
Public Module BASE
    Public Function CALL(address As String, body As String) As String
        Dim web As New WebClient()
        Return web.UploadString(address, body)
    End Function
End Module
--- src/GATE.vb
Public Class GATE
    Public Function FIND(key As Object) As Object
        Dim body As String = "<soapenv:Envelope xmlns:soapenv='http://schemas.xmlsoap.org/soap/envelope/'><soapenv:Body><ns1:paramsGetLead xmlns:ns1='http://www.marketo.com/mktows/'><leadKey><keyType>IDNUM</keyType></leadKey></ns1:paramsGetLead></soapenv:Body></soapenv:Envelope>" §
        Return BASE.CALL("https://123-ABC-456.mktoapi.com/soap/mktows/2_9", body)
    End Function
End Class
--- src/JOB.vb
Public Class JOB
    Public Function Handle(key As Object) As Object
        Dim gate As New GATE()
        Return gate.FIND(key) §
    End Function
End Class
""")

project("go", "embedding", """
--- gate/BASE_MODULE.go
package gate

import (
	"net/http"
	"strings"
)

type BASE struct {
	address string
}

func (b *BASE) CALL(body string) (*http.Response, error) {
	return http.Post(b.address, "text/xml", strings.NewReader(body))
}
--- gate/GATE_MODULE.go
package gate

import "net/http"

type GATE struct {
	BASE
}

func New() *GATE {
	return &GATE{BASE{address: "https://123-ABC-456.mktoapi.com/soap/mktows/2_9"}}
}

func (g *GATE) FIND(id string) (*http.Response, error) {
	return g.CALL(`<soapenv:Envelope xmlns:soapenv='http://schemas.xmlsoap.org/soap/envelope/'><soapenv:Body><ns1:paramsGetLead xmlns:ns1='http://www.marketo.com/mktows/'><leadKey><keyType>IDNUM</keyType></leadKey></ns1:paramsGetLead></soapenv:Body></soapenv:Envelope>`) §
}
--- job/JOB_MODULE.go
package job

import "example.com/app/gate"

func Handle(g *gate.GATE, id string) {
	g.FIND(id) §
}
""")

project("perl", "helper function", """
--- lib/BASE_MODULE.pl
use strict;
use SOAP::Lite;
sub CALL {
    my ($address, $name, @arguments) = @_;
    my $client = SOAP::Lite->service($address);
    return $client->call($name, @arguments);
}
1;
--- lib/GATE_MODULE.pl
use strict;
require './lib/BASE_MODULE.pl';
sub FIND {
    my ($key) = @_;
    return CALL('WSDL', 'getLead', $key); §
}
1;
--- bin/run.pl
use strict;
require './lib/GATE_MODULE.pl';
FIND(3); §
""")

project("cpp", "base class", """
--- src/BASE.h
#pragma once
#include <string>
#include <curl/curl.h>
class BASE {
 public:
  explicit BASE(const std::string& address) : address_(address) {}
 protected:
  int CALL(const std::string& body) {
    CURL* curl = curl_easy_init();
    curl_easy_setopt(curl, CURLOPT_URL, address_.c_str());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    return curl_easy_perform(curl);
  }
  std::string address_;
};
--- src/GATE.h
#pragma once
#include "BASE.h"
class GATE : public BASE {
 public:
  GATE() : BASE("https://123-ABC-456.mktoapi.com/soap/mktows/2_9") {}
  int FIND(const std::string& key);
};
--- src/GATE.cc
#include "GATE.h"
int GATE::FIND(const std::string& key) {
  return CALL("<soapenv:Envelope xmlns:soapenv='http://schemas.xmlsoap.org/soap/envelope/'><soapenv:Body><ns1:paramsGetLead xmlns:ns1='http://www.marketo.com/mktows/'><leadKey><keyType>IDNUM</keyType></leadKey></ns1:paramsGetLead></soapenv:Body></soapenv:Envelope>"); §
}
--- src/JOB.cc
#include "GATE.h"
int handle(const std::string& key) {
  GATE gate;
  return gate.FIND(key); §
}
""")

project("swift", "protocol extension", """
--- Sources/BASE.swift
import Foundation
protocol BASE {
    var address: String { get }
}
extension BASE {
    func CALL(_ name: String, _ body: String) {
        var request = URLRequest(url: URL(string: address)!)
        request.httpMethod = "POST"
        request.httpBody = ("<soapenv:Envelope xmlns:soapenv='http://schemas.xmlsoap.org/soap/envelope/'><soapenv:Body>" + body + "</soapenv:Body></soapenv:Envelope>").data(using: .utf8)
        request.setValue(name, forHTTPHeaderField: "SOAPAction")
        URLSession.shared.dataTask(with: request).resume()
    }
}
--- Sources/GATE.swift
import Foundation
final class GATE: BASE {
    var address: String { "https://123-ABC-456.mktoapi.com/soap/mktows/2_9" }
    func FIND(_ id: String) {
        CALL("getLead", "<ns1:paramsGetLead xmlns:ns1='http://www.marketo.com/mktows/'><leadKey><keyType>IDNUM</keyType><keyValue>\\(id)</keyValue></leadKey></ns1:paramsGetLead>") §
    }
}
--- Sources/JOB.swift
final class JOB {
    let gate = GATE()
    func handle(_ id: String) {
        gate.FIND(id) §
    }
}
""")

project("powershell", "helper function", """
--- lib/CALL.psm1
function CALL {
    param($Address, $Name, $Arguments)
    $proxy = New-WebServiceProxy -Uri $Address
    return $proxy.$Name($Arguments)
}
--- GATE.ps1
Import-Module ./lib/CALL.psm1
function FIND {
    param($Key)
    CALL -Address 'WSDL' -Name 'getLead' -Arguments $Key §
}
--- JOB.ps1
. ./GATE.ps1
FIND -Key 3 §
""")


def snake(name):
    out = ""
    for i, letter in enumerate(name):
        if letter.isupper() and i > 0:
            out += "_"
        out += letter.lower()
    return out


STARTS = ["Soap", "Remote", "Abstract", "Partner", "Core", "Web"]
BASES = ["Base", "Service", "Gateway", "Transport", "Client", "Connector"]
GATES = ["MarketoGate", "CrmGate", "LeadDesk", "Marketo", "CampaignHub", "MarketoService"]
FINDS = ["findPerson", "lookUpContact", "fetchOne", "personById", "lead"]
JOBS = ["NightlyJob", "SignupHandler", "ExportTask", "Visit"]
CALLS = ["invokeRemote", "sendIt", "perform", "invoke", "callService", "run"]
MAKES = ["makeClient", "create", "forAddress", "build"]


def draw(random, tag):
    """Names for one project. `tag` makes them its own; without one they are such as half of the world has."""
    base = random.choice(BASES) if tag is None else random.choice(STARTS) + random.choice(BASES)
    names = {"BASE": base, "GATE": random.choice(GATES), "FIND": random.choice(FINDS), "JOB": random.choice(JOBS),
             "CALL": random.choice(CALLS), "MAKE": random.choice(MAKES)}
    return {word: name + (tag or "") for word, name in names.items()}


def make(language, shape, names):
    """{path: text} and [(path, line)] of the uses."""
    words = {"WSDL": WSDL}
    for word, name in names.items():
        words[word] = name
        words[word + "_MODULE"] = snake(name)
    if language == "ruby":
        for word in ("FIND", "CALL", "MAKE"):
            words[word] = snake(names[word])
    if language in ("csharp", "vbnet", "go"):
        for word in ("FIND", "CALL", "MAKE"):
            words[word] = names[word][0].upper() + names[word][1:]
    if language in ("csharp", "vbnet"):
        words["CALL"] = "Remote" + words["CALL"]  # SoapHttpClientProtocol has an Invoke of its own
    if language == "powershell":
        words["CALL"], words["FIND"] = "Invoke-" + names["CALL"].title(), "Get-" + names["FIND"].title()
    pattern = re.compile(r"\b(" + "|".join(sorted(words, key=len, reverse=True)) + r")\b")

    def fill(text):
        return pattern.sub(lambda match: words[match[1]], text)

    files, uses = {}, []
    for path, text in SHAPES[language, shape].items():
        path = fill(path)
        lines = text.split("\n")
        for number, line in enumerate(lines, 1):
            if line.endswith("§"):
                uses.append((path, number))
                lines[number - 1] = line[:-1].rstrip()
        files[path] = fill("\n".join(lines))
    return files, uses
