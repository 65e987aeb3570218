// Two languages that nobody speaks, made from the English catalogues to try layouts with: en-XA is longer by two fifths and full
// of accents, en-XB runs from the right. Placeholders and plural forms are those of the original.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ACCENTS = Object.fromEntries([...'aàbƀcçdđeéfƒgĝhĥiîjĵkķlļmɱnñoôpþqǫrŕsštţuûvṽwŵxẋyýzžAÀBƁCÇDÐEÉFƑGĜHĤIÎJĴKĶLĻMṀNÑOÔPÞQǪRŔSŠTŢUÛVṼWŴXẊYÝZŽ'
  .match(/../gu)].map(([plain, accented]) => [plain, accented]));
const PADDING = 'lorem ipsum dolor sit amet consetetur sadipscing elitr sed diam nonumy eirmod tempor invidunt ut labore et dolore ';
const LONGER_BY = 0.4;

const accented = (text) => text.replace(/[a-z]/gi, (letter) => ACCENTS[letter]);
const mirrored = (text) => text.replace(/\S(?:.*\S)?/gs, (words) => `\u202e${words}\u202c`);

/// Changes the words of an ICU message and nothing else: neither arguments nor their forms nor the number sign.
export function reworded(message, change) {
  const argument = /^\{\s*\w+\s*(?:,\s*\w+\s*)?/;
  let out = '', words = '', at = 0;
  const flush = () => { out += words && change(words); words = ''; };
  while (at < message.length) {
    const rest = message.slice(at);
    if (rest[0] === '#') { flush(); out += '#'; at++; continue; }
    if (rest[0] !== '{') { words += rest[0]; at++; continue; }
    flush();
    // To the brace that closes it; what stands in inner braces are messages themselves.
    const head = argument.exec(rest)[0];
    out += head;
    at += head.length;
    while (message[at] !== '}') {
      if (message[at] !== '{') { out += message[at++]; continue; }
      const from = at + 1;
      for (let depth = 0; ; at++) {
        if (message[at] === '{') depth++;
        if (message[at] === '}' && --depth === 0) break;
      }
      out += `{${reworded(message.slice(from, at), change)}}`;
      at++;
    }
    out += '}';
    at++;
  }
  flush();
  return out;
}

// What is long already is a page of its own, and the telephone could not say it any more.
const LONG = 500;
const padded = (message) => message.length > LONG ? message
  : `${message} ${PADDING.repeat(1 + message.length / 100).slice(0, Math.ceil(message.length * LONGER_BY))}`.trim();
const KEPT = ['zh-Hans', 'en'];
export const LANGUAGES = [
  { id: 'en-XA', bcp47: ['en-XA'], name: 'Ļôñĝ Éñĝļîšĥ', direction: 'ltr', make: (message) => reworded(padded(message), accented) },
  { id: 'en-XB', bcp47: ['en-XB'], name: '\u202eEnglish from the right\u202c', direction: 'rtl', make: (message) => reworded(message, mirrored) },
];

/// A folder with Chinese, English and the two made ones, for --locales: there are keys for no more than seven on the telephone.
export function with_pseudo_languages(from) {
  const folder = mkdtempSync(join(tmpdir(), 'plaint-locales-'));
  const list = JSON.parse(readFileSync(join(from, 'locales.json'), 'utf8')).filter(({ id }) => KEPT.includes(id));
  for (const id of KEPT) cpSync(join(from, id), join(folder, id), { recursive: true });
  for (const { make, ...row } of LANGUAGES) {
    mkdirSync(join(folder, row.id));
    list.push({ ...row, say: 'en-US', hear: 'en-US' });
    for (const file of readdirSync(join(from, 'en'))) {
      const { messages, words = {} } = JSON.parse(readFileSync(join(from, 'en', file), 'utf8'));
      const made = Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, make(message)]));
      writeFileSync(join(folder, row.id, file), JSON.stringify({ locale: row.id, messages: made, words }));
    }
  }
  writeFileSync(join(folder, 'locales.json'), JSON.stringify(list));
  return folder;
}
