// The chat window: one custom element without dependencies.
//   <script src="https://host/widget.js" defer data-lang="zh-Hans"></script>   a button and a panel on any page
//   <plaint-chat mode="page"></plaint-chat>                                    fills the box that it stands in
// It speaks Direct Line 3.0 to the server that the script came from. Text enters through textContent and style
// through adopted sheets, so the strictest policies are satisfied.
(() => {
'use strict';

const script = document.currentScript;
const home = new URL('.', script?.src || document.baseURI);

const TEXTS = {
  'zh-Hans': {
    title: '知识产权投诉', close: '收起', menu: '菜单', log: '对话记录', other: 'English', again: '新建投诉',
    shared: '公用电脑，不在本机保存内容', code: '用回执码继续', digits: '16 位回执码', type: '请输入回答', choose: '请先在上方选择',
    send: '发送', attach: '添加文件', back: '上一题', why: '为什么问', repeat: '重复', missing: '还缺什么', person: '转人工',
    stop: '先到这里', save: '下载对话记录', yes: '是', no: '否', keep: '保留', drop: '不保留', confirm: '确认提交',
    edit: '修改', region: '选择地区', pick: '请选择', date: '选择日期', ok: '确定', cancel: '取消', progress: '完成进度',
    hither: '把文件拖到这里，或', browse: '选择文件', camera: '拍照', upload: '上传', discard: '删除',
    limits: '最多 {count} 个，每个不超过 {size}：{types}', refused: '{name} 不符合要求', sending: '发送中', sent: '已送达',
    waiting: '等待网络', failed: '未能发送', stored: '已收存', retry: '重试', offline: '连接已断开，恢复后自动发送您的回答。',
    ended: '这次对话已经结束。', typing: '正在输入……', bot: '系统', me: '我', done: '办理凭证', number: '案件编号', receipt: '回执码',
    lead: '承办单位', linked: '关联案件', secret: '凭回执码查询和补交，请妥善保管，不要告诉他人。', copy: '复制', copied: '已复制',
    print: '打印', file: '保存', provinces: '省级', cities: '市级', districts: '县级',
  },
  en: {
    title: 'IP complaints', close: 'Close', menu: 'Menu', log: 'Conversation', other: '中文', again: 'New complaint',
    shared: 'Shared computer: keep nothing on it', code: 'Continue with a receipt code', digits: '16-digit receipt code',
    type: 'Your answer', choose: 'Please choose above', send: 'Send', attach: 'Add files', back: 'Back', why: 'Why do you ask',
    repeat: 'Repeat', missing: 'What is missing', person: 'Talk to a person', stop: 'Stop here',
    save: 'Download conversation', yes: 'Yes', no: 'No', keep: 'Keep', drop: 'Drop', confirm: 'Confirm and submit',
    edit: 'Change', region: 'Choose a place', pick: 'Choose', date: 'Choose a date', ok: 'OK', cancel: 'Cancel',
    progress: 'Progress', hither: 'Drop files here, or', browse: 'Choose files', camera: 'Take a photo', upload: 'Upload',
    discard: 'Delete', limits: 'At most {count}, each up to {size}: {types}', refused: '{name} is not accepted',
    sending: 'Sending', sent: 'Delivered', waiting: 'Waiting for the network', failed: 'Not sent', stored: 'stored',
    retry: 'Retry', offline: 'Connection lost. Your answers will be sent once it is back.',
    ended: 'This conversation has ended.', typing: 'Typing…', bot: 'System', me: 'You', done: 'Acknowledgement',
    number: 'Case number', receipt: 'Receipt code', lead: 'Handled by', linked: 'Linked cases',
    secret: 'The receipt code opens your complaint. Keep it safe and tell nobody.', copy: 'Copy', copied: 'Copied',
    print: 'Print', file: 'Save', provinces: 'Province', cities: 'City', districts: 'District',
  },
};

// What the server takes when the limits of a question say nothing else.
const TYPES = '.jpg .jpeg .png .webp .pdf .doc .docx .xls .xlsx .zip .mp4'.split(' ');
const BYTES = 20 << 20;
const KEYBOARD = { number: 'decimal', phone: 'tel', receipt_code: 'numeric', email: 'email', link: 'url' };
const EXAMPLES = { patent_number: 'ZL 2023 1 0123456.7', email: 'name@example.com', link: 'https://' };
// No free text is taken before the privacy notice is answered.
const SILENT = ['intake.locale', 'intake.consent'];
const ICONS = {
  chat: 'M4 5h16v11H9l-5 4z', close: 'M6 6l12 12M18 6L6 18', menu: 'M5 7h14M5 12h14M5 17h14',
  send: 'M4 12h15M13 6l6 6-6 6', attach: 'M8 12.5l6-6a3 3 0 0 1 4.5 4.5l-8 8a5 5 0 0 1-7-7l7.5-7.5',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5', edit: 'M4 20l1-4L16 5l3 3L8 19z',
};

const CSS = `
:host{all:initial;--blue:#0b4a8f;--deep:#07366b;--red:#b4232a;--ink:#1b2430;--soft:#55606e;--line:#d3dbe5;--edge:#8593a3;--pale:#f3f6fa;
--tint:#e8f0f9;font:16px/1.6 system-ui,sans-serif;color:var(--ink)}
:host([mode=page]){display:block;height:100%}
[hidden],:host([hidden]){display:none!important}
*{box-sizing:border-box}
button,input,select,textarea{font:inherit;color:inherit}
button,.pick{cursor:pointer}
:focus-visible,.pick:focus-within{outline:3px solid #f2b01e;outline-offset:2px;box-shadow:0 0 0 2px var(--deep)}
svg{width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;flex:none}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.launch,.float{position:fixed;bottom:24px;inset-inline-end:24px;z-index:2147483000;box-shadow:0 8px 32px #07366b59}
.launch{display:flex;gap:8px;padding:12px 20px;border:0;border-radius:28px;background:var(--blue);color:#fff;font-weight:600}
.launch.new::after{content:"●";color:#ffb3b3}
.panel{display:flex;flex-direction:column;position:relative;background:var(--pale);overflow:hidden;height:100%}
.float{position:fixed;width:420px;height:min(720px,100dvh - 48px);border-radius:12px}
header{display:flex;align-items:center;gap:4px;padding:8px;padding-inline-start:16px;
background:var(--deep);color:#fff;border-bottom:3px solid var(--red)}
h2{flex:1;margin:0;padding:0 6px;font-size:1.06em;line-height:1.3}
header button{background:none;border:0;border-radius:8px;min-width:44px;height:44px;padding:0 8px;display:grid;place-items:center}
header button:hover,.launch:hover{background:#1d5fa8}
progress{display:block;width:100%;height:6px;accent-color:#2e8b57}
.banner{background:#fff4d6;padding:6px 16px;font-size:.88em}
.banner:empty,.err:empty{display:none}
.menu{position:absolute;top:60px;inset-inline-end:8px;z-index:2;padding:6px;background:#fff;border:1px solid var(--line);
border-radius:8px;box-shadow:0 8px 32px #07366b40;max-height:calc(100% - 70px);overflow:auto}
.menu button{width:100%;text-align:start;padding:9px 16px;border:0;background:none;border-radius:8px}
button.b:hover,.menu button:hover,.over{background:var(--tint)}
.scroll{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:12px 16px 20px;min-height:0;position:relative}
.scroll:focus-visible{outline-offset:-3px;box-shadow:none}
.inner{max-width:760px;margin:auto}
.notice,.notice label,.row,.pair,.files li,.state{display:flex;gap:4px 8px;align-items:center}
.notice,.row{flex-wrap:wrap}
.notice{justify-content:space-between;border-bottom:1px solid var(--line);margin-bottom:12px}
.notice,.hint,.state,.note,.typing,small,dt,.k,.grow span,.err{font-size:.88em;color:var(--soft)}
[type=checkbox]{width:18px;height:18px;accent-color:var(--blue)}
.link{background:none;border:0;padding:4px 2px;min-height:32px;color:var(--blue);text-decoration:underline;text-underline-offset:3px}
ul,ol{list-style:none;margin:0;padding:0}
ol>li{display:flex;flex-direction:column;align-items:flex-start;margin-bottom:10px}
.bubble{max-width:92%;padding:8px 14px;border-radius:4px 14px 14px;background:#fff;border:1px solid var(--line);
white-space:pre-line;overflow-wrap:anywhere}
.me{align-items:flex-end}
.me .bubble{background:var(--blue);color:#fff;border-radius:14px 4px 14px 14px}
.me.waiting .bubble{background:var(--soft)}
.me.failed .bubble{background:var(--red)}
.note{align-self:center}
.typing{animation:pulse 1s infinite alternate}
@keyframes pulse{to{opacity:.5}}
.answer{outline:0}
.answer[inert]{opacity:.5}
.hint{margin:0 0 8px;white-space:pre-line;border-inline-start:3px solid var(--edge);padding-inline-start:10px}
.row{margin:8px 0;gap:8px}
.list{flex-direction:column;align-items:stretch;max-width:560px}
.list .b{text-align:start}
.b,select,[type=date],[type=text],textarea{min-height:44px;border:1px solid var(--edge);border-radius:8px;background:#fff;
padding:8px 14px;max-width:100%;line-height:1.5;scroll-margin:12px}
.b{border-color:var(--blue);color:var(--blue)}
.main,button.main:hover,.composer button:last-child{background:var(--blue);color:#fff}
button.main:hover{background:var(--deep)}
.plain{border-color:var(--edge);color:var(--soft);border-radius:22px}
button:disabled,select:disabled{opacity:.5;cursor:default}
.grow{flex:1 1 140px}
.grow>*{display:block;width:100%}
.card .row{align-items:end}
.card{background:#fff;border:1px solid var(--line);border-radius:8px;padding:12px 16px;margin:6px 0;width:100%;max-width:560px}
h3,dl,dd,.pair p{margin:0}
h3{font-size:1em;color:var(--deep)}
.err{color:var(--red)}
.pair+h3{padding-top:16px}
.drop{border:2px dashed var(--edge)}
.files li,.pair{border-top:1px solid var(--line);padding:4px 0}
.files span,.pair div{flex:1;overflow-wrap:anywhere;min-width:0}
.files img{width:40px;height:40px;object-fit:cover}
.files progress{width:80px}
.me small{color:inherit}
.pair svg{width:16px;height:16px;margin-inline-end:4px}
dd{padding-bottom:6px}
.big{font:700 1.4em ui-monospace,Consolas,monospace;color:var(--deep)}
.receipt{border-top:4px solid var(--red)}
.composer{display:flex;align-items:end;gap:6px;margin:0;padding:8px;min-width:0;background:#fff;border:0;border-top:1px solid var(--line)}
textarea{flex:1;resize:none;max-height:168px;min-width:0}
::placeholder{color:var(--soft);opacity:1}
.composer button{border:0;border-radius:8px;height:44px;padding:10px;background:none;color:var(--blue)}
@media(max-width:520px){.float{inset:0;width:100%;height:var(--seen,100dvh);border-radius:0}.scroll{padding:12px}}
@media(prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}
@media print{.panel{display:block;position:static;height:auto}header button,.notice,.answer,.composer,.launch,progress,.state,.card .row,
.printing li:not(.printed){display:none!important}}`;

// Keeps the rest of the page off the paper while a receipt is printed.
const PRINT_CSS = '@media print{body *{visibility:hidden}plaint-chat{visibility:visible!important;position:absolute!important;inset:0 0 auto!important}}';

const sheet = (css) => { const made = new CSSStyleSheet(); made.replaceSync(css); return made; };

/// Builds an element. data-t, data-label and data-hint name texts that fill() puts in, now and after a change of language.
function h(tag, props, ...children) {
  const [name, ...classes] = tag.split('.');
  const made = document.createElement(name);
  made.className = classes.join(' ');
  for (const [key, value] of Object.entries(props || {})) {
    if (typeof value === 'function') made.addEventListener(key, value);
    else if (value != null && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child));
  return made;
}

function icon(name) {
  const [svg, path] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', true);
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

// randomUUID exists in secure contexts only, and an intranet page may be plain http.
const random_id = () => crypto.randomUUID?.() || crypto.getRandomValues(new Uint32Array(4)).join('-');
const language_of = (name) => /^zh/i.test(name) ? 'zh-Hans' : 'en';
const in_fours = (code) => code.replace(/\D/g, '').replace(/(\d{4})(?=\d)/g, '$1 ');
const in_megabytes = (bytes) => `${Math.ceil(bytes / 104857.6) / 10} MB`;
const key_of = ({ channelData }) => channelData?.clientActivityID;

function download(name, text) {
  const href = URL.createObjectURL(new Blob(['\ufeff', text]));
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

// Storage may be blocked by the browser or by the page around: then everything lives in memory only.
const STORE = `plaint:${home.host}`;
const recall = () => { try { return JSON.parse(localStorage.getItem(STORE)); } catch { return null; } };
const remember = (value) => {
  try { value ? localStorage.setItem(STORE, JSON.stringify(value)) : localStorage.removeItem(STORE); } catch { /* blocked */ }
};

function refusal(status, said, retry_after) {
  return Object.assign(new Error(said?.error?.message || ''), { status, wait: retry_after * 1000 });
}

/// One conversation over Direct Line. What is sent leaves in order, under one id over all retries; what is received is
/// handed over once, from a socket or, where sockets do not pass, by polling.
class Line {
  constructor(locale, hooks, kept) {
    Object.assign(this, { locale, hooks, user: `dl_${random_id()}`, ...kept, begun: !!kept, watermark: '0', seen: new Set(), brief: 0, tries: 0 });
    this.queue = (kept?.queue || []).map((activity) => ({ activity }));
    this.wake = () => document.hidden || this.again(0);
    addEventListener('online', this.wake);
    document.addEventListener('visibilitychange', this.wake);
    this.connect();
  }

  close(state) {
    this.closed = true;
    removeEventListener('online', this.wake);
    document.removeEventListener('visibilitychange', this.wake);
    clearTimeout(this.refresh);
    this.hang_up();
    if (state) this.hooks.state(state);
  }

  hang_up() {
    const socket = this.socket;
    this.socket = null;
    clearInterval(this.pulse);
    socket?.close();
  }

  url(path) { return new URL(`v3/directline/${path}`, home); }
  at(path) { return `conversations/${this.id}${path}watermark=${encodeURIComponent(this.watermark)}`; }

  async call(path, body, method = body ? 'POST' : 'GET') {
    const headers = { 'Content-Type': 'application/json' };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    const answer = await fetch(this.url(path),
      { method, headers, body: body && JSON.stringify(body), credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout?.(20000) });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw refusal(answer.status, said, answer.headers.get('Retry-After'));
    return said;
  }

  hold({ conversationId, token, expires_in = 1800, resume }) {
    Object.assign(this, { id: conversationId || this.id, token: token || this.token, secret: resume || this.secret });
    clearTimeout(this.refresh);
    // Half of its life leaves room for a device that dozes; a longer sleep is what the secret is for.
    this.refresh = setTimeout(() => this.call('tokens/refresh', {}).then((fresh) => this.hold(fresh), () => {}), Math.min(expires_in, 1800) * 500);
  }

  async connect() {
    if (this.closed || this.connecting) return;
    this.connecting = true;
    const person = { user: { id: this.user }, locale: this.locale };
    try {
      if (!this.token) this.hold(await this.call('tokens/generate', this.secret ? { resume: this.secret } : person));
      if (!this.socket && !this.polling) {
        const opened = await (this.begun ? this.call(this.at('?')) : this.call('conversations', person));
        this.hold(opened);
        this.begun = true;
        this.hooks.keep();
        this.listen(opened.streamUrl);
      }
      this.tries = 0;
      this.flush();
    } catch (error) {
      this.trouble(error);
    }
    this.connecting = false;
  }

  /// A refused token is renewed with the secret; a conversation that is gone is over; anything else is tried again.
  trouble({ status, wait }) {
    if (this.closed) return;
    const refused = status === 401 || status === 403;
    if (status === 404 || (refused && !(this.token && this.secret))) return this.close('ended');
    if (refused) this.token = null;
    this.hooks.state('offline');
    this.again(refused ? 50 : wait || Math.min(30000, 700 * 2 ** this.tries++) * (0.7 + Math.random() / 2));
  }

  again(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), delay);
  }

  listen(url) {
    let opened;
    try {
      if (this.brief > 1) throw 0;
      const socket = this.socket = new WebSocket(url);
      socket.onopen = () => {
        opened = Date.now();
        this.hooks.state('online');
        this.pulse = setInterval(() => socket.send(''), 20000);
      };
      socket.onmessage = ({ data }) => data && this.receive(JSON.parse(data));
      socket.onclose = () => {
        if (this.socket !== socket) return;
        this.hang_up();
        // Two windows on one conversation take the socket from each other: one that never lasts gives way to polling,
        // and a window in the background waits until it is looked at.
        this.brief = Date.now() - opened > 5000 ? 0 : this.brief + 1;
        this.hooks.state('offline');
        this.wake();
      };
    } catch {
      this.poll();
    }
  }

  async poll() {
    this.polling = true;
    try {
      for (let round = 0; round < 100 && !this.closed; round++) {
        this.receive(await this.call(this.at('/activities?')));
        this.hooks.state('online');
        await new Promise((done) => setTimeout(done, document.hidden ? 5000 : 1200));
      }
      this.brief = 1;
      this.again(0);
    } catch (error) {
      this.trouble(error);
    }
    this.polling = false;
  }

  receive({ activities = [], watermark = this.watermark }) {
    const fresh = activities.filter(({ id }) => !id || !this.seen.has(id));
    for (const activity of fresh) {
      this.seen.add(activity.id);
      const own = this.queue.find((entry) => key_of(entry.activity) === key_of(activity));
      if (own) this.settle(own);
    }
    if (fresh.length) this.hooks.receive(fresh);
    this.watermark = String(watermark);
  }

  send(activity, more) {
    const { locale, user: id } = this;
    const entry = { activity: { ...activity, locale, from: { id }, channelData: { ...activity.channelData, clientActivityID: random_id() } }, ...more };
    this.queue.push(entry);
    this.hooks.keep();
    this.flush();
    return entry;
  }

  move(entry, state, why) { this.hooks.mark(Object.assign(entry, { state, why })); }

  discard(entry) {
    this.queue = this.queue.filter((other) => other !== entry);
    this.hooks.keep();
  }

  settle(entry) {
    this.discard(entry);
    this.move(entry, 'sent');
  }

  async flush() {
    if (this.flushing || !this.token || !this.begun) return;
    this.flushing = true;
    for (let entry; !this.closed && (entry = this.queue.find(({ state }) => state !== 'failed'));) {
      this.move(entry, 'sending');
      try {
        await (entry.files ? this.upload(entry) : this.call(`conversations/${this.id}/activities`, entry.activity));
        this.settle(entry);
        this.hooks.state('online');
      } catch (error) {
        // Its echo may have come although its answer was lost.
        if (!this.queue.includes(entry)) continue;
        if ([400, 409, 413, 415, 422].includes(error.status)) { this.move(entry, 'failed', error.message); continue; }
        this.move(entry, 'waiting');
        this.trouble(error);
        break;
      }
    }
    this.flushing = false;
  }

  upload(entry) {
    const form = new FormData();
    form.append('activity', new Blob([JSON.stringify(entry.activity)], { type: 'application/vnd.microsoft.activity' }));
    entry.files.forEach((file) => form.append('file', file));
    return new Promise((done, fail) => {
      // fetch cannot tell how much of a body has left.
      const request = new XMLHttpRequest();
      request.open('POST', this.url(`conversations/${this.id}/upload?userId=${this.user}`));
      request.setRequestHeader('Authorization', `Bearer ${this.token}`);
      request.responseType = 'json';
      request.upload.onprogress = ({ loaded }) => { entry.loaded = loaded; this.hooks.mark(entry); };
      request.onerror = fail;
      request.onload = () => request.status < 300 ? done()
        : fail(refusal(request.status, request.response, request.getResponseHeader('Retry-After')));
      request.send(form);
    });
  }
}

class PlaintChat extends HTMLElement {
  connectedCallback() {
    if (this.root) return;
    this.root = this.attachShadow({ mode: 'open' });
    this.root.adoptedStyleSheets = [sheet(CSS)];
    this.page = this.getAttribute('mode') === 'page';
    this.language = language_of(this.lang || script?.dataset.lang || document.documentElement.lang || navigator.language);
    this.build();
    if (this.page && !this.hidden) this.open();
  }

  disconnectedCallback() { this.line?.close(); }

  t(key, values) { return TEXTS[this.language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]); }

  fill(part) {
    for (const node of [part, ...part.querySelectorAll('*')]) {
      const { t, label, hint } = node.dataset;
      if (t) node.textContent = this.t(t);
      if (label) node.ariaLabel = this.t(label);
      if (label && node.type === 'button') node.title = this.t(label);
      if (hint) node.placeholder = this.t(hint);
    }
    return part;
  }

  put(parent, ...parts) { parent.append(...parts.filter(Boolean).map((part) => this.fill(part))); }

  build() {
    const entry = (key, run = () => this.say(this.t(key))) => h('li', {},
      h('button', { 'data-t': key, click: () => { this.show_menu(false); run(); } }));
    const press = (key, click, look) => h('button', { type: 'button', 'data-label': key, click }, icon(look));
    this.menu = h('ul.menu', { id: 'menu', hidden: '' }, ...['back', 'repeat', 'missing', 'why', 'person', 'stop'].map((key) => entry(key)),
      entry('save', () => this.save_transcript()),
      entry('code', () => this.ask_code()), entry('again', () => this.restart()));
    this.menu_button = press('menu', () => this.show_menu(this.menu.hidden), 'menu');
    this.progress = h('progress', { value: 0, 'data-label': 'progress' });
    this.banner = h('div.banner', { role: 'status' });
    this.list = h('ol');
    this.log = h('div', { role: 'log', 'data-label': 'log', 'aria-relevant': 'additions' }, this.list);
    this.typing = h('div.typing', { hidden: '', 'data-t': 'typing' });
    this.dock = h('section.answer', { tabindex: -1, 'data-label': 'type' });
    this.shared = h('input', { type: 'checkbox', change: () => this.keep() });
    this.scroll = h('div.scroll', { tabindex: 0, role: 'group', 'data-label': 'log' }, h('div.inner', {},
      h('div.notice', {}, h('label', {}, this.shared, h('span', { 'data-t': 'shared' })), this.link('code', () => this.ask_code())),
      this.log, this.typing, this.dock));
    this.input = h('textarea', { rows: 1, 'data-label': 'type', input: () => this.grow(),
      keydown: (event) => this.typed(event), paste: (event) => this.stage(event.clipboardData.files, event) });
    this.writing = h('fieldset.composer', {}, press('attach', () => this.stage([]), 'attach'), this.input, press('send', () => this.submit(), 'send'));
    this.panel = h('section.panel', { role: this.page ? 'region' : 'dialog', 'data-label': 'title', keydown: (event) => this.escape(event),
      dragover: (event) => this.drag(event), drop: (event) => this.stage(event.dataTransfer.files, event) },
      h('header', {}, icon('shield'), h('h2', { 'data-t': 'title' }),
        h('button', { type: 'button', 'data-t': 'other', click: () => this.switch_language() }), this.menu_button,
        !this.page && press('close', () => this.close(), 'close')),
      this.menu, this.progress, this.banner, this.scroll, this.writing);
    this.root.append(this.panel);
    if (!this.page) {
      this.panel.classList.add('float');
      this.panel.hidden = true;
      this.launch = h('button.launch', { click: () => this.open() }, icon('chat'), h('span', { 'data-t': 'title' }));
      this.root.append(this.launch);
      // Where the keyboard of a phone covers the page, only the part that is seen can be used.
      const seen = window.visualViewport;
      seen?.addEventListener('resize', () => this.panel.style.setProperty('--seen', `${seen.height}px`));
    }
    this.relabel();
    this.ask(null);
  }

  relabel() {
    this.lang = this.language;
    for (const part of this.root.children) this.fill(part).lang = this.language;
  }

  // ---- opening and closing

  /// Opens the window; with a receipt code, a new conversation takes up what that code stands for.
  open({ receipt } = {}) {
    this.panel.hidden = false;
    if (receipt) this.restart(receipt);
    else if (!this.line) this.begin(recall());
    if (!this.launch) return;
    this.launch.hidden = true;
    this.scroll.focus();
  }

  close() {
    this.panel.hidden = true;
    this.launch.hidden = false;
    this.launch.className = 'launch';
    this.launch.focus();
  }

  begin(kept) {
    // Nothing is stored before the person has said something.
    this.answered = this.replay = !!kept;
    this.bubbles = new Map();
    this.history = [];
    this.last_own = null;
    if (kept) this.use_language(kept.language);
    const hook = (name) => (value) => this.line === line && this[name](value);
    const line = this.line = new Line(this.language, { state: hook('state'), receive: hook('receive'), mark: hook('mark'), keep: hook('keep') }, kept);
    for (const entry of line.queue) if (entry.activity.type === 'message') this.own(entry.activity, entry);
  }

  restart(receipt) {
    this.line?.close();
    remember(null);
    this.list.replaceChildren();
    this.begin();
    this.answered = !!receipt;
    this.ask(null);
    if (receipt) this.line.send({ type: 'event', name: 'plaint.resume', value: { receipt } }, { fleeting: true });
  }

  keep() {
    const { id, secret, user, queue } = this.line || {};
    if (this.shared.checked) remember(null);
    else if (this.answered && secret) {
      remember({ id, secret, user, language: this.language,
        queue: queue.filter((entry) => !entry.files && !entry.fleeting).map(({ activity }) => activity) });
    }
  }

  state(state) {
    clearTimeout(this.warning);
    if (state === 'offline') {
      // A blink of the network is nobody's business.
      this.warning = setTimeout(() => { this.banner.textContent = this.t('offline'); }, 1500);
      return;
    }
    this.banner.textContent = '';
    if (state === 'online') return;
    remember(null);
    this.ask(null);
    this.put(this.list, h('li', {}, h('div.note', { 'data-t': 'ended' })));
    this.put(this.dock, h('div.row', {}, this.button('again', () => this.restart(), 'main'), this.button('code', () => this.ask_code())));
    this.follow();
  }

  // ---- what arrives

  receive(activities) {
    // A replay is not news and is not read out.
    if (this.replay) this.log.ariaLive = 'off';
    activities.forEach((activity) => this.take(activity));
    if (this.replay) setTimeout(() => { this.log.ariaLive = 'polite'; }, 1000);
    this.replay = false;
    this.follow();
  }

  take(activity) {
    const { type, from, text, channelData, suggestedActions } = activity;
    const own = from?.id === this.line.user || from?.role === 'user';
    if (type === 'endOfConversation') return this.line.close('ended');
    if (own && type === 'message') return this.own(activity);
    this.typing.hidden = own || type !== 'typing';
    clearTimeout(this.idle);
    this.idle = setTimeout(() => { this.typing.hidden = true; }, 9000);
    if (type !== 'message') return;
    const plaint = channelData?.plaint || {};
    if (plaint.locale) this.use_language(plaint.locale);
    this.put(this.list, h('li', {}, h('span.sr', {}, `${from?.name || this.t('bot')}: `),
      text && h('div.bubble', { dir: 'auto', lang: activity.locale }, text),
      (plaint.case || plaint.receipt) && this.receipt_card(plaint.case || plaint)));
    this.history.push([activity, from?.name || this.t('bot'), text]);
    if (this.panel.hidden) this.launch.classList.add('new');
    if (plaint.progress != null) this.progress.value = plaint.progress;
    const options = plaint.options || suggestedActions?.actions.map(({ title, value }) => ({ value, label: title }));
    if (plaint.ask || plaint.case) this.ask(plaint.ask && { ...plaint, id: activity.id, options });
    else this.dock.inert = false;
  }

  /// Shows the person's own message: when it is written, or when its echo comes after a reload or from another window.
  own(activity, entry) {
    const key = key_of(activity) || activity.id;
    const { text, attachments = [] } = activity;
    let bubble = this.bubbles.get(key);
    if (!bubble) {
      const files = entry?.files || attachments;
      bubble = { state: h('div.state') };
      bubble.bars = files.map(({ name, size }) => size && h('progress', { value: 0, 'aria-label': name }));
      bubble.item = h('li', {}, h('span.sr', {}, `${this.t('me')}: `), h('div.bubble', { dir: 'auto' }, text, files.length
        && h('ul.files', {}, ...files.map((file, at) => h('li', {}, this.picture(file), h('span', {}, file.name), bubble.bars[at])))), bubble.state);
      this.bubbles.set(key, bubble);
      this.put(this.list, bubble.item);
      this.history.push([activity, this.t('me'), [text, ...files.map(({ name }) => name)].join(' ')]);
    }
    this.last_own = bubble.item;
    this.mark(entry || { activity, state: 'sent' });
    if (entry) return;
    // The echo of files says that their bytes are stored.
    attachments.forEach((_, at) => bubble.bars[at]?.replaceWith('✓ ', this.fill(h('small', { 'data-t': 'stored' }))));
  }

  picture(file) { return file.size && /^image\/(png|jpeg|webp)$/.test(file.type) && h('img', { src: URL.createObjectURL(file), alt: '' }); }

  mark(entry) {
    const { activity, state = 'waiting', files, why, loaded = 0 } = entry;
    const bubble = this.bubbles.get(key_of(activity) || activity.id);
    if (!bubble) return;
    let before = 0;
    files?.forEach(({ size }, at) => {
      bubble.bars[at].value = Math.max(0, Math.min(1, (loaded - before) / size));
      before += size;
    });
    if (bubble.item.className === `me ${state}`) return;
    bubble.item.className = `me ${state}`;
    bubble.state.replaceChildren();
    this.put(bubble.state, h('span', { 'data-t': state }));
    if (state !== 'failed') return;
    this.dock.inert = false;
    bubble.state.role = 'alert';
    this.put(bubble.state, h('span', {}, why), this.link('retry', () => { this.line.move(entry, 'waiting'); this.line.flush(); }),
      this.link('discard', () => { this.line.discard(entry); bubble.item.remove(); this.scroll.focus(); }));
  }

  /// Keeps the newest part in sight, but never scrolls the beginning of a long reply out of it.
  follow() { this.scroll.scrollTop = this.last_own ? this.last_own.offsetTop - 8 : 0; }

  // ---- what is said

  say(text, value, files) {
    const { ask: to, id: question } = this.question || {};
    this.answered = true;
    const entry = this.line.send({ type: 'message', text, channelData: { plaint: { value, to, question } } }, { files });
    this.own(entry.activity, entry);
    // The pressed button goes: a keyboard user waits at the conversation and continues at the next controls.
    if (this.dock.contains(this.root.activeElement)) this.scroll.focus();
    this.dock.inert = true;
    clearTimeout(this.thaw);
    this.thaw = setTimeout(() => { this.dock.inert = false; }, 6000);
    this.follow();
  }

  submit() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = '';
    this.grow();
    this.say(text);
  }

  typed(event) {
    // The Enter that ends the composition of a Chinese word does not send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  grow() {
    this.input.style.height = 'auto';
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
  }

  escape({ key }) {
    if (key !== 'Escape') return;
    if (!this.menu.hidden) this.show_menu(false);
    else if (!this.page) this.close();
  }

  show_menu(shown) {
    this.menu.hidden = !shown;
    this.menu_button.ariaExpanded = shown;
    (shown ? this.menu.querySelector('button') : this.menu_button).focus();
  }

  switch_language() {
    this.use_language(this.language === 'en' ? 'zh' : 'en');
    this.line?.send({ type: 'event', name: 'plaint.locale', value: this.language });
  }

  use_language(name) {
    if (language_of(name) === this.language) return;
    this.language = language_of(name);
    if (this.line) this.line.locale = this.language;
    this.relabel();
    this.keep();
    this.dispatchEvent(new Event('language'));
  }

  save_transcript() {
    download('plaint.txt', this.history.map(([{ timestamp = Date.now() }, who, text]) =>
      `${new Date(timestamp).toLocaleString(this.language)}  ${who}: ${text}`).join('\r\n'));
  }

  // ---- the controls of the present question

  button(key, click, look = '', text = '') {
    return h(`button.b.${look}`, { type: 'button', 'data-t': text ? '' : key, click }, text);
  }

  link(key, click) { return h('button.link', { type: 'button', 'data-t': key, click }); }

  ask(question) {
    const { as, ask, limits } = this.question = question || {};
    this.dock.inert = false;
    this.dock.replaceChildren();
    this.drop = null;
    if (ask) this.put(this.dock, ...this.controls(question));
    const silent = SILENT.includes(ask) || (!ask && !this.answered);
    this.writing.disabled = silent;
    this.input.placeholder = EXAMPLES[as] || this.t(silent ? 'choose' : 'type');
    this.input.inputMode = KEYBOARD[as] || 'text';
    this.input.rows = as === 'text' && !(limits?.max < 100) ? 2 : 1;
    this.grow();
    if (ask && this.root.activeElement === this.scroll) this.dock.focus({ preventScroll: true });
  }

  controls({ ask, as, options = [], may = [], labels = {}, offer, help, review, limits, region_picker }) {
    const worded = (look) => (word) => this.button(word, () => this.say(labels[word] || this.t(word), word), look, labels[word]);
    const shown = options.length || as !== 'yes_no' ? options : ['yes', 'no'].map((value) => ({ value, label: this.t(value) }));
    const long = shown.length > 6 || shown.some(({ label }) => label.length > 14);
    return [
      help && h('p.hint', {}, help),
      offer && h('div.card', {}, offer.value, h('div.row', {}, ...['keep', 'drop'].map(worded('')))),
      review ? this.review_card(review, labels.confirm || options.find(({ value }) => value === 'confirm')?.label)
        : h(`div.row.${long ? 'list' : ''}`, {}, ...shown.map(({ value, label }) => this.button('', () => this.say(label, value), '', label))),
      (as === 'region' || region_picker) && this.region_picker(),
      as === 'date' && this.date_field(limits),
      as === 'file' && this.file_field(limits),
      h('div.row', {}, ...may.filter((word) => labels[word]).map(worded('plain')),
        ...SILENT.includes(ask) ? [] : ['back', 'why'].map((key) => this.link(key, () => this.say(this.t(key))))),
    ];
  }

  review_card(rows, confirm) {
    let section;
    return h('div.card', {}, ...rows.flatMap(({ path, label, value, section: title }) => {
      const change = `${this.t('edit')} ${label}`;
      return [title !== section && h('h3', {}, section = title),
        h('div.pair', {}, h('div', {}, h('p.k', {}, label), h('p', { dir: 'auto' }, value)),
          h('button.link', { type: 'button', 'aria-label': change, click: () => this.say(change, path) }, icon('edit'), this.t('edit')))];
    }), h('div.row', {}, this.button('confirm', () => this.say(confirm || this.t('confirm'), 'confirm'), 'main', confirm)));
  }

  region_picker() {
    const chosen = [];
    const use = this.button('ok', () => this.say(chosen.map(([, name]) => name).join(' '), chosen.at(-1)[0]), 'main');
    const names = ['provinces', 'cities', 'districts'];
    const selects = names.map(() => h('select'));
    const offer = (depth, regions = []) => {
      const select = selects[depth];
      if (!select) return;
      select.replaceChildren();
      this.put(select, h('option', { 'data-t': 'pick' }), ...regions.map(([, name]) => h('option', {}, name)));
      select.disabled = !regions.length;
      select.onchange = () => {
        const region = regions[select.selectedIndex - 1];
        chosen.splice(depth, 3, ...region ? [region] : []);
        use.disabled = !chosen.length;
        offer(depth + 1, region?.[2]);
      };
      offer(depth + 1);
    };
    offer(0);
    use.disabled = true;
    fetch(new URL('regions.json', home), { credentials: 'omit' }).then((answer) => answer.json())
      .then(({ provinces }) => offer(0, provinces), () => {});
    return h('div.card', { role: 'group', 'data-label': 'region' },
      h('div.row', {}, ...names.map((name, depth) => h('label.grow', {}, h('span', { 'data-t': name }), selects[depth])), use));
  }

  date_field({ min, max } = {}) {
    const field = h('input', { type: 'date', 'data-label': 'date', min, max });
    return h('div.row', {}, field, this.button('ok', () => field.value && this.say(field.value, field.value), 'main'));
  }

  drag(event) {
    if (this.writing.disabled || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    if (!this.drop) this.stage([]);
    this.drop.classList.add('over');
  }

  /// Files that are dropped, pasted or attached to a question of another kind open the file field below it.
  stage(files, event) {
    if (this.writing.disabled || (event && !files.length)) return;
    event?.preventDefault();
    if (!this.drop) this.put(this.dock, this.file_field());
    this.drop.classList.remove('over');
    this.add_files(files);
    this.drop.scrollIntoView({ block: 'nearest' });
    if (!event) this.drop.querySelector('input').focus();
  }

  file_field({ max: count = 10, bytes = BYTES, types = TYPES } = {}) {
    const size = in_megabytes(bytes);
    const list = h('ul.files');
    const problem = h('p.err', { role: 'alert' });
    let staged = [];
    const upload = this.button('upload', () => {
      this.say('', undefined, staged);
      staged = [];
      this.add_files([]);
    }, 'main');
    this.add_files = (files) => {
      const fits = (file) => file.size && file.size <= bytes && types.some((type) => file.name.toLowerCase().endsWith(type) || file.type === type);
      problem.textContent = [...files].filter((file) => !fits(file) || !(staged.length < count && staged.push(file)))
        .map(({ name }) => this.t('refused', { name })).join(' ');
      upload.hidden = !staged.length;
      list.replaceChildren();
      this.put(list, ...staged.map((file) => h('li', {}, this.picture(file), h('span', {}, `${file.name} (${in_megabytes(file.size)})`),
        this.link('discard', () => { staged = staged.filter((other) => other !== file); this.add_files([]); }))));
      upload.scrollIntoView({ block: 'nearest' });
    };
    this.add_files([]);
    const chooser = (key, props) => h('label.b.pick', {}, h('span', { 'data-t': key }), h('input.sr', { type: 'file', ...props,
      change: ({ target }) => { this.add_files(target.files); target.value = ''; } }));
    return this.drop = h('div.card.drop', { role: 'group', 'data-label': 'attach' },
      h('div.row', {}, h('span', { 'data-t': 'hither' }), chooser('browse', { multiple: '', accept: types }),
        matchMedia('(pointer:coarse)').matches && chooser('camera', { accept: 'image/*', capture: 'environment' })),
      h('small', {}, this.t('limits', { size, count, types: types.join(' ') })), problem, list, upload);
  }

  ask_code() {
    const field = h('input', { type: 'text', inputmode: 'numeric', autocomplete: 'off', maxlength: 19, placeholder: '0000 0000 0000 0000',
      input: () => { field.value = in_fours(field.value); } });
    const question = this.question;
    this.ask(null);
    this.put(this.dock, h('form.card', { submit: (event) => {
      event.preventDefault();
      if (field.value.length === 19) this.restart(field.value.replaceAll(' ', ''));
    } }, h('label.grow', {}, h('span', { 'data-t': 'digits' }), field),
      h('div.row', {}, h('button.b.main', { 'data-t': 'ok' }), this.button('cancel', () => this.ask(question)))));
    field.focus();
  }

  // ---- the receipt

  receipt_card({ number, receipt = '', lead, missing = [], linked = [] }) {
    const name = (thing) => thing?.label || thing?.name || thing?.number || thing;
    const rows = Object.entries({ number, receipt: in_fours(receipt), lead: name(lead), missing: missing.map(name).join('; '), linked: linked.map(name).join('; ') })
      .filter(([, value]) => value);
    const text = () => [...rows.map(([key, value]) => `${this.t(key)}: ${value}`), this.t('secret')].join('\r\n');
    const copy = this.button('copy', () => navigator.clipboard.writeText(text()).then(() => { copy.textContent = this.t('copied'); }));
    const card = h('div.card.receipt', {}, number && h('h3', { 'data-t': 'done' }),
      h('dl', {}, ...rows.flatMap(([key, value]) => [h('dt', { 'data-t': key }), h(key === 'receipt' ? 'dd.big' : 'dd', {}, value)])),
      h('p.hint', { 'data-t': 'secret' }),
      h('div.row', {}, navigator.clipboard && copy, this.button('print', () => this.print(card.parentNode)),
        this.button('file', () => download('plaint-receipt.txt', text()))));
    return card;
  }

  print(item) {
    const cover = sheet(PRINT_CSS);
    const mark = (on) => [this.list, item].forEach((node, at) => node.classList.toggle(['printing', 'printed'][at], on));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, cover];
    mark(true);
    addEventListener('afterprint', () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== cover);
      mark(false);
    }, { once: true });
    window.print();
  }
}

if (!customElements.get('plaint-chat')) customElements.define('plaint-chat', PlaintChat);
if (!document.querySelector('plaint-chat')) document.body.append(document.createElement('plaint-chat'));
})();
