// What the pages around the chat share: their language, which follows the browser, the address (?lang=en) and the chat.
'use strict';

const root = document.documentElement;
const asked = new URLSearchParams(location.search).get('lang') || navigator.language || 'zh';
root.lang = /^zh/i.test(asked) ? 'zh-Hans' : 'en';

const chat = document.querySelector('plaint-chat');
const [chinese_title, english_title] = document.title.split(' · ');

function show_language(language) {
  root.lang = language;
  document.title = language === 'en' ? english_title : chinese_title;
  // A window that is not yet open has nobody to tell; one that is tells the conversation too.
  if (chat?.language && chat.language !== language) chat.line ? chat.switch_language() : chat.use_language(language);
  document.dispatchEvent(new Event('language'));
}

show_language(root.lang);
chat?.addEventListener('language', () => { if (chat.language !== root.lang) show_language(chat.language); });
document.getElementById('language')?.addEventListener('click', () => show_language(root.lang === 'en' ? 'zh-Hans' : 'en'));

// On a narrow screen the conversation comes first and the guide waits folded above it.
const guide = document.getElementById('guide');
const narrow = matchMedia('(max-width: 900px)');
const fold = () => { if (guide) guide.open = !narrow.matches; };
narrow.addEventListener('change', fold);
fold();
