#!/usr/bin/env python3
"""fleet and merge: one answer over many repositories, whatever the order, the split and the interruptions.

Forty small repositories, some with findings, as bare clones: lists and shares that are refused, shares 1, 2 and 7 in any order,
rows that cannot be answered, children that die, runs that are killed and started again, results of several places, and the schemas
of what merge writes.
"""
import csv
import filecmp
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from fleet_samples import (DATE, ENV, FILES, SOURCE, UNSOAP, WSDL, check, check_same, fleet, git, make, make_repository, merge,  # noqa: E402
                           problems, results, run, write_list)


def check_lists(base):
    good = 'id,location\na,r00.git\n'
    for text, words in (('', 'empty'), ('\n\n', 'empty'), ('id,location\n', 'no repository'), ('id,locaton\na,b\n', "did you mean 'location'"),
                        ('id,location,colour\na,b,c\n', "no column 'colour'"), ('id\na\n', "'location' is missing"),
                        (good + 'b\n', 'l.csv:3'), (good + 'b,"r01.git\n', 'does not end'), (good + 'b,"r"x\n', 'closing quote'),
                        (good + 'b,r"x\n', 'a quote'), (good + ',r01.git\n', 'the id is empty'), (good + 'b,\n', 'location is empty'),
                        (good + 'a,r01.git\n', "'a' stands in line 2"), ('id,location,id\na,b,c\n', 'twice')):
        (base / 'l.csv').write_text(text)
        done = run('fleet', 'l.csv', '--results', 'L', cwd=base)
        check(done.returncode == 2 and words in done.stderr, f'list {text!r}: {done.returncode} {done.stderr}')
    check(not (base / 'L').exists(), 'a wrong list makes no results')
    for arguments in (('fleet', 'list.csv'), ('fleet', '--results', 'L'), ('fleet', 'none.csv', '--results', 'L'), ('merge', 'L'),
                      ('merge', 'L', '--list', 'list.csv'), ('fleet', 'a.csv', 'b.csv', '--results', 'L')):
        check(run(*arguments, cwd=base).returncode == 2, f'{arguments} is a wrong use')
    # Quotes, line ends, columns in another order, a mark at its beginning, from standard input.
    text = '\ufefflocation,id,owner\r\n"r00.git","a, ""b""",@x\r\n\r\nr01.git,c,\r\n'
    done = run('fleet', '-', '--results', 'L', *DATE, '--progress', 'json', cwd=base, stdin=text)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    check(done.returncode == 0 and {row['repository'] for row in rows} == {'a, "b"', 'c'}, f'a quoted list: {done.stdout} {done.stderr}')
    check(all(row['of'] == 2 and row['revision'] == 'HEAD' for row in rows), 'rows as JSON lines')
    shutil.rmtree(base / 'L')


