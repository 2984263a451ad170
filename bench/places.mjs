// node places.mjs gateway web catalogue     how long a letter takes where a place is looked for; see README.md
//
// Types into the widget on the gateway's own page in Chromium, CPU 4x slower. Counted is from the input event to the
// last change of the page: the answer kept, the whole declaration judged, the places found and drawn.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withBrowser } from './lib/browser.mjs';

const [gateway, web, catalogue] = process.argv.slice(2);
const ROUNDS = 5;
const birthplace = 'child.birthplace.commune';

// The largest of each kind, with words that stand in most of its names.
const present = [['38', 'Thanh Hóa', ['xa tan', 'thanh hoa', 'zzzz']], ['', 'cả nước', ['xa tan', 'xã tân', 'zzzz']]];
const old = [
  ['38', 'Thanh Hóa', ['xã tân', 'hoa thanh hoa', 'xa hoa thanh hai anh', 'dong tien, trieu son', 'zzzz']],
  ['01', 'Hà Nội', ['ha noi ha', 'thanh xuan ha noi', 'zzzz']],
  ['82', 'Tiền Giang', ['tan giang', 'vinh binh, go cong tay', 'zzzz']],
];

/** A port that nobody listens on. */
const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];

/** Types `text` letter by letter into the control; how long each took, ms, and how many hits were there in the end. */
const type = (page, name, text) => page.evaluate(async ([name, text]) => {
  const { shadowRoot } = document.querySelector('to-khai');
  const control = shadowRoot.querySelector(`[name="${name}"]`);
  const times = [];
  for (let n = 1; n <= text.length; n += 1) {
    control.value = text.slice(0, n);
    const start = performance.now();
    control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    // What the letter changes is drawn in microtasks.
    await Promise.resolve();
    await Promise.resolve();
    times.push(performance.now() - start);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
  }
  return { times, hits: shadowRoot.querySelectorAll('[role=option], [data-action=old-unit]').length };
}, [name, text]);

async function measure(page, cdp, what, name, queries) {
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  for (const query of queries) {
    const times = [];
    let hits = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const typed = await type(page, name, query);
      times.push(...typed.times);
      hits = typed.hits;
    }
    const [median, p95, most] = [quantile(times, 0.5), quantile(times, 0.95), Math.max(...times)].map((ms) => ms.toFixed(1));
    console.log(`| ${what} | ${query} | ${hits} | ${median} | ${p95} | ${most} |`);
  }
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
}

/** Walks to the page that asks where the child was born, of a birth at the first office. */
async function walk(page) {
  await page.locator('[data-early]').waitFor({ state: 'detached' });
  await page.locator('[name=find]').fill('sinh con');
  await page.locator('[data-procedure="1.001193"]').click();
  await page.locator('[data-action=start]').click();
  await page.locator('[name=office]').fill('go cong');
  await page.locator('[role=option]').first().click();
  await page.locator('[data-action=continue]').click();
  await page.locator(`[name="${birthplace}"]`).waitFor();
}

const data = mkdtempSync(join(tmpdir(), 'places-bench-'));
const port = await freePort();
const serves = spawn(gateway, ['serve', '--host', '127.0.0.1', '--port', port, '--data', data, '--web', web, '--catalogue', catalogue], { stdio: 'ignore' });
try {
  await withBrowser(async (context) => {
    const page = await context.newPage();
    await page.setViewportSize({ width: 360, height: 800 });
    const cdp = await page.context().newCDPSession(page);
    for (let tries = 0; tries < 100; tries += 1) {
      const there = await page.goto(`http://127.0.0.1:${port}/`).catch(() => null);
      if (there?.ok()) break;
      await new Promise((done) => setTimeout(done, 100));
    }
    await walk(page);
    console.log('| places | typed | hits | median, ms | p95, ms | most, ms |\n|---|---|---:|---:|---:|---:|');
    for (const [code, name, queries] of present) {
      await page.locator('[name="child.birthplace.province"]').selectOption(code);
      await page.locator(`[name="${birthplace}"]`).fill('');
      await page.locator(`[name="${birthplace}"]`).fill('tan');
      await page.locator('[role=option]').first().waitFor();
      await measure(page, cdp, `communes, ${name}`, birthplace, queries);
    }
    await page.locator(`[name="${birthplace}"]`).fill('');
    await page.locator('[data-action=old-name]').first().click();
    for (const [code, name, queries] of old) {
      await page.locator(`[name="${birthplace}.old.province"]`).selectOption(code);
      await page.locator(`[name="${birthplace}.old.name"]`).waitFor();
      await measure(page, cdp, `old names, ${name}`, `${birthplace}.old.name`, queries);
    }
  });
} finally {
  serves.kill();
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
}
