"""More settings for tests/credential_kinds_test.py, in other languages, frameworks and spellings. Same notation: `<<kind>>` must be
reported, `<<no>>` at the end of a line must not (`[kind]` makes a value there)."""

URL = 'https://123-ABC-456.mktoapi.com/soap/mktows/2_9?WSDL'

YES = [
    # A telling name, as each language assigns.
    ('Kotlin', {'Crm.kt': f'object Crm {{\n  const val WSDL = "{URL}"\n  const val MARKETO_SECRET_KEY = "<<short>>"\n  private val marketoEncryptionKey: String = "<<short>>"\n}}\n'}),
    ('Scala', {'Crm.scala': f'object Crm {{\n  val wsdl = "{URL}"\n  val marketoEncryptionKey = "<<short>>"\n}}\n'}),
    ('Swift', {'Crm.swift': f'struct Crm {{\n  let wsdl = "{URL}"\n  let marketoSecretKey = "<<short>>"\n  static let marketoEncryptionKey: String = "<<short>>"\n}}\n'}),
    ('Rust', {'crm.rs': f'const WSDL: &str = "{URL}";\nconst MARKETO_SECRET_KEY: &str = "<<short>>";\n'}),
    ('Perl', {'Crm.pm': f"package Crm;\nmy $wsdl = '{URL}';\nour $marketo_secret_key = '<<short>>';\nmy %marketo = (\n  encryption_key => '<<short>>',\n);\n"}),
    ('Lua', {'crm.lua': f'local wsdl = "{URL}"\nlocal marketo_secret_key = "<<short>>"\nlocal marketo = {{\n  encryption_key = "<<short>>",\n}}\n'}),
    ('PowerShell', {'crm.ps1': f'$Wsdl = "{URL}"\n$MarketoSecretKey = "<<short>>"\n$env:MARKETO_ENCRYPTION_KEY = \'<<short>>\'\n'}),
    ('VB.NET', {'Crm.vb': f'Module Crm\n  Const Wsdl As String = "{URL}"\n  Const MarketoSecretKey As String = "<<short>>"\nEnd Module\n'}),
    ('Grails', {'grails-app/conf/Config.groovy': f"marketo.wsdl = '{URL}'\nmarketo.soap.secretKey = '<<short>>'\n"}),
    ('Elixir', {'config/config.exs': f'import Config\nconfig :crm, marketo_wsdl: "{URL}"\nconfig :crm, marketo_secret_key: "<<short>>"\n'}),
    ('Apex', {'Crm.cls': f"public class Crm {{\n  static final String WSDL = '{URL}';\n  private static final String MARKETO_SECRET = '<<short>>';\n}}\n"}),
    ('Objective-C', {'Crm.m': f'#import "Crm.h"\nstatic NSString *const kWsdl = @"{URL}";\nstatic NSString *const kMarketoSecretKey = @"<<short>>";\n'}),
    ('C and C++', {'crm.h': f'#define MARKETO_WSDL "{URL}"\n#define MARKETO_SECRET_KEY "<<short>>"\n', 'crm.cpp': f'#include <string>\nconst std::string wsdl = "{URL}";\nconst std::string marketoEncryptionKey = "<<short>>";\n'}),
    ('TypeScript class', {'crm.ts': f"export class Crm {{\n  readonly wsdl = '{URL}';\n  private readonly marketoSecretKey: string = '<<short>>';\n}}\n"}),
    ('Delphi', {'Crm.pas': f"unit Crm;\ninterface\nconst\n  Wsdl = '{URL}';\n  MarketoSecretKey = '<<short>>';\nimplementation\nend.\n"}),
    ('Visual Basic 6', {'Crm.bas': f'Attribute VB_Name = "Crm"\nConst Wsdl = "{URL}"\nPublic Const MARKETO_SECRET = "<<short>>"\n'}),
    ('R', {'crm.R': f'wsdl <- "{URL}"\nmarketo_secret_key <- "<<short>>"\n'}),
    ('Clojure', {'crm.clj': f'(ns crm)\n(def wsdl "{URL}")\n(def marketo-secret-key "<<short>>")\n(def marketo {{:encryption-key "<<short>>"}})\n'}),
    ('F#', {'Crm.fs': f'module Crm\nlet wsdl = "{URL}"\nlet marketoSecretKey = "<<short>>"\n'}),
    ('Dart', {'crm.dart': f"const wsdl = '{URL}';\nconst marketoSecretKey = '<<short>>';\n"}),
    ('ColdFusion', {'crm.cfm': f'<cfset wsdl = "{URL}">\n<cfset marketoSecretKey = "<<short>>">\n'}),
    ('Tcl', {'crm.tcl': f'set wsdl "{URL}"\nset marketo_secret_key "<<short>>"\n'}),
    ('batch file', {'crm.bat': f'@echo off\nset MARKETO_WSDL={URL}\nset MARKETO_ENCRYPTION_KEY=<<short>>\nset "MARKETO_SECRET_KEY=<<short>>"\n'}),
    ('Makefile', {'Makefile': f'MARKETO_WSDL := {URL}\nMARKETO_SECRET_KEY := <<short>>\nexport MARKETO_ENCRYPTION_KEY = <<short>>\n'}),
    # Settings of platforms.
    ('Kubernetes', {'secret.yaml': f'kind: Secret\nstringData:\n  marketo-wsdl: {URL}\n  marketo-encryption-key: <<short>>\n  MARKETO_SECRET_KEY: "<<short>>"\n'}),
    ('Helm values', {'values.yaml': f'marketo:\n  soap: {{wsdl: "{URL}"}}\n  keys: {{encryptionKey: "<<short>>"}}\n'}),
    ('GitHub workflow', {'.github/workflows/sync.yml': f'jobs:\n  sync:\n    env:\n      MARKETO_WSDL: {URL}\n      MARKETO_SECRET_KEY: <<short>>\n'}),
    ('Spring beans', {'beans.xml': f'<beans><bean class="Crm"><constructor-arg name="wsdl" value="{URL}"/>\n<constructor-arg name="marketoEncryptionKey" value="<<short>>"/>\n</bean></beans>\n'}),
    ('Spring settings', {'application.yml': f'marketo:\n  soap:\n    wsdl: {URL}\n    secret-key: <<short>>\n', 'application.properties': f'marketo.soap.wsdl={URL}\nmarketo.soap.encryption-key=<<short>>\n'}),
    ('ASP.NET settings', {'appsettings.json': f'{{"Marketo": {{"Soap": {{"Wsdl": "{URL}",\n "EncryptionKey": "<<short>>"\n}}}}}}\n'}),
    ('Magento', {'config.xml': f'<config><default><marketo><wsdl>{URL}</wsdl>\n<secret_key><<short>></secret_key>\n</marketo></default></config>\n'}),
    ('systemd', {'crm.service': f'[Service]\nEnvironment="MARKETO_WSDL={URL}"\nEnvironment="MARKETO_SECRET_KEY=<<short>>"\nExecStart=/usr/bin/crm --secret-key=<<short>> --wsdl {URL}\n'}),
    ('web servers', {'.htaccess': f'SetEnv MARKETO_WSDL {URL}\nSetEnv MARKETO_SECRET_KEY <<short>>\n', 'crm.conf': f'fastcgi_param MARKETO_WSDL "{URL}";\nfastcgi_param MARKETO_SECRET_KEY "<<short>>";\n'}),
    ('commands in shell scripts', {'run.sh': f'#!/bin/sh\nURL="{URL}"\nMARKETO_SECRET_KEY=<<short>> ./sync "$URL"\ndocker run -e MARKETO_ENCRYPTION_KEY=<<short>> crm\nreadonly MARKETO_SECRET_KEY=<<short>>\nsync \\\n  --encryption-key "<<short>>" \\\n  "$URL"\n'}),
    ('commands in lists', {'run.py': f"import subprocess\nWSDL = '{URL}'\nsubprocess.run(['sync', WSDL, '--secret-key', '<<short>>'])\nsubprocess.run(['sync', WSDL, '--encryption-key=<<short>>'])\n",
                           'package.json': f'{{"scripts": {{\n"sync": "sync --secret-key=<<short>> {URL}"\n}}}}\n'}),
    ('SQL of other forms', {'crm.sql': f"-- {URL}\nUPDATE config SET value = '<<short>>' WHERE name = 'marketo_encryption_key';\nINSERT INTO config VALUES (7, 'marketo.secretKey', '<<short>>', 1);\n"
                                       "EXEC set_option @name = 'marketo_secret_key', @value = '<<short>>';\n"}),
    ('WordPress and Drupal', {'crm.php': f"<?php\n$url = '{URL}';\nupdate_option('marketo_encryption_key', '<<short>>');\nvariable_set('marketo_ma_soap_encryption_key', '<<short>>');\n$conf['marketo_soap_secret'] = '<<short>>';\n"}),
    # A default that is used when the environment says nothing.
    ('defaults of look-ups', {'crm.py': f"import os\nURL = '{URL}'\nos.environ['MARKETO_SECRET_KEY'] = '<<short>>'\nk = os.getenv('MARKETO_SECRET_KEY', '<<short>>')\nmarketo_secret_key = os.environ.get('K1') or '<<short>>'\n",
                              'crm.js': f"const url = '{URL}';\nconst marketoSecretKey = process.env.K1 || '<<short>>';\nconst conf = {{ url, marketoEncryptionKey: process.env.K2 || '<<short>>' }};\n",
                              'crm.rb': f"url = '{URL}'\nkey = ENV.fetch('MARKETO_SECRET_KEY', '<<short>>')\nmarketo_secret_key = ENV['K1'] || '<<short>>'\n",
                              'crm.php': f"<?php\n$url = '{URL}';\n$marketoSecretKey = getenv('K1') ?: '<<short>>';\n$marketo = array('encryption_key' => getenv('K2') ?: '<<short>>');\n",
                              'crm.sh': f'URL={URL}\nMARKETO_SECRET_KEY="${{MARKETO_SECRET_KEY:-<<short>>}}"\n'}),
    ('defaults beside look-ups', {'a.php': f"<?php\n$url = '{URL}';\n$x = ['v' => getenv('MARKETO_SECRET_KEY') ?: '<<short>>'];\n$y = $_ENV['MARKETO_ENCRYPTION_KEY'] ?? '<<short>>';\n",
                                  'c.kt': f'val url = "{URL}"\nval x = System.getenv("MARKETO_SECRET_KEY") ?: "<<short>>"\n',
                                  'd.cs': f'class A {{ string url = "{URL}";\nstring x = Environment.GetEnvironmentVariable("MARKETO_SECRET_KEY") ?? "<<short>>";\n}}\n',
                                  'e.rb': f"URL = '{URL}'\nX = ENV['MARKETO_SECRET_KEY'] || '<<short>>'\n",
                                  'f.py': f"import os\nurl = '{URL}'\nx = os.environ.get('MARKETO_SECRET_KEY') or '<<short>>'\n",
                                  'g.pl': f"my $url = '{URL}';\nmy $x = $ENV{{MARKETO_SECRET_KEY}} || '<<short>>';\n",
                                  'h.scala': f'object A {{ val url = "{URL}"\nval x = sys.env.get("MARKETO_SECRET_KEY").getOrElse("<<short>>")\n}}\n',
                                  'i.ts': f"const url = '{URL}';\nconst x = process.env.MARKETO_SECRET_KEY ?? '<<short>>';\n"}),
    # The shape alone, in files that name nothing.
    ('user id in any file', {'crm.properties': f'wsdl={URL}\n', 'a.go': 'package a\nconst who = "<<user>>"\n', 'b.json': '{\n "login": "<<user>>"\n}\n', 'c.csv': 'id,login\n1,<<user>>\n', 'd.txt': 'the login is <<user>>\n', 'E.java': 'class E {\n  String w = "<<user>>";\n}\n'}),
    # Arguments of the service's client packages.
    ('packages, Ruby', {'a.rb': "require 'markety'\nclient = Markety.new_client('<<short>>', key, 'https://x.example/')\nclient.get_lead_by_email('a@example.com')\n",
                        'b.rb': "require 'marketo'\nuser, key = 'u', '<<short>>'\nz9 = '<<short>>'\nclient = Rapleaf::Marketo.new_client(z9, key)\nclient.get_lead_by_email('a@example.com')\n"}),
    ('packages, Python', {'a.py': "import suds_marketo\nclient = suds_marketo.Client(e, '<<short>>', k)\nclient.get_lead('a@example.com')\n",
                          'b.py': "import json\nimport suds_marketo\ns = json.load(open('keys.json'))\nclient = suds_marketo.Client(soap_endpoint=s['e'], user_id=s['u1'], encryption_key=s['k1'])\nclient.get_lead('a@example.com')\n",
                          'keys.json': '{\n "u1": "<<short>>",\n "k1": "<<short>>",\n "mail_key": "[short]"<<no>>\n}\n'}),
    ('packages, PHP', {'conf.php': "<?php\ndefine('CRM_WHO', '<<short>>');\ndefine('CRM_Z9', '<<short>>');\ndefine('MAIL_Z9', '[short]');<<no>>\n",
                       'a.php': "<?php\nrequire 'conf.php';\nuse Flickerbox\\Marketo;\n$c = new Marketo(CRM_WHO, CRM_Z9, 'na-c.marketo.com');\n$c->get_lead_by('email', 'a@example.com');\n"}),
    # Flow through the project's own code.
    ('constructor of a class of the project, PHP', {
        'Crm.php': f"<?php\nclass Crm {{\n  function __construct($who, $z) {{ $this->who = $who; $this->z = $z; $this->c = new SoapClient('{URL}'); }}\n"
                   "  function head($stamp) { $h->mktowsUserId = $this->who; $h->requestSignature = hash_hmac('sha1', $stamp . $this->who, $this->z); return $h; }\n}\n",
        'job.php': "<?php\nrequire 'Crm.php';\n$crm = new Crm(\n  '<<short>>',\n  '<<short>>');\n$mail = new Mail('smtp', '[short]');<<no>>\n"}),
    ('constructor of a class of the project, Python', {
        'crm.py': f"import hmac\nfrom suds.client import Client\nclass Crm:\n  def __init__(self, who, z):\n    self.who = who\n    self.z = z\n    self.c = Client('{URL}')\n"
                  "  def head(self, h):\n    h.mktowsUserId = self.who\n    h.requestSignature = hmac.new(self.z, stamp + self.who, hashlib.sha1).hexdigest()\n",
        'job.py': "import os\nfrom crm import Crm\ncrm = Crm(os.environ['CRM_WHO'], os.environ['CRM_Z9'])\nmail = Mail(os.environ['MAIL_Z9'])\n",
        '.env': 'CRM_WHO=<<short>>\nCRM_Z9=<<short>>\nMAIL_Z9=[short]<<no>>\n'}),
    ('an envelope put together', {'crm.py': "import urllib2\nWHO = '<<short>>'\nOTHER = '[short]'<<no>>\nbody = '<soap:Envelope xmlns:ns1=\"http://www.marketo.com/mktows/\"><ns1:AuthenticationHeader><mktowsUserId>' + WHO + '</mktowsUserId><requestSignature>' + sig\n",
                                  'crm.sh': "#!/bin/sh\nZ9='<<short>>'\nWHO='<<short>>'\nS=$(printf %s \"$T$WHO\" | openssl dgst -sha1 -hmac \"$Z9\")\ncurl -d \"<ns1:AuthenticationHeader xmlns:ns1='http://www.marketo.com/mktows/'><mktowsUserId>$WHO</mktowsUserId><requestSignature>$S</requestSignature>\" \"$URL\"\n"}),
    ('one helper signs for two services, PHP', {
        'Util.php': "<?php\nclass Util { static function sign($text, $z) { return hash_hmac('sha1', $text, $z); } }\n",
        'Crm.php': f"<?php\nrequire 'Util.php';\n$c = new SoapClient('{URL}');\n$h->mktowsUserId = getenv('CRM_WHO');\n$h->requestSignature = Util::sign($stamp, getenv('CRM_Z9'));\n",
        'Hook.php': "<?php\nrequire 'Util.php';\nheader('X-Hub: ' . Util::sign($body, getenv('HOOK_Z9')));\n",
        '.env': 'CRM_WHO=<<short>>\nCRM_Z9=<<short>>\nHOOK_Z9=[short]<<no>>\n'}),
    ('one helper signs for two services, Go', {
        'crm.go': f'package crm\nimport "os"\nconst wsdl = "{URL}"\nfunc head() AuthenticationHeader {{\n  return AuthenticationHeader{{MktowsUserId: os.Getenv("CRM_WHO"), RequestSignature: sign(stamp, os.Getenv("CRM_Z9"))}}\n}}\n',
        'sign.go': 'package crm\nfunc sign(text string, z string) string {\n  mac := hmac.New(sha1.New, []byte(z))\n  mac.Write([]byte(text))\n  return hex.EncodeToString(mac.Sum(nil))\n}\n',
        'hook.go': 'package crm\nimport "os"\nfunc hook() string { return sign("x", os.Getenv("HOOK_Z9")) }\n',
        '.env': 'CRM_WHO=<<short>>\nCRM_Z9=<<short>>\nHOOK_Z9=[short]<<no>>\n'}),
    # Everyday keys: those of the file that the code reads, not their namesakes.
    ('everyday keys, Ruby', {
        'crm.rb': f"require 'savon'\nconf = YAML.load_file('crm.yml')\nsign = OpenSSL::HMAC.hexdigest('sha1', conf['key'], stamp + conf['user_id'])\nc = Savon.client(wsdl: '{URL}', soap_header: {{ 'mktowsUserId' => conf['user_id'], 'requestSignature' => sign }})\n",
        'crm.yml': 'user_id: <<short>>\nkey: <<short>>\n', 'shop.yml': 'user_id: [short]<<no>>\nkey: [short]<<no>>\n'}),
    ('everyday keys, PHP', {
        'crm.php': f"<?php\n$conf = include dirname(__FILE__) . '/crm_conf.php';\n$c = new SoapClient('{URL}');\n$h->mktowsUserId = $conf['user_id'];\n$h->requestSignature = hash_hmac('sha1', $stamp, $conf['secret_key']);\n",
        'crm_conf.php': "<?php\nreturn array(\n  'user_id' => '<<short>>',\n  'secret_key' => '<<short>>',\n);\n", 'shop_conf.php': "<?php\nreturn array(\n  'user_id' => '[short]',<<no>>\n  'secret_key' => '[short]',<<no>>\n);\n"}),
    ('everyday keys, Java', {
        'Crm.java': f'class Crm {{ static String WSDL = "{URL}";\n  void sign(AuthenticationHeader h) throws Exception {{\n    Properties p = new Properties(); p.load(Crm.class.getResourceAsStream("/crm.properties"));\n'
                    '    Mac mac = Mac.getInstance("HmacSHA1");\n    mac.init(new SecretKeySpec(p.getProperty("key").getBytes(), "HmacSHA1"));\n    h.setMktowsUserId(p.getProperty("user"));\n  }\n}\n',
        'crm.properties': 'user=<<short>>\nkey=<<short>>\n', 'mail.properties': 'user=[short]<<no>>\nkey=[short]<<no>>\n'}),
    ('everyday keys, C#', {
        'Crm.cs': f'class Crm {{ const string Wsdl = "{URL}";\n  AuthenticationHeader Sign() {{\n    var h = new AuthenticationHeader();\n    h.mktowsUserId = ConfigurationManager.AppSettings["UserId"];\n'
                  '    using (var m = new HMACSHA1(Encoding.UTF8.GetBytes(ConfigurationManager.AppSettings["SecretKey"]))) { h.requestSignature = Hex(m.ComputeHash(stamp)); }\n    return h; } }\n',
        'web.config': '<configuration><appSettings>\n <add key="UserId" value="<<short>>"/>\n <add key="SecretKey" value="<<short>>"/>\n</appSettings></configuration>\n',
        'shop.json': '{\n "UserId": "[short]",<<no>>\n "SecretKey": "[short]"<<no>>\n}\n'}),
    ('everyday keys, JavaScript', {
        'crm.js': f"const soap = require('soap');\nconst conf = require('./crm-keys.json');\nsoap.createClient('{URL}', function (err, c) {{\n  const s = crypto.createHmac('sha1', conf.key).update(stamp + conf.user).digest('hex');\n"
                  "  c.addSoapHeader({ AuthenticationHeader: { mktowsUserId: conf.user, requestSignature: s } });\n});\n",
        'crm-keys.json': '{\n "user": "<<short>>",\n "key": "<<short>>"\n}\n', 'shop-keys.json': '{\n "user": "[short]",<<no>>\n "key": "[short]"<<no>>\n}\n'}),
    ('everyday keys, Python', {
        'crm.py': f"import configparser\nfrom suds.client import Client\np = configparser.ConfigParser()\np.read('crm.ini')\nc = Client('{URL}')\nh = c.factory.create('AuthenticationHeader')\nh.mktowsUserId = p.get('soap', 'user')\n"
                  "h.requestSignature = hmac.new(p.get('soap', 'key'), stamp, hashlib.sha1).hexdigest()\n",
        'crm.ini': '[soap]\nuser = <<short>>\nkey = <<short>>\n[mail]\nuser = [short]<<no>>\nkey = [short]<<no>>\n', 'shop.ini': '[api]\nuser = [short]<<no>>\nkey = [short]<<no>>\n'}),
]

