// The status page: a receipt code is looked up, what is missing is added in the chat, a case is withdrawn.
// The code stays in this page's memory; it is never part of an address.
'use strict';

(() => {
const by_id = (id) => document.getElementById(id);
// In the words of page.js; what the server names and nobody has words for is shown as it is called.
const t = (key, n) => (words[key] || key.replace(/^.*\./, '')).replace('{n}', n);
const field = by_id('receipt');
let code = '';
let found = null;

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children.filter(Boolean));
  return made;
}

function button(look, key, click) {
  const made = element('button', look, t(key));
  made.type = 'button';
  made.addEventListener('click', click);
  return made;
}

async function post(path, body) {
  const answer = await fetch(`api/v1/${path}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...body, locale: document.documentElement.lang }), credentials: 'omit', cache: 'no-store',
  }).catch(() => { throw new Error(t('status.network')); });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.detail || said.title || t('status.refused'));
  return said;
}

function tell(text, look = 'problem') { Object.assign(by_id('problem'), { textContent: text, className: look }); }
function complain(error) { tell(error.message); }

async function look_up() {
  await words_ready;
  tell('');
  if (code.length !== 16) { complain(new Error(t('status.short'))); return field.focus(); }
  try {
    found = await post('status', { receipt: code });
  } catch (error) {
    found = null;
    complain(error);
  }
  show();
}

function open_chat() {
  const box = by_id('chat');
  const chat = box.querySelector('plaint-chat');
  box.hidden = chat.hidden = false;
  chat.open({ receipt: code });
  box.scrollIntoView();
}

// A change is asked about first, by all the numbers that it is about: with the main case all cases end.
function change(what, number, numbers, done) {
  const dialog = by_id(what);
  by_id(`${what}-case`).textContent = numbers.join(', ');
  dialog.returnValue = 'no';
  dialog.onclose = async () => {
    if (dialog.returnValue !== 'yes') return;
    try {
      await post(`status/${what}`, { receipt: code, case: number, confirm: true });
      await look_up();
      tell(t(done), 'done');
    } catch (error) {
      complain(error);
    }
  };
  dialog.showModal();
}

function fact(key, value) {
  return value && element('div', '', element('dt', '', t(key)), element('dd', '', value));
}

function case_card({ number, kind, state, stage, term, term_reason, lead, missing = [], words = [], submitted_at, version, withdraws = [], rejectable }) {
  const time = submitted_at && new Date(submitted_at).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' });
  return element('article', 'case',
    element('h2', '', element('span', 'number', number), element('span', `badge ${state}`, t(`status.state.${state}`))),
    term && element('p', 'term', term),
    term && element('details', '', element('summary', '', t('status.basis')), element('p', '', term_reason)),
    element('dl', '', fact('status.kind', t(`kind_of_case.${kind}`)), fact('status.stage', stage && t(`status.stage.${stage}`)), fact('window.lead', lead?.name),
      fact('status.submitted', time && `${time}${version > 1 ? ` · ${t('status.version', version)}` : ''}`)),
    ...words.map(({ ruling, reason }) => element('p', 'said', element('b', '', t(`status.said.${ruling}`)), reason)),
    missing.length && element('h3', '', t('status.missing')),
    missing.length && element('ul', '', ...missing.map(({ label, path }) => element('li', '', label || path))),
    element('div', 'actions', found.resume && missing.length && button('primary', 'status.add', open_chat),
      rejectable && button('', 'status.reject', () => change('reject', number, [number], 'status.rejected')),
      withdraws.length && button('', 'status.withdraw', () => change('withdraw', number, withdraws, 'status.withdrawn'))));
}

function show() {
  const list = by_id('cases');
  list.replaceChildren();
  if (!found) return;
  list.append(...(found.cases || []).map(case_card));
  if (found.cases?.length) return;
  list.append(element('article', 'case', element('p', '', t('status.draft')),
    element('div', 'actions', found.resume && button('primary', 'status.resume', open_chat))));
}

field.addEventListener('input', () => {
  code = field.value.replace(/\D/g, '').slice(0, 16);
  field.value = code.replace(/(\d{4})(?=\d)/g, '$1 ');
});
by_id('form').addEventListener('submit', (event) => { event.preventDefault(); look_up(); });
document.addEventListener('language', show);
})();
