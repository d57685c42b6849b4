"""The check as a team lives with it, on real repositories: red, a baseline, green and silent in every format; red again for
exactly what is new; changed lines by merge base; the index; suppressions with what they take along; identities under what
formatters do; the same files from standard input, a list or a revision.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

UNSOAP = os.path.abspath(sys.argv[1])
WSDL = 'https://100-AEK-913.mktoapi.com/soap/mktows/3_1?WSDL'
FORMATS = ['checkstyle', 'concise', 'csv', 'github', 'gitlab', 'html', 'junit', 'markdown', 'rdjson', 'sonar', 'text']
problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


class Repository:
    def __init__(self, files, commit=True):
        self.holder = tempfile.TemporaryDirectory(prefix='unsoap-gate-')
        self.root = os.path.realpath(self.holder.name)
        self.git('init -q -b main')
        self.git('config user.email nobody@example.com')
        self.git('config user.name nobody')
        self.git('config commit.gpgsign false')
        for path, text in files.items():
            self.write(path, text)
        if commit:
            self.commit()

    def git(self, command):
        return subprocess.run(f'git {command}', shell=True, cwd=self.root, capture_output=True, text=True, check=True).stdout

    def commit(self):
        self.git('add -A')
        self.git('commit -q -m step')

    def path(self, name):
        return os.path.join(self.root, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), 'w', encoding='utf-8', newline='') as file:
            file.write(text)

    def read(self, name):
        with open(self.path(name), encoding='utf-8', newline='') as file:
            return file.read()

    def run(self, *arguments, text=None, folder=''):
        return subprocess.run([UNSOAP, *arguments], cwd=self.path(folder), capture_output=True, text=True, input=text, check=False)

    def findings(self, *arguments):
        done = self.run('scan', '-q', '--exit-zero', '-f', 'json', *arguments)
        return json.loads(done.stdout)['findings'] if done.returncode == 0 else [{'failed': done.stderr}]

    def paths(self, *arguments):
        return {finding['location']['path'] for finding in self.findings(*arguments)}


PHP = f"""<?php
class Ledger
{{
    private $wire;

    public function __construct()
    {{
        $this->wire = new SoapClient('{WSDL}');
    }}

    public function find($mail)
    {{
        $request = array('leadKey' => array('keyType' => 'EMAIL', 'keyValue' => $mail));
        return $this->wire->getLead($request);
    }}
}}
"""
PYTHON = f"""from zeep import Client

wire = Client('{WSDL}')


def channels():
    return wire.service.getChannels()
"""
RUBY = f"""require 'savon'

class Ledger
  def initialize
    @wire = Savon.client(wsdl: '{WSDL}')
  end

  def tags
    @wire.call(:get_tags)
  end
