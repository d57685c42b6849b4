"""Plants secrets of every kind in every language and file type, and looks for them in every output of every command.

    tests/planted_secrets_test.py UNSOAP [--seed N]... [--seeds COUNT] [--part N] [--quick] [--only TEXT] [--keep DIR] [--all]

Without arguments: two fixed seeds, of which one is a part of the files with every command, the other all files with the
commands that show most. With --seeds the values are made anew in each run; a failure prints the seed that repeats it. The other side is held too, so that printing
nothing does not pass: each file's uses are reported at their lines, and what is no secret is still shown beside them.
"""
import argparse
import base64
import collections
import csv
import fnmatch
import html
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import xml.dom.minidom

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from plants import build, languages, search, settings, values  # noqa: E402

MOST_LINES = 200
FIXED = [(1, False, 6), (2, True, 1)]   # of a run without arguments: seed, only the commands that show most, one file of so many
MANY_KINDS = ['settings', 'php', 'encoded', 'archives', 'binaries', 'across']   # folders for the commands that write again what others found


class Run:
    """Runs commands, and searches all that they write."""

    def __init__(self, binary, root, out, secrets):
        self.binary, self.root, self.out = binary, root, out
        self.search = search.Search(secrets)
        self.leaks = collections.OrderedDict()   # (secret, command) -> (way, word)
        self.problems = []
        self.spent = collections.Counter()
        self.environment = {'PATH': os.environ.get('PATH', ''), 'HOME': out, 'COLUMNS': '400', 'LC_ALL': 'C.UTF-8', 'GIT_CONFIG_NOSYSTEM': '1'}

    def look(self, text, command):
        for secret, way, word in self.search.find(text):
            self.leaks.setdefault((id(secret), command), (secret, command, way, word))

    def __call__(self, name, *arguments, expect=(0, 1), cwd=None, environment=None):
        done = subprocess.run([self.binary, *arguments], cwd=cwd or self.root, env={**self.environment, **(environment or {})},
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False)
        if done.returncode not in expect:
            self.problems.append(f'{name}: status {done.returncode}: {done.stderr.decode(errors="replace")[:300]}')
        text = done.stdout.decode(errors='replace')
        started = time.process_time()
        self.look(text, name)
        self.look(done.stderr.decode(errors='replace'), name + ' (stderr)')
        self.spent['search'] += time.process_time() - started
        return text

    def files(self, folder, name):
        started = time.process_time()
        for file in sorted(os.listdir(folder)):
            with open(os.path.join(folder, file), encoding='utf-8', errors='replace') as stream:
                text = stream.read()
            self.look(text, f'{name} {file.split(".", 1)[1]}')
            well_formed(self, f'{name} {file}', file, text)
        self.spent['search'] += time.process_time() - started


def well_formed(run, name, file, text):
    try:
        if file.endswith('.jsonl'):
            for line in text.splitlines():
                json.loads(line)
        elif file.endswith(('.json', '.sarif')):
            json.loads(text)
        elif file.endswith('.rdjson'):
            json.loads(text)
        elif file.endswith('.xml'):
            xml.dom.minidom.parseString(text.encode())
        elif file.endswith('.csv'):
            widths = {len(row) for row in csv.reader(io.StringIO(text))}
            if len(widths) > 1:
                raise ValueError(f'rows of {widths} cells')
    except Exception as error:  # pylint: disable=broad-except
        run.problems.append(f'{name} is not well-formed: {error}')


FORMATS = ['text', 'json', 'jsonl', 'sarif', 'html', 'markdown', 'junit', 'csv', 'checkstyle', 'gitlab', 'sonar', 'rdjson', 'github']


def check_context(run, builder, findings, texts):
    """Each use is reported where it stands, and the ordinary words around it are shown. `texts` are the folders' reports."""
    lines = collections.defaultdict(list)
    shown = collections.defaultdict(list)
    for finding in findings:
        path = finding['location']['path']
        lines[path, finding['location']['start_line']].append(finding)
        shown[path].append(json.dumps(finding, ensure_ascii=False))
    missing = []
    for plant in builder.plants:
        if plant.archive:   # a jar and a phar are one finding each, a zip is a folder
            end = plant.path if plant.archive.endswith('.zip') else ''
            if not any(f['kind'] != 'credential' and f['location']['path'].startswith(plant.archive) and f['location']['path'].endswith(end) for f in findings):
                missing.append((plant, 'nothing is reported'))
            continue
        for line, use in plant.uses:
            found = lines[plant.path, line]
            if use == 'getLead':
                ok = any(f['operation'] == 'getLead' and f['kind'] in ('call', 'envelope') for f in found)
            else:
                ok = any(f['kind'] not in ('credential', 'configuration') for f in found)
            if not ok:
                missing.append((plant, f'{use} at line {line} is not reported'))
        whole = '\n'.join(shown[plant.path]).lower()
        missing += [(plant, f'json does not show {word}') for word in plant.context + plant.named if word.lower() not in whole]
        text = texts.get(plant.path.split('/')[0])
        missing += [(plant, f'text does not show {word}') for word in plant.context if text is not None and word.lower() not in text]
    return missing


