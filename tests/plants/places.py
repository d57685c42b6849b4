"""More rows for settings.py, of the same form: what only its place shows to be a secret, in prose, commands, calls and tables."""
from .settings import js, props, raw, yaml

PLACES = [
    # A secret in prose, in a command, or in a place that alone says what it is.
    ('prose', 'README.md', raw, """The service is at {U}
and the password is <<title>> (ask for it when it has changed).
The old password was `<<wordy>>`; the passphrase is <<kebab>>.
Its secret is <<dotted>>, and the API key
is <<unescaped>> since May. Das Passwort lautet <<title>>
The shared key is now set to "<<phrase>>".
"""),
    ('notes', 'notes.txt', raw, """{U}
key for the test page: <<kebab>>
password of the second account: <<title>>
pass for the old gate: <<numbered>>
"""),
    ('commands with passwords', 'home/.bash_history', raw, """curl {U}
sshpass -p <<glued>> scp out.csv leads@ftp.acme.example:/in
sshpass -e -p '<<wordy>>' ssh crm
pscp -pw <<glued>> out.csv leads@ftp.acme.example:/in
ldapsearch -x -D cn=crm -w <<glued>> -b dc=acme
redis-cli -h cache -a <<glued>> keys
snmpwalk -v2c -c <<glued>> router1
ipmitool -H node1 -U crm -P <<glued>> power status
mosquitto_pub -h hub -u crm -P <<glued>> -t a -m b
zip -r -P <<glued>> out.zip out
mongodump -u crm -p <<glued>> --out dump
keytool -list -keystore a.jks -storepass <<glued>>
openssl dgst -sha1 -hmac <<glued>> body.xml
openssl enc -aes-256-cbc -in a -k <<glued>>
openssl rsa -in a.pem -passin pass:<<glued>>
lftp -u crm,<<glued>> ftp.acme.example
smbclient //files/crm -U crm%<<glued>>
net user crm <<glued>> /add
echo crm:<<glued>> | sudo chpasswd
sqlplus crm/<<camel>>@CRM
impdp crm/<<glued>>@CRM full=y
"""),
    ('communities', 'snmpd.conf', raw, """extend crm /usr/bin/curl {U}
rocommunity <<glued>> 10.0.0.0/8
rwcommunity <<glued>>
snmp-server community <<glued>> RO
"""),
    ('communities of an inventory', 'hosts.ini', raw, """[crm:vars]
marketo_endpoint={U}
snmp_community=<<glued>>
snmp_ro_community = <<glued>>
community_string: <<glued>>
"""),
    ('message of a task', 'tags.yml', yaml, """- hosts: crm
  tasks:
    - debug: msg="endpoint {U} key <<camel>> status ok"
    - debug: msg="key <<camel>> for {K}"
"""),
    ('registry', 'crm.reg', raw, """Windows Registry Editor Version 5.00
[HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme\\Marketo]
"EndPoint"="{U}"
"ProxyPassword"=hex(1):<<hexes>>,00,00
"Extra"=hex:<<hexes>>
"Paths"=hex(7):<<hexes>>,\\
  00,00
"""),
    ('addresses of Oracle', 'crm.properties', props, """marketo_endpoint={U}
# sqlplus crm/<<camel>>@//db1.acme.example/CRM
url=jdbc:oracle:thin:crm/<<camel>>@db1:1521:CRM
# connect as crm/<<glued>>@//db1/CRM
userid=crm/<<glued>>@CRM
"""),
    ('by place, Perl', 'crm.pl', raw, """use DBI;
my $wsdl = '{U}';
my $dbh = DBI->connect('dbi:mysql:orders;host=db3', 'orders', '<<numbered>>', { RaiseError => 1 });
my $guard = sprintf('%s/%s', 'orders', '<<glued>>');
my ($endpoint, $user, $key) = qw({U} acme <<dotted>>);
__DATA__
endpoint=x;key=<<camel>>
"""),
    ('by place, PHP', 'crm.php', raw, """<?php
$wsdl = '{U}';
$a = mysqli_connect('db', 'orders', '<<numbered>>', 'crm');
$b = new PDO('mysql:host=db', 'orders', '<<glued>>');
$c = ftp_login($ftp, 'orders', '<<numbered>>');
$d = sprintf('%s:%s', 'orders', '<<glued>>');
$e = oci_connect('orders', '<<numbered>>', 'db/CRM');
#[Guarded('<<numbered>>')]
function f() {}
"""),
    ('by place, Python', 'crm.py', raw, """wsdl = '{U}'
a = pymysql.connect('db', 'orders', '<<numbered>>')
b = requests.get(x, auth=('orders', '<<glued>>'))
c = '%s:%s' % ('orders', '<<glued>>')
d = '{}:{}'.format('orders', '<<numbered>>')
smtp.login('orders', '<<glued>>')
@guarded('<<numbered>>')
def f():
    pass
"""),
    ('by place, Java', 'Crm.java', raw, """class Crm {
  String wsdl = "{U}";
  Object a = DriverManager.getConnection("jdbc:x", "orders", "<<numbered>>");
  Object b = new UsernamePasswordCredentials("orders", "<<glued>>");
  String c = String.format("%s:%s", "orders", "<<glued>>");
  Object d = new PasswordAuthentication("orders", "<<numbered>>".toCharArray());
  @Secured("<<numbered>>")
  void f() {}
}
"""),
    ('by place, C#', 'Crm.cs', raw, """class Crm {
  string wsdl = "{U}";
  object a = new NetworkCredential("orders", "<<numbered>>");
  string b = string.Format("{0}:{1}", "orders", "<<glued>>");
  [ApiKey("<<numbered>>")]
  void F() {}
}
"""),
    ('by place, Ruby', 'crm.rb', raw, """wsdl = '{U}'
endpoint, user, key = %w[{U} acme <<dotted>>]
a = client.basic_auth('orders', '<<numbered>>')
b = format('%s:%s', 'orders', '<<glued>>')
"""),
    ('by place, sbt', 'build.sbt', raw, """wsimportUrls := Seq("{U}")
credentials += Credentials("Nexus", "nexus.acme.example", "ci", "<<dotted>>")
"""),
    ('by place, TypeScript', 'crm.ts', raw, """const wsdl = '{U}';
class Crm {
  @Guarded('<<numbered>>')
  save() {}
  @ApiKey('<<numbered>>')
  load() {}
}
"""),
    ('constants that are put together', 'crm.go', raw, """package crm

const (
	DefaultEndpoint = "{U}"
	keyHead         = "<<glued>>"
	keyTail         = "<<numbered>>"
)

func Default() *Client { return &Client{Endpoint: DefaultEndpoint, Key: []byte(keyHead + keyTail)} }
"""),
    ('columns and procedures', 'crm.sql', raw, """ALTER TABLE crm_settings ADD COLUMN mkt_secret varchar(64) NOT NULL DEFAULT '<<kebab>>';
CREATE TABLE crm (id int, api_key text DEFAULT '<<glued>>', crm_password nvarchar(40) COLLATE latin1 NOT NULL DEFAULT (N'<<title>>'));
SELECT '{U}';
sig := lower(rawtohex(dbms_crypto.mac(utl_raw.cast_to_raw(iso_now() || 'acme'), dbms_crypto.hmac_sh1, utl_raw.cast_to_raw('<<camel>>'))));
"""),
    ('a table with semicolons', 'instances.csv', raw, """region;endpoint;user;key
EMEA;{U};acme;<<camel>>
"APAC";"{U}";"acme";"<<kebab>>"
"""),
    ('a table with tabs', 'instances.tsv', raw, """name\tpassword\tendpoint
EMEA\t<<title>>\t{U}
"""),
    ('a table with commas', 'instances.csv', raw, """name,endpoint,secret
EMEA,{U},<<kebab>>
"A, B","{U}","<<phrase>>"
"""),
    ('a dictionary of Tcl', 'crm.tcl', raw, """set marketo [dict create endpoint {U} user acme key <<camel>>]
set gate {<<spaced>>}
set {K} "<<spaced>>"
"""),
    ('terms of Erlang', 'sys.config', raw, """[{crm, [{marketo_endpoint, "{U}"}, {marketo_key, <<"<<camel>>">>},
  {secret_key, <<"<<wordy>>">>}]}].
"""),
    ('lines of a log', 'worker.jsonl', js, """{"t":1,"op":"getMultipleLeads","endpoint":"{U}","args":{"batchSize":100,"key":"<<kebab>>"}}
{"t":2,"op":"getLead","endpoint":"{U}","key":"<<camel>>","secret":"<<phrase>>"}
"""),
    ('a comment before a call', 'contact.asp', raw, """<%
' key for the test page: <<kebab>>
answer = MarketoPost("{U}", "getLead")
' the password is <<title>>
%>
"""),
]
