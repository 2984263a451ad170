// A local HTTP server that serves one built app the way a well-configured production server would:
// brotli q11 / gzip -9 made beforehand, hashed files immutable, documents revalidated by ETag.
// It also serves the shared data under /data/ and answers POST /submit.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { dataFiles } from './data.mjs';

const cacheDir = join(dirname(fileURLToPath(import.meta.url)), '..', '.cache');
mkdirSync(cacheDir, { recursive: true });

const types = {
  html: 'text/html; charset=utf-8', js: 'text/javascript', mjs: 'text/javascript', css: 'text/css', json: 'application/json', csv: 'text/csv',
  xml: 'application/xml', wasm: 'application/wasm', svg: 'image/svg+xml', png: 'image/png', woff2: 'font/woff2', woff: 'font/woff', ttf: 'font/ttf',
};
const compressible = /^(text\/|application\/(json|xml|wasm)|image\/svg|font\/ttf|application\/octet-stream)/;
/** Files whose name carries a content hash, or that lie in Vite's assets/, never change. */
const hashed = /(^|\/)assets\/|[-.][0-9a-f]{8,}(_bg)?\.\w+$/;

function compress(body, encoding) {
  const make = encoding === 'br'
    ? () => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } })
    : () => gzipSync(body, { level: 9 });
  const kept = join(cacheDir, `${createHash('sha256').update(body).digest('hex').slice(0, 32)}.${encoding}`);
  if (!existsSync(kept)) writeFileSync(kept, make());
  return readFileSync(kept);
}

/** Everything a response needs but the request's own headers; made once per path. */
function prepare(path, body) {
  const type = types[extname(path).slice(1)] ?? 'application/octet-stream';
  const variants = { identity: body };
  if (compressible.test(type) && body.length > 200) {
    for (const encoding of ['br', 'gzip']) {
      const small = compress(body, encoding);
      if (small.length < body.length) variants[encoding] = small;
    }
  }
  const cache = path.startsWith('/data/') ? 'public, max-age=86400' : hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { variants, headers: { 'content-type': type, 'cache-control': cache, vary: 'accept-encoding', etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"` } };
}

/**
 * @param {string} dist folder of a built app
 * @param {(request, url, submissions) => Promise<{status, headers?, json} | {status, headers, body}> | undefined} api a peer's own backend, asked first
 */
export async function serve(dist, api) {
  const ready = new Map();
  const put = (path, body) => ready.set(path, prepare(path, Buffer.from(body)));
  for (const [path, value] of Object.entries(dataFiles())) put(`/data/${path}`, JSON.stringify(value));
  put('/__blank', '<!doctype html><link rel="icon" href="data:,"><title>blank</title>');
  ready.get('/__blank').headers['content-type'] = types.html;
  const submissions = [];

  for (const file of dist ? readdirSync(dist, { recursive: true }) : []) {
    if (!file.endsWith('.map') && statSync(join(dist, file)).isFile()) put(`/${file.split(sep).join('/')}`, readFileSync(join(dist, file)));
  }
  const find = (path) => ready.get(path.endsWith('/') ? `${path}index.html` : path);

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://local');
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    request.body = Buffer.concat(chunks).toString();
    const json = (status, value, headers) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    };

    const own = await api?.(request, url, submissions);
    if (own?.body) return response.writeHead(own.status, own.headers).end(own.body);
    if (own) return json(own.status ?? 200, own.json, own.headers);
    if (request.method === 'POST' && url.pathname === '/submit') {
      submissions.push(JSON.parse(request.body));
      return json(201, { code: `HS-${String(submissions.length).padStart(6, '0')}` });
    }
    const found = find(decodeURIComponent(url.pathname));
    if (!found) return response.writeHead(404).end();
    if (request.headers['if-none-match'] === found.headers.etag) return response.writeHead(304, found.headers).end();
    const accepted = request.headers['accept-encoding'] ?? '';
    const encoding = ['br', 'gzip'].find((e) => accepted.includes(e) && found.variants[e]) ?? 'identity';
    const body = found.variants[encoding];
    response.writeHead(200, { ...found.headers, 'content-length': body.length, ...(encoding !== 'identity' && { 'content-encoding': encoding }) });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, submissions, close: () => { server.closeAllConnections(); server.close(); } };
}
