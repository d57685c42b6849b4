"""Which settings are reported as credentials of the service, and which are not.

    tests/credential_kinds_test.py UNSOAP [--seed N] [--only TEXT]

Each row is a small tree, scanned by itself. In its files a line with `<<kind>>` holds a made value and must be reported as
`credential` at `likely` or above; a line that ends with `<<no>>` must not be (`[kind]` makes a value there); other lines may be or
not. The values are the same in each run; another seed makes others. More rows: tests/plants/kinds.py.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from plants import kinds, values  # noqa: E402

URL = 'https://123-ABC-456.mktoapi.com/soap/mktows/2_9?WSDL'

# The names that the service's keys go by, in words.
KEYS = [('encryption', 'key'), ('secret', 'key')]
JOINS = {
    'camel': lambda w: w[0] + ''.join(x.capitalize() for x in w[1:]),
    'pascal': lambda w: ''.join(x.capitalize() for x in w),
    'snake': '_'.join,
    'kebab': '-'.join,
    'dots': '.'.join,
    'space': ' '.join,
    'capitals': lambda w: '_'.join(w).upper(),
    'colon': ':'.join,
}
WHOLE = {join: lambda w, join=join: JOINS[join](('marketo',) + w) for join in JOINS}

# Formats: file, joins that a name may have there, whether the prefix is part of the name, first lines, a line, last lines.
FORMATS = [
    ('crm.properties', ['camel', 'snake', 'kebab', 'dots'], False, [f'marketo.soap.endpoint={URL}'], 'marketo.{n}=<<short>>', []),
    ('crm.properties', ['capitals', 'camel', 'snake', 'dots'], True, [f'marketo.soap.endpoint={URL}'], '{n} = <<short>>', []),
    ('crm.yml', ['camel', 'snake', 'kebab', 'dots', 'space'], False, ['marketo:', f'  endpoint: {URL}'], '  {n}: <<short>>', []),
    ('crm.yaml', ['camel', 'snake', 'kebab', 'dots', 'capitals', 'pascal'], True, [f'crm_wsdl: {URL}'], '{n}: "<<short>>"', []),
    ('crm.json', ['camel', 'snake', 'kebab', 'dots', 'space', 'pascal'], False, ['{"marketo": {', f' "endpoint": "{URL}",'], ' "{n}": "<<short>>",', [' "x": 1}}']),
    ('crm.json', ['camel', 'snake', 'dots', 'colon', 'capitals'], True, ['{', f' "endpoint": "{URL}",'], ' "{n}": "<<short>>",', [' "x": 1}']),
    ('crm.xml', ['camel', 'snake', 'kebab', 'dots', 'pascal'], False, ['<config>', f' <endpoint>{URL}</endpoint>'], ' <{n}><<short>></{n}>', ['</config>']),
    ('crm.xml', ['camel', 'snake', 'kebab', 'dots', 'pascal', 'colon', 'space'], True, ['<config>', f' <add key="wsdl" value="{URL}"/>'], ' <add key="{n}" value="<<short>>"/>', ['</config>']),
    ('crm.xml', ['camel', 'snake', 'kebab', 'dots'], False, ['<config>', f' <property name="wsdl" value="{URL}"/>'], ' <property name="{n}" value="<<short>>"/>', ['</config>']),
    ('crm.xml', ['camel', 'snake', 'kebab'], False, ['<config>', f' <crm wsdl="{URL}"/>'], ' <crm {n}="<<short>>"/>', ['</config>']),
    ('web.config', ['pascal', 'dots', 'colon'], True, ['<configuration><appSettings>', f' <add key="wsdl" value="{URL}"/>'], ' <add key="{n}" value="<<short>>"/>', ['</appSettings></configuration>']),
    ('crm.ini', ['camel', 'snake', 'kebab', 'dots', 'space'], False, ['[marketo]', f'endpoint = {URL}'], '{n} = <<short>>', []),
    ('crm.cfg', ['snake', 'camel', 'dots'], True, ['[crm]', f'endpoint: {URL}'], '{n}: <<short>>', []),
    ('crm.toml', ['camel', 'snake', 'kebab'], False, ['[marketo]', f'endpoint = "{URL}"'], '{n} = "<<short>>"', []),
    ('.env', ['capitals'], True, [f'MARKETO_WSDL={URL}'], '{n}=<<short>>', []),
    ('prod.env', ['capitals'], True, [f'MARKETO_WSDL={URL}'], 'export {n}="<<short>>"', []),
    ('crm.php', ['camel', 'snake', 'kebab', 'dots', 'space', 'capitals'], False, ['<?php', "return array('marketo' => array(", f"  'endpoint' => '{URL}',"], "  '{n}' => '<<short>>',", ['));']),
    ('crm.php', ['camel', 'snake', 'pascal', 'capitals'], True, ['<?php', f"$url = '{URL}';"], "${n} = '<<short>>';", []),
    ('crm.php', ['capitals'], True, ['<?php', f"define('MARKETO_WSDL', '{URL}');"], "define('{n}', '<<short>>');", []),
    ('crm.rb', ['camel', 'snake', 'kebab', 'dots'], False, ['CRM = {', f"  'endpoint' => '{URL}',"], "  '{n}' => '<<short>>',", ['}']),
    ('crm.rb', ['snake', 'camel'], True, ['CRM = {', f"  endpoint: '{URL}',"], "  {n}: '<<short>>',", ['}']),
    ('crm.js', ['camel', 'snake', 'pascal'], False, ['module.exports = {', f"  endpoint: '{URL}',"], "  {n}: '<<short>>',", ['};']),
    ('crm.js', ['kebab', 'dots', 'space', 'snake'], True, ['module.exports = {', f"  endpoint: '{URL}',"], "  '{n}': '<<short>>',", ['};']),
    ('Crm.cs', ['pascal', 'camel'], True, ['class Settings {', f'  public string Wsdl = "{URL}";'], '  public string {n} = "<<short>>";', ['}']),
    ('Crm.cs', ['pascal', 'dots', 'colon', 'snake'], True, ['class S { Dictionary<string, string> d = new Dictionary<string, string> {', f'  {{ "wsdl", "{URL}" }},'], '  { "{n}", "<<short>>" },', ['}; }']),
    ('settings.py', ['capitals', 'snake', 'camel'], True, [f"MARKETO_WSDL = '{URL}'"], "{n} = '<<short>>'", []),
    ('crm.py', ['snake', 'camel', 'kebab', 'dots'], False, ['MARKETO = {', f"    'endpoint': '{URL}',"], "    '{n}': '<<short>>',", ['}']),
    ('Crm.java', ['camel', 'capitals', 'snake'], True, ['class Settings {', f'  static final String WSDL = "{URL}";'], '  static final String {n} = "<<short>>";', ['}']),
    ('crm.go', ['camel', 'pascal', 'snake'], True, ['package crm', f'const wsdl = "{URL}"'], 'const {n} = "<<short>>"', []),
    ('crm.sh', ['capitals', 'snake'], True, ['#!/bin/sh', f"WSDL='{URL}'"], "{n}='<<short>>'", []),
    ('main.tf', ['snake', 'camel', 'kebab'], True, ['locals {', f'  wsdl = "{URL}"'], '  {n} = "<<short>>"', ['}']),
    ('Dockerfile', ['capitals'], True, ['FROM debian', f'ENV MARKETO_WSDL={URL}'], 'ENV {n}=<<short>>', []),
]

# Other settings that are credentials: (what, {path: text}).
YES = [
    ('nested key in YAML', {'crm.yml': f'marketo:\n  endpoint: {URL}\n  encryption:\n    key: <<short>>\n  secret:\n    key: <<chosen>>\n'}),
    ('secret of the service', {'crm.yml': f'marketo:\n  endpoint: {URL}\n  secret: <<short>>\n'}),
    ('nested key in JSON', {'crm.json': f'{{"marketo": {{"endpoint": "{URL}",\n "encryption": {{\n  "key": "<<short>>"}}}}}}\n'}),
    ('nested key in XML', {'crm.xml': f'<marketo><endpoint>{URL}</endpoint>\n<encryption>\n<key><<short>></key>\n</encryption></marketo>\n'}),
    ('nested key in TOML', {'crm.toml': f'[marketo]\nwsdl = "{URL}"\n[marketo.encryption]\nkey = "<<short>>"\n'}),
    ('section and key', {'crm.ini': f'[marketo]\nwsdl = {URL}\nencryption.key = <<short>>\nsecret = <<short>>\n'}),
    ('three parts', {'crm.properties': f'marketo.wsdl={URL}\nmarketo.soap.encryption.key=<<short>>\nmarketo.soap.secret.key=<<short>>\nacme.marketo.secret=<<chosen>>\n'}),
    ('plist', {'Crm.plist': f'<plist><dict>\n<key>wsdl</key><string>{URL}</string>\n<key>MarketoEncryptionKey</key> <string><<short>></string>\n</dict></plist>\n'}),
    ('user id', {'crm.properties': f'wsdl={URL}\nmarketo.user.id=<<user>>\n', 'a.php': "<?php\n$u = '<<user>>';\n", 'a.xml': '<c>\n<login><<user>></login>\n</c>\n'}),
    ('generated key without a name', {'crm.properties': f'wsdl={URL}\nz=<<generated>>\n', 'a.py': f"URL = '{URL}'\nx = '<<generated>>'\n"}),
    ('folder and file named after the service, YAML', {'config/marketo.yml': 'production:\n  user: <<user>>\n  key: <<generated>>\n'}),
    ('file named after the service, chosen key', {'config/marketo.yml': 'production:\n  user_id: <<user>>\n  encryption_key: <<short>>\n'}),
    ('file named after the service, PHP', {'config/marketo.php': "<?php\nreturn array(\n  'user' => '<<user>>',\n  'key' => '<<generated>>',\n  'encryption_key' => '<<short>>',\n);\n"}),
    ('file named after the service, JSON', {'config/marketo.json': '{\n "user": "<<user>>",\n "key": "<<generated>>",\n "encryptionKey": "<<short>>"\n}\n'}),
    ('file named after the service, properties', {'conf/marketo.properties': 'user=<<user>>\nkey=<<generated>>\nencryptionKey=<<short>>\n'}),
    ('file named after the service, INI', {'marketo.ini': 'user = <<user>>\nencryption_key = <<short>>\n'}),
    ('file named after the service, XML', {'marketo-config.xml': '<c>\n<user><<user>></user>\n<encryptionKey><<short>></encryptionKey>\n</c>\n'}),
    ('file named after the service, Ruby', {'config/initializers/marketo.rb': "Crm.configure do |c|\n  c.user_id = '<<user>>'\n  c.encryption_key = '<<short>>'\nend\n"}),
    ('setting signs, PHP', {'config.php': "<?php\nreturn array(\n  'z9' => '<<short>>',\n  'who' => '<<short>>',\n);\n",
                            'crm.php': f"<?php\n$conf = include 'config.php';\n$c = new SoapClient('{URL}');\n$attr->mktowsUserId = $conf['who'];\n"
                                       "$attr->requestSignature = hash_hmac('sha1', $stamp . $conf['who'], $conf['z9']);\n"}),
    ('define signs, PHP', {'config.php': "<?php\ndefine('CRM_Z9', '<<short>>');\ndefine('CRM_WHO', '<<short>>');\n",
                           'crm.php': f"<?php\nrequire 'config.php';\n$c = new SoapClient('{URL}');\n$attr->mktowsUserId = CRM_WHO;\n$attr->requestSignature = hash_hmac('sha1', $stamp . CRM_WHO, CRM_Z9);\n"}),
    ('environment signs, Python', {'.env': 'CRM_Z9=<<short>>\nCRM_WHO=<<short>>\n',
                                   'crm.py': f"import os\nfrom suds.client import Client\nc = Client('{URL}')\nh = c.factory.create('AuthenticationHeader')\nh.mktowsUserId = os.environ['CRM_WHO']\n"
                                             "h.requestSignature = hmac.new(os.environ['CRM_Z9'], stamp + h.mktowsUserId, hashlib.sha1).hexdigest()\n"}),
    ('module signs, Python', {'conf.py': "Z9 = '<<short>>'\nWHO = '<<short>>'\n",
                              'crm.py': f"from conf import Z9, WHO\nfrom suds.client import Client\nc = Client('{URL}')\nh = c.factory.create('AuthenticationHeader')\nh.mktowsUserId = WHO\n"
                                        "h.requestSignature = hmac.new(Z9, stamp + WHO, hashlib.sha1).hexdigest()\n"}),
    ('environment signs, Ruby', {'.env': 'CRM_Z9=<<short>>\nCRM_WHO=<<short>>\n',
                                 'crm.rb': f"require 'savon'\nsign = OpenSSL::HMAC.hexdigest('sha1', ENV['CRM_Z9'], stamp + ENV['CRM_WHO'])\n"
                                           f"c = Savon.client(wsdl: '{URL}', soap_header: {{ 'mktowsUserId' => ENV['CRM_WHO'], 'requestSignature' => sign }})\n"}),
    ('YAML signs, Ruby', {'crm.yml': 'crm:\n  z9: <<short>>\n  who: <<short>>\n',
                          'crm.rb': "require 'savon'\nconf = YAML.load_file('crm.yml')\nsign = OpenSSL::HMAC.hexdigest('sha1', conf['crm']['z9'], stamp + conf['crm']['who'])\n"
                                    f"c = Savon.client(wsdl: '{URL}', soap_header: {{ 'mktowsUserId' => conf['crm']['who'], 'requestSignature' => sign }})\n"}),
    ('JSON signs, JavaScript', {'conf.json': '{\n "z9": "<<short>>",\n "who": "<<short>>"\n}\n',
                                'crm.js': "const soap = require('soap');\nconst conf = require('./conf.json');\n"
                                          f"soap.createClient('{URL}', function (err, c) {{\n  const s = crypto.createHmac('sha1', conf.z9).update(stamp + conf.who).digest('hex');\n"
                                          "  c.addSoapHeader({ AuthenticationHeader: { mktowsUserId: conf.who, requestSignature: s } });\n});\n"}),
    ('properties sign, Java', {'crm.properties': 'crm.z9=<<short>>\ncrm.who=<<short>>\n',
                               'Crm.java': f'import com.marketo.mktows.*;\nclass Crm {{ static String WSDL = "{URL}";\n  void sign(Properties p, AuthenticationHeader h) throws Exception {{\n'
                                           '    Mac mac = Mac.getInstance("HmacSHA1");\n    mac.init(new SecretKeySpec(p.getProperty("crm.z9").getBytes(), "HmacSHA1"));\n'
                                           '    h.setMktowsUserId(p.getProperty("crm.who"));\n    h.setRequestSignature(hex(mac.doFinal(stamp)));\n  }\n}\n'}),
    ('appSettings sign, C#', {'web.config': '<configuration><appSettings>\n <add key="z9" value="<<short>>"/>\n <add key="who" value="<<short>>"/>\n</appSettings></configuration>\n',
                              'Crm.cs': f'class Crm {{ const string Wsdl = "{URL}";\n  AuthenticationHeader Sign() {{\n    var h = new AuthenticationHeader();\n'
                                        '    h.mktowsUserId = ConfigurationManager.AppSettings["who"];\n'
                                        '    using (var m = new HMACSHA1(Encoding.UTF8.GetBytes(ConfigurationManager.AppSettings["z9"]))) { h.requestSignature = Hex(m.ComputeHash(stamp)); }\n    return h; } }\n'}),
    ('rows of name and value', {
        'deploy.yaml': f'env:\n- name: MARKETO_WSDL\n  value: {URL}\n- name: MARKETO_ENCRYPTION_KEY\n  value: <<short>>\n- {{name: MARKETO_SECRET_KEY, value: <<short>>}}\n',
        'crm.json': f'[{{"name": "wsdl", "value": "{URL}"}},\n {{"name": "marketo_encryption_key", "value": "<<short>>"}},\n {{"key": "marketo.secretKey", "value": "<<short>>"}}]\n',
        'crm.sql': f"INSERT INTO config VALUES ('wsdl', '{URL}');\nINSERT INTO config (name, value) VALUES ('marketo_encryption_key', '<<short>>');\n",
        'Crm.resx': f'<root><data name="Wsdl"><value>{URL}</value></data>\n<data name="MarketoEncryptionKey"><value><<short>></value></data>\n</root>\n',
        'beans.xml': f'<beans><bean class="Crm"><property name="wsdl" value="{URL}"/>\n<property name="encryptionKey"><value><<short>></value></property>\n</bean></beans>\n',
        'swapped.xml': f'<c><add key="wsdl" value="{URL}"/>\n<add value="<<short>>" key="MarketoEncryptionKey"/>\n</c>\n'}),
    ('containers and flags', {
        'docker-compose.yml': f'services:\n  web:\n    environment:\n      - MARKETO_WSDL={URL}\n      - MARKETO_ENCRYPTION_KEY=<<short>>\n',
        'run.sh': f"#!/bin/sh\nURL='{URL}'\nexport MARKETO_ENCRYPTION_KEY=<<short>>\nsync --encryption-key <<short>> \"$URL\"\nsync --secret-key=<<short>> \"$URL\"\n",
        'main.tf': f'variable "wsdl" {{ default = "{URL}" }}\nvariable "marketo_encryption_key" {{\n  default = "<<short>>"\n}}\n'}),
    ('names of the user id', {'crm.properties': f'wsdl={URL}\nmarketo.accessKey=<<user>>\nclient-access-ID=<<user>>\nMARKETO_USER_ID=<<user>>\n',
                              'crm.php': f"<?php\n$url = '{URL}';\n$marketoUserId = '<<user>>';\n$h->mktowsUserId = '<<short>>';\n"}),
    ('arguments of a known client', {'crm.rb': "require 'marketo'\nclient = Rapleaf::Marketo.new_client('acme1_' + x, '<<short>>')\nclient.get_lead_by_email('a@example.com')\n",
                                     'crm.py': "import marketo\nclient = marketo.Client(soap_endpoint=e, user_id=u,\n  encryption_key='<<short>>')\nclient.get_lead('a@example.com')\n"}),
    ('envelope holds it', {'request.xml': '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://www.marketo.com/mktows/"><e:Header><m:AuthenticationHeader>\n'
                                          '<mktowsUserId><<short>></mktowsUserId>\n</m:AuthenticationHeader></e:Header></e:Envelope>\n'}),
]

CHOSEN_PLACEHOLDERS = ['<your key>', 'YOUR_ENCRYPTION_KEY', 'your-encryption-key', 'changeme', 'CHANGE_ME', '${MARKETO_KEY}', 'xxxx', 'XXXXXXXXXXXXXXXX', '***', '{{ marketo_key }}', '%env(MARKETO_KEY)%',
                       'TODO', 'secret', 'null', '', 'enter your key here', '__KEY__', 'example']

# What is none: (what, {path: text}).
NO = [
    ('placeholders in properties', {'crm.properties': f'wsdl={URL}\n' + ''.join(f'marketo.encryption.key={p}<<no>>\n' for p in CHOSEN_PLACEHOLDERS)}),
    ('placeholders in PHP', {'crm.php': f"<?php\n$url = '{URL}';\n" + ''.join(f"$marketoSecretKey = '{p}';<<no>>\n" for p in CHOSEN_PLACEHOLDERS)}),
    ('placeholders in YAML', {'crm.yml': f'marketo:\n  wsdl: {URL}\n' + ''.join(f"  encryption_key: '{p}'<<no>>\n" for p in CHOSEN_PLACEHOLDERS)}),
    ('placeholders in .env', {'.env.example': f'MARKETO_WSDL={URL}\n' + ''.join(f'MARKETO_ENCRYPTION_KEY={p}<<no>>\n' for p in CHOSEN_PLACEHOLDERS if ' ' not in p)}),
    ('placeholders in XML', {'crm.xml': f'<c><w>{URL}</w>\n' + ''.join(f'<encryptionKey>{p}</encryptionKey><<no>>\n' for p in CHOSEN_PLACEHOLDERS if '<' not in p) + '</c>\n'}),
    ('placeholders in JSON', {'crm.json': f'{{"wsdl": "{URL}",\n' + ''.join(f' "encryptionKey": "{p}",<<no>>\n' for p in CHOSEN_PLACEHOLDERS) + ' "x": 1}\n'}),
    ('read from elsewhere', {
        'a.php': f"<?php\n$url = '{URL}';\n$encryptionKey = getenv('MARKETO_ENCRYPTION_KEY');<<no>>\n$secretKey = $config['encryption_key'];<<no>>\n$secretKey = variable_get('marketo_secret_key', '');<<no>>\n",
        'a.py': f"URL = '{URL}'\nencryption_key = os.environ['MARKETO_ENCRYPTION_KEY']<<no>>\nsecret_key = settings.SECRET<<no>>\n",
        'a.js': f"const url = '{URL}';\nconst encryptionKey = process.env.MARKETO_ENCRYPTION_KEY;<<no>>\n",
        'a.rb': f"url = '{URL}'\nencryption_key = ENV['MARKETO_ENCRYPTION_KEY']<<no>>\n",
        'A.java': f'class A {{ String url = "{URL}";\n  String encryptionKey = System.getenv("MARKETO_ENCRYPTION_KEY");<<no>>\n  private String secretKey;<<no>>\n  void setEncryptionKey(String encryptionKey) {{ }}<<no>>\n}}\n',
        'a.ts': f"const url = '{URL}';\ninterface Options {{\n  encryptionKey: string;<<no>>\n  secretKey?: string;<<no>>\n}}\n",
        'a.sql': f"-- {URL}\nCREATE TABLE crm (\n  encryption_key VARCHAR(64),<<no>>\n  secret_key TEXT NOT NULL<<no>>\n);\n"}),
    ("a framework's key, Django", {'settings.py': f"MARKETO_WSDL = '{URL}'\nSECRET_KEY = '[chosen]'<<no>>\nSECRET_KEY_FALLBACKS = ['[chosen]']<<no>>\n"}),
    ("a framework's key, Flask", {'app.py': f"URL = '{URL}'\napp.secret_key = '[chosen]'<<no>>\napp.config['SECRET_KEY'] = '[chosen]'<<no>>\n"}),
    ("a framework's key, Rails", {'config/secrets.yml': 'production:\n  secret_key_base: [chosen]<<no>>\n', 'crm.rb': f"URL = '{URL}'\nApp.config.secret_key_base = '[chosen]'<<no>>\nDevise.secret_key = '[chosen]'<<no>>\n"}),
    ("a framework's key, Laravel and Symfony", {'.env': f'MARKETO_WSDL={URL}\nAPP_KEY=[chosen]<<no>>\nAPP_SECRET=[chosen]<<no>>\n'}),
    ("a framework's key, without the service", {'settings.py': "SECRET_KEY = '[chosen]'<<no>>\n", 'crm.php': f"<?php $c = new SoapClient('{URL}');\n"}),
    ('keys of others, .env', {'.env': f'MARKETO_WSDL={URL}\n' + ''.join(f'{n}=[chosen]<<no>>\n' for n in (
        'JWT_SECRET', 'JWT_SECRET_KEY', 'STRIPE_SECRET_KEY', 'STRIPE_KEY', 'AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_KEY', 'RECAPTCHA_SECRET_KEY', 'PUSHER_APP_SECRET', 'TWILIO_AUTH_TOKEN', 'SENDGRID_API_KEY',
        'DB_PASSWORD', 'SESSION_SECRET', 'COOKIE_SECRET_KEY', 'SALESFORCE_CLIENT_SECRET', 'HUBSPOT_SECRET_KEY'))}),
    ('keys of others, YAML', {'crm.yml': f'marketo:\n  wsdl: {URL}\naws:\n  secret_key: [chosen]<<no>>\n  secretKey: [chosen]<<no>>\nstripe:\n  secret_key: [chosen]<<no>>\n'
                                         'jwt:\n  secret: [chosen]<<no>>\n  encryption_key: [chosen]<<no>>\nrecaptcha:\n  secret-key: [chosen]<<no>>\n'}),
    ('keys of others, JSON', {'crm.json': f'{{"marketo": {{"wsdl": "{URL}"}},\n"stripe": {{\n"secretKey": "[chosen]"<<no>>\n}},\n"jwt": {{\n"secretKey": "[chosen]"<<no>>\n}}}}\n'}),
    ('keys of others, PHP', {'crm.php': f"<?php\n$marketo = '{URL}';\n$stripeSecretKey = '[chosen]';<<no>>\n$jwt = array('secret' => '[chosen]');<<no>>\n$awsSecretKey = '[chosen]';<<no>>\n"}),
    ('keys of others, properties', {'crm.properties': f'marketo.wsdl={URL}\nstripe.secret.key=[chosen]<<no>>\njwt.secret=[chosen]<<no>>\naws.secretKey=[chosen]<<no>>\nspring.datasource.password=[short]<<no>>\n'}),
    ('keys of others, JavaScript', {'crm.js': f"const url = '{URL}';\nconst jwtSecret = '[chosen]';<<no>>\nconst stripe = {{ secretKey: '[chosen]' }};<<no>>\n"}),
    ('forms', {'form.html': f'<p>{URL}</p>\n<input name="encryptionKey" placeholder="Your encryption key"><<no>>\n<label for="secretKey">Secret key</label><<no>>\n'
                            '<input type="password" id="secretKey" name="secretKey" value=""><<no>>\n<input name="marketoEncryptionKey" title="Encryption key of the SOAP API"><<no>>\n',
               'form.php': f"<?php\n$url = '{URL}';\n$form['encryption_key'] = array(<<no>>\n  '#type' => 'textfield',\n  '#title' => t('Encryption key'),<<no>>\n  '#placeholder' => 'paste the key',<<no>>\n);\n"
                           "$labels = array('secret_key' => 'Secret key',<<no>>\n  'encryption_key' => 'Encryption Key',<<no>>\n);\n",
               'form.vue': f"<template>\n<input v-model=\"encryptionKey\" placeholder=\"Encryption key\"><<no>>\n</template>\n<script>\nconst url = '{URL}';\n</script>\n",
               'de.json': f'{{"url": "{URL}",\n "encryptionKey": "Der Schlüssel der Schnittstelle",<<no>>\n "secretKey.label": "Secret key"<<no>>\n}}\n'}),
    ('public ids', {'crm.properties': f'marketo.wsdl={URL}\nmarketo.munchkin.id=123-ABC-456<<no>>\nmarketo.subdomain=acme<<no>>\nmarketo.instance=app-ab12<<no>>\n',
                    'crm.php': f"<?php\n$url = '{URL}';\n$munchkinId = '123-ABC-456';<<no>>\n$apiSubdomain = 'na-c';<<no>>\n$subdomain = 'acme1';<<no>>\n",
                    'crm.js': f"const url = '{URL}';\nMunchkin.init('123-ABC-456');<<no>>\nconst subdomain = 'acme-7';<<no>>\n",
                    'crm.yml': f"marketo:\n  wsdl: {URL}\n  munchkin_id: 123-ABC-456<<no>>\n  api_subdomain: '123-ABC-456'<<no>>\n",
                    '.env': f'MARKETO_WSDL={URL}\nMARKETO_MUNCHKIN_ID=123-ABC-456<<no>>\nMARKETO_SUBDOMAIN=acme<<no>>\n'}),
    ('digests and numbers', {'crm.properties': f'marketo.wsdl={URL}\ncommit=3f786850e387550fdab836ed7e6dc881de23001b<<no>>\nid=6ba7b810-9dad-11d1-80b4-00c04fd430c8<<no>>\nsum=d41d8cd98f00b204e9800998ecf8427e<<no>>\n',
                             'crm.json': f'{{"wsdl": "{URL}",\n "integrity": "sha512-[chosen][chosen]",<<no>>\n "etag": "[chosen]"<<no>>\n}}\n',
                             'crm.php': f"<?php\n$url = '{URL}';\n$expected = '3f786850e387550fdab836ed7e6dc881de23001b';<<no>>\n$form_id = '[short]';<<no>>\n"}),
    ('keys of the REST API', {'crm.properties': 'marketo.endpoint=https://123-ABC-456.mktorest.com/rest\nmarketo.client_id=6ba7b810-9dad-11d1-80b4-00c04fd430c8<<no>>\nmarketo.client_secret=[chosen]<<no>>\n',
                              '.env': 'MARKETO_REST=https://123-ABC-456.mktorest.com\nMARKETO_CLIENT_SECRET=[chosen]<<no>>\n'}),
    ('names, not values', {'crm.php': f"<?php\n$url = '{URL}';\n$fields = array('encryption_key', 'secret_key');<<no>>\nget_option('marketo_encryption_key');<<no>>\ndefine('OPTION_ENCRYPTION_KEY', 'marketo_encryption_key');<<no>>\n"
                                      "const SECRET_KEY_FIELD = 'secretKey';<<no>>\n",
                           'Crm.java': f'class Crm {{ String url = "{URL}";\n  static final String ENCRYPTION_KEY_PROPERTY = "marketo.encryption.key";<<no>>\n  static final String SECRET_KEY = "secretKey";<<no>>\n}}\n'}),
]


def rows():
    for path, joins, whole, first, line, last in FORMATS:
        text = '\n'.join(first) + '\n'
        for words in KEYS:
            for join in joins:
                name = WHOLE[join](words) if whole else JOINS[join](words)
                text += line.replace('{n}', name) + '\n'
        yield f'names in {path}{" with the service" if whole else ""}: {line.strip()[:30]}', {path: text + '\n'.join(last) + '\n'}
    yield from YES
    yield from NO
    yield from kinds.YES
    yield from kinds.NO


def fingerprints(binary, environment):
    """Two keys in one map are two findings, and stay the same ones when they change places, move and get other values."""
    texts = ["CRM = {{\n    'endpoint': '{u}',\n    'user_id': '{a}',\n    'encryption_key': '{b}',\n}}\n",
             "# moved\n\nCRM = {{'endpoint': '{u}',\n  'encryption_key': '{c}',\n  'user_id': '{d}'\n}}\n"]
    made = values.Values(random.Random(1))
    given = {name: made.short() for name in 'abcd'}
    seen = []
    for text in texts:
        with tempfile.TemporaryDirectory(prefix='kinds-') as root:
            with open(os.path.join(root, 'crm.py'), 'w', encoding='utf-8') as file:
                file.write(text.format(u=URL, **given))
            done = subprocess.run([os.path.abspath(binary), 'scan', '.', '-f', 'json', '--exit-zero', '--min-confidence', 'possible'], cwd=root, env=environment, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=60, check=True)
        found = [f for f in json.loads(done.stdout)['findings'] if f['kind'] == 'credential']
        seen.append({re.search(r'\((\w+),', f['message']).group(1): f['id'] for f in found})
    if set(seen[0]) != {'user_id', 'encryption_key'} or len(set(seen[0].values())) != 2:
        return [f'fingerprints: two keys of a map are not two findings: {seen[0]}']
    return [] if seen[0] == seen[1] else [f'fingerprints: they change with place and value: {seen}']


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('binary')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--only')
    options = parser.parse_args()
    made = values.Values(random.Random(options.seed))
    environment = {'PATH': os.environ.get('PATH', ''), 'LC_ALL': 'C.UTF-8', 'HOME': '/nonexistent'}
    problems, count = fingerprints(options.binary, environment), 0
    for what, files in rows():
        expected = {}
        root = tempfile.mkdtemp(prefix='kinds-')
        try:
            for path, text in files.items():
                lines = []
                for number, line in enumerate(text.split('\n'), 1):
                    if line.endswith('<<no>>'):
                        expected[path, number] = False
                        line = line[:-len('<<no>>')]
                    elif re.search(r'<<\w+>>', line):
                        expected[path, number] = True
                    lines.append(re.sub(r'<<(\w+)>>|\[(chosen|short|user)\]', lambda m: getattr(made, m.group(1) or m.group(2))(), line))
                os.makedirs(os.path.dirname(os.path.join(root, path)) or root, exist_ok=True)
                with open(os.path.join(root, path), 'w', encoding='utf-8') as file:
                    file.write('\n'.join(lines))
            if options.only and options.only not in what:
                continue
            done = subprocess.run([os.path.abspath(options.binary), 'scan', '.', '-f', 'json', '--exit-zero'], cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                                  timeout=60, check=False)
            if done.returncode != 0:
                problems.append(f'{what}: status {done.returncode}: {done.stderr.decode()[:200]}')
                continue
            report = json.loads(done.stdout)
            found = {(f['location']['path'], f['location']['start_line']) for f in report['findings'] if f['kind'] == 'credential' and f['confidence'] in ('likely', 'certain')}
            for (path, number), wanted in sorted(expected.items()):
                count += 1
                if ((path, number) in found) != wanted:
                    line = files[path].split('\n')[number - 1]
                    problems.append(f'{what}: {path}:{number}: {"no credential is reported" if wanted else "is reported as a credential"}: {line.replace(URL, "URL")[:100]}')
        finally:
            shutil.rmtree(root, ignore_errors=True)
    for problem in problems[:200]:
        print(problem)
    if len(problems) > 200:
        print(f'... and {len(problems) - 200} more')
    print(f'{len(problems)} of {count} lines are judged wrong' + (f'; repeat with --seed {options.seed}' if problems else ''))
    return 1 if problems else 0


sys.exit(main())
