// Within frame.html: the address says what to show, and the page around is told how high that is.
const tag = document.querySelector('to-khai');
const asked = new URLSearchParams(location.search);
// The gateway is not among them: an address must not lead what is typed elsewhere.
for (const name of ['site', 'office', 'procedure', 'lang']) {
  if (asked.has(name)) tag.setAttribute(name, asked.get(name));
}
document.documentElement.lang = tag.lang || 'vi';

// The height is no secret, and who is around is not known before: every origin may hear it.
const tell = (top) => {
  const { height } = document.documentElement.getBoundingClientRect();
  parent.postMessage({ 'to-khai': Math.ceil(height), top }, '*');
};
new ResizeObserver(() => tell(false)).observe(document.documentElement);
addEventListener('message', ({ source, data }) => {
  if (source === parent && data === 'to-khai') tell(false);
});

// The next page begins at its top, but only somebody who is here already is led there.
let here = false;
for (const sign of ['pointerdown', 'keydown']) addEventListener(sign, () => { here = true; }, { once: true, capture: true });
addEventListener('to-khai:step', () => tell(here));
