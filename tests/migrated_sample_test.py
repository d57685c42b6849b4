"""The sample project after its migration stands beside the one before: a scan of it finds nothing, and its programs make
the requests that the report on the old one asks for.

A server on the loopback address plays the API: it takes only what the document of `unsoap rules openapi` has, and writes
down what it was asked. Programs whose language is not installed here are left out, and named."""
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.parse

UNSOAP = sys.argv[1]
OLD, NEW = 'fixtures/projects/acme-crm', 'fixtures/projects/acme-crm-rest'
api = json.loads(subprocess.run([UNSOAP, 'rules', 'openapi'], stdout=subprocess.PIPE, check=True).stdout)
calls = []
for path, methods in api['paths'].items():
    pattern = '/'.join('[^/]+' if part.startswith('{') and '.' not in part else re.sub(r'\\{\w+\\}', '[^/]+', re.escape(part)) for part in path.split('/'))
    calls += [(method.upper(), re.compile(pattern), operation) for method, operation in methods.items()]
asked, wrong, left_out = [], [], []


def fits(value, schema):
    kind = schema.get('type')
    if kind == 'object':
        known = schema.get('properties', {})
        return isinstance(value, dict) and all(name in value for name in schema.get('required', [])) and all(
            fits(item, known[name]) if name in known else schema.get('additionalProperties') is not False for name, item in value.items())
    if kind == 'array':
        return isinstance(value, list) and len(value) <= schema.get('maxItems', len(value)) and all(fits(item, schema['items']) for item in value)
    type_of = {'string': str, 'integer': int, 'number': (int, float), 'boolean': bool}[kind]
    return isinstance(value, type_of) and value in schema.get('enum', [value])


def refusal(method, target, headers, body):
    """Why the document does not have such a request; the operation's id where it has it."""
    place = urllib.parse.urlsplit(target)
    found = [o for m, pattern, o in calls if m == method and pattern.fullmatch(place.path)]
    if not found:
        return None, 'no such path'
    operation = found[0]
    query = urllib.parse.parse_qs(place.query, keep_blank_values=True)
    known = {p['name']: p for p in operation.get('parameters', []) if p['in'] == 'query'}
    for name in query:
        if name not in known:
            return None, f'query: {name} is not in the definition'
    for name, p in known.items():
        if p['required'] and not all(query.get(name, [''])):
            return None, f'query: {name} is missing'
        one = p['schema'].get('items', p['schema'])
        if len(query.get(name, [])) > 1 and one is p['schema']:
            return None, f'query: {name} is no list'
        if one.get('type') == 'integer' and not all(value.isdigit() for value in query.get(name, [])):
            return None, f'query: {name} is no number: {query[name]}'
    if 'requestBody' in operation:
        kind, content = next(iter(operation['requestBody']['content'].items()))
        if headers.get('Content-Type') != kind:
            return None, f'Content-Type is not {kind}'
        if not fits(json.loads(body), content['schema']):
            return None, f'body: {body}'
    if not place.path.startswith('/identity') and headers.get('Authorization') != 'Bearer sample':
        return None, 'no token'
    return operation['operationId'], None


class Api(http.server.BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0)).decode()
        operation, why = refusal(self.command, self.path, self.headers, body)
        if why:
            wrong.append(f'{self.command} {self.path} {why}')
        asked.append(operation)
        text = json.dumps({'access_token': 'sample', 'expires_in': 3600} if self.path.startswith('/identity') else
                          {'requestId': 'a#1', 'success': not why, 'errors': [{'code': '1', 'message': why}] if why else [],
                           'result': [{'id': 7, 'status': 'updated'}], 'nextPageToken': 'next', 'moreResult': False}).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_DELETE = answer

    def log_message(self, *_):
        pass


def report(root):
    run = subprocess.run([UNSOAP, 'scan', '--no-config', '-f', 'json', root], stdout=subprocess.PIPE, check=False)
    return run.returncode, json.loads(run.stdout)


