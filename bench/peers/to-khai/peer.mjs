// The widget of this repository as a webmaster puts it on a page, with a small catalogue of its own: the job in
// procedures/, the places of lib/data.mjs. Needs cargo.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { communes, household, members } from '../../lib/data.mjs';
import { carried } from './carried.mjs';

export function build({ root, options }) {
  const cargo = (...args) => execFileSync('cargo', args, { cwd: join(root, '../../..'), encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1e9 });
  const target = JSON.parse(cargo('metadata', '--no-deps', '--format-version', '1')).target_directory;
  const [dist, server] = ['dist', 'target'].map((name) => join(root, name));
  for (const folder of [dist, server]) { rmSync(folder, { recursive: true, force: true }); mkdirSync(folder); }

  cargo('xtask', 'widget');
  const packed = (file) => !/\.(br|gz)$/.test(file); // the bench server packs for all alike
  for (const part of ['to-khai.js', 'assets']) cpSync(join(target, 'to-khai/web', part), join(dist, part), { recursive: true, filter: packed });
  for (const page of ['household.html', 'carried.js']) cpSync(join(root, page), join(dist, page));

  tables(join(root, 'data'), options);
  cargo('xtask', 'catalogue', 'build', root, join(dist, 'catalogue'));

  // The first page comes with the tag. `worker=`: as on a page of another's site, no service worker answers.
  const tag = cargo('xtask', 'tag', '--at', '.', '--catalogue', join(dist, 'catalogue'), 'site=bench', 'procedure=0.000001', 'begin=declare', 'worker=');
  writeFileSync(join(dist, 'index.html'), readFileSync(join(root, 'index.html'), 'utf8').replace('<!-- tag -->', () => tag));

  const index = readFileSync(join(dist, 'catalogue/index.bin'));
  const version = index.toString('utf8', 5, 5 + index[4]); // the first text after magic and schema
  mkdirSync(join(dist, 'drafts'));
  for (const count of members) writeFileSync(join(dist, `drafts/${count}.tokhai`), carried(household(count), version, count));

  cargo('build', '--release', '-p', 'gateway');
  cpSync(join(target, 'release/to-khai-gateway'), join(server, 'to-khai-gateway'));
}

/** The tables a catalogue is built from, with the places of the bench. */
function tables(folder, options) {
  mkdirSync(folder, { recursive: true });
  const table = (name, columns, rows) => writeFileSync(join(folder, `${name}.csv`), [columns, ...rows].map((row) => `${row}\n`).join(''));
  const kind = (label) => /^(thành phố|tỉnh|phường|xã)/i.exec(label)[0].toLowerCase();
  table('provinces', 'code,name,type', options.provinces.map((p) => [p.value, p.label, kind(p.label)]));
  table('communes', 'code,name,type,province_code', options.provinces.flatMap((p) => communes(p.value)
    .map((c) => [c.value, c.label.slice(kind(c.label).length + 1), kind(c.label), p.value])));
  table('ethnic_groups', 'code_1979,name,alt_names', options.ethnicities.map((e) => [e.value, e.label, '']));
  table('countries_vi', 'alpha2,name_vi,name_en,alt_vi', []);
  table('holidays', 'date,kind', []);
  for (const old of ['provinces_old', 'districts_old', 'communes_old', 'communes_old_to_new', 'units_former_2019_2025']) table(old, 'code', []);
  table('agency_codes', 'code,status', [['H29', 'active']]);
}