def check_shards(base):
    slurm = {'SLURM_ARRAY_TASK_ID': '5', 'SLURM_ARRAY_TASK_COUNT': '4', 'SLURM_ARRAY_TASK_MIN': '3'}
    gitlab = {'CI_NODE_INDEX': '2', 'CI_NODE_TOTAL': '8'}
    table = [('2/8', {}, 'shard 2 of 8'), ('8/8', {}, 'shard 8 of 8'), ('0/8', {}, None), ('9/8', {}, None), ('', {}, None), ('x', {}, None),
             ('1/', {}, None), ('/2', {}, None), ('1/0', {}, None), ('-1/2', {}, None), ('1/2/3', {}, None), ('auto', {}, None),
             ('auto', slurm, 'shard 3 of 4'), ('auto', dict(slurm, SLURM_ARRAY_TASK_STEP='2'), 'shard 2 of 4'),
             ('auto', dict(slurm, SLURM_ARRAY_TASK_STEP='3'), None), ('auto', dict(slurm, SLURM_ARRAY_TASK_ID='7'), None),
             ('auto', dict(slurm, SLURM_ARRAY_TASK_ID=''), None), ('auto', dict(slurm, SLURM_ARRAY_TASK_ID='2'), None),
             ('auto', {'SLURM_ARRAY_TASK_ID': '1'}, None), ('auto', dict(slurm, SLURM_ARRAY_TASK_COUNT='many'), None),
             ('auto', {'JOB_COMPLETION_INDEX': '0', 'JOB_COMPLETIONS': '3'}, 'shard 1 of 3'),
             ('auto', {'JOB_COMPLETION_INDEX': '3', 'JOB_COMPLETIONS': '3'}, None), ('auto', {'JOB_COMPLETION_INDEX': '0'}, None),
             ('auto', gitlab, 'shard 2 of 8'), ('auto', dict(gitlab, CI_NODE_INDEX='0'), None), ('auto', dict(gitlab, CI_NODE_INDEX=''), None),
             ('auto', {'CI_NODE_TOTAL': '1'}, None), ('auto', {'STRATEGY_JOB_INDEX': '7', 'STRATEGY_JOB_TOTAL': '8'}, 'shard 8 of 8'),
             ('auto', {'STRATEGY_JOB_INDEX': '', 'STRATEGY_JOB_TOTAL': ''}, None),
             ('auto', {'PARALLEL_SEQ': '2', 'PARALLEL_TOTAL': '2'}, 'shard 2 of 2'), ('auto', {'PARALLEL_SEQ': '2'}, None),
             ('auto', dict(slurm, PARALLEL_SEQ='1', PARALLEL_TOTAL='2'), None)]
    write_list(base / 'one.csv', [('a', 'nowhere.git')], ('id', 'location'))
    for text, env, wanted in table:
        done = run('fleet', 'one.csv', '--results', 'L', f'--shard={text}', cwd=base, env=env)
        if wanted is None and text:
            check(done.returncode == 2 and '--shard' in done.stderr, f'--shard {text} {env}: {done.returncode} {done.stderr}')
        elif text:
            check(done.returncode != 2 and wanted in done.stderr, f'--shard {text} {env}: {done.returncode} {done.stderr}')
    done = run('fleet', 'one.csv', '--results', 'L', cwd=base, env={'UNSOAP_SHARD': '3/2'})
    check(done.returncode == 2, 'the share may stand in the environment, and is checked there')
    shutil.rmtree(base / 'L', ignore_errors=True)


def check_whole(base):
    done = fleet(base, 'R')
    check(done.returncode == 0, f'fleet: {done.returncode} {done.stderr}')
    check('40 listed: 32 clean, 8 findings' in done.stdout, f'the sums are those of the list: {done.stdout}')
    texts = results(base / 'R')
    check(len(texts) == 40, 'a result for each')
    for name, text in texts.items():
        check(str(base).encode() not in text and b'"command"' not in text and b'"catalog":' not in text.split(b'\n', 1)[1], f'{name} says what its key says')
        head = json.loads(text)['fleet']
        check(name == head['key'] + '.json', 'a result has the name of its key')
        if head['findings'] == 0:
            check(len(text) < 3000, f'a clean result is small: {len(text)}')
    before = {path: path.stat().st_mtime_ns for path in (base / 'R').rglob('*')}
    done = fleet(base, 'R')
    check(done.returncode == 0 and {path: path.stat().st_mtime_ns for path in (base / 'R').rglob('*')} == before, 'nothing is written again')
    used = next(json.loads(text) for text in texts.values() if json.loads(text)['fleet']['findings'])
    (base / 'used.json').write_text(json.dumps(used))
    done = run('convert', 'used.json', '-f', 'sarif', cwd=base)
    check(done.returncode == 0 and json.loads(done.stdout)['runs'][0]['results'], f'convert reads a result: {done.stderr}')


