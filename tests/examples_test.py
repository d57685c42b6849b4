"""Examples of requests: each is a request that its definition accepts, its command is one that a shell parses, and its lines in
the finding's own language are that language's.

The document of `unsoap rules openapi` says what is accepted. Where a language's own parser is installed, it reads the lines; an
expression of the source that was cut, or that is no expression by itself, is left out of that.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

UNSOAP = sys.argv[1]
ROOTS = ['fixtures/operations', 'fixtures/parameters', 'fixtures/toolkits', 'fixtures/projects', 'fixtures/idioms']
api = json.loads(subprocess.run([UNSOAP, 'rules', 'openapi'], stdout=subprocess.PIPE, check=True).stdout)
calls = {o['operationId']: (method.upper(), path, o) for path, methods in api['paths'].items() for method, o in methods.items()}
wrong, checked = [], {}


def leaf(value):
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)) in ('$code', '$answer', '$choose')


def errors(value, schema, at):
    """What the document refuses in a value; what is not known fits everywhere."""
    if leaf(value):
        return
    kind = schema.get('type')
    fits = {'object': dict, 'array': list, 'string': str, 'boolean': bool, 'integer': int, 'number': (int, float)}[kind]
    if not isinstance(value, fits) or isinstance(value, bool) != (kind == 'boolean'):
        yield f'{at}: not of type {kind}: {value!r}'
    elif 'enum' in schema and value not in schema['enum']:
        yield f'{at}: {value!r} is none of {schema["enum"]}'
    elif kind == 'array':
        if len(value) > schema.get('maxItems', len(value)):
            yield f'{at}: too many items'
        for i, item in enumerate(value):
            yield from errors(item, schema['items'], f'{at}[{i}]')
    elif kind == 'object':
        for name in schema.get('required', []):
            if name not in value:
                yield f'{at}: {name} is missing'
        for name, item in value.items():
            if name in schema.get('properties', {}):
                yield from errors(item, schema['properties'][name], f'{at}.{name}')
            elif schema.get('additionalProperties') is False:
                yield f'{at}: {name} is not in the definition'


def check_request(r):
    method, path, call = calls[r['id']]
    request = r['request']
    if (method, path) != (r['http_method'], r['path']):
        yield f'{r["id"]}: {r["http_method"]} {r["path"]}'
    for place, key in (('path', 'path_parameters'), ('query', 'query')):
        known = {p['name']: p for p in call.get('parameters', []) if p['in'] == place}
        for name, value in request[key].items():
            if name not in known:
                yield f'{key}: {name} is not in the definition'
            else:
                yield from errors(value, known[name]['schema'], f'{key}.{name}')
        for name, p in known.items():
            if p['required'] and name not in request[key]:
                yield f'{key}: {name} is missing'
    body = call.get('requestBody')
    if 'body' in request and body is None:
        yield 'body: not in the definition'
    elif 'body' in request:
        kind, content = next(iter(body['content'].items()))
        if request['headers'].get('Content-Type') != kind:
            yield f'Content-Type is not {kind}'
        yield from errors(request['body'], content['schema'], 'body')
    elif body is not None and body['required']:
        yield 'body is missing'


def simple(value):
    """True where each expression of the source can stand in a program."""
    if leaf(value):
        text = value.get('$code')
        return text is None or re.fullmatch(r'\$?[A-Za-z_]\w*', text) is not None
    return all(simple(v) for v in (value.values() if isinstance(value, dict) else value if isinstance(value, list) else []))


PARSERS = {'python': lambda path: [sys.executable, '-m', 'py_compile', path], 'php': lambda path: ['php', '-l', path],
           'ruby': lambda path: ['ruby', '-c', path], 'javascript': lambda path: ['node', '--check', path],
           'perl': lambda path: ['perl', '-c', path], 'go': lambda path: ['gofmt', '-e', path], 'java': lambda path: ['javac', '-proc:none', '-d', os.path.dirname(path), path]}
ENDING = {'python': '.py', 'php': '.php', 'ruby': '.rb', 'javascript': '.mjs', 'perl': '.pl', 'java': '.java', 'go': '.go'}
HEAD = {'go': 'package main\n\nfunc run() {\n', 'php': '<?php\n', 'perl': 'sub encode_json; sub decode_json; sub POST; sub uri_escape;\n'}
TAIL = {'go': '\n}\n'}
# What the lines of Java take for granted.
JAVA = '''import java.net.*; import java.net.http.*; import java.nio.charset.*;
interface JsonNode { JsonNode get(String key); JsonNode get(int index); boolean asBoolean(); }
class Json { JsonNode readTree(String text) { return null; } }
class Examples {
  static Json json; static HttpClient http; static String rest, token, boundary;
  static String encode(Object value) { return ""; }
  static HttpRequest.BodyPublisher multipartBody(String boundary, String name, Object file) { return null; }
'''


def as_java(codes):
    """All of them as methods of one class: what a line names is a parameter."""
    out = JAVA
    for number, code in enumerate(codes):
        own = re.search(r'JsonNode step(\d+) =', code).group(1)
        names = {f'JsonNode step{step}' for step in set(re.findall(r'\bstep(\d+)\b', code)) - {own}}
        for expression in re.findall(r'(?:\+ |encode\(|"\w+", )([a-z]\w*)(?=\)| \+|,)', re.sub(r'"(?:[^"\\\\]|\\\\.)*"', '"x"', code)):
            if expression not in ('token', 'rest', 'boundary', 'encode'):
                names.add(f'Object {expression}')
        names = {n for n in names if n.split()[1] not in ('token', 'rest', 'boundary') and (n.startswith('JsonNode') or 'JsonNode ' + n.split()[1] not in names)}
        out += f'  static void m{number}({", ".join(sorted(names))}) throws Exception {{\n{code}\n  }}\n'
    return [out + '}']


def parse(language, codes, folder):
    """One file for all: they are statements."""
    command = PARSERS[language]
    if language != 'python' and not shutil.which(command('')[0]):
        return
    some = sorted(codes)[:40]
    for number, code in enumerate(as_java(some) if language == 'java' else some):
        path = os.path.join(folder, f'e{number}{ENDING[language]}')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(HEAD.get(language, '') + code + TAIL.get(language, '\n'))
        run = subprocess.run(command(path), capture_output=True, text=True, check=False)
        checked[language] = checked.get(language, 0) + 1
        if run.returncode:
            wrong.append(f'{language}: {run.stderr or run.stdout}\n{code}')


# A file around the lines, for grammars that want one: what stands before and behind them.
AROUND = {
    'apex': ('.cls', 'public class E {\n  void run() {\n', '\n  }\n}\n'), 'csharp': ('.cs', 'class E {\n  async Task Run() {\n', '\n  }\n}\n'),
    'go': ('.go', 'package main\n\nfunc run() {\n', '\n}\n'), 'java': ('.java', 'class E {\n  void run() {\n', '\n  }\n}\n'),
    'javascript': ('.mjs', '', '\n'), 'kotlin': ('.kt', 'fun run() {\n', '\n}\n'), 'perl': ('.pl', '', '\n'), 'php': ('.php', '<?php\n', '\n'),
    'powershell': ('.ps1', '', '\n'), 'python': ('.py', '', '\n'), 'ruby': ('.rb', '', '\n'),
}


def parse_with_grammars(found, folder):
    """Each language's own grammar reads its lines without an error: it needs no compiler."""
    texts = {}
    for language, some in sorted(found.items()):
        ending, before, behind = AROUND[language]
        for number, code in enumerate(sorted(some)[:60]):
            name = f'{language}{number}{ending}'
            texts[name] = before + code + behind
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
                file.write(texts[name])
            checked[f'{language} by grammar'] = checked.get(f'{language} by grammar', 0) + 1
    run = subprocess.run([UNSOAP, 'scan', '--no-config', '--no-prefilter', '--exit-zero', '-f', 'json', folder], stdout=subprocess.PIPE, check=True)
    coverage = json.loads(run.stdout)['coverage']
    if coverage['files_parsed'] != len(texts):
        wrong.append(f'{coverage["files_parsed"]} of {len(texts)} files were parsed')
    for partial in coverage.get('partial', []):
        wrong.append(f'{partial["path"]}: {partial["reason"]}\n{texts[os.path.basename(partial["path"])]}')
    for language in sorted(set(AROUND) - set(found)):
        wrong.append(f'no example in {language}')


