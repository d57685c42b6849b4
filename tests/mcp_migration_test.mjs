// A migration by a script that knows nothing of the service: it asks `unsoap mcp` what is next, does what the answer says with the
// lines that the answer names, and goes on until `done` says that nothing is left. Then the programs run, against a server that takes
// only what the definitions have. Languages that are not installed here are migrated all the same; they do not run, and are named.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const unsoap = process.argv[2];
const failures = [];
const check = (what, got, expected = true) => {
  if (JSON.stringify(got) !== JSON.stringify(expected))
    failures.push(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
};
const scratch = mkdtempSync(join(tmpdir(), "unsoap-migration-"));
const root = join(scratch, "three-scripts");
cpSync("fixtures/projects/three-scripts", root, { recursive: true });
const FLAGS = ["--no-config", "--as-of", "2026-11-01"];

// --- the agent

class Agent {
  constructor() {
    this.process = spawn(unsoap, ["mcp", ...FLAGS, root], { stdio: ["pipe", "pipe", "inherit"] });
    this.waiting = new Map();
    this.id = 0;
    let rest = "";
    this.process.stdout.on("data", (bytes) => {
      rest += bytes;
      for (let end; (end = rest.indexOf("\n")) >= 0; rest = rest.slice(end + 1)) {
        const { id, result, error } = JSON.parse(rest.slice(0, end));
        this.waiting.get(id)({ ...result, error });
      }
    });
  }
  async call(name, given = {}) {
    const id = ++this.id;
    const answer = new Promise((resolve) => this.waiting.set(id, resolve));
    this.process.stdin.write(JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params: { name, arguments: given } }) + "\n");
    const { structuredContent, isError, content, error } = await answer;
    if (error || isError) throw new Error(`${name}: ${JSON.stringify(error ?? content)}`);
    return structuredContent;
  }
  end() {
    this.process.stdin.end();
    return new Promise((resolve) => this.process.on("close", resolve));
  }
}

// The lines that stand for a finding's statement; null where the answer says that they stay.
function linesFor(finding) {
  if (finding.to_do.do === "remove") return [];
  if (finding.to_do.do !== "replace") return null;
  const steps = finding.requests.filter((one) => one.applies === "yes" && one.from_tree.examples?.[finding.language] !== undefined);
  steps.sort((a, b) => a.step - b.step);
  const lines = steps.flatMap((one) => one.from_tree.examples[finding.language].trimEnd().split("\n"));
  check(`${finding.from_tree.at}: an example`, lines.length > 0);
  check(`${finding.from_tree.at}: nothing is left to a person`, lines.filter((line) => /<[^<>]+>/.test(line)), []);
  return lines;
}

async function migrate(agent) {
  let scan = await agent.call("scan");
  check("there is something to do", scan.findings > 5);
  const skip = [];
  const changed = new Set();
  for (let round = 0; ; ++round) {
    const item = await agent.call("next", { skip });
    if (item.item === null) break;
    if (round > 50) throw new Error("no end");
    skip.push(item.item);
    check(`${item.from_tree.title}: blockers`, item.blockers, []);
    // The token client is there: the scripts have it beside them.
    if (item.kind === "set-up") continue;
    check(`${item.from_tree.title}: all sites are told`, item.sites.length, item.sites_in_all);
    const edits = [];
    for (const site of item.sites) {
      const finding = await agent.call("finding", { id: site.id });
      const lines = linesFor(finding);
      if (lines === null) continue;
      const path = finding.from_tree.at.split(":")[0];
      const { first_line: first, last_line: last } = finding.from_tree.statement;
      if (!edits.some((edit) => edit.path === path && edit.first === first)) edits.push({ path, first, last, lines });
    }
    // From the end of each file, so that the lines above keep their numbers.
    for (const { path, first, last, lines } of edits.sort((a, b) => b.first - a.first)) {
      const text = readFileSync(join(root, path), "utf8").split("\n");
      const indent = /^[ \t]*/.exec(text[first - 1])[0];
      text.splice(first - 1, last - first + 1, ...lines.map((line) => (line === "" ? "" : indent + line)));
      writeFileSync(join(root, path), text.join("\n"));
      changed.add(path);
    }
    if (edits.length === 0) continue;
    const { files } = await agent.call("check", { paths: [...new Set(edits.map((edit) => edit.path))] });
    for (const file of files) {
      check(`${file.from_tree.path}: requests with a problem`, file.rest.flatMap((one) => one.problems), []);
      check(`${file.from_tree.path}: new`, file.new, []);
    }
    // Places have moved: what is next is asked for anew.
    scan = await agent.call("scan");
  }
  return changed;
}

