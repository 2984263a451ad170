// Puts the widget into its element: the first page at once, drawn when this was built and typable already; then the
// widget itself, which takes over what was typed meanwhile, letter for letter.
import init, { mount as draw } from './glue.js';

// The page to begin with where the host names no procedure: a tree of [tag, attributes, ...children].
const FIRST = __FIRST__;
const FILES = __PARTS__;

let exports;
// What came after the first page, once a page however many widgets stand on it; after a failure it may come again.
let remainder;
let device;

// Makes the wasm once a page.
export const begin = async (wasm) => { exports = await init({ module_or_path: wasm }); };

// Whether the device keeps dossiers: the first page waits to show them.
const kept = () => {
  try { return Boolean(localStorage.getItem('to-khai')); } catch { return false; }
};

const instance = (element) => element.id || String([...document.querySelectorAll('to-khai')].indexOf(element));

const grow = (tree) => {
  if (typeof tree === 'string') return tree;
  const [tag, attributes, ...children] = tree;
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children.map(grow));
  return element;
};

// The page to begin with: what the host brought along, or the search. None when this visit goes on elsewhere, or in
// English, which comes with the rest.
export const early = (element, root) => {
  let page = root.querySelector('[data-early]');
  const under = element.getAttribute('history') !== 'none' && history.state?.[`to-khai:${instance(element)}`];
  const other = kept() || element.lang.startsWith('en') || element.getAttribute('procedure') || element.getAttribute('day');
  if (under || (!page && other)) {
    page?.remove();
    if (!root.querySelector('slot')) root.append(document.createElement('slot'));
    return null;
  }
  if (!page) {
    page = grow(FIRST);
    root.querySelector('slot')?.replaceWith(page);
  }
  // The widget's own radio buttons will be of the same group, and take the choice away from these.
  page.chosen = Object.fromEntries([...page.querySelectorAll('[type=radio]:checked')].map((radio) => [radio.name, radio.value]));
  page.addEventListener('change', ({ target }) => { if (target.type === 'radio') page.chosen[target.name] = target.value; });
  page.addEventListener('compositionstart', () => { page.composing = true; });
  page.addEventListener('compositionend', () => { page.composing = false; });
  page.addEventListener('click', (event) => { page.pressed = event.target.closest('[data-action]')?.dataset.action; });
  return page;
};

// The rest of the wasm, when the widget asks for it.
const rest = ({ get }) => (remainder ??= get('rest', 'low')
  .then((answer) => answer.arrayBuffer())
  .then((code) => WebAssembly.instantiate(code, { '': exports }))
  .catch((cause) => { remainder = null; throw cause; }));

// What the device does for the widget; QR codes come when one is printed.
const does = ({ url, link }, root) => {
  const module = (name) => {
    link(root, 'modulepreload', name).catch(() => {});
    return import(url(name));
  };
  return device ??= module('device').then((all) => ({
    ...all,
    qr: async (text, canvas) => all.paint(canvas, (await module('qr')).qr(text)),
  })).catch((cause) => { device = null; throw cause; });
};

// Mounts the widget; it takes the place of the first page once it has one of its own.
export const mount = (element, root, page, { HERE, parts, base, bytes }) => {
  const files = parts(FILES);
  const container = document.createElement('div');
  container.hidden = Boolean(page);
  // Where the focus is given back when the host moves the element.
  container.addEventListener('focusin', ({ target }) => { element.focused = target; });
  container.addEventListener('focusout', () => setTimeout(() => { element.focused = root.activeElement; }));
  root.append(container);
  // The style of later pages belongs to each widget.
  let style;
  const later = () => Promise.all([
    rest(files),
    style ??= files.link(root, 'stylesheet', 'late').catch((cause) => { style = null; throw cause; }),
  ]);
  let handle;
  try {
    handle = draw(container, base, files.url('sheet'), new Uint8Array(bytes), instance(element),
      (name) => element.getAttribute(name) ?? '', kept(), later, () => does(files, root));
  } catch (cause) {
    container.remove();
    throw cause;
  }
  root.querySelector('slot')?.remove();
  if (page) drawn(container).then(() => adopt(page, container, root));
  offline(element, HERE, base).catch(() => { /* all the rest works without */ });
  return handle;
};

// Resolves once a page shows that is not the one that waits.
const drawn = (container) => new Promise((done) => {
  const look = () => {
    if ((container.querySelector('[data-page]')?.dataset.page ?? 'loading') === 'loading') return;
    seen.disconnect();
    // Its inside is drawn with the same breath.
    setTimeout(done);
  };
  const seen = new MutationObserver(look);
  seen.observe(container, { subtree: true, childList: true, attributeFilter: ['data-page'] });
  look();
});

// Takes over what was typed, chosen and pressed on the first page, and where the cursor stood.
const adopt = async (page, container, root) => {
  // A word that is being composed is not torn apart.
  if (page.composing) await new Promise((done) => { page.addEventListener('compositionend', done, { once: true }); });
  const focused = page.contains(root.activeElement) ? root.activeElement : null;
  const twin = (from) => [...container.querySelectorAll('[name]')]
    .find((to) => to.name === from.name && (from.type !== 'radio' || to.value === from.value));
  container.hidden = false;
  page.querySelectorAll('[name]').forEach((from) => {
    const to = twin(from);
    if (!to) return;
    if (from.type === 'radio') {
      if (page.chosen[from.name] === from.value && !to.checked) to.click();
    } else if (from.type === 'checkbox') {
      if (from.checked !== to.checked) to.click();
    } else if (from.value !== to.value) {
      to.value = from.value;
      ['input', 'change'].forEach((kind) => to.dispatchEvent(new Event(kind, { bubbles: true })));
    }
  });
  const to = focused && (focused.name ? twin(focused) : null);
  to?.focus({ preventScroll: true });
  if (to && focused.selectionStart != null) to.setSelectionRange(focused.selectionStart, focused.selectionEnd);
  page.remove();
  if (page.pressed) container.querySelector(`[data-action="${page.pressed}"]`)?.click();
};

// The service worker keeps the code for when there is no network: beside us where we stand on a page of our own
// folder, else in the file that the page names. It comes now, when it takes nothing from the first step.
const offline = async (element, HERE, base) => {
  const own = document.URL.startsWith(HERE.href);
  const file = element.getAttribute('worker') ?? (own ? `${HERE}sw.js` : '');
  if (!file) return;
  const folders = [HERE.href, base].map(encodeURIComponent).join('&');
  await navigator.serviceWorker?.register(`${new URL(file, document.baseURI)}?${folders}`);
};
