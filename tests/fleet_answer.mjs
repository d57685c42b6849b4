// fleet_answer.mjs FOLDER...: whether the answers of `unsoap merge` keep docs/schema/fleet-*.schema.json, line by line, and whether
// those notice what is wrong. A part of fleet_test.py; status 77 where the validator is not installed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let Ajv;
try {
  Ajv = createRequire(import.meta.url)('ajv/dist/2020').default;
} catch (problem) {
  console.log(`skipped: ${problem.message}`);
  process.exit(77);
}
const schemas = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'schema');
const schemaOf = (name) => JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8'));
const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });
const finding = schemaOf('findings');
ajv.addSchema(finding);
const judges = Object.fromEntries(['finding', 'run', 'exit'].map((name) => [name, ajv.compile(schemaOf(`fleet-${name}`))]));
const lines = (file) => readFileSync(file, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line));
const failures = [];

function hold(what, judge, value) {
  if (!judge(value)) failures.push(`${what}: ${judge.errors.slice(0, 3).map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`).join('; ')}`);
}

// A finding may have what findings.schema.json gives it, and a repository.
assert.deepEqual(Object.keys(schemaOf('fleet-finding').properties), ['repository', 'revision', ...Object.keys(finding.$defs.finding.properties)]);

const samples = {};
for (const folder of process.argv.slice(2)) {
  const findings = lines(join(folder, 'findings.jsonl')), runs = lines(join(folder, 'runs.jsonl'));
  const sheet = JSON.parse(readFileSync(join(folder, 'exit.json'), 'utf8'));
  findings.forEach((line, i) => hold(`${folder}/findings.jsonl:${i + 1}`, judges.finding, line));
  runs.forEach((line, i) => hold(`${folder}/runs.jsonl:${i + 1}`, judges.run, line));
  hold(`${folder}/exit.json`, judges.exit, sheet);
  samples.finding ??= findings[0];
  samples.run ??= runs[0];
  samples.exit ??= sheet;
}

for (const [name, change] of [
  ['finding', (f) => { delete f.repository; }], ['finding', (f) => { f.revision = 'main'; }], ['finding', (f) => { f.kind = 'banana'; }],
  ['finding', (f) => { f.location.start_line = 0; }], ['finding', (f) => { f.extra = 1; }],
  ['run', (r) => { r.status = 'fine'; }], ['run', (r) => { delete r.sha256; }], ['run', (r) => { r.findings = -1; }], ['run', (r) => { r.extra = 1; }],
  ['run', (r) => { r.as_of = 'today'; }],
  ['exit', (e) => { e.predicate.clear = 'yes'; }], ['exit', (e) => { e.predicate.rows[0].digest = {}; }], ['exit', (e) => { e._type = 'x'; }],
  ['exit', (e) => { e.predicate.counts.fine = 1; }], ['exit', (e) => { e.predicate.verdict = 'clear enough'; }],
]) {
  const broken = structuredClone(samples[name]);
  change(broken);
  assert.ok(!judges[name](broken), `not noticed: ${change}`);
}
console.log(failures.slice(0, 20).join('\n'));
process.exit(failures.length === 0 ? 0 : 1);