const agent = new Agent();
const changed = await migrate(agent);
const done = await agent.call("done");
check("clear", [done.clear, done.left, done.suppressed, done.complete], [true, 0, 0, true]);
check("what was changed", [...changed].sort(), ["javascript/find.js", "php/sync.php", "python/add.py"]);
await agent.end();
const last = spawnSync(unsoap, ["scan", ...FLAGS, root], { encoding: "utf8" });
check("the last scan", last.status, 0);
const rest = JSON.parse(spawnSync(unsoap, ["scan", ...FLAGS, "--rest", "-f", "json", root], { encoding: "utf8" }).stdout);
check("notes about the new requests", rest.rest ?? [], []);

// --- the programs

const api = JSON.parse(spawnSync(unsoap, ["rules", "openapi"], { encoding: "utf8", maxBuffer: 1 << 26 }).stdout);
const asked = [];
const wrong = [];
const fits = (value, schema) => {
  if (schema.type === "object") return typeof value === "object" && value !== null && (schema.required ?? []).every((name) => name in value) &&
    Object.entries(value).every(([name, one]) => (schema.properties?.[name] ? fits(one, schema.properties[name]) : schema.additionalProperties !== false));
  if (schema.type === "array") return Array.isArray(value) && value.length <= (schema.maxItems ?? Infinity) && value.every((one) => fits(one, schema.items));
  if (schema.type === "integer") return Number.isInteger(value);
  return typeof value === schema.type && (!schema.enum || schema.enum.includes(value));
};
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (bytes) => (body += bytes));
  request.on("end", () => {
    const url = new URL(request.url, "http://x");
    const operation = api.paths[url.pathname]?.[request.method.toLowerCase()];
    const known = (operation?.parameters ?? []).filter((one) => one.in === "query").map((one) => one.name);
    const content = operation?.requestBody && Object.values(operation.requestBody.content)[0].schema;
    if (!operation) wrong.push(`${request.method} ${request.url}: no such path`);
    for (const name of url.searchParams.keys()) if (!known.includes(name)) wrong.push(`${request.url}: ${name} is not in the definition`);
    if (request.headers.authorization !== "Bearer sample") wrong.push(`${request.url}: no token`);
    if (content && !fits(JSON.parse(body || "null"), content)) wrong.push(`${request.url}: ${body}`);
    asked.push([operation?.operationId, url.searchParams.get("filterValues") ?? JSON.parse(body || "{}").input?.[0]]);
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ requestId: "a#1", success: true, result: [{ id: 7, status: "updated" }] }));
  });
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

// The imports of the SOAP libraries are still there; what they give fails when it is used.
const stubs = join(scratch, "stubs");
mkdirSync(join(stubs, "node_modules"), { recursive: true });
writeFileSync(join(stubs, "node_modules", "soap.js"), "module.exports = new Proxy({}, { get() { throw new Error('SOAP is used'); } });\n");
writeFileSync(join(stubs, "zeep.py"), "def Client(*_):\n    raise RuntimeError('SOAP is used')\n");

const run = (command, given, cwd) => new Promise((resolve) => {
  const child = spawn(command, given, { cwd, env: { ...process.env, CRM_REST: `http://127.0.0.1:${server.address().port}`, CRM_TOKEN: "sample", NODE_PATH: join(stubs, "node_modules"), PYTHONPATH: stubs, PYTHONDONTWRITEBYTECODE: "1", no_proxy: "*" } });
  let text = "";
  child.stdout.on("data", (bytes) => (text += bytes));
  child.stderr.on("data", (bytes) => (text += bytes));
  child.on("close", (status) => resolve({ status, text }));
});
const left_out = [];
const email = "ann+1@example.com";
const person = { email, firstName: "Ann" };
const programs = [
  ["php", ["sync.php", email, "Ann"], "php", "synchronized\n", [["syncLeadUsingPOST", person], ["getLeadsByFilterUsingGET", email]]],
  ["python3", ["add.py", email, "Ann"], "python", "added\n", [["syncLeadUsingPOST", person]]],
  ["node", ["find.js", email], "javascript", "found\n", [["getLeadsByFilterUsingGET", email]]],
];
for (const [command, given, folder, says, requests] of programs) {
  if (spawnSync(command, ["--version"]).status !== 0) {
    left_out.push(`${folder} (no ${command})`);
    continue;
  }
  asked.length = 0;
  const { status, text } = await run(command, given, join(root, folder));
  check(`${folder}: how it ends`, [status, text], [0, says]);
  check(`${folder}: what it asks`, asked, requests);
}
server.close();
check("requests that the definitions do not have", wrong, []);
rmSync(scratch, { recursive: true });
if (left_out.length) console.log("did not run: " + left_out.join(", "));
for (const failure of failures) console.log(failure);
process.exit(failures.length ? 1 : 0);
