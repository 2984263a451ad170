// Files: picked, looked at, carried away to another device and brought back.

import { show, take } from './picture.js';

export { show };

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

// SHA-256 of a text or of a file's bytes, in hexadecimal.
export const sha256 = async (what) => hex(await crypto.subtle.digest('SHA-256', await new Blob([what]).arrayBuffer()));

// What was chosen in a file input; the input is emptied, so that the same file can be chosen again.
export const chosen = (input) => {
  const files = [...input.files];
  input.value = '';
  return files;
};

// Reads a file whole when it is picked, what a cloud hands over later may be empty:
// [blob, media type, bytes, SHA-256, name].
export const pick = async (file, limit) => {
  const [blob, type] = await take(file, limit);
  // A picture was written anew, whatever it was called.
  const name = type === 'image/jpeg' ? `${file.name.replace(/\.\w+$/, '')}.jpg` : file.name;
  return [blob, type, blob.size, await sha256(blob), name];
};

// Part of a file.
export const slice = async (blob, from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer());
export const part = (blob, from, to, type) => blob.slice(from, to, type);

// Hands a file to the citizen, made of these parts one after the other.
export const save = (root, name, parts) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }));
  link.download = name;
  root.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
