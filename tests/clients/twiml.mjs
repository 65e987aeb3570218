// A caller's telephone: signs as npm `twilio` does, and follows TwiML documents as the provider does: barge-in, fall-through,
// redirect, time-out, hang-up, repeat.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';

const twilio = createRequire(import.meta.url)('twilio');
const { getExpectedTwilioSignature } = createRequire(import.meta.url)('twilio/lib/webhooks/webhooks.js');

const plain = (text) => text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[name]);

/// The document as a tree: {name, attributes, text, inside}.
export function read(xml) {
  const root = { inside: [] };
  const open = [root];
  for (const [, close, name, attributes, empty, text] of xml.replace(/^<\?.*?\?>/, '')
    .matchAll(/<(\/?)([A-Za-z]+)((?:\s+[A-Za-z]+="[^"]*")*)\s*(\/?)>|([^<]+)/g)) {
    if (text !== undefined) { open.at(-1).text = (open.at(-1).text ?? '') + plain(text); continue; }
    if (close) { assert.equal(open.pop().name, name); continue; }
    const verb = { name, attributes: {}, text: '', inside: [] };
    for (const [, key, value] of attributes.matchAll(/([A-Za-z]+)="([^"]*)"/g)) verb.attributes[key] = plain(value);
    open.at(-1).inside.push(verb);
    if (!empty) open.push(verb);
  }
  assert.equal(open.length, 1, `a tag is open in ${xml}`);
  assert.equal(root.inside.length, 1);
  assert.equal(root.inside[0].name, 'Response');
  return root.inside[0];
}

/// The limits of the provider, on every document.
function check(xml, answer) {
  assert.equal(answer.headers.get('content-type'), 'text/xml; charset=utf-8');
  assert.ok(Buffer.byteLength(xml) <= 64 * 1024, 'a document of more than 64 kB');
  const says = (verb) => verb.name === 'Say' ? [verb] : verb.inside.flatMap(says);
  const tree = read(xml);
  for (const { text, attributes } of says(tree)) {
    assert.ok(text.length > 0 && text.length <= 3000, `a Say of ${text.length} characters`);
    assert.ok(encodeURIComponent(text).length <= 4500, 'a Say of more than 4,500 bytes');
    assert.match(attributes.language, /^[a-z]{2,3}-[A-Z]{2}$/);
  }
  const waits = tree.inside.find(({ name }) => name === 'Gather' || name === 'Record');
  if (waits) {
    const url = new URL(waits.attributes.action);
    assert.match(url.searchParams.get('turn'), /^\d+$/);
    assert.ok(url.searchParams.has('at'));
    assert.equal(tree.inside.at(-1).name, 'Redirect', 'silence must lead somewhere');
  }
  return tree;
}

export class Phone {
  constructor(base, token, from = '+8613800138000') {
    Object.assign(this, { base, token, from, call: `CA${randomBytes(16).toString('hex')}`, documents: 0, heard: [], sent: [] });
  }

  parameters(more) {
    return { CallSid: this.call, AccountSid: 'AC1', From: this.from, To: '12330', CallStatus: 'in-progress', ApiVersion: '2010-04-01',
      Direction: 'inbound', ...more };
  }

  signature(url, more) { return getExpectedTwilioSignature(this.token, url, this.parameters(more)); }

  /// Posts a webhook; `signature` replaces the right one.
  async send(url, more = {}, { signature } = {}) {
    const form = this.parameters(more);
    const signed = signature ?? getExpectedTwilioSignature(this.token, url, form);
    if (signature === undefined) assert.ok(twilio.validateRequest(this.token, signed, url, form));
    return fetch(url, { method: 'POST', headers: { 'X-Twilio-Signature': signed, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form), signal: AbortSignal.timeout(15_000) });
  }

  /// Fetches a document and plays it up to where it waits: {kind, action, at, says, verb}, or {kind: 'over'}.
  async fetch(url, more = {}) {
    this.sent.push({ url, more });
    const answer = await this.send(url, more);
    const xml = await answer.text();
    if (answer.status !== 200) throw Object.assign(new Error(`${answer.status}: ${xml}`), { status: answer.status });
    this.documents += 1;
    return this.play(check(xml, answer), xml);
  }

  play(tree, xml) {
    const says = [];
    for (const verb of tree.inside) {
      if (verb.name === 'Say') says.push(verb.text);
      // Nothing is keyed while it is said: what stands behind is reached.
      if (verb.name === 'Gather' && verb.attributes.actionOnEmptyResult === 'false') {
        says.push(...verb.inside.map(({ text }) => text));
        continue;
      }
      if (['Gather', 'Record', 'Dial'].includes(verb.name)) {
        says.push(...verb.inside.filter(({ name }) => name === 'Say').map(({ text }) => text));
        const next = tree.inside[tree.inside.indexOf(verb) + 1];
        this.now = { kind: verb.name.toLowerCase(), action: verb.attributes.action, verb, says, xml, otherwise: next?.text,
          at: new URL(verb.attributes.action).searchParams.get('at') };
        break;
      }
      if (verb.name === 'Hangup') { this.now = { kind: 'over', says, xml }; break; }
    }
    this.heard.push(...says);
    return this.now;
  }

  begin() { return this.fetch(`${this.base}/ivr/twilio`); }

  /// Presses keys where they are waited for; what is beyond the limit or behind the ending key is lost, as on a telephone.
  press(keys) {
    const { kind, verb, action } = this.now;
    assert.equal(kind, 'gather', `keys at ${kind}`);
    const end = verb.attributes.finishOnKey ?? '#';
    let digits = end && keys.includes(end) ? keys.slice(0, keys.indexOf(end)) : keys;
    if (verb.attributes.numDigits) digits = digits.slice(0, Number(verb.attributes.numDigits));
    return digits ? this.fetch(action, { Digits: digits }) : this.wait();
  }

  say(words) {
    assert.match(this.now.verb.attributes.input, /speech/);
    return this.fetch(this.now.action, { SpeechResult: words, Confidence: '0.87' });
  }

  record(sid, url, key = '#') {
    assert.equal(this.now.kind, 'record');
    return this.fetch(this.now.action, { RecordingSid: sid, RecordingUrl: url, RecordingDuration: '4', Digits: key });
  }

  /// Nothing is said: an empty result goes to the action, a silent recording falls through to the redirect.
  wait() {
    const { kind, verb, action, otherwise } = this.now;
    if (kind === 'gather' && verb.attributes.actionOnEmptyResult === 'true') return this.fetch(action);
    return this.fetch(otherwise);
  }

  /// The last webhook once more, as a provider that lost the answer.
  async repeat() {
    const { url, more } = this.sent.at(-1);
    return (await this.send(url, more)).text();
  }

  /// The same, and goes on with what comes: for a line or a server that broke.
  again() {
    const { url, more } = this.sent.pop();
    return this.fetch(url, more);
  }

  hang_up() { return this.send(`${this.base}/ivr/twilio/status`, { CallStatus: 'completed' }); }
}
