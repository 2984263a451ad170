// As extensions that translate do: every text into <font><font>, and again whatever comes.
const skipped = "font, script, style, textarea, option, title";
const translate = (text) => {
  if (!text.data.trim() || !text.parentElement || text.parentElement.closest(skipped)) return;
  const outer = document.createElement("font");
  const inner = document.createElement("font");
  outer.style.verticalAlign = inner.style.verticalAlign = "inherit";
  text.replaceWith(outer);
  outer.append(inner);
  inner.append(text.data);
};
const walk = (tree) => {
  const texts = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
  const all = [];
  while (texts.nextNode()) all.push(texts.currentNode);
  all.forEach(translate);
};
const follow = (tree) => {
  const observer = new MutationObserver(() => walk(tree));
  observer.observe(tree, { childList: true, subtree: true, characterData: true });
  walk(tree);
  return observer;
};
