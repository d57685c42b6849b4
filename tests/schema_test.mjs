// The golden JSON reports keep docs/schema/findings.schema.json, each of its fields is documented, and the schema notices
// what is wrong. Only the keywords that the schema uses are understood; an unknown one fails.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const schema = JSON.parse(readFileSync('docs/schema/findings.schema.json', 'utf8'));
const KNOWN = new Set(['$schema', '$id', '$defs', '$ref', 'title', 'description', 'default', 'type', 'properties', 'required',
  'additionalProperties', 'items', 'enum', 'const', 'pattern', 'minimum', 'minLength', 'maxItems']);
const TYPES = {
  object: (v) => typeof v === 'object' && v !== null && !Array.isArray(v), array: Array.isArray, string: (v) => typeof v === 'string',
  integer: Number.isInteger, number: (v) => typeof v === 'number', boolean: (v) => typeof v === 'boolean',
};

function* errors(value, rule, at = '') {
  for (const keyword of Object.keys(rule)) if (!KNOWN.has(keyword)) yield `${at}: the schema uses ${keyword}, unknown here`;
  if (rule.$ref) yield* errors(value, schema.$defs[rule.$ref.slice('#/$defs/'.length)], at);
  if (rule.type && !TYPES[rule.type](value)) { yield `${at}: not of type ${rule.type}`; return; }
  if (rule.enum && !rule.enum.includes(value)) yield `${at}: ${value} is none of ${rule.enum}`;
  if ('const' in rule && rule.const !== value) yield `${at}: is not ${rule.const}`;
  if (rule.pattern && !new RegExp(rule.pattern, 'u').test(value)) yield `${at}: does not match ${rule.pattern}`;
  if (value < rule.minimum) yield `${at}: below ${rule.minimum}`;
  if (value.length < rule.minLength) yield `${at}: too short`;
  if (value.length > rule.maxItems) yield `${at}: too many items`;
  if (rule.items) for (const [i, item] of value.entries()) yield* errors(item, rule.items, `${at}/${i}`);
  if (!TYPES.object(value)) return;
  for (const key of rule.required ?? []) if (!(key in value)) yield `${at}: lacks ${key}`;
  for (const [key, item] of Object.entries(value)) {
    const known = rule.properties?.[key];
    if (known) yield* errors(item, known, `${at}/${key}`);
    else if (rule.additionalProperties === false) yield `${at}: ${key} is not in the schema`;
    else if (rule.additionalProperties) yield* errors(item, rule.additionalProperties, `${at}/${key}`);
  }
}

const read = (name) => JSON.parse(readFileSync(`fixtures/reports/${name}.golden.json`, 'utf8'));
for (const name of ['empty', 'typical', 'hostile']) assert.deepEqual([...errors(read(name), schema)], [], name);
for (const line of readFileSync('fixtures/reports/typical.golden.jsonl', 'utf8').trim().split('\n').slice(1)) {
  assert.deepEqual([...errors(JSON.parse(line), schema.$defs.finding)], []);
}

function undocumented(rule, at) {
  const here = Object.entries(rule.properties ?? {}).flatMap(([key, child]) =>
    [...(child.description || child.$ref ? [] : [`${at}/${key}`]), ...undocumented(child, `${at}/${key}`)]);
  return [...here, ...(rule.items ? undocumented(rule.items, `${at}/*`) : [])];
}
assert.deepEqual([schema, ...Object.values(schema.$defs)].flatMap((rule) => undocumented(rule, '')), []);

const broken = [
  (r) => { delete r.coverage; }, (r) => { r.findings[0].kind = 'banana'; }, (r) => { r.findings[0].location.start_line = 0; },
  (r) => { r.findings[0].extra = 1; }, (r) => { r.schema_version = '2.0'; }, (r) => { r.summary.total = '7'; },
];
for (const change of broken) {
  const report = read('typical');
  change(report);
  assert.notEqual([...errors(report, schema)].length, 0, `not noticed: ${change}`);
}
console.log('the reports keep the schema');
