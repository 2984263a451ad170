// Makes the Markdown tables out of the results.
const kB = (n) => (n / 1000).toFixed(n < 10_000 ? 1 : 0);
const ms = (n) => (n < 10 ? n.toFixed(1) : Math.round(n).toLocaleString('en').replaceAll(',', ' '));
const mb = (n) => n.toFixed(1);

/** [title, scenario, number, format, ratio?] */
const tables = {
  'First visit: what is loaded until the first field takes typing': [
    ['kB until usable', 'load-4g', 'cold.bytes', kB, true],
    ['requests', 'load-4g', 'cold.requests', String],
    ['kB in all', 'load-4g', 'cold.bytesAll', kB, true],
    ['kB decoded', 'load-4g', 'cold.decoded', kB],
    ['desktop, ms', 'load-desktop', 'cold.usable', ms, true],
    ['phone 4G, ms', 'load-4g', 'cold.usable', ms, true],
    ['phone 3G, ms', 'load-3g', 'cold.usable', ms, true],
  ],
  'Repeat visit': [
    ['kB until usable', 'load-4g', 'repeat.bytes', kB],
    ['requests', 'load-4g', 'repeat.requests', String],
    ['desktop, ms', 'load-desktop', 'repeat.usable', ms, true],
    ['phone 4G, ms', 'load-4g', 'repeat.usable', ms, true],
    ['phone 3G, ms', 'load-3g', 'repeat.usable', ms, true],
  ],
  'Typing: key press to next paint (CPU 4x slower)': [
    ['step 1 median, ms', 'keys', 'median', ms, true],
    ['step 1 p95, ms', 'keys', 'p95', ms],
    ['step 1 main thread per key, ms', 'keys', 'mainThread', ms, true],
    ['100 members median, ms', 'large-100', 'key.median', ms, true],
    ['100 members p95, ms', 'large-100', 'key.p95', ms],
    ['100 members main thread per key, ms', 'large-100', 'key.mainThread', ms, true],
  ],
  'Validating and filling (CPU 4x slower; filling: desktop unthrottled)': [
    ['empty step 1 to errors, ms', 'errors', 'show', ms, true],
    ['valid step 1 to step 2, ms', 'errors', 'advance', ms, true],
    ['100 members to the error, ms', 'large-100', 'validate', ms, true],
    ['whole job by script, ms', 'fill', 'total', ms, true],
    ['of it main thread, ms', 'fill', 'mainThread', ms, true],
  ],
  'Household form: from opening to the last member ready (CPU 4x slower)': [
    ['1 member, ms', 'large-1', 'open', ms, true],
    ['20 members, ms', 'large-20', 'open', ms, true],
    ['100 members, ms', 'large-100', 'open', ms, true],
    ['adding the 101st, ms', 'large-100', 'addMember', ms, true],
    ['DOM nodes at 100', 'memory-100', 'nodes', ms],
  ],
  'Memory, MiB': [
    ['JS heap after load', 'memory', 'js', mb, true],
    ['wasm', 'memory', 'wasm', mb],
    ['process', 'memory', 'process', mb],
    ['JS heap, 100 members', 'memory-100', 'js', mb, true],
    ['DOM heap, 100 members', 'memory-100', 'dom', mb],
    ['wasm, 100 members', 'memory-100', 'wasm', mb],
    ['process, 100 members', 'memory-100', 'process', mb, true],
  ],
};

const value = (entry, scenario, key) => entry?.scenarios[scenario]?.median[key];

export function report({ machine, implementations: results }) {
  const base = results.vanilla;
  const names = Object.keys(results).sort((a, b) => order(results, a) - order(results, b));
  const out = ['# Results', '', 'Medians; in brackets the ratio to the vanilla baseline. What each number means: README.md. Every number with its spread: the JSON file of the same name.', '',
    `Measured on ${machine.browser}, Node ${machine.node}, ${machine.cores} cores (${machine.cpu}).`, ''];
  for (const [title, columns] of Object.entries(tables)) {
    out.push(`## ${title}`, '', `| | ${columns.map((c) => c[0]).join(' | ')} |`, `|---|${columns.map(() => '---:').join('|')}|`);
    for (const name of names) {
      const cells = columns.map(([, scenario, key, format, ratio]) => {
        const n = value(results[name], scenario, key), b = value(base, scenario, key);
        if (n === undefined || n === null) return '–';
        return format(n) + (ratio && b && name !== 'vanilla' ? ` (${(n / b).toFixed(n / b < 10 ? 1 : 0)}×)` : '');
      });
      if (cells.some((c) => c !== '–')) out.push(`| ${results[name].title} | ${cells.join(' | ')} |`);
    }
    out.push('');
  }
  out.push('## What was measured', '', '| | versions | note | runs | date | not measured |', '|---|---|---|---|---|---|');
  for (const name of names) {
    const { title, versions = '', note = '', skip = [], scenarios } = results[name];
    const all = Object.values(scenarios);
    out.push(`| ${title} | ${versions} | ${note} | ${Math.min(...all.map((s) => s.runs))} | ${all.map((s) => s.date).sort()[0]} | ${skip.join(', ')} |`);
  }
  out.push('', '## Noise', '', '| | phone 4G first visit, min–max ms | fixed loop on desktop, min–max ms |', '|---|---|---|');
  for (const name of names) {
    const range = (scenario, key) => (results[name].scenarios[scenario]?.spread[key] ?? [value(results[name], scenario, key)]).filter((n) => n !== undefined).map(ms).join('–');
    out.push(`| ${results[name].title} | ${range('load-4g', 'cold.usable')} | ${range('load-desktop', 'cold.calibration')} |`);
  }
  const lost = names.filter((n) => ['load-desktop', 'load-4g', 'load-3g'].some((s) => value(results[n], s, 'cold.kept') === 0));
  if (lost.length) out.push('', `Lost what was typed first while loading went on: ${lost.join(', ')}.`);
  return `${out.join('\n')}\n`;
}

