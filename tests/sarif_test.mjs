// SARIF as others judge it: the golden reports, and what the program writes for the sample project, a hostile tree, an
// empty one and a folder of a repository, pass the published schema and the SARIF Multitool with its general and its
// GitHub rules: no error, and no warning but the known one. Skips where the Multitool is not installed or cannot run.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { errorsOf } from './json_schema.mjs';

// mappedTo: GitHub does not resolve base ids, so none is given.
const KNOWN = new Set(['SARIF2007']);

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}

const unsoap = resolve(process.argv[2]);
const home = `node_modules/@microsoft/sarif-multitool-${process.platform}`;
if (!existsSync(`${home}/Sarif.Multitool`)) skip('the SARIF Multitool is not installed for this platform');
const schema = JSON.parse(readFileSync(`${home}/sarif-2.1.0.json`, 'utf8').replace(/^\uFEFF/, ''));
const folder = mkdtempSync(join(tmpdir(), 'unsoap-sarif-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// npm without scripts leaves the program without its execute bit, and the folder may be shared: run a copy.
const tool = join(folder, 'multitool');
copyFileSync(`${home}/Sarif.Multitool`, tool);
chmodSync(tool, 0o755);
const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1', DOTNET_BUNDLE_EXTRACT_BASE_DIR: folder };
if (spawnSync(tool, ['--version'], { env }).error) skip('the SARIF Multitool does not run here');

function run(command, args, cwd = folder) {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8' });
  assert.ok([0, 1].includes(done.status), `${command} ${args.join(' ')}: ${done.status} ${done.stderr}`);
  return done.stdout;
}

/// Writes a tree, its root being `name`, and gives its path.
function tree(name, files) {
  const root = join(folder, name);
  mkdirSync(root);
  for (const [path, text] of files) {
    const whole = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path)]);
    mkdirSync(whole.subarray(0, whole.lastIndexOf('/')), { recursive: true });
    writeFileSync(whole, text);
  }
  return root;
}

function scan(name, root, ...flags) {
  const file = join(folder, `${name}.sarif`);
  run(unsoap, ['scan', '--no-config', '--as-of', '2026-11-25', '--format', `sarif=${file}`, ...flags, root], folder);
  return file;
}

const call = '<?php $c = new SoapClient("https://x.mktoapi.com/soap/mktows/3_1?WSDL"); $c->__soapCall("getLead", [$p]);\n';
const sample = resolve('fixtures/projects/acme-crm');
const files = {};
for (const name of ['empty', 'typical', 'hostile']) {
  files[`golden ${name}`] = join(folder, `golden-${name}.sarif`);
  copyFileSync(`fixtures/reports/${name}.golden.sarif`, files[`golden ${name}`]);
}
files.sample = scan('sample', sample);
files.empty = scan('empty', tree('nothing', [['a.txt', 'x\n']]));
files.hostile = scan('hostile', tree('bad', [
  ['a b%20#?[x](y).php', call], ['</script>\u202e\u001b[31m.php', call], [Buffer.from([0x6c, 0xe9, 0x2e, 0x70, 0x68, 0x70]), call],
  ['long.php', `<?php /* ${'\u{1f600}'.repeat(3000)} */ ${call.slice(6)}`], ['broken.php', `${call}function ((( {`],
  ['malformed.php', Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), Buffer.from(call)])],
]));

// A folder of a repository whose remote holds a password.
const repository = tree('repository', [['.gitignore', '']]);
cpSync(sample, join(repository, 'services/crm sync'), { recursive: true });
run('git', ['init', '-q', '-b', 'trunk'], repository);
run('git', ['remote', 'add', 'origin', 'https://robot:hunter2@git.example/shop/crm.git'], repository);
run('git', ['add', '.'], repository);
run('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', 'commit', '-q', '-m', 'x'], repository);
files.folder = scan('folder', join(repository, 'services/crm sync'));

