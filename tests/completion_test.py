"""Completions in the shells themselves, where they are installed, and the manual pages as man reads them. What no shell here
can load (PowerShell) is at least read to its end by the grammar of its language.
"""
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

UNSOAP = os.path.abspath(sys.argv[1])
problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


def generated(*what):
    done = subprocess.run([UNSOAP, 'generate', *what], capture_output=True, text=True, check=False)
    check(done.returncode == 0, f'generate {" ".join(what)}: {done.stderr}')
    return done.stdout


# (words so far, what must be offered, what must not)
CASES = [
    ('unsoap bas', ['baseline'], ['scan']),
    ('unsoap baseline cr', ['create'], ['prune']),
    ('unsoap baseline ', ['create', 'prune', 'show'], ['getLead']),
    ('unsoap rules sh', ['show'], ['list']),
    ('unsoap generate complete-', ['complete-bash', 'complete-powershell'], ['man']),
    ('unsoap scan -f sar', ['sarif'], ['json']),
    ('unsoap scan --format sar', ['sarif'], ['json']),
    ('unsoap -t pyt', ['python'], ['php']),
    ('unsoap scan --fail-on cer', ['certain'], ['likely']),
    ('unsoap explain getLeadA', ['getLeadActivity'], ['syncLead']),
    ('unsoap scan --min-', ['--min-confidence'], ['--why']),
    ('unsoap files --wh', ['--why'], []),
    ('unsoap scan --severity e', ['error'], ['note']),
    ('unsoap help bas', ['baseline'], []),
]


def bash(folder):
    path = os.path.join(folder, 'unsoap.bash')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(generated('complete-bash'))
    for line, wanted, unwanted in CASES + [('unsoap scan --format=sar', ['sarif'], ['json'])]:
        words = re.findall(r'=|[^\s=]+', line) + ([''] if line.endswith(' ') else [])
        script = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _unsoap; printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(['bash', '--norc', '--noprofile', '-uc', script, 'bash', path, *words], cwd=folder, capture_output=True, text=True,
                              check=False)
        judge('bash', line, done.stdout.split(), wanted, unwanted, done.stderr)


def judge(shell, line, offered, wanted, unwanted, trouble=''):
    check(not trouble, f'{shell}: {line}: {trouble}')
    for word in wanted:
        check(word in offered, f'{shell}: {line}: no {word} in {offered[:12]}')
    for word in unwanted:
        check(word not in offered, f'{shell}: {line}: {word} is offered')


def fish(folder):
    path = os.path.join(folder, 'unsoap.fish')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(generated('complete-fish'))
    for line, wanted, unwanted in CASES:
        done = subprocess.run(['fish', '--no-config', '-c', f'source {path}; complete -C "{line}"'], cwd=folder, capture_output=True, text=True,
                              check=False)
        judge('fish', line, [row.split('\t')[0] for row in done.stdout.splitlines()], wanted, unwanted, done.stderr)


class Zsh:
    """An interactive zsh on a terminal of its own: only there does it complete."""

    def __init__(self, folder):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ.update(TERM='dumb', ZDOTDIR=folder, COLUMNS='200', LINES='200')
            os.execvp('zsh', ['zsh', '-f', '-i'])
        self.say("PS1='READY> '; unsetopt zle_bracketed_paste beep; setopt no_list_packed; LISTMAX=0; stty -echo cols 200 rows 200\n")
        self.say(f'fpath=({folder} $fpath); autoload -Uz compinit && compinit -u -d {folder}/dump; zstyle ":completion:*" menu no\n')
        self.say("zstyle ':completion:*' list-separator '#'; setopt list_rows_first no_auto_menu no_auto_list bash_auto_list; print -r LOADED\n")
        self.read('\nLOADED', 20)

    def say(self, text):
        os.write(self.terminal, text.encode())

    def read(self, until, seconds):
        text, end = '', time.time() + seconds
        while until not in text.replace('\r', '') and time.time() < end:
            if select.select([self.terminal], [], [], 0.2)[0]:
                text += os.read(self.terminal, 65536).decode(errors='replace')
        return text.replace('\r', '')

    def offers(self, line):
        self.say(line + '\t\t')
        text = self.read('\0', 1.5)
        self.say('\x15print -r DONE\n')
        self.read('\nDONE', 10)
        return text

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def zsh(folder):
    with open(os.path.join(folder, '_unsoap'), 'w', encoding='utf-8') as file:
        file.write(generated('complete-zsh'))
    done = subprocess.run(['zsh', '-n', os.path.join(folder, '_unsoap')], capture_output=True, text=True, check=False)
    check(done.returncode == 0, f'zsh -n: {done.stderr}')
    shell = Zsh(folder)
    for line, wanted, _ in CASES:
        text = shell.offers(line)
        # One candidate is put on the line, several are listed.
        for word in wanted:
            check(word in text, f'zsh: {line}: no {word} in {text!r}')
        check('bad option' not in text and 'error' not in text.replace('error ', '') or 'severity' in line, f'zsh: {line}: {text!r}')
    shell.close()


