// The loader finds its files beside itself. So it is imported from the folder where they are served, and bundlers
// leave it alone.
export const load = async (folder) => {
  const here = new URL(String(folder).replace(/\/?$/, '/'), document.baseURI);
  await import(/* webpackIgnore: true */ /* @vite-ignore */ new URL('to-khai.js', here).href);
  return customElements.get('to-khai');
};
