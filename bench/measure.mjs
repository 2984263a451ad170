// node measure.mjs [name…|all] [options]     see README.md
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { browserVersion } from './lib/browser.mjs';
import { performance as performanceOf, report } from './lib/report.mjs';
import { onlyNamed, scenarios } from './lib/scenarios.mjs';
import { serve } from './lib/server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    scenarios: { type: 'string' },       // comma list; default all
    out: { type: 'string', default: 'peers' }, // results/<out>.json and .md
    url: { type: 'string' },             // measure a running server (only with one name)
    dist: { type: 'string' },            // measure this folder (only with one name)
    adapter: { type: 'string' },         // adapter file of that one name, default adapters/<name>.mjs
    check: { type: 'boolean' },          // one run of everything, nothing written
    report: { type: 'boolean' },         // only write the tables anew from the JSON
  },
});

const known = readdirSync(join(here, 'adapters')).filter((f) => /^[\w-]+\.mjs$/.test(f)).map((f) => f.slice(0, -4));
const names = !positionals.length || positionals.includes('all') ? known : positionals;
const wanted = options.scenarios?.split(',') ?? Object.keys(scenarios).filter((s) => !onlyNamed.has(s));
const runs = options.check ? 1 : Number(options.runs);
const out = join(here, 'results', options.out);
const results = existsSync(`${out}.json`) ? JSON.parse(readFileSync(`${out}.json`, 'utf8')) : { implementations: {} };
const unknown = wanted.filter((s) => !scenarios[s]);
if (unknown.length) throw new Error(`no such scenario: ${unknown.join(', ')}; there are ${Object.keys(scenarios).join(', ')}`);

function save() {
  if (options.check) return;
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(`${out}.json`, `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(`${out}.md`, report(results));
  if (options.out === 'peers') tell();
}

/** The ratios go into the project's own documents, between two marks. */
function tell() {
  const file = join(here, '../docs/performance.md');
  const [before, , after] = readFileSync(file, 'utf8').split(/(?<=<!-- measured -->\n)([^]*)(?=<!-- end -->)/);
  writeFileSync(file, before + performanceOf(results) + after);
}

if (options.report) { save(); process.exit(); }

const own = (name) => name === positionals.find((p) => p !== 'vanilla'); // the one that --url, --dist, --adapter speak of
const implementations = [];
for (const name of names) {
  const file = own(name) && options.adapter ? resolve(options.adapter) : join(here, 'adapters', `${name}.mjs`);
  const adapter = (await import(pathToFileURL(file))).default;
  const impl = { name, adapter };
  if (own(name) && options.url) impl.url = options.url;
  else {
    const dist = own(name) && options.dist ? resolve(options.dist) : join(here, adapter.dist);
    if (!existsSync(dist)) { console.error(`${name}: no ${adapter.dist ?? dist}; build it first`); continue; }
    const api = adapter.api && (await import(pathToFileURL(join(here, adapter.api)))).default;
    impl.server = await serve(dist, api);
    impl.url = `${impl.server.url}/`;
  }
  implementations.push(impl);
}

results.machine = { browser: browserVersion(), node: process.version, cores: cpus().length, cpu: cpus()[0].model };
process.on('SIGTERM', () => process.exit(143)); // Playwright closes its browser on exit
let failed = 0;
for (const scenario of wanted) {
  const samples = new Map();
  for (let run = 0; run < runs; run++) {
    for (const impl of implementations) { // in turn, so that a slow spell of the machine hits all alike
      if (impl.adapter.skip?.includes(scenario)) continue;
      const list = samples.get(impl) ?? samples.set(impl, []).get(impl);
      try {
        const started = Date.now();
        list.push({ ...(await scenarios[scenario](impl)), load: Number(loadavg()[0].toFixed(1)) });
        console.error(`${scenario} ${run + 1}/${runs} ${impl.name} ${((Date.now() - started) / 1000).toFixed(1)} s ${options.check ? JSON.stringify(list.at(-1)) : ''}`);
      } catch (error) {
        failed++;
        console.error(`${scenario} ${run + 1}/${runs} ${impl.name} FAILED ${error.message}`);
      }
    }
  }
  for (const [impl, list] of samples) {
    if (!list.length) continue;
    const entry = (results.implementations[impl.name] ??= { scenarios: {} });
    Object.assign(entry, { title: impl.adapter.title, versions: versions(impl.adapter), note: impl.adapter.note, skip: impl.adapter.skip });
    entry.scenarios[scenario] = { date: new Date().toISOString().slice(0, 10), runs: list.length, ...summary(list) };
  }
  save();
}
for (const impl of implementations) impl.server?.close();
process.exitCode = failed ? 1 : 0;

/** The pinned versions of a peer, out of its package.json. */
function versions({ dist, versions }) {
  const file = dist && join(here, dist, '..', 'package.json');
  if (versions || !file || !existsSync(file)) return versions;
  const { dependencies, config } = JSON.parse(readFileSync(file, 'utf8'));
  return config?.sdk ?? (dependencies && Object.entries(dependencies).map((d) => d.join('@')).join(', '));
}

/** Median and spread (min, max) of every number over the runs. */
function summary(list) {
  const median = {}, spread = {};
  for (const key of Object.keys(list[0])) {
    if (typeof list[0][key] !== 'number') continue;
    const sorted = list.map((r) => r[key]).sort((a, b) => a - b);
    const middle = (sorted.length - 1) / 2;
    median[key] = Number(((sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2).toFixed(2));
    if (sorted.at(-1) !== sorted[0]) spread[key] = [sorted[0], sorted.at(-1)];
  }
  return { median, spread, ...(list[0].files && { files: list[0].files }) };
}
