// What is measured. Every scenario gets one implementation and a fresh browser and returns flat numbers.
import { readFileSync } from 'node:fs';
import { calibrate, networkIdle, openTab, profiles, recordRequests, withBrowser } from './browser.mjs';
import { fieldsOf, job, labelOf } from './data.mjs';

const driver = readFileSync(new URL('./driver.js', import.meta.url), 'utf8');
/** The visible label of every field by its key; a member's field goes as `members.name`. */
const labels = Object.fromEntries(['birth', 'household'].flatMap(fieldsOf)
  .flatMap((f) => [f, ...(f.fields ?? []).map((g) => ({ ...g, key: `${f.key}.${g.key}` }))]).map((f) => [f.key, f.label]));
const first = fieldsOf('birth')[0].key;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const round = (n, digits = 1) => (n === undefined || n === null ? n : Number(n.toFixed(digits)));

/** Opens the implementation in a new tab; `probe` starts the load probe with the page. */
async function open(context, impl, profile, { name = 'birth', members, probe, init } = {}) {
  const { page, cdp } = await openTab(context, new URL(impl.url).origin, profile);
  const calibration = await calibrate(page);
  const requests = recordRequests(cdp);
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name: '__benchTell' });
  cdp.on('Runtime.bindingCalled', ({ payload }) => payload === 'press' && press(cdp, 'a'));
  await page.addInitScript(`${init ?? ''};(${driver})((${impl.adapter.inPage})(${JSON.stringify(labels)}), ${JSON.stringify(probe ?? null)})`);
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  const path = (impl.adapter.path ?? defaultPath)(name, members);
  await page.goto(new URL(path, impl.url).href, { waitUntil: 'commit' });
  // Plain CDP instead of page.evaluate, which first injects a large script of its own.
  const inPage = async (work, ...args) => {
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
      expression: `(${work})(...${JSON.stringify(args)})`, awaitPromise: true, returnByValue: true,
    });
    if (!exceptionDetails) return result.value;
    throw new Error([exceptionDetails.exception?.description, ...problems.slice(0, 3)].join('\n'));
  };
  return { page, cdp, requests, calibration, inPage };
}

const defaultPath = (name, members) => (name === 'birth' ? '' : `?job=${name}${members ? `&members=${members}` : ''}`);

async function press(cdp, text) {
  const code = `Key${text.toUpperCase()}`, windowsVirtualKeyCode = text.toUpperCase().charCodeAt();
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', text, key: text, code, windowsVirtualKeyCode });
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key: text, code, windowsVirtualKeyCode });
}

/** Waits for the page to tell `what` through the binding. */
const told = (cdp, what) => new Promise((done, fail) => {
  const late = setTimeout(() => fail(new Error(`bench: no '${what}' in 60 s`)), 60_000);
  cdp.on('Runtime.bindingCalled', function heard({ payload }) {
    if (payload !== what) return;
    clearTimeout(late);
    cdp.off('Runtime.bindingCalled', heard);
    done();
  });
});

async function metrics(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map((m) => [m.name, m.value]));
}

const median = (list) => quantile(list, 0.5);
function quantile(list, q) {
  const sorted = [...list].sort((a, b) => a - b), at = (sorted.length - 1) * q;
  return sorted[Math.floor(at)] + (sorted[Math.ceil(at)] - sorted[Math.floor(at)]) * (at % 1);
}

// --- load: first visit and repeat visit ---------------------------------------------------------

async function visit(context, impl, profile) {
  const tab = await open(context, impl, profile, { probe: first });
  const at = await tab.inPage(() => window.__bench.loaded);
  await networkIdle(tab.requests);
  const all = tab.requests(), start = Math.min(...all.map((r) => r.start));
  const wire = all.filter((r) => r.network);
  const early = wire.filter((r) => r.end - start <= at.usable / 1000);
  const sum = (list, what) => list.reduce((n, r) => n + r[what], 0);
  const value = await tab.inPage((key) => window.__bench.value(key), first);
  const { TaskDuration, ScriptDuration } = await metrics(tab.cdp);
  await tab.page.close();
  return {
    usable: round(at.usable), visible: round(at.visible), fcp: round(at.fcp),
    bytes: sum(early, 'encoded'), requests: early.length,
    bytesAll: sum(wire, 'encoded'), requestsAll: wire.length, decoded: sum(early, 'decoded'),
    kept: value ? 1 : 0, calibration: round(tab.calibration),
    mainThread: round(TaskDuration * 1000), script: round(ScriptDuration * 1000),
    files: early.map((r) => ({ path: new URL(r.url).pathname, type: r.type, encoded: r.encoded, decoded: r.decoded })),
  };
}

