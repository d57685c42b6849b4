// action.yml as a runner does it: every step in its order, its expressions by GitHub's own library, a release in a local folder.
// A release that has its digest is taken; what has another digest is neither unpacked nor run; else the sources are built,
// whose step is a stand-in here. Then what the scan gets: blanks in flags, the summary, the status.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

let yaml, expressions;
try {
  yaml = await import('yaml');
  expressions = await import('@actions/expressions');
} catch (problem) {
  console.log(`skipped: the packages that read actions are not installed: ${problem.message}`);
  process.exit(77);
}

const unsoap = resolve(process.argv[2]);
const action = yaml.parse(readFileSync('action.yml', 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'unsoap-action-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const VERSION = /^project\(unsoap VERSION ([0-9.]+) /m.exec(readFileSync('CMakeLists.txt', 'utf8'))[1];
const machine = { x64: 'x86_64', arm64: 'aarch64' }[arch()] ?? arch();
const FILE = `unsoap-${VERSION}-linux-${machine}`;

/// What the runner unpacks: the sources, with `./dev build` that only says that it ran.
const home = join(folder, '_actions', 'a copy');
mkdirSync(home, { recursive: true });
for (const part of ['CMakeLists.txt', 'CMakePresets.json', 'cmake', 'docs/schema', 'package-lock.json', 'reporters', 'rules', 'scanner',
  'packaging']) cpSync(part, join(home, part), { recursive: true });
writeFileSync(join(home, 'dev'), `#!/bin/sh\nmkdir -p "${home}/build/release"\nln -sf "${unsoap}" "${home}/build/release/unsoap"\n` +
  `echo "built with $* into $CCACHE_DIR"\n`, { mode: 0o755 });

/// The folder of a release, with one change to what is right.
function release(name, { program = `#!/bin/sh\nexec "${unsoap}" "$@"\n`, sums = (line) => line, version = VERSION, tar = true } = {}) {
  const files = join(folder, name, `v${version}`);
  const top = `unsoap-${version}-linux-${machine}`;
  mkdirSync(join(files, top, 'bin'), { recursive: true });
  writeFileSync(join(files, top, 'bin', 'unsoap'), program);
  chmodSync(join(files, top, 'bin', 'unsoap'), 0o755);
  assert.equal(spawnSync('tar', ['-czf', `${top}.tar.gz`, top], { cwd: files }).status, 0);
  const digest = createHash('sha256').update(readFileSync(join(files, `${top}.tar.gz`))).digest('hex');
  const text = sums(`${digest}  ${top}.tar.gz\n`);
  if (text) writeFileSync(join(files, 'SHA256SUMS'), `${'0'.repeat(64)}  another-${top}.tar.gz\n${text}`);
  if (!tar) rmSync(join(files, `${top}.tar.gz`));
  return { digest, releases: pathToFileURL(join(folder, name)).href };
}

function toData(value) {
  const { data } = expressions;
  if (typeof value !== 'object') return new data.StringData(String(value));
  return new data.Dictionary(...Object.entries(value).map(([key, item]) => ({ key, value: toData(item) })));
}

function evaluate(text, contexts) {
  const tokens = new expressions.Lexer(text).lex().tokens;
  const tree = new expressions.Parser(tokens, Object.keys(contexts), []).parse();
  return new expressions.Evaluator(tree, toData(contexts)).evaluate();
}

const fill = (text, contexts) => String(text).replace(/\$\{\{(.*?)\}\}/g, (_, inner) => evaluate(inner.trim(), contexts).coerceString());

function readOutputs(file) {
  return Object.fromEntries(readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

/// Runs the action in a tree. Gives the status of the first step that failed, what all printed, which steps ran, the summary.
function runAction(tree, given = {}, ref = 'main') {
  const temp = mkdtempSync(join(folder, 'temp dir '));
  const inputs = Object.fromEntries(Object.entries(action.inputs).map(([name, about]) => [name, given[name] ?? about.default]));
  const contexts = {
    inputs, steps: {}, runner: { os: 'Linux', arch: 'X64' },
    github: { action_ref: ref, action_repository: 'owner/unsoap', server_url: 'file:///nowhere', action_path: home },
  };
  const got = { status: 0, text: '', ran: [], cache: null, summary: '' };
  for (const step of action.runs.steps) {
    if (step.if && !['true', 'false'].includes(evaluate(step.if, contexts).coerceString())) assert.fail(step.if);
    if (step.if && evaluate(step.if, contexts).coerceString() === 'false') continue;
    got.ran.push(step.name);
    if (step.uses) {
      got.cache = Object.fromEntries(Object.entries(step.with).map(([key, value]) => [key, fill(value, contexts)]));
      continue;
    }
    const [output, summary] = [join(temp, 'output'), join(temp, 'summary')];
    for (const file of [output, summary]) writeFileSync(file, '');
    const env = { ...process.env, RUNNER_TEMP: temp, GITHUB_ACTION_PATH: home, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
    for (const [name, value] of Object.entries(step.env ?? {})) env[name] = fill(value, contexts);
    assert.equal(step.shell, 'bash');
    const done = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', fill(step.run, contexts)],
      { cwd: tree, env, encoding: 'utf8' });
    got.text += done.stdout + done.stderr;
    got.summary = readFileSync(summary, 'utf8');
    if (step.id) contexts.steps[step.id] = { outputs: readOutputs(output) };
    if (done.status !== 0) return { ...got, status: done.status, failed: step.name };
  }
  return got;
}

const WSDL = 'https://100-AEK-913.mktoapi.com/soap/mktows/3_1?WSDL';
const tree = join(folder, 'a tree');
mkdirSync(join(tree, 'old code'), { recursive: true });
writeFileSync(join(tree, 'a.php'), `<?php\n$wire = new SoapClient('${WSDL}');\n$wire->getTags($asked);\n`);
writeFileSync(join(tree, 'old code', 'b.py'), `from zeep import Client\nClient('${WSDL}').service.getChannels()\n`);

const TAKEN = ['Release', 'Scan'], BUILT = ['Release', 'Compiler cache', 'Build', 'Scan'];

// A release that fits is taken, whoever names it: the input, the tag of the action, a digest of one's own.
const good = release('good');
for (const [given, ref] of [[{ version: VERSION }], [{ version: `v${VERSION}` }], [{}, `v${VERSION}`],
  [{ version: VERSION, sha256: good.digest.toUpperCase() }]]) {
  const done = runAction(tree, { releases: good.releases, ...given }, ref);
  assert.deepEqual([done.ran, done.failed, done.status], [TAKEN, 'Scan', 1], done.text);
  assert.match(done.text, new RegExp(`unsoap ${VERSION} of the release, SHA-256 ${good.digest}`));
  assert.match(done.text, /^::error file=a\.php,line=3/m);
  assert.match(done.summary, /^## unsoap/);
  assert.ok(JSON.parse(readFileSync(join(tree, 'unsoap.sarif'), 'utf8')).runs[0].results.length > 0);
}

// One that does not fit is said with both digests, and neither unpacked nor run.
const mark = join(folder, 'it ran');
const evil = `#!/bin/sh\ntouch "${mark}"\nexec "${unsoap}" "$@"\n`;
const wrong = release('wrong', { program: evil, sums: (line) => line.replace(/^[0-9a-f]{64}/, 'f'.repeat(64)) });
let done = runAction(tree, { version: VERSION, releases: wrong.releases });
assert.deepEqual([done.ran, done.failed], [BUILT, 'Scan'], done.text);
assert.match(done.text, new RegExp(`^::warning title=unsoap::${FILE}\\.tar\\.gz has the SHA-256 ${wrong.digest}, but SHA256SUMS of the release says ` +
  `f{64}; it was not used\\. It is built from the sources\\.$`, 'm'));
done = runAction(tree, { version: VERSION, releases: release('evil', { program: evil }).releases, sha256: good.digest });
assert.deepEqual([done.ran, done.failed, done.status], [['Release'], 'Release', 1], done.text);
assert.match(done.text, /^::error title=unsoap::.* has the SHA-256 [0-9a-f]{64}, not [0-9a-f]{64} as the input sha256 asks\. It was not used\.$/m);
assert.ok(!existsSync(mark), 'what has another digest was run');

// What is not there, not named, or does not start is built, and said.
const sad = [
  [release('no-sums', { sums: () => '' }), /SHA256SUMS of release .* is not to be had/],
  [release('other-sums', { sums: (line) => line.replace('unsoap-', 'other-') }), /SHA256SUMS of the release says nothing of it/],
  [release('no-tar', { tar: false }), /\.tar\.gz of release .* is not to be had/],
  [{ releases: 'file:///nowhere at all' }, /is not to be had/],
  [release('no-start', { program: '#!/bin/sh\nexit 126\n' }), /does not start here/],
  [release('old', { program: '#!/bin/sh\necho unsoap 0.0.1\n' }), /another version/],
];
for (const [{ releases }, words] of sad) {
  done = runAction(tree, { version: VERSION, releases });
  assert.deepEqual([done.ran, done.failed], [BUILT, 'Scan'], done.text);
  assert.match(done.text, words);
}
assert.match(runAction(tree, { version: VERSION, releases: 'http://127.0.0.1:9' }).text, /[Pp]rotocol .*http/, 'what is not encrypted is not asked');

// Another version than the sources' cannot be built from them; a word is no version; a branch or a commit is built without a remark.
done = runAction(tree, { version: '9.9.9', releases: good.releases });
assert.deepEqual([done.status, done.ran], [1, ['Release']]);
assert.match(done.text, /^::error .*9\.9\.9 cannot be built from them\.$/m);
for (const version of ['latest', '1', '../../x', `${VERSION}\n::error::x`]) {
  done = runAction(tree, { version, releases: good.releases });
  assert.deepEqual([done.status, done.ran], [1, ['Release']], version);
  assert.match(done.text, /^::error title=unsoap::the input version is /);
  assert.ok(!/^::error::x/m.test(done.text), done.text);
}
for (const [given, ref] of [[{}], [{}, 'v1'], [{}, '72f21938e0c4'], [{ version: 'source' }, `v${VERSION}`]]) {
  done = runAction(tree, { releases: good.releases, ...given }, ref);
  assert.deepEqual([done.ran, done.failed], [BUILT, 'Scan'], done.text);
  assert.ok(!done.text.includes('::warning title=unsoap::'), done.text);
  assert.match(done.text, /^built with build into .*unsoap-ccache$/m);
}

// The cache's key is what the sources hold, not when they were written.
const key = done.cache.key;
assert.match(key, /^unsoap-Linux-X64-[0-9a-f]{40}$/);
assert.ok(key.startsWith(done.cache['restore-keys']));
utimesSync(join(home, 'scanner/main.cc'), 1, 1);
assert.equal(runAction(tree).cache.key, key);
for (const file of ['scanner/main.cc', 'rules/README.md', 'package-lock.json', 'cmake/static/new.cmake']) {
  writeFileSync(join(home, file), '\n', { flag: 'a' });
  assert.notEqual(runAction(tree).cache.key, key, file);
}

// Flags: quotes keep blanks together, lines are as good as blanks, nothing is expanded.
const scan = (flags, more = {}) => runAction(tree, { version: VERSION, releases: good.releases, flags, ...more });
done = scan("--exclude 'old code/**'\n--project \"two words\"");
assert.equal(done.status, 1);
assert.ok(!(done.text + done.summary).includes('b.py'), done.text);
scan('--exclude \'$(touch x)\' --exclude "`touch y`" --exclude *.php', { sarif: 'out $(touch z).sarif' });
for (const name of ['x', 'y', 'z']) assert.ok(!existsSync(join(tree, name)), `a flag runs something: ${name}`);
assert.ok(existsSync(join(tree, 'out $(touch z).sarif')));
done = scan('', { path: 'old code' });
assert.ok(done.text.includes('b.py') && !done.text.includes('a.php'), done.text);
assert.equal(spawnSync(unsoap, ['baseline', 'create'], { cwd: tree }).status, 0);
done = scan('--baseline .unsoap-baseline.json');
assert.equal(done.status, 0, done.text);
assert.ok(!done.text.includes('::error') && done.summary.startsWith('## unsoap'), done.text);
assert.equal(scan('--no-such-flag').status, 2);
console.log('the action takes a release that fits, and builds what does not');
