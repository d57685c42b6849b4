"""What fleet_test.py and fleet_recipes_test.py share: small repositories as bare clones, a list of them, and the program over it."""
import csv
import filecmp
import os
import pathlib
import subprocess
import sys

UNSOAP = os.path.abspath(sys.argv[1])
SOURCE = pathlib.Path(__file__).resolve().parent.parent
ENV = dict(os.environ, GIT_CONFIG_GLOBAL='/dev/null', GIT_CONFIG_NOSYSTEM='1', GIT_AUTHOR_NAME='n', GIT_AUTHOR_EMAIL='e@example.org',
           GIT_COMMITTER_NAME='n', GIT_COMMITTER_EMAIL='e@example.org', GIT_AUTHOR_DATE='2026-01-01T00:00:00Z',
           GIT_COMMITTER_DATE='2026-01-01T00:00:00Z')
ENGINES = ('SLURM_', 'JOB_COMPLETION', 'CI_NODE_', 'STRATEGY_JOB_', 'PARALLEL_')
ENV = {name: value for name, value in ENV.items() if not name.startswith(ENGINES)}
WSDL = 'https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL'
USE = f"""from zeep import Client
client = Client('{WSDL}')


def tags():
    return client.service.getTags()


print(tags())
"""
SECRET = """<?php
$client = new SoapClient('https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL');
$marketoSoapEncryptionKey = '99148310556677889900AABBCCDDEEFF0011';
$client->getLead($key);
"""
FILES = ('findings.jsonl', 'runs.jsonl', 'findings.csv', 'runs.csv', 'index.html', 'exit.json', 'exit.txt')
DATE = ('--as-of', '2026-11-30')
problems = []


def check(condition, what):
    if not condition:
        problems.append(what)


def git(where, *arguments):
    subprocess.run(['git', '-c', 'init.defaultBranch=main', *arguments], cwd=where, env=ENV, check=True, capture_output=True)


def run(*arguments, cwd=None, env=None, stdin=None):
    return subprocess.run([UNSOAP, *map(str, arguments)], cwd=cwd, env=dict(ENV, **(env or {})), capture_output=True, text=True,
                          input=stdin, errors='replace')


def make_repository(base, name, files):
    where = base / f'{name}.w'
    for path, content in files.items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_text(content)
    git(where, 'init', '-q')
    git(where, 'add', '-A')
    git(where, 'commit', '-q', '-m', 'x')
    git(base, 'clone', '-q', '--bare', where, f'{name}.git')


def write_list(path, rows, columns=('id', 'location', 'revision', 'owner')):
    with open(path, 'w', newline='') as file:
        csv.writer(file).writerows([columns, *rows])


def results(directory):
    return {path.name: path.read_bytes() for path in pathlib.Path(directory).glob('*.json')}


def fleet(base, results_to, *flags, listed='list.csv', env=None):
    return run('fleet', listed, '--results', results_to, *DATE, '-q', *flags, cwd=base, env=env)


def merge(base, out, *directories, listed='list.csv', flags=()):
    return run('merge', *directories, '--list', listed, '--out-dir', out, *flags, cwd=base)


def check_same(base, one, other, what):
    for name in FILES:
        a, b = base / one / name, base / other / name
        check(a.exists() and b.exists() and filecmp.cmp(a, b, False), f'{what}: {name} is the same')


def make(base):
    rows = []
    for i in range(40):
        name = f'r{i:02d}'
        files = {'src/a.py': f'x = {i}\n'}
        if i % 6 == 0:
            files.update({'src/crm.py': USE, 'CODEOWNERS': f'src/ @team{i % 4}\n'})
        if i == 7:
            files = {'old/crm.php': SECRET}
        make_repository(base, name, files)
        rows.append((f'org/{name}', f'{name}.git', 'main', f'@owner{i % 5}'))
    write_list(base / 'list.csv', rows)
    return rows
