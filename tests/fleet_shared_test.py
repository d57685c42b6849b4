#!/usr/bin/env python3
"""fleet --shared: a wrapper in a shared library is known to the repositories that depend on it, and to no other.

For each ecosystem a library whose client performs an operation, and a repository that depends on it and calls it; beside them what must
stay silent: the same call without the dependency, a dependency of the same name in another ecosystem, a vendored copy. Then libraries of
libraries, circles, shares in any order, resuming, and what merge says of it.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from fleet_samples import SOURCE, WSDL, check, check_same, fleet, git, make_repository, merge, problems, results, write_list  # noqa: E402

# ecosystem: the library, then who uses it; lines that are to be found end in MARK.
MARK = 'FOUND'
PHP_LIBRARY = f"""<?php
namespace Acme\\Crm;

class CrmClient
{{
    private $soap;

    public function __construct()
    {{
        $this->soap = new \\SoapClient('{WSDL}');
    }}

    public function pushLead($row)
    {{
        return $this->soap->syncLead(['leadRecord' => ['Email' => $row['mail']]]);
    }}

    public function leadByMail($mail)
    {{
        return $this->soap->getLead(['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => $mail]]);
    }}
}}
"""
PHP_USE = """<?php
namespace Shop;

use Acme\\Crm\\CrmClient;

class Signup
{
    public function __construct(private CrmClient $crm) {}

    public function run($row)
    {
        $this->crm->pushLead($row); // FOUND syncLead
        $crm = new CrmClient();
        return $crm->leadByMail($row['mail']); // FOUND getLead
    }
}
"""
JS_LIBRARY = f"""const soap = require('soap');

class CrmClient {{
  async pushLead(row) {{
    const client = await soap.createClientAsync('{WSDL}');
    return client.syncLeadAsync({{ leadRecord: {{ Email: row.mail }} }});
  }}
}}

async function leadByMail(mail) {{
  const client = await soap.createClientAsync('{WSDL}');
  return client.getLeadAsync({{ leadKey: {{ keyType: 'EMAIL', keyValue: mail }} }});
}}

module.exports = {{ CrmClient, leadByMail }};
"""
JS_USE = """const { CrmClient, leadByMail } = require('@acme/crm-client');
const crm = require('@acme/crm-client');

async function signup(row) {
  await new CrmClient().pushLead(row); // FOUND syncLead
  await crm.leadByMail(row.mail); // FOUND getLead
  return leadByMail(row.mail); // FOUND getLead
}

module.exports = { signup };
"""
JAVA_LIBRARY = """package com.acme.crm;

import com.marketo.mktows.MktowsPort;
import com.marketo.mktows.MktMktowsApiService;
import com.marketo.mktows.ParamsSyncLead;

public class CrmClient {
    private final MktowsPort port = new MktMktowsApiService().getMktowsApiSoapPort();

    public void pushLead(ParamsSyncLead params) {
        port.syncLead(params, null, null);
    }
}
"""
JAVA_USE = """package com.shop;

import com.acme.crm.CrmClient;

public class Signup {
    private final CrmClient crm;

    public Signup(CrmClient crm) {
        this.crm = crm;
    }

    public void run(Object row) {
        crm.pushLead(row); // FOUND syncLead
        new CrmClient().pushLead(row); // FOUND syncLead
    }
}
"""
CS_LIBRARY = f"""using System.ServiceModel;

namespace Acme.Crm
{{
    public class CrmClient
    {{
        private readonly MktowsPortClient port = new MktowsPortClient(new BasicHttpBinding(), new EndpointAddress("{WSDL.split('?')[0]}"));

        public object PushLead(object lead)
        {{
            return port.syncLead(null, new ParamsSyncLead {{ leadRecord = lead }});
        }}
    }}
}}
"""
CS_USE = """using Acme.Crm;

namespace Shop
{
    public class Signup
    {
        private readonly CrmClient crm = new CrmClient();

        public void Run(object row)
        {
            crm.PushLead(row); // FOUND syncLead
        }
    }
}
"""
OWN_CLASS = """<?php
namespace Shop;

class CrmClient
{
    public function pushLead($row)
    {
        return $row;
    }

    public function leadByMail($mail)
    {
        return $mail;
    }
}
"""
GO_ENVELOPE = ('`<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="http://www.marketo.com/mktows/">'
               '<soapenv:Body>{}</soapenv:Body></soapenv:Envelope>`')
SYNC = GO_ENVELOPE.format('<ns1:paramsSyncLead><leadRecord><Email>` + mail + `</Email></leadRecord></ns1:paramsSyncLead>')
GET = GO_ENVELOPE.format('<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>` + mail + `</keyValue></leadKey></ns1:paramsGetLead>')
GO_LIBRARY = f"""package crm

import (
	"net/http"
	"strings"
)

type Client struct {{
	url string
}}

func NewClient() *Client {{
	return &Client{{url: "{WSDL.split('?')[0]}"}}
}}

func (c *Client) PushLead(mail string) (*http.Response, error) {{
	return http.Post(c.url, "text/xml", strings.NewReader({SYNC}))
}}

func LeadByMail(mail string) (*http.Response, error) {{
	return http.Post("{WSDL.split('?')[0]}", "text/xml", strings.NewReader({GET}))
}}
"""
GO_USE = """package main

import crm "github.com/acme/crm-client"

func signup(row map[string]string) {
	c := crm.NewClient()
	c.PushLead(row) // FOUND syncLead
	crm.LeadByMail(row["mail"]) // FOUND getLead
}

func main() { signup(nil) }
"""
PYTHON_LIBRARY = f"""from zeep import Client


class CrmClient:
    def __init__(self):
        self.soap = Client('{WSDL}')

    def push_lead(self, row):
        return self.soap.service.syncLead(leadRecord=row)


def lead_by_mail(mail):
    return Client('{WSDL}').service.getLead(leadKey={{'keyType': 'EMAIL', 'keyValue': mail}})
"""
PYTHON_USE = """import acme_crm
from acme_crm import CrmClient
from acme_crm.client import lead_by_mail


def signup(row):
    CrmClient().push_lead(row)  # FOUND syncLead
    acme_crm.lead_by_mail(row['mail'])  # FOUND getLead
    return lead_by_mail(row['mail'])  # FOUND getLead
"""
RUBY_LIBRARY = f"""require 'savon'

module Acme
  module Crm
    class Client
      def initialize
        @soap = Savon.client(wsdl: '{WSDL}')
      end

      def push_lead(row)
        @soap.call(:sync_lead, message: {{ lead_record: row }})
      end
    end

    def self.lead_by_mail(mail)
      Savon.client(wsdl: '{WSDL}').call(:get_lead, message: {{ lead_key: {{ key_type: 'EMAIL', key_value: mail }} }})
    end
  end
end
"""
RUBY_USE = """class Signup
  def run(row)
    Acme::Crm::Client.new.push_lead(row) # FOUND syncLead
    Acme::Crm.lead_by_mail(row[:mail]) # FOUND getLead
  end
end
"""
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>{}</groupId><artifactId>{}</artifactId><version>1.0</version>
<dependencies>{}</dependencies></project>
"""
POM_USE = '<dependency><groupId>com.acme</groupId><artifactId>crm-client</artifactId><version>1.2</version></dependency>'
CSPROJ = '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><PackageId>{}</PackageId></PropertyGroup><ItemGroup>{}</ItemGroup></Project>\n'
SAMPLES = {
    'php': ({'composer.json': '{"name": "acme/crm-client"}\n', 'src/CrmClient.php': PHP_LIBRARY},
            {'composer.json': '{"name": "acme/shop", "require": {"acme/crm-client": "^1.0"}}\n'}, 'src/Signup.php', PHP_USE),
    'npm': ({'package.json': '{"name": "@acme/crm-client", "version": "1.0.0"}\n', 'index.js': JS_LIBRARY},
            {'package.json': '{"name": "shop", "dependencies": {"@acme/crm-client": "^1.0.0"}}\n'}, 'lib/signup.js', JS_USE),
    'maven': ({'pom.xml': POM.format('com.acme', 'crm-client', ''), 'src/main/java/com/acme/crm/CrmClient.java': JAVA_LIBRARY},
              {'pom.xml': POM.format('com.shop', 'shop', POM_USE)}, 'src/main/java/com/shop/Signup.java', JAVA_USE),
    'nuget': ({'Acme.Crm.Client.csproj': CSPROJ.format('Acme.CrmClient', ''), 'CrmClient.cs': CS_LIBRARY},
              {'Shop.csproj': CSPROJ.format('Shop', '<PackageReference Include="Acme.CrmClient" Version="1.0.0" />')}, 'Signup.cs', CS_USE),
    'go': ({'go.mod': 'module github.com/acme/crm-client\n\ngo 1.21\n', 'client.go': GO_LIBRARY},
           {'go.mod': 'module github.com/acme/shop\n\nrequire github.com/acme/crm-client v1.2.0\n'}, 'main.go', GO_USE),
    'pypi': ({'pyproject.toml': '[project]\nname = "acme-crm-client"\nversion = "1.0"\n', 'src/acme_crm/__init__.py': 'from .client import *\n',
              'src/acme_crm/client.py': PYTHON_LIBRARY},
             {'requirements.txt': 'acme_crm.client>=1.0\n'}, 'shop/signup.py', PYTHON_USE),
    'gem': ({'acme-crm.gemspec': "Gem::Specification.new do |s|\n  s.name = 'acme-crm'\n  s.version = '1.0'\nend\n", 'lib/acme/crm.rb': RUBY_LIBRARY},
            {'Gemfile': "source 'https://rubygems.org'\ngem 'acme-crm', '~> 1.0'\n"}, 'app/signup.rb', RUBY_USE),
}
SETUP = """from setuptools import setup

setup(
    name='{}',
    install_requires=[{}],
)
"""
PHP_DISPATCHER = f"""<?php
namespace Acme\\Soap;

class Gate
{{
    private $soap;

    public static function open()
    {{
        return new Gate();
    }}

    public function call($operation, $request)
    {{
        $soap = new \\SoapClient('{WSDL}');
        return $soap->__soapCall($operation, [$request]);
    }}
}}
"""
PHP_DISPATCHER_USE = """<?php
use Acme\\Soap\\Gate;

function find($mail)
{
    return Gate::open()->call('getLead', ['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => $mail]]); // FOUND getLead
}

function other(Gate $gate, $name)
{
    $gate->call('ping', []);
    return $gate->call('syncLead', $name); // FOUND syncLead
}
"""
SAMPLES['gradle'] = (
    {'settings.gradle': "rootProject.name = 'crm-gradle'\n", 'build.gradle': "plugins { id 'java' }\ngroup = 'com.acme'\n",
     'src/main/java/com/acme/crm/CrmClient.java': JAVA_LIBRARY},
    {'build.gradle': "dependencies {\n    implementation 'com.acme:crm-gradle:1.2'\n}\n"}, 'src/main/java/com/shop/Signup.java', JAVA_USE)
SAMPLES['setup'] = ({'setup.py': SETUP.format('Acme_Crm', "'zeep'"), 'acme_crm/__init__.py': '', 'acme_crm/client.py': PYTHON_LIBRARY},
                    {'setup.py': SETUP.format('shop', "'acme.crm>=1.0'")}, 'shop/signup.py', PYTHON_USE)
TS_LIBRARY = JS_LIBRARY.replace("const soap = require('soap')", "import soap from 'soap'").replace('class CrmClient', 'export default class CrmClient')
TS_LIBRARY = TS_LIBRARY.replace('async function lead', 'export async function lead').replace('module.exports = { CrmClient, leadByMail };\n', '')
TS_USE = """import CrmClient, { leadByMail as byMail } from 'acme-crm';

export class Signup {
  constructor(private readonly crm: CrmClient) {}

  async run(row: { mail: string }) {
    await this.crm.pushLead(row); // FOUND syncLead
    return byMail(row.mail); // FOUND getLead
  }
}
"""
SAMPLES['esm'] = ({'package.json': '{"name": "acme-crm"}\n', 'src/index.js': TS_LIBRARY},
                  {'package.json': '{"name": "shop2", "devDependencies": {"acme-crm": "*"}}\n'}, 'src/signup.ts', TS_USE)
SAMPLES['named'] = ({'composer.json': '{"name": "acme/soap"}\n', 'src/Gate.php': PHP_DISPATCHER},
                    {'composer.json': '{"name": "acme/find", "require": {"acme/soap": "^1.0"}}\n'}, 'find.php', PHP_DISPATCHER_USE)
# A manifest that names the package of the library as one of another ecosystem.
OTHER = {
    'php': {'package.json': '{"name": "x", "dependencies": {"acme/crm-client": "^1.0.0"}}\n'},
    'npm': {'composer.json': '{"name": "x/y", "require": {"@acme/crm-client": "^1.0"}}\n'},
    'maven': {'composer.json': '{"name": "x/y", "require": {"com.acme/crm-client": "^1.0"}}\n'},
    'nuget': {'package.json': '{"name": "x", "dependencies": {"Acme.CrmClient": "^1.0.0"}}\n'},
    'go': {'package.json': '{"name": "x", "dependencies": {"github.com/acme/crm-client": "^1.0.0"}}\n'},
    'pypi': {'package.json': '{"name": "x", "dependencies": {"acme-crm-client": "^1.0.0"}}\n'},
    'gem': {'package.json': '{"name": "x", "dependencies": {"acme-crm": "^1.0.0"}}\n'},
    'gradle': {'package.json': '{"name": "x", "dependencies": {"com.acme:crm-gradle": "^1.0.0"}}\n'},
    'esm': {'Gemfile': "gem 'acme-crm'\n"},
    'setup': {'Gemfile': "gem 'acme-crm'\n"},
    'named': {'package.json': '{"name": "x", "dependencies": {"acme/soap": "^1.0.0"}}\n'},
}


def findings(base, out):
    return [json.loads(line) for line in (base / out / 'findings.jsonl').read_text().splitlines()]


def wanted_of(path, text):
    return {(path, number, line.split(MARK)[1].split()[0]) for number, line in enumerate(text.splitlines(), 1) if MARK in line}


def found_in(all_findings, repository):
    return {(f['location']['path'], f['location']['start_line'], f.get('operation', '')) for f in all_findings
            if f['repository'] == repository and f['kind'] == 'wrapper-call' and f.get('properties', {}).get('library')}


def make_all(base):
    rows = []

    def add(name, files):
        make_repository(base, name, files)
        rows.append((f'org/{name}', f'{name}.git', 'main', ''))
    for name, (library, manifest, path, use) in SAMPLES.items():
        add(f'{name}-lib', library)
        add(f'{name}-use', {**manifest, path: use})
        add(f'{name}-none', {path: use})
        add(f'{name}-other', {**OTHER[name], path: use})
    # A copy of the library beside its user is the user's own code.
    library, manifest, path, use = SAMPLES['php']
    add('php-copy', {**manifest, path: use, **{f'vendor/acme/crm-client/{p}': text for p, text in library.items()}})
    # So is a class of the library's name, and one that comes from elsewhere.
    add('php-own', {**manifest, 'src/CrmClient.php': OWN_CLASS, 'src/Signup.php': use.replace('use Acme\\Crm\\CrmClient;\n', '')})
    add('php-third', {**manifest, 'src/Signup.php': use.replace('use Acme\\Crm\\', 'use Third\\Party\\')})
    # A fork is the same package: the first one by its id counts.
    add('zz-fork', library)
    write_list(base / 'list.csv', rows)
    return rows


def check_calls(base):
    done = fleet(base, 'R', '--shared')
    check(done.returncode == 0, f'fleet --shared: {done.returncode} {done.stderr} {done.stdout}')
    merge(base, 'M', 'R')
    all_findings = findings(base, 'M')
    for name, (_, _, path, use) in SAMPLES.items():
        found, wanted = found_in(all_findings, f'org/{name}-use'), wanted_of(path, use)
        check(found == wanted, f'{name}: {sorted(wanted - found)} not found, {sorted(found - wanted)} not wanted')
        for silent in ('none', 'other'):
            others = [f for f in all_findings if f['repository'] == f'org/{name}-{silent}']
            check(not others, f'{name}-{silent} is silent: {[(f["kind"], f["location"]["start_line"]) for f in others]}')
    for silent in ('php-copy', 'php-own', 'php-third'):
        check(not found_in(all_findings, f'org/{silent}'), f'{silent} does not call the library: {found_in(all_findings, f"org/{silent}")}')
    for f in all_findings:
        if not f.get('properties', {}).get('library'):
            continue
        check(f['confidence'] == 'likely', f'a call of a library is likely: {f["confidence"]}')
        library = f['properties']['library']
        check(library == f['repository'].replace('-use', '-lib') or 'fork' in f['repository'], f'the library is named: {library}')
        check(any(library in e['text'] for e in f['evidence']), f'so it is in the evidence: {f["evidence"]}')
        check(f['replacements'], 'a request is shown')
        if f['operation'] == 'getLead' and 'php' in library:
            check([r['id'] for r in f['replacements']] == ['getLeadsByFilterUsingGET'], f'what the library decides is known: {f["replacements"]}')
            check('$row[\'mail\']' in json.dumps(f['replacements'][0]['request']), 'and what it is given here')
        if f['operation'] == 'syncLead' and 'php' in library:
            check((f['replacements'][0]['id'], f['replacements'][0]['applies']) == ('syncLeadUsingPOST', 'yes'), 'what the library passes decides')


def check_again(base):
    before = {path: path.stat().st_mtime_ns for path in (base / 'R').rglob('*')}
    done = fleet(base, 'R', '--shared')
    check(done.returncode == 0 and {path: path.stat().st_mtime_ns for path in (base / 'R').rglob('*')} == before, 'nothing is done again')
    # Without the flag the answer is that of each repository alone, and the results are the same files.
    names = set(results(base / 'R'))
    check(fleet(base, 'R').returncode == 0 and set(results(base / 'R')) == names, 'the first results are those without --shared')
    merge(base, 'M1', 'R')
    check(not any(f.get('properties', {}).get('library') for f in findings(base, 'M1')), 'and so is the answer')
    fleet(base, 'R', '--shared')
    merge(base, 'M2', 'R')
    check_same(base, 'M', 'M2', 'there and back')


def check_split(base):
    done = fleet(base, 'S', '--shared', '--shard', '2/3')
    check(done.returncode == 3 and 'org/' in done.stderr and 'first' in done.stderr, f'a share alone waits for the others: {done.returncode} {done.stderr}')
    check(merge(base, 'MS', 'S').returncode == 3, 'and is no answer')
    fleet(base, 'S', '--shared', '--shard', '3/3', '--jobs', '1')
    fleet(base, 'S', '--shared', '--shard', '1/3')
    done = merge(base, 'MS', 'S')
    check(done.returncode == 3 and 'shared' in done.stderr, f'a row that was not asked again is named: {done.stderr}')
    for share in (3, 2, 1):
        done = fleet(base, 'S', '--shared', '--shard', f'{share}/3')
    for share in (2, 3):
        check(fleet(base, 'S', '--shared', '--shard', f'{share}/3').returncode == 0, f'share {share} ends: {done.stderr}')
    merge(base, 'MS', 'S')
    check_same(base, 'M', 'MS', 'three shares')
    # A directory for each share, where those of the first pass were brought together.
    fleet(base, 'F')
    for share in (1, 2):
        shutil.copytree(base / 'F', base / f'F{share}')
        check(fleet(base, f'F{share}', '--shared', '--shard', f'{share}/2').returncode == 0, 'a share of its own')
    merge(base, 'MF', 'F2', 'F1')
    check_same(base, 'M', 'MF', 'a directory for each share')


def chain_repositories(base):
    """b wraps a's wrapper, c wraps b's, d calls c's; x and y depend on each other."""
    chain = base / 'chain'
    chain.mkdir()
    rows = []

    def add(name, requires, body):
        manifest = json.dumps({'name': f'acme/{name}', 'require': {f'acme/{r}': '*' for r in requires}})
        make_repository(chain, name, {'composer.json': manifest, 'src/C.php': body})
        rows.append((f'org/{name}', f'{name}.git', 'main', ''))

    def wrap(own, base_name):
        return (f'<?php\nnamespace Acme\\{own};\n\nuse Acme\\{base_name}\\{base_name}Client;\n\nclass {own}Client\n{{\n    public function run{own}($row)\n    {{\n'
                f'        return (new {base_name}Client())->run{base_name}($row);\n    }}\n}}\n')
    first = (f"<?php\nnamespace Acme\\A;\n\nclass AClient\n{{\n    public function runA($row)\n    {{\n        $soap = new \\SoapClient('{WSDL}');\n"
             "        return $soap->syncLead($row);\n    }\n}\n")
    add('d', ['c'], wrap('D', 'C'))
    add('c', ['b'], wrap('C', 'B'))
    add('b', ['a'], wrap('B', 'A'))
    add('a', [], first)
    add('x', ['y', 'a'], wrap('X', 'A') + "\nfunction z() { return (new \\Acme\\Y\\YClient())->runY(1); }\n")
    add('y', ['x'], wrap('Y', 'X'))
    write_list(chain / 'list.csv', rows)
    return chain


def check_chain(base):
    chain = chain_repositories(base)
    done = fleet(chain, 'R', '--shared')
    check(done.returncode == 0, f'a chain: {done.returncode} {done.stderr}')
    merge(chain, 'M', 'R')
    all_findings = findings(chain, 'M')
    for name in 'bcd':
        check({f[2] for f in found_in(all_findings, f'org/{name}')} == {'syncLead'}, f'{name} reaches what a performs')
    check(found_in(all_findings, 'org/x'), 'x calls a')
    for count in (1, 2):
        for _ in range(8):
            statuses = [fleet(chain, f'S{count}', '--shared', '--shard', f'{share}/{count}').returncode for share in range(count, 0, -1)]
            if not any(statuses):
                break
        check(not any(statuses), f'a chain in {count} shares comes to its end: {statuses}')
        merge(chain, f'M{count}', f'S{count}')
        check_same(chain, 'M', f'M{count}', f'a chain in {count} shares')
    # A library that changes changes what is known of those that use it, and of nothing else.
    before = set(results(chain / 'R'))
    work = chain / 'a.w'
    (work / 'src/C.php').write_text((work / 'src/C.php').read_text().replace('syncLead', 'getLead'))
    git(work, 'commit', '-q', '-a', '-m', 'y')
    git(work, 'push', '-q', '../a.git', 'HEAD:main')
    check(merge(chain, 'M3', 'R').returncode != 3, 'results are those of the revisions that were read')
    check(fleet(chain, 'R', '--shared').returncode == 0, 'after a change')
    merge(chain, 'M3', 'R')
    check({f[2] for f in found_in(findings(chain, 'M3'), 'org/d')} == {'getLead'}, 'd reaches what a performs now')
    check(len(set(results(chain / 'R')) - before) == 5, f'five results are new: {len(set(results(chain / "R")) - before)}')


def check_page(base):
    page = (base / 'M/index.html').read_text()
    check('org/php-lib' in page and 'CrmClient::pushLead' in page and 'Shared libraries' in page, 'the page names the libraries')
    check(page.count('org/php-use') >= 2, 'and who uses them')


def check_schemas(base):
    done = subprocess.run(['node', SOURCE / 'tests/fleet_answer.mjs', 'M'], cwd=base, capture_output=True, text=True)
    check(done.returncode in (0, 77), f'schemas: {done.stdout[:2000]} {done.stderr[:2000]}')


def check_broken(base):
    write_list(base / 'broken.csv', [('org/php-use', 'php-use.git', 'main', ''), ('org/gone', 'nowhere.git', 'main', '')])
    done = fleet(base, 'B', '--shared', listed='broken.csv')
    check(done.returncode == 3 and 'org/gone' in done.stderr + done.stdout, f'a library that is not there: {done.returncode} {done.stderr}')


with tempfile.TemporaryDirectory() as folder:
    place = pathlib.Path(folder)
    make_all(place)
    check_calls(place)
    check_again(place)
    check_split(place)
    check_page(place)
    check_schemas(place)
    check_chain(place)
    check_broken(place)
print('\n'.join(problems) if problems else 'fleet --shared: libraries are known to those that use them')
sys.exit(1 if problems else 0)
