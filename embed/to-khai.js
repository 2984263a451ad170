// <to-khai>: shows its own children until the widget stands, and again when it cannot.
const ASSETS = __ASSETS__;
const HERE = new URL('./', import.meta.url);
const asset = (name) => new URL(ASSETS[name], HERE).href;
// Where a fault of the wasm comes to light: in an event, or in work that waited.
const FAULTS = ['error', 'unhandledrejection'];
let engine;
let remainder;
let device;

// The glue and the wasm, once a page however many widgets stand on it.
const load = () => (engine ??= import(asset('glue')).then(async (glue) => {
  const exports = await glue.default({ module_or_path: fetch(asset('wasm')) });
  return { ...glue, rest: () => rest(exports), device: does };
}));

// The rest of the wasm, once a page, when the widget asks for it; after a failure it may ask again.
const rest = (exports) => (remainder ??= fetch(asset('rest'), { priority: 'low' })
  .then((answer) => answer.arrayBuffer())
  .then((bytes) => WebAssembly.instantiate(bytes, { '': exports }))
  .catch((cause) => { remainder = null; throw cause; }));

// What the device does for the widget, once a page too; QR codes come when one is printed.
const does = () => (device ??= import(asset('device')).then((module) => ({
  ...module,
  qr: async (text, canvas) => module.paint(canvas, (await import(asset('qr'))).qr(text)),
})).catch((cause) => { device = null; throw cause; }));

// Whether the device keeps dossiers: the first page waits to show them.
const kept = () => {
  try { return Boolean(localStorage.getItem('to-khai')); } catch { return false; }
};

const REASONS = {
  vi: 'Phần khai trực tuyến không mở được ở đây. Những gì đã gõ vẫn được giữ; xin tải lại trang hoặc làm theo cách dưới đây.',
  en: 'The online declaration cannot run here. What you typed is kept; please reload the page or use the way below.',
};

class ToKhai extends HTMLElement {
  static observedAttributes = ['lang'];

  connectedCallback() {
    if (this.handle || this.starting) return;
    this.starting = this.start().catch((cause) => this.fall(cause)).finally(() => { this.starting = null; });
  }

  // Moving the element fires both callbacks: only a real removal frees the widget.
  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      FAULTS.forEach((fault) => removeEventListener(fault, this.onFault));
      const handle = this.handle;
      this.handle = null;
      try { handle?.free(); } catch { /* already dead */ }
    });
  }

  attributeChangedCallback(name, _before, value) {
    this.handle?.set_attribute(name, value ?? '');
  }

  async start() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.replaceChildren(document.createElement('slot'));
    if (!isSecureContext || !crypto.subtle) throw new Error('insecure');
    const base = new URL((this.getAttribute('gateway') ?? HERE.href).replace(/\/?$/, '/'), document.baseURI).href;
    const index = fetch(new URL('catalogue/index.bin', base)).then((answer) => {
      if (!answer.ok) throw new Error('catalogue');
      return answer.arrayBuffer();
    });
    const [glue, bytes] = await Promise.all([load(), index, this.styled(root)]);
    if (!this.isConnected) return;
    const container = document.createElement('div');
    root.append(container);
    const at = (name) => this.getAttribute(name) ?? '';
    const instance = this.id || String([...document.querySelectorAll('to-khai')].indexOf(this));
    try {
      this.handle = glue.mount(container, base, asset('sheet'),
        new Uint8Array(bytes), instance, at('site'), at('office'), at('procedure'), at('lang') || 'vi', at('day'),
        kept(), glue.rest, glue.device);
    } catch (cause) {
      container.remove();
      throw cause;
    }
    root.querySelector('slot')?.remove();
    this.keep(base).catch(() => { /* all the rest works without */ });
    // A fault inside the wasm leaves the widget dead: say so rather than stand there mute.
    this.onFault = (event) => {
      const cause = event.error ?? event.reason;
      if (cause instanceof WebAssembly.RuntimeError) this.fall(cause);
    };
    FAULTS.forEach((fault) => addEventListener(fault, this.onFault));
  }

  // The service worker keeps the code for when there is no network: beside us where we stand on a page of our
  // own folder, else in the file that the page names. It comes now, when it takes nothing from the first step.
  async keep(base) {
    const own = document.URL.startsWith(HERE.href);
    const file = this.getAttribute('worker') ?? (own ? `${HERE}sw.js` : '');
    if (!file) return;
    const folders = [HERE.href, base].map(encodeURIComponent).join('&');
    await navigator.serviceWorker?.register(`${new URL(file, document.baseURI)}?${folders}`);
  }

  styled(root) {
    return new Promise((done, failed) => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = asset('style');
      link.onload = done;
      link.onerror = () => failed(new Error('style'));
      root.prepend(link);
    });
  }

  fall(cause) {
    const said = document.createElement('p');
    said.setAttribute('role', 'alert');
    said.textContent = REASONS[this.lang.startsWith('en') ? 'en' : 'vi'];
    this.handle = null;
    this.shadowRoot?.replaceChildren(said, document.createElement('slot'));
    this.dispatchEvent(new CustomEvent('to-khai:failed', { bubbles: true, composed: true, detail: cause?.message ?? String(cause) }));
  }
}

customElements.get('to-khai') ?? customElements.define('to-khai', ToKhai);
