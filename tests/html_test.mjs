// The HTML report in a real Chromium: complete without scripts, searchable with them, quiet (no request, no console
// error), accessible (axe), hostile content stays text. Large reports come from `unsoap convert`. Skips where the
// browser or its driver is not installed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}
const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
if (!BROWSER) skip('no Chromium');
const require = createRequire(resolve('package.json'));
let chromium, axe;
try {
  ({ chromium } = require('playwright-core'));
  axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
} catch {
  skip('playwright-core and axe-core are not installed');
}

const folder = mkdtempSync(join(tmpdir(), 'unsoap-html-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const page_of = (name) => pathToFileURL(resolve(`fixtures/reports/${name}.golden.html`)).href;

/// A report of `count` findings, made from the typical one, rendered by the program itself.
function large(count) {
  const report = JSON.parse(readFileSync('fixtures/reports/typical.golden.json', 'utf8'));
  const samples = report.findings;
  report.findings = Array.from({ length: count }, (_, i) => {
    const f = structuredClone(samples[i % samples.length]);
    f.id = String(i).padStart(16, '0');
    f.location.path = `part${i % 13}/file${i}.php`;
    f.message = `${f.message} Number ${i}.`;
    return f;
  });
  const input = join(folder, `${count}.json`), output = join(folder, `${count}.html`);
  writeFileSync(input, JSON.stringify(report));
  const run = spawnSync(process.argv[2], ['convert', input, '--format', `html=${output}`], { encoding: 'utf8' });
  assert.equal(existsSync(output), true, `convert wrote nothing: ${run.stdout}${run.stderr}`);
  return output;
}

let browser;
try {
  browser = await chromium.launch({
    executablePath: BROWSER,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
} catch (error) {
  skip(`Chromium does not start: ${error.message.split('\n')[0]}`);
}

async function open(url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const trouble = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) trouble.push(message.text()); });
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('dialog', (dialog) => { trouble.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (!/^(file|data):/.test(request.url())) trouble.push(`request: ${request.url()}`); });
  await page.goto(url);
  return { page, trouble, close: () => context.close() };
}

async function violations(page) {
  // The page's policy forbids other scripts, and rightly so: axe comes in through the debugger.
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`);
}

const tests = {
  async 'the page is quiet, and axe finds nothing in light, dark and narrow views'() {
    for (const name of ['typical', 'empty', 'hostile']) {
      for (const options of [{}, { colorScheme: 'dark' }, { viewport: { width: 390, height: 800 } }]) {
        const { page, trouble, close } = await open(page_of(name), options);
        await page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true; });
        assert.deepEqual(await violations(page), [], name);
        assert.deepEqual(trouble, [], name);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} scrolls sideways`);
        await close();
      }
    }
  },

  async 'hostile content stays text'() {
    const { page, trouble, close } = await open(page_of('hostile'));
    assert.equal(await page.evaluate(() => document.querySelectorAll('script').length), 2);
    assert.equal(await page.evaluate(() => document.querySelectorAll('img, iframe, object, embed').length), 0);
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('a')].filter((a) => !/^(https?:|file:)/.test(a.protocol)).length), 0);
    assert.equal(await page.evaluate(() => /[\u202a-\u202e\u2066-\u2069\u2028\u2029]/.test(document.documentElement.outerHTML)), false);
    assert.deepEqual(trouble, []);
    await close();
  },

  async 'without scripts every finding is there and can be reached by its permalink'() {
    const ids = JSON.parse(readFileSync('fixtures/reports/typical.golden.json', 'utf8')).findings.map((f) => f.id);
    const { page, close } = await open(`${page_of('typical')}#f-${ids[0]}`, { javaScriptEnabled: false });
    const html = await page.content();
    for (const id of ids) assert.ok(html.includes(`id="f-${id}"`), id);
    assert.equal(await page.locator('form.filters').isVisible(), false);
    assert.equal(await page.locator('.pager').isVisible(), false);
    await close();
  },

  async 'search, filters and the address agree'() {
    const { page, trouble, close } = await open(page_of('typical'));
    assert.equal(await page.locator('#list > article').count(), 7);
    await page.fill('#search', 'encryption key');
    await page.waitForFunction(() => document.querySelectorAll('#list > article').length === 1);
    assert.match(await page.locator('#count').textContent(), /^1 of 7/);
    assert.match(page.url(), /#q=encryption\+key$/);
    await page.click('#clear');
    await page.selectOption('#by-confidence', 'likely');
    assert.equal(await page.locator('#list > article').count(), 2);
    await page.selectOption('#by-label', 'test');
    assert.equal(await page.locator('#list > article').count(), 1);
    const address = page.url();
    assert.deepEqual(trouble, []);
    await close();
    const again = await open(address);
    assert.equal(await again.page.locator('#list > article').count(), 1);
    assert.equal(await again.page.locator('#by-confidence').inputValue(), 'likely');
    await again.close();
  },

  async 'a permalink opens its finding and keys walk on'() {
    const { page, trouble, close } = await open(`${page_of('typical')}#f-0a1b2c3d4e5f6071`);
    assert.equal(await page.locator('#f-0a1b2c3d4e5f6071 details').getAttribute('open'), '');
    assert.equal(await page.locator('.finding.current').getAttribute('id'), 'f-0a1b2c3d4e5f6071');
    await page.keyboard.press('j');
    assert.notEqual(await page.locator('.finding.current').getAttribute('id'), 'f-0a1b2c3d4e5f6071');
    await page.keyboard.press('k');
    assert.equal(await page.locator('.finding.current').getAttribute('id'), 'f-0a1b2c3d4e5f6071');
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    assert.ok(await page.locator('#help').isVisible());
    assert.deepEqual(trouble, []);
    await close();
  },

  async 'ten thousand findings are under 8 MB, usable at once, and all can be found'() {
    const path = large(10000);
    assert.ok(statSync(path).size < 8 * 1024 * 1024, `${statSync(path).size} bytes`);
    const { page, trouble, close } = await open(pathToFileURL(path).href);
    assert.equal(await page.locator('#list > article').count(), 50);
    assert.match(await page.locator('#count').textContent(), /^10000 findings/);
    await page.fill('#search', 'number 9876.');
    await page.waitForFunction(() => document.querySelectorAll('#list > article').length === 1);
    await page.click('#list summary');
    assert.ok(await page.locator('#list .body').isVisible());
    assert.deepEqual(await violations(page), []);
    await page.goto(`${pathToFileURL(path).href}#f-0000000000007000`);
    await page.waitForSelector('#f-0000000000007000 details[open]');
    assert.deepEqual(trouble, []);
    await close();
    const plain = await open(pathToFileURL(path).href, { javaScriptEnabled: false });
    assert.equal(await plain.page.locator('#list > article').count(), 500);
    assert.ok(await plain.page.getByText('9,500 more findings').isVisible());
    await plain.close();
  },
};

let failures = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok      ${name}`);
  } catch (error) {
    ++failures;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}
await browser.close();
process.exit(failures === 0 ? 0 : 1);
