// What the pages on CI show, what `unsoap init` writes, the recipes of docs/fleet and this repository's own entries, each against
// a published description of its format: GitHub's parser of workflows and actions, GitLab's and Kubernetes' schemas. Azure,
// Bitbucket and pre-commit have none in npm: tests/ci_schemas/ holds small ones of ours. An entry has at most fifteen lines.
// Each judge is tried with something wrong first.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import vm from 'node:vm';
import { errors, errorsOf } from './json_schema.mjs';

const MOST_LINES = 15;
const require = createRequire(import.meta.url);
// GitHub's parser is made for bundlers: it imports JSON without saying so.
register(`data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from 'node:fs';
  export const load = (url, context, next) => url.endsWith('.json')
    ? { format: 'module', shortCircuit: true, source: 'export default ' + readFileSync(new URL(url), 'utf8') } : next(url, context);`)}`);
let yaml, Ajv, workflows, actions, convert, Job;
try {
  yaml = await import('yaml');
  Ajv = require('ajv').default;
  workflows = await import('@actions/workflow-parser/workflows/workflow-parser');
  actions = await import('@actions/workflow-parser/actions/action-parser');
  convert = await import('@actions/workflow-parser/model/convert');
  ({ Job } = require('kubernetes-models/batch/v1/Job'));
} catch (problem) {
  console.log(`skipped: the packages with the formats are not installed: ${problem.message}`);
  process.exit(77);
}

const unsoap = resolve(process.argv[2]);
const quiet = { error() {}, info() {}, verbose() {} };
const ownSchema = (name) => JSON.parse(readFileSync(`tests/ci_schemas/${name}.schema.json`, 'utf8'));

/// gitlab-ci-local carries GitLab's own schema within its one file.
function gitlabSchema() {
  const text = readFileSync('node_modules/gitlab-ci-local/dist/index.js', 'utf8');
  const mark = text.indexOf('$id:"https://gitlab.com/.gitlab-ci.yml"');
  assert.ok(mark > 0, 'gitlab-ci-local has no schema of GitLab');
  // The object that holds the mark, as long as it is none that JavaScript can read.
  const begin = text.lastIndexOf('={', mark) + 1;
  for (let end = text.indexOf('}', mark); end > 0; end = text.indexOf('}', end + 1)) {
    if (!/^[,;]/.test(text.slice(end + 1, end + 2))) continue;
    try {
      return vm.runInNewContext(`(${text.slice(begin, end + 1)})`, {}, { timeout: 1000 });
    } catch {
      continue;
    }
  }
  throw new Error('the schema of GitLab has no end');
}
const gitlabJudge = new Ajv({ strict: false, allErrors: true, logger: false, validateFormats: false }).compile(gitlabSchema());

async function workflow(text) {
  const read = workflows.parseWorkflow({ name: 'workflow.yml', content: text }, quiet);
  if (read.value) await convert.convertWorkflowTemplate(read.context, read.value);
  return read.context.errors.getErrors().map((error) => error.message);
}

const action = (text) => actions.parseAction({ name: 'action.yml', content: text }, quiet).context.errors.getErrors().map((error) => error.message);
const indent = (text, by) => text.replace(/^(?=.)/gm, ' '.repeat(by));
const steps = (text) => workflow(`on: push\njobs:\n  unsoap:\n    runs-on: ubuntu-latest\n    steps:\n${indent(text, 6)}`);

function gitlab(text) {
  return gitlabJudge(yaml.parse(text)) ? [] : gitlabJudge.errors.map((error) => `${error.instancePath} ${error.message}`);
}

/// A component: a header with its inputs, and a configuration where they stand as texts; every input that is named is declared.
function component(text) {
  const [head, body, ...more] = yaml.parseAllDocuments(text).map((part) => part.toJS());
  const named = [...text.matchAll(/\$\[\[ inputs\.([a-z_]+) \]\]/g)].map((match) => match[1]);
  const wrong = named.filter((name) => !(name in head.spec.inputs)).map((name) => `there is no input ${name}`);
  return [...wrong, ...(more.length ? ['too many documents'] : []), ...gitlab(yaml.stringify(head)), ...gitlab(yaml.stringify(body))];
}

const byOwn = (name) => (text) => errorsOf(yaml.parse(text), ownSchema(name));
const repos = ownSchema('pre-commit-repos');
const hooks = (text) => [...errors(yaml.parse(text), repos.$defs.hooks, repos)];

/// Kubernetes' own judge accepts keys that it does not know; the types beside it name those there are.
function unknownKeys(value, file, at) {
  const text = readFileSync(file, 'utf8');
  const imports = Object.fromEntries([...text.matchAll(/import \{ (\w+) \} from "([^"]+)"/g)].map((match) => [match[1], match[2]]));
  const types = Object.fromEntries([...text.matchAll(/^ {4}"([^"]+)"\??: (.*)$/gm)].map((match) => [match[1], match[2]]));
  return Object.entries(value).flatMap(([key, item]) => {
    const type = types[key];
    if (!type) return [`${at}/${key}: there is no such key`];
    const from = imports[/I\w+/.exec(type)?.[0]];
    if (!from || typeof item !== 'object') return [];
    const next = from.startsWith('.') ? join(dirname(file), from) : join('node_modules', from);
    return [item].flat().flatMap((one) => (typeof one === 'object' ? unknownKeys(one, `${next.replace(/\.js$/, '')}.d.ts`, `${at}/${key}`) : []));
  });
}

function kubernetes(text) {
  const value = yaml.parse(text);
  const wrong = unknownKeys(value, 'node_modules/kubernetes-models/batch/v1/Job.d.ts', '');
  try {
    new Job(value).validate();
  } catch (problem) {
    wrong.push(problem.message);
  }
  return wrong;
}

/// Groovy has no schema; a block that is open or a quote that does not end is seen.
function groovy(text) {
  const code = text.replace(/'[^'\n]*'/g, '');
  const count = (sign) => code.split(sign).length;
  return ['{}', '()'].filter(([open, close]) => count(open) !== count(close)).map((pair) => `${pair} do not fit`)
    .concat(code.includes("'") ? ['a quote does not end'] : []);
}

const azure = byOwn('azure-steps'), bitbucket = byOwn('bitbucket-steps'), preCommit = byOwn('pre-commit-repos');

// Each of them sees what is wrong.
for (const [judge, text] of [
  [workflow, 'on: push\njobs:\n  a:\n    run-on: x\n    steps: [{run: x}]\n'], [workflow, 'on: pusch\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n'],
  [steps, '- uses: actions/checkout@v4\n  wiht: {a: b}\n'], [steps, '- run: x\n  if: secrets.(\n'],
  [action, 'name: a\nruns:\n  using: composite\n  steps: [{runs: x}]\n'], [gitlab, 'a: {script: x, artifact: {when: always}}\n'],
  [gitlab, 'a: {script: x, retry: {max: 9}}\n'], [component, 'spec: {inputs: {a: {}}}\n---\nx: {script: "$[[ inputs.b ]]"}\n'],
  [component, 'spec: {inputs: {a: {type: nmber}}}\n---\nx: {script: y}\n'],
  [azure, '- script: x\n  conditon: always()\n'], [azure, '- task: PublishTestResult@2\n  inputs: {testResultsFormat: JUnit, testResultsFiles: x}\n'],
  [bitbucket, '- step: {scripts: [x]}\n'], [preCommit, '- repo: local\n  hooks: [{id: x}]\n'], [hooks, '- id: x\n'],
  [kubernetes, 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: x}\nspec: {template: {spec: {containers: [{name: a, imag: b}]}}}\n'],
  [kubernetes, 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: x}\nspec: {completionMode: Index, template: {spec: {containers: [{name: a}]}}}\n'],
  [groovy, "stage('x') {\n"],
]) assert.notEqual((await judge(text)).length, 0, `not noticed: ${text}`);

const failures = [];
let count = 0;
async function hold(what, judge, text, most = Infinity) {
  count += 1;
  const wrong = await judge(text);
  const lines = text.trim().split('\n').length;
  if (lines > most) wrong.push(`${lines} lines, at most ${most}`);
  failures.push(...wrong.map((problem) => `${what}: ${problem}`));
}

// The page: each system has its heading, and blocks that are held to its format.
const JUDGES = { 'GitHub Actions': steps, GitLab: gitlab, 'Azure DevOps': azure, 'Bitbucket Pipelines': bitbucket, Jenkins: groovy, 'pre-commit': preCommit };
const sections = readFileSync('docs/ci.md', 'utf8').split(/^## /m).slice(1);
for (const [name, judge] of Object.entries(JUDGES)) {
  const section = sections.find((part) => part.startsWith(`${name}\n`)) ?? '';
  const blocks = [...section.matchAll(/^```\w+\n(.*?)^```$/gms)].map((match) => match[1]);
  if (blocks.length === 0) failures.push(`docs/ci.md shows nothing for ${name}`);
  for (const block of blocks) await hold(`docs/ci.md, ${name}`, judge, block, MOST_LINES);
}

// What init writes, or says is to be added, in a repository that has all of them.
const FILES = { '.gitlab-ci.yml': gitlab, 'azure-pipelines.yml': azure, 'bitbucket-pipelines.yml': bitbucket, Jenkinsfile: groovy,
  '.pre-commit-config.yaml': preCommit };
const folder = mkdtempSync(join(tmpdir(), 'unsoap-ci-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, '.github'));
for (const name of Object.keys(FILES)) writeFileSync(join(folder, name), '');
const said = spawnSync(unsoap, ['init'], { cwd: folder, encoding: 'utf8' });
assert.equal(said.status, 0, said.stderr);
const parts = said.stdout.split(/^add this to (.*):$/m).slice(1);
for (let i = 0; i < parts.length; i += 2) {
  assert.ok(FILES[parts[i]], `init speaks of ${parts[i]}`);
  await hold(`unsoap init, ${parts[i]}`, FILES[parts[i]], parts[i + 1], MOST_LINES);
}
assert.equal(parts.length / 2, Object.keys(FILES).length, said.stdout);
await hold('unsoap init, GitHub', workflow, readFileSync(join(folder, '.github/workflows/unsoap.yml'), 'utf8'), MOST_LINES);

// What is handed out as it lies here.
const read = (name) => readFileSync(name, 'utf8');
await hold('action.yml', action, read('action.yml'));
await hold('templates/unsoap.yml', component, read('templates/unsoap.yml'), MOST_LINES);
await hold('.pre-commit-hooks.yaml', hooks, read('.pre-commit-hooks.yaml'), MOST_LINES);
await hold('release.yml', workflow, read('.github/workflows/release.yml'));
await hold('docs/fleet/github.yml', workflow, read('docs/fleet/github.yml'));
await hold('docs/fleet/gitlab.yml', gitlab, read('docs/fleet/gitlab.yml'));
await hold('docs/fleet/kubernetes.yaml', kubernetes, read('docs/fleet/kubernetes.yaml'));

// The page's entries name what there is: inputs of the action and of the component, the hook.
const given = (name) => sections.find((part) => part.startsWith(`${name}\n`)).match(/^```yaml\n(.*?)^```$/ms)[1];
const used = yaml.parse(given('GitHub Actions')).find((step) => step.uses?.includes('/unsoap@'));
for (const name of Object.keys(used.with)) assert.ok(name in yaml.parse(read('action.yml')).inputs, name);
const inputs = yaml.parseAllDocuments(read('templates/unsoap.yml'))[0].toJS().spec.inputs;
for (const name of Object.keys(yaml.parse(given('GitLab')).include[0].inputs)) assert.ok(name in inputs, name);
assert.equal(yaml.parse(given('pre-commit'))[0].hooks[0].id, yaml.parse(read('.pre-commit-hooks.yaml'))[0].id);
assert.ok(existsSync(`templates/${yaml.parse(given('GitLab')).include[0].component.match(/\/([a-z]+)@/)[1]}.yml`));

console.log(failures.join('\n') || `${count} entries hold to their formats`);
process.exit(failures.length === 0 ? 0 : 1);
