// What receives: the real gateway, for the widget believes only a signed receipt. It listens on a port of its own;
// the bench server passes on to it what is asked under /v1/.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'form-bench-gateway-'));
const gateway = spawn(here('target/to-khai-gateway'), ['serve', '--port', '0', '--data', data, '--catalogue', here('dist/catalogue')], { stdio: ['ignore', 'ignore', 'pipe'] });
process.on('exit', () => { gateway.kill(); rmSync(data, { recursive: true, force: true }); });
const address = await new Promise((done, fail) => {
  const last = [];
  createInterface({ input: gateway.stderr }).on('line', (line) => {
    const found = /"address":"([^"]+)"/.exec(line);
    if (found) done(found[1]);
    last.push(line);
  });
  once(gateway, 'exit').then(() => fail(new Error(`the gateway ended: ${last.join('\n')}`)));
});
gateway.unref();
gateway.stderr.unref();

export default async function pass(request, url, sent) {
  if (!url.pathname.startsWith('/v1/')) return undefined;
  const { host, connection, ...headers } = request.headers;
  const answer = await fetch(`http://${address}${url.pathname}`, { method: request.method, headers, body: request.body || undefined });
  if (request.method === 'POST' && url.pathname === '/v1/dossiers') sent.push(JSON.parse(request.body));
  return { status: answer.status, headers: { 'content-type': answer.headers.get('content-type') }, body: Buffer.from(await answer.arrayBuffer()) };
}