# A call in each of the languages of which the fixtures have few.
CALLS = {
    'a.go': """package main

import "github.com/hooklift/gowsdl/soap"

func find(mail string) {
	client := soap.NewClient("https://123-ABC-456.mktoapi.com/soap/mktows/3_1")
	service := mktows.NewMktowsPort(client)
	service.GetLead(&mktows.ParamsGetLead{LeadKey: &mktows.LeadKey{KeyType: "EMAIL", KeyValue: mail}})
}
""",
    'a.kt': """import com.marketo.mktows.MktowsPort
import com.marketo.mktows.ParamsGetLead
import com.marketo.mktows.LeadKey

class Leads(private val port: MktowsPort) {
    fun find(mail: String) = port.getLead(ParamsGetLead().apply { leadKey = LeadKey().apply { keyType = "EMAIL"; keyValue = mail } }, null)
}
""",
    'a.ps1': """$client = New-WebServiceProxy -Uri 'https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL'
$client.getLead($params)
$client.syncLead($params)
""",
    'a.cls': """public class Leads {
  public void find(String mail) {
    mktows.MktowsApiSoapPort port = new mktows.MktowsApiSoapPort();
    port.endpoint_x = 'https://123-ABC-456.mktoapi.com/soap/mktows/3_1';
    mktows.LeadKey key = new mktows.LeadKey();
    key.keyType = 'EMAIL';
    key.keyValue = mail;
    port.getLead(key);
  }
}
""",
}

