// Runs inside the measured page before any of its scripts. `A` is the adapter's inPage object.
// Everything a scenario does in the page goes through window.__bench. With `first` (a field key)
// the load probe starts at once.
(A, first) => {
  const afterPaint = (work) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = work;
    port2.postMessage(0);
  };
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  /** Resolves with the time when the first frame in which the test holds has been laid out and painted. */
  const paintedWhen = (test, what, ms = 120_000) => new Promise((done, fail) => {
    const end = performance.now() + ms;
    const look = () => {
      if (test()) afterPaint(() => done(performance.now()));
      else if (performance.now() > end) throw new Error(`bench: waited too long for ${what}`);
      else next();
    };
    const next = () => requestAnimationFrame(() => { try { look(); } catch (error) { fail(error); } });
    next();
  });
  const painted = () => paintedWhen(() => true);
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

  function visible(el) {
    if (!el?.isConnected) return false;
    // Libraries hide native radios and checkboxes behind drawn ones; those are still the controls.
    if (el.type === 'radio' || el.type === 'checkbox') return true;
    const box = el.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && el.checkVisibility({ visibilityProperty: true });
  }
  /** The control of a field, if it is there, visible and enabled. */
  function field(key, label) {
    const el = A.find(key, label);
    return visible(el) && !el.disabled ? el : null;
  }
  async function until(test, what, ms = 60_000) {
    const end = performance.now() + ms;
    for (;;) {
      const value = test();
      if (value) return value;
      if (performance.now() > end) throw new Error(`bench: waited too long for ${what}`);
      await frame();
    }
  }
  /** The error messages on show. */
  const errors = () => A.errors().filter((el) => el.textContent.trim() && el.checkVisibility({ visibilityProperty: true }));

  const button = (name) => until(() => { const b = A[name](); return b && !b.disabled && b; }, `the ${name} button`);
  /** Presses a button and times it until the frame in which the test holds is painted. */
  const timed = async (name, test, what) => {
    const b = await button(name);
    const start = performance.now();
    b.click();
    return (await paintedWhen(test, what)) - start;
  };

  function setNative(el, value) {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(el), 'value').set.call(el, value);
    for (const type of ['input', 'change']) el.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  }

  // Key presses: from the moment the browser got the key to the frame that shows its effect.
  const keys = [];
  let pressed = 0;
  addEventListener('keydown', (e) => { pressed = e.timeStamp; }, true);
  addEventListener('input', () => {
    const start = pressed;
    painted().then((end) => { if (start) { keys.push(end - start); window.__benchTell('painted'); } });
  }, true);

  const bench = {
    A, field, until, errors, painted, keys, sleep, setNative,

    /** Presses the button that leads from a start page to the form, if the adapter names one. */
    async start() {
      if (!A.start) return;
      (await until(() => { const b = A.start(); return visible(b) && b; }, 'the start button')).click();
    },
    /** Puts the caret into a field and says what kind of control it is. */
    async focus(key) {
      const el = await until(() => field(key), key);
      el.scrollIntoView({ block: 'center' });
      el.focus();
      await painted(); // what leaving the last field set off has happened
      if (el.type === 'text') el.setSelectionRange(el.value.length, el.value.length);
      return { type: el.type, value: el.value };
    },
    /**
     * Sets a control that is not typed into: native select, radio, checkbox, native date. An adapter
     * whose library has other controls does it in its own set(), which answers true when it has.
     */
    async set(key, value, label) {
      const el = await until(() => field(key, label), key);
      if (A.set && (await A.set(el, key, value, label, bench))) return;
      el.focus();
      await painted();
      if (el.type === 'checkbox' || el.type === 'radio') {
        if (el.checked !== (el.type === 'radio' || value)) el.click();
      } else if (label) { // by its text: libraries put their own things into `value`, and lists may still be loading
        const option = await until(() => [...(field(key)?.options ?? [])].find((o) => o.label.trim() === label), `${key} = ${label}`);
        setNative(field(key), option.value);
      } else setNative(el, value);
    },
    blur: () => {
      let el = document.activeElement;
      while (el?.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
      el?.blur();
      return painted();
    },
    value: (key) => A.find(key)?.value,
    async next() { (await button('next')).click(); },
    /** Presses next and times it until `count` errors (or more) are painted. */
    errorsAfterNext: async (count) => {
      const ms = await timed('next', () => errors().length >= count, `${count} errors`);
      return { ms, count: errors().length };
    },
    /** Whether the form, asked to go on, shows an error and stays where the given field is. */
    async rejects(key) {
      await painted();
      if (!errors().length) await bench.next();
      await until(() => errors().length, `an error for ${key}`, 5000).catch(() => {});
      return errors().length > 0 && Boolean(field(key));
    },
    /** Presses next and times it until the given field of the next step is painted. */
    stepAfterNext: (key) => timed('next', () => field(key), key),
    /** Adds one group member and times it until its last field is painted. */
    addMember: (key) => timed('add', () => field(key), key),
    /** Opens what the page keeps, from its own list; resolves with the page time of the press, or with null. */
    reopen: async () => (A.reopen ? A.reopen(bench) : null),
    /** Resolves with the page time at which the field was painted. */
    when: (key) => paintedWhen(() => field(key), key),
    /** On the review page, presses the button that sends. */
    async submit() { await until(() => A.review(), 'the review page'); await bench.next(); },
    code: () => until(() => A.code(), 'the answer code'),

    /** The load probe: finds the first field, asks for a real key press and waits until the field keeps it. */
    async probe(key) {
      await bench.start();
      const visibleAt = await paintedWhen(() => field(key), key);
      for (;;) {
        const el = field(key);
        if (!el) { await frame(); continue; }
        el.focus();
        const before = el.value.length;
        const input = new Promise((done) => el.addEventListener('input', done, { once: true }));
        window.__benchTell('press');
        await Promise.race([input, sleep(500)]);
        const at = await painted();
        if ((field(key)?.value.length ?? 0) > before) {
          const paint = performance.getEntriesByName('first-contentful-paint')[0];
          return { fcp: paint?.startTime, visible: visibleAt, usable: at };
        }
      }
    },
  };
  window.__bench = bench;
  if (first) bench.loaded = bench.probe(first);
}
