"""What code hands to the key of a signature is shown nowhere: fallbacks, one of two, pieces of lists, through wrappers and closures.

Each file signs in its own way; what names algorithms, messages and operations stays readable.
"""
import json, os, re, subprocess, sys, tempfile

UNSOAP = os.path.abspath(sys.argv[1])
FILES = {
    'a.php': r'''<?php
$c = new SoapClient('https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL');
function sign($t, $u, $k) { return hash_hmac('sha1', $t . $u, $k); }
$s1 = sign(1, 2, 'maple-river-otter-11');
$s2 = sign(1, 2, $argv[1] ?? 'maple-river-otter-12');
$s3 = sign(1, 2, getenv('MK') ?: 'maple-river-otter-13');
$s4 = sign(1, 2, $live ? 'maple-river-otter-14' : 'maple-river-otter-15');
$s5 = sign(1, 2, implode('', array('maple-river-', 'otter-16')));
$c->getLead(array('leadKey' => array('keyType' => 'EMAIL')));
''',
    'b.py': r'''import hmac, hashlib, os, zeep
c = zeep.Client('https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL')
def sign(t, k): return hmac.new(k, t.encode(), hashlib.sha1).hexdigest()
a = sign("t", os.environ.get("MK", "maple-river-otter-21").encode())
b = sign("t", "".join(["maple-riv", "er-otter-22"]).encode())
d = sign("t", ("maple-river-otter-23" if DEBUG else "maple-river-otter-24").encode())
e = sign("t", os.getenv("MK") or "maple-river-otter-25")
f = sign("t", "-".join(["maple", "river", "otter-26"]))
c.service.getLead({})
''',
    'c.js': r'''const crypto = require('crypto'); const soap = require('soap');
const sign = (k, t) => crypto.createHmac('sha1', k).update(t).digest('hex');
const KEY = process.env.MK || 'maple-river-otter-31';
const K3 = ['maple-', 'river-otter', '-32'].join('');
sign(KEY, 't'); sign(K3, 't'); sign(process.argv[2] ?? 'maple-river-otter-33', 't'); sign(live ? 'maple-river-otter-34' : "maple-river-otter-35", 't');
soap.createClient('https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL', (e, c) => c.getLead({}, console.log));
''',
    'd.scala': r'''object M {
  val url = "https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL"
  def mac(k: String, m: String) = { val x = javax.crypto.Mac.getInstance("HmacSHA1"); x.init(new javax.crypto.spec.SecretKeySpec(k.getBytes, "HmacSHA1")); x.doFinal(m.getBytes) }
  def sign(ts: String, k: String = "maple-river-otter-41") = mac(k, ts)
  val a = sign("t", sys.env.getOrElse("MK", "maple-river-otter-42")); val b = if (live) sign("t", "maple-river-otter-43") else sign("t", """maple-river-otter-44""")
  val c = sign("t", Option(x).getOrElse("maple-river-otter-45")); val e = sign("t", List("maple-river-", "otter-46").mkString)
}
''',
    'e.pl': r'''use SOAP::Lite; use Digest::SHA qw(hmac_sha1_hex);
my $s = SOAP::Lite->service('https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL');
my $key = shift || $ENV{MK} || 'maple-river-otter-51';
my $k2 = join('', 'maple-river-', 'otter-52');
my $sig = hmac_sha1_hex($ts . $user, $key); $sig = hmac_sha1_hex($ts, $k2); $sig = hmac_sha1_hex($ts, $ARGV[0] // 'maple-river-otter-53');
$s->getLead();
''',
    'f.lua': r'''local endpoint = "https://111-AAA-222.mktoapi.com/soap/mktows/2_9"
local body = [[<m:paramsGetTags xmlns:m="http://www.marketo.com/mktows/"/>]]
local sig2 = ngx.hmac_sha1("maple-river-otter-61", ts .. user)
local sig3 = ngx.hmac_sha1(os.getenv("MK") or "maple-river-otter-62", ts .. user)
''',
    'g.go': r'''package m
import ("crypto/hmac"; "crypto/sha1"; "os"; "strings")
const endpoint = "https://111-AAA-222.mktoapi.com/soap/mktows/2_9"
func sign(t, k string) string { m := hmac.New(sha1.New, []byte(k)); m.Write([]byte(t)); return string(m.Sum(nil)) }
func run() {
	k := os.Getenv("MK")
	if k == "" { k = "maple-river-otter-71" }
	s := sign("t", k); s = sign("t", strings.Join([]string{"maple-river-", "otter-72"}, "")); s = sign("t", cmp.Or(os.Getenv("MK"), "maple-river-otter-73"))
	body := `<ns1:paramsGetLead xmlns:ns1="http://www.marketo.com/mktows/"></ns1:paramsGetLead>` + s
}
''',
    'h.rb': r'''require 'savon'; require 'openssl'
C = Savon.client(wsdl: 'https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL')
def sign(t, k) = OpenSSL::HMAC.hexdigest('sha1', k, t)
sign('t', ENV.fetch('MK', 'maple-river-otter-81')); sign('t', ENV['MK'] || 'maple-river-otter-82'); sign('t', live ? 'maple-river-otter-83' : 'maple-river-otter-84')
sign('t', %w[maple-river- otter-85].join); sign('t', ENV.fetch('MK') { 'maple-river-otter-86' })
C.call(:get_lead)
''',
    'i.cs': r'''class A { const string U = "https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL";
 string Sign(string t, string k) { return new HMACSHA1(Encoding.UTF8.GetBytes(k)).ComputeHash(Encoding.UTF8.GetBytes(t)).ToString(); }
 void Run() { Sign("t", Environment.GetEnvironmentVariable("MK") ?? "maple-river-otter-91"); Sign("t", live ? "maple-river-otter-92" : "maple-river-otter-93");
  Sign("t", string.Join("", new[] {"maple-river-", "otter-94"})); Sign("t", string.Concat("maple-river-", "otter-95")); new MktowsPortClient().getLead(null, null); } }
''',
    'j.java': r'''class J { String u = "https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL";
 String sign(String t, String k) throws Exception { Mac m = Mac.getInstance("HmacSHA1"); m.init(new SecretKeySpec(k.getBytes(), "HmacSHA1")); return hex(m.doFinal(t.getBytes())); }
 void run(MktowsPort port) throws Exception { sign("t", System.getenv().getOrDefault("MK", "maple-river-otter-a1")); sign("t", Optional.ofNullable(x).orElse("maple-river-otter-a2"));
  sign("t", live ? "maple-river-otter-a3" : "maple-river-otter-a4"); sign("t", String.join("", "maple-river-", "otter-a5")); sign("t", System.getProperty("mk", "maple-river-otter-a6")); port.getLead(null, null); } }
''',
    'k.kt': r'''val u = "https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL"
fun sign(t: String, k: String): ByteArray { val m = Mac.getInstance("HmacSHA1"); m.init(SecretKeySpec(k.toByteArray(), "HmacSHA1")); return m.doFinal(t.toByteArray()) }
fun run(port: MktowsPort) { sign("t", System.getenv("MK") ?: "maple-river-otter-b1"); sign("t", if (live) "maple-river-otter-b2" else "maple-river-otter-b3"); sign("t", listOf("maple-river-", "otter-b4").joinToString("")); port.getLead(null, null) }
''',
    'n.js': r'''const soap = require('soap'); const crypto = require('crypto');
const K1 = ['MapleRiv', 'erOtter37'].join('');
function sign(ts, key) { return crypto.createHmac('sha1', key).update(ts).digest('hex'); }
[K1, 'MapleRiverOtter38'].map(k => sign(new Date().toISOString(), k));
soap.createClient('https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL', (e, c) => c.getLead({}, console.log));
''',
    'o.py': r'''from dataclasses import dataclass, field
WSDL = 'https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL'
class Conf:
    encryption_key: str = field(default="maple-river-otter-c1", repr=False)
    secret_key = models.CharField(default="maple-river-otter-c2", help_text="getLead")
''',
    'p.php': r'''<?php
return ['wsdl' => 'https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL', 'encryption_key' => env('MKTO_KEY', 'maple-river-otter-c3'),
        'secret_key' => config('crm.key', "maple-river-otter-c4")];
''',
    'q.js': r'''const url = 'https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL';
const schema = convict({ encryptionKey: { format: String, default: 'maple-river-otter-c5', env: 'MK' }, url });
const secretKey = get('marketo.key', 'maple-river-otter-c6');
''',
    'r.kt': r'''val url = "https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL"
class Args { val encryptionKey by option(default = "maple-river-otter-c7"); val secretKey = System.getProperty("mk.key", "maple-river-otter-c8") }
''',
    's.rb': r'''URL = 'https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL'
CONF = { encryption_key: ENV.fetch('MK', 'maple-river-otter-c9'), secret_key: Setting.get('mk', 'maple-river-otter-d1') }
''',
    't.go': r'''package m
const url = "https://111-AAA-222.mktoapi.com/soap/mktows/2_9?WSDL"
var encryptionKey = envOr("MK", "maple-river-otter-d2")
var secretKey = flag.String("key", "maple-river-otter-d3", "the key of getLead")
''',
}
SHOWN = ['getLead', 'sha1', 'HmacSHA1', 'createHmac', 'paramsGetTags']
failures = []


