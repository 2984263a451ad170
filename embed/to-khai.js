// <to-khai>: shows its own children until the widget stands, and again when it cannot.
// What it loads is checked against what was built; embed/mount.js does the rest.
const HERE = new URL('./', import.meta.url);
// Where a fault of the wasm comes to light: in an event, or in work that waited.
const FAULTS = ['error', 'unhandledrejection'];

const REASONS = {
  vi: {
    insecure: 'Phần khai trực tuyến chỉ mở được ở địa chỉ https.',
    browser: 'Trình duyệt này đã cũ, chưa mở được phần khai trực tuyến.',
    policy: 'Trang này chưa cho phép mở phần khai trực tuyến.',
    network: 'Máy chủ khai trực tuyến chưa trả lời; xin thử lại sau.',
    fault: 'Phần khai trực tuyến gặp lỗi. Những gì đã gõ vẫn được giữ; xin tải lại trang.',
  },
  en: {
    insecure: 'The online declaration opens at an https address only.',
    browser: 'This browser is too old.',
    policy: 'This page does not allow the online declaration.',
    network: 'The server does not answer; please try later.',
    fault: 'The online declaration has failed. What you typed is kept; please reload.',
  },
};

// Parts by their name: the file, and the checksum that the browser holds it against.
const parts = (files) => {
  const url = (name) => new URL(files[name][0], HERE).href;
  return {
    url,
    get: async (name, priority = 'auto') => {
      const answer = await fetch(url(name), { integrity: files[name][1], priority });
      if (!answer.ok) throw new Error('network');
      return answer;
    },
    link: (root, rel, name) => new Promise((done, failed) => {
      const link = document.createElement('link');
      link.rel = rel;
      link.integrity = files[name][1];
      link.crossOrigin = 'anonymous';
      link.onload = done;
      link.onerror = () => failed(new Error('network'));
      link.href = url(name);
      root.prepend(link);
    }),
  };
};

const { url, get, link } = parts(__PARTS__);

// Work whose failure is met later, where it is waited for.
const met = (work) => { work.catch(() => {}); return work; };
const fetched = (work) => met(work.catch(() => { throw new Error('network'); }));

// The code, once a page however many widgets stand on it; after a failure it may come again.
let engine;
const load = (root) => {
  // An import knows no checksum; what was loaded beforehand does. Where that is unknown it is imported all the same.
  met(link(root, 'modulepreload', 'js'));
  const code = fetched(import(url('js')));
  const wasm = fetched(get('wasm'));
  return { code, ready: met(code.then((module) => module.begin(wasm))) };
};

class ToKhai extends HTMLElement {
  static observedAttributes = ['lang'];

  // Nothing is fetched before the citizen comes near.
  connectedCallback() {
    // A host that draws its page anew moves the element, and a move takes the focus from whoever is typing.
    if (this.handle) this.focused?.focus({ preventScroll: true });
    if (this.near) return;
    const near = new IntersectionObserver((seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      if (this.near === near) this.start().catch((cause) => this.fall(cause));
    }, { rootMargin: '100%' });
    near.observe(this);
    this.near = near;
  }

  // Moving the element fires both callbacks: only a real removal frees the widget.
  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.near?.disconnect();
      this.near = null;
      this.end();
    });
  }

  attributeChangedCallback(name, _before, value) {
    this.handle?.set_attribute(name, value ?? '');
  }

  async start() {
    const { near } = this;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    // A first page drawn beforehand stays until the widget stands.
    if (!root.querySelector('[data-early]')) root.replaceChildren(document.createElement('slot'));
    if (!isSecureContext || !crypto.subtle) throw new Error('insecure');
    if (!self.WebAssembly) throw new Error('browser');
    const base = new URL((this.getAttribute('gateway') ?? HERE.href).replace(/\/?$/, '/'), document.baseURI).href;
    this.forbidden = null;
    const forbids = ({ blockedURI }) => {
      if ([HERE.href, base, 'wasm'].some((ours) => blockedURI.startsWith(ours))) this.forbidden = 'policy';
    };
    document.addEventListener('securitypolicyviolation', forbids);
    try {
      const index = fetched(fetch(new URL('catalogue/index.bin', base)).then((answer) => {
        if (!answer.ok) throw answer;
        return answer.arrayBuffer();
      }));
      const styled = met(link(root, 'stylesheet', 'css'));
      engine ??= load(root);
      const [module] = await Promise.all([engine.code, styled]);
      const early = module.early(this, root);
      const [bytes] = await Promise.all([index, engine.ready]);
      // It may have been taken out meanwhile, and even put back.
      if (this.near !== near) return;
      this.handle = module.mount(this, root, early, { HERE, parts, base, bytes });
    } catch (cause) {
      engine = null;
      // The browser tells of its policy a moment later.
      await new Promise((done) => { setTimeout(done); });
      throw cause;
    } finally {
      document.removeEventListener('securitypolicyviolation', forbids);
    }
    // A fault inside the wasm leaves the widget dead: say so rather than stand there mute.
    this.fault = (event) => {
      const cause = event.error ?? event.reason;
      if (cause instanceof WebAssembly.RuntimeError) this.fall(cause);
    };
    FAULTS.forEach((fault) => addEventListener(fault, this.fault));
  }

  end() {
    FAULTS.forEach((fault) => removeEventListener(fault, this.fault));
    const { handle } = this;
    this.handle = null;
    try { handle?.free(); } catch { /* already dead */ }
  }

  fall(cause) {
    if (!this.isConnected) return;
    const reasons = REASONS[this.lang.startsWith('en') ? 'en' : 'vi'];
    const why = cause?.message ?? String(cause);
    // Where there is no WebAssembly there are no errors of its own either.
    const old = ['CompileError', 'LinkError'].includes(cause?.name);
    const policy = this.forbidden ?? (/CSP|Content.Security/i.test(why) && 'policy');
    const reason = policy || (reasons[why] ? why : old ? 'browser' : 'fault');
    const said = document.createElement('p');
    said.setAttribute('role', 'alert');
    said.textContent = reasons[reason];
    this.end();
    const root = this.shadowRoot;
    // What was typed into the first page meanwhile stays to be read.
    const typed = [...root.querySelectorAll('[data-early] [name]')].some((control) => control.value);
    root.replaceChildren(said, document.createElement('slot'), ...root.querySelectorAll(typed ? 'link, [data-early]' : 'link'));
    this.dispatchEvent(new CustomEvent('to-khai:failed', { bubbles: true, composed: true, detail: reasons[why] ? reason : `${reason}: ${why}` }));
  }
}

customElements.get('to-khai') ?? customElements.define('to-khai', ToKhai);