def check_split(base):
    done = merge(base, 'MR', 'R')
    check(done.returncode == 1 and 'not clear' in done.stdout, f'merge: {done.returncode} {done.stdout} {done.stderr}')
    check(merge(base, 'M0', 'R', flags=('--exit-zero',)).returncode == 0 and merge(base, 'M0', 'R', flags=('--fail-on', 'never')).returncode == 0,
          'the gate is the caller\'s')
    order = random.Random(5)
    for count in (2, 7):
        shares = list(range(1, count + 1))
        order.shuffle(shares)
        directories = []
        for share in shares:
            apart = f'S{count}-{share}'
            check(fleet(base, apart, '--shard', f'{share}/{count}', '--jobs', str(1 + share % 3)).returncode == 0, f'share {share}/{count}')
            directories.append(apart)
        check(sum(len(results(base / directory)) for directory in directories) == 40, 'shares are the list')
        merge(base, f'M{count}', *directories)
        check_same(base, 'MR', f'M{count}', f'{count} shares')
        merge(base, f'M{count}b', *reversed(directories), 'R')  # some are there twice, and the same
        check_same(base, 'MR', f'M{count}b', f'{count} shares and the whole')
    check(results(base / 'R') == {name: text for share in (1, 2) for name, text in results(base / f'S2-{share}').items()}, 'results are the same bytes')


def check_content(base):
    findings = [json.loads(line) for line in open(base / 'MR/findings.jsonl')]
    runs = [json.loads(line) for line in open(base / 'MR/runs.jsonl')]
    table = list(csv.DictReader(open(base / 'MR/findings.csv', newline='')))
    check(len(runs) == 40 and [row['repository'] for row in runs] == sorted(row['repository'] for row in runs), 'a run for each, sorted')
    check(len(findings) == len(table) == sum(row['findings'] for row in runs) > 20, 'all findings, in both forms')
    one = run('scan', '--exit-zero', '-q', '-f', 'json', *DATE, '--git-dir', 'r06.git', cwd=base)
    ours = [finding['id'] for finding in findings if finding['repository'] == 'org/r06']
    check(ours == [finding['id'] for finding in json.loads(one.stdout)['findings']], 'the findings are those of a scan')
    owners = {finding['owner'] for finding in findings}
    check({'@team0', '@team2', '@owner2'} == owners, f'owners of CODEOWNERS, else of the list: {owners}')
    statement = json.loads((base / 'MR/exit.json').read_text())
    predicate = statement['predicate']
    check(statement['_type'] == 'https://in-toto.io/Statement/v1' and len(statement['subject']) == 40, 'an in-toto statement')
    check(predicate['clear'] is False and len(predicate['rows']) == 40 and predicate['counts'] == {'clean': 32, 'findings': 8}, 'the exit sheet')
    page = (base / 'MR/index.html').read_text()
    for words in ('org/r06', '@team0', 'id="families"', 'id="credentials"', 'id="about"'):
        check(words in page, f'the page has {words}')
    for name in FILES:
        check('99148310556677889900' not in (base / 'MR' / name).read_text(), f'no value of a credential in {name}')
        check(str(base) not in (base / 'MR' / name).read_text(), f'no path of this machine in {name}')
    (base / 'old.jsonl').write_text('\n'.join(json.dumps(dict(row, as_of='2026-10-01', findings=row['findings'] * 2)) for row in runs) + '\n')
    merge(base, 'MT', 'R', flags=('--against', 'old.jsonl'))
    page = (base / 'MT/index.html').read_text()
    check('id="trend"' in page and '2026-10-01' in page and '<svg' in page, 'the trend is a picture')
    check(merge(base, 'MT', 'R', flags=('--against', 'list.csv')).returncode == 2, 'what is no earlier answer is said')
    shutil.copytree(base / 'MR', base / 'tree/answer')
    shutil.copytree(base / 'R', base / 'tree/results')
    (base / 'tree/a.py').write_text('x = 1\n')
    report = json.loads(run('scan', '--exit-zero', '--min-confidence', 'possible', '-q', '-f', 'json', 'tree', cwd=base).stdout)
    check(report['findings'] == [], f'answers and results in a tree are not read as code: {[f["location"] for f in report["findings"]]}')
    write_list(base / 'clean.csv', [(f'org/r0{i}', f'r0{i}.git', 'main', '') for i in (1, 2, 3)])
    done = merge(base, 'MC', 'R', listed='clean.csv')
    check(done.returncode == 0 and done.stdout == 'clear\n' and json.loads((base / 'MC/exit.json').read_text())['predicate']['clear'] is True,
          f'clear is said where it is: {done.stdout} {done.stderr}')


