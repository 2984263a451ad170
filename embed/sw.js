// The service worker: after one visit the widget opens without network, and whatever it fetches once stays.
// It answers GETs of our own files. What is sent, and all that is not named below, it never touches.
// A page of another origin imports it into a file of its own; the loader says where we are:
// `?<folder of to-khai.js>&<folder of the gateway>`.
{
  const [HERE, GATEWAY] = (location.search.slice(1) || './&./').split('&')
    .map((folder) => new URL(decodeURIComponent(folder), location).href);
  const ASSETS = __ASSETS__;
  // Wanted by few: kept from the first time on.
  const SELDOM = __SELDOM__.map((name) => HERE + name);
  // An origin may hold several of us, each with its scope.
  const MINE = `to-khai ${registration.scope} `;
  // The code is one unit: it is written when its version is installed, and afterwards only what is wanted seldom.
  const CODE = `${MINE}__VERSION__`;
  const CATALOGUE = `${MINE}catalogue`;
  // Almost three whole catalogues: whoever is under way with an older one still finds its files.
  const MOST_FILES = 1000;
  // How long the network may be silent before what is kept is shown.
  const PATIENCE = 3000;
  const AS_NAMED = { ignoreVary: true };

  const PAGE = HERE;
  const LOADER = `${HERE}to-khai.js`;
  const MANIFEST = `${HERE}manifest.webmanifest`;
  const INDEX = `${GATEWAY}catalogue/index.bin`;
  // Named by its content, so that what is kept is right for ever.
  const hashed = (url) => url.startsWith(`${HERE}assets/`)
    || url.startsWith(`${GATEWAY}catalogue/`) && /-[0-9a-f]+\.bin$/.test(url);

  // The loader may lie in the browser's own cache for minutes, and would name the assets of yesterday.
  const add = (cache, url) => cache.add(new Request(url, { cache: hashed(url) ? 'default' : 'no-cache' }));

  addEventListener('install', (event) => event.waitUntil(caches.open(CODE).then(async (cache) => {
    await Promise.all([LOADER, ...ASSETS.map((name) => HERE + name)].map((url) => add(cache, url)));
    // Imported elsewhere, we are on a page that is not ours to keep; and beside us there need not be one.
    if (new URL('./', location).href === HERE) await Promise.allSettled([PAGE, MANIFEST].map((url) => add(cache, url)));
  })));

  // A newer worker waits until no page of the older one is open; only then does the older code go.
  addEventListener('activate', (event) => event.waitUntil(caches.keys().then(async (names) => {
    const older = names.filter((name) => name.startsWith(MINE) && name !== CODE && name !== CATALOGUE);
    await Promise.all(older.map((name) => caches.delete(name)));
    // The page that brought the very first worker is of its version, and need not be opened a second time.
    if (!older.length) await clients.claim();
  })));

  addEventListener('fetch', (event) => {
    const { request } = event;
    if (request.method !== 'GET' || request.headers.has('range')) return;
    const url = request.url.replace(/[?#].*/s, '');
    if (hashed(url)) event.respondWith(kept(url).then((found) => found ?? fetched(request, url)));
    else if (url === PAGE || url === `${HERE}index.html`) event.respondWith(newest(event, PAGE));
    else if ([LOADER, MANIFEST, INDEX].includes(url)) event.respondWith(newest(event, url));
  });

  addEventListener('message', (event) => {
    if (!Array.isArray(event.data?.keep)) return;
    event.waitUntil(keep(event.data.keep).catch(() => false).then((all) => event.ports[0]?.postMessage(all)));
  });

  const kept = (url) => caches.match(url, AS_NAMED);

  const fetched = async (request, url) => {
    const answer = await fetch(request);
    // The code is written by `install`, the index by `keep`. The page names no version.
    const cache = url === PAGE || SELDOM.includes(url) ? CODE : hashed(url) && !url.startsWith(`${HERE}assets/`) && CATALOGUE;
    if (cache && answer.status === 200) {
      const copy = answer.clone();
      await caches.open(cache).then((open) => open.put(url, copy)).catch(() => { /* no room: it is there all the same */ });
    }
    return answer;
  };

  // What the network says; what is kept when it fails, errs, or takes too long. A redirect is for the browser.
  const newest = async (event, url) => {
    const network = fetched(event.request, url);
    event.waitUntil(network.catch(() => {}));
    const copy = await kept(url);
    if (!copy) return network;
    const late = new Promise((done) => { setTimeout(done, PATIENCE, copy); });
    const sound = network.then((answer) => (answer.ok || answer.type === 'opaqueredirect' ? answer : copy), () => copy);
    return Promise.race([sound, late]);
  };

  // Fetches what a page wants kept and is not there yet, the index last: it never names what is missing.
  const keep = async (urls) => {
    const files = urls.map((url) => new URL(url, GATEWAY).href);
    const cache = await caches.open(CATALOGUE);
    await Promise.all(files.filter(hashed).map(async (url) => await cache.match(url, AS_NAMED) || add(cache, url)));
    if (files.includes(INDEX)) await add(cache, INDEX);
    const all = await cache.keys();
    await Promise.all(all.slice(0, -MOST_FILES).map((oldest) => cache.delete(oldest)));
    return true;
  };
}
