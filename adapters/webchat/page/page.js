// What the pages around the chat share: their language, which the server chose by the browser or the address (?lang=en), and
// the chat.
'use strict';

const root = document.documentElement;
const chat = document.querySelector('plaint-chat');
const tongue = document.getElementById('language');
let words = {};
let wanted = root.lang;

async function words_in(language) {
  const answer = await fetch(`words.json?of=page&lang=${encodeURIComponent(language)}`, { credentials: 'omit' });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

// Without them everything goes on, and things are shown as they are called.
const words_ready = words_in(root.lang).then((found) => { words = found.words; }).catch(console.error);

async function show_language(language) {
  wanted = language;
  if (language !== root.lang) {
    const found = await words_in(language).catch(console.error);
    // Of two changes at once the later one holds, whichever words come first.
    if (wanted !== language) return;
    if (!found) {
      if (tongue) tongue.value = root.lang;
      return;
    }
    words = found.words;
    root.lang = found.language;
    root.dir = found.direction;
    for (const part of document.querySelectorAll('[data-t]')) part.textContent = words[part.dataset.t];
    for (const link of document.querySelectorAll('a[href*="?lang="]')) link.setAttribute('href', link.getAttribute('href').replace(/lang=.*/, `lang=${root.lang}`));
    document.dispatchEvent(new Event('language'));
  }
  if (tongue) tongue.value = root.lang;
  // A window that is not yet open has nobody to tell; one that is tells the conversation too.
  if (chat?.language && chat.language !== root.lang) chat.line ? chat.switch_language(root.lang) : chat.use_language(root.lang);
}

chat?.addEventListener('language', () => show_language(chat.language));
tongue?.addEventListener('change', () => show_language(tongue.value));

// On a narrow screen the conversation comes first and the guide waits folded above it.
const guide = document.getElementById('guide');
const narrow = matchMedia('(max-width: 900px)');
const fold = () => { if (guide) guide.open = !narrow.matches; };
narrow.addEventListener('change', fold);
fold();