def check_merge_refuses(base):
    shutil.copytree(base / 'R', base / 'D')
    victim = sorted((base / 'D').glob('*.json'))[7]
    name = json.loads(victim.read_text())['fleet']['repository']

    def refused(what, words, directories=('D',), listed='clean.csv', row=name):
        done = merge(base, 'MX', *directories, listed=listed)
        check(done.returncode == 3 and words in done.stderr and row in done.stderr, f'{what}: {done.returncode} {done.stderr}')
        check(json.loads((base / 'MX/exit.json').read_text())['predicate']['clear'] is False, f'{what} is not clear')

    write_list(base / 'clean.csv', [(name, f'{name[4:]}.git', 'main', '')])
    whole = victim.read_bytes()
    victim.write_bytes(whole[:-20])
    refused('a torn result', 'not whole')
    victim.write_bytes(whole.replace(b'"suppressed": []', b'"suppressed" []'))
    refused('a damaged result', 'damaged')
    victim.unlink()
    refused('a result that is gone', 'not there')
    refused('a row that was never run', 'never run', ('L2',))
    write_list(base / 'clean.csv', [(name, f'{name[4:]}.git', 'HEAD', '')])
    refused('a result of another revision', "names 'HEAD'", ('R',))
    write_list(base / 'clean.csv', [(f'org/r0{i}', f'r0{i}.git', 'main', '') for i in (1, 2, 3)])
    fleet(base, 'E', '--min-confidence', 'possible', '--shard', '2/40')  # org/r01
    refused('one place has two answers', 'different results', ('R', 'E'), row='org/r01')
    os.rename(base / 'E', base / 'E1')
    shutil.copytree(base / 'R', base / 'E')
    (base / 'E' / 'rows' / next((base / 'E1/rows').iterdir()).name).unlink()
    refused('other flags than the rest', 'stale', ('E', 'E1'), row='org/r01')


def check_broken_rows(base):
    make_repository(base, 'config', {'a.py': 'x = 1\n', '.unsoap.yml': 'no-such-key: 1\n'})
    make_repository(base, 'lossy', {'a.py': 'x = 1\n', 'b.py': 'y = 2\n'})
    blob = subprocess.run(['git', 'rev-parse', 'HEAD:b.py'], cwd=base / 'lossy.git', capture_output=True, text=True, check=True).stdout.strip()
    (base / 'lossy.git/objects' / blob[:2] / blob[2:]).unlink()
    os.mkdir(base / 'nothing')
    (base / 'file').write_text('x')
    rows = [('org/ok', 'r01.git', 'main', ''), ('org/gone', 'nowhere.git', 'main', ''), ('org/empty', 'nothing', '', ''),
            ('org/file', 'file', '', ''), ('org/rev', 'r02.git', 'v9', ''), ('org/config', 'config.git', '', ''), ('org/part', 'lossy.git', '', '')]
    write_list(base / 'broken.csv', rows)
    done = fleet(base, 'Q', '--progress', 'json', listed='broken.csv')
    status = {row['repository']: row['status'] for row in map(json.loads, done.stdout.splitlines())}
    wanted = {'org/ok': 'clean', 'org/gone': 'missing', 'org/empty': 'missing', 'org/file': 'missing', 'org/rev': 'no-revision',
              'org/config': 'error', 'org/part': 'partial'}
    check(done.returncode == 3 and status == wanted, f'broken rows: {done.returncode} {status} {done.stderr}')
    table = fleet(base, 'Q', listed='broken.csv').stdout
    check('7 listed: 1 clean, 1 partial, 3 missing, 1 no-revision, 1 error' in table and 'no-such-key' in table, f'the table: {table}')
    done = merge(base, 'MQ', 'Q', listed='broken.csv')
    check(done.returncode == 3 and all(name in done.stderr for name in wanted if name != 'org/ok'), f'merge names them: {done.stderr}')
    shutil.copytree(base / 'MQ', base / 'MB')
    names = [path.name for path in (base / 'Q').glob('*.json')]
    check(len(names) == 2 and sum(name.endswith('.partial.json') for name in names) == 1, 'a partial result has no key of its own')
    for path in (base / 'Q/rows').iterdir():
        check(str(base) not in path.read_text(), 'records hold no path of this machine')
    # What is mended is done, and the partial result gives way.
    shutil.rmtree(base / 'lossy.git')
    git(base, 'clone', '-q', '--bare', base / 'lossy.w', 'lossy.git')
    write_list(base / 'broken.csv', [rows[0], rows[6]])
    check(fleet(base, 'Q', listed='broken.csv').returncode == 0 and not list((base / 'Q').glob('*.partial.json')), 'a mended row is final')
    check(merge(base, 'MQ', 'Q', listed='broken.csv').returncode == 0, 'and the answer, too')