commands, codes, all_codes = {}, {}, {}
own = tempfile.TemporaryDirectory()
for name, text in CALLS.items():
    with open(os.path.join(own.name, name), 'w', encoding='utf-8') as file:
        file.write(text)
ROOTS.append(own.name)
for root in ROOTS:
    out = subprocess.run([UNSOAP, 'scan', '--no-config', '--exit-zero', '-f', 'json', root], stdout=subprocess.PIPE, check=True).stdout
    report = json.loads(out)
    for finding in report['findings']:
        uses = [r for r in finding['replacements'] if r['role'] == 'use']
        if finding['replacements'] and (len(uses) != 1 or finding['replacements'][0] is not uses[0]):
            wrong.append(f'{finding["location"]}: no single "use" leads')
        steps = [r['step'] for r in finding['replacements']]
        if sorted(steps) != list(range(1, len(steps) + 1)):
            wrong.append(f'{finding["location"]}: steps {steps}')
        for r in finding['replacements']:
            checked['requests'] = checked.get('requests', 0) + 1
            wrong += [f'{finding["location"]["path"]}:{finding["location"]["start_line"]} {r["id"]} {e}' for e in check_request(r)]
            examples = r['examples']
            commands[examples['curl']] = examples['variables']
            if all(simple(r['request'].get(key, {})) for key in ('path_parameters', 'query', 'body')):
                for language in AROUND:
                    if language in examples:
                        all_codes.setdefault(language, set()).add(examples[language])
                        if language in PARSERS:
                            codes.setdefault(language, set()).add(examples[language])
    for topic in report.get('migration', []):
        for r in topic.get('requests', []):
            wrong += [f'{topic["id"]} {e}' for e in check_request(r)]

with tempfile.TemporaryDirectory() as folder:
    script = os.path.join(folder, 'all.sh')
    with open(script, 'w', encoding='utf-8') as file:
        file.write('set -u\ncurl() { printf "%s\\n" "$#" >/dev/null; }\nMARKETO_REST=http://127.0.0.1:1 MARKETO_TOKEN=t\n')
        for command, variables in sorted(commands.items()):
            used = set(re.findall(r'\$([A-Z][A-Z0-9_]*)', command)) - {'MARKETO_REST', 'MARKETO_TOKEN'}
            if used - set(variables):
                wrong.append(f'not listed: {used - set(variables)}\n{command}')
            for name, what in variables.items():
                if not re.match(r'(string|integer|number|boolean|datetime|object|file): ', what):
                    wrong.append(f'{name} is described as {what!r}')
                file.write(f"{name}='a b'\n")
            file.write(command + '\n')
    run = subprocess.run(['sh', script], capture_output=True, text=True, check=False)
    checked['commands'] = len(commands)
    if run.returncode or run.stderr:
        wrong.append(run.stderr)
    for language in sorted(codes):
        parse(language, codes[language], folder)

with tempfile.TemporaryDirectory() as folder:
    parse_with_grammars(all_codes, folder)

for known, enough in (('requests', 1000), ('commands', 100), ('python', 5)):
    if checked.get(known, 0) < enough:
        wrong.append(f'only {checked.get(known, 0)} {known} were seen')
print('\n'.join(wrong[:40]) or ', '.join(f'{count} {what}' for what, count in sorted(checked.items())) + ' are as they should be')
sys.exit(bool(wrong))
