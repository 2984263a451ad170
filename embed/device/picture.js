// What a person attaches: a PDF as it is, a photograph as an office can use it. A photograph is decoded
// and written anew: upright, no larger than it must be, without EXIF and the place where it was taken.
// Nothing here needs more of a host's policy than scripts: no `blob:` image, no worker, no style.

// An A4 sheet that fills the picture has 200 dots an inch then (297 mm): with less, small print and stamps blur.
const LONG_EDGE = 2400;
// Each is tried while the picture is too large; below the last, letters get halos.
const QUALITIES = [.85, .75, .65, .6];
// More than any camera writes, and all of it has to be in memory at once.
export const MOST = 128 << 20;
// How many bytes of the beginning and of the end tell the kind: as protocol::MediaType has it.
export const LOOK = 1024;
const HEIF = ['heic', 'heix', 'hevc', 'mif1', 'msf1', 'heif'];
const UNKNOWN = { width: 0, height: 0 };
// Where the axes of a picture go for each of EXIF's eight orientations: [a, b, c, d] of a canvas transform.
const TURNS = [
  [1, 0, 0, 1], [-1, 0, 0, 1], [-1, 0, 0, -1], [1, 0, 0, -1],
  [0, 1, 1, 0], [0, 1, -1, 0], [0, -1, -1, 0], [0, -1, 1, 0],
];

// `[blob, mediaType, width, height]`, or an Error whose message is
// `empty`, `heic`, `type`, `unreadable` or `large`.
export async function take(file, limit) {
  if (file.size > MOST) throw new Error('large');
  // Now, not when it is sent: the picker's permission and a file in the cloud do not last.
  const bytes = new Uint8Array(await file.arrayBuffer().catch(() => { throw new Error('unreadable'); }));
  if (!bytes.length) throw new Error('empty');
  const kind = sniff(bytes);
  if (kind === 'pdf') {
    if (bytes.length > limit) throw new Error('large');
    return [new Blob([bytes], { type: 'application/pdf' }), 'application/pdf', 0, 0];
  }
  const canvas = await upright(bytes).catch(() => {
    throw new Error({ heif: 'heic', picture: 'unreadable' }[kind] ?? 'type');
  });
  const { width, height } = canvas;
  try {
    for (const quality of QUALITIES) {
      const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
      if (!blob) throw new Error('unreadable');
      if (blob.size <= limit) return [blob, blob.type, width, height];
    }
  } finally {
    canvas.width = 0;
  }
  throw new Error('large');
}

// Draws a picture that `take` made into a canvas; false when there is none to draw, as of a PDF.
export async function show(blob, canvas, longEdge) {
  if (blob.type === 'application/pdf') return false;
  const bitmap = await decode(blob, UNKNOWN, longEdge).catch(() => null);
  if (!bitmap) return false;
  paint(bitmap, fit(bitmap, longEdge), 1, canvas);
  return true;
}

// The kind that the bytes claim: `pdf`, `picture`, `heif` or nothing.
export function sniff(bytes) {
  const text = (from, to) => String.fromCharCode(...bytes.subarray(from, to));
  const head = text(0, LOOK);
  if (/^(\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF[^]{4}WEBP)/.test(head)) return 'picture';
  if (head.includes('%PDF-') && text(-LOOK).includes('%%EOF')) return 'pdf';
  if (head.slice(4, 8) === 'ftyp' && HEIF.includes(head.slice(8, 12))) return 'heif';
}

// A canvas with the picture as it is to be looked at, on white.
async function upright(bytes) {
  const { turn, start, ...size } = frame(bytes);
  // Engines fill what is missing with grey, and nobody would see it in time.
  if (!whole(bytes, start)) throw new Error('cut');
  const bitmap = await decode(new Blob([bytes]), size, LONG_EDGE);
  // An engine that shrinks on the page's own thread may draw a frame before we paint.
  await new Promise((done) => { setTimeout(done); });
  const canvas = document.createElement('canvas');
  paint(bitmap, fit(bitmap, LONG_EDGE), turn, canvas);
  return canvas;
}

// The picture, shrunk to less than twice what is wanted: painting does the rest. Engines look at four pixels for
// one, so more than a half at a time loses thin lines. The decoder shrinks off the page's thread where it can,
// if the size is known; an engine that cannot ignores it.
async function decode(source, size, longEdge) {
  const step = fit(size, Math.max(longEdge, longer(size) / 2));
  const smaller = { resizeWidth: step.width, resizeHeight: step.height, resizeQuality: 'high' };
  const bitmap = await createImageBitmap(source, step.width < size.width ? smaller : {});
  const heeded = !size.width || bitmap.width < size.width;
  source.close?.();
  return heeded && longer(bitmap) > 2 * longEdge ? decode(bitmap, bitmap, longEdge) : bitmap;
}

const longer = ({ width, height }) => Math.max(width, height);

// The size within the edge, never larger than it was.
function fit({ width, height }, longEdge) {
  const scale = Math.min(1, longEdge / longer({ width, height }));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function paint(bitmap, { width, height }, turn, canvas) {
  const [a, b, c, d] = TURNS[turn - 1];
  [canvas.width, canvas.height] = turn > 4 ? [height, width] : [width, height];
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.setTransform(a, b, c, d, a + c < 0 ? canvas.width : 0, b + d < 0 ? canvas.height : 0);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
}

// The stored size of a JPEG and how EXIF says it has to be turned. Engines and their versions differ in
// whether a bitmap heeds that, so it is struck out of the bytes, and turning is ours alone.
// Whatever else a picture is, its engine decides.
function frame(bytes) {
  const view = new DataView(bytes.buffer);
  let turn = 1;
  try {
    for (let at = 2; view.getUint16(0) === 0xffd8 && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
      const marker = view.getUint8(at + 1);
      if (marker === 0xe1) turn = orientation(view, at + 4, at + 2 + view.getUint16(at + 2)) ?? turn;
      // A frame's header, unless it is a table: DHT, JPG, DAC.
      if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
        return { turn, start: at, width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
      }
    }
  } catch { /* it ends too early: decoding will say so */ }
  return { turn, ...UNKNOWN };
}

// Whether a picture has its end. A phone may append things of its own behind it.
function whole(bytes, start) {
  const view = new DataView(bytes.buffer);
  if (start) {
    // FF D9 cannot occur within a JPEG's picture.
    let at = bytes.length;
    do at = bytes.lastIndexOf(0xd9, at - 1); while (at > start && bytes[at - 1] !== 0xff);
    return at > start;
  }
  if (bytes[0] === 0x89) {
    // The chunks of a PNG: length, name, data, checksum.
    let at = 8;
    while (at + 12 <= bytes.length && view.getUint32(at + 4) !== 0x49454e44) at += 12 + view.getUint32(at);
    return at + 12 <= bytes.length;
  }
  return bytes[0] !== 0x52 || view.getUint32(4, true) + 8 <= bytes.length;
}

// Takes the orientation out of a segment, if it is EXIF's and holds one.
function orientation(view, at, end) {
  if (view.getUint32(at) !== 0x45786966) return;
  const tiff = at + 6;
  const little = view.getUint16(tiff) === 0x4949;
  const table = tiff + view.getUint32(tiff + 4, little);
  for (let entry = table + 2, left = view.getUint16(table, little); left-- && entry + 12 <= end; entry += 12) {
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const turn = view.getUint16(entry + 8, little);
    view.setUint16(entry + 8, 1, little);
    if (TURNS[turn - 1]) return turn;
  }
}