let failures = 0;
for (const [name, input] of Object.entries(files)) {
  const broken = errorsOf(JSON.parse(readFileSync(input, 'utf8')), schema);
  const output = `${input}.out`;
  const validated = spawnSync(tool, ['validate', input, '--rule-kind', 'Sarif;Ghas', '--output', output, '--log', 'ForceOverwrite'],
    { env, encoding: 'utf8', timeout: 120000 });
  if (!existsSync(output)) skip(`the SARIF Multitool gave no result: ${validated.stdout}${validated.stderr}`);
  const log = JSON.parse(readFileSync(output, 'utf8').replace(/^\uFEFF/, ''));
  const results = log.runs[0].results ?? [];
  const bad = results.filter((r) => r.level === 'error' || (r.level ?? 'warning') === 'warning' && !KNOWN.has(r.ruleId));
  console.log(`${name}: ${results.length} remarks, ${bad.length} unexpected, ${broken.length} breaches of the schema`);
  for (const r of bad) console.log(`  ${r.ruleId} ${JSON.stringify(r.message)}`);
  for (const text of broken.slice(0, 10)) console.log(`  ${text}`);
  failures += bad.length + broken.length;
}

const only = (file) => JSON.parse(readFileSync(file, 'utf8')).runs[0];

// Paths are the repository's, the password is nobody's, and the folder names the analysis.
const inFolder = only(files.folder);
for (const result of inFolder.results) {
  for (const place of [...result.locations, ...result.relatedLocations ?? []]) {
    assert.match(place.physicalLocation.artifactLocation.uri, /^services\/crm%20sync\//);
  }
}
assert.deepEqual(Object.keys(inFolder.versionControlProvenance[0]), ['repositoryUri', 'revisionId', 'branch']);
assert.equal(inFolder.versionControlProvenance[0].repositoryUri, 'https://git.example/shop/crm.git');
assert.equal(inFolder.automationDetails.id, 'unsoap/crm sync/');
assert.ok(!readFileSync(files.folder, 'utf8').includes('hunter2'));

// The rules are the same whatever was found, within GitHub's limits.
const rules = only(files.sample).tool.driver.rules;
assert.deepEqual(only(files.empty).tool.driver.rules, rules);
assert.ok(rules.length > 80);
for (const rule of rules) {
  assert.ok(rule.help.text && rule.help.markdown && rule.fullDescription.text.length <= 1024 && rule.name.length <= 255, rule.id);
  assert.ok(rule.properties.tags.length <= 20 && rule.properties.precision && rule.properties['problem.severity'], rule.id);
}
for (const name of ['sample', 'hostile', 'folder']) {
  for (const result of only(files[name]).results) {
    assert.equal(only(files[name]).tool.driver.rules[result.ruleIndex].id, result.ruleId);
    assert.ok((result.codeFlows ?? []).every((flow) => flow.threadFlows.every((thread) => thread.locations.length <= 50)));
    for (const related of result.relatedLocations ?? []) assert.ok(result.message.text.includes(`](${related.id})`));
  }
}
assert.ok(only(files.sample).results.some((result) => result.codeFlows));

// What was not read whole is said.
const said = only(files.hostile).invocations[0].toolExecutionNotifications;
assert.ok(said.some((n) => n.descriptor.id === 'read-in-part' && n.locations[0].physicalLocation.artifactLocation.uri === 'broken.php'));

// The worst first; a message says a thing once and does not link to its own line; rules of operations have an address.
const LEVELS = ['error', 'warning', 'note'];
for (const file of [files.sample, files['golden typical']]) {
  const { results, tool: { driver } } = only(file);
  const ranks = results.map((result) => LEVELS.indexOf(result.level));
  assert.deepEqual(ranks, [...ranks].sort());
  for (const { message, locations, relatedLocations } of results) {
    const sentences = message.text.split(/(?<=\.) /);
    assert.equal(new Set(sentences).size, sentences.length, message.text);
    const own = locations[0].physicalLocation;
    for (const { physicalLocation: at } of relatedLocations ?? [])
      assert.ok(at.artifactLocation.uri !== own.artifactLocation.uri || at.region?.startLine !== own.region?.startLine, message.text);
  }
  const uris = driver.rules.filter((rule) => rule.helpUri).map((rule) => rule.helpUri);
  assert.ok(uris.length >= (file === files.sample ? 20 : 1) && uris.every((uri) => uri.startsWith('https://')));
}

// --sarif-max-results keeps the worst and says what is missing.
const cut = only(scan('cut', sample, '--sarif-max-results', '3'));
assert.equal(cut.results.length, 3);
assert.ok(cut.results.every((result) => result.level === 'error'));
assert.match(cut.invocations[0].toolExecutionNotifications[0].message.text, /^Only the first 3 results are written; [0-9]+ more/);
process.exit(failures === 0 ? 0 : 1);
