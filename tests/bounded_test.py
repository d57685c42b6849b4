"""Inputs on which work, memory or waiting used to grow out of hand, each beside a plain use.

Each kind is made in several languages or formats. The scan has to end within limits of the system on processor time and
memory that are ten times and more what it takes, so that a busy machine cannot fail it; the use beside the input has to
be found, and every file accounted for. Where growth can be counted (the steps of --stats), it is.
"""
import json, os, pathlib, re, resource, shutil, signal, subprocess, sys, tempfile, threading

UNSOAP = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(tempfile.mkdtemp(prefix='unsoap_bounded_'))
U = 'https://100-AEK-913.mktoapi.com/soap/mktows/2_9?WSDL'
NS = 'http://www.marketo.com/mktows/'
USE = "<?php\n$c = new SoapClient('%s');\n$c->getTags(array());\n" % U
SECONDS, MEGABYTES = 60, 1500  # of the process; a scan below takes 3 s and 300 MB at most
PEAK = 330  # MB, of what may stay small
failures = []


def fail(name, why):
    failures.append(f'{name}: {why}')
    print('FAILED', failures[-1], flush=True)


def limits(memory=MEGABYTES):
    def apply():
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return apply


def scan(name, files, *flags, use=True, sanitized='asan' in UNSOAP or 'tsan' in UNSOAP):
    """Scans a tree of the files; gives status, report, standard error and peak in MB."""
    tree = ROOT / re.sub(r'\W+', '_', name)
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir()
    for path, text in files.items():
        at = tree / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(text if isinstance(text, bytes) else text.encode())
    if use: (tree / 'use.php').write_text(USE)
    out = ROOT / 'report.json'
    out.unlink(missing_ok=True)
    with open(ROOT / 'stderr', 'wb') as err:
        process = subprocess.Popen(
            [UNSOAP, 'scan', '--no-config', '-q', '--exit-zero', '--stats', '-f', f'json={out}', *flags, '.'],
            cwd=tree, stdout=subprocess.DEVNULL, stderr=err, preexec_fn=None if sanitized else limits())
        _, status, used = os.wait4(process.pid, 0)
    status = os.waitstatus_to_exitcode(status)
    report = json.loads(out.read_text()) if out.exists() else None
    shutil.rmtree(tree, ignore_errors=True)
    return status, report, (ROOT / 'stderr').read_text(errors='replace'), used.ru_maxrss / 1024


def check(name, files, *flags, peak=PEAK, also=lambda report: None):
    status, report, err, mb = scan(name, files, *flags)
    if status != 0 or report is None: return fail(name, f'status {status}: {err[-300:]}')
    if not any(f['location']['path'] == 'use.php' and f['kind'] == 'call' for f in report['findings']):
        fail(name, 'the use beside it is lost')
    c = report['coverage']
    accounted = (c['files_parsed'] + c['files_text_only'] + c['files_dropped_by_prefilter'] + c['files_not_read'])
    if c['files_found'] != accounted: fail(name, f'{c["files_found"]} files found, {accounted} accounted for')
    if mb > peak and 'san' not in UNSOAP: fail(name, f'{mb:.0f} MB')
    why = also(report)
    if why: fail(name, why)


def finds(path, least=1):
    return lambda report: None if sum(f['location']['path'] == path for f in report['findings']) >= least else \
        f'fewer than {least} findings in {path}'


def nest(o, c, n): return o * n + '1' + c * n


# Nested collections: each level was visited twice in some languages.
check('nested collections', {
    'a.pl': f"my $u = '{U}';\nmy $x = " + nest("['a' => ", ']', 200) + ';\n',
    'b.pl': f"my $u = '{U}';\nmy $x = " + nest("{a => [b => ", ']}', 100) + ';\n',
    'c.pm': f"package C;\nour $u = '{U}';\nour %x = " + nest("(a => {b => ", '})', 100) + ';\n1;\n',
    'a.php': f"<?php $u = '{U}'; $x = " + nest("['a' => ", ']', 200) + ';',
    'a.rb': f"u = '{U}'\nx = " + nest("{a: [b: ", ']}', 100) + '\n',
    'a.lua': f"local u = '{U}'\nlocal x = " + nest("{a = {", '}}', 100) + '\n',
    'a.py': f"u = '{U}'\nx = " + nest("{'a': [", ']}', 100) + '\n',
    'a.groovy': f"def u = '{U}'\ndef x = " + nest("[a: [", ']]', 100) + '\n',
    'a.js': f"var u = '{U}', x = " + nest("{a: [", ']}', 100) + ';',
}, also=lambda report: finds('a.pl')(report) or finds('a.groovy')(report))