const load = (profile) => (impl) => withBrowser(async (context) => {
  const cold = await visit(context, impl, profiles[profile]);
  await sleep(1000); // let the browser write its caches
  const repeat = await visit(context, impl, profiles[profile]);
  return { ...prefix('cold', cold), ...prefix('repeat', repeat), files: cold.files };
});

const prefix = (name, object) => Object.fromEntries(Object.entries(object).filter(([k]) => k !== 'files').map(([k, v]) => [`${name}.${k}`, v]));

// --- keys: one key press to the next painted frame ----------------------------------------------

async function typeKeys(tab, key, count = 40) {
  await tab.inPage((key) => window.__bench.focus(key), key);
  await sleep(500);
  await tab.inPage(() => { window.__bench.keys.length = 0; });
  const before = await metrics(tab.cdp);
  for (let i = 0; i < count; i++) {
    const painted = told(tab.cdp, 'painted');
    await Promise.all([press(tab.cdp, 'abcdefghij'[i % 10]), painted, sleep(100)]);
  }
  await sleep(300);
  const after = await metrics(tab.cdp);
  const keys = await tab.inPage(() => window.__bench.keys);
  const value = await tab.inPage((key) => window.__bench.value(key), key);
  if (!value?.endsWith('abcdefghij'.repeat(count / 10))) throw new Error(`${key} lost key presses: ${value}`);
  return {
    median: round(median(keys)), p95: round(quantile(keys, 0.95)), max: round(Math.max(...keys)),
    mainThread: round(((after.TaskDuration - before.TaskDuration) * 1000) / count, 2),
  };
}

const keysSmall = (impl) => withBrowser(async (context) => {
  const tab = await open(context, impl, profiles['desktop-cpu4']);
  await tab.inPage(() => window.__bench.start());
  await tab.inPage((key) => window.__bench.when(key), first);
  await networkIdle(tab.requests);
  return typeKeys(tab, first);
});

// --- large: the household form with 1, 20 and 100 members ---------------------------------------

const lastField = (members) => `members.${members - 1}.income`;

const large = (members) => (impl) => withBrowser(async (context) => {
  const tab = await open(context, impl, profiles['desktop-cpu4'], { name: 'household', members });
  await tab.inPage(() => window.__bench.start());
  const shown = await tab.inPage((key) => window.__bench.when(key), lastField(members));
  await networkIdle(tab.requests);
  const result = { open: round(shown), nodes: (await metrics(tab.cdp)).Nodes };
  // Where the page says when it began to open the members, that is told too, without the loading before.
  const began = await tab.inPage(() => performance.getEntriesByName('bench:open')[0]?.startTime);
  if (began) result.openAlone = round(shown - began);
  if (members < 100) return result;
  Object.assign(result, prefix('key', await typeKeys(tab, 'members.49.name')));
  if (!impl.adapter.skip?.includes('large-100.validate')) {
    await tab.inPage((key) => window.__bench.focus(key), 'members.99.name');
    await tab.page.keyboard.press('Control+A');
    await tab.page.keyboard.press('Delete');
    await tab.inPage(() => window.__bench.blur());
    const { ms, count } = await tab.inPage((n) => window.__bench.errorsAfterNext(n), 1);
    Object.assign(result, { validate: round(ms), validateErrors: count });
    await tab.inPage((key) => window.__bench.focus(key), 'members.99.name');
    await tab.page.keyboard.type('abc'); // valid again
    await tab.inPage(() => window.__bench.blur());
  }
  result.addMember = round(await tab.inPage((key) => window.__bench.addMember(key), lastField(members + 1)));
  // Gone on with after a break, where a page keeps what was typed.
  const again = await tab.inPage(() => window.__bench.reopen());
  if (again) result.reopen = round((await tab.inPage((key) => window.__bench.when(key), 'members.0.name')) - again);
  await tab.cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  result.addFast = round(await tab.inPage((key) => window.__bench.addMember(key), lastField(members + (again ? 1 : 2))));
  return result;
});

// --- errors: next with an empty step, then next with a valid one --------------------------------

