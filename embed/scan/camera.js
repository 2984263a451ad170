// The live camera: its picture stands in the page, and each text that it comes upon is told, until it is let go of.

// Why there is none, by the name of the browser's error.
const WHY = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
};
// Milliseconds between two looks, so that an old phone still shows a moving picture.
const PAUSE = 120;

const opened = async () => {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error(isSecureContext ? 'missing' : 'insecure');
  const video = { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } };
  return navigator.mediaDevices.getUserMedia({ audio: false, video }).catch(({ name }) => {
    throw new Error(WHY[name] ?? 'busy');
  });
};

const shown = async (stream, place) => {
  const video = document.createElement('video');
  video.muted = video.playsInline = true;
  video.srcObject = stream;
  place.replaceChildren(video);
  // Where it may not play by itself, its first picture is there all the same.
  await video.play().catch(() => {});
  return video;
};

// `open` resolves to the scanner that looks at the video. Ends when the signal says so, or rejects with the reason why
// nothing is seen.
export const watch = async (open, place, found, signal) => {
  // What comes too late is let go of at once.
  const held = (coming, release) => coming.then((thing) => {
    if (signal.aborted) release(thing);
    signal.addEventListener('abort', () => release(thing));
    return thing;
  });
  // It comes while the person is asked for the camera.
  const scanner = held(open(), ({ close }) => close());
  scanner.catch(() => {});
  const stream = await held(opened(), (stream) => stream.getTracks().forEach((track) => track.stop()));
  const video = await shown(stream, place);
  const { read } = await scanner;
  let last;
  while (!signal.aborted) {
    const texts = document.hidden ? [] : await read(video).catch(() => []);
    for (const text of texts) {
      if (!signal.aborted && text !== last) found(last = text);
    }
    await new Promise((done) => { setTimeout(done, PAUSE); });
  }
};
