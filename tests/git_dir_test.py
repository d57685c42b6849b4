#!/usr/bin/env python3
"""scan --git-dir: the report of a checkout out of a repository's objects alone.

One repository with everything that a checkout has to account for (ignore rules, nested ones, links, a submodule, owners, a
configuration and a baseline of its own) is read as a work tree, through its .git, as a bare, a mirror and a shallow clone and
as a linked worktree: the reports are equal but for what names the input. Blobs that a partial clone lacks are not read, and
said so. What a hostile repository names outside of itself is refused.
"""
import json
import os
import subprocess
import sys
import tempfile

UNSOAP = os.path.abspath(sys.argv[1])
ENV = dict(os.environ, GIT_CONFIG_GLOBAL='/dev/null', GIT_CONFIG_NOSYSTEM='1', GIT_AUTHOR_NAME='n', GIT_AUTHOR_EMAIL='e@example.org',
           GIT_COMMITTER_NAME='n', GIT_COMMITTER_EMAIL='e@example.org', GIT_ALLOW_PROTOCOL='file')
WSDL = 'https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL'
USE = f"""<?php
class Shop {{
  private $client;
  function __construct() {{ $this->client = new SoapClient('{WSDL}'); }}
  function tags() {{ return $this->client->getTags(); }}
}}
"""
problems = []


def check(condition, what):
    if not condition:
        problems.append(what)


def write(path, content):
    os.makedirs(os.path.dirname(path) or '.', exist_ok=True)
    with open(path, 'w') as file:
        file.write(content)


def git(where, *arguments, **more):
    return subprocess.run(['git', '-c', 'protocol.file.allow=always', '-c', 'init.defaultBranch=main', *arguments], cwd=where, env=ENV,
                          check=True, capture_output=True, text=True, **more).stdout.strip()


def run(*arguments):
    return subprocess.run([UNSOAP, *arguments], env=ENV, capture_output=True, text=True, errors='replace')


def scan(*arguments):
    done = run('scan', '-q', '--exit-zero', '--as-of', '2026-11-30', '-f', 'json', *arguments)
    check(done.returncode == 0, f'{arguments}: status {done.returncode}: {done.stderr[:300]}')
    return json.loads(done.stdout) if done.stdout.startswith('{') else {}


def body(report):
    """The report without what names the input, as bytes."""
    return json.dumps({key: value for key, value in report.items() if key not in ('source', 'command')})


def make_project(where):
    os.makedirs(where)
    git(where, 'init', '-q')
    write(f'{where}/src/shop.php', USE)
    write(f'{where}/src/old/copy.php', USE.replace('getTags', 'getLead'))
    write(f'{where}/build/made.php', USE)
    write(f'{where}/.gitignore', 'build/\n')
    write(f'{where}/src/.gitignore', 'old/*\n!old/copy.php\n')
    write(f'{where}/.unsoapignore', 'skipped.php\n')
    write(f'{where}/skipped.php', USE)
    write(f'{where}/CODEOWNERS', 'src/ @shop\n')
    write(f'{where}/.unsoap.yml', 'min-confidence: possible\nexclude: [left/]\n')
    write(f'{where}/left/out.php', USE)
    write(f'{where}/réseau/ü ber.php', USE.replace('Shop', 'Net'))
    os.symlink('src/shop.php', f'{where}/link.php')
    os.symlink('/etc', f'{where}/away')
    os.symlink('nowhere', f'{where}/broken')
    git(where, 'add', '-A')
    git(where, 'add', '-f', 'build/made.php')
    git(where, 'update-index', '--add', '--cacheinfo', f'160000,{"1" * 40},vendor/sub')
    write(f'{where}/.gitmodules', '[submodule "sub"]\n\tpath = vendor/sub\n\turl = ../nowhere\n')
    git(where, 'add', '.gitmodules')
    git(where, 'commit', '-q', '-m', 'all')


