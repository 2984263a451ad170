// A filled household as the file that a citizen carries from one device to another: src/draft/carried.rs, and
// src/draft/record.rs for the record in it.
import { createHash } from 'node:crypto';

/** What is typed into the widget for a household of lib/data.mjs, by path. */
function typed({ members }) {
  return members.flatMap((member, at) => Object.entries(member).map(([key, value]) => {
    const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [`members.${at + 1}.${name}`, key === 'dob' ? value.split('-').reverse().join('/') : String(value)];
  }));
}

/** `catalogue` is the version of the catalogue, `number` tells the drafts of one device apart. */
export function carried(household, catalogue, number) {
  const varint = (n) => (n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))]);
  const text = (value) => { const bytes = Buffer.from(value); return [...varint(bytes.length), ...bytes]; };
  const pairs = (all) => [...varint(all.length), ...all.flatMap((pair) => pair.flatMap(text))];
  const record = Buffer.from([
    ...Buffer.from('TKD\x01'),
    ...[String(number).padStart(26, '0'), '0.000002', 'bench', catalogue].flatMap(text),
    ...varint(Math.floor(Date.now() / 1000)),
    ...text('declare:household'),
    ...pairs(typed(household)), ...pairs([]), // nothing was typed to questions that are gone
    0, // no files
    0, // a draft
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(record.length);
  return Buffer.concat([Buffer.from('TKHAI\x1a\x01'), length, Buffer.from(createHash('sha256').update(record).digest('hex')), record]);
}
