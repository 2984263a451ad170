// How an implementation plugs in. Copy to adapters/yours.mjs, then either
//   node measure.mjs yours vanilla --dist <folder of the built app>      (the bench serves it: same compression and caching as the peers)
//   node measure.mjs yours vanilla --url <address of a running server>   (its own compression and caching count)
//
// The page at that address must show the birth registration of job.json; with ?job=household&members=N
// the household form, filled with /data/household/N.json. It posts { form, data } as JSON to ./submit
// and shows the `code` of the answer. Communes are at ./data/communes/<province>.json.
export default {
  /** Name in the tables. */
  title: 'Your form',
  /** Versions in the tables; for a peer they come out of its package.json. */
  versions: 'some-library 1.0',
  /** A remark for the tables. Optional. */
  note: '',
  /** Built app, relative to the bench folder; --dist and --url win over it. */
  dist: 'peers/yours/dist',

  // All further entries are optional.

  /** Another way to name the two jobs in the address. This is the default. */
  path: (job, members) => (job === 'birth' ? '' : `?job=${job}${members ? `&members=${members}` : ''}`),
  /** Scenarios not to run: names of lib/scenarios.mjs, 'errors.advance', 'large-100.validate'. */
  skip: [],
  /** How many messages an empty first step shows. Default 8: its required fields. */
  stepErrors: 8,
  /** How a ticked box is sent, if not as true. */
  // ticked: 'yes',
  /** If dates are typed as text: how an ISO date is typed. Leave it out for <input type="date">. */
  // dateText: (iso) => iso.split('-').reverse().join('/'),
  /** A module whose default export is a stub backend: (request, url, submissions) => ({ status, json }) or undefined. */
  // api: 'peers/openforms/stub.mjs',

  /**
   * Runs in the measured page, before its scripts. Must be self-contained: it is sent as source text.
   * `labels` maps every field key of job.json to its visible label ('members.name' for a member's field).
   */
  inPage: (labels) => {
    // A widget in a custom element with an open shadow root; use `document` for one without.
    const root = () => document.querySelector('form-widget')?.shadowRoot ?? document;
    return {
      /**
       * The native control of a field, or null while there is none. Keys are those of job.json, and
       * 'members.<index>.<key>' in the group. With `label`: the radio of that option. For a hidden or
       * disabled field return whatever there is; the harness checks that itself. A form that shows
       * only some members may open the asked one here and return null until it is there.
       */
      find(key, label) {
        const all = [...root().querySelectorAll(`[name="${key}"]`)];
        return (label && all.find((el) => el.type === 'radio' && el.labels[0]?.textContent.trim() === label)) || all[0];
      },
      /** The visible button that leads forward: next, review or send, whichever it is now. */
      next: () => root().querySelector('[data-next]'),
      /** Truthy while the review page is on show. */
      review: () => root().querySelector('[data-review]'),
      /** The button that adds a group member. */
      add: () => root().querySelector('[data-add]'),
      /**
       * Only where the form keeps what was typed: leaves the household, presses what opens it again and resolves with
       * the page time of the press. `bench` is lib/driver.js's own.
       */
      // async reopen(bench) {},
      /** The elements that hold error messages; empty and hidden ones do not count. */
      errors: () => [...root().querySelectorAll('[role=alert]')],
      /** The code of the filed declaration, once shown. */
      code: () => root().querySelector('[data-code]')?.textContent,
      /** Only if there is a start page: its button. The harness presses it and goes on. */
      // start: () => root().querySelector('[data-start]'),
      /**
       * Only for controls that are no native select, radio, checkbox or date: set it here and return
       * true. `bench` is window.__bench (until, painted, setNative…), see lib/driver.js.
       */
      // async set(el, key, value, label, bench) { return false; },
    };
  },
};
