// From a picture to the texts of its codes, by the wasm of crates/scan. Its exports: `reserve(width, height)` says where
// the grey bytes go, `step()` tries one thing and says whether there is more, `texts()` how many were found, `text(n)`
// and `length(n)` where each lies.

// Twice what most cameras make; what is larger is drawn smaller.
const MOST_PIXELS = 24 << 20;
// So many rows are looked at together: a whole photograph in colour would take fifty megabytes.
const STRIP = 256;
// Of a video there is soon another frame: the first sizes are enough.
const QUICK = 3;

// Fetches the code, once for all pictures. `breath` is waited for between two steps, where others need the thread.
export const reader = async (url, integrity) => {
  const answer = await fetch(url, { integrity }).catch(() => null);
  if (!answer?.ok) throw new Error('network');
  const code = await WebAssembly.compile(await answer.arrayBuffer());
  return async (bitmap, thorough, breath) => {
    // A memory of its own for each picture: it goes with the answer.
    const { exports } = await WebAssembly.instantiate(code);
    try {
      return await texts(exports, bitmap, thorough ? Infinity : QUICK, breath);
    } catch (cause) {
      // A fault of the wasm must not be taken for one of the widget's.
      throw new Error(cause instanceof WebAssembly.RuntimeError ? 'unreadable' : cause.message);
    }
  };
};

const texts = async (wasm, bitmap, tries, breath) => {
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (bitmap.width * bitmap.height)));
  const [width, height] = [bitmap.width, bitmap.height].map((edge) => Math.max(1, Math.floor(edge * scale)));
  const place = wasm.reserve(width, height);
  await grey(bitmap, width, height, new Uint8Array(wasm.memory.buffer, place, width * height), breath);
  for (let left = tries; left && wasm.step(); left -= 1) await breath?.();
  const decoder = new TextDecoder();
  const bytes = (n) => new Uint8Array(wasm.memory.buffer, wasm.text(n), wasm.length(n));
  return Array.from({ length: wasm.texts() }, (_, n) => decoder.decode(bytes(n)));
};

// Writes how light each pixel is, on white, strip by strip.
const grey = async (bitmap, width, height, into, breath) => {
  const canvas = self.OffscreenCanvas ? new OffscreenCanvas(width, STRIP) : document.createElement('canvas');
  [canvas.width, canvas.height] = [width, STRIP];
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  pen.fillStyle = '#fff';
  let at = 0;
  for (let top = 0; top < height; top += STRIP) {
    pen.fillRect(0, 0, width, STRIP);
    pen.drawImage(bitmap, 0, -top, width, height);
    const { data } = pen.getImageData(0, 0, width, Math.min(STRIP, height - top));
    for (let pixel = 0; pixel < data.length; pixel += 4) {
      into[at] = (data[pixel] * 77 + data[pixel + 1] * 150 + data[pixel + 2] * 29) >> 8;
      at += 1;
    }
    await breath?.();
  }
  canvas.width = 0;
};
