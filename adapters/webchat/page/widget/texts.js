// What the window itself says comes from the server's catalogues, like all that the bot says: one file for each language.
const WORDS = new Map();

/// The words for one language or for the first of several that the server has ("fr-CH,en"); asked for until they come.
async function words_for(tags) {
  if (WORDS.has(tags)) return WORDS.get(tags);
  for (let wait = 500; ; wait = Math.min(2 * wait, 15000)) {
    try {
      const answer = await fetch(new URL(`words.json?lang=${encodeURIComponent(tags)}`, home), { credentials: 'omit' });
      // What says why not is no words.
      if (!answer.ok) throw new Error(answer.statusText);
      const found = await answer.json();
      WORDS.set(tags, found).set(found.language, found);
      return found;
    } catch {
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}
