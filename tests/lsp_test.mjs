// `unsoap lsp` as an editor uses it, driven by the protocol's own library: what is shown for open files is what a scan from nothing
// says of the tree with their texts in it, whatever was edited, renamed or deleted before. It reads and never writes.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const unsoap = process.argv[2];
const failures = [];
const check = (what, got, expected = true) => {
  if (JSON.stringify(got) !== JSON.stringify(expected))
    failures.push(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
};
if (!existsSync("node_modules/vscode-languageserver-protocol")) {
  console.log("the protocol's library is not installed: npm ci --ignore-scripts");
  process.exit(77);
}
const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = await import("vscode-languageserver-protocol/node.js");

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "unsoap-lsp-")));
const uriOf = (path) => pathToFileURL(path).toString();
const FLAGS = ["--no-config", "--as-of", "2026-11-01"];

const digest = (folder) => {
  const hash = createHash("sha256");
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1)))
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  return hash.digest("hex");
};

// An editor with one server: its open texts, and what the server published for them.
class Editor {
  constructor(roots, capabilities = {}, options = {}) {
    this.roots = roots;
    this.texts = new Map(); // path -> {text, version}
    this.shown = new Map(); // uri -> diagnostics
    this.progress = [];
    this.asked = [];
    this.messages = [];
    this.process = spawn(unsoap, ["lsp", ...FLAGS], { stdio: ["pipe", "pipe", "inherit"] });
    this.ended = new Promise((resolve) => this.process.on("close", resolve));
    this.connection = createProtocolConnection(new StreamMessageReader(this.process.stdout), new StreamMessageWriter(this.process.stdin));
    this.connection.onError(() => {});
    this.connection.onNotification("textDocument/publishDiagnostics", (given) => this.shown.set(given.uri, given));
    this.connection.onNotification("$/progress", (given) => this.progress.push(given.value.kind));
    this.connection.onNotification("window/showMessage", (given) => this.messages.push(given.message));
    for (const method of ["window/workDoneProgress/create", "client/registerCapability", "window/showDocument"])
      this.connection.onRequest(method, (given) => (this.asked.push([method, given]), method.endsWith("Document") ? { success: true } : null));
    this.connection.listen();
    this.capabilities = capabilities;
    this.options = options;
  }
  async start() {
    const folders = this.roots.map((path) => ({ uri: uriOf(path), name: "a" }));
    const answer = await this.connection.sendRequest("initialize", {
      processId: process.pid, rootUri: folders[0].uri, workspaceFolders: folders, capabilities: this.capabilities, initializationOptions: { delay: 0, ...this.options } });
    await this.connection.sendNotification("initialized", {});
    return answer;
  }
  async open(path, text = readFileSync(path, "utf8")) {
    this.texts.set(path, { text, version: 1 });
    await this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri: uriOf(path), languageId: "x", version: 1, text } });
  }
  async close(path) {
    this.texts.delete(path);
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri: uriOf(path) } });
  }
  place(text, offset) {
    const lines = text.slice(0, offset).split("\n");
    return { line: lines.length - 1, character: lines.at(-1).length };
  }
  async edit(path, from, to, text) {
    const file = this.texts.get(path);
    const range = { start: this.place(file.text, from), end: this.place(file.text, to) };
    file.text = file.text.slice(0, from) + text + file.text.slice(to);
    ++file.version;
    await this.connection.sendNotification("textDocument/didChange", { textDocument: { uri: uriOf(path), version: file.version }, contentChanges: [{ range, text }] });
  }
  async replaceAll(path, text) {
    const file = this.texts.get(path);
    file.text = text;
    ++file.version;
    await this.connection.sendNotification("textDocument/didChange", { textDocument: { uri: uriOf(path), version: file.version }, contentChanges: [{ text }] });
  }
  async changed(...paths) {
    await this.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: paths.map((path) => ({ uri: uriOf(path), type: 2 })) });
  }
  ask(method, path, more = {}) {
    return this.connection.sendRequest(method, { textDocument: { uri: uriOf(path) }, ...more });
  }
  diagnostics(path) {
    return this.shown.get(uriOf(path))?.diagnostics ?? [];
  }
  async stop() {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    return this.ended;
  }
}

