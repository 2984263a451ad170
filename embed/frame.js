// For a page that shows frame.html in an iframe: the iframe becomes as high as what it shows.
// A plain script, for portals that know no modules. Only the iframe that speaks is touched, and only while it
// shows the origin that its `src` names.
{
  const frames = () => [...document.querySelectorAll('iframe[src*="/frame.html"]')];
  addEventListener('message', ({ data, origin, source }) => {
    const height = data?.['to-khai'];
    const frame = frames().find((one) => one.contentWindow === source && new URL(one.src).origin === origin);
    if (!frame || !(height > 0)) return;
    frame.style.boxSizing = 'content-box';
    frame.style.height = `${height}px`;
    if (data.top && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
  });
  // Whoever spoke before this script was here says it again.
  for (const frame of frames()) frame.contentWindow.postMessage('to-khai', '*');
}
