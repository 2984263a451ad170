// What the device can do for the widget: each function is called by its name from src/platform/device.rs.
// It comes after the first page, in JavaScript, because a browser's storage speaks in events and every
// import of the wasm weighs on the first step (docs/decisions/0008).
import { after, close } from './wait.js';

export { close };
export * from './files.js';
export * from './net.js';
export * from './offline.js';
export { show, take } from './picture.js';
export * from './scanner.js';
export * from './store.js';
export * from './tabs.js';

// Runs `then` when the page may end: hidden, or left; until the function that it returns is called.
export const leave = (then) => {
  const hidden = () => { if (document.visibilityState === 'hidden') then(); };
  addEventListener('pagehide', then);
  document.addEventListener('visibilitychange', hidden);
  return () => {
    removeEventListener('pagehide', then);
    document.removeEventListener('visibilitychange', hidden);
  };
};

const pauses = new Set();

// Ends every pause.
export const nudge = () => pauses.forEach((end) => end());

// Resolves after so many milliseconds, or earlier: nudged, the network back, the page looked at again.
export const pause = (milliseconds) => new Promise((done) => {
  const seen = () => { if (document.visibilityState === 'visible') end(); };
  const end = after(milliseconds, () => {
    pauses.delete(end);
    removeEventListener('online', end);
    document.removeEventListener('visibilitychange', seen);
    done();
  });
  pauses.add(end);
  addEventListener('online', end);
  document.addEventListener('visibilitychange', seen);
});

// Draws a QR code: rows of '0' and '1', four pixels each, in its margin of four.
export const paint = (canvas, rows) => {
  const [size, edge] = [4, 4];
  canvas.width = canvas.height = (rows.length + 2 * edge) * size;
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#000';
  rows.forEach((row, y) => [...row].forEach((dark, x) => {
    if (dark === '1') pen.fillRect((x + edge) * size, (y + edge) * size, size, size);
  }));
};
