#!/usr/bin/env python3
"""The recipes of docs/fleet, run: each engine gives the answer of one run that did the whole list.

GNU parallel, make, Ninja and a Slurm of one machine as they are, where they are installed; GitHub, GitLab and Kubernetes by their own
commands, with the variables that these engines set; the SQL in SQLite's shell, in Python's SQLite and in DuckDB.
"""
import filecmp
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from fleet_samples import ENV, SOURCE, UNSOAP, check, fleet, make, merge, problems, run, write_list  # noqa: E402

RECIPES = SOURCE / 'docs/fleet'
AS_OF = '2026-11-30'
TO_JSON = "process.stdout.write(JSON.stringify(require('yaml').parse(require('fs').readFileSync(0, 'utf8'))))"
DUCKDB = """
const { DuckDBInstance } = require('@duckdb/node-api');
(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const statements = await connection.extractStatements(require('fs').readFileSync(0, 'utf8'));
  let last;
  for (let i = 0; i < statements.count; i += 1) last = await (await statements.prepare(i)).runAndReadAll();
  const count = await connection.runAndReadAll("SELECT count(*) n, min(line) line, count(DISTINCT repository) repositories FROM 'findings.parquet'");
  const plain = (row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'bigint' ? Number(value) : String(value)]));
  process.stdout.write(JSON.stringify([...last.getRowObjects(), ...count.getRowObjects()].map(plain)));
})().catch((problem) => { console.error(problem); process.exit(1); });
"""


def skipped(what):
    print(f'skipped: {what}')


def call(words, cwd, env=None, stdin=None):
    return subprocess.run([str(word) for word in words], cwd=cwd, env=env or engine_env(cwd), capture_output=True, text=True, input=stdin, check=False)


def engine_env(base, **more):
    """`unsoap` is on the PATH, as it is where recipes run."""
    return dict(ENV, PATH=f'{base / "programs"}:{os.environ["PATH"]}', UNSOAP_AS_OF=AS_OF, **more)


def node(script, cwd, stdin):
    """What a script says, or None where its package is not installed."""
    done = call(['node', '-e', script], cwd, dict(ENV, NODE_PATH=str(SOURCE / 'node_modules')), stdin)
    if 'Cannot find module' in done.stderr:
        return None
    check(done.returncode == 0, f'node: {done.stderr[:2000]}')
    return json.loads(done.stdout) if done.returncode == 0 else None


def recipe(name):
    return node(TO_JSON, SOURCE, (RECIPES / name).read_text())


def same_answer(base, what, *directories):
    merge(base, f'M-{what}', *directories)
    for name in ('findings.jsonl', 'runs.jsonl', 'exit.json'):
        check(filecmp.cmp(base / f'M-{what}' / name, base / 'MR' / name, False), f'{what}: {name} is that of one run')


def check_listed(_):
    readme = (RECIPES / 'README.md').read_text()
    for path in RECIPES.iterdir():
        check(path.name == 'README.md' or f']({path.name})' in readme, f'{path.name} stands in the README of the recipes')


def check_shells(base):
    for name, words, status in (('parallel', ['bash', RECIPES / 'parallel.sh', 'list.csv', 'R-parallel', 5], 0),
                                ('ninja', ['bash', RECIPES / 'ninja.sh', 'list.csv', 'R-ninja', 4, 'A-ninja'], 1),
                                ('make', ['make', '-s', '-j3', '-f', RECIPES / 'Makefile', 'RESULTS=R-make', 'OUT=A-make', 'SHARDS=4'], 2)):
        if not shutil.which(name):
            skipped(f'{name} is not installed')
            continue
        for _ in range(2):  # started again it has nothing to do
            done = call(words, base, engine_env(base))
            check(done.returncode == status, f'{name}: {done.returncode} {done.stderr[:500]}')
        same_answer(base, name, f'R-{name}')
        if status:  # these merge themselves, and end with what merge says
            check(filecmp.cmp(base / f'A-{name}/findings.jsonl', base / 'MR/findings.jsonl', False), f'{name}: its own answer')