# Names that look like marks of our own.
odd = ['#email', '#0', '#1', '#99999999999999999999', '#', '#-1', '[]', '[0]', '@type', '\\x01']
php = ', '.join(f"'{k}' => 'x'" for k in odd)
check('odd names of fields', {
    'n.php': f"<?php $c = new SoapClient('{U}'); $c->getLead(array({php}));",
    'o.php': f"<?php $c = new SoapClient('{U}'); $c->getLead(new LeadKey('#0', array({php})));",
    'n.py': f"c = Client('{U}')\nc.service.getLead({{{', '.join(repr(k) + ': 1' for k in odd)}}})\n",
    'n.rb': f"c = Savon.client(wsdl: '{U}')\nc.call(:get_lead, message: {{{', '.join(repr(k) + ' => 1' for k in odd)}}})\n",
    'n.js': f"soap.createClient('{U}', (e, c) => c.getLead({{{', '.join(json.dumps(k) + ': 1' for k in odd)}}}));",
    'n.pl': f"my $c = SOAP::Lite->service('{U}');\n$c->getLead({{{', '.join(repr(k) + ' => 1' for k in odd)}}});\n",
    'n.groovy': f"def c = new SOAPClient('{U}')\nc.getLead([{', '.join(repr(k) + ': 1' for k in odd)}])\n",
}, also=lambda report: finds('n.php')(report) or finds('n.py')(report))

# Many places on one line.
N = 12000
for name, files in {
    'calls on a line, JavaScript': {'a.js': f"var soap=require('soap');var a=soap.createClient('{U}');" + 'a.getLead({leadKey:1});' * N},
    'calls on a line, PHP': {'a.php': f"<?php $a=new SoapClient('{U}');" + '$a->getLead($k);' * N},
    'calls on a line, Python': {'a.py': f"a=Client('{U}');" + 'a.service.getTags(1);' * N},
    'calls on a line, C#': {'a.cs': f"class A {{ void F() {{ var a = new MktowsPortClient(\"{U}\");" + 'a.getLead(k);' * N + '}}'},
    'calls on a line, Ruby': {'a.rb': f"a=Savon.client(wsdl: '{U}');" + 'a.call(:get_lead);' * N},
    'calls in one function, PHP': {'a.php': f"<?php class A {{ function f() {{ $a=new SoapClient('{U}');" + '$a->getLead($k);' * N + '}}\n'},
    'functions on a line, PHP': {'a.php': f"<?php $a=new SoapClient('{U}');" + ''.join(f'function f{i}($a){{$a->getLead($k);}}' for i in range(5000))},
    'addresses on a line, JSON': {'a.json': json.dumps([U] * 20000)},
    'addresses on a line, YAML': {'a.yml': 'a: [' + ', '.join(['"%s"' % U] * 20000) + ']\n'},
    'addresses on a line, text': {'a.txt': (U + ' ') * 20000},
    'addresses on a line, SQL': {'a.sql': 'INSERT INTO a VALUES ' + ','.join(["('%s')" % U] * 20000) + ';'},
    'envelopes on a line, text': {'a.log': ('<m:paramsGetLead xmlns:m="%s"><leadKey>x</leadKey></m:paramsGetLead> ' % NS) * 10000},
    'envelopes on a line, JavaScript': {'a.js': 'var a=[' + ','.join(["'<m:paramsGetLead xmlns:m=\"%s\"><leadKey>x</leadKey></m:paramsGetLead>'" % NS] * 5000) + '];'},
    'notebook': {'a.ipynb': json.dumps({'nbformat': 4, 'metadata': {'language_info': {'name': 'python'}}, 'cells': [
        {'cell_type': 'code', 'source': [f"c = Client('{U}')\n", 'c.service.getTags(1)\n']}] * 3000})},
    'namespaces on a line, XML': {'a.xml': '<r>' + f"<a xmlns='{NS}'><b/></a>" * 20000 + '</r>'},
    'namespaces in depth, XML': {'a.xml': f"<a xmlns='{NS}'>" * 20000 + '</a>' * 20000},
    'namespaces in depth, not closed, XML': {'a.xml': '<r a="%s">' % U + f"<a xmlns='{NS}'>" * 100000 + '<paramsGetLead/>'},
    'settings on a line, XML': {'web.config': '<configuration><appSettings>' + f"<add key='marketoEndpoint' value='{U}'/>" * 10000 + '</appSettings></configuration>'},
    'credentials on a line': {'a.json': json.dumps({'u': U, 'all': [{'marketoSecretKey': 'A%043d' % i} for i in range(10000)]})},
    'long comment lines': {'a.py': f"u = '{U}'\n" + '# ' + 'mktowsUserId ' * 50000 + '\n'},
}.items():
    check(name, files, also=finds(next(iter(files))))