status, old = report(OLD)
if status != 1 or len(old['findings']) < 15:
    wrong.append(f'{OLD}: status {status}, {len(old["findings"])} findings')
status, new = report(NEW)
if status or new['findings'] or not new['complete']:
    wrong.append(f'{NEW}: status {status}, {[f["location"] for f in new["findings"]]}')

# What the report on the old project asks for, by the file in which it asks.
wanted = {}
for finding in old['findings']:
    if finding['kind'] in ('call', 'envelope'):
        ids = wanted.setdefault(os.path.basename(finding['location']['path']), [])
        ids += [r['id'] for r in finding['replacements'] if r['applies'] == 'yes' and r['id'] not in ids]

PHP = '''require 'TokenClient.php'; require 'MarketoClient.php';
$config = require '../../../config/crm.php';
$crm = new Acme\\Crm\\MarketoClient($config['rest'], new Acme\\Crm\\TokenClient($config['rest'], $config['client'], $config['secret']));
$crm->find('ann+1@example.com'); $crm->upsert('ann@example.com', ['firstName' => 'Ann'], 'id:1&token:2'); $crm->addToList('Guests', [7, 8]);'''
JAVA = '''import com.acme.sync.CampaignSync;
public class Run {
  public static void main(String[] args) throws Exception {
    if (!new CampaignSync(System.getenv("CRM_REST"), System.getenv("CRM_TOKEN")).run(44, java.util.List.of(7, 8))) System.exit(1);
  }
}
'''


def programs(folder):
    """File of the old project, tools, folder, commands, input."""
    with open(os.path.join(folder, 'Run.java'), 'w', encoding='utf-8') as file:
        file.write(JAVA)
    source = os.path.abspath(NEW + '/java/src/main/java/com/acme/sync/CampaignSync.java')
    yield 'nightly_merge.py', [], NEW + '/scripts', [[sys.executable, 'nightly_merge.py']], '7,8\n9,10\n'
    yield 'activity_report.rb', ['ruby'], NEW + '/scripts', [['ruby', 'activity_report.rb', '7']], ''
    yield 'MarketoClient.php', ['php'], NEW + '/php/src/Crm', [['php', '-r', PHP]], ''
    yield 'describe.xml', ['curl'], NEW + '/scripts', [['sh', 'describe.sh']], ''
    yield 'CampaignSync.java', ['java', 'javac'], folder, [['javac', '-proc:none', '-d', folder, source, 'Run.java'], ['java', '-cp', folder, 'Run']], ''


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
environment = {**os.environ, 'CRM_REST': f'http://127.0.0.1:{server.server_address[1]}', 'CRM_CLIENT_ID': 'c', 'CRM_CLIENT_SECRET': 's',
               'CRM_TOKEN': 'sample', 'no_proxy': '*', 'PYTHONDONTWRITEBYTECODE': '1'}
ran = 0
with tempfile.TemporaryDirectory() as folder:
    for name, tools, place, commands, given in programs(folder):
        if name not in wanted:
            wrong.append(f'the report on {OLD} asks for nothing in {name}')
        if not all(shutil.which(tool) for tool in tools):
            left_out.append(f'{name} (no {" or ".join(tools)})')
            continue
        asked.clear()
        ran += 1
        for command in commands:
            run = subprocess.run(command, cwd=place, env=environment, input=given, capture_output=True, text=True, check=False, timeout=120)
            if run.returncode:
                wrong.append(f'{name}: {run.stdout}{run.stderr}')
        missing = [one for one in wanted.get(name, []) if one not in asked]
        if missing:
            wrong.append(f'{name} was to ask {missing}, and asked {asked}')
server.shutdown()
if left_out:
    print('left out: ' + ', '.join(left_out))
if not ran:
    wrong.append('no program ran')
print('\n'.join(wrong) or f'{ran} programs ask what the report says')
sys.exit(bool(wrong))