class Slurm:
    """A cluster of this machine in a folder: munge, the controller and one node; gone with the folder."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        name = socket.gethostname().split('.')[0]
        ports = []
        for _ in range(2):
            with socket.socket() as free:
                free.bind(('127.0.0.1', 0))
                ports.append(free.getsockname()[1])
        for part in ('state', 'spool'):
            (folder / part).mkdir(parents=True)
        (folder / 'munge.key').write_bytes(os.urandom(128))
        os.chmod(folder / 'munge.key', 0o600)
        (folder / 'slurm.conf').write_text(
            f'ClusterName=test\nSlurmctldHost={name}(127.0.0.1)\nSlurmctldPort={ports[0]}\nSlurmdPort={ports[1]}\nSlurmUser=root\nSlurmdUser=root\n'
            f'AuthType=auth/munge\nAuthInfo=socket={folder}/munge.socket\nStateSaveLocation={folder}/state\nSlurmdSpoolDir={folder}/spool\n'
            f'SlurmctldPidFile={folder}/slurmctld.pid\nSlurmdPidFile={folder}/slurmd.pid\nProctrackType=proctrack/pgid\nTaskPlugin=task/none\n'
            f'SelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\nSlurmdParameters=config_overrides\nReturnToService=2\nSchedulerParameters=batch_sched_delay=0,sched_interval=1\n'
            f'NodeName={name} NodeAddr=127.0.0.1 CPUs=32 RealMemory=131072 State=UNKNOWN\nPartitionName=p Nodes={name} Default=YES State=UP\n')
        self.env = {'SLURM_CONF': str(folder / 'slurm.conf')}

    def start(self):
        """Whether the node is ready."""
        own = [f'--{part}={self.folder}/munge.{part.split("-")[0]}' for part in ('key-file', 'socket', 'pid-file', 'log-file', 'seed-file')]
        for words in (['munged', '--foreground', '--force', '--num-threads=1', *own], ['slurmctld', '-D', '-c'], ['slurmd', '-D']):
            with open(self.folder / f'{words[0]}.said', 'w', encoding='utf-8') as said:
                self.processes.append(subprocess.Popen(words, cwd=self.folder, env=dict(ENV, **self.env), stdout=said, stderr=said))
            time.sleep(0.3)
        for _ in range(100):
            if call(['sinfo', '-h', '-o', '%T'], self.folder, dict(ENV, **self.env)).stdout.strip() == 'idle':
                return True
            time.sleep(0.2)
        return False

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def check_slurm(base):
    script = RECIPES / 'slurm.sbatch'
    check(call(['bash', '-n', script], base).returncode == 0, 'slurm.sbatch is a script')
    if os.geteuid() != 0 or not all(shutil.which(name) for name in ('munged', 'slurmctld', 'slurmd', 'sbatch')):
        skipped('Slurm is not installed, or this is not root')
        return
    slurm = Slurm(base / 'slurm')
    try:
        if not slurm.start():
            skipped('Slurm does not start here')
            return
        env = engine_env(base, **slurm.env)
        # Tasks of seven that do not begin at zero; again, with nothing to do.
        for array in ('3-9', '0-6'):
            done = call(['timeout', '240', 'sbatch', '--wait', f'--array={array}', script, base / 'list.csv', base / 'R-slurm'], base, env)
            check(done.returncode == 0, f'sbatch: {done.returncode} {done.stdout} {done.stderr}')
        said = ''.join(path.read_text() for path in base.glob('slurm-*.out'))
        check(len(re.findall(r'shard \d of 7', said)) == 14, f'each task knows its share: {said[:2000]}')
        same_answer(base, 'slurm', 'R-slurm')
        write_list(base / 'gone.csv', [('org/gone', 'nowhere.git', '', '')])
        done = call(['timeout', '120', 'sbatch', '--wait', '--array=0', script, base / 'gone.csv', base / 'R-gone'], base, env)
        check(done.returncode == 3, f'an unfinished share is seen: {done.returncode}')
    finally:
        slurm.stop()


def check_github(base):
    workflow = recipe('github.yml')
    if workflow is None:
        skipped('the npm package yaml is not installed')
        return
    shares = workflow['jobs']['share']['strategy']['matrix']['share']
    check(len(shares) <= 256 and len(set(shares)) == len(shares), 'GitHub: at most 256')
    steps = {name: next(step for step in workflow['jobs'][name]['steps'] if 'unsoap' in step.get('run', '')) for name in ('share', 'answer')}
    for index, share in enumerate(shares):
        known = {'${{ strategy.job-index }}': str(index), '${{ strategy.job-total }}': str(len(shares))}
        done = call(['bash', '-e', '-c', steps['share']['run']], base, engine_env(base, **{key: known[value] for key, value in steps['share']['env'].items()}))
        check(done.returncode == 0, f'GitHub, share {share}: {done.stderr[:500]}')
        shutil.move(base / 'results', base / f'shares/results-{share}')
    done = call(['bash', '-e', '-c', steps['answer']['run']], base, engine_env(base))
    check(done.returncode == 1 and filecmp.cmp(base / 'answer/runs.jsonl', base / 'MR/runs.jsonl', False), f'GitHub: the answer: {done.stderr[:500]}')


def check_gitlab(base):
    jobs = recipe('gitlab.yml')
    if jobs is None:
        return
    total = jobs['share']['parallel']
    check(total <= 200, 'GitLab: at most 200')
    where = base / 'gitlab'
    where.mkdir()
    shutil.copy(base / 'list.csv', where / 'plain.csv')
    for path in base.glob('r*.git'):
        os.symlink(path, where / path.name)
    os.rename(where / 'plain.csv', where / 'list.csv')
    for index in range(1, total + 1):
        for line in jobs['share']['script']:
            done = call(['bash', '-e', '-c', line], where, engine_env(base, CI_NODE_INDEX=str(index), CI_NODE_TOTAL=str(total)))
            check(done.returncode == 0, f'GitLab, share {index}: {done.stderr[:500]}')
    done = call(['bash', '-e', '-c', jobs['answer']['script'][0]], where, engine_env(base))
    check(done.returncode == 1 and filecmp.cmp(where / 'answer/runs.jsonl', base / 'MR/runs.jsonl', False), f'GitLab: the answer: {done.stderr[:500]}')


def check_kubernetes(base):
    job = recipe('kubernetes.yaml')
    if job is None:
        return
    spec = job['spec']
    container = spec['template']['spec']['containers'][0]
    own = {entry['name']: entry['value'] for entry in container['env']}
    check(spec['completionMode'] == 'Indexed' and own == {'JOB_COMPLETIONS': str(spec['completions'])}, 'the Indexed Job says how many it is')

    def pod(index, listed):
        words = [word.replace('/mirrors/list.csv', listed).replace('/results', 'R-kubernetes') for word in container['args']]
        return call(['unsoap', *words, '-q'], base, engine_env(base, JOB_COMPLETION_INDEX=str(index), **own)).returncode

    def action(status):
        for rule in spec['podFailurePolicy']['rules']:
            if status in rule.get('onExitCodes', {}).get('values', []) and rule['onExitCodes']['operator'] == 'In':
                return rule['action']
        return 'Count'

    statuses = [pod(index, 'list.csv') for index in range(spec['completions'])]
    check(set(statuses) == {0}, f'Kubernetes: {statuses}')
    same_answer(base, 'kubernetes', 'R-kubernetes')
    (base / 'wrong.csv').write_text('id\nx\n')
    write_list(base / 'gone.csv', [('org/gone', 'nowhere.git', '', '')])
    seen = [(pod(0, listed), action(pod(0, listed))) for listed in ('wrong.csv', 'gone.csv')]
    check(seen == [(2, 'FailIndex'), (3, 'Count')], f'Kubernetes: a wrong list is not tried again, an unfinished share is: {seen}')
    check([action(status) for status in (4, 137, 143)] == ['Count'] * 3, 'Kubernetes: what was killed is tried again')


def panels(database):
    """The rows of each query of the dashboard."""
    text = re.sub(r'^--.*\n', '', (RECIPES / 'dashboard.sql').read_text(), flags=re.M)
    return [database.execute(query).fetchall() for query in text.split(';') if query.strip()]


def check_sqlite(base):
    places = len(open(base / 'MR/findings.jsonl', encoding='utf-8').readlines())
    wanted = f'{AS_OF}|40|32|8|0|{places}'
    done = call([sys.executable, RECIPES / 'sqlite.py', 'fleet.db', 'MR'], base)
    check(done.returncode == 0 and done.stdout.strip() == wanted, f'sqlite.py: {done.stdout} {done.stderr}')
    if shutil.which('sqlite3'):
        done = call(['sqlite3', '../shell.db'], base / 'MR', stdin=(RECIPES / 'sqlite.sql').read_text())
        check(done.stdout.strip() == wanted and done.stderr == '', f'sqlite.sql: {done.stdout} {done.stderr}')
        tables = [sqlite3.connect(base / name).execute('SELECT * FROM findings').fetchall() for name in ('shell.db', 'fleet.db')]
        check(tables[0] == tables[1] and len(tables[0]) == places, 'the shell and Python make the same table')
    else:
        skipped('sqlite3 is not installed')
    database = sqlite3.connect(base / 'fleet.db')
    days, done, owners, operations, families, open_rows = panels(database)
    check([row[1:] for row in days] == [(places, 8, 0)] and done == [(80.0,)] and open_rows == [], f'panels: {days} {done} {open_rows}')
    check({row[0] for row in owners} == {'@team0', '@team2', '@owner2'} and sum(row[2] for row in owners) == places, f'owners: {owners}')
    check(operations[0][0] == 'getTags' and operations[0][2] == 7, f'operations: {operations}')
    check(families and all(row[1] > 5 for row in families), f'families: {families}')
    database.close()
    # A later day with a row that was not answered: the line of days grows, and the row is named.
    write_list(base / 'later.csv', [('org/r00', 'r00.git', 'main', ''), ('org/gone', 'nowhere.git', '', '')])
    run('fleet', 'later.csv', '--results', 'R-later', '--as-of', '2026-12-01', '-q', cwd=base)
    merge(base, 'M-later', 'R-later', listed='later.csv')
    call([sys.executable, RECIPES / 'sqlite.py', 'fleet.db', 'M-later'], base)
    later = panels(sqlite3.connect(base / 'fleet.db'))
    check([row[3] for row in later[0]] == [0, 1] and later[0][1][0] - later[0][0][0] == 86400, f'a line over days: {later[0]}')
    check([row[:2] for row in later[5]] == [('org/gone', 'missing')], f'what was not answered: {later[5]}')


def check_duckdb(base):
    rows = node(DUCKDB, base / 'MR', (RECIPES / 'duckdb.sql').read_text())
    if rows is None:
        skipped('DuckDB is not installed')
        return
    places = len(open(base / 'MR/findings.jsonl', encoding='utf-8').readlines())
    check(rows == [{'status': 'clean', 'repositories': 32, 'findings': 0}, {'status': 'findings', 'repositories': 8, 'findings': places},
                   {'n': places, 'line': 2, 'repositories': 8}], f'duckdb.sql: {rows}')


def main():
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(os.path.realpath(folder))
        (base / 'programs').mkdir()
        (base / 'shares').mkdir()
        os.symlink(UNSOAP, base / 'programs/unsoap')
        make(base)
        fleet(base, 'R')
        merge(base, 'MR', 'R')
        for part in (check_listed, check_shells, check_slurm, check_github, check_gitlab, check_kubernetes, check_sqlite, check_duckdb):
            begin = time.monotonic()
            part(base)
            print(f'{part.__name__}: {time.monotonic() - begin:.1f} s')
    print('\n'.join(problems) or 'fleet: every recipe gives the same answer')
    sys.exit(bool(problems))


main()