def check_schemas(base):
    """On an answer with findings, one that is clear, and one with rows of every kind that can be had."""
    merge(base, 'MX', 'L2')
    done = subprocess.run(['node', SOURCE / 'tests/fleet_answer.mjs', 'MR', 'MC', 'MB', 'MX'], cwd=base, capture_output=True, text=True)
    check(done.returncode in (0, 77), f'schemas: {done.stdout[:2000]} {done.stderr[:2000]}')
    if done.returncode == 77:
        print(done.stdout.strip())


def make_large(base):
    body = ''.join(f'def f{i}(a, b):\n    return client.service.getTags(a, b) if a > {i} else g{i}(b)\n\n\n' for i in range(4000))
    make_repository(base, 'large', {f'src/m{i}.py': f"from zeep import Client\nclient = Client('{WSDL}')\n\n\n" + body for i in range(3)})
    write_list(base / 'large.csv', [('org/large', 'large.git', '', ''), ('org/r01', 'r01.git', 'main', ''), ('org/r02', 'r02.git', 'main', '')])


def check_limits(base):
    for flag, value, status in (('--timeout-repo', '0.05', 'timeout'), ('--memory-repo', '100M', 'out-of-memory')):
        if flag == '--memory-repo' and ('asan' in UNSOAP or 'tsan' in UNSOAP):
            continue  # builds with a sanitizer take more than any limit
        done = fleet(base, f'T{status}', '--progress', 'json', flag, value, '--shard', '1/3', listed='large.csv')
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        check(done.returncode == 3 and [row['status'] for row in rows] == [status], f'{flag}: {done.returncode} {rows} {done.stderr}')
        check(not list((base / f'T{status}').glob('.*')) and not list((base / f'T{status}').glob('*.json')), f'{flag} leaves nothing')


def children_of(pid):
    try:
        return [int(word) for word in pathlib.Path(f'/proc/{pid}/task/{pid}/children').read_text().split()]
    except OSError:
        return []