const errors = (impl) => withBrowser(async (context) => {
  const tab = await open(context, impl, profiles['desktop-cpu4']);
  await tab.inPage(() => window.__bench.start());
  await tab.inPage((key) => window.__bench.when(key), first);
  await networkIdle(tab.requests);
  const { ms, count } = await tab.inPage((n) => window.__bench.errorsAfterNext(n), impl.adapter.stepErrors ?? 8);
  if (impl.adapter.skip?.includes('errors.advance')) return { show: round(ms), count };
  await fillStep(tab, impl, 0);
  await sleep(500);
  const advance = await tab.inPage((key) => window.__bench.stepAfterNext(key), 'childName');
  return { show: round(ms), count, advance: round(advance) };
});

// --- fill: the whole job by script --------------------------------------------------------------

async function fillStep(tab, impl, step, only) {
  for (const f of job.birth.steps[step].fields) {
    if (f.sample === false || (only && !only.includes(f.key))) continue;
    const typed = f.type === 'text' || f.type === 'number' || (f.type === 'date' && impl.adapter.dateText);
    if (!typed) {
      const label = f.options || f.optionsBy ? labelOf(f) : undefined;
      await tab.inPage((k, v, l) => window.__bench.set(k, v, l), f.key, f.sample, label);
      continue;
    }
    const control = await tab.inPage((key) => window.__bench.focus(key), f.key);
    if (control.value === String(f.sample)) continue; // computed by the form
    await tab.page.keyboard.type(f.type === 'date' ? impl.adapter.dateText(f.sample) : String(f.sample));
  }
  await tab.inPage(() => window.__bench.blur());
}

const fill = (impl) => withBrowser(async (context) => {
  const sent = impl.server?.submissions.length;
  const tab = await open(context, impl, profiles.desktop);
  await tab.inPage(() => window.__bench.start());
  const { steps } = job.birth;
  for (let i = 0; i < steps.length; i++) {
    await fillStep(tab, impl, i);
    if (i + 1 < steps.length) await tab.inPage((key) => window.__bench.stepAfterNext(key), steps[i + 1].fields[0].key);
    else await tab.inPage(() => window.__bench.next());
  }
  await tab.inPage(() => window.__bench.submit());
  await tab.inPage(() => window.__bench.code());
  const total = await tab.inPage(() => window.__bench.painted());
  const { TaskDuration } = await metrics(tab.cdp);
  const missing = impl.server && missingValues(impl.server.submissions[sent], impl.adapter.ticked ?? 'true');
  if (missing?.length) throw new Error(`the submitted JSON lacks ${missing.join(', ')}`);
  return { total: round(total), mainThread: round(TaskDuration * 1000) };
});

// --- rules: not timed; whether the implementation does the job as stated -------------------------

const rules = (impl) => withBrowser(async (context) => {
  const tab = await open(context, impl, profiles.desktop);
  const { inPage } = tab;
  const result = {};
  const rejects = async (rule, key) => { result[rule] = Number(await inPage((key) => window.__bench.rejects(key), key)); };
  const retype = async (key, text) => {
    await inPage((key) => window.__bench.focus(key), key);
    await tab.page.keyboard.press('Control+A');
    await tab.page.keyboard.type(text);
    await inPage(() => window.__bench.blur());
  };
  const setDate = async (key, iso) => {
    if (impl.adapter.dateText) return retype(key, impl.adapter.dateText(iso));
    await inPage((k, v) => window.__bench.set(k, v), key, iso);
    return inPage(() => window.__bench.blur());
  };
  const choose = (key, value) => inPage((k, v, l) => window.__bench.set(k, v, l), key, value, labelOf(fieldsOf('birth').find((f) => f.key === key), value));
  const shown = async (key) => {
    await sleep(1000); // some fade in and out
    return inPage((key) => Boolean(window.__bench.field(key)), key);
  };
  const advance = (key) => inPage((key) => window.__bench.stepAfterNext(key), key);

  await inPage(() => window.__bench.start());
  await fillStep(tab, impl, 0);
  await retype('requesterId', '123');
  await rejects('id', 'requesterId');
  await retype('requesterId', '001193004517');
  await setDate('requesterDob', `${new Date().getFullYear() + 1}-01-01`);
  await rejects('date', 'requesterDob');
  await setDate('requesterDob', '1993-04-17');
  await advance('childName');
  await fillStep(tab, impl, 1);
  await advance('motherName');
  await fillStep(tab, impl, 2);
  await advance('fatherName');
  await inPage(() => window.__bench.set('noFather', true));
  result.noFather = Number(!(await shown('fatherName')));
  await advance('copies');
  await fillStep(tab, impl, 4, ['copies', 'declared']);
  await choose('delivery', 'office');
  result.address = Number(!(await shown('deliveryAddress')));
  await choose('delivery', 'post');
  result.address *= Number(await shown('deliveryAddress'));
  await rejects('addressRequired', 'deliveryAddress');
  await fillStep(tab, impl, 4, ['deliveryAddress']);
  await retype('copies', '11');
  await rejects('copies', 'copies');
  const broken = Object.keys(result).filter((rule) => !result[rule]);
  if (broken.length) throw new Error(`does not keep the rules: ${broken.join(', ')}`);
  return result;
});

