// Waiting that ends with the widget at the latest.

const waiting = new Set();

// Calls `then` once: after so many milliseconds, when the widget goes, or by the function that it returns.
export const after = (milliseconds, then) => {
  const end = () => {
    clearTimeout(timer);
    if (waiting.delete(end)) then();
  };
  const timer = setTimeout(end, milliseconds);
  waiting.add(end);
  return end;
};

// A widget goes: nobody waits any longer.
export const close = () => waiting.forEach((end) => end());
