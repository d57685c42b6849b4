// The golden SARIF reports pass the SARIF Multitool with its general and its GitHub rules: no error, and no warning but
// the known ones. Skips where the tool is not installed or cannot run.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// informationUri: the tool has no home page. mappedTo: GitHub does not resolve base ids, so none is given.
const KNOWN = new Set(['SARIF2005', 'SARIF2007']);

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}

const packaged = `node_modules/@microsoft/sarif-multitool-${process.platform}/Sarif.Multitool`;
if (!existsSync(packaged)) skip('the SARIF Multitool is not installed for this platform');
const folder = mkdtempSync(join(tmpdir(), 'unsoap-sarif-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// npm without scripts leaves the program without its execute bit, and the folder may be shared: run a copy.
const tool = join(folder, 'multitool');
copyFileSync(packaged, tool);
chmodSync(tool, 0o755);
const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1', DOTNET_BUNDLE_EXTRACT_BASE_DIR: folder };
if (spawnSync(tool, ['--version'], { env }).error) skip('the SARIF Multitool does not run here');

let failures = 0;
for (const name of ['empty', 'typical', 'hostile']) {
  const input = join(folder, `${name}.sarif`);
  const output = join(folder, `${name}.out.sarif`);
  copyFileSync(`fixtures/reports/${name}.golden.sarif`, input);
  const run = spawnSync(tool, ['validate', input, '--rule-kind', 'Sarif;Ghas', '--output', output, '--log', 'ForceOverwrite'],
    { env, encoding: 'utf8', timeout: 120000 });
  if (!existsSync(output)) skip(`the SARIF Multitool gave no result: ${run.stdout}${run.stderr}`);
  const log = JSON.parse(readFileSync(output, 'utf8').replace(/^\uFEFF/, ''));
  const results = log.runs[0].results ?? [];
  const bad = results.filter((r) => r.level === 'error' || (r.level ?? 'warning') === 'warning' && !KNOWN.has(r.ruleId));
  console.log(`${name}: ${results.length} remarks, ${bad.length} unexpected`);
  for (const r of bad) console.log(`  ${r.ruleId} ${JSON.stringify(r.message)}`);
  failures += bad.length;
}
process.exit(failures === 0 ? 0 : 1);