/** Sample values that the posted JSON lacks; dates may be in any usual notation, a ticked box is sent as `ticked`. */
function missingValues(body, ticked) {
  const seen = new Set();
  const walk = (v) => (v !== null && typeof v === 'object' ? Object.values(v).forEach(walk) : seen.add(String(v)));
  walk(body);
  const all = [...seen];
  return fieldsOf('birth').filter((f) => {
    if (f.sample === false) return false; // an unticked box may be left out
    if (f.type !== 'date') return !seen.has(f.type === 'checkbox' ? ticked : String(f.sample));
    const [y, m, d] = f.sample.split('-');
    return !all.some((v) => [f.sample, `${d}/${m}/${y}`, `${m}/${d}/${y}`].some((form) => v.startsWith(form)));
  }).map((f) => f.key);
}

// --- memory -------------------------------------------------------------------------------------

// Keeps every WebAssembly memory the page makes or gets out of an instance, to add up their sizes.
const watchWasm = `{
  const memories = (window.__wasmMemories = new Set());
  const keep = (instance) => { for (const e of Object.values(instance.exports)) if (e instanceof WebAssembly.Memory) memories.add(e); };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => { const made = await original(...args); keep(made.instance ?? made); return made; };
  }
  const { Instance, Memory } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, { construct: (t, a) => { const i = new t(...a); keep(i); return i; } });
  WebAssembly.Memory = new Proxy(Memory, { construct: (t, a) => { const m = new t(...a); memories.add(m); return m; } });
}`;

const memory = (name, members) => (impl) => withBrowser(async (context) => {
  const tab = await open(context, impl, profiles.desktop, { name, members, init: watchWasm });
  await tab.inPage(() => window.__bench.start());
  await tab.inPage((key) => window.__bench.when(key), members ? lastField(members) : first);
  await networkIdle(tab.requests);
  for (let i = 0; i < 3; i++) { await tab.cdp.send('HeapProfiler.collectGarbage'); await sleep(200); }
  const heap = await tab.cdp.send('Runtime.getHeapUsage');
  const wasm = await tab.inPage(() => [...window.__wasmMemories].reduce((n, m) => n + m.buffer.byteLength, 0));
  const mb = (n) => round(n / 2 ** 20, 2);
  return { js: mb(heap.usedSize), dom: mb(heap.embedderHeapUsedSize ?? 0), wasm: mb(wasm), process: mb(await rendererMemory(context)), nodes: (await metrics(tab.cdp)).Nodes };
});

/** Private memory of the page's process (Linux), bytes: counts compiled code, DOM, everything. It is the largest renderer but for the browser's own interface. */
async function rendererMemory(context) {
  const cdp = await context.browser()?.newBrowserCDPSession();
  if (!cdp) return NaN;
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  const sizes = processInfo.filter((p) => p.type === 'renderer').map(({ id }) => {
    try {
      if (readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('top-chrome')) return 0;
      const text = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
      return [...text.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB/gm)].reduce((n, m) => n + m[1] * 1024, 0);
    } catch { return 0; }
  });
  return Math.max(...sizes);
}

export const scenarios = {
  rules,
  'load-desktop': load('desktop'),
  'load-4g': load('phone-4g'),
  'load-3g': load('phone-3g'),
  keys: keysSmall,
  errors,
  fill,
  'large-1': large(1),
  'large-20': large(20),
  'large-100': large(100),
  'large-200': large(200),
  memory: memory('birth'),
  'memory-100': memory('household', 100),
};

/** Run only when `--scenarios` names them: they are not part of the comparison. */
export const onlyNamed = new Set(['large-200']);
