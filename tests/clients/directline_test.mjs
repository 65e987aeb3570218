// The npm package botframework-directlinejs, as other programs use it: it complains, loses its connection, and resumes.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { serve } from '../browser/support.mjs';
import { reply, standing } from './person.mjs';

const clients = createRequire(import.meta.url);
globalThis.XMLHttpRequest = clients('xhr2');
globalThis.WebSocket = clients('ws');
const { ConnectionStatus, DirectLine } = clients('botframework-directlinejs');

let server;
before(async () => { server = await serve(); });
after(() => server?.stop());

const until = async (true_now, what) => {
  for (const end = Date.now() + 25000; !true_now();) {
    if (Date.now() > end) throw new Error(`${what} did not happen`);
    await new Promise((done) => setTimeout(done, 10));
  }
};

/// A client, and the activities that it has handed over.
function client(properties) {
  const line = new DirectLine({ domain: `${server.url}v3/directline`, webSocket: true, conversationStartProperties: { locale: 'en-US' }, ...properties });
  const activities = [];
  line.activity$.subscribe((activity) => activities.push(activity), () => {});
  return { line, activities };
}

const post = (line, text) => new Promise((done, fail) =>
  line.postActivity({ type: 'message', from: { id: 'dl_wang' }, locale: 'en-US', text }).subscribe((id) => id === 'retry' ? fail(new Error(id)) : done(id), fail));

/// Answers until the question at `path` is put or the case is made.
async function converse({ line, activities }, path) {
  for (let last; ;) {
    await until(() => standing(activities).closing || (standing(activities).question && standing(activities).question.id !== last), 'the next question');
    const { question, closing } = standing(activities);
    if (closing || question.ask === path) return closing ?? question;
    last = question.id;
    const { press, write } = reply(question);
    await post(line, press ?? write);
  }
}

const token = async () => (await (await fetch(`${server.url}v3/directline/tokens/generate`, { method: 'POST' })).json());

for (const webSocket of [true, false]) {
  test(`a complaint in English, ${webSocket ? 'over a socket' : 'by polling'}, taken up again by a second client`, async () => {
    const issued = await token();
    const first = client({ token: issued.token, webSocket, pollingInterval: 200 });
    await converse(first, 'right.patent_number');
    const shown = first.activities.map(({ id, text }) => [id, text]);
    first.line.end();

    // Resuming with watermark 0 shows everything once more, and the conversation goes on where it stood.
    const second = client({ token: issued.token, conversationId: issued.conversationId, watermark: '0', webSocket, pollingInterval: 200 });
    await until(() => second.activities.length >= shown.length, 'the replay');
    assert.deepEqual(second.activities.map(({ id, text }) => [id, text]), shown);
    const closing = await converse(second);
    assert.match(closing.number, /^IP-\d{4}-330100-\d{7}$/);
    assert.equal(closing.lead.body, 'office:3301');
    assert.ok(closing.missing.length > 0);

    // What a client sends comes back to it exactly once.
    const own = second.activities.filter(({ from }) => from.id === 'dl_wang');
    assert.equal(new Set(own.map(({ id }) => id)).size, own.length);
    assert.ok(own.every(({ text }) => text));
    second.line.end();
  });
}

test('a connection that breaks is opened again, without a gap and without a repeat', async () => {
  const { token: issued } = await token();
  const { line, activities } = client({ token: issued });
  await converse({ line, activities }, 'complainant.kind');
  server.line.blink();
  // This client waits for 3 to 15 seconds before it connects again; what it posts in between is answered all the same.
  await converse({ line, activities }, 'complainant.name');
  assert.equal(line.connectionStatus$.getValue(), ConnectionStatus.Online);
  assert.equal(new Set(activities.map(({ id }) => id)).size, activities.length);
  line.end();
});