/** Baselines first, then by bytes. */
function order(results, name) {
  return { floor: -2, vanilla: -1 }[name] ?? value(results[name], 'load-4g', 'cold.bytes') ?? Infinity;
}

// --- docs/performance.md: the ratios to the hand-written page, and whether the widget keeps its bars ------------

/** [title, scenario, number, format] */
const ratios = [
  ['first input, phone 4G', 'load-4g', 'cold.usable', ms],
  ['first input, phone 3G', 'load-3g', 'cold.usable', ms],
  ['again, phone 4G', 'load-4g', 'repeat.usable', ms],
  ['again, phone 3G', 'load-3g', 'repeat.usable', ms],
  ['key among 100 members, p95', 'large-100', 'key.p95', ms],
  ['process', 'memory', 'process', mb],
  ['process, 100 members', 'memory-100', 'process', mb],
];
const baselines = ['floor', 'vanilla', 'leptos-hello'];

/** What must hold of `to-khai`: at most so many times the hand-written page, at most so much, below every framework. */
const bars = [
  ['First visit, phone 4G', 'load-4g', 'cold.usable', ms, { times: 1.5, below: true }],
  ['First visit, phone 3G', 'load-3g', 'cold.usable', ms, { times: 1.5, below: true }],
  ['Repeat visit, phone 4G', 'load-4g', 'repeat.usable', ms, { times: 1.2 }],
  ['Repeat visit, phone 3G', 'load-3g', 'repeat.usable', ms, { times: 1.2 }],
  ['Key to paint among 100 members, p95, CPU 4x', 'large-100', 'key.p95', ms, { most: 16, below: true }],
  ['Memory of the process, MiB', 'memory', 'process', mb, { below: true }],
  ['Memory of the process with 100 members, MiB', 'memory-100', 'process', mb, { below: true }],
  ['Opening 200 members that are kept, CPU 4x, ms', 'large-200', 'reopen', ms, { most: 300 }],
  ['One more member after 200, ms', 'large-200', 'addFast', ms, { most: 50 }],
  ['One more member after 200, CPU 4x, ms', 'large-200', 'addMember', ms, { most: 50 }],
];

const row = (cells) => `| ${cells.join(' | ')} |`;

export function performance({ machine, implementations: results }) {
  const names = Object.keys(results).sort((a, b) => order(results, a) - order(results, b));
  const dates = names.flatMap((name) => Object.values(results[name].scenarios)).map((s) => s.date).sort();
  const out = [`Medians in ms and MiB, with the ratio to the page written by hand. ${machine.browser}, ${machine.cores} cores (${machine.cpu}), ${[...new Set([dates[0], dates.at(-1)])].join(' to ')}.`, '',
    row(['', ...ratios.map((r) => r[0])]), `|---|${ratios.map(() => '---:').join('|')}|`];
  for (const name of names) {
    out.push(row([name === 'to-khai' ? `**${results[name].title}**` : results[name].title, ...ratios.map(([, scenario, key, format]) => {
      const n = value(results[name], scenario, key), base = value(results.vanilla, scenario, key);
      return n === undefined ? '–' : format(n) + (base && name !== 'vanilla' ? ` (${(n / base).toFixed(1)}×)` : '');
    })]));
  }
  out.push('', row(['Bar', 'asked', 'measured', 'best framework', 'holds']), '|---|---|---:|---:|---|');
  for (const [title, scenario, key, format, { times, most, below }] of bars) {
    const ours = value(results['to-khai'], scenario, key), base = value(results.vanilla, scenario, key);
    const others = names.filter((n) => n !== 'to-khai' && !baselines.includes(n)).map((n) => value(results[n], scenario, key)).filter((n) => n !== undefined);
    if (ours === undefined) continue;
    const best = Math.min(...others);
    const holds = !(times && ours > times * base) && !(most && ours > most) && !(below && ours >= best);
    const asked = [times && `${times}× by hand (${format(times * base)})`, most && `at most ${most}`, below && 'below every framework'];
    out.push(row([title, asked.filter(Boolean).join(', '), format(ours), others.length ? format(best) : '–', holds ? 'yes' : '**no**']));
  }
  return `${out.join('\n')}\n`;
}
