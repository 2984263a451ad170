// Several tabs of one origin: one writes a dossier, one sends what waits, all hear of a change.

const listeners = new Set();
// Open as long as somebody listens.
let channel;
const heard = (word) => listeners.forEach((listener) => listener(word));

// Tells every widget, here and in other tabs.
export const tell = (word) => { channel?.postMessage(word); heard(word); };

// Calls `listener` with every word told, until the function that it returns is called.
export const hear = (listener) => {
  listeners.add(listener);
  if (globalThis.BroadcastChannel && !channel) {
    channel = new BroadcastChannel('to-khai');
    channel.onmessage = ({ data }) => heard(data);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size) return;
    channel?.close();
    channel = undefined;
  };
};

// How long whoever writes has to put the last letters down, before it is taken from them.
const PATIENCE = 1500;

const request = (name, options, lost) => new Promise((done) => {
  if (!navigator.locks) { done(() => {}); return; }
  let mine = false;
  const held = (lock) => {
    mine = Boolean(lock);
    return lock ? new Promise((release) => { done(release); }) : done(null);
  };
  navigator.locks.request(`to-khai:${name}`, options, held).catch((cause) => {
    // Where a frame may keep nothing it gets no locks either, and has nothing to share with another tab.
    done(cause?.name === 'SecurityError' ? () => {} : null);
    if (mine) lost?.();
  });
});

// Resolves to a function that lets go, or to null when another holds it; `lost` is called when it is taken away.
export const hold = (name, lost) => request(name, { ifAvailable: true }, lost);

// Takes it over from whoever holds it: they are asked first.
export const takeOver = async (name, lost) => {
  tell(`yield ${name}`);
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  const given = await request(name, { signal: control.signal }, lost);
  clearTimeout(timer);
  return given ?? request(name, { steal: true }, lost);
};

// Resolves once nobody else holds it, however long that takes.
export const line = (name) => request(name, {}, null);