def check(holds, what):
    if not holds:
        failures.append(what)


def said(folder, *flags):
    done = subprocess.run([UNSOAP, 'scan', '.', '--no-config', '-q', '--exit-zero', '--min-confidence', 'possible', *flags], cwd=folder,
                          capture_output=True, text=True, check=False)
    check(done.returncode == 0, f'{flags}: {done.stderr}')
    return done.stdout


def main():
    with tempfile.TemporaryDirectory() as top:
        for name, text in FILES.items():
            os.makedirs(f'{top}/{name}.d')
            with open(f'{top}/{name}.d/{name}', 'w', encoding='utf-8') as file:
                file.write(text)
            facts, report = said(f'{top}/{name}.d', '--dump', 'facts'), said(f'{top}/{name}.d', '-f', 'json')
            for what, out in (('facts', facts), ('report', report)):
                left = sorted(set(re.findall(r'(?i)maple-?riv[\w-]*|[\w-]*otter-?\w\w', out)))
                check(not left, f'{name}: {what} show {left}')
            json.loads(report)
        every = said(top, '--dump', 'facts')
        for word in SHOWN:
            check(word in every, f'{word} is hidden')
        check(not re.search(r'(?i)otter-?\w\w', every), 'all of them in one tree')
    for failure in failures:
        print(failure)
    sys.exit(bool(failures))


main()