def commands(run, builder, work):
    """Every command in every form. Reports are made a folder at a time, so that none is cut at its limit of size."""
    folders = sorted(os.listdir(run.root))
    findings, texts = [], {}
    for folder in folders:
        out = os.path.join(work, 'out', folder)
        os.makedirs(out)
        run('scan -v --stats --out-dir', 'scan', '--min-confidence', 'possible', '-v', '--stats', '--show-suppressed', '--out-dir', out, folder)
        run.files(out, 'scan')
        report = os.path.join(out, 'unsoap.json')
        if not os.path.exists(report):
            continue
        with open(report, encoding='utf-8') as stream:
            found = json.load(stream)
        found = found['findings'] + found['suppressed']
        for finding in found:
            finding['location']['path'] = finding['location']['path'] if finding['location']['path'].startswith(folder + '/') else folder + '/' + finding['location']['path']
        findings += found
        texts[folder] = run('convert -f text in 400 columns', 'convert', report, '-f', 'text', '--full', '--show-suppressed').lower()
        ids = [finding['id'] for finding in found]
        for one in ids[:1] + ids[len(ids) // 2:len(ids) // 2 + 1]:
            run('convert --explain', 'convert', report, '--explain', one)
    missing = check_context(run, builder, findings, texts)
    json_file = os.path.join(work, 'all.json')
    run('scan -f json=FILE -f github', 'scan', '.', '-f', 'json=' + json_file, '-f', 'github')
    with open(json_file, encoding='utf-8') as stream:
        whole = stream.read()
    run.look(whole, 'scan json of the whole tree')
    run('scan --dump facts', 'scan', '.', '--dump', 'facts')
    run('files --hits', 'files', '--hits')
    # What only writes findings in another form needs not all of them in each form.
    some = [folder for folder in MANY_KINDS if os.path.isdir(os.path.join(run.root, folder))]
    for folder in some:
        saved = os.path.join(work, 'out', folder, 'unsoap.json')
        for form in FORMATS if os.path.exists(saved) else ():
            run('convert -f ' + form, 'convert', saved, '-f', form)
        for form in ('text', 'markdown', 'csv', 'json') if os.path.exists(saved) else ():
            run('plan -f ' + form, 'plan', saved, '-f', form)
    for stage in ('files', 'findings'):
        run('scan --dump ' + stage, 'scan', *some, '--dump', stage)
    run('files --why', 'files', '--why', *some)
    baseline = os.path.join(work, 'baseline.json')
    run('baseline create', 'baseline', 'create', *some, '--baseline', baseline, '--reason', 'known')
    with open(baseline, encoding='utf-8') as stream:
        run.look(stream.read(), 'baseline create, the file')
    for verb in ('update', 'diff', 'prune'):
        run('baseline ' + verb, 'baseline', verb, *some[:2], '--baseline', baseline)
    report = json.loads(whole)
    full, half = (os.path.join(work, name) for name in ('full.json', 'half.json'))
    for name, step in ((full, 8), (half, 16)):
        with open(name, 'w', encoding='utf-8') as stream:
            json.dump({**report, 'findings': report['findings'][::step]}, stream)
    run('diff', 'diff', half, full)
    run('diff -f markdown', 'diff', half, full, '-f', 'markdown')
    credentials = [f for f in report['findings'] if f['kind'] == 'credential'][:2]
    for finding in credentials + report['findings'][:1]:
        run('scan --explain', 'scan', finding['location']['path'].split('/')[0], '--explain', finding['id'])
    return missing


def quick(run, builder, work):
    """What shows most, once: every finding and every fact of the whole tree."""
    json_file = os.path.join(work, 'all.json')
    run('scan -f json=FILE', 'scan', '.', '--min-confidence', 'possible', '--show-suppressed', '-f', 'json=' + json_file)
    with open(json_file, encoding='utf-8') as stream:
        whole = stream.read()
    run.look(whole, 'scan json of the whole tree')
    run('scan --dump facts', 'scan', '.', '--dump', 'facts')
    report = json.loads(whole)
    return check_context(run, builder, report['findings'] + report['suppressed'], {})


def git_and_config(run, builder, work):
    """What is no source file: the remote's address, a broken configuration, ignore files, a saved report of others."""
    made = builder.values

    def plant(case, text):
        made.made[-1].case = (case, '-', '-')
        return text

    tree = os.path.join(work, 'repository')
    os.makedirs(os.path.join(tree, 'sub'))
    host = build.host_of(899)
    broken = plant('broken configuration', made.unescaped())
    typed = plant('configuration of a wrong type', made.unescaped())
    ignored = plant('reason in .unsoapignore.yaml', made.generated())
    broken_ignore = plant('broken .unsoapignore.yaml', made.unescaped())
    token = plant('token in the remote address', made.token())
    password = plant('password in the remote address', made.password())
    line = plant('changed line', made.unescaped())
    variable = plant('environment variable', made.unescaped())
    mistyped = plant('value of a flag or a variable of unsoap', made.chosen())
    saved = plant('saved report of others', made.generated())
    torn = plant('broken report or baseline', made.unescaped())
    macro = plant('macro of a compiler', made.unescaped())
    run.search = search.Search(made.made)
    source = f"<?php\n$c = new SoapClient('https://{host}/soap/mktows/2_9?WSDL');\n"
    changed = source + f"$secretKey = '{line}';\n$c->getTags();\n"

    def write(name, text):
        with open(os.path.join(tree, name), 'w', encoding='utf-8') as stream:
            stream.write(text)

    write('a.php', source)
    if shutil.which('git'):
        def git(*arguments):
            subprocess.run(['git', '-C', tree, '-c', 'user.name=t', '-c', 'user.email=t@example.com', *arguments], env=run.environment, check=True, capture_output=True)
        git('init', '-q', '-b', 'main')
        git('remote', 'add', 'origin', f'https://crm:{password}@git.example/crm.git')
        git('remote', 'add', 'other', f'https://{token}@git.example/crm.git')
        git('add', '-A')
        git('commit', '-q', '-m', 'first')
        write('a.php', changed)
        for form in FORMATS:
            run('scan --since in a repository -f ' + form, 'scan', '.', '--since', 'HEAD', '-f', form, '-v', cwd=tree)
        run('scan --stamp', 'scan', '.', '--stamp', '-f', 'json', '--link-template', '{repo}/blob/{rev}/{path}#L{line}', cwd=tree)
        git('remote', 'set-url', 'origin', f'https://{token}@git.example/crm.git')
        for form in ('json', 'sarif', 'html', 'github', 'markdown'):
            run('scan in a repository -f ' + form, 'scan', '.', '-f', form, '-v', cwd=tree)
    write('a.php', changed)
    write('.unsoap.yml', f'secretKey: {broken}\n')
    run('broken configuration', 'scan', '.', cwd=tree, expect=(2,))
    write('.unsoap.yml', f'jobs: {typed}\nfail-on: [{typed}\n')
    run('broken configuration', 'scan', '.', cwd=tree, expect=(2,))
    write('.unsoap.yml', f'jobs: {typed}\n')
    run('broken configuration', 'scan', '.', cwd=tree, expect=(2,))
    os.unlink(os.path.join(tree, '.unsoap.yml'))
    write('.unsoapignore.yaml', f'- id: marketo-soap/wsdl-reference\n  paths: [a.php]\n  reason: key {ignored} is dead\n')
    for form in FORMATS:
        run('.unsoapignore.yaml -f ' + form, 'scan', '.', '--show-suppressed', '-f', form, cwd=tree)
    write('.unsoapignore.yaml', f'- id: marketo-soap/wsdl-reference\n  secretKey: {broken_ignore}\n  reason: [{broken_ignore}\n')
    run('broken .unsoapignore.yaml', 'scan', '.', '-v', cwd=tree, expect=(0, 1, 2))
    os.unlink(os.path.join(tree, '.unsoapignore.yaml'))
    given_by_others(run, tree, work, mistyped, saved, torn, macro)
    run('environment', 'scan', '.', '-v', '-f', 'json', cwd=tree, environment={'MARKETO_ENCRYPTION_KEY': variable})


def given_by_others(run, tree, work, mistyped, saved, torn, macro):
    """What is no tree: flags and variables with a mistake, results and baselines of others, a compiler's command."""
    for arguments in (['--jobs', mistyped], ['--fail-on=' + mistyped], ['--format', mistyped], ['--secret-key=' + mistyped]):
        run('mistyped ' + arguments[0], 'scan', '.', *arguments, cwd=tree, expect=(2,))
    for variable in ('UNSOAP_JOBS', 'UNSOAP_FORMAT', 'UNSOAP_FAIL_ON'):
        run('mistyped variable', 'scan', '.', cwd=tree, expect=(0, 1, 2), environment={variable: mistyped})
    report = json.loads(run('scan of one file', 'scan', '.', '-f', 'json', cwd=tree))
    files = {}
    for name in ('good', 'others', 'torn', 'typed'):
        files[name] = os.path.join(work, name + '.json')
    with open(files['good'], 'w', encoding='utf-8') as stream:
        json.dump(report, stream)
    finding = report['findings'][0]
    finding['message'] = f'secretKey = {saved}'
    if finding.get('snippet', {}).get('lines'):
        finding['snippet']['lines'][0] = f"encryptionKey = '{saved}'"
    with open(files['others'], 'w', encoding='utf-8') as stream:
        json.dump(report, stream)
    with open(files['torn'], 'w', encoding='utf-8') as stream:
        stream.write('{"secretKey": "%s", "findings": [%s' % (torn, torn))
    with open(files['typed'], 'w', encoding='utf-8') as stream:
        json.dump({**report, 'schema_version': torn, 'findings': torn}, stream)
    for name, file in files.items():
        for form in ('text', 'json', 'markdown'):
            run(f'convert, {name}', 'convert', file, '-f', form, expect=(0, 1, 2))
        run(f'plan, {name}', 'plan', file, expect=(0, 1, 2))
        run(f'diff, {name}', 'diff', files['good'], file, expect=(0, 1, 2))
        run(f'baseline, {name}', 'scan', '.', '--baseline', file, cwd=tree, expect=(0, 1, 2))
    database = os.path.join(tree, 'compile_commands.json')
    with open(os.path.join(tree, 'a.cpp'), 'w', encoding='utf-8') as stream:
        stream.write(f'const char* url = "https://{build.host_of(898)}/soap/mktows/2_9?WSDL";\nconst char* key = KEY;\n')
    for text in ('[{"directory": "%s", "file": "a.cpp", "command": "c++ -DKEY=\\"%s\\" -c a.cpp"}]', '[{"directory": "%s", file: "a.cpp" -DsecretKey=%s'):
        with open(database, 'w', encoding='utf-8') as stream:
            stream.write(text % (tree, macro))
        for form in ('text', 'json'):
            run('compile_commands.json', 'scan', '.', '-v', '-f', form, cwd=tree, expect=(0, 1, 2))
        run('compile_commands.json --dump facts', 'scan', '.', '--dump', 'facts', cwd=tree, expect=(0, 1, 2))
    os.unlink(database)


def report(run, builder, missing, everything):
    lines = []
    leaks = list(run.leaks.values())
    values_leaked = {id(s) for s, *_ in leaks}
    if leaks:
        lines.append(f'{len(values_leaked)} of {len(builder.values.made)} planted values are shown somewhere')
        for title, key in (('kind of value', lambda l: l[0].kind), ('case', lambda l: l[0].case[0]), ('language or file', lambda l: l[0].case[1]), ('command', lambda l: l[1]),
                           ('written', lambda l: l[2])):
            count = collections.defaultdict(set)
            for leak in leaks:
                count[key(leak)].add(id(leak[0]))
            rows = sorted(count.items(), key=lambda row: -len(row[1]))
            lines.append(f'by {title}: ' + ', '.join(f'{name} {len(found)}' for name, found in rows))
        lines.append('kind | case | language | file | shown by | where')
        seen = set()
        for secret, command, way, word in leaks:
            if id(secret) in seen:
                continue
            seen.add(id(secret))
            shown = sorted({l[1] for l in leaks if l[0] is secret}) if everything else [command]
            lines.append(' | '.join([secret.kind, secret.case[0], secret.case[1], secret.case[2], ', '.join(shown), f'{way}: {word[:60]}']))
    if missing:
        count = collections.Counter(re.sub(r'\d.*|json does not show .*|text does not show .*', lambda m: m.group(0)[:18] if m.group(0)[0] in 'jt' else '', why) for _, why in missing)
        lines.append(f'{len(missing)} uses or ordinary words are not reported: ' + ', '.join(f'{k} {v}' for k, v in count.items()))
        lines += [f'{plant.path}: {why}' for plant, why in missing]
    lines += run.problems
    limit = len(lines) if everything else MOST_LINES
    for line in lines[:limit]:
        print(line)
    if len(lines) > limit:
        print(f'... and {len(lines) - limit} lines more (--all prints them)')


def check_tables(binary):
    """Every language and every kind of structured file that unsoap understands has plants."""
    said = subprocess.run([binary, 'languages'], capture_output=True, check=True, text=True).stdout
    programs, _, rest = said.partition('Structured files')
    named = re.findall(r'^  (\S+)', programs, re.MULTILINE)
    known = {language['name'] for language in languages.LANGUAGES}
    problems = [f'plants/languages.py has no row for {name}' for name in named if name not in known]
    paths = [os.path.basename(row[1]).lower() for row in settings.SETTINGS]
    for kind, patterns in re.findall(r'^  (\S+) +(.+)$', rest, re.MULTILINE):
        if not any(fnmatch.fnmatch(path, pattern.lower()) for path in paths for pattern in patterns.split()):
            problems.append(f'plants/settings.py has no row for {kind}')
    if len(named) < 40 or not rest:
        problems.append('unsoap languages was not understood')
    return problems


def check_search(rng):
    """The search itself: every way of writing is seen, and seven characters are not enough."""
    made = values.Values(rng)
    for make in (made.generated, made.chosen, made.odd, made.password, made.token):
        text = make()
        looking = search.Search(made.made[-1:])
        raw = text.encode()
        ways = [text, text.lower(), text.upper(), text[::-1], text[:8], text[1:9], json.dumps(text), json.dumps(json.dumps(text)), html.escape(text),
                html.escape(json.dumps(text)), urllib.parse.quote(text, safe=''), text.replace('"', '""'), raw.hex(), raw.hex().upper()]
        ways += [base64.b64encode(b'x' * lead + raw).decode() for lead in range(3)]
        for way in ways:
            if not looking.find(f'<p class="a">before={way}</p>'):
                raise AssertionError(f'the search does not see {text} in {way}')
        if looking.find(f'{text[:7]} {text[7:14]} {text[-7:]} 3b43024cf9591725'):
            raise AssertionError(f'the search sees {text} where it is not')


def examine(binary, seed, options, quickly, part):
    """One tree: True if nothing is shown that must not be, and everything that must be."""
    started, before = time.process_time(), os.times()
    rng = random.Random(seed)
    check_search(rng)
    work = options.keep or tempfile.mkdtemp(prefix='planted-')
    try:
        root = os.path.join(work, 'tree')
        os.makedirs(root)
        builder = build.build(rng, root, options.only, part)
        run = Run(binary, root, work, builder.values.made)
        run.problems += check_tables(binary)
        missing = (quick if quickly else commands)(run, builder, work)
        if not options.only and not quickly:
            git_and_config(run, builder, work)
        failed = bool(run.leaks or missing or run.problems)
        if failed:
            report(run, builder, missing, options.all)
            print(f'repeat with --seed {seed}' + (' --quick' if quickly else '') + (f' --part {part}' if part > 1 else ''))
        after = os.times()
        print(f'seed {seed}: {"FAILED" if failed else "nothing shown"}; {len(builder.plants)} files, {len(builder.values.made)} values, '
              f'{time.process_time() - started:.0f} s for building and searching, '
              f'{after.children_user + after.children_system - before.children_user - before.children_system:.0f} s for unsoap', flush=True)
        return not failed
    finally:
        if not options.keep:
            shutil.rmtree(work, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('binary')
    parser.add_argument('--seed', type=int, action='append', help='repeatable')
    parser.add_argument('--seeds', type=int, help='this many new seeds, one after the other')
    parser.add_argument('--part', type=int, default=1, help='only one file of so many')
    parser.add_argument('--only', help='only files whose path holds this text')
    parser.add_argument('--quick', action='store_true', help='only the two commands that show most')
    parser.add_argument('--keep', help='keep the tree and the outputs here')
    parser.add_argument('--all', action='store_true', help='print every leak')
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    seeds = (options.seed or []) + [random.SystemRandom().randrange(10**9) for _ in range(options.seeds or 0)]
    runs = [(seed, options.quick, options.part) for seed in seeds] or FIXED
    good = [examine(binary, seed, options, quickly, part) for seed, quickly, part in runs]
    return 0 if all(good) else 1


sys.exit(main())