def check_kinds(base):
    make_project(f'{base}/src')
    git(base, 'clone', '-q', f'file://{base}/src', 'tree')  # without what is only on the disk
    tree = scan(f'{base}/tree')
    check(len(tree.get('findings', [])) > 3, 'the checkout has findings')
    check({finding.get('owner', '') for finding in tree['findings']} >= {'@shop'}, 'CODEOWNERS holds in the checkout')
    git(base, 'clone', '-q', '--bare', f'file://{base}/src', 'bare.git')
    git(base, 'clone', '-q', '--mirror', f'file://{base}/src', 'mirror.git')
    git(base, 'clone', '-q', '--bare', '--depth', '1', f'file://{base}/src', 'shallow.git')
    git(f'{base}/tree', 'worktree', 'add', '-q', '--detach', '../linked')
    inputs = ['bare.git', 'mirror.git', 'shallow.git', 'tree', 'tree/.git', 'linked', 'tree/.git/worktrees/linked']
    for name in inputs:
        report = scan('--git-dir', f'{base}/{name}')
        check(report and body(report) == body(tree), f'{name} gives the report of the checkout')
        check(report.get('source', {}).get('revision') == tree['source']['revision'], f'{name}: the revision')
    check(scan('--git-dir', f'{base}/bare.git').get('source', {}).get('root_name') == 'bare', 'the name of a bare repository')
    check(scan('--git-dir', f'{base}/bare.git')['source'].get('branch') == 'main', 'the branch of a bare repository')
    check('unsoap-' not in json.dumps(scan('--git-dir', f'{base}/bare.git')), 'the temporary directory is in no report')
    part = scan('--git-dir', f'{base}/bare.git', 'src')
    check(part['findings'] and body(part) == body(scan(f'{base}/tree/src')), 'a folder of the revision, as the folder of the checkout')


def check_revisions(base):
    where = f'{base}/history'
    os.makedirs(where)
    git(where, 'init', '-q')
    write(f'{where}/a.php', USE)
    git(where, 'add', '-A')
    git(where, 'commit', '-q', '-m', 'one')
    first = git(where, 'rev-parse', 'HEAD')
    git(where, 'tag', '-a', '-m', 'v', 'v1')
    git(where, 'checkout', '-q', '-b', 'gone')
    git(where, 'rm', '-q', 'a.php')
    write(f'{where}/b.txt', 'nothing\n')
    git(where, 'add', '-A')
    git(where, 'commit', '-q', '-m', 'two')
    for name, found in (('main', True), ('v1', True), (first, True), ('gone', False), ('HEAD', False), ('gone~1', True)):
        report = scan('--git-dir', where, '--rev', name)
        check(bool(report.get('findings')) == found, f'--rev {name}')
        check(report.get('source', {}).get('revision') == (first if found else git(where, 'rev-parse', 'gone')), f'{name}: its commit')
    git(base, 'clone', '-q', f'file://{where}', 'cloned')
    check(scan('--git-dir', f'{base}/cloned', '--rev', 'main').get('findings'), 'a branch that only origin has')
    for arguments, words in ((['--git-dir', where, '--rev', 'none'], 'no revision'), (['--git-dir', f'{base}/nowhere'], 'no git repo'),
                             (['--git-dir', where, '--staged'], '--staged'), (['--git-dir', where, '../x'], 'no path in'),
                             (['--git-dir', where, '--since', 'main'], '--since')):
        done = run('scan', *arguments)
        check(done.returncode == 2 and words in done.stderr, f'{arguments}: {done.returncode} {done.stderr[:200]}')


