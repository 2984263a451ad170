// Codes in a photograph and before the camera: what reads them is fetched when somebody asks for it (embed/scan/scan.js).

const [FILE, INTEGRITY] = __SCAN__;

const fetched = async () => {
  const url = new URL(`../${FILE}`, import.meta.url).href;
  // An import knows no checksum; what was fetched a moment before does.
  const answer = await fetch(url, { integrity: INTEGRITY }).catch(() => null);
  if (!answer?.ok) throw new Error('network');
  return import(url);
};

// Resolves to the texts of the codes in a photograph, a Blob, none twice. Rejects with an Error: `empty`, `heic`, `type`,
// `unreadable` or `large`, as `take` has it, or `network`: the reader did not come.
export const scan = async (photograph) => {
  const { open } = await fetched();
  const scanner = await open();
  return scanner.read(photograph).finally(scanner.close);
};

// Shows in `place` what the camera sees and calls `found` with each text that it comes upon, until the function that is
// returned is called. Calls `failed` with a word when there is nothing to see: `refused`, `missing`, `busy`, `insecure`,
// or `network`.
export const watch = (place, found, failed) => {
  const gone = new AbortController();
  const { signal } = gone;
  fetched().then(({ watch }) => watch(place, found, signal)).catch(({ message }) => {
    if (!signal.aborted) failed(message);
    gone.abort();
  });
  return () => gone.abort();
};
