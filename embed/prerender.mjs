// Draws the first page of the widget beforehand, by the widget itself, and prints it as a tree of
// [tag, attributes, ...children]. What belongs to one visit alone ([data-live]) is left out.
//
//   node prerender.mjs <linkedom> <module of the widget> <its wasm> <index> <folder of the catalogue> <attributes as JSON>
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [linkedom, glue, wasm, index, catalogue, attributes] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(file));
const { parseHTML } = await load(linkedom);
const { window, document } = parseHTML('<!doctype html><html><body><div></div></body></html>');

// The window is this process; the catalogue lies on the disk; nothing is kept, and nothing else ever comes.
class Window { static [Symbol.hasInstance](thing) { return thing === globalThis; } }
const never = () => new Promise(() => {});
const storage = { getItem: () => null, setItem() {}, removeItem() {} };
const names = ['HTMLElement', 'HTMLInputElement', 'Element', 'Node', 'Event', 'CustomEvent', 'ShadowRoot'];
names.forEach((name) => { globalThis[name] = window[name]; });
Object.assign(globalThis, {
  Window, document,
  history: { state: null, pushState() {}, replaceState() {} },
  sessionStorage: storage, localStorage: storage,
  addEventListener() {}, removeEventListener() {},
  fetch: async (request) => {
    const file = new URL(request.url ?? request).pathname.replace('/catalogue/', '');
    return new Response(await readFile(join(catalogue, file)));
  },
});

const { default: init, mount } = await load(glue);
await init({ module_or_path: await readFile(wasm) });
const given = JSON.parse(attributes);
const container = document.querySelector('div');
mount(container, 'http://localhost/', '', await readFile(index), '', (name) => given[name] ?? '', false, never, never);

const page = () => container.querySelector('[data-page]')?.getAttribute('data-page') ?? 'loading';
for (let turns = 0; page() === 'loading' && turns < 2000; turns += 1) await new Promise((done) => { setTimeout(done, 5); });
if (['loading', 'failed'].includes(page())) throw new Error(`the first page of ${attributes} does not come: ${page()}`);
await new Promise((done) => { setTimeout(done); });

const tree = (node) => {
  if (node.nodeType === 3) return node.data;
  const own = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
  const children = 'data-live' in own ? [] : [...node.childNodes].filter(({ nodeType }) => nodeType < 8).map(tree);
  return [node.localName, own, ...children];
};
const [tag, own, ...children] = tree(container);
process.stdout.write(JSON.stringify([tag, { 'data-early': '', ...own }, ...children]));
process.exit();