// The scan of the command line over a copy of the tree in which the open texts are on disk.
function fromNothing(root, texts) {
  const copy = join(scratch, "copy");
  rmSync(copy, { recursive: true, force: true });
  cpSync(root, copy, { recursive: true });
  for (const [path, { text }] of texts) if (existsSync(path)) writeFileSync(join(copy, path.slice(root.length)), text);
  const run = spawnSync(unsoap, ["scan", ...FLAGS, "--exit-zero", "-f", "json", copy], { encoding: "utf8", maxBuffer: 1 << 28 });
  return JSON.parse(run.stdout);
}
const key = (line, from, end, to, rule, level) => `${line}:${from}-${end}:${to} ${rule} ${level}`;
// Columns of reports are code points, those of editors UTF-16 units.
const units = (lines, line, column) => [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
const LEVELS = { 1: "error", 2: "warning", 3: "note" };
function compare(what, editor, root, report) {
  for (const path of editor.texts.keys()) {
    const name = path.slice(root.length + 1);
    const lines = editor.texts.get(path).text.split(/\r\n|\n|\r/);
    const expected = report.findings.filter((finding) => finding.location.path === name).map(({ location: at, rule_id, level }) =>
      key(at.start_line - 1, units(lines, at.start_line, at.start_column), at.end_line - 1, units(lines, at.end_line, at.end_column), rule_id, level));
    const got = editor.diagnostics(path).map(({ range, code, severity }) => key(range.start.line, range.start.character, range.end.line, range.end.character, code, LEVELS[severity]));
    check(`${what}: ${name}`, got.sort(), expected.sort());
  }
}

const CAPABLE = { window: { workDoneProgress: true, showDocument: { support: true } }, workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, workspaceEdit: { documentChanges: true } } };
const root = join(scratch, "acme & co");
cpSync("fixtures/projects/acme-crm", root, { recursive: true });
const client = join(root, "php/src/Crm/MarketoClient.php");
const merge = join(root, "scripts/nightly_merge.py");
const before = digest(root);