# Suppressions: each looked for the next line with code.
for path, line in {'s.php': '// unsoap-ignore: getLead -- x\n', 's.py': '# unsoap-ignore: getLead -- x\n', 's.rb': '# unsoap-ignore: getLead -- x\n',
                   's.js': '// unsoap-ignore: getLead -- x\n', 's.lua': '-- unsoap-ignore: getLead -- x\n', 's.cs': '/* unsoap-ignore: getLead -- x */ ',
                   's.css.txt': 'unsoap-ignore: getLead -- x\n'}.items():
    check('suppressions in ' + path, {path: ('<?php\n' if path.endswith('php') else '') + line * 40000 + f"\nu = '{U}'\n"})

# Memory for each line, and for each file.
check('line feeds', {'e.php': '<?php $u = "%s";\n' % U + '\n' * 10_000_000}, also=finds('e.php'))
check('short lines', {'t.txt': U + '\n' + 'a\n' * 6_000_000}, also=finds('t.txt'))
check('carriage returns', {'t.txt': U + '\r' + 'a\r' * 6_000_000}, also=finds('t.txt'))
check('many small files', {f'd{i % 100}/{i}.txt': 'marketo\n' for i in range(20_000)}, peak=200)

# Parsers that go astray keep the rest.
check('generics without end', {
    'g.cs': f'class N {{ string u = "{U}"; object x = ' + 'a<' * 20000 + '; }',
    'g.ts': f'const u = "{U}"; const x = ' + 'a<' * 20000 + ';',
    'g.java': f'class N {{ String u = "{U}"; Object x = ' + 'a<' * 20000 + '; }',
    'g.cpp': f'const char* u = "{U}"; auto x = ' + 'a<' * 20000 + ';',
    'g.kt': f'val u = "{U}"; val x = ' + 'a<' * 20000 + '\n',
    'g.swift': f'let u = "{U}"; let x = ' + 'a<' * 20000 + '\n',
}, peak=600, also=finds('g.cs'))


def steps_of(files, *flags):
    status, report, err, _ = scan('steps', files, *flags, use=False)
    found = re.search(r'^work: (\d+) steps', err, re.M)
    return int(found.group(1)) if status == 0 and found else None


# Four times the input takes about four times the steps, at any speed of the machine and in any number of threads.
for name, make in {
    'Perl': lambda n: {'a.pl': f"my $u = '{U}';\nmy $x = " + nest("['a' => ", ']', n) + ';\n'},
    'PHP': lambda n: {'a.php': f"<?php $a=new SoapClient('{U}');" + '$a->getLead($k);' * n},
    'JavaScript': lambda n: {'a.js': f"var u='{U}';" + 'a.getLead({leadKey:1});' * n},
    'Python': lambda n: {'a.py': f"a=Client('{U}');" + 'a.service.getTags(1);' * n},
    'Ruby': lambda n: {'a.rb': f"u='{U}'\n" + 'a.call(:get_lead);' * n},
    'XML': lambda n: {'a.xml': f"<a xmlns='{NS}'>" * n + '</a>' * n},
    'suppressions': lambda n: {'s.php': '<?php\n' + '// unsoap-ignore: getLead -- x\n' * n + f"$u = '{U}';"},
}.items():
    small, large = steps_of(make(100)), steps_of(make(400))
    if small is None or large is None: fail('steps, ' + name, 'not said by --stats')
    elif large > 8 * small: fail('steps, ' + name, f'{small} and {large}')
    if steps_of(make(100), '-j4') != small: fail('steps, ' + name, 'another number with four threads')

# A parse is given up after so much work, and the file is named with it.
status, report, _, _ = scan('given up', {'a.php': f"<?php $u = '{U}';\n" + 'f($x);\n' * 50000}, '--timeout-file', '0.001')
named = report and [r['reason'] for r in report['coverage'].get('text_only', [])]
if not named or 'steps' not in named[0]: fail('given up', f'not named: {named}')
elif not finds('a.php')(report) is None: fail('given up', 'its text is lost')


