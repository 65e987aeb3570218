// The chat window: one custom element without dependencies.
//   <script src="https://host/widget.js" defer data-lang="zh-Hans"></script>   a button and a panel on any page
//   <plaint-chat mode="page"></plaint-chat>                                    fills the box that it stands in
// The server joins the files of this folder, in the order of their names, to the one script that it serves. Text enters
// the page through textContent and style through adopted sheets, so the strictest policies are satisfied.
class PlaintChat extends Controls {
  connectedCallback() {
    if (this.root) return;
    this.root = this.attachShadow({ mode: 'open' });
    this.root.adoptedStyleSheets = [sheet(CSS)];
    this.page = this.getAttribute('mode') === 'page';
    const asked = this.lang || script?.dataset.lang || document.documentElement.lang || navigator.languages.join();
    /// Settles when the window has its words; before that there is nothing to see or to press.
    this.ready = words_for(recall()?.language || asked).then((words) => {
      this.wear(words);
      this.build();
      if (this.page && !this.hidden) this.open();
    });
  }

  disconnectedCallback() { this.line?.close(); }

  t(key, values) { return this.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]); }

  wear({ language, direction, languages, words }) { Object.assign(this, { language, direction, languages, words }); }

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
    this.chooser = h('select.tongue', { 'data-label': 'language', change: () => this.switch_language(this.chooser.value) },
      ...this.languages.map(({ id, name }) => h('option', { value: id, lang: id }, name)));
    this.progress = h('progress', { value: 0, 'data-label': 'progress' });
    this.banner = h('div.banner', { role: 'status' });
    this.list = h('ol');
    this.log = h('div', { role: 'log', 'data-label': 'log', 'aria-relevant': 'additions' }, this.list);
    this.typing = h('div.typing', { hidden: '', 'data-t': 'typing' });
    this.hint = h('p.hint', { hidden: '' });
    // Who cannot see it hears the question as the name of the buttons.
    this.reminder = h('p.asked', { id: 'asked', 'aria-hidden': true, hidden: '' });
    this.dock = h('div.answer', { tabindex: -1, role: 'group', 'data-label': 'type', 'aria-labelledby': 'asked' });
    this.shared = h('input', { type: 'checkbox', change: () => this.keep() });
    this.scroll = h('div.scroll', { tabindex: 0, role: 'group', 'data-label': 'log', scroll: () => this.remind() }, h('div.inner', {},
      h('div.notice', {}, h('label', {}, this.shared, h('span', { 'data-t': 'shared' })), this.link('code', () => this.ask_code())),
      this.log, this.typing, this.hint, this.dock));
    this.input = h('textarea', { rows: 1, 'data-label': 'type', input: () => this.grow(),
      keydown: (event) => this.typed(event), paste: (event) => this.stage(event.clipboardData.files, event) });
    this.writing = h('fieldset.composer', {}, press('attach', () => this.stage([]), 'attach'), this.input, press('send', () => this.submit(), 'send'));
    this.panel = h('section.panel', { role: this.page ? 'region' : 'dialog', 'data-label': 'title', keydown: (event) => this.escape(event),
      dragover: (event) => this.drag(event), drop: (event) => this.stage(event.dataTransfer.files, event) },
      h('header', {}, icon('shield'), h('h2', { 'data-t': 'title' }),
        this.chooser, this.menu_button,
        !this.page && press('close', () => this.close(), 'close')),
      this.menu, this.progress, this.banner, this.scroll, this.writing);
    this.root.append(this.panel);
    new ResizeObserver(() => this.remind()).observe(this.scroll);
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
    this.dir = this.direction;
    this.chooser.value = this.language;
    if (!this.question?.ask) this.input.placeholder = this.t('choose');
    for (const part of this.root.children) this.fill(part).lang = this.language;
  }

  // ---- opening and closing

  /// Opens the window; with a receipt code, a new conversation takes up what that code stands for.
  async open({ receipt } = {}) {
    if (!this.panel) return this.ready.then(() => (this.line && !receipt) || this.open({ receipt }));
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
    this.turn = null;
    if (kept) this.use_language(kept.language);
    const hook = (name) => [name, (...given) => this.line === line && this[name](...given)];
    const line = this.line = new Line(this.language, Object.fromEntries(['state', 'receive', 'mark', 'keep'].map(hook)), kept);
  }

  restart(receipt) {
    this.line?.close();
    remember(null);
    this.list.replaceChildren();
    this.progress.value = 0;
    this.wait_here();
    this.begin();
    this.answered = !!receipt;
    this.code = receipt;
    this.ask(null);
  }

  keep() {
    const { id, secret, user, queue } = this.line || {};
    if (this.shared.checked) remember(null);
    else if (this.answered && secret) {
      remember({ id, secret, user, language: this.language,
        queue: queue.filter((entry) => !entry.files && !entry.fleeting).map(({ activity }) => activity) });
    }
  }

  state(state, why) {
    if (state === 'offline') {
      this.trouble = why || this.t('offline');
      const show = () => { if (this.banner.textContent !== this.trouble) this.banner.textContent = this.trouble; };
      // A blink of the network is nobody's business.
      this.banner.textContent ? show() : this.warning ||= setTimeout(show, 1500);
      return;
    }
    clearTimeout(this.warning);
    this.warning = 0;
    this.banner.textContent = '';
    if (state === 'online') return;
    remember(null);
    this.ask(null);
    this.put(this.list, h('li', {}, h('div.note', { 'data-t': state })));
    if (state === 'ended') this.offer_ways();
    else this.put(this.dock, h('a.link', { href: home, target: '_blank', 'data-t': 'title' }));
    this.follow();
  }

  offer_ways() {
    this.dock.replaceChildren();
    this.put(this.dock, h('div.row', {}, this.button('code', () => this.ask_code()), this.button('again', () => this.restart())));
    this.go_on();
  }

  /// What was pressed goes: a keyboard user waits at the conversation and continues at the next controls.
  wait_here() { if (this.root.activeElement?.closest('.inner')) this.scroll.focus(); }
  go_on() { if (this.root.activeElement === this.scroll) this.dock.focus({ preventScroll: true }); }

  // ---- what arrives

  /// What comes is shown in its turn, and in words of its own language. What cannot be shown holds up nothing behind it.
  receive(activities) {
    const { line } = this;
    const locale = activities.findLast(({ channelData }) => channelData?.plaint?.locale)?.channelData.plaint.locale;
    this.arrivals = Promise.resolve(this.arrivals).then(() => locale && this.use_language(locale))
      .then(() => this.line === line && this.take_in(activities)).catch(console.error);
  }

  take_in(activities) {
    // Who comes with a code is not greeted as new: what that opens takes the place of the greeting.
    if (this.code) {
      this.line.send({ type: 'event', name: 'plaint.resume', value: { receipt: this.code } }, { fleeting: true });
      this.code = '';
      this.arriving = true;
      return;
    }
    // A replay is not news and is not read out.
    if (this.replay) this.log.ariaLive = 'off';
    activities.forEach((activity) => this.take(activity));
    if (this.arriving && activities.some(({ type }) => type === 'message')) {
      this.arriving = false;
      if (!this.question.ask) this.offer_ways();
    }
    if (this.replay) {
      for (const entry of this.line.queue) this.own(entry.activity, entry);
      setTimeout(() => { this.log.ariaLive = 'polite'; }, 1000);
    }
    this.replay = false;
    this.follow();
  }

  take(activity) {
    const { type, from, text, channelData, suggestedActions } = activity;
    const own = from?.id === this.line.user || from?.role === 'user';
    if (type === 'endOfConversation') return this.line.close('ended');
    if (own) return this.own(activity);
    this.typing.hidden = type !== 'typing';
    clearTimeout(this.idle);
    this.idle = setTimeout(() => { this.typing.hidden = true; }, 9000);
    if (type !== 'message') return;
    const plaint = channelData?.plaint || {};
    const item = h('li', {}, h('span.sr', {}, `${from?.name || this.t('bot')}: `),
      // The card below says what the lines of a review say.
      text && h('div.bubble', { dir: 'auto', lang: activity.locale }, plaint.review ? text.split('\n')[0] : text),
      (plaint.case || plaint.receipt) && receipt_card(this, plaint.case || plaint));
    this.put(this.list, item);
    // Why a file was refused stands below the files, although the next question may have come before.
    if (!activity.id) this.turn?.after(item);
    this.history.push([activity, from?.name || this.t('bot'), text]);
    if (this.panel.hidden) this.launch.classList.add('new');
    if (plaint.case || plaint.progress != null) this.progress.value = plaint.case ? 1 : plaint.progress;
    const options = plaint.options || suggestedActions?.actions.map(({ title, value }) => ({ value, label: title }));
    if (plaint.ask) this.asked = item.querySelector('.bubble');
    if (plaint.ask || plaint.case) this.ask(plaint.ask && { ...plaint, id: activity.id, options });
    else this.dock.inert = false;
  }

  /// Shows the person's own message: when it is written, or when its echo comes after a reload or from another window.
  own(activity, entry) {
    const key = key_of(activity) || activity.id;
    const { text, attachments = [], type } = activity;
    if (type !== 'message') return;
    let bubble = this.bubbles.get(key);
    if (!bubble) {
      const files = entry?.files || attachments;
      bubble = { state: h('div.state') };
      bubble.bars = files.map(({ name }) => h('progress', { value: 0, 'aria-label': name }));
      bubble.words = h('span', {}, text);
      bubble.item = h('li', {}, h('span.sr', {}, `${this.t('me')}: `), h('div.bubble', { dir: 'auto' }, bubble.words, files.length
        && h('ul.files', {}, ...files.map((file, at) => h('li', {}, this.picture(file), h('span', {}, file.name), bubble.bars[at])))), bubble.state);
      this.bubbles.set(key, bubble);
      this.put(this.list, bubble.item);
      this.history.push([activity, this.t('me'), [discreet(text), ...files.map(({ name }) => name)].join(' ')]);
    }
    this.turn = bubble.item;
    this.mark(entry || { activity, state: 'sent' });
    if (entry) return;
    bubble.words.textContent = discreet(text);
    // The echo of files says that their bytes are stored; one that it does not name was refused, and a note says why.
    const stored = attachments.map(({ name }) => name);
    for (const bar of bubble.bars) {
      const at = stored.indexOf(bar.getAttribute('aria-label'));
      if (at < 0) { bar.replaceWith('✗'); continue; }
      stored.splice(at, 1);
      bar.replaceWith('✓ ', this.fill(h('small', { 'data-t': 'stored' })));
    }
  }

  picture(file) { return file.size && /^image\/(png|jpeg|webp)$/.test(file.type) && h('img', { src: URL.createObjectURL(file), alt: '', error: ({ target }) => target.remove() }); }

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
    this.put(bubble.state, h('span', {}, why), this.link('retry', () => { this.wait_here(); this.line.move(entry, 'waiting'); this.line.flush(); }),
      this.link('discard', () => { this.line.discard(entry); bubble.item.remove(); this.scroll.focus(); }));
  }

  /// Brings what is new since the person's turn into sight, and before that as much as there is room for; of what has no room
  /// its beginning comes first.
  follow() {
    const first = this.turn?.nextSibling || this.turn;
    this.scroll.scrollTop = first ? first.offsetTop - 8 : 0;
    this.remind();
  }

  /// Repeats the question at the buttons that answer it for as long as it lies below them, out of sight.
  remind() {
    const [end, start] = [this.asked, this.dock].map((part) => part?.getBoundingClientRect());
    this.reminder.hidden = !end || end.bottom <= start.top || !this.dock.matches('.stay');
  }

  // ---- what is said

  say(text, value, files) {
    const { ask: to, id: question } = this.question || {};
    this.answered = true;
    const entry = this.line.send({ type: 'message', text, channelData: { plaint: { value, to, question } } }, { files });
    this.own(entry.activity, entry);
    this.wait_here();
    this.dock.inert = true;
    clearTimeout(this.thaw);
    // What waits for the network is not answered twice.
    this.thaw = setTimeout(() => { this.dock.inert = this.line.queue.some(({ state: now }) => now !== 'failed'); }, 6000);
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

  async switch_language(name) {
    // What is said again in the new language is new, too.
    this.turn = this.list.lastChild;
    await this.use_language(name);
    this.line?.send({ type: 'event', name: 'plaint.locale', value: name });
  }

  async use_language(name) {
    this.wanted = name;
    if (name === this.language) return;
    const words = await words_for(name);
    // Of two changes at once the later one holds, whichever words come first.
    if (this.wanted !== name || words.language === this.language) return;
    this.wear(words);
    if (this.line) this.line.locale = this.language;
    this.relabel();
    this.keep();
    this.dispatchEvent(new Event('language'));
  }

  save_transcript() {
    download('plaint.txt', this.history.map(([{ timestamp = Date.now() }, who, text]) =>
      `${new Date(timestamp).toLocaleString(this.language)}  ${who}: ${text}`).join('\r\n'));
  }
}

if (!customElements.get('plaint-chat')) customElements.define('plaint-chat', PlaintChat);
const settle_in = () => document.querySelector('plaint-chat') || document.body.append(h('plaint-chat'));
document.body ? settle_in() : addEventListener('DOMContentLoaded', settle_in);