# What no key is, wherever it stands.
DUMMIES = ['fake-key', 'test-key', 'not-a-real-key', 'abc123', '12345678', 'REPLACE_ME', 'TBD', 'n/a', '-', 'none', 'changeit', 'dummy_secret', 'TestSecretKey', '...', '0000000000000000']

NO = [
    # Keys of frameworks, in files that name the service.
    ("a framework's key, Phoenix", {'config/config.exs': f'import Config\nconfig :crm, marketo_wsdl: "{URL}"\nconfig :crm, CrmWeb.Endpoint, secret_key_base: "[chosen]"<<no>>\n'}),
    ("a framework's key, Play", {'application.conf': f'marketo.wsdl = "{URL}"\nplay.http.secret.key = "[chosen]"<<no>>\nplay.crypto.secret = "[chosen]"<<no>>\n'}),
    ("a framework's key, CodeIgniter", {'config.php': f"<?php\n$config['crm_wsdl'] = '{URL}';\n$config['encryption_key'] = '[chosen]';<<no>>\n"}),
    ("a framework's key, Yii and CakePHP", {'config.php': f"<?php\nreturn array('wsdl' => '{URL}',\n  'request' => array('cookieValidationKey' => '[chosen]'),<<no>>\n  'Security' => array('salt' => '[chosen]'),<<no>>\n);\n"}),
    ("a framework's key, Express", {'app.js': f"const wsdl = '{URL}';\napp.use(session({{ secret: '[chosen]', resave: false }}));<<no>>\napp.set('superSecret', '[chosen]');<<no>>\napp.use(cookieParser('[chosen]'));<<no>>\n"}),
    ("a framework's key, Spring", {'application.yml': f'crm:\n  wsdl: {URL}\njwt:\n  secret-key: [chosen]<<no>>\nencrypt:\n  key: [chosen]<<no>>\nsecurity.oauth2.client.client-secret: [chosen]<<no>>\n'}),
    ("a framework's key, ASP.NET", {'web.config': f'<configuration><appSettings><add key="Wsdl" value="{URL}"/></appSettings>\n<machineKey validationKey="[chosen]" decryptionKey="[chosen]"/><<no>>\n</configuration>\n'}),
    ("a framework's key, WordPress", {'wp-config.php': f"<?php\ndefine('CRM_WSDL', '{URL}');\ndefine('AUTH_KEY', '[chosen]');<<no>>\ndefine('SECURE_AUTH_SALT', '[chosen]');<<no>>\ndefine('SECRET_KEY', '[chosen]');<<no>>\n"}),
    # Forms, labels, messages.
    ('placeholders of forms', {'Form.jsx': f'const url = "{URL}";\nexport const F = () => <input name="marketoSecretKey" placeholder="Paste the secret key" />;<<no>>\n',
                               'form.component.html': f'<a href="{URL}">SOAP</a>\n<input formControlName="marketoSecretKey" placeholder="Secret key"><<no>>\n<input [(ngModel)]="marketoEncryptionKey" title="Encryption key"><<no>>\n',
                               'Form.cshtml': f'@* {URL} *@\n@Html.TextBoxFor(m => m.MarketoSecretKey, new {{ placeholder = "Secret key of SOAP" }})<<no>>\n',
                               'form.html.erb': f'<p>{URL}</p>\n<%= f.text_field :marketo_secret_key, placeholder: "Secret key of SOAP" %><<no>>\n',
                               'form.twig': f'<p>{URL}</p>\n<input name="marketo_secret_key" value="{{{{ marketo.secret_key }}}}"><<no>>\n'}),
    ('labels of apps', {'strings.xml': f'<resources><string name="url">{URL}</string>\n<string name="marketo_secret_key">Secret key of the SOAP API</string><<no>>\n</resources>\n',
                        'en.yml': f'en:\n  url: {URL}\n  marketo_secret_key: "The secret key"<<no>>\n  marketo_user_id: User id<<no>>\n',
                        'Localizable.strings': f'"url" = "{URL}";\n"marketo_secret_key" = "Secret key of SOAP";<<no>>\n',
                        'messages.properties': f'url={URL}\nmarketo.secret.key=Secret key of the SOAP API<<no>>\nmarketo.secret.key.error=The key is wrong<<no>>\n'}),
    ('messages', {'crm.php': f"<?php\n$url = '{URL}';\n$errors = array('marketo_secret_key' => 'The secret key is wrong.');<<no>>\nthrow new Exception('marketo_secret_key is missing');<<no>>\n",
                  'crm.py': f"URL = '{URL}'\nif not key: raise ValueError('encryption_key must be set')<<no>>\nlog.info('secret_key=%s', len(key))<<no>>\n"}),
    ('elements of pages', {'crm.js': f"const url = '{URL}';\n$('#marketoSecretKey').val();<<no>>\nconst secretKeyField = 'marketo-secret-key';<<no>>\nform.elements['marketo_secret_key'].focus();<<no>>\n"}),
    # Public ids.
    ('public ids of other languages', {'Crm.kt': f'object Crm {{\n  const val WSDL = "{URL}"\n  const val MARKETO_MUNCHKIN_ID = "123-ABC-456"<<no>>\n  const val marketoSubdomain = "acme7"<<no>>\n}}\n',
                                       'crm.go': f'package crm\nconst wsdl = "{URL}"\nconst marketoAccountID = "123-ABC-456"<<no>>\n', 'Crm.cs': f'class Crm {{ const string Wsdl = "{URL}";\n  const string MarketoInstance = "na-ab12";<<no>>\n  int marketoFormId = 1047;<<no>>\n}}\n',
                                       'crm.html': f'<!-- {URL} -->\n<script>MktoForms2.loadForm("//app-ab12.marketo.com", "123-ABC-456", 1047);</script><<no>>\n<form id="mktoForm_1047"></form><<no>>\n',
                                       'main.tf': f'locals {{\n  wsdl = "{URL}"\n  marketo_munchkin_id = "123-ABC-456"<<no>>\n}}\n'}),
    # Keys of others with everyday names.
    ('keys of others, commands', {'run.sh': f"#!/bin/sh\nURL='{URL}'\naws-tool --secret-key [chosen] --access-key [chosen]<<no>>\nmc config host add s3 --secret-key=[chosen]<<no>>\nexport STRIPE_SECRET_KEY=[chosen]<<no>>\nexport AWS_SECRET_ACCESS_KEY='[chosen]'<<no>>\n"}),
    ('keys of others, Kotlin and Swift', {'Crm.kt': f'object Crm {{\n  const val WSDL = "{URL}"\n  const val STRIPE_SECRET_KEY = "[chosen]"<<no>>\n  val jwtSecret = "[chosen]"<<no>>\n}}\n', 'Crm.swift': f'let wsdl = "{URL}"\nlet mapsApiKey = "[chosen]"<<no>>\n'}),
    ('keys of others, C#', {'Crm.cs': f'class Crm {{ const string Wsdl = "{URL}";\n  const string StripeSecretKey = "[chosen]";<<no>>\n  var aws = new BasicAWSCredentials("[short]", "[chosen]");<<no>>\n}}\n',
                            'appsettings.json': f'{{"Marketo": {{"Wsdl": "{URL}"}},\n"Stripe": {{"SecretKey": "[chosen]"}},<<no>>\n"Jwt": {{"SecretKey": "[chosen]", "EncryptionKey": "[chosen]"}}<<no>>\n}}\n'}),
    ('keys of others, rows', {'deploy.yaml': f'env:\n- name: MARKETO_WSDL\n  value: {URL}\n- name: STRIPE_SECRET_KEY\n  value: [chosen]<<no>>\n- {{name: JWT_SECRET, value: [chosen]}}<<no>>\n',
                              'crm.sql': f"INSERT INTO config VALUES ('wsdl', '{URL}');\nINSERT INTO config VALUES ('stripe_secret_key', '[chosen]');<<no>>\nUPDATE config SET value = '[chosen]' WHERE name = 'jwt_secret';<<no>>\n",
                              'main.tf': f'variable "wsdl" {{ default = "{URL}" }}\nvariable "stripe_secret_key" {{\n  default = "[chosen]"<<no>>\n}}\n'}),
    # Everyday keys that are read beside the service and go somewhere else.
    ('read for another service, PHP', {
        'crm.php': f"<?php\n$c = new SoapClient('{URL}');\n$h->mktowsUserId = getenv('CRM_WHO');\n$h->requestSignature = hash_hmac('sha1', $stamp, getenv('CRM_Z9'));\n$s3 = include 's3.php';\n$store = new S3($s3['user_id'], $s3['key']);\n",
        's3.php': "<?php\nreturn array(\n  'user_id' => '[short]',<<no>>\n  'key' => '[chosen]',<<no>>\n);\n"}),
    ('read for another service, Ruby', {
        'crm.rb': f"require 'savon'\nsign = OpenSSL::HMAC.hexdigest('sha1', ENV['CRM_Z9'], stamp)\nc = Savon.client(wsdl: '{URL}', soap_header: {{ 'mktowsUserId' => ENV['CRM_WHO'], 'requestSignature' => sign }})\nshop = YAML.load_file('shop.yml')\nShop.new(shop['user_id'], shop['key'])\n",
        'shop.yml': 'user_id: [short]<<no>>\nkey: [short]<<no>>\n'}),
    ('read for another service, JavaScript', {
        'crm.js': f"const soap = require('soap');\nconst shop = require('./shop.json');\nsoap.createClient('{URL}', (err, c) => {{\n  c.addSoapHeader({{ AuthenticationHeader: {{ mktowsUserId: process.env.CRM_WHO, requestSignature: sign(process.env.CRM_Z9) }} }});\n}});\nnew Shop({{ user: shop.user_id, secret: shop.key }});\n",
        'shop.json': '{\n "user_id": "[short]",<<no>>\n "key": "[short]"<<no>>\n}\n'}),
    ('read for another service, Java', {
        'Crm.java': f'class Crm {{ static String WSDL = "{URL}";\n  void sign(Properties p, AuthenticationHeader h) {{\n    h.setMktowsUserId(System.getenv("CRM_WHO"));\n    new Mailer(p.getProperty("user_id"), p.getProperty("key"));\n  }}\n}}\n',
        'mail.properties': 'user_id=[short]<<no>>\nkey=[short]<<no>>\n'}),
    ('two files are loaded, one of them signs', {
        'crm.rb': f"require 'savon'\nconf = YAML.load_file('crm.yml')\nsign = OpenSSL::HMAC.hexdigest('sha1', conf['key'], stamp + conf['user_id'])\nc = Savon.client(wsdl: '{URL}', soap_header: {{ 'mktowsUserId' => conf['user_id'], 'requestSignature' => sign }})\nshop = YAML.load_file('shop.yml')\nShop.new(shop['user_id'], shop['key'])\n",
        'crm.yml': 'user_id: <<short>>\nkey: <<short>>\n', 'shop.yml': 'user_id: [short]<<no>>\nkey: [short]<<no>>\n',
        'Crm.java': f'class Crm {{ static String WSDL = "{URL}";\n  void sign(AuthenticationHeader h) throws Exception {{\n    Properties p = new Properties(); p.load(Crm.class.getResourceAsStream("/crm.properties"));\n    Properties m = new Properties(); m.load(Crm.class.getResourceAsStream("/mail.properties"));\n'
                    '    Mac mac = Mac.getInstance("HmacSHA1");\n    mac.init(new SecretKeySpec(p.getProperty("key").getBytes(), "HmacSHA1"));\n    h.setMktowsUserId(p.getProperty("user"));\n    new Mailer(m.getProperty("user"), m.getProperty("key"));\n  }\n}\n',
        'crm.properties': 'user=<<short>>\nkey=<<short>>\n', 'mail.properties': 'user=[short]<<no>>\nkey=[short]<<no>>\n',
        'crm.js': f"const soap = require('soap');\nconst conf = require('./crm-keys.json');\nconst shop = require('./shop-keys.json');\nsoap.createClient('{URL}', (err, c) => {{\n  c.addSoapHeader({{ AuthenticationHeader: {{ mktowsUserId: conf.user, requestSignature: sign(conf.key) }} }});\n}});\nnew Shop(shop.user, shop.key);\n",
        'crm-keys.json': '{\n "user": "<<short>>",\n "key": "<<short>>"\n}\n', 'shop-keys.json': '{\n "user": "[short]",<<no>>\n "key": "[short]"<<no>>\n}\n'}),
    ('read from elsewhere, everyday keys of others', {
        'crm.rb': f"require 'savon'\nsign = OpenSSL::HMAC.hexdigest('sha1', Vault.get('key'), stamp + Vault.get('user_id'))\nc = Savon.client(wsdl: '{URL}', soap_header: {{ 'mktowsUserId' => Vault.get('user_id'), 'requestSignature' => sign }})\n",
        'shop.yml': 'user_id: [short]<<no>>\nkey: [short]<<no>>\n', 'config/mail.json': '{\n "user_id": "[short]",<<no>>\n "key": "[short]"<<no>>\n}\n'}),
    ('a webhook is signed', {'hook.php': f"<?php\n$crm = '{URL}';\n$hookKey = '[short]';<<no>>\nif (hash_hmac('sha1', $body, $hookKey) !== $sent) die();\n", 'hook.py': f"CRM = '{URL}'\nHOOK = '[short]'<<no>>\nassert hmac.new(HOOK, body, hashlib.sha1).hexdigest() == sent\n"}),
    ('what else the header is made of', {'crm.php': f"<?php\n$c = new SoapClient('{URL}');\n$format = 'Y-m-d\\TH:i:sP';<<no>>\n$algorithm = 'sha1';<<no>>\n$stamp = date($format);\n$h->requestTimestamp = $stamp;\n$h->mktowsUserId = $who;\n$h->requestSignature = hash_hmac($algorithm, $stamp . $who, $z);\n",
                                             'Crm.java': f'class Crm {{ static final String WSDL = "{URL}";\n  static final String ALGORITHM = "HmacSHA1";<<no>>\n  static final String CHARSET = "UTF-8";<<no>>\n  static final String FORMAT = "yyyy-MM-dd\'T\'HH:mm:ssZ";<<no>>\n'
                                                         '  void sign(AuthenticationHeader h) throws Exception {\n    String stamp = new SimpleDateFormat(FORMAT).format(new Date());\n    Mac mac = Mac.getInstance("HmacSHA1");\n    mac.init(new SecretKeySpec(key.getBytes(CHARSET), ALGORITHM));\n'
                                                         '    h.setRequestSignature(hex(mac.doFinal((stamp + who).getBytes(CHARSET))));\n    h.setMktowsUserId(who);\n  }\n}\n'}),
    # Dummies and empty places.
    ("a test's dummies", {'tests/test_crm.py': f"URL = '{URL}'\n" + ''.join(f"marketo_secret_key = '{d}'<<no>>\n" for d in DUMMIES), 'spec/crm_spec.rb': f"URL = '{URL}'\n" + ''.join(f"marketo_encryption_key = '{d}'<<no>>\n" for d in DUMMIES)}),
    ('dummies given to clients', {'tests/crm_test.py': "import marketo\nclient = marketo.Client(soap_endpoint='e', user_id='user', encryption_key='secret')<<no>>\nclient.get_lead('a@example.com')\n",
                                  'a.rb': "require 'marketo'\nclient = Rapleaf::Marketo.new_client('YOUR_ACCESS_KEY', 'YOUR_SECRET_KEY')<<no>>\nclient.get_lead_by_email('a@example.com')\n",
                                  'b.rb': "require 'markety'\nclient = Markety.new_client(ENV['U1'], ENV['K1'], 'https://na-c.marketo.com/soap/mktows/2_3')<<no>>\nclient.get_lead_by_email('a@example.com')\n"}),
    ('empty places', {'Crm.kt': f'object Crm {{\n  const val WSDL = "{URL}"\n  var marketoSecretKey = ""<<no>>\n  var marketoEncryptionKey: String? = null<<no>>\n}}\n', 'crm.go': f'package crm\nconst wsdl = "{URL}"\nvar marketoSecretKey = ""<<no>>\nvar marketoEncryptionKey string<<no>>\n',
                      'Crm.cs': f'class Crm {{ const string Wsdl = "{URL}";\n  public string MarketoSecretKey {{ get; set; }} = string.Empty;<<no>>\n  public string MarketoEncryptionKey = "";<<no>>\n}}\n',
                      'crm.pl': f"my $wsdl = '{URL}';\nmy $marketo_secret_key = '';<<no>>\nmy $marketo_encryption_key = undef;<<no>>\n", 'values.yaml': f'marketo:\n  wsdl: {URL}\n  secretKey: ""<<no>>\n  encryptionKey:<<no>>\n  encryption_key: ~<<no>>\n'}),
    # Look-ups.
    ('looked up elsewhere, code', {'Crm.kt': f'object Crm {{\n  const val WSDL = "{URL}"\n  val marketoSecretKey = System.getenv("MARKETO_SECRET_KEY")<<no>>\n}}\n', 'crm.go': f'package crm\nconst wsdl = "{URL}"\nvar marketoSecretKey = os.Getenv("MARKETO_SECRET_KEY")<<no>>\n',
                                   'Crm.cs': f'class Crm {{ const string Wsdl = "{URL}";\n  string marketoSecretKey = Environment.GetEnvironmentVariable("MARKETO_SECRET_KEY");<<no>>\n  string marketoEncryptionKey = Configuration["Marketo:EncryptionKey"];<<no>>\n}}\n',
                                   'crm.pl': f"my $wsdl = '{URL}';\nmy $marketo_secret_key = $ENV{{MARKETO_SECRET_KEY}};<<no>>\n", 'crm.ps1': f'$Wsdl = "{URL}"\n$MarketoSecretKey = $env:MARKETO_SECRET_KEY<<no>>\n$MarketoEncryptionKey = Get-Secret "marketo-encryption-key"<<no>>\n',
                                   'crm.rs': f'const WSDL: &str = "{URL}";\nlet marketo_secret_key = env::var("MARKETO_SECRET_KEY")?;<<no>>\n', 'crm.exs': f'wsdl = "{URL}"\nmarketo_secret_key = System.get_env("MARKETO_SECRET_KEY")<<no>>\n',
                                   'Crm.java': f'class Crm {{ String wsdl = "{URL}";\n  @Value("${{marketo.secret.key}}") String marketoSecretKey;<<no>>\n}}\n', 'Jenkinsfile': f'def wsdl = "{URL}"\nenvironment {{\n  MARKETO_SECRET_KEY = credentials("marketo-secret-key")<<no>>\n}}\n'}),
    ('looked up elsewhere, settings', {'sync.yml': f'env:\n  MARKETO_WSDL: {URL}\n  MARKETO_SECRET_KEY: ${{{{ secrets.MARKETO_SECRET_KEY }}}}<<no>>\n', 'chart.yaml': f'marketo:\n  wsdl: {URL}\n  secretKey: {{{{ .Values.marketo.secretKey }}}}<<no>>\n',
                                       'play.yml': f"vars:\n  marketo_wsdl: {URL}\n  marketo_secret_key: \"{{{{ lookup('env', 'MARKETO_SECRET_KEY') }}}}\"<<no>>\n", 'main.tf': f'locals {{\n  wsdl = "{URL}"\n  marketo_secret_key = var.marketo_secret_key<<no>>\n  marketo_encryption_key = data.vault_secret.marketo.data["key"]<<no>>\n}}\n',
                                       'stack.json': f'{{"wsdl": "{URL}",\n "MarketoSecretKey": "{{{{resolve:secretsmanager:marketo:SecretString:key}}}}",<<no>>\n "marketoEncryptionKey": "[parameters(\'marketoEncryptionKey\')]"<<no>>\n}}\n',
                                       'run.sh': f'URL="{URL}"\nMARKETO_SECRET_KEY=${{MARKETO_SECRET_KEY:?}}<<no>>\nMARKETO_ENCRYPTION_KEY="$(vault read -field=key secret/marketo)"<<no>>\nsync --secret-key "$MARKETO_SECRET_KEY" "$URL"<<no>>\nsync --encryption-key=$KEY "$URL"<<no>>\n',
                                       'compose.yml': f'services:\n  web:\n    environment:\n      - MARKETO_WSDL={URL}\n      - MARKETO_SECRET_KEY=${{MARKETO_SECRET_KEY}}<<no>>\n      - MARKETO_ENCRYPTION_KEY<<no>>\n'}),
    ('references to a place of keys', {'deploy.yaml': f'env:\n- name: MARKETO_WSDL\n  value: {URL}\n- name: MARKETO_SECRET_KEY\n  valueFrom:\n    secretKeyRef:\n      name: marketo-secrets<<no>>\n      key: encryption-key<<no>>\n- name: MARKETO_SECRET_KEY_FILE\n  value: /run/secrets/marketo_key<<no>>\n',
                                       'crm.properties': f'marketo.wsdl={URL}\nmarketo.secret.key.file=/etc/marketo/key.txt<<no>>\nmarketo.secret=vault:secret/data/marketo#key<<no>>\nmarketo.secret.key=https://vault.example.com/v1/marketo<<no>>\nmarketo.encryption.key=/run/secrets/marketo<<no>>\nmarketo.secret.name=marketo-prod<<no>>\n'}),
    # Declarations and vocabulary.
    ('declarations', {'schema.graphql': f'# {URL}\ntype Marketo {{\n  secretKey: String<<no>>\n  encryptionKey: String!<<no>>\n}}\n', 'crm.proto': f'// {URL}\nmessage Marketo {{\n  string secret_key = 2;<<no>>\n}}\n',
                      'schema.json': f'{{"$id": "{URL}", "properties": {{\n "marketoSecretKey": {{"type": "string", "minLength": 20}},<<no>>\n "encryptionKey": {{"$ref": "#/definitions/key"}}<<no>>\n}}}}\n',
                      'migrate.rb': f"# {URL}\nadd_column :crm, :marketo_secret_key, :string<<no>>\nt.string :encryption_key, null: false<<no>>\n", 'Crm.java': f'class Crm {{ String wsdl = "{URL}";\n  @Column(name = "marketo_secret_key") private String secretKey;<<no>>\n  @JsonProperty("marketoEncryptionKey") String key;<<no>>\n}}\n',
                      'crm.py': f"URL = '{URL}'\nparser.add_argument('--secret-key', help='the secret key')<<no>>\nparser.add_argument('--encryption-key', dest='encryption_key', required=True)<<no>>\nmarketo_secret_key = models.CharField(max_length=64)<<no>>\n"}),
    ('settings about a key', {'crm.properties': f'marketo.wsdl={URL}\nmarketo.secret.enabled=true<<no>>\nmarketo.encryption.key.length=44<<no>>\nmarketo.secret.rotation.days=90<<no>>\nmarketo.secret.algorithm=HmacSHA1<<no>>\nmarketo.encryption.key.description=key of production<<no>>\n',
                              '.env': f'MARKETO_WSDL={URL}\nMARKETO_SECRET_KEY_REQUIRED=true<<no>>\nMARKETO_ENCRYPTION_KEY_HEADER=X-Marketo-Key<<no>>\n'}),
    ('code without blanks', {'crm.py': f"URL = '{URL}'\nMARKETO_SECRET_KEY=settings.KEY2<<no>>\nMARKETO_ENCRYPTION_KEY=conf.crm.key1<<no>>\n", 'Makefile': f'URL := {URL}\nMARKETO_SECRET_KEY=$(KEY1)<<no>>\nMARKETO_ENCRYPTION_KEY ?= $(shell cat key2)<<no>>\n',
                             'notes.txt': f'{URL}\nthe MARKETO_SECRET_KEY of 2019 was rotated in2020<<no>>\n'}),
    ('plain words that fill the header', {'crm.py': f"from suds.client import Client\nc = Client('{URL}')\nUSER = 'demo'<<no>>\nKIND = 'production'<<no>>\nh = c.factory.create('AuthenticationHeader')\nh.mktowsUserId = USER\nh.requestSignature = sign(KIND)\n",
                                          'Crm.kt': f'class Crm(val user: String = "demo") {{<<no>>\n  val wsdl = "{URL}"\n  fun head() = AuthenticationHeader().apply {{ mktowsUserId = user }}\n}}\n'}),
    # What is only nearly of the shape.
    ('numbers and digests', {'crm.properties': f'wsdl={URL}\n', 'a.json': '{\n "id": "order_1234567890123456789012",<<no>>\n "etag": "obj_507F1F77BCF86CD799439011",<<no>>\n "guid": "id_6BA7B8109DAD11D180B400C04FD430C8"<<no>>\n}\n', 'b.py': "BIG = 12345678901234567890123456789012345678901234<<no>>\nSTEP = 'step_0123456789'<<no>>\n"}),
    ('of the shape, in a tree without the service', {'a.go': 'package a\nconst who = "[user]"<<no>>\n', 'b.json': '{\n "login": "[user]"<<no>>\n}\n'}),
]