// What an editor sees of the sample.
{
  const editor = new Editor([root], CAPABLE);
  check("before initialize", await editor.ask("textDocument/hover", client, { position: { line: 0, character: 0 } }).then(() => 0, (error) => error.code), -32002);
  const { capabilities } = await editor.start();
  check("position encoding", capabilities.positionEncoding, "utf-16");
  await editor.open(client);
  await editor.open(merge);
  const lenses = await editor.ask("textDocument/codeLens", client);
  const report = fromNothing(root, editor.texts);
  compare("opened", editor, root, report);
  check("something is shown", editor.diagnostics(client).length > 5);
  const one = editor.diagnostics(client).find((shown) => shown.code === "marketo-soap/getLead");
  check("page", one.codeDescription.href.startsWith("https://"));
  check("message", one.message.includes("use: GET /rest/v1/leads.json"));
  check("lenses", lenses.map((lens) => lens.command.title), report.wrappers.filter((wrapper) => wrapper.location.path.endsWith("MarketoClient.php")).map(({ callers: { total, files } }) =>
    `${total} call${total === 1 ? "" : "s"} in ${files} file${files === 1 ? "" : "s"}`));
  check("a lens opens references", [lenses[0].command.command, lenses[0].command.arguments.length], ["editor.action.showReferences", 3]);

  const hover = await editor.ask("textDocument/hover", client, { position: one.range.start });
  check("hover", [hover.contents.kind, /GET \/rest\/v1\/leads\.json/.test(hover.contents.value), /```php\n/.test(hover.contents.value), /keyType/.test(hover.contents.value)], ["markdown", true, true, true]);
  check("no hover", await editor.ask("textDocument/hover", client, { position: { line: 0, character: 0 } }), null);

  const actions = await editor.ask("textDocument/codeAction", client, { range: one.range, context: { diagnostics: [one] } });
  const insert = actions.find((action) => action.title.startsWith("Insert below: GET /rest/v1/leads.json"));
  const edit = insert.edit.documentChanges[0].edits[0];
  check("inserted below the call", [edit.range.start.line, edit.range.start.character, /^ {8}\$step1 = /.test(edit.newText)], [one.range.start.line + 1, 0, true]);
  const suppress = actions.find((action) => action.title.startsWith("Suppress"));
  const { range, newText } = suppress.edit.documentChanges[0].edits[0];
  check("suppression", newText, "        // unsoap-ignore: getLead -- to be migrated until=2027-01-30\n");
  const open = actions.find((action) => action.command?.command === "unsoap.open");
  await editor.connection.sendRequest("workspace/executeCommand", { command: open.command.command, arguments: open.command.arguments });
  check("the wrapper is shown", editor.asked.some(([method, given]) => method === "window/showDocument" && given.uri.endsWith("MarketoClient.php")));
  check("no such command", await editor.connection.sendRequest("workspace/executeCommand", { command: "rm" }).then(() => 0, (error) => error.code), -32602);

  // The suppression holds, and the insertion of a call over several lines does not break it.
  const at = editor.texts.get(client).text.split("\n").slice(0, range.start.line).join("\n").length + 1;
  await editor.edit(client, at, at, newText);
  await editor.ask("textDocument/codeLens", client);
  check("suppressed", editor.diagnostics(client).some((shown) => shown.code === "marketo-soap/getLead"), false);
  compare("suppressed", editor, root, fromNothing(root, editor.texts));
  const sync = editor.diagnostics(client).filter((shown) => shown.code === "marketo-soap/syncLead").at(-1);
  const below = (await editor.ask("textDocument/codeAction", client, { range: sync.range, context: { diagnostics: [] } })).find((action) => action.title.startsWith("Insert below")).edit.documentChanges[0].edits[0];
  check("below the whole call", editor.texts.get(client).text.split("\n")[below.range.start.line - 1], "        ]);");

  // Who calls the wrapper, and what it calls.
  const send = editor.texts.get(client).text.split("\n").findIndex((line) => line.includes("function send("));
  const [item] = await editor.ask("textDocument/prepareCallHierarchy", client, { position: { line: send, character: 25 } });
  check("wrapper", item.name.endsWith("MarketoClient::send"));
  const incoming = await editor.connection.sendRequest("callHierarchy/incomingCalls", { item });
  check("callers", incoming.length > 0 && incoming.every((call) => call.fromRanges.length > 0));
  const outgoing = await editor.connection.sendRequest("callHierarchy/outgoingCalls", { item });
  check("called", outgoing.length > 0);
  check("an item of somebody else", await editor.connection.sendRequest("callHierarchy/incomingCalls", { item: { name: "x", kind: 1, uri: uriOf(client), range, selectionRange: range } }), null);
  const references = await editor.ask("textDocument/references", client, { position: { line: send, character: 25 }, context: { includeDeclaration: false } });
  check("references", references.length > 0);
  check("no such method", await editor.connection.sendRequest("textDocument/rename", {}).then(() => 0, (error) => error.code), -32601);
  check("initialize twice", await editor.connection.sendRequest("initialize", { capabilities: {} }).then(() => 0, (error) => error.code), -32600);
  await editor.close(client);
  await editor.ask("textDocument/codeLens", merge);
  check("watchers", editor.asked.some(([method]) => method === "client/registerCapability"));
  check("progress was asked for", editor.asked.some(([method]) => method === "window/workDoneProgress/create"));
  check("closed", editor.diagnostics(client), []);
  check("progress ends as often as it begins", editor.progress.filter((kind) => kind === "begin").length, editor.progress.filter((kind) => kind === "end").length);
  check("status", await editor.stop(), 0);
}
check("the tree is as it was", digest(root), before);

// UTF-8, plain text, text of the tree that looks like Markdown.
{
  const editor = new Editor([root], { general: { positionEncodings: ["utf-8", "utf-16"] }, textDocument: { hover: { contentFormat: ["plaintext"] } } });
  check("utf-8", (await editor.start()).capabilities.positionEncoding, "utf-8");
  const text = "<?php\n$c = new SoapClient('https://123-abc-456.mktoapi.com/soap/mktows/3_1?WSDL');\n/* 😀é */ $c->getLead(['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => '😀![x](http://evil/)']]);\n";
  await editor.open(merge, text.replace("<?php", "x = 1"));
  const file = join(root, "emoji.php");
  writeFileSync(file, text);
  await editor.open(file, text);
  const column = Buffer.byteLength("/* 😀é */ $c->");
  const hover = await editor.ask("textDocument/hover", file, { position: { line: 2, character: column } });
  check("bytes", hover.range, { start: { line: 2, character: column }, end: { line: 2, character: column + 7 } });
  check("plain", hover.contents.kind, "plaintext");
  await editor.stop();
  const wide = new Editor([root]);
  await wide.start();
  await wide.open(file, text);
  const marked = await wide.ask("textDocument/hover", file, { position: { line: 2, character: "/* 😀é */ $c->".length } });
  check("units", marked.range.start.character, "/* 😀é */ $c->".length);
  const plain = (await wide.ask("textDocument/codeAction", file, { range: marked.range, context: { diagnostics: [] } })).find((action) => action.title.startsWith("Insert below"));
  check("edits for a client without versions", Object.keys(plain.edit.changes ?? plain.edit), [uriOf(file)]);
  const fenced = marked.contents.value.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, "");
  check("no link of the tree outside of a fence", fenced.includes("](http"), false);
  compare("emoji", wide, root, fromNothing(root, wide.texts));
  await wide.stop();
  rmSync(file);
}

// A file that names nothing of the service comes to call a wrapper, and goes back.
{
  const shop = join(scratch, "shop");
  mkdirSync(shop);
  writeFileSync(join(shop, "Door.php"), "<?php\nclass Door {\n  public function push($who) {\n    $c = new SoapClient('https://1-a-2.mktoapi.com/soap/mktows/3_1?WSDL');\n" +
    "    return $c->syncLead(['leadRecord' => ['Email' => $who]]);\n  }\n}\n");
  const file = join(shop, "Import.php");
  const plain = "<?php\nclass Import {\n  public function run($x) {\n  }\n}\n";
  writeFileSync(file, plain);
  await new Promise((resolve) => setTimeout(resolve, 1500));  // times of files that are too new prove nothing
  const editor = new Editor([shop]);
  await editor.start();
  await editor.open(file);
  for (let round = 0; round < 3; ++round) {
    await editor.ask("textDocument/codeLens", file);
    compare(`before a call (${round})`, editor, shop, fromNothing(shop, editor.texts));
    check(`nothing is shown (${round})`, editor.diagnostics(file), []);
    await editor.replaceAll(file, plain.replace("run($x) {\n", "run(Door $x) {\n    $x->push('a@b.c');\n"));
    await editor.ask("textDocument/codeLens", file);
    compare(`with a call (${round})`, editor, shop, fromNothing(shop, editor.texts));
    check(`the call is shown (${round})`, editor.diagnostics(file).map((one) => one.code), ["marketo-soap/syncLead"]);
    await editor.replaceAll(file, plain);
  }
  await editor.stop();
}

// Two hundred edits, each compared with a scan from nothing.
let seed = 20261101;
const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
const PIECES = ["", "\n", " ", "x", "'", "😀", "// é\n", "/*", "*/", "{", "}", "(", ")", "$this->send('getLead', []);\n", "$c = new SoapClient('https://1-a-2.mktoapi.com/soap/mktows/3_1?WSDL');\n$c->getTags([]);\n",
  "function f() { return 1; }\n", "getMultipleLeads", "\r\n", "// unsoap-ignore: * -- why\n", "leadKey", "class A extends MarketoClient {}\n", "mergeLeads"];
{
  const editor = new Editor([root], CAPABLE);
  await editor.start();
  const list = () => readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const path of list().slice(0, 5)) await editor.open(path);
  for (let round = 0; round < 200 && failures.length === 0; ++round) {
    const open = [...editor.texts.keys()];
    const path = open[random(open.length)];
    const what = random(12);
    let said = "edit";
    if (what === 0) {
      const all = list().filter((one) => !editor.texts.has(one));
      if (all.length > 0) await editor.open(all[random(all.length)]);
      said = "open";
    } else if (what === 1 && open.length > 2) {
      await editor.close(path);
      said = "close";
    } else if (what === 2 && open.length > 2) {
      const to = join(root, `renamed${round}${path.slice(path.lastIndexOf("."))}`);
      const { text } = editor.texts.get(path);
      await editor.close(path);
      renameSync(path, to);
      await editor.changed(path, to);
      if (random(2)) await editor.open(to, text);
      said = "rename";
    } else if (what === 3) {
      const all = list().filter((one) => !editor.texts.has(one));
      if (all.length > 4) {
        const gone = all[random(all.length)];
        rmSync(gone);
        await editor.changed(gone);
      }
      said = "delete";
    } else if (what === 4) {
      const added = join(root, `added${round % 3}.php`);
      writeFileSync(added, "<?php\n" + PIECES[random(PIECES.length)] + PIECES[random(PIECES.length)]);
      await editor.changed(added);
      said = "write";
    } else if (what === 5) {
      await editor.replaceAll(path, editor.texts.get(path).text.split("\n").filter(() => random(20) > 0).join("\n"));
      said = "whole";
    } else {
      for (let count = 1 + random(3); count > 0; --count) {
        const { text } = editor.texts.get(path);
        let [from, to] = [random(text.length + 1), 0];
        // An editor never cuts a character or a line's end in two.
        while (from > 0 && (/[\uDC00-\uDFFF]/.test(text[from] ?? "") || (text[from] === "\n" && text[from - 1] === "\r"))) --from;
        to = Math.min(text.length, from + (random(3) === 0 ? random(40) : 0));
        while (to > from && (/[\uDC00-\uDFFF]/.test(text[to] ?? "") || (text[to] === "\n" && text[to - 1] === "\r"))) --to;
        await editor.edit(path, from, to, PIECES[random(PIECES.length)]);
      }
    }
    const any = [...editor.texts.keys()][0];
    await editor.ask("textDocument/codeLens", any);
    compare(`round ${round} (${said})`, editor, root, fromNothing(root, editor.texts));
  }
  check("status after the edits", await editor.stop(), 0);
}

// A request that is taken back; a scan that is superseded.
{
  const editor = new Editor([root], CAPABLE, { delay: 400 });
  await editor.start();
  const [path] = readdirSync(join(root, "config"), { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(root, "config", entry.name));
  const file = path ?? join(root, "php/composer.json");
  await editor.open(file);
  const { CancellationTokenSource } = await import("vscode-languageserver-protocol/node.js");
  const source = new CancellationTokenSource();
  const asked = editor.connection.sendRequest("textDocument/hover", { textDocument: { uri: uriOf(file) }, position: { line: 0, character: 0 } }, source.token);
  source.cancel();
  check("cancelled", await asked.then(() => 0, (error) => error.code), -32800);
  for (let i = 0; i < 30; ++i) await editor.edit(file, 0, 0, " ");
  await editor.ask("textDocument/codeLens", file);
  check("the last version is shown", editor.shown.get(uriOf(file)).version, editor.texts.get(file).version);
  await editor.stop();
}

// Several folders, one of them with a configuration that cannot be used.
{
  const other = join(scratch, "other");
  mkdirSync(other);
  writeFileSync(join(other, "a.php"), "<?php\n$c = new SoapClient('https://1-a-2.mktoapi.com/soap/mktows/3_1?WSDL');\n$c->getTags([]);\n");
  const editor = new Editor([root, other], {});
  await editor.start();
  await editor.open(join(other, "a.php"));
  await editor.ask("textDocument/codeLens", join(other, "a.php"));
  compare("second folder", editor, other, fromNothing(other, editor.texts));
  check("found there", editor.diagnostics(join(other, "a.php")).length > 1);
  await editor.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [{ uri: uriOf(other), name: "a" }] } });
  await editor.ask("textDocument/codeLens", join(other, "a.php"));
  check("folder is gone", editor.diagnostics(join(other, "a.php")), []);
  await editor.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: { added: [{ uri: uriOf(other), name: "a" }], removed: [] } });
  await editor.ask("textDocument/codeLens", join(other, "a.php"));
  check("folder is back", editor.diagnostics(join(other, "a.php")).length > 1);
  await editor.stop();
}

// Messages that no client sends.
const framed = (text) => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
async function raw(input) {
  const child = spawn(unsoap, ["lsp", ...FLAGS], { cwd: scratch });
  let out = "";
  child.stdout.on("data", (bytes) => (out += bytes));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const status = await new Promise((resolve) => child.on("close", resolve));
  return { status, codes: out.split(/Content-Length: \d+\r\n\r\n/).filter(Boolean).map((text) => JSON.parse(text).error?.code ?? "ok") };
}
const notice = (method, params = {}) => framed(JSON.stringify({ jsonrpc: "2.0", method, params }));
const request = (id, method, params = {}) => framed(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
check("bad messages", await raw(framed("no JSON") + framed("[]") + framed('{"jsonrpc":"2.0","id":1}') + request(2, "no/such") + request(3, "initialize", { capabilities: 7 }) +
  request(4, "textDocument/hover", { textDocument: 7 }) + notice("textDocument/didOpen", { textDocument: [] }) + notice("textDocument/didChange") + notice("workspace/didChangeWatchedFiles", { changes: { a: 1 } }) +
  request(5, "shutdown") + request(6, "textDocument/hover") + notice("exit")), { status: 0, codes: [-32700, -32600, -32600, -32002, "ok", "ok", "ok", -32600] });
check("end without shutdown", await raw(request(1, "initialize", { capabilities: {} })), { status: 1, codes: ["ok"] });
check("no header", await raw("hello\n\n"), { status: 1, codes: [] });
check("exit alone", await raw(notice("exit")), { status: 1, codes: [] });
check("too long", await raw(`Content-Length: ${(64 << 20) + 1}\r\n\r\n${"x".repeat((64 << 20) + 1)}` + request(1, "shutdown")), { status: 1, codes: [-32600, -32002] });
check("no directory", spawnSync(unsoap, ["lsp", join(scratch, "no")]).status, 2);

rmSync(scratch, { recursive: true });
for (const failure of failures) console.log(failure);
process.exit(failures.length ? 1 : 0);