def check_partial(base):
    where = f'{base}/whole'
    os.makedirs(where)
    git(where, 'init', '-q')
    write(f'{where}/a.php', USE)
    write(f'{where}/long.php', USE + '// x\n' * 200)
    for i in range(5):
        write(f'{where}/src/x{i}.py', f'x = {i}\n')
    git(where, 'add', '-A')
    git(where, 'commit', '-q', '-m', 'one')
    git(where, 'config', 'uploadpack.allowFilter', 'true')
    git(where, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
    git(base, 'clone', '-q', '--bare', '--filter=blob:limit=900', f'file://{where}', 'partial.git')
    report = scan('--git-dir', f'{base}/partial.git')
    coverage = report.get('coverage', {})
    check(report.get('complete') is False and len(report.get('findings', [])) > 0, 'a partial clone is incomplete, what it has is read')
    check([row['path'] for row in coverage.get('not_read', [])] == ['long.php'], f'an absent blob is named: {coverage}')
    check(all('lacks its blob' in row['reason'] for row in coverage.get('not_read', [])), 'and why')
    check(run('scan', '--fail-on', 'never', '--strict', '--git-dir', f'{base}/partial.git').returncode == 3, 'with --strict it fails')
    git(base, 'clone', '-q', '--bare', '--filter=blob:none', f'file://{where}', 'empty.git')
    done = run('scan', '--git-dir', f'{base}/empty.git')
    check(done.returncode == 2 and 'not one file was read' in done.stderr, f'a clone without a blob: {done.returncode} {done.stderr}')
    # One blob of a bare repository is lost.
    git(base, 'clone', '-q', '--bare', '--no-local', where, 'lossy.git')
    blob = git(where, 'rev-parse', 'HEAD:src/x3.py')
    packs = f'{base}/lossy.git/objects/pack'
    pack = [f'{packs}/{name}' for name in os.listdir(packs) if name.endswith('.pack')][0]
    moved = f'{base}/taken.pack'
    os.rename(pack, moved)
    for name in os.listdir(packs):
        os.chmod(f'{packs}/{name}', 0o644)
        os.remove(f'{packs}/{name}')
    with open(moved, 'rb') as file:
        git(f'{base}/lossy.git', 'unpack-objects', '-q', stdin=file)
    os.remove(f'{base}/lossy.git/objects/{blob[:2]}/{blob[2:]}')
    report = scan('--git-dir', f'{base}/lossy.git')
    check(not report.get('complete', True) and [row['path'] for row in report['coverage']['not_read']] == ['src/x3.py'] and
          len(report['findings']) > 0, 'the one blob that is lost is not read, the others are')


def mktree(where, rows):
    return git(where, 'mktree', '--missing', input=''.join(f'{mode} {kind} {oid}\t{name}\n' for mode, kind, oid, name in rows))


def check_hostile(base):
    where = f'{base}/hostile'
    outside = f'{base}/outside'
    os.makedirs(where)
    os.makedirs(outside)
    git(where, 'init', '-q', '--bare')
    blob = git(where, 'hash-object', '-w', '--stdin', input='x\n')
    to_outside = git(where, 'hash-object', '-w', '--stdin', input=outside)
    inner = mktree(where, [('120000', 'blob', to_outside, 'in'), ('100644', 'blob', blob, 'evil')])
    # A link and a folder of one name: what stands in the folder is not written through the link.
    raw = b''
    for mode, name, oid in ((b'120000', b'a', to_outside), (b'40000', b'a', inner), (b'100644', b'b', blob)):
        raw += mode + b' ' + name + b'\0' + bytes.fromhex(oid)
    done = subprocess.run(['git', 'hash-object', '-w', '-t', 'tree', '--literally', '--stdin'], cwd=where, env=ENV, input=raw,
                          capture_output=True, check=True)
    run('scan', '--git-dir', where, '--rev', done.stdout.decode().strip())
    check(os.listdir(outside) == [], 'nothing is written through a link')
    for name in (b'.git', b'.GIT', b'..', b'.'):
        raw = b'100644 ' + name + b'\0' + bytes.fromhex(blob)
        done = subprocess.run(['git', 'hash-object', '-w', '-t', 'tree', '--literally', '--stdin'], cwd=where, env=ENV, input=raw,
                              capture_output=True, check=True)
        result = run('scan', '--git-dir', where, '--rev', done.stdout.decode().strip())
        check(result.returncode == 2 and 'no checkout may hold' in result.stderr, f'a tree with {name}: {result.returncode} {result.stderr}')
    write(f'{where}/config', '[core]\n\tbare = true\n[include]\n\tpath = /etc/passwd\n')
    result = run('scan', '--git-dir', where)
    check(result.returncode == 2 and 'not opened' in result.stderr, 'a configuration that includes what lies outside')


def check_nothing_stays(base):
    temporary = f'{base}/tmp'
    os.makedirs(temporary)
    ENV['TMPDIR'] = temporary
    scan('--git-dir', f'{base}/bare.git')
    run('scan', '--git-dir', f'{base}/bare.git', '--rev', 'none')
    del ENV['TMPDIR']
    check(os.listdir(temporary) == [], 'the temporary directory is left empty')


with tempfile.TemporaryDirectory() as folder:
    BASE = os.path.realpath(folder)
    check_kinds(BASE)
    check_revisions(BASE)
    check_partial(BASE)
    check_hostile(BASE)
    check_nothing_stays(BASE)
print('\n'.join(problems) or 'git_dir: the objects give what a checkout gives')
sys.exit(bool(problems))
