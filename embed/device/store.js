// What the device keeps: dossiers and the bytes of their files, each sealed with a key of this origin that no
// script can read out. It guards the copy on the disk; scripts of the same page see what the widget sees.
//
// Requests of a transaction are made at once and never awaited in between: a browser ends a transaction that
// has nothing to do. Every failure is an Error whose message is one word for src/platform/device.rs.

const STORES = ['keys', 'dossiers', 'files'];
// There are dossiers here: the loader fetches this code with the widget then, and the first page waits for it.
const FLAG = 'to-khai';
// iOS has been seen to leave a database opening for ever; but one that was cut off while it was written takes its
// time to be mended, and where dossiers lie there is something to wait for.
const patience = () => (flagged() ? 20_000 : 4000);

const flagged = () => {
  try { return Boolean(localStorage.getItem(FLAG)); } catch { return false; }
};

let base;
let sealer;

const word = (cause) => {
  const name = cause?.name ?? '';
  if (name === 'QuotaExceededError') return 'full';
  if (name === 'OperationError') return 'locked';
  return cause?.message === 'locked' ? 'locked' : 'missing';
};

const open = () => (base ??= new Promise((done, failed) => {
  const timer = setTimeout(failed, patience(), new Error('missing'));
  const request = indexedDB.open('to-khai', 1);
  request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
  request.onerror = () => { clearTimeout(timer); failed(request.error); };
  request.onsuccess = () => {
    clearTimeout(timer);
    const database = request.result;
    // A browser may close it any time; a newer version of ours may ask for it.
    database.onclose = () => { base = null; };
    database.onversionchange = () => { database.close(); base = null; };
    done(database);
  };
}).catch((cause) => { base = null; throw cause; }));

// Runs `work` in a transaction and resolves, once that is on the disk, to what its request found. A database that
// was closed meanwhile is opened anew, once.
const transact = async (stores, mode, work, again = true) => {
  const database = await open();
  try {
    return await new Promise((done, failed) => {
      const transaction = database.transaction(stores, mode, { durability: 'strict' });
      const request = work(...[stores].flat().map((name) => transaction.objectStore(name)));
      transaction.oncomplete = () => done(request?.result);
      transaction.onabort = () => failed(transaction.error ?? new Error('missing'));
    });
  } catch (cause) {
    if (!again || cause?.name !== 'InvalidStateError') throw cause;
    base = null;
    return transact(stores, mode, work, false);
  }
};

const read = (store, work) => transact(store, 'readonly', work);
const write = (stores, work) => transact(stores, 'readwrite', work);

const key = () => (sealer ??= (async () => {
  const get = () => read('keys', (keys) => keys.get('dossiers'));
  const known = await get();
  if (known) return known;
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  // Another tab may have made one in between: the first stays.
  await write('keys', (keys) => { keys.add(fresh, 'dossiers').onerror = (event) => { event.preventDefault(); event.stopPropagation(); }; });
  return get();
})().catch((cause) => { sealer = null; throw cause; }));

// What is sealed under one name opens under no other.
const how = (name, iv) => ({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(name) });

const seal = async (name, bytes) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt(how(name, iv), await key(), bytes) };
};

const unseal = async (name, kept) => crypto.subtle.decrypt(how(name, kept.iv), await key(), kept.sealed);

const flag = (up) => {
  try {
    if (up) localStorage.setItem(FLAG, '1'); else localStorage.removeItem(FLAG);
  } catch { /* a browser that forbids it has the first page wait for nothing */ }
};

const told = (work) => async (...args) => {
  try {
    return await work(...args);
  } catch (cause) {
    throw new Error(word(cause));
  }
};

const pathOf = (number, sha256) => `${number}/${sha256}`;
// All files of a dossier lie between these two.
const filesOf = (number) => IDBKeyRange.bound(`${number}/`, `${number}/~`);

// Whether this browser keeps anything for us: the key is there and can be used.
export const ready = told(async () => { await unseal('', await seal('', new Uint8Array(1))); });

// What is written lands in the order in which it was asked for: sealing takes longer for some than for others.
let last = Promise.resolve();
const inTurn = (work) => (...args) => {
  const turn = last.then(() => work(...args));
  last = turn.catch(() => {});
  return turn;
};

// Keeps a dossier's record.
export const put = inTurn(told(async (number, bytes) => {
  const kept = await seal(number, bytes);
  await write('dossiers', (dossiers) => dossiers.put(kept, number));
  flag(true);
}));

// A dossier's record; undefined when there is none.
export const get = told(async (number) => {
  const kept = await read('dossiers', (dossiers) => dossiers.get(number));
  return kept && new Uint8Array(await unseal(number, kept));
});

// Every record as [number, bytes]; without bytes where it cannot be opened.
export const list = told(async () => {
  const numbers = await read('dossiers', (dossiers) => dossiers.getAllKeys());
  const open = async (number) => [number, await get(number).catch(() => null)];
  flag(numbers.length);
  return Promise.all(numbers.map(open));
});

// Forgets a dossier with its files.
export const remove = inTurn(told(async (number) => {
  await write(['dossiers', 'files'], (dossiers, files) => { files.delete(filesOf(number)); dossiers.delete(number); });
}));

// Forgets the files of a dossier.
export const removeFiles = inTurn(told((number) => write('files', (files) => { files.delete(filesOf(number)); })));

// Keeps the bytes of a file.
export const putFile = inTurn(told(async (number, sha256, blob) => {
  const path = pathOf(number, sha256);
  const kept = await seal(path, await blob.arrayBuffer());
  await write('files', (files) => files.put(kept, path));
}));

// The bytes of a file; undefined when they are not here.
export const getFile = told(async (number, sha256, type) => {
  const path = pathOf(number, sha256);
  const kept = await read('files', (files) => files.get(path));
  return kept && new Blob([await unseal(path, kept)], { type });
});

let asked;
// Asks the browser, once, not to clear this away by itself. Firefox would ask the citizen, so it is not asked.
export const persist = () => (asked ??= navigator.userAgent.includes('Firefox') || navigator.storage?.persist?.().catch(() => {}));