end
"""


def baseline():
    tree = Repository({'src/Ledger.php': PHP, 'jobs/channels.py': PYTHON, 'lib/ledger.rb': RUBY})
    check(tree.run('scan').returncode == 1, 'the first run is not red')
    check(tree.run('baseline', 'create', '--reason', 'before the move').returncode == 0, 'baseline create')
    known = ['--baseline', '.unsoap-baseline.json']
    check(tree.run('scan', *known).returncode == 0, 'not green with a baseline')
    for name in FORMATS:
        shown = tree.run('scan', *known, '-f', name).stdout
        check(not re.search('getLead|getChannels|getTags', shown), f'{name} shows what is known')
        check(name not in ('text', 'concise') or '6 known' in shown, f'{name} does not say how much is known: {shown[-300:]}')
        shown = tree.run('scan', *known, '--show-known', '-f', name).stdout
        check('getLead' in shown, f'{name} --show-known does not bring it back')
    states = {finding['state'] for finding in tree.findings(*known)}
    check(states == {'baseline'}, f'json states {states}')
    sarif = json.loads(tree.run('scan', *known, '-f', 'sarif').stdout)['runs'][0]['results']
    check({result['baselineState'] for result in sarif} == {'unchanged'}, 'sarif without baselineState')
    tree.write('jobs/more.js', f"const soap = require('soap');\nsoap.createClient('{WSDL}', (err, wire) => wire.getTags({{}}, console.log));\n")
    done = tree.run('scan', *known, '-f', 'github')
    check(done.returncode == 1 and 'jobs/more.js' in done.stdout, 'a new call is not red')
    check(not re.search('Ledger.php|channels.py|ledger.rb', done.stdout), 'annotations of what is known beside a new call')
    os.unlink(tree.path('jobs/more.js'))
    parts(tree, known)


def parts(tree, known):
    before = tree.read('.unsoap-baseline.json')
    for verb in ('update', 'prune'):
        tree.run('baseline', verb, 'src')
        check(tree.read('.unsoap-baseline.json') == before, f'baseline {verb} of a part changes the rest')
    os.unlink(tree.path('src/Ledger.php'))
    gone = tree.run('scan', *known).stdout
    check('2 gone' in gone, f'what is gone is not said: {gone[-400:]}')
    check('gone' not in tree.run('scan', *known, 'jobs').stdout, 'the scan of a part says that the rest is gone')
    tree.run('baseline', 'prune', 'lib')
    check(tree.read('.unsoap-baseline.json') == before, 'prune of a part drops what lies elsewhere')
    tree.run('baseline', 'prune')
    check('src/Ledger.php' not in tree.read('.unsoap-baseline.json'), 'prune keeps what is gone')
    kept = tree.read('.unsoap-baseline.json')
    check(tree.run('baseline', 'create').returncode == 2, 'create writes over a baseline')
    check(tree.read('.unsoap-baseline.json') == kept, 'create refused and wrote all the same')
    check(tree.run('baseline', 'create', '--force').returncode == 0, 'create --force')
    shown = tree.run('baseline', 'show').stdout
    check('jobs/channels.py' in shown and '4 known findings' in shown, f'baseline show: {shown}')


def changes():
    tree = Repository({'a.php': PHP, 'b.py': PYTHON})
    tree.git('mv a.php moved.php')
    tree.commit()
    check(tree.run('scan', '--since', 'HEAD~1').returncode == 0, 'a renamed file is a change')
    tree.write('b.py', PYTHON.replace('\n', '\r\n'))
    check(tree.run('scan', '--since', 'HEAD').returncode == 0, 'line ends are a change')
    tree.write('b.py', PYTHON)
    tree.git('checkout -q -b side')
    tree.write('c.rb', RUBY)
    tree.commit()
    tree.git('checkout -q main')
    tree.git('rm -q b.py')
    tree.commit()
    tree.git('checkout -q side')
    for since in ('main', 'main...HEAD', 'main...'):
        check(tree.paths('--since', since) == {'c.rb'}, f'--since {since}: {tree.paths("--since", since)}')
    check(tree.paths('--since', 'main..') == {'b.py', 'c.rb'}, f'--since main..: {tree.paths("--since", "main..")}')
    check('not what is checked out' in tree.run('scan', '--since', 'side...main').stderr, '--since of another branch')
    tree.write('b.py', PYTHON + '\n\ndef again():\n    return wire.service.getTags()\n')
    lines = [(f['location']['path'], f['operation']) for f in tree.findings('--since', 'HEAD')]
    check(lines == [('b.py', 'getTags')], f'an added call: {lines}')
    tree.git('checkout -q --orphan other')
    tree.commit()
    check('common history' in tree.run('scan', '--since', 'main').stderr, 'no common history is not said')


def index():
    tree = Repository({'src/a.php': PHP})
    tree.write('src/b.py', PYTHON)
    tree.git('add src/b.py')
    tree.write('src/b.py', 'pass\n')
    tree.write('src/c.rb', RUBY)
    check(tree.paths('--staged') == {'src/b.py'}, f'--staged: {tree.paths("--staged")}')
    check(tree.paths('--staged', 'src') == {'b.py'}, f'--staged of a folder: {tree.paths("--staged", "src")}')
    check(tree.run('scan', '--staged', folder='src').returncode == 1, '--staged from a folder')
    check(tree.run('scan', '--staged', '--since', 'HEAD').returncode == 2, '--staged beside --since')
    tree.git('reset -q')
    check(tree.run('scan', '--staged').returncode == 0, 'nothing staged is red')
    check(tree.paths('--rev', 'HEAD') == {'src/a.php'}, f'--rev: {tree.paths("--rev", "HEAD")}')
    check(tree.run('scan', '--rev', 'nowhere').returncode == 2, '--rev of nothing')
    first = Repository({'a.py': PYTHON}, commit=False)
    first.git('add a.py')
    check(first.run('scan', '--staged').returncode == 1, 'the first commit')
    outside = Repository({'a.php': '<?php\n'})
    os.symlink('/etc/passwd', outside.path('link'))
    outside.git('add link')
    check(outside.run('scan', '--staged').returncode == 0, 'a staged link')
    left = [name for name in os.listdir(tempfile.gettempdir()) if re.fullmatch(r'unsoap-[A-Za-z0-9]{6}', name)]
    check(not left, f'left behind: {left}')


def inputs():
    tree = Repository({'src/a.php': PHP, 'src/b.py': PYTHON, 'c.rb': RUBY})
    tree.write('list', 'src/a.php\r\nsrc/gone.php\n')
    check(tree.paths('--files-from', 'list') == {'src/a.php'}, '--files-from')
    done = tree.run('scan', '-f', 'json', '-q', '--files-from', '-', text='src/b.py\0c.rb\0')
    named = {finding['location']['path'] for finding in json.loads(done.stdout)['findings']}
    check(named == {'src/b.py', 'c.rb'}, f'--files-from -: {named}')
    check(tree.run('plan', '--files-from', 'list').returncode == 2, 'plan takes --files-from and reads all')
    check(tree.run('scan', '--files-from', '-', text='').returncode == 0, 'an empty list is no failure')
    done = tree.run('scan', '--stdin', '--stdin-path', 'x/y.php', '-f', 'concise', text=PHP)
    check(done.returncode == 1 and re.search(r'^x/y\.php:14:', done.stdout, re.M), f'--stdin: {done.stdout} {done.stderr}')
    check(tree.run('scan', '--stdin', '--stdin-path', '../y.php', text=PHP).returncode == 2, '--stdin-path out of the folder')
    shown = tree.run('scan', 'src', '-f', 'concise').stdout
    check(re.search(r'^src/a\.php:\d+:\d+: error ', shown, re.M), f'paths from here: {shown}')
    check('src/a.php:' in tree.run('scan', 'src').stdout, 'text: paths from here')
    done = tree.run('scan', '-f', 'html=page.html', '-o', 'r.sarif')
    check('page.html, r.sarif' in done.stderr and 'fail' in done.stderr, f'files are not named: {done.stderr}')
    check(tree.run('scan', '--json', '-q').stdout.startswith('{'), '--json')
    os.makedirs(tree.path('.github'))
    check(tree.run('init').returncode == 0 and 'fail-on' in tree.read('.unsoap.yml'), 'init')
    check('unsoap scan' in tree.read('.github/workflows/unsoap.yml'), 'init: the workflow')
    check('stays as it is' in tree.run('init').stdout, 'init writes over files')
    check(tree.run('scan', '--exit-zero').returncode == 0, 'what init wrote is no configuration')
    check('rules' in tree.run('doctor').stdout, 'doctor')


def suppressions():
    note = 'unsoap-ignore: {} -- the move is planned{}'
    php = (f"<?php\nfunction leads($mail) {{\n    $wire = new SoapClient('{WSDL}'); // {note.format('wsdl-reference', '')}\n"
           f"    return $wire->getLead(array('leadKey' => $mail)); // {note.format('getLead', ' until=2099-01-31')}\n}}\n")
    tree = Repository({'a.php': php})
    check(tree.run('scan').returncode == 0, 'a suppressed call leaves something')
    wrapper = (f"from zeep import Client\nwire = Client('{WSDL}')  # {note.format('wsdl-reference', '')}\n\n\n"
               f"def tags():\n    return wire.service.getTags()  # {note.format('getTags', '')}\n")
    callers = 'from w import tags\nprint(tags())\n\n\ndef later():\n    return tags()\n'
    tree = Repository({'w.py': wrapper, 'v.py': callers})
    check(tree.run('scan').returncode == 0, 'a suppressed wrapper leaves its callers')
    suppressed = json.loads(tree.run('scan', '-q', '-f', 'json').stdout)['suppressed']
    check([s['suppressed_by'] for s in suppressed if s['kind'] == 'wrapper-call'] == ['wrapper'] * 2, 'not counted as such')
    two = wrapper + '\n\ndef channels():\n    tags()\n    return wire.service.getChannels()\n'
    tree = Repository({'w.py': two, 'v.py': 'from w import tags, channels\ntags()\nchannels()\n'})
    rest = sorted((f['kind'], f['location']['path'], f['location']['start_line']) for f in tree.findings())
    check([r for r in rest if r[1] == 'v.py'] == [('wrapper-call', 'v.py', 3)], f'the other wrapper: {rest}')
    for until in ('2027-13-41', '2027-02-30', 'soon', '2020-01-01'):
        tree = Repository({'a.php': php.replace('2099-01-31', until)})
        check(tree.run('scan').returncode == 1, f'until={until} suppresses')
    tree = Repository({'a.php': php.replace('ignore: getLead', 'ignore: getLed')})
    check("did you mean 'getLead'?" in tree.run('scan').stderr, 'a slip in a rule is not seen')


def languages_and_levels():
    tree = Repository({'a.php': PHP, 'b.py': PYTHON, 'c.rb': RUBY, '.hidden/d.php': PHP, 'tool': '#!/usr/bin/env python3\n' + PYTHON})
    for flags, wanted in (('-tphp', {'a.php', '.hidden/d.php'}), ('-t py', {'b.py', 'tool'}), ('--type=ruby,python', {'b.py', 'tool', 'c.rb'}),
                          ('-T php -T Ruby', {'b.py', 'tool'}), ('-t php --hidden=false', {'a.php'}), ('-t xml a.php', {'a.php'})):
        found = tree.paths(*flags.split())
        check(found == wanted, f'{flags}: {found}')
    done = tree.run('scan', '-t', 'phyton')
    check(done.returncode == 2 and "did you mean 'python'?" in done.stderr, f'-t phyton: {done.stderr}')
    check(re.search(r'^php: .*\*\.php', tree.run('--type-list').stdout, re.M), '--type-list')
    check('b.py\texcluded: --type php' in tree.run('files', '--why', '-t', 'php').stdout, 'files --why says nothing of --type')
    check(tree.run('scan', '-t', 'cobol').returncode == 2, 'nothing of that language is a clean run')
    levels = {f['level'] for f in tree.findings('--severity', 'error')}
    check(levels == {'error'}, f'--severity error: {levels}')
    check(tree.run('scan', '--severity', 'eror').stderr.endswith("did you mean 'error'?\n"), '--severity eror')
    tree.write('.gitignore', 'a.php\n')
    check('a.php' in tree.paths('-t', 'php'), 'a file that git keeps is not read')
    tree.git('rm -q --cached a.php')
    check(tree.paths('-t', 'php') == {'.hidden/d.php'}, 'an ignored file is read')
    for flag in ('-u', '-uu', '-uuu', '--unrestricted'):
        check('a.php' in tree.paths(flag), flag)
    check(tree.run('scan', '-uuuu').returncode == 2, '-uuuu')
    tree.run('baseline', 'create', '-u')
    before = tree.read('.unsoap-baseline.json')
    for flags in ('-u -t php', '-u --severity error', '-u --rule nothing', '-u --hidden=false'):
        tree.run('baseline', 'prune', *flags.split())
        tree.run('baseline', 'update', *flags.split())
        check(tree.read('.unsoap-baseline.json') == before, f'baseline prune {flags} drops what it did not look for')
    check('gone' not in tree.run('scan', '-u', '--baseline', '.unsoap-baseline.json', '-t', 'php').stdout, '-t: the rest is called gone')


def settings():
    tree = Repository({'a.php': PHP, 'src/.keep': ''})
    tree.write('.unsoap.yml', 'fail-on: certain\nexclude:\n  - old/\n')
    done = subprocess.run([UNSOAP, 'config', 'show', '-j3', '--exclude', 'tmp'], cwd=tree.path('src'), capture_output=True, text=True, check=False,
                          env={**os.environ, 'UNSOAP_MAX_MEMORY': '64M'})
    rows = {line.split()[0]: line for line in done.stdout.splitlines() if line.strip()}
    for name, value, origin in (('fail-on', 'certain', '.unsoap.yml:1'), ('exclude', 'old/, tmp', '.unsoap.yml:3, --exclude'),
                                ('jobs', '3', '-j'), ('max-memory', '64M', 'UNSOAP_MAX_MEMORY'), ('archives', '3', 'default'),
                                ('strict', 'false', 'default')):
        line = rows.get(name, '')
        check(value in line and line.endswith(origin), f'config show {name}: {line}')
    check(tree.run('config').returncode == 2, 'config without a verb')
    # The configuration is found whatever the verb is called.
    tree.write('.unsoap.yml', 'exclude: [a.php]\n')
    tree.write('b.py', PYTHON)
    tree.run('baseline', 'create')
    check('a.php' not in tree.read('.unsoap-baseline.json'), 'baseline create does not read .unsoap.yml')


def own_names():
    files = {'a.php': "<?php\ncrm_push($row);\n$gate = new Acme\\Crm\\Gateway();\n$gate->find($mail);\n$gate->close();\n",
             'b.py': 'from acme_crm import Bridge\n\nbridge = Bridge()\nbridge.fetch("a@example.com")\n',
             'requirements.txt': 'acme-crm==1.2\n'}
    config = ('wrappers:\n  crm_push: syncLead\nclients:\n  Acme\\Crm\\Gateway: {find: getLead}\n'
              'packages:\n  acme-crm:\n    ecosystem: pypi\n    imports: acme_crm\n    clients:\n      Bridge: {fetch: getLead}\n')
    tree = Repository(files)
    check(not tree.findings(), 'found without being named')
    tree.write('.unsoap.yml', config)
    found = sorted((f['location']['path'], f['location']['start_line'], f['kind'], f['operation']) for f in tree.findings())
    made = 'wsdl-reference'  # where a client is made
    wanted = [('a.php', 2, 'call', 'syncLead'), ('a.php', 3, made, ''), ('a.php', 4, 'call', 'getLead'), ('b.py', 3, made, ''),
              ('b.py', 4, 'call', 'getLead'), ('requirements.txt', 1, 'dependency', '')]
    check(found == wanted, f'own names: {found}')
    shown = tree.run('scan', '--explain', 'a.php:2').stdout
    check("the project's configuration names it" in shown, f'own names: --explain: {shown}')
    calls = {
        'a.java': 'class A { void run(Gateway gate) { gate.find("x"); } }\n',
        'b.rb': 'gate = Gateway.new\ngate.find("x")\ncrm_push(1)\n',
        'c.js': "import { Gateway } from './gate';\nconst gate = new Gateway();\ngate.find('x');\ncrm_push({});\n",
        'd.cs': 'class D { private readonly Gateway gate; void Run() { gate.find("x"); } }\n',
        'e.kt': 'class E(private val gate: Gateway) { fun run() { gate.find("x") } }\n',
        'f.py': 'def run(gate: Gateway):\n    gate.find("x")\n    crm_push(1)\n',
        'g.php': '<?php\nclass G { private Gateway $gate; function run() { $this->gate->find(1); } }\n',
        'h.php': '<?php\nfunction other(Store $store) { $store->find(1); $store->crm_pushed(); }\n',  # another class, another name
    }
    tree = Repository(calls)
    tree.write('.unsoap.yml', 'wrappers: {crm_push: syncLead}\nclients: {Acme.Crm.Gateway: {find: getLead}}\n')
    found = sorted((f['location']['path'], f['operation']) for f in tree.findings() if f['kind'] == 'call')
    wanted = [(path, operation) for path, text in calls.items() if path != 'h.php' for operation, word in
              (('getLead', 'find('), ('syncLead', 'crm_push(')) if word in text]
    check(found == wanted, f'own names in many languages: missing {set(wanted) - set(found)}, too many {set(found) - set(wanted)}')
    tree.write('.unsoap.yml', 'clients:\n  Gateway:\n')
    tree.write('i.py', 'def run(gate: Gateway):\n    gate.getTags()\n    gate.tidy()\n')
    check([(f['location']['path'], f['location']['start_line']) for f in tree.findings() if f['kind'] == 'call'] == [('i.py', 2)], 'a client without methods')
    for text, message in (('wrappers: {crm_push: syncLed}\n', "1:22: error: there is no operation 'syncLed'|did you mean 'syncLead'?"),
                          ('wrapers: {crm_push: syncLead}\n', "1:1: error: unknown key 'wrapers'|did you mean 'wrappers'?"),
                          ('clients: [Gateway]\n', "1:10: error: 'clients' must be a map, not a list"),
                          ('packages:\n  acme: {ecosystem: composr}\n', "2:21: error: there is no ecosystem 'composr'|did you mean 'composer'?"),
                          ('packages: {acme: {imports: x}}\n', "does not say its ecosystem")):
        tree.write('.unsoap.yml', text)
        done = tree.run('scan')
        check(done.returncode == 2 and all(part in done.stderr for part in message.split('|')), f'{text}: {done.stderr}')


def reports():
    note = 'unsoap-ignore: getLead -- the move is planned'
    tree = Repository({'a.php': PHP.replace('->getLead($request);', f'->getLead($request); // {note}'), 'b.py': PYTHON})
    for name in FORMATS + ['json', 'sarif']:
        shown = tree.run('scan', '-f', name, '--show-suppressed').stdout
        check('the move is planned' in shown, f'{name} --show-suppressed has no reason')
        if name not in ('json',):
            check('the move is planned' not in tree.run('scan', '-f', name).stdout, f'{name} shows what is suppressed')
    tree.run('scan', '-q', '-f', 'json=old.json')
    tree.write('b.py', 'pass\n')
    tree.write('c.rb', RUBY)
    tree.run('scan', '-q', '-f', 'json=new.json', '--exclude', '*.json')
    for name, part in (('text', '+ c.rb'), ('json', '"new": ['), ('markdown', '### New'), ('csv', 'new,'), ('concise', ': new '), ('github', '::error')):
        done = tree.run('diff', 'old.json', 'new.json', '-f', name)
        check(done.returncode == 1 and part in done.stdout, f'diff -f {name}: {done.stdout[:200]}')
    json.loads(tree.run('diff', 'old.json', 'new.json', '-f', 'json').stdout)
    # The others say it as they say what is new beside a baseline.
    for name in ('checkstyle', 'gitlab', 'html', 'junit', 'rdjson', 'sarif', 'sonar', 'jsonl'):
        done = tree.run('diff', 'old.json', 'new.json', '-f', name)
        known = re.search('getLead', done.stdout) if name not in ('sarif', 'jsonl') else re.search('"(?:baselineState|state)": ?"new"[^\n]*getLead', done.stdout)
        check(done.returncode == 1 and 'getTags' in done.stdout and not known, f'diff -f {name}: {done.returncode} {done.stderr} {done.stdout[:200]}')
    done = tree.run('diff', 'old.json', 'new.json', '-o', 'gone.html')
    check(done.returncode == 1 and 'getTags' in tree.read('gone.html'), f'diff -o gone.html: {done.stderr}')
    check(tree.run('diff', 'new.json', 'new.json', '-f', 'junit').returncode == 0, 'diff of the same is red')
    done = tree.run('diff', 'old.json', 'new.json', '-f', 'junti')
    check(done.returncode == 2 and 'one of text, json, markdown' in done.stderr, f'diff -f junti: {done.stderr}')
    page = tree.run('convert', 'new.json', '-f', 'html', '--compare', 'old.json').stdout
    check('id="progress"' in page and 'of 3 findings done' in page, 'html --compare')
    done = tree.run('convert', 'new.json', '--html-pages', 'pages')
    check(sorted(os.listdir(tree.path('pages'))) == ['getTags.html', 'index.html', 'other.html'], f'--html-pages: {os.listdir(tree.path("pages"))}')
    check('href="getTags.html"' in tree.read('pages/index.html') and 'class="finding' not in tree.read('pages/index.html'), 'the page of all')


def pre_commit():
    with open(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), '.pre-commit-hooks.yaml'), encoding='utf-8') as file:
        entry = re.search(r'^ *entry: (.*)$', file.read(), re.M).group(1)
    tree = Repository({'a.php': PHP})
    programs = os.path.join(tree.root, '.git', 'programs')
    os.makedirs(programs)
    os.symlink(UNSOAP, os.path.join(programs, 'unsoap'))
    hook = os.path.join(tree.root, '.git', 'hooks', 'pre-commit')
    with open(hook, 'w', encoding='utf-8') as file:
        file.write(f'#!/bin/sh\nPATH="{programs}:$PATH"\nexec {entry}\n')
    os.chmod(hook, 0o755)

    def commit():
        tree.git('add -A')
        done = subprocess.run(['git', 'commit', '-q', '-m', 'step'], cwd=tree.root, capture_output=True, text=True, check=False)
        return done.returncode == 0

    tree.git('mv a.php moved.php')
    check(commit(), 'hook: a renamed file is refused')
    tree.write('b.py', PYTHON)
    check(not commit(), 'hook: a new call is taken')
    tree.write('b.py', PYTHON.replace("?WSDL')", "?WSDL')  # unsoap-ignore: wsdl-reference -- goes with the job").replace(
        'getChannels()', 'getChannels()  # unsoap-ignore: getChannels -- the job moves in March'))
    check(commit(), 'hook: a suppressed call is refused')
    tree.write('notes.txt', 'nothing\n')
    check(commit(), 'hook: a commit of something else is refused')


def identities():
    """(file, text, the same call in other words, another call)."""
    js = f"const soap = require('soap');\nsoap.createClient('{WSDL}', (err, wire) => {{\n  wire.getTags({{}}, (e, r) => {{ console.log('a'); }});\n}});\n"
    java = ("import com.marketo.mktows.*;\nclass Sync {\n  Object run(MktowsPort port) {\n    ParamsGetLead params = new ParamsGetLead();\n"
            "    LeadKey key = new LeadKey();\n    key.setKeyType(LeadKeyRef.EMAIL);\n    params.setLeadKey(key);\n"
            "    return port.getLead(params, null);\n  }\n}\n")
    rows = [
        ('a.php', PHP, PHP.replace("'", '"').replace('$request', '$asked').replace('    ', '\t'), PHP.replace('EMAIL', 'IDNUM')),
        ('a.php', PHP, PHP.replace("array('leadKey' => array('keyType' => 'EMAIL', 'keyValue' => $mail))",
                                   "['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => $mail]]"), PHP.replace('getLead', 'syncLead')),
        ('a.py', PYTHON, PYTHON.replace("'", '"').replace('return ', 'found = '), PYTHON.replace('getChannels', 'getTags')),
        ('a.rb', RUBY, RUBY.replace("'", '"').replace('@wire.call(:get_tags)', '@wire.call( :get_tags )'), RUBY.replace('get_tags', 'get_channels')),
        ('a.js', js, js.replace("'a'", "'a, b'").replace('(e, r)', '(problem, answer)').replace("'", '"'), js.replace('getTags', 'getChannels')),
        ('Sync.java', java, java.replace('params', 'request').replace('  ', '\t'), java.replace('EMAIL', 'IDNUM')),
    ]
    for name, text, same, other in rows:
        ids = []
        for version in (text, same, other):
            tree = Repository({name: version})
            ids.append(sorted(f['id'] for f in tree.findings() if f['kind'] in ('call', 'wsdl-reference')))
        check(ids[0] and ids[0] == ids[1], f'{name}: another id for the same call: {ids}')
        check(ids[0] != ids[2], f'{name}: the same id for another call')


def one_thing_one_finding():
    tree = Repository({'a.php': PHP, 'b.py': PYTHON, 'c.py': 'from b import channels\nchannels()\n'})
    kinds = sorted((f['location']['path'], f['kind']) for f in tree.findings())
    check(kinds == [('a.php', 'call'), ('a.php', 'wsdl-reference'), ('b.py', 'call'), ('b.py', 'definition'),
                    ('b.py', 'wsdl-reference'), ('c.py', 'wrapper-call')], f'kinds: {kinds}')
    line = [f.get('enclosing_line') for f in tree.findings() if f['kind'] == 'call' and f['location']['path'] == 'a.php']
    check(line == [11], f'enclosing_line {line}')


for test in (baseline, changes, index, inputs, languages_and_levels, settings, own_names, reports, pre_commit, suppressions, identities,
             one_thing_one_finding):
    test()
for problem in problems:
    print(problem)
sys.exit(bool(problems))
