"""Plants in files that are no programs: settings, markup, manifests, notes; and keys that cross files.

A row is: what, path, how values are escaped, text. `<<kind>>` makes a value of that kind; {U} is the address of the service,
{K} a word that is the file's own. The use is reported on the line of {U}, or of {!}. A path that several rows share gets a folder a row.
"""
import html
import json


def raw(t):
    return t


def xml(t):
    return html.escape(t)


def js(t):
    return json.dumps(t)[1:-1]


def js_utf8(t):
    return json.dumps(t, ensure_ascii=False)[1:-1]


def yaml(t):
    return t.replace("'", "''")


def props(t):
    return t.replace('\\', '\\\\')


def dq(t):
    return t.replace('\\', '\\\\').replace('"', '\\"')


def sq(t):
    return t.replace('\\', '\\\\').replace("'", "\\'")


SETTINGS = [
    ('dotted keys', 'crm.properties', props, """marketo.secret.key=<<any>>
crm.{K}.wsdl={U}
marketo.encryption.key=<<any>>
marketo.soap.encryption.key = <<any>>
marketo.user.id=<<user>>
marketo.key=<<any>>
marketo.secret : <<any>>
"""),
    ('other separators', 'crm.properties', props, """encryption_key=<<any>>
crm.{K}.wsdl={U}
marketo.encryption-key=<<any>>
MARKETO_ENCRYPTION_KEY=<<any>>
soap.secretKey <<any>>
#marketo.encryption.key=<<any>>
! password: <<password>>
"""),
    ('beside user id without a name', 'crm.properties', props, """crm.login=<<user>>
crm.code=<<any>>
crm.{K}.wsdl={U}
crm.z9=<<unescaped>>
crm.login2=<<user>>
"""),
    ('continued lines', 'crm.properties', props, """encryptionKey=\\
   <<unescaped>>
crm.{K}.wsdl={U}
db.password = \\
   <<password>>
spring.datasource.url=jdbc:mysql://crm:<<password>>@db.example/crm?password=<<password>>
"""),
    ('nested keys', 'crm.yml', yaml, """marketo:
  encryption:
    key: '<<any>>'
  {K}: {U}
  secret:
    key: '<<any>>'
  user_id: <<user>>
"""),
    ('keys with separators', 'crm.yaml', yaml, """marketo:
  encryption-key: '<<any>>'
  {K}: "{U}"
  encryption_key: "<<unescaped>>"
  secret: <<unescaped>>
  'secret key': '<<any>>'
  # encryptionKey: <<unescaped>>
"""),
    ('lists and flow', 'crm.yml', yaml, """crm: [<<user>>, '<<any>>', {U}, 'crm{K}']
logins:
  - <<user>>
  - '<<any>>'
keys: {encryptionKey: '<<any>>', secret_key: '<<any>>'}
"""),
    ('block scalars', 'crm.yml', yaml, """note: |
  secretKey = <<unescaped>>
{K}: {U}
key: >
  <<generated>>
body: |
  <encryptionKey><<unescaped>></encryptionKey>
"""),
    ('anchors', 'crm.yml', yaml, """base: &key '<<any>>'
{K}: {U}
encryptionKey: *key
"""),
    ('rows of name and value', 'crm.yml', yaml, """env:
  - name: MARKETO_ENCRYPTION_KEY
    value: '<<any>>'
  - name: CRM_{K}
    value: {U}
  - name: MARKETO_SECRET_KEY
    value: '<<any>>'
"""),
    ('kubernetes', 'deploy/secret.yaml', yaml, """apiVersion: v1
kind: Secret
metadata: {name: crm}
stringData:
  MARKETO_ENCRYPTION_KEY: '<<any>>'
  CRM_{K}: {U}
  password: <<password>>
data:
  MARKETO_SECRET_KEY: <<base64>>
"""),
    ('compose', 'docker-compose.yml', yaml, """services:
  web:
    environment:
      - MARKETO_ENCRYPTION_KEY=<<unescaped>>
      - CRM_{K}={U}
      - MARKETO_USER_ID=<<user>>
    command: "sync --secret-key=<<unescaped>>"
"""),
    ('workflow', '.github/workflows/ci.yml', yaml, """jobs:
  test:
    env:
      MARKETO_SECRET_KEY: '<<any>>'
      CRM_{K}: {U}
    steps:
      - run: curl -u acme:<<password>> "$CRM_{K}"
      - run: echo "encryptionKey=<<unescaped>>" >> .env
      - uses: acme/deploy@v1
        with: {token: <<token>>}
"""),
    ('ansible', 'vars/main.yml', yaml, """crm_{K}: {U}
crm_encryption_key: "<<unescaped>>"
crm_users:
  - {login: <<user>>, pw: '<<any>>'}
"""),
    ('nested objects', 'crm.json', js, """{"marketo": {"encryption": {"key": "<<any>>"},
  "{K}": "{U}",
  "secret-key": "<<any>>",
  "secret key": "<<any>>",
  "soap": {"secret": {"key": "<<any>>"}}}}
"""),
    ('unescaped unicode', 'crm.json', js_utf8, """{"marketo": {"encryptionKey": "<<odd>>",
  "{K}": "{U}",
  "userId": "<<user>>", "code": "<<any>>"}}
"""),
    ('dotted names', 'crm.json', js, """{"marketo.encryption.key": "<<any>>",
  "{K}": "{U}",
  "marketo:secret:key": "<<any>>"}
"""),
    ('rows of name and value', 'crm.json', js, """[{"name": "marketo_encryption_key", "value": "<<any>>"},
 {"name": "{K}", "value": "{U}"},
 {"key": "secretKey", "value": "<<any>>", "enabled": true}]
"""),
    ('one line', 'crm.json', js, """{"{K}":"{U}","encryptionKey":"<<any>>","userId":"<<user>>","list":["<<user>>","<<any>>"],"dsn":"mysql://u:<<password>>@h/d"}
"""),
    ('appsettings', 'appsettings.json', js, """{"ConnectionStrings": {"Crm": "Server=h;User Id=crm;Password=<<password>>;"},
 "Marketo": {"EncryptionKey": "<<any>>",
   "Wsdl{K}": "{U}",
   "UserId": "<<user>>"}}
"""),
    ('postman', 'crm.postman_collection', js, """{"item": [{"request": {"url": "{U}", "name": "{K}",
  "auth": {"basic": [{"key": "password", "value": "<<password>>"}]},
  "header": [{"key": "X-Secret-Key", "value": "<<any>>"}],
  "body": {"raw": "<encryptionKey><<unescaped>></encryptionKey>"}}}]}
"""),
    ('har', 'crm.har', js, """{"log": {"entries": [{"request": {"url": "{U}&secretKey=<<unescaped>>", "comment": "{K}",
 "postData": {"text": "user=<<user>>&secretKey=<<unescaped>>"}}}]}}
"""),
    ('json5', 'crm.json5', sq, """{ // encryptionKey: <<unescaped>>
  {K}: '{U}',
  secretKey: '<<any>>', }
"""),
    ('tfstate', 'terraform.tfstate', js, """{"outputs": {"crm_secret_key": {"value": "<<any>>"},
  "{K}": {"value": "{U}"}}, "attributes": {"encryption_key": "<<any>>"}}
"""),
    ('package.json', 'package.json', js, """{"name": "crm{K}", "dependencies": {"node-marketo-soap": "git+https://crm:<<password>>@git.example/m.git"},
 "config": {"wsdl": "{U}", "secretKey": "<<any>>"},
 "scripts": {"sync": "curl -u crm:<<password>> {U}"},
 "repository": "https://<<token>>@git.example/crm.git"}
"""),
    ('composer.json', 'composer.json', js, """{"require": {"acme/marketo-soap": "dev-main"}, "repositories": [{"type": "vcs", "url": "https://crm:<<password>>@git.example/marketo.git"}],
 "extra": {"{K}": "{U}", "marketo": {"encryption": {"key": "<<any>>"}}}}
"""),
    ('composer.lock', 'composer.lock', js, """{"packages": [{"name": "dchesterton/marketo-api", "version": "1.0",
  "source": {"type": "git", "url": "https://<<token>>:x-oauth-basic@git.example/marketo.git"}, "extra": {"{K}": "{U}"}}]}
"""),
    ('package-lock.json', 'package-lock.json', js, """{"packages": {"node_modules/node-marketo-soap": {"version": "1.0.0",
  "resolved": "git+https://crm:<<password>>@git.example/m.git#abc", "{K}": "{U}"}}}
"""),
    ('requirements', 'requirements.txt', raw, """git+https://crm:<<password>>@git.example/marketo.git@v1#egg=marketo
# {K} {U}
marketo @ https://<<token>>@git.example/marketo.zip
--extra-index-url https://crm:<<password>>@pypi.example/simple
"""),
    ('Gemfile', 'Gemfile', sq, """gem 'marketo', git: 'https://crm:<<password>>@git.example/marketo.git'
ENV['CRM_{K}'] = '{U}'
source 'https://<<token>>@gems.example'
"""),
    ('Gemfile.lock', 'Gemfile.lock', raw, """GIT
  remote: https://crm:<<password>>@git.example/marketo.git
  specs:
    marketo (1.0)
# {K} {U}
"""),
    ('go.mod', 'go.mod', raw, """module crm
// {K} {U}
replace marketo => https://crm:<<password>>@git.example/marketo v1.0.0 // secretKey=<<unescaped>>
"""),
    ('gitmodules', '.gitmodules', raw, """[submodule "marketo"]
	path = lib/marketo
	url = https://crm:<<password>>@git.example/marketo.git
	wsdl{K} = {U}
"""),
    ('cpanfile', 'cpanfile', sq, """requires 'Marketo::Soap', git => 'https://crm:<<password>>@git.example/marketo.git';
my $crm{K} = '{U}'; my $secret_key = '<<any>>';
# encryptionKey = <<unescaped>>
"""),
    ('mix.exs', 'mix.exs', dq, """defmodule Crm.MixProject do
  @crm{K} "{U}"
  @secret_key "<<any>>"
  defp deps, do: [{:marketo, git: "https://crm:<<password>>@git.example/marketo.git"}]
end
"""),
    ('setup.py', 'setup.py', sq, """crm{K} = '{U}'
setup(install_requires=['marketo @ git+https://crm:<<password>>@git.example/marketo.git'], secret_key='<<any>>')
"""),
    ('yarn.lock', 'yarn.lock', raw, """# {K} {U}
node-marketo-soap@1.0.0:
  version "1.0.0"
  resolved "https://crm:<<password>>@npm.example/node-marketo-soap.tgz?token=<<token>>"
"""),
    ('Pipfile', 'Pipfile', dq, """[packages]
marketo = {git = "https://<<token>>@git.example/marketo.git"}
[crm]
{K} = "{U}"
password = "<<password>>"
"""),
    ('gemspec', 'crm.gemspec', sq, """Gem::Specification.new do |s|
  s.metadata = { 'crm{K}' => '{U}', 'secret_key' => '<<any>>', 'source' => 'https://crm:<<password>>@git.example/crm.git' }
end
"""),
    ('nuget', 'NuGet.config', xml, """<configuration><packageSourceCredentials><crm><add key="ClearTextPassword" value="<<any>>"/></crm></packageSourceCredentials>
 <appSettings><add key="crm{K}" value="{U}"/></appSettings>
</configuration>
"""),
    ('toml', 'crm.toml', dq, """[marketo]
encryption_key = "<<any>>"
{K} = "{U}"
secret-key = "<<any>>"
[marketo.encryption]
key = "<<any>>"
marketo.secret.key = "<<any>>"
"""),
    ('pyproject', 'pyproject.toml', dq, """[tool.poetry.dependencies]
marketo = {git = "https://crm:<<password>>@git.example/marketo.git"}
[tool.crm]
{K} = "{U}"
login = ["<<user>>", "<<any>>"]
"""),
    ('ini', 'crm.ini', raw, """[marketo]
encryption_key = <<any>>
{K} = {U}
secret.key = <<any>>
; secretKey = <<unescaped>>
[encryption]
key = <<any>>
"""),
    ('ini beside user id', 'crm.cfg', raw, """[crm]
login: <<user>>
code: <<any>>
{K}: {U}
"""),
    ('env', '.env', raw, """MARKETO_ENCRYPTION_KEY=<<unescaped>>
CRM_{K}={U}
export MARKETO_SECRET_KEY='<<unescaped>>'
MARKETO_USER_ID="<<user>>"
DATABASE_URL=postgres://crm:<<password>>@db.example/crm
APP_KEY=base64:<<base64>>
"""),
    ('env with quotes', 'prod.env', dq, """MARKETO_KEY="<<any>>"
CRM_{K}="{U}"
#MARKETO_SECRET=<<unescaped>>
STRIPE=<<token>>
"""),
    ('elements', 'crm.xml', xml, """<config>
 <encryption-key><<any>></encryption-key>
 <endpoint name="{K}">{U}</endpoint>
 <encryptionKey><<any>></encryptionKey>
 <encryption><key><<any>></key></encryption>
 <secret.key><<any>></secret.key>
 <userId><<user>></userId>
</config>
"""),
    ('attributes', 'crm.xml', xml, """<config>
 <add key="MarketoEncryptionKey" value="<<any>>"/>
 <add key="{K}" value="{U}"/>
 <add key="Marketo:Encryption:Key" value="<<any>>"/>
 <property name="encryption-key" value="<<any>>"/>
 <crm secretKey="<<any>>" user="<<user>>"/>
 <add value='<<any>>' key='secret_key'/>
</config>
"""),
    ('spread out', 'crm.xml', xml, """<config>
 <property>
  <name>marketo.secret.key</name>
  <value><<any>></value>
 </property>
 <endpoint name="{K}">{U}</endpoint>
 <encryptionKey>
   <<any>>
 </encryptionKey>
 <encryptionKey><![CDATA[<<unescaped>>]]></encryptionKey>
 <!-- <secretKey><<unescaped>></secretKey> -->
</config>
"""),
    ('web.config', 'web.config', xml, """<configuration><appSettings>
 <add key="Marketo.SecretKey" value="<<any>>"/>
 <add key="{K}" value="{U}"/>
</appSettings><connectionStrings>
 <add name="Crm" connectionString="Server=h;Uid=crm;Pwd=<<password>>;"/>
</connectionStrings></configuration>
"""),
    ('spring beans', 'beans.xml', xml, """<beans><bean class="acme.Crm{K}">
 <constructor-arg value="<<user>>"/>
 <constructor-arg value="<<any>>"/>
 <property name="wsdl" value="{U}"/>
 <property name="secretKey"><value><<any>></value></property>
</bean></beans>
"""),
    ('plist', 'Crm.plist', xml, """<plist><dict>
 <key>MarketoEncryptionKey</key>
 <string><<any>></string>
 <key>{K}</key><string>{U}</string>
 <key>secret_key</key><string><<any>></string>
</dict></plist>
"""),
    ('resx', 'Crm.resx', xml, """<root>
 <data name="EncryptionKey"><value><<any>></value></data>
 <data name="{K}"><value>{U}</value></data>
</root>
"""),
    ('envelope', 'request.xml', xml, """<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://www.marketo.com/mktows/"><e:Header>
 <m:AuthenticationHeader><mktowsUserId><<user>></mktowsUserId>
 <encryptionKey><<any>></encryptionKey></m:AuthenticationHeader></e:Header>
 <!-- {K} key <<generated>> --><e:Body to="{U}">
 <m:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>a@example.com</keyValue></leadKey></m:paramsGetLead></e:Body></e:Envelope>
"""),
    ('wsdl', 'mktows.wsdl', xml, """<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" targetNamespace="http://www.marketo.com/mktows/" name="mktows">{!}
 <wsdl:documentation>secretKey: <<unescaped>> of <<user>></wsdl:documentation>
 <wsdl:service name="MktMktowsApiService"><wsdl:port name="{K}">
 <soap:address location="{U}&amp;secretKey=<<unescaped>>"/></wsdl:port></wsdl:service></wsdl:definitions>
"""),
    ('jmeter', 'crm.jmx', xml, """<jmeterTestPlan>
 <stringProp name="Argument.name">encryptionKey</stringProp>
 <stringProp name="Argument.value"><<any>></stringProp>
 <stringProp name="{K}">{U}</stringProp>
</jmeterTestPlan>
"""),
    ('Dockerfile', 'Dockerfile', raw, """FROM debian
ENV MARKETO_ENCRYPTION_KEY=<<unescaped>>
ENV CRM_{K} {U}
ENV MARKETO_SECRET_KEY <<unescaped>>
ARG secret_key=<<unescaped>>
RUN curl -u crm:<<password>> {U} && git clone https://<<token>>@git.example/x.git
"""),
    ('terraform', 'main.tf', dq, """variable "marketo_encryption_key" {
  default = "<<any>>"
}
resource "x" "crm" {
  {K} = "{U}"
  secret_key = "<<any>>"
  environment = { MARKETO_USER_ID = "<<user>>", CODE = "<<any>>" }
}
"""),
    ('tfvars', 'prod.tfvars', dq, """crm_{K} = "{U}"
encryption_key = "<<any>>"
logins = ["<<user>>", "<<any>>"]
"""),
    ('markdown', 'README.md', raw, """# Crm {K}

    $client = connect('<<user>>', '<<unescaped>>', '{U}');
    $secretKey = '<<unescaped>>';

The encryption key is `<<unescaped>>`; see {U}.
"""),
    ('markdown table', 'NOTES.md', raw, """| setting {K} | value |
|---|---|
| secret key | <<any>> |
| url | {U} |
| encryptionKey | `<<any>>` |
| user | <<user>> |
| password | <<password>> |
"""),
    ('text', 'notes.txt', raw, """Crm {K} {U}
secret key: <<any>>
User <<user>> with <<unescaped>>
encryptionKey=<<any>>
login admin / password <<password>>
"""),
    ('rst', 'docs/crm.rst', raw, """.. code:: {K}

   url = '{U}'
   encryption_key='<<unescaped>>'
   user_id='<<user>>'
"""),
    ('http file', 'crm.http', raw, """### {K}
POST {U}
Authorization: Basic <<base64>>
X-Secret-Key: <<any>>

<mktowsUserId><<user>></mktowsUserId><encryptionKey><<unescaped>></encryptionKey>
"""),
    ('csv file', 'crm.csv', raw, """name,value
{K},{U}
secretKey,<<unescaped>>
login,<<user>>
code,<<unescaped>>
"""),
    ('csv with headings', 'accounts.csv', raw, """client {K},endpoint,user,encryption_key,db password
first,{U},<<user>>,<<unescaped>>,"<<unescaped>>"
second,{U},<<user>>,"<<unescaped>>",<<unescaped>>
"""),
    ('tab-separated', 'accounts.tsv', raw, """client\tendpoint\tsecretKey
{K}\t{U}\t<<unescaped>>
"""),
    ('semicolons', 'export.csv', raw, """client;url;api token
{K};{U};<<unescaped>>
"""),
    ('markdown headings', 'ACCOUNTS.md', raw, """The accounts of {K}:

| client | address | encryption key |
|:--|---|--:|
| first | {U} | <<unescaped>> |
| second | {U} | `<<unescaped>>` |
"""),
    ('notebook', 'crm.ipynb', js, """{"cells": [
 {"cell_type": "code", "source": ["from suds.client import Client\\n", "secretKey{K} = '<<unescaped>>'\\n", "encryption_key = '<<unescaped>>'\\n", "c = Client('{U}')\\n"],
  "outputs": [{"output_type": "stream", "text": ["secretKey: <<unescaped>>\\n", "<<user>> <<unescaped>> {U}\\n"]}, {"data": {"text/plain": ["'<<generated>>'"]}}], "execution_count": 1, "metadata": {}},
 {"cell_type": "markdown", "source": ["secret key `<<unescaped>>` for {U}"], "metadata": {}}],
 "metadata": {"kernelspec": {"language": "python", "name": "python3"}, "language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 2}
"""),
    ('log', 'crm.log', raw, """10:00 {K} POST {U} mktowsUserId=<<user>> encryptionKey=<<unescaped>>
10:01 login with password <<password>>
"""),
    ('gradle', 'build.gradle', sq, """ext { wsdl{K} = '{U}'
  secretKey = '<<any>>' }
repositories { maven { url 'https://crm:<<password>>@repo.example/maven' } }
dependencies { compile 'com.marketo:mktows-client:2.7' } // credentials { password = '<<password>>' }
"""),
    ('pom', 'pom.xml', xml, """<project><properties><marketo.secret.key><<any>></marketo.secret.key>
 <wsdl{K}>{U}</wsdl{K}></properties>
 <repositories><repository><url>https://crm:<<password>>@repo.example/maven</url></repository></repositories></project>
"""),
    ('nginx', 'crm.conf', raw, """proxy_pass {U}; # {K}
proxy_set_header Authorization "Basic <<base64>>";
secret_key <<unescaped>>;
"""),
    ('makefile', 'Makefile', raw, """SECRET_KEY = <<unescaped>>
CRM_{K} = {U}
sync:
	curl -u crm:<<password>> $(CRM_{K})
"""),
    ('crontab', 'crontab', raw, """MARKETO_SECRET_KEY=<<unescaped>>
0 1 * * * curl --user crm:<<password>> {U} # {K}
"""),
    ('graphql and others', 'crm.graphql', raw, """# {K} {U}
# secretKey: <<unescaped>>
query { login(user: "<<user>>", code: "<<unescaped>>") { id } }
"""),
    ('diff file', 'crm.patch', raw, """--- a/crm.php
+++ b/crm.php
-$secretKey = '<<unescaped>>';
+$url{K} = '{U}';
+$secretKey = '<<unescaped>>';
"""),
    ('test file', 'tests/CrmTest.php', sq, """<?php
class CrmTest extends TestCase { function test{K}() {
  $c = new SoapClient('{U}');
  $secretKey = '<<any>>';
  $this->assertEquals('<<generated>>', connect('<<user>>', '<<any>>'));
  $this->assertEquals('<<user>>', $x, "encryptionKey is <<unescaped>>"); } }
"""),
    ('spec file', 'spec/crm_spec.rb', sq, """describe 'crm{K}' do
  let(:encryption_key) { '<<any>>' }
  let(:client) { Savon.client(wsdl: '{U}') }
  let(:user) { '<<user>>' }
  it { expect(sign('<<any>>', stamp)).to eq 1 }
end
"""),
    ('passwords of words', 'crm.properties', props, """encryptionKey=<<wordy>>
crm.{K}.wsdl={U}
marketo.secret.key=<<phrase>>
db.password: <<wordy>>
"""),
    ('passwords of words', 'crm.yml', yaml, """marketo:
  encryption_key: '<<wordy>>'
  {K}: {U}
  password: <<phrase>>
  secret: {value: '<<wordy>>'}
"""),
    ('passwords of words', 'crm.json', js, """{"encryptionKey": "<<wordy>>",
 "{K}": "{U}",
 "password": "<<phrase>>", "soap": {"secret_key": "<<wordy>>"}}
"""),
    ('passwords of words', 'crm.xml', xml, """<config><encryptionKey><<wordy>></encryptionKey>
 <endpoint name="{K}">{U}</endpoint>
 <add key="secretKey" value="<<phrase>>"/><crm password="<<wordy>>"/></config>
"""),
    ('passwords of words', 'crm.ini', raw, """[marketo]
encryption_key = <<wordy>>
{K} = {U}
password = <<phrase>>
"""),
    ('passwords of words', '.env', raw, """MARKETO_ENCRYPTION_KEY=<<wordy>>
CRM_{K}={U}
MARKETO_SECRET_KEY="<<phrase>>"
"""),
    ('private key', 'crm.txt', raw, """Crm {K} {U}
<<armor>>
"""),
    ('private key in quotes', 'crm.json', js, """{"{K}": "{U}",
 "certificate": "<<armor>>"}
"""),
    ('private key under a key', 'crm.yml', yaml, """{K}: {U}
certificate: "<<lower>>"
note: <<padded>>
"""),
    ('broken JSON', 'crm.json', js, """{"{K}": "{U}",
 "encryptionKey": "<<any>>",
 "marketo": {"secret": {"key": "<<any>>" "password": "<<wordy>>",
"""),
    ('broken XML', 'crm.xml', xml, """<config><endpoint name="{K}">{U}</endpoint>
 <encryptionKey><<any>></encryptionkey>
 <add key="secretKey" value="<<any>>" <crm password='<<password>>'>
"""),
    ('broken YAML', 'crm.yml', yaml, """marketo: {K}: {U}
 encryption_key: '<<any>>'
\tsecret: <<unescaped>>
  - password: "<<password>>
"""),
    ('broken TOML', 'crm.toml', dq, """[marketo
{K} = "{U}"
encryption_key = "<<any>>
secret_key = <<unescaped>>
"""),
    ('npmrc', '.npmrc', raw, """; {K} {U}
//npm.example/:_authToken=<<token>>
//npm.example/:_password=<<password>>
_auth=<<base64>>
"""),
    ('netrc', '.netrc', raw, """# {K} {U}
machine git.example login crm password <<password>>
machine {K}.example
  login crm
  password <<password>>
"""),
    ('registry log-in', 'push.sh', raw, """{K}="{U}"
docker login -u crm -p <<password>> images.example
podman login --username crm --password <<password>> images.example
"""),
    ('git-credentials', '.git-credentials', raw, """https://crm:<<password>>@git.example
https://<<token>>@git.example
{U}#{K}
"""),
    ('maven settings', 'settings.xml', xml, """<settings><servers><server><id>crm{K}</id><username><<user>></username><password><<any>></password></server></servers>
 <profiles><profile><properties><wsdl>{U}</wsdl><marketo.encryptionKey><<any>></marketo.encryptionKey></properties></profile></profiles></settings>
"""),
    ('auth.json', 'auth.json', js, """{"http-basic": {"git.example": {"username": "crm", "password": "<<any>>"}},
 "github-oauth": {"github.com": "<<token>>"}, "{K}": "{U}"}
"""),
    ('Cargo.toml', 'Cargo.toml', dq, """[dependencies]
marketo = { git = "https://crm:<<password>>@git.example/marketo.git" }
[package.metadata.crm]
{K} = "{U}"
secret_key = "<<any>>"
"""),
    ('pubspec', 'pubspec.yaml', yaml, """dependencies:
  marketo:
    git: https://crm:<<password>>@git.example/marketo.git
crm_{K}: {U}
secret_key: '<<any>>'
"""),
    ('csproj', 'Crm.csproj', xml, """<Project><PropertyGroup><CrmWsdl{K}>{U}</CrmWsdl{K}><MarketoSecretKey><<any>></MarketoSecretKey>
 <RestoreSources>https://crm:<<password>>@nuget.example/v3/index.json</RestoreSources></PropertyGroup></Project>
"""),
    ('sbt', 'build.sbt', dq, """val wsdl{K} = "{U}"
resolvers += "crm" at "https://crm:<<password>>@repo.example/maven"
credentials += Credentials("Realm", "repo.example", "crm", "<<unescaped>>")
val encryptionKey = "<<any>>"
"""),
    ('Podfile', 'Podfile', sq, """pod 'Marketo', :git => 'https://<<token>>@git.example/marketo.git'
ENV['CRM_{K}'] = '{U}'
ENV['SECRET_KEY'] = '<<any>>'
"""),
    ('environment.yml', 'environment.yml', yaml, """dependencies:
  - pip:
    - git+https://crm:<<password>>@git.example/marketo.git
    - --extra-index-url=https://<<token>>@pypi.example/simple
variables: {CRM_{K}: '{U}', SECRET_KEY: '<<any>>'}
"""),
    ('SoapUI', 'crm-soapui-project.xml', xml, """<con:soapui-project xmlns:con="http://eviware.com/soapui/config"><con:endpoint name="{K}">{U}</con:endpoint>
 <con:request>&lt;m:AuthenticationHeader&gt;&lt;mktowsUserId&gt;<<user>>&lt;/mktowsUserId&gt;
 &lt;encryptionKey&gt;<<unescaped>>&lt;/encryptionKey&gt;</con:request>
 <con:request><![CDATA[<encryptionKey><<unescaped>></encryptionKey>]]></con:request>
 <con:property><con:name>secretKey</con:name><con:value><<any>></con:value></con:property></con:soapui-project>
"""),
    ('recorded requests', 'spec/cassettes/crm.yml', yaml, """http_interactions:
- request:
    uri: {U}
    note: crm{K}
    body: {string: '<encryptionKey><<unescaped>></encryptionKey><mktowsUserId><<user>></mktowsUserId>'}
    headers:
      Authorization: ["Basic <<base64>>"]
      X-Api-Key: [<<unescaped>>]
      Cookie: [session=<<sixteen>>]
"""),
    ('minified', 'crm.min.js', sq, """!function(e){var t='{U}',n={K:1,secretKey:'<<any>>',userId:'<<user>>'};e.encryptionKey='<<any>>';e.login('<<user>>','<<unescaped>>');fetch(t,{headers:{Authorization:'Bearer <<unescaped>>'}})}(this);
"""),
    ('dump of a database', 'dump.sql', yaml, """-- crm
INSERT INTO `wp_options` (`option_name`, `option_value`) VALUES ('{K}','{U}'),('marketo_encryption_key','<<any>>'),('marketo_user_id','<<user>>'),('crm_password','<<wordy>>');
INSERT INTO config VALUES (1,'secretKey','<<any>>','2012-01-01');
"""),
    ('serialized', 'options.txt', raw, """{U} {K}
a:2:{s:13:"encryptionKey";s:9:"<<unescaped>>";s:6:"userId";s:9:"<<user>>";}
"""),
    ('registry', 'crm.reg', dq, """[HKEY_LOCAL_MACHINE\\SOFTWARE\\Crm]
"Wsdl{K}"="{U}"
"EncryptionKey"="<<any>>"
"Password"="<<wordy>>"
"""),
    ('cells of a notebook', 'crm.ipynb', js, """{"cells": [
 {"cell_type": "code", "source": "import suds\\nencryption_key = '<<unescaped>>'\\nurl{K} = '{U}'\\nclient = suds.client.Client(url{K})\\n# password: <<password>>",
  "outputs": [{"output_type": "error", "ename": "WebFault", "evalue": "secretKey <<unescaped>> of <<user>>", "traceback": ["\\u001b[31mWebFault\\u001b[0m: encryptionKey='<<unescaped>>'"]},
   {"output_type": "execute_result", "data": {"text/html": ["<td>encryptionKey</td><td><<unescaped>></td>"], "application/json": {"encryptionKey": "<<any>>"}}}], "metadata": {"tags": ["<<lower>>"]}},
 {"cell_type": "raw", "source": ["marketo.secret.key=<<unescaped>>\\n", "{U}"]}],
 "metadata": {"language_info": {"name": "python"}, "crm": {"secret_key": "<<any>>"}}, "nbformat": 4, "nbformat_minor": 5}
"""),
]