def start(base, results_to, listed, *flags):
    process = subprocess.Popen([UNSOAP, 'fleet', listed, '--results', results_to, *DATE, '-q', '--progress', 'json', *flags], cwd=base, env=ENV,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return process


def wait_for_child(process):
    for _ in range(4000):
        children = children_of(process.pid)
        if children or process.poll() is not None:
            return children
        time.sleep(0.002)
    return []


def check_killed_child(base):
    if not pathlib.Path(f'/proc/{os.getpid()}/task/{os.getpid()}/children').exists():
        return
    process = start(base, 'K', 'large.csv', '--jobs', '1', '--no-clang')
    children = wait_for_child(process)
    check(len(children) == 1, f'one child at a time: {children}')
    for child in children:
        os.kill(child, signal.SIGKILL)
    rows = {row['repository']: row['status'] for row in map(json.loads, process.communicate()[0].splitlines())}
    check(process.returncode == 3 and rows == {'org/large': 'died', 'org/r01': 'clean', 'org/r02': 'clean'}, f'a killed child is one row: {rows}')
    check(fleet(base, 'K', '--no-clang', listed='large.csv').returncode == 0, 'and is done the next time')


def check_interrupted(base):
    # With the helper that asks libclang the first child is that one.
    for number, wanted, flags in ((signal.SIGINT, 130, ['--no-clang']), (signal.SIGTERM, 143, ['--no-clang']), (signal.SIGTERM, 143, [])):
        shutil.rmtree(base / f'I{wanted}', ignore_errors=True)
        process = start(base, f'I{wanted}', 'large.csv', '--jobs', '1', *flags)
        children = wait_for_child(process)
        process.send_signal(number)
        begin = time.monotonic()
        process.communicate()
        check(process.returncode == wanted and time.monotonic() - begin < 10, f'signal {number}: {process.returncode}')
        check(not any(pathlib.Path(f'/proc/{child}').exists() for child in children), 'no child is left')
        check(not list((base / f'I{wanted}').glob('*.partial.json')), 'what was interrupted is not partial, it was not run')


def check_killed(base):
    temporary = base / 'tmp'
    temporary.mkdir()
    order = random.Random(9)
    ENV['TMPDIR'] = str(temporary)
    for _ in range(12):
        process = start(base, 'Z', 'list.csv', '--jobs', '3')
        time.sleep(order.random() * 0.6)
        process.kill()
        process.communicate()
        for name, text in results(base / 'Z').items():
            check(results(base / 'R').get(name) == text, f'a result is whole after a kill: {name}')
    time.sleep(0.2)
    check(fleet(base, 'Z').returncode == 0, 'started again it ends')
    check(results(base / 'Z') == results(base / 'R'), 'the results are those of a run that nobody killed')
    check(not [path.name for path in (base / 'Z').iterdir() if path.name.startswith('.')], 'nothing is left of what was killed')
    # On a busy machine a killed child may still be ending; the run after its end that has work to do clears up behind it.
    for number in range(20):
        if not list(temporary.iterdir()):
            break
        time.sleep(0.5)
        fleet(base, f'Z-again-{number}')
    check(list(temporary.iterdir()) == [], f'nothing is left in the temporary directory: {list(temporary.iterdir())}')
    del ENV['TMPDIR']
    merge(base, 'MZ', 'Z')
    check_same(base, 'MR', 'MZ', 'after kills')


def check_many_at_once(base):
    """Shares that begin together clear up after the dead, and never what another has just made."""
    temporary = base / 'tmp-many'
    temporary.mkdir()
    for number in range(4):
        started = [subprocess.Popen([UNSOAP, 'fleet', 'list.csv', '--results', f'N{number}', *DATE, '-q', '--no-clang', '--shard', f'{share}/40'], cwd=base,
                                    env=dict(ENV, TMPDIR=str(temporary)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                   for share in range(1, 21)]
        for process in started:
            said = process.communicate()
            check(process.returncode == 0, f'a share among many: {process.returncode} {said}')
    check(list(temporary.iterdir()) == [], f'nothing is left of many: {list(temporary.iterdir())}')


def check_keys(base):
    """What a result depends on gives another key, and what it does not depend on does not."""
    def keys(*flags, as_of='2026-11-30'):
        shutil.rmtree(base / 'Y', ignore_errors=True)
        run('fleet', 'list.csv', '--results', 'Y', '-q', '--as-of', as_of, '--shard', '7/40', *flags, cwd=base)
        return list(results(base / 'Y'))
    plain = keys()
    check(len(plain) == 1 and plain[0] in results(base / 'R'), 'the same key for the same work')
    for flags in (('--jobs', '7'), ('--color', 'never'), ('--timeout-repo', '900'), ('--verbose',)):
        check(keys(*flags) == plain, f'{flags} change no key')
    for flags in (('--min-confidence', 'possible'), ('--exclude', 'x/'), ('--no-ignore',), ('--archives', '1'), ('--no-clang',), ('--no-snippets',)):
        check(len(keys(*flags)) == 1 and keys(*flags) != plain, f'{flags} change the key')
    check(keys(as_of='2026-11-29') != plain, 'the date changes the key')
    check(keys('--exclude', 'x/', '--exclude', 'y/') == keys('--exclude', 'y/', '--exclude', 'x/'), 'the order of flags is none of it')


def main():
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(os.path.realpath(folder))
        make(base)
        make_large(base)
        for part in (check_lists, check_shards, check_whole, check_split, check_content, check_merge_refuses, check_broken_rows, check_schemas, check_limits,
                     check_killed_child, check_interrupted, check_killed, check_many_at_once, check_keys):
            part(base)
    print('\n'.join(problems) or 'fleet: one answer, whatever happens on the way')
    sys.exit(bool(problems))


main()
