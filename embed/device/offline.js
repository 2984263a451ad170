// What the page has to do with the service worker (embed/sw.js).

// Longer than a first visit takes to install it.
const PATIENCE = 30_000;

// Wants these catalogue files kept for when there is no network: whether they all are.
// Resolves to false where there is no worker, or it does not answer in time.
export function keep(urls) {
  return new Promise((done) => {
    setTimeout(done, PATIENCE, false);
    const { serviceWorker } = navigator;
    if (!serviceWorker) return done(false);
    Promise.resolve(serviceWorker.controller ?? serviceWorker.ready.then(({ active }) => active)).then((worker) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => done(data);
      worker.postMessage({ keep: urls }, [port2]);
    }).catch(() => done(false));
  });
}

// Whether the page runs as an app of its own.
export const installed = () => matchMedia('(display-mode: standalone)').matches;
