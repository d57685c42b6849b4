// The golden JSON reports keep docs/schema/findings.schema.json, each of its fields is documented, and the schema notices
// what is wrong.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { errors, errorsOf } from './json_schema.mjs';

const schema = JSON.parse(readFileSync('docs/schema/findings.schema.json', 'utf8'));
const read = (name) => JSON.parse(readFileSync(`fixtures/reports/${name}.golden.json`, 'utf8'));
for (const name of ['empty', 'typical', 'hostile']) assert.deepEqual(errorsOf(read(name), schema), [], name);
for (const line of readFileSync('fixtures/reports/typical.golden.jsonl', 'utf8').trim().split('\n').slice(1)) {
  assert.deepEqual([...errors(JSON.parse(line), schema.$defs.finding, schema)], []);
}

function undocumented(rule, at) {
  const here = Object.entries(rule.properties ?? {}).flatMap(([key, child]) =>
    [...(child.description || child.$ref ? [] : [`${at}/${key}`]), ...undocumented(child, `${at}/${key}`)]);
  return [...here, ...(rule.items ? undocumented(rule.items, `${at}/*`) : [])];
}
assert.deepEqual([schema, ...Object.values(schema.$defs)].flatMap((rule) => undocumented(rule, '')), []);

const broken = [
  (r) => { delete r.coverage; }, (r) => { r.findings[0].kind = 'banana'; }, (r) => { r.findings[0].location.start_line = 0; },
  (r) => { r.findings[0].extra = 1; }, (r) => { r.schema_version = '1.0'; }, (r) => { r.summary.total = '7'; },
];
for (const change of broken) {
  const report = read('typical');
  change(report);
  assert.notEqual(errorsOf(report, schema).length, 0, `not noticed: ${change}`);
}
console.log('the reports keep the schema');
