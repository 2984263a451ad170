// Reads QR codes, for the device (embed/device/scanner.js), which says what comes of it:
//
//   const scanner = await open();
//   const texts = await scanner.read(source);   // a Blob (a photograph), a <video>, an ImageBitmap
//   scanner.close();
//
// Of a video `read` looks at the frame that shows, quickly; at a photograph as long as it takes, a second or two. It
// resolves to [] when the video shows nothing yet. Ask for the next when the last is answered; who asks after the end
// gets the Error `closed`.
//
// What is read stays here: it is kept nowhere and sent nowhere, and the pictures go with the answer.
//
// The browser's own reader comes first where there is one. Ours is wasm: in a worker where we are of the page's origin,
// otherwise in the page, step by step. No policy of a host has to name more than our scripts and wasm.
import { LOOK, MOST, sniff } from '../device/picture.js';
import * as camera from './camera.js';
import { reader } from './reader.js';

const FILES = __PARTS__;
const HERE = new URL('../', import.meta.url);

export const open = async () => {
  const detector = await native();
  let closed = false;
  let ours;
  const start = () => (ours ??= started().catch((cause) => { ours = undefined; throw cause; }));
  const own = async (bitmap, thorough) => {
    const { read } = await start();
    if (closed) throw new Error('closed');
    return read(bitmap, thorough);
  };
  // Where the browser reads by itself, ours comes only when that has found nothing.
  if (!detector) await start();
  return {
    read: async (source) => {
      if (closed) throw new Error('closed');
      const video = 'videoWidth' in source;
      const bitmap = await bitmapOf(source, video);
      if (!bitmap) return [];
      try {
        const texts = detector ? await detected(detector, bitmap) : [];
        return texts.length || (detector && video) ? texts : await own(bitmap, !video);
      } finally {
        if (bitmap !== source) bitmap.close();
      }
    },
    close: () => {
      closed = true;
      ours?.then(({ end }) => end(), () => {});
    },
  };
};

// Looks through the camera (embed/scan/camera.js).
export const watch = (place, found, signal) => camera.watch(open, place, found, signal);

// The browser's own reader, if it has one for these codes.
const native = async () => {
  try {
    const formats = await BarcodeDetector.getSupportedFormats();
    return formats.includes('qr_code') ? new BarcodeDetector({ formats: ['qr_code'] }) : null;
  } catch {
    return null;
  }
};

// What it read. A text with a character that it could not make sense of is no answer.
const detected = async (detector, bitmap) => {
  const found = await detector.detect(bitmap).catch(() => []);
  const texts = found.map(({ rawValue }) => rawValue).filter((text) => text && !text.includes('\ufffd'));
  return [...new Set(texts)];
};

// Which way up it is does not matter to a code.
const bitmapOf = async (source, video) => {
  if (video) return source.readyState < 2 ? null : createImageBitmap(source);
  if (!(source instanceof Blob)) return source;
  if (!source.size) throw new Error('empty');
  if (source.size > MOST) throw new Error('large');
  const head = await source.slice(0, LOOK).arrayBuffer().catch(() => { throw new Error('unreadable'); });
  return createImageBitmap(source).catch(() => {
    throw new Error({ heif: 'heic', picture: 'unreadable' }[sniff(new Uint8Array(head))] ?? 'type');
  });
};

const url = (name) => new URL(FILES[name][0], HERE).href;

// Our reader, with the function that ends it.
const started = async () => {
  const wasm = [url('wasm'), FILES.wasm[1]];
  // A worker of another origin is refused everywhere; one without a canvas cannot look at a picture.
  if (HERE.origin === origin && self.OffscreenCanvas) {
    const worker = await inWorker(wasm).catch(() => null);
    if (worker) return worker;
  }
  const read = await reader(...wasm);
  const breath = () => new Promise((done) => { setTimeout(done); });
  return { read: (bitmap, thorough) => read(bitmap, thorough, breath), end: () => {} };
};

const inWorker = async (wasm) => {
  // A worker's script knows no checksum: what is fetched here is what it is made of.
  const answer = await fetch(url('worker'), { integrity: FILES.worker[1] });
  if (!answer.ok) throw new Error('network');
  const worker = new Worker(url('worker'));
  const waiting = new Map();
  const settle = (id, how, what) => {
    waiting.get(id)?.[how](what);
    waiting.delete(id);
  };
  worker.onmessage = ({ data: { id, texts, failed } }) => {
    if (failed) settle(id, 'fail', new Error(failed));
    else settle(id, 'done', texts);
  };
  const all = (why) => [...waiting.keys()].forEach((id) => settle(id, 'fail', new Error(why)));
  worker.onerror = (event) => { event.preventDefault(); all('network'); };
  let last = 0;
  const ask = (question, transfer = []) => new Promise((done, fail) => {
    waiting.set(last += 1, { done, fail });
    worker.postMessage({ ...question, id: last }, transfer);
  });
  const end = () => { worker.terminate(); all('closed'); };
  try {
    await ask({ wasm });
  } catch (cause) {
    end();
    throw cause;
  }
  return {
    // A bitmap of the caller's is not given away.
    read: async (bitmap, thorough) => {
      const copy = await createImageBitmap(bitmap);
      return ask({ bitmap: copy, thorough }, [copy]);
    },
    end,
  };
};
