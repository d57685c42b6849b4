#!/usr/bin/env python3
"""bench/fleet.py UNSOAP [FOLDER]: what fleet and merge cost.

1,000 tiny repositories: processor time of the first run (bar: 30 s) and of a second one with nothing changed (bar: 0.02 of the first); then merge of 4,000
results with 120,000 findings and more: processor time (bar: 20 s) and memory (bar: 100 MB). Prints one line a figure; status 1
where a bar is missed.
"""
import csv
import hashlib
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

UNSOAP = os.path.abspath(sys.argv[1])
WSDL = 'https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL'
missed = []


def measure(what, arguments, cwd, bar=None, memory_bar=None):
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen([UNSOAP, *arguments], cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, own = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f'{what}: {seconds:.2f} s of processor time, {time.monotonic() - begin:.1f} s, {own.ru_maxrss / 1024:.0f} MB, status {process.returncode}')
    if (bar and seconds > bar) or (memory_bar and own.ru_maxrss > memory_bar * 1024):
        missed.append(what)
    return seconds


def repository(base, name, files):
    where = base / name
    for path, content in files.items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_text(content)
    quiet = {'cwd': where, 'check': True, 'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
    subprocess.run(['git', 'init', '-q'], **quiet)
    subprocess.run(['git', 'add', '-A'], **quiet)
    subprocess.run(['git', '-c', 'user.name=n', '-c', 'user.email=e@example.org', 'commit', '-q', '-m', 'x'], **quiet)
    subprocess.run(['git', 'clone', '-q', '--bare', '.', f'../{name}.git'], **quiet)


def write_list(path, rows):
    with open(path, 'w', newline='') as file:
        csv.writer(file).writerows([('id', 'location'), *rows])


def tiny(base):
    use = f"from zeep import Client\nc = Client('{WSDL}')\n\n\ndef tags():\n    return c.service.getTags()\n\n\nprint(tags())\n"
    repository(base, 'clean', {'src/a.py': 'x = 1\n'})
    repository(base, 'used', {'src/crm.py': use})
    rows = []
    for i in range(1000):
        shutil.copytree(base / ('used.git' if i % 6 == 0 else 'clean.git'), base / f'r{i}.git')
        rows.append((f'org/r{i:04d}', f'r{i}.git'))
    write_list(base / 'tiny.csv', rows)
    first = measure('1,000 tiny repositories', ['fleet', 'tiny.csv', '--results', 'R', '-q'], base, bar=30)
    second = measure('again, with nothing changed', ['fleet', 'tiny.csv', '--results', 'R', '-q'], base)
    print(f'the second run is {second / first:.3f} of the first')
    if second > .02 * first:
        missed.append('the second run')


def large(base):
    body = f"from zeep import Client\nc = Client('{WSDL}')\n"
    files = {f'src/m{k}.py': body + f"\n\ndef tags{k}():\n    return c.service.getTags()\n\n\ndef lead{k}(x):\n    return c.service.getLead("
             f"leadKey=dict(keyType='EMAIL', keyValue=x))\n\n\nprint(tags{k}())\n" for k in range(7)}
    repository(base, 'wide', files)
    write_list(base / 'wide.csv', [('org/x', 'wide.git')])
    subprocess.run([UNSOAP, 'fleet', 'wide.csv', '--results', 'W', '-q'], cwd=base, stdout=subprocess.DEVNULL, check=True)
    row = json.loads(next((base / 'W/rows').iterdir()).read_text())
    text = (base / 'W' / (row['key'] + '.json')).read_text()
    (base / 'B/rows').mkdir(parents=True)
    rows = []
    for i in range(4000):
        name = f'org/r{i:05d}'
        key = hashlib.sha256(name.encode()).hexdigest()[:40]
        (base / f'B/{key}.json').write_text(text.replace('"repository":"org/x"', f'"repository":"{name}"').replace(row['key'], key))
        (base / f'B/rows/{key}.json').write_text(json.dumps(dict(row, repository=name, key=key)))
        rows.append((name, 'x.git'))
    write_list(base / 'large.csv', rows)
    measure(f'merge of 4,000 results with {4000 * row["findings"]:,} findings', ['merge', 'B', '--list', 'large.csv', '--out-dir', 'M'], base,
            bar=20, memory_bar=100)


with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as folder:
    tiny(pathlib.Path(folder))
    large(pathlib.Path(folder))
print('\n'.join(f'bar missed: {what}' for what in missed), end='\n' if missed else '')
sys.exit(bool(missed))
