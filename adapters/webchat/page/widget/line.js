// One conversation with the server that this script came from, over Direct Line 3.0.

const script = document.currentScript;
const home = new URL('.', script?.src || document.baseURI);

// Storage may be blocked by the browser or by the page around: then everything lives in memory only.
const STORE = `plaint:${home.host}`;
const recall = () => { try { return JSON.parse(localStorage.getItem(STORE)); } catch { return null; } };
const remember = (value) => {
  try { value ? localStorage.setItem(STORE, JSON.stringify(value)) : localStorage.removeItem(STORE); } catch { /* blocked */ }
};

const key_of = ({ channelData }) => channelData?.clientActivityID;

function refusal(status, said, retry_after) {
  return Object.assign(new Error(said?.error?.message || ''), { status, code: said?.error?.code, wait: retry_after * 1000 });
}

/// What is sent leaves in order, under one id over all retries; what is received is
/// handed over once, from a socket or, where sockets do not pass, by polling.
class Line {
  constructor(locale, hooks, kept) {
    Object.assign(this, { locale, hooks, user: `dl_${random_id()}`, ...kept, begun: !!kept, watermark: '0', seen: new Set(), brief: 0, tries: 0 });
    this.queue = (kept?.queue || []).map((activity) => ({ activity, tries: 0 }));
    this.wake = () => document.hidden || this.again(0);
    addEventListener('online', this.wake);
    document.addEventListener('visibilitychange', this.wake);
    this.connect();
  }

  close(state) {
    this.closed = true;
    clearTimeout(this.timer);
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
    // Without a token there is no preflight: a page whose origin is refused can read why.
    const headers = this.token ? { 'Content-Type': 'application/json', Authorization: `Bearer ${this.token}` } : {};
    const answer = await fetch(this.url(path),
      { method, headers, body: body && JSON.stringify(body), credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout?.(20000) });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw refusal(answer.status, said, answer.headers.get('Retry-After'));
    return said;
  }

  hold({ conversationId, token, expires_in = 1800, resume }) {
    if (this.closed) return;
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
      // A line may be closed while it waits; a closed one begins nothing.
      if (!this.closed && !this.socket && !this.polling) {
        const opened = await (this.begun ? this.call(this.at('?')) : this.call('conversations', person));
        if (this.closed) return;
        this.hold(opened);
        this.begun = true;
        this.hooks.keep();
        this.listen(opened.streamUrl);
      }
      this.flush();
    } catch (error) {
      this.trouble(error);
    }
    this.connecting = false;
  }

  /// A refused token is renewed with the secret; a conversation that is gone is over; anything else is tried again,
  /// each time later: a line that opens says nothing about a message that is refused on it, so that counts for itself.
  trouble({ status, code, wait = 0, message }, tried = this) {
    if (this.closed) return;
    if (code === 'ForbiddenOrigin') {
      console.error(`Plaint: ${location.origin} is not among the allowed_origins of ${home.origin}.`);
      return this.close('forbidden');
    }
    const refused = status === 401 || status === 403;
    if (status === 404 || (refused && !(this.token && this.secret))) return this.close('ended');
    if (refused) this.token = null;
    this.hooks.state('offline', status > 428 && message);
    this.again(!tried.tries++ && refused ? 50 : Math.max(wait, Math.min(30000, 350 * 2 ** tried.tries) * (0.7 + Math.random() / 2)));
  }

  online() {
    if (!this.queue.some(({ tries }) => tries)) this.hooks.state('online');
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
        this.online();
        this.pulse = setInterval(() => socket.send(''), 20000);
      };
      socket.onmessage = ({ data }) => data && this.receive(JSON.parse(data));
      socket.onclose = () => {
        if (this.socket !== socket) return;
        this.hang_up();
        // Two windows on one conversation would take the socket from each other for ever: a socket that never lasts
        // gives way to polling, and a window in the background waits until it is looked at.
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
        this.online();
        // Whoever has just said something is not kept waiting for the reply.
        await new Promise((done) => { this.nudge = done; setTimeout(done, document.hidden ? 5000 : 1200); });
      }
      this.brief = 1;
      this.again(0);
    } catch (error) {
      this.trouble(error);
    }
    this.polling = false;
  }

  receive({ activities = [], watermark = this.watermark }) {
    this.tries = 0;
    // Notes come on sockets only and say what the answer to a request said already.
    const fresh = activities.filter(({ id = '' }) => !this.seen.has(id) && !id.includes('|note'));
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
    const entry = { activity: { ...activity, locale, from: { id }, channelData: { ...activity.channelData, clientActivityID: random_id() } }, tries: 0, ...more };
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
    this.online();
  }

  /// What is refused for good: an event has no bubble that could say so, so the conversation does.
  fail(entry, { status, message }) {
    entry.tries = 0;
    this.online();
    if (entry.activity.type === 'message') return this.move(entry, 'failed', message);
    this.discard(entry);
    this.tell(message || `HTTP ${status}`);
  }

  tell(text) { this.hooks.receive([{ type: 'message', text }]); }

  /// A socket that died without a word is known by the echo that it does not bring.
  expect({ id }, socket) {
    setTimeout(() => {
      if (!socket || this.socket !== socket || this.seen.has(id)) return;
      this.hang_up();
      this.again(0);
    }, 5000);
  }

  async flush() {
    if (this.flushing || !this.token || !this.begun) return;
    this.flushing = true;
    for (let entry; !this.closed && (entry = this.queue.find(({ state }) => state !== 'failed'));) {
      this.move(entry, 'sending');
      try {
        const said = await (entry.files ? this.upload(entry) : this.call(`conversations/${this.id}/activities`, entry.activity));
        this.settle(entry);
        if (entry.activity.type === 'message') this.expect(said, this.socket);
        if (said.refused) this.tell(said.refused.map(({ message }) => message).join('\n'));
        this.nudge?.();
      } catch (error) {
        // Its echo may have come although its answer was lost.
        if (!this.queue.includes(entry)) continue;
        if ([400, 409, 413, 415, 422, 500, 507].includes(error.status) || (entry.fleeting && error.status === 429)) {
          this.fail(entry, error);
          continue;
        }
        this.move(entry, 'waiting');
        this.trouble(error, entry);
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
      request.onload = () => request.status < 300 ? done(request.response || {})
        : fail(refusal(request.status, request.response, request.getResponseHeader('Retry-After')));
      request.send(form);
    });
  }
}
