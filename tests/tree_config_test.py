"""What comes with the scanned tree for the scanner itself can neither write nor read outside of it, nor run anything.

.unsoap.yml is found by walking up from what is scanned, so whoever wrote the tree wrote it. What it may not say is an
error with its line, status 2, and nothing is written; the same words in a file that --config names are the user's.
.unsoapignore.yaml, CODEOWNERS and rule packs are read only as what lies in the tree.
"""
import json
import os
import subprocess
import sys
import tempfile

UNSOAP = os.path.abspath(sys.argv[1])
USE = "<?php\n$c = new SoapClient('https://100-AEK-913.mktoapi.com/soap/mktows/2_9?WSDL');\n$c->getLead($p);\n"
SECRET = 'canary-of-a-private-file'
problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


class Tree:
    """A hostile tree `tree` beside a private file, in a directory of its own."""

    def __init__(self):
        self.holder = tempfile.TemporaryDirectory(prefix='unsoap-config-')
        self.top = os.path.realpath(self.holder.name)
        self.root = os.path.join(self.top, 'tree')
        os.makedirs(os.path.join(self.root, '.git'))
        self.put('.git/HEAD', 'ref: refs/heads/main\n')
        self.put('src/a.php', USE)
        self.put('../private.yaml', SECRET + ': {x\n')

    def put(self, name, text):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def link(self, name, target):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.symlink(target, path)

    def run(self, *args, cwd=None):
        environment = {'PATH': os.environ['PATH'], 'HOME': self.top, 'GIT_CONFIG_NOSYSTEM': '1', 'GIT_CONFIG_GLOBAL': '/dev/null'}
        return subprocess.run([UNSOAP, *args], cwd=cwd or self.root, env=environment, capture_output=True, text=True,
                              timeout=60, check=False)

    def files(self):
        return sorted(os.path.relpath(os.path.join(folder, name), self.top)
                      for folder, _, names in os.walk(self.top) for name in names)


def refused(config, says, prepare=None, name='.unsoap.yml', where='.'):
    tree = Tree()
    tree.put(name, config.replace('TOP', tree.top))
    if prepare:
        prepare(tree)
    before = tree.files()
    done = tree.run('scan', where)
    label = f'{name}: {config.strip()!r} (scan {where})'
    check(done.returncode == 2, f'{label}: status {done.returncode}, not 2: {done.stderr[:300]}')
    check(says in done.stderr, f'{label}: "{says}" is not in {done.stderr[:300]!r}')
    check(SECRET not in done.stdout + done.stderr, f'{label}: shows a private file')
    check(not done.stdout, f'{label}: writes a report')
    check(tree.files() == before, f'{label}: writes {set(tree.files()) - set(before)}')


def allowed(config, *args, prepare=None, status=1, cwd=None, where='.'):
    tree = Tree()
    tree.put('.unsoap.yml', config)
    if prepare:
        prepare(tree)
    done = tree.run('scan', where, *args, cwd=os.path.join(tree.root, cwd) if cwd else None)
    check(done.returncode == status, f'{config.strip()!r}: status {done.returncode}, not {status}: {done.stderr[:300]}')
    return tree, done


WRITES = 'names a file to write'
OUT = 'leads out of the folder'


def writing():
    for config in ('output: report.json\n', 'output: [a.json, b.sarif]\n', 'out-dir: reports\n', 'out-dir: ../reports\n',
                   'format: json=report.json\n', 'format: json=TOP/x.json\n', 'format: [text, sarif=-]\n',
                   'output: .git/hooks/pre-commit\n', 'format: [text, "json=/etc/unsoap"]\n'):
        refused(config, WRITES)
    refused('output: report.json\n', WRITES, name='.unsoap.yaml')
    refused('output: report.json\n', WRITES, where='src')
    refused('output: report.json\n', WRITES, where='src/a.php')
    _, done = allowed('format: json\n')
    check(json.loads(done.stdout)['findings'], 'a format without a file is allowed')
    # The same words of the user's own file are obeyed.
    tree = Tree()
    own = tree.put('../own.yml', 'format: json=report.json\n')
    done = tree.run('scan', '.', '--config', own)
    check(done.returncode == 1 and 'tree/report.json' in tree.files(), f'--config may name files: {done.stderr}')


