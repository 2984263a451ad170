export default {
  title: 'Tờ Khai',
  versions: 'of this repository, leptos 0.8.23',
  note: 'the group shows members as text and opens the one that is asked for, so its members\' numbers are for one open member; they come as the file a citizen carries from one device to another; the date in words is shown and not filled in: the script types it; the parents\' birth is free text',
  dist: 'peers/to-khai/dist',
  api: 'peers/to-khai/gateway.mjs',
  path: (job, members) => (job === 'birth' ? '' : `household.html?members=${members}`),
  ticked: 'yes',
  inPage: () => {
    const root = () => document.querySelector('to-khai')?.shadowRoot;
    const one = (selector) => root()?.querySelector(selector);
    /** `members.0.idNumber` is `members.1.id_number` here. */
    const path = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      .replace(/^members\.(\d+)/, (_, at) => `members.${Number(at) + 1}`);
    let opening = null;
    const boxes = { day: 2, month: 1, year: 0 };
    return {
      find(key, label) {
        const name = path(key);
        const row = /^members\.\d+/.exec(name)?.[0];
        const closed = row && one(`[data-row="${row}"].closed [data-action=edit-row]`);
        if (closed) { closed.click(); opening = row; }
        if (opening) { // the heading of an opened member gets the focus a moment later
          if (root().activeElement !== one(`[data-row="${opening}"] h2`)) return null;
          opening = null;
        }
        const all = [...(root()?.querySelectorAll(`[name="${name}"], [name="${name}.day"]`) ?? [])];
        return (label && all.find((el) => el.type === 'radio' && el.closest('label').textContent === label)) || all[0];
      },
      async set(el, key, value, label, bench) {
        if (el.name.endsWith('.day')) {
          const parts = value.split('-').map(Number);
          for (const [box, at] of Object.entries(boxes)) {
            const input = one(`[name="${path(key)}.${box}"]`);
            input.focus();
            bench.setNative(input, String(parts[at]));
          }
          return true;
        }
        if (el.role !== 'combobox') return false;
        el.focus();
        bench.setNative(el, label);
        const option = await bench.until(() => [...root().querySelectorAll('[role=option]')].find((o) => o.textContent === label), `${key} = ${label}`);
        option.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true, button: 0 }));
        return true;
      },
      next: () => one('[data-action=continue]') ?? one('[data-action=submit]'),
      review: () => one('[data-page=review]'),
      add: () => one('[data-action=add-row]'),
      async reopen(bench) {
        history.back();
        const button = await bench.until(() => one('[data-action=open-kept]'), 'the list of what is kept');
        await bench.sleep(1000);
        const at = performance.now();
        button.click();
        return at;
      },
      errors: () => [...(root()?.querySelectorAll('[data-finding].error') ?? [])],
      code: () => one('[data-dossier-code]')?.textContent,
    };
  },
};
