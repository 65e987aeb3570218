// The status page: a receipt code is looked up, what is missing is added in the chat, a case is withdrawn.
// The code stays in this page's memory; it is never part of an address.
'use strict';

(() => {
const WORDS = {
  'zh-Hans': {
    kind: '类别', state: '状态', stage: '环节', lead: '承办单位', submitted: '提交时间', version: '第 {n} 版', missing: '待补材料',
    add: '补交材料', resume: '继续填写', withdraw: '撤回', draft: '这次投诉还没有提交，可以继续填写。', none: '没有待补材料',
    withdrawn: '已撤回。', reject: '不接受结果', rejected: '已登记，将按一般程序另立案件。', short: '回执码应为 16 位数字。', network: '网络不通，请稍后再试。', refused: '没有查到，请核对回执码。',
    patent_infringement: '专利侵权', patent_passing_off: '假冒专利', opinion_request: '侵权判定咨询', trademark: '商标',
    copyright: '著作权', geographical_indication: '地理标志', trade_secret: '商业秘密', other_ip: '其他知识产权',
    consultation: '咨询', assistance: '维权援助', suggestion: '意见建议',
    'state.draft': '填写中', 'state.submitted': '已提交', 'state.in_review': '审查中', 'state.awaiting_materials': '等待补交材料',
    'state.accepted': '已受理', 'state.not_accepted': '不予受理', 'state.transferred': '已移送', 'state.duplicate': '重复投诉',
    'state.concluded': '已办结', 'state.withdrawn': '已撤回', 'stage.acceptance': '受理', 'stage.response': '答复',
    'stage.transfer': '移送', 'stage.feedback': '反馈', 'stage.follow_up': '回访',
    'said.request': '受理中心请您重新提供以下材料，理由是：', 'said.accept': '受理理由：', 'said.not_accept': '不予受理的理由：',
    'said.transfer': '移送的理由：',
  },
  en: {
    kind: 'Kind', state: 'State', stage: 'Stage', lead: 'Handled by', submitted: 'Submitted', version: 'version {n}',
    missing: 'Still missing', add: 'Add what is missing', resume: 'Continue', withdraw: 'Withdraw',
    draft: 'This complaint has not been submitted yet. You can continue it.', none: 'Nothing is missing',
    withdrawn: 'Withdrawn.', reject: 'Reject the outcome', rejected: 'Noted. A case in the general procedure is opened.', short: 'A receipt code has 16 digits.', network: 'No connection. Please try again later.',
    refused: 'Nothing was found. Please check the code.',
    patent_infringement: 'Patent infringement', patent_passing_off: 'Passing off a patent',
    opinion_request: 'Opinion on infringement', trademark: 'Trade mark', copyright: 'Copyright',
    geographical_indication: 'Geographical indication', trade_secret: 'Trade secret', other_ip: 'Other right',
    consultation: 'Question', assistance: 'Assistance', suggestion: 'Suggestion',
    'state.draft': 'Not submitted', 'state.submitted': 'Submitted', 'state.in_review': 'In review',
    'state.awaiting_materials': 'Waiting for materials', 'state.accepted': 'Accepted', 'state.not_accepted': 'Not accepted',
    'state.transferred': 'Transferred', 'state.duplicate': 'Duplicate', 'state.concluded': 'Concluded',
    'state.withdrawn': 'Withdrawn', 'stage.acceptance': 'Acceptance', 'stage.response': 'Response',
    'stage.transfer': 'Transfer', 'stage.feedback': 'Feedback', 'stage.follow_up': 'Follow-up',
    'said.request': 'The centre asks for these items again: ', 'said.accept': 'Why it was accepted: ',
    'said.not_accept': 'Why it was not accepted: ', 'said.transfer': 'Why it was transferred: ',
  },
};

const by_id = (id) => document.getElementById(id);
const t = (key, n) => (WORDS[document.documentElement.lang][key] || key.replace(/^\w+\./, '')).replace('{n}', n);
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
  }).catch(() => { throw new Error(t('network')); });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.detail || said.title || t('refused'));
  return said;
}

function tell(text, look = 'problem') { Object.assign(by_id('problem'), { textContent: text, className: look }); }
function complain(error) { tell(error.message); }

async function look_up() {
  tell('');
  if (code.length !== 16) { complain(new Error(t('short'))); return field.focus(); }
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

function case_card({ number, kind, state, stage, lead, missing = [], words = [], submitted_at, version, withdraws = [], rejectable }) {
  const time = submitted_at && new Date(submitted_at).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' });
  return element('article', 'case',
    element('h2', '', element('span', 'number', number), element('span', `badge ${state}`, t(`state.${state}`))),
    element('dl', '', fact('kind', t(kind)), fact('stage', stage && t(`stage.${stage}`)), fact('lead', lead?.name),
      fact('submitted', time && `${time}${version > 1 ? ` · ${t('version', version)}` : ''}`)),
    ...words.map(({ ruling, reason }) => element('p', 'said', element('b', '', t(`said.${ruling}`)), reason)),
    missing.length && element('h3', '', t('missing')),
    missing.length && element('ul', '', ...missing.map(({ label, path }) => element('li', '', label || path))),
    element('div', 'actions', found.resume && missing.length && button('primary', 'add', open_chat),
      rejectable && button('', 'reject', () => change('reject', number, [number], 'rejected')),
      withdraws.length && button('', 'withdraw', () => change('withdraw', number, withdraws, 'withdrawn'))));
}

function show() {
  const list = by_id('cases');
  list.replaceChildren();
  if (!found) return;
  list.append(...(found.cases || []).map(case_card));
  if (found.cases?.length) return;
  list.append(element('article', 'case', element('p', '', t('draft')),
    element('div', 'actions', found.resume && button('primary', 'resume', open_chat))));
}

field.addEventListener('input', () => {
  code = field.value.replace(/\D/g, '').slice(0, 16);
  field.value = code.replace(/(\d{4})(?=\d)/g, '$1 ');
});
by_id('form').addEventListener('submit', (event) => { event.preventDefault(); look_up(); });
document.addEventListener('language', show);
})();
