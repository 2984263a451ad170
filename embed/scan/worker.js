// The worker: our reader of codes, off the page's thread. It answers every question by its number.
import { reader } from './reader.js';

let read;

onmessage = async ({ data: { id, wasm, bitmap, thorough } }) => {
  try {
    if (wasm) read = await reader(...wasm);
    const texts = bitmap && await read(bitmap, thorough);
    bitmap?.close();
    postMessage({ id, texts });
  } catch (cause) {
    postMessage({ id, failed: cause.message });
  }
};