def reading():
    def outside(tree):
        tree.link('link.json', os.path.join(tree.top, 'private.yaml'))
        tree.link('links', tree.top)

    for flag in ('baseline', 'effort', 'rules'):
        for path in ('../private.yaml', 'TOP/private.yaml', '/etc/passwd', 'src/../../private.yaml', '/dev/zero', '..',
                     'link.json', 'links/private.yaml'):
            refused(f'{flag}: {path}\n', OUT, outside)
        refused(f'{flag}: .git/config\n', 'leads into .git')
        refused(f'{flag}: .GIT/config\n', 'leads into .git')
    # A pack inside the tree whose files are links out of it.
    refused('rules: pack\n', 'leads out of the pack',
            lambda tree: tree.link('pack/pack.yaml', os.path.join(tree.top, 'private.yaml')))

    def baseline(tree):
        done = tree.run('baseline', 'create', '--no-config', '--baseline', 'known.json', '--reason', 'known')
        check(done.returncode == 0, done.stderr)

    # Below the folder of the configuration, wherever the program runs.
    allowed('baseline: known.json\n', prepare=baseline, status=0)
    allowed('baseline: known.json\n', prepare=baseline, status=0, cwd='src')
    allowed('baseline: known.json\n', prepare=baseline, status=0, cwd='..', where='tree')


def limits():
    for config in ('jobs: 1000\n', 'max-memory: 100G\n', 'max-file-size: 2G\n', 'timeout-file: 3600\n', 'archives: 16\n'):
        refused(config, 'may be at most')
    refused('timeout-file: nan\n', 'is not a number')
    allowed('jobs: 2\nmax-file-size: 8M\nmax-memory: 512M\ntimeout-file: 10\narchives: 5\n')


def running():
    for config in ('clang-helper: ./evil\n', 'helper: ./evil\n', 'config: other.yml\n', 'dump: facts\n', 'fixtures: x\n'):
        refused(config, 'error: ')


def the_file_itself():
    tree = Tree()
    tree.link('.unsoap.yml', os.path.join(tree.top, 'private.yaml'))
    done = tree.run('scan', '.')
    check(done.returncode == 2 and SECRET not in done.stderr and 'symbolic link' in done.stderr,
          f'a configuration that is a link: {done.returncode} {done.stderr}')
    for make in (os.mkfifo, os.mkdir):
        tree = Tree()
        make(os.path.join(tree.root, '.unsoap.yml'))
        done = tree.run('scan', '.')
        check(done.returncode == 2 and 'cannot read the configuration' in done.stderr,
              f'a configuration that is no file: {done.returncode} {done.stderr}')
        check(tree.run('scan', '.', '--no-config').returncode == 1, '--no-config does without it')


def other_files():
    tree = Tree()
    tree.link('.unsoapignore.yaml', os.path.join(tree.top, 'private.yaml'))
    done = tree.run('scan', '.')
    check(done.returncode == 1 and SECRET not in done.stdout + done.stderr, f'.unsoapignore.yaml is a link: {done.stderr}')
    check('.unsoapignore.yaml' in done.stdout + done.stderr, '.unsoapignore.yaml that cannot be read is named')
    tree = Tree()
    os.mkfifo(os.path.join(tree.root, '.unsoapignore.yaml'))
    os.mkfifo(os.path.join(tree.root, 'CODEOWNERS'))
    check(tree.run('scan', '.').returncode == 1, 'a FIFO in the place of .unsoapignore.yaml or CODEOWNERS')
    for name in ('CODEOWNERS', '.github/CODEOWNERS'):
        tree = Tree()
        tree.put('../owners/CODEOWNERS', f'* @{SECRET}\n')
        if name == 'CODEOWNERS':
            tree.link(name, os.path.join(tree.top, 'owners/CODEOWNERS'))
        else:
            tree.link('.github', os.path.join(tree.top, 'owners'))
        done = tree.run('scan', '.', '--format', 'json')
        check(done.returncode == 1 and SECRET not in done.stdout, f'{name} is a link')
    # The baseline's default name is the tree's, too.
    tree = Tree()
    tree.link('.unsoap-baseline.json', os.path.join(tree.top, 'private.yaml'))
    done = tree.run('baseline', 'create', '--reason', 'x')
    with open(os.path.join(tree.top, 'private.yaml'), encoding='utf-8') as file:
        check(done.returncode == 2 and SECRET in file.read(), f'a baseline is written through a link: {done.stderr}')


for test in (writing, reading, limits, running, the_file_itself, other_files):
    test()
print('\n'.join(problems) or 'the tree\'s own configuration stays in the tree')
sys.exit(1 if problems else 0)
