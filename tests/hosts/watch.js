// The first script of every host page: it counts what whoever comes later hangs up and takes down again, hears
// what goes wrong, and knows how the page was without the widget.
// A host may spoil what it finds, so all that is needed later is taken now, and lists are walked by number.
(() => {
  const { stringify } = JSON;
  const ErrorNow = Error;
  const names = Object.getOwnPropertyNames;
  const native = { on: EventTarget.prototype.addEventListener, off: EventTarget.prototype.removeEventListener };
  const errors = [];
  const wrong = (what) => { errors[errors.length] = what; };
  const by = () => String(new ErrorNow('').stack).slice(0, 600);

  native.on.call(window, 'error', ({ target, message }) => wrong(`error: ${message ?? target.src ?? target.href}`), true);
  native.on.call(window, 'unhandledrejection', ({ reason }) => wrong(`rejection: ${reason?.stack ?? reason}`));
  native.on.call(document, 'securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
    // Every browser asks for that by itself.
    if (!/favicon.ico$/.test(blockedURI)) wrong(`policy: ${effectiveDirective} ${blockedURI}`);
  });
  const say = console.error;
  console.error = function error(...words) { wrong(`console: ${words[0]}`); return say.apply(this, words); };

  // Listeners: [target, type, listener, capture, where from].
  const listeners = new Set();
  const capture = (options) => Boolean(typeof options === 'object' ? options?.capture : options);
  const forget = (target, type, listener, options) => listeners.forEach((held) => {
    if (held.target === target && held.type === type && held.listener === listener && held.capture === capture(options)) listeners.delete(held);
  });
  EventTarget.prototype.addEventListener = function addEventListener(type, listener, options) {
    const target = this ?? window;
    if (listener) {
      forget(target, type, listener, options);
      listeners.add({ target, type, listener, capture: capture(options), by: by() });
      if (options?.once) native.on.call(target, type, () => forget(target, type, listener, options), options);
    }
    return native.on.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function removeEventListener(type, listener, options) {
    const target = this ?? window;
    forget(target, type, listener, options);
    return native.off.call(target, type, listener, options);
  };
  // What was hung up inside a tree that is gone goes with it.
  const lives = ({ target }) => !(target instanceof Node) || target.isConnected
    || target.localName === 'to-khai' || target.host?.localName === 'to-khai';

  // Timers and frames that were asked for.
  const timers = new Map();
  const timed = (set, clear, again) => {
    const [ask, end] = [window[set], window[clear]];
    if (!ask) return;
    window[set] = (then, ...rest) => {
      const key = {};
      const run = function run(...args) { if (!again) timers.delete(key); return then.apply(this, args); };
      const id = ask.call(window, run, ...rest);
      timers.set(key, { name: `${set} ${id}`, id, set, by: by() });
      return id;
    };
    window[clear] = (id) => {
      timers.forEach((held, key) => { if (held.set === set && held.id === id) timers.delete(key); });
      return end.call(window, id);
    };
  };
  timed('setTimeout', 'clearTimeout', false);
  timed('setInterval', 'clearInterval', true);
  timed('requestAnimationFrame', 'cancelAnimationFrame', false);
  timed('requestIdleCallback', 'cancelIdleCallback', false);

  // Observers that observe, and channels that are open.
  const open = new Map();
  const opened = (kind, start, end) => {
    const { prototype } = window[kind] ?? {};
    if (!prototype) return;
    const [begin, close] = [prototype[start], prototype[end]];
    if (begin) prototype[start] = function begun(...args) { open.set(this, { kind, by: by() }); return begin.apply(this, args); };
    prototype[end] = function ended(...args) { open.delete(this); return close.apply(this, args); };
  };
  opened('MutationObserver', 'observe', 'disconnect');
  opened('IntersectionObserver', 'observe', 'disconnect');
  opened('ResizeObserver', 'observe', 'disconnect');
  opened('PerformanceObserver', 'observe', 'disconnect');
  opened('BroadcastChannel', '', 'close');
  const Channel = window.BroadcastChannel;
  window.BroadcastChannel = class BroadcastChannel extends Channel {
    constructor(name) { super(name); open.set(this, { kind: 'BroadcastChannel', by: by() }); }
  };

  // The page as it is: one line for everything that somebody could have left there.
  const listed = (lines, what, held) => { lines[lines.length] = `${what} | ${held.by}`; };
  const now = () => {
    const lines = [];
    const add = (line) => { lines[lines.length] = line; };
    // Tag by tag, so that the one that differs can be told.
    const tags = document.documentElement.outerHTML.split('<');
    for (let at = 0; at < tags.length; at += 1) add(`${at} <${tags[at]}`);
    add(`style sheets ${document.styleSheets.length}, adopted ${document.adoptedStyleSheets?.length}`);
    const styled = document.querySelectorAll('html, body, body :not(script, style, template, to-khai, to-khai *)');
    for (let at = 0; at < styled.length && at < 30; at += 1) {
      const style = getComputedStyle(styled[at]);
      for (let i = 0; i < style.length; i += 1) add(`${styled[at].localName} ${at} ${style[i]}: ${style.getPropertyValue(style[i])}`);
    }
    for (const [word, thing] of [['window', window], ['document', document]]) {
      const own = names(thing);
      for (let at = 0; at < own.length; at += 1) {
        // The driver of a browser has names of its own.
        if (!/^(cdc_.*|\$cdc_.*|ret_nodes|se_exportedFunctionSymbol|\d+)$/.test(own[at])) add(`${word}.${own[at]}`);
      }
      for (const name in thing) if (/^on/.test(name) && thing[name]) add(`${word}.${name} is set`);
    }
    listeners.forEach((held) => { if (lives(held)) listed(lines, `listener ${held.type}`, held); });
    // Nor are its timers the page's.
    timers.forEach((held) => /_execute@/.test(held.by) || listed(lines, `timer ${held.name}`, held));
    open.forEach((held) => listed(lines, `open ${held.kind}`, held));
    return lines;
  };

  // Without the element, which is not alive yet: scripts of modules wait for this moment to pass.
  let before;
  native.on.call(document, 'readystatechange', () => {
    if (document.readyState !== 'interactive') return;
    const taken = [];
    for (let widget = document.querySelector('to-khai'); widget; widget = document.querySelector('to-khai')) {
      taken[taken.length] = { widget, parent: widget.parentNode, next: widget.nextSibling };
      widget.remove();
    }
    before = now();
    for (let at = taken.length - 1; at >= 0; at -= 1) taken[at].parent.insertBefore(taken[at].widget, taken[at].next);
  });

  window.watch = {
    errors: () => stringify(errors.join('\n')),
    // What is there and was not, and what was there and is not; what the host takes down itself is its own.
    left: () => {
      const [gone, come] = [new Set(before), new Set(now())];
      for (const line of [...come]) if (gone.delete(line)) come.delete(line);
      const kept = (line) => !/^(listener|timer|open) /.test(line);
      return [...gone].filter(kept).map((line) => `gone: ${line}`).concat([...come].map((line) => `left: ${line}`)).join('\n');
    },
  };
})();