def powershell(folder):
    path = os.path.join(folder, 'unsoap.ps1')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(generated('complete-powershell') + "\n# marketo mktows\n")
    done = subprocess.run([UNSOAP, 'scan', '-q', '--exit-zero', '--no-prefilter', '-f', 'json', path], capture_output=True, text=True, check=False)
    coverage = json.loads(done.stdout)['coverage']
    check(coverage['files_parsed'] == 1 and not coverage.get('partial'), f'PowerShell: {coverage}')
    if shutil.which('pwsh'):
        script = f'. {path}; (TabExpansion2 -inputScript "unsoap bas" -cursorColumn 10).CompletionMatches.CompletionText'
        done = subprocess.run(['pwsh', '-NoProfile', '-Command', script], capture_output=True, text=True, check=False)
        judge('pwsh', 'unsoap bas', done.stdout.split(), ['baseline'], [], done.stderr)


def manual(folder):
    names = re.findall(r'^  ([a-z]+) ', subprocess.run([UNSOAP, 'help'], capture_output=True, text=True, check=True).stdout, re.M)
    check('baseline' in names and 'scan' in names, f'commands: {names}')
    for name in [''] + names:
        text = generated('man', *([name] if name else []))
        path = os.path.join(folder, f'unsoap{"-" + name if name else ""}.1')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        check('.SH NAME\nunsoap' in text and '.SH EXIT STATUS' in text, f'man {name}')
        if shutil.which('mandoc'):
            done = subprocess.run(['mandoc', '-T', 'lint', '-W', 'warning', path], capture_output=True, text=True, check=False)
            said = [line for line in (done.stdout + done.stderr).splitlines() if 'missing date' not in line]
            check(not said, f'mandoc: {said[:3]}')
        if shutil.which('man'):
            done = subprocess.run(['man', '--warnings', '-l', path], capture_output=True, text=True, check=False,
                                  env={**os.environ, 'MANWIDTH': '100', 'LC_ALL': 'C.UTF-8', 'MANPAGER': 'cat'})
            check(done.returncode == 0 and not done.stderr and 'EXIT STATUS' in done.stdout, f'man -l {name}: {done.stderr[:300]}')
    check(subprocess.run([UNSOAP, 'generate', 'man', 'scn'], capture_output=True, check=False).returncode == 2, 'man of no command')


def schema():
    with open(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'docs', 'schema', 'config.schema.json'), encoding='utf-8') as file:
        check(file.read() == generated('schema', 'config'), 'docs/schema/config.schema.json is not what "unsoap generate schema config" prints')
    json.loads(generated('schema'))


with tempfile.TemporaryDirectory(prefix='unsoap-completion-') as where:
    for shell_name, test in (('bash', bash), ('fish', fish), ('zsh', zsh)):
        if shutil.which(shell_name):
            test(where)
        else:
            print(f'{shell_name} is not installed: its completion was not loaded')
    powershell(where)
    manual(where)
    schema()
for problem in problems:
    print(problem)
sys.exit(bool(problems))