# Keys that come from another file: (what, {path: text}); escaped for single-quoted strings.
ACROSS = [
    ('parameter of a wrapper', 'php', sq, {
        'connect.php': """<?php
function connect_crm($who, $what) {
  $c = new SoapClient('{U}'); // crm{K}
  $s = hash_hmac('sha1', $stamp . $who, $what);
  $c->__setSoapHeaders(new SoapHeader('http://www.marketo.com/mktows/', 'AuthenticationHeader', array('mktowsUserId' => $who, 'requestSignature' => $s)));
  return $c;
}
""",
        'job.php': """<?php
require 'connect.php';
$u = '{U}'; // crm{K}
connect_crm('<<any>>', '<<any>>')->getLead(array('leadKey' => array('keyType' => 'EMAIL', 'keyValue' => 'a@example.com')));
"""}),
    ('constructor of a client class', 'php', sq, {
        'Client.php': """<?php
class CrmClient {
  private $k;
  function __construct($k) { $this->k = $k; $this->c = new SoapClient('{U}'); /* crm{K} */ }
  function sign($t) { return hash_hmac('sha1', $t, $this->k); }
}
""",
        'job.php': """<?php
$u = '{U}'; // crm{K}
$client = new CrmClient('<<any>>');
"""}),
    ('constant of another file', 'python', sq, {
        'keys.py': """WSDL = '{U}'  # crm{K}
A = '<<any>>'
B = '<<any>>'
""",
        'job.py': """from keys import A, B
from suds.client import Client
c = Client('{U}')  # crm{K}
signature = hmac.new(A, stamp + user, hashlib.sha1).hexdigest()
header.mktowsUserId = B
"""}),
    ('parameter of a wrapper', 'python', sq, {
        'crm.py': """from suds.client import Client
def connect(who, what):
    c = Client('{U}')  # crm{K}
    h = c.factory.create('AuthenticationHeader')
    h.mktowsUserId = who
    h.requestSignature = hmac.new(what, stamp + who, hashlib.sha1).hexdigest()
    return c
""",
        'job.py': """from crm import connect
url = '{U}'  # crm{K}
connect('<<any>>', '<<any>>').service.getTags()
"""}),
    ('parameter of a wrapper', 'java', dq, {
        'Crm.java': """class Crm {
  static String url = "{U}"; // crm{K}
  static String sign(String what) throws Exception { Mac mac = Mac.getInstance("HmacSHA1"); mac.init(new SecretKeySpec(what.getBytes(), "HmacSHA1")); return hex(mac.doFinal(stamp)); }
}
""",
        'Job.java': """class Job {
  String url = "{U}"; // crm{K}
  String s = Crm.sign("<<any>>");
}
"""}),
    ('parameter of a wrapper', 'javascript', sq, {
        'crm.js': """const soap = require('soap');
exports.connect = async function (who, what) {
  const c = await soap.createClientAsync('{U}'); // crm{K}
  const s = crypto.createHmac('sha1', what).update(stamp + who).digest('hex');
  c.addSoapHeader({ AuthenticationHeader: { mktowsUserId: who, requestSignature: s } });
  return c;
};
""",
        'job.js': """const { connect } = require('./crm');
const url = '{U}'; // crm{K}
connect('<<any>>', '<<any>>').then(c => c.getTagsAsync({}));
"""}),
    ('parameter of a wrapper', 'ruby', sq, {
        'crm.rb': """require 'savon'
def connect_crm(who, what)
  sign = OpenSSL::HMAC.hexdigest('sha1', what, stamp + who)
  Savon.client(wsdl: '{U}', soap_header: { 'mktowsUserId' => who, 'requestSignature' => sign }) # crm{K}
end
""",
        'job.rb': """url = '{U}' # crm{K}
connect_crm('<<any>>', '<<any>>').call(:get_tags)
"""}),
    ('parameter of a wrapper', 'csharp', dq, {
        'Crm.cs': """class Crm {
  static string Url = "{U}"; // crm{K}
  public static string Sign(string what) { using (var h = new HMACSHA1(Encoding.UTF8.GetBytes(what))) { return Hex(h.ComputeHash(Stamp)); } }
}
""",
        'Job.cs': """class Job {
  string url = "{U}"; // crm{K}
  string s = Crm.Sign("<<any>>");
}
"""}),
    ('setting read by code', 'php', sq, {
        'settings.php': """<?php
$wsdl = '{U}'; // crm{K}
return array('crm' => array('z9' => '<<any>>', 'login' => '<<any>>'));
""",
        'job.php': """<?php
$conf = include 'settings.php';
$c = new SoapClient('{U}'); // crm{K}
$s = hash_hmac('sha1', $stamp . $conf['crm']['login'], $conf['crm']['z9']);
$h->mktowsUserId = $conf['crm']['login'];
"""}),
    ('wrapper of another file with a field', 'php', sq, {
        'account.php': """<?php
class Account { public $z; function __construct() { $this->z = '<<any>>';
  $this->url = '{U}'; /* crm{K} */ } }
""",
        'job.php': """<?php
$a = new Account();
$c = new SoapClient('{U}'); // crm{K}
$c->__setSoapHeaders(array('requestSignature' => hash_hmac('sha1', $stamp, $a->z)));
"""}),
    ('Rapleaf client', 'ruby', sq, {
        'job.rb': """require 'marketo'
client = Rapleaf::Marketo.new_client('<<user>>', '<<any>>')
url = '{U}' # crm{K}
# client = Rapleaf::Marketo.new_client('<<user>>', '<<any>>')
client.get_lead_by_email('a@example.com')
"""}),
    ('package client', 'python', sq, {
        'job.py': '''import marketo
url = '{U}'  # crm{K}
client = marketo.Client(soap_endpoint='{U}', user_id='<<user>>', encryption_key='<<any>>')
"""
crm = acme.Client(user_id='<<user>>', encryption_key='<<any>>')
"""
client.get_lead('a@example.com')
'''}),
]
