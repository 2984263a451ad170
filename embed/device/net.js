// Sending: files by tus 1.0, from the byte where they stopped; then the dossier. Nothing here decides anything:
// whoever calls judges the answers (src/outbox).

const POSTCARD = 'application/vnd.to-khai.postcard';
const TUS = ['tus-resumable', '1.0.0'];
// Small enough to arrive on a weak network before it breaks off.
const CHUNK = 512 * 1024;
// Longer than this without an answer is no answer.
const PATIENCE = 60_000;

const ask = async (url, options) => {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  try {
    const answer = await fetch(url, { cache: 'no-store', credentials: 'omit', signal: control.signal, ...options });
    return { status: answer.status, headers: answer.headers, body: new Uint8Array(await answer.arrayBuffer()) };
  } finally {
    clearTimeout(timer);
  }
};

const number = (answer, header) => Number.parseInt(answer.headers.get(header) ?? '', 10);
const told = (answer) => [answer.status, number(answer, 'retry-after') || 0, answer.body];

// What the gateway says of itself.
export const health = async (url) => told(await ask(url, { headers: [['accept', POSTCARD]] }));

// Posts JSON: [status, seconds to wait, body].
export const post = async (url, json, key) => told(await ask(url, {
  method: 'POST',
  body: json,
  headers: [['accept', POSTCARD], ['content-type', 'application/json'], ...(key ? [['idempotency-key', key]] : [])],
}));

// Brings a file to its address. Resolves to nothing when all of it lies there, else to the answer that says why not.
export const upload = async (url, number_, sha256, blob) => {
  const at = new URL(`${number_}/${sha256}`, `${url}/`).href;
  let answer = await ask(at, { method: 'HEAD', headers: [TUS] });
  if (answer.status === 404) {
    const metadata = `number ${btoa(number_)},sha256 ${btoa(sha256)}`;
    const headers = [TUS, ['accept', POSTCARD], ['upload-length', String(blob.size)], ['upload-metadata', metadata]];
    answer = await ask(url, { method: 'POST', headers });
  }
  // Each piece asks for the next where the gateway says that it stands.
  for (;;) {
    const offset = number(answer, 'upload-offset');
    if (answer.status >= 300 || Number.isNaN(offset)) return told(answer);
    if (offset >= blob.size) return undefined;
    const headers = [TUS, ['accept', POSTCARD], ['content-type', 'application/offset+octet-stream'], ['upload-offset', String(offset)]];
    answer = await ask(at, { method: 'PATCH', headers, body: blob.slice(offset, offset + CHUNK) });
  }
};

const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

// Whether the signature is the key's; undefined where the browser cannot tell (Ed25519 came to browsers late).
export const verify = async (key, text, signature) => {
  try {
    const known = await crypto.subtle.importKey('raw', bytes(key), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', known, bytes(signature), new TextEncoder().encode(text));
  } catch {
    return undefined;
  }
};