# Signals: in the middle of one file, or of many.
def interrupted(name, files, number, wait):
    tree = ROOT / 'interrupted'
    shutil.rmtree(tree, ignore_errors=True)
    for path, text in files.items():
        at = tree / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(text)
    out = ROOT / 'report.json'
    out.unlink(missing_ok=True)
    process = subprocess.Popen([UNSOAP, 'scan', '--no-config', '-q', '--timeout-file', '3000', '-f', f'json={out}', '.'],
                               cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # It is asked when it has worked for a while since it listens, whatever the speed of the machine.
    ticks, listens = os.sysconf('SC_CLK_TCK'), None
    while process.poll() is None:
        fields = pathlib.Path(f'/proc/{process.pid}/stat').read_text().rsplit(')', 1)[1].split()
        used = (int(fields[11]) + int(fields[12])) / ticks
        if listens is None:
            caught = re.search(r'^SigCgt:\s*([0-9a-f]+)', pathlib.Path(f'/proc/{process.pid}/status').read_text(), re.M)
            if caught and int(caught[1], 16) >> (number - 1) & 1: listens = used
        elif used >= listens + wait:
            break
    if process.poll() is None: process.send_signal(number)
    _, status, usage = os.wait4(process.pid, 0) if process.returncode is None else (0, None, None)
    if usage is None: return  # it had ended: nothing to see
    status = os.waitstatus_to_exitcode(status)
    after = usage.ru_utime + usage.ru_stime - (listens or 0) - wait
    if status == 0 or status == 1: return
    if status != 128 + number: return fail(name, f'status {status}')
    if after > 10: fail(name, f'it worked on for {after:.1f} s')
    if not out.exists(): return fail(name, 'no report')
    report = json.loads(out.read_text())
    if report['complete'] is not False: fail(name, 'says that it is complete')
    c = report['coverage']
    if c['files_found'] != c['files_parsed'] + c['files_text_only'] + c['files_dropped_by_prefilter'] + c['files_not_read']:
        fail(name, 'files are not accounted for')


big = f"<?php $a=new SoapClient('{U}');\n" + 'function f%d($a) { return $a->getLead(array("k" => $a)); }\n'
many = {f'{i}.php': f"<?php $a=new SoapClient('{U}');\n" + f'class C{i} {{ function f{i}($a) {{ return $a->getLead($a); }} }}\n' * 40 for i in range(600)}
one = {'a.php': f"<?php $a=new SoapClient('{U}');\n" + ''.join('function f%d($a) { return $a->getLead(array("k" => $a)); }\n' % i for i in range(40000))}
for number in (signal.SIGINT, signal.SIGTERM):
    for wait in (0.05, 0.3, 1, 2):
        interrupted(f'signal {number} among many files after {wait} s', many, number, wait)
        interrupted(f'signal {number} in one file after {wait} s', one, number, wait)


# Memory that cannot be had: a sentence and a status, never a crash.
if 'san' not in UNSOAP:
    tree = ROOT / 'starved'
    tree.mkdir()
    for path, text in {**{k: v for k, v in list(many.items())[:40]}, 'big.php': one['a.php'][:2_000_000]}.items(): (tree / path).write_text(text)
    statuses = set()
    for memory in (60, 80,  # less does not even hold the program
                    100, 120, 150, 180, 220, 260, 320, 400):
        for jobs in ('1', '4'):
            p = subprocess.run([UNSOAP, 'scan', '--no-config', '-q', '-j', jobs, '-f', f'json={ROOT}/r.json', '.'], cwd=tree,
                               capture_output=True, text=True, errors='replace', preexec_fn=limits(memory))
            statuses.add(p.returncode)
            if p.returncode not in (0, 1, 71, 127): fail('starved', f'{memory} MB, -j{jobs}: status {p.returncode}: {p.stderr[-200:]}')
            if p.returncode == 71 and 'out of memory' not in p.stderr: fail('starved', f'{memory} MB: no message')
    if 71 not in statuses: fail('starved', f'never: {statuses}')


# A repository that names what lies outside of it: nothing of it is opened, and nothing waits.
def repository(name, config='', files=None, make=None, opened=True):
    top = ROOT / 'repository'
    outside = ROOT / 'outside'
    shutil.rmtree(top, ignore_errors=True)
    shutil.rmtree(outside, ignore_errors=True)
    outside.mkdir()
    for path, text in {'HEAD': 'ref: refs/heads/main\n', 'refs/heads/main': '1' * 40 + '\n', 'objects/info/x': '', 'config':
                       '[core]\n\trepositoryformatversion = 0\n\tbare = false\n[remote "origin"]\n\turl = https://example.org/x.git\n' + config,
                       **(files or {})}.items():
        at = top / '.git' / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(text)
    (outside / 'file').write_text('*\n')
    os.mkfifo(outside / 'fifo')
    os.mkfifo(top / 'fifo')
    if make: make(top, outside)
    (top / 'use.php').write_text(USE)
    trace = ROOT / 'trace'
    strace = shutil.which('strace')
    out = ROOT / 'report.json'
    out.unlink(missing_ok=True)
    command = [UNSOAP, 'scan', '--no-config', '-q', '--exit-zero', '-f', f'json={out}', '.']
    if strace: command = [strace, '-f', '-qq', '-e', 'trace=open,openat,execve', '-o', str(trace)] + command
    process = subprocess.Popen(command, cwd=top, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    # Waiting takes no processor time: only a clock sees it. A minute is hundreds of times what it takes.
    timer = threading.Timer(60, lambda: os.killpg(process.pid, signal.SIGKILL))
    timer.start()
    process.wait()
    timer.cancel()
    if not out.exists(): return fail(name, f'no report, status {process.returncode}')
    report = json.loads(out.read_text())
    if not any(f['location']['path'] == 'use.php' for f in report['findings']): fail(name, 'the use is lost')
    if strace and trace.exists() and str(outside) in trace.read_text(errors='replace'): fail(name, 'what lies outside was opened')
    known = 'revision' in json.dumps(report) and '1' * 40 in json.dumps(report)
    if opened and not known: fail(name, 'its revision is not known any more')


O = str(ROOT / 'outside')
repository('a plain repository')
repository('include of a FIFO in the tree', '[include]\n\tpath = ../fifo\n', opened=False)
repository('include of a FIFO outside', f'[include]\n\tpath = {O}/fifo\n', opened=False)
repository('include of a file outside', f'[INCLUDE]\n\tPath = "{O}/file"\n', opened=False)
repository('include on a condition', f'[includeIf "gitdir:/"]\n\tpath = {O}/fifo\n', opened=False)
repository('include of the home directory', '[include]\n\tpath = ~/fifo\n', opened=False)
repository('include of a device', '[include]\n\tpath = /dev/zero\n', opened=False)
repository('include inside', '[include]\n\tpath = more\n', {'more': '[core]\n\tlogallrefupdates = true\n'})
repository('include in an include', '[include]\n\tpath = more\n', {'more': f'[include]\n\tpath = {O}/fifo\n'}, opened=False)
repository('include of itself', '[include]\n\tpath = config\n', opened=False)
repository('core.excludesFile outside', f'[core]\n\texcludesFile = {O}/file\n', opened=False)
repository('core.excludesFile is a FIFO', f'[core]\n\texcludesFile = {O}/fifo\n', opened=False)
repository('core.attributesFile outside', f'[core]\n\tattributesFile = {O}/file\n', opened=False)
repository('core.worktree outside', f'[core]\n\tworktree = {O}\n', opened=False)
repository('alternates outside', '', {'objects/info/alternates': f'{O}\n'}, opened=False)
repository('a pointer to outside', '', make=lambda top, outside: (shutil.rmtree(top / '.git'), (top / '.git').write_text(f'gitdir: {outside}\n')), opened=False)
for name in ('config', 'HEAD', 'index', 'packed-refs', 'info/exclude', 'commondir'):
    def fifo(top, outside, name=name):
        (top / '.git' / name).unlink(missing_ok=True)
        (top / '.git' / name).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(top / '.git' / name)
    repository(f'{name} is a FIFO', make=fifo, opened=False)
    def link(top, outside, name=name):
        (top / '.git' / name).unlink(missing_ok=True)
        (top / '.git' / name).parent.mkdir(parents=True, exist_ok=True)
        os.symlink(outside / 'file', top / '.git' / name)
    if name not in ('info/exclude',): repository(f'{name} is a link to outside', make=link, opened=False)

shutil.rmtree(ROOT, ignore_errors=True)
print(f'{len(failures)} failures')
sys.exit(bool(failures))
