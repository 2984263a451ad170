// What the page has to do with the service worker (embed/sw.js).

import { after } from './wait.js';

// Longer than a first visit takes to install it.
const PATIENCE = 30_000;

// Who waits until there is a worker. The browser's own promise is asked once for all: where none comes it would
// hold everybody for ever.
const waiting = new Set();
let ready;

// Calls `then` with the worker once there is one, unless the function that it returns is called before.
const worker = (then) => {
  waiting.add(then);
  ready ??= navigator.serviceWorker.ready.then(({ active }) => {
    ready = undefined;
    waiting.forEach((waits) => waits(active));
    waiting.clear();
  });
  return () => waiting.delete(then);
};

// Wants these catalogue files kept for when there is no network: whether they all are.
// Resolves to false where there is no worker, or it does not answer in time.
export function keep(urls) {
  return new Promise((done) => {
    if (!navigator.serviceWorker) return done(false);
    let all = false;
    let port;
    const forget = worker((active) => {
      const { port1, port2 } = new MessageChannel();
      port = port1;
      port.onmessage = ({ data }) => { all = data; end(); };
      (navigator.serviceWorker.controller ?? active).postMessage({ keep: urls }, [port2]);
    });
    const end = after(PATIENCE, () => { forget(); port?.close(); done(all); });
  });
}

// Whether the page runs as an app of its own.
export const installed = () => matchMedia('(display-mode: standalone)').matches;
