// Names, numbers and texts that people bring in on every way there is, rightly and wrongly. None of them may stand in a log
// line, even of the finest level, in a metric, or in what the server answers when it refuses something.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../browser/support.mjs';
import { PIXEL } from '../clients/person.mjs';
import { Phone } from '../clients/twiml.mjs';
import { Client, ordinary_answer } from './directline.mjs';

const CANARIES = {
  name: '欧阳金雀', address: '黄雀路8807号', phone: '13912345670', email: 'finch.canary@example.com', resident_id: '11010519491231002X',
  title: '金丝雀牌保温杯', patent_number: 'ZL201610951190.4', shop: '雀之灵旗舰店', link: 'https://item.taobao.com/item.htm?id=637790875524',
  statement: '请责令该店铺停止销售侵权金雀杯', comparison: '权利要求一的鸟笼结构完全相同', nonsense: 'warble-one-two',
  file_name: 'canary-licence-77.png', file_content: 'feathers inside the file', typed_code: '4821005733109264', user: 'user-goldfinch',
  agent: 'Birdwatcher/7.7', query: 'perch=swing', path: 'nest-of-the-canary', sender: 'sender-serin-5',
  caller: '+8613788990012', stranger: '+8613788990034', spoken: '金翅雀路的雀巢保温杯店', spoken_address: '布谷鸟巷5519号', keyed: '13655550178',
  recording: 'wren-recording-31', account: 'AC-of-the-starling',
};

const BY_PATH = {
  'complainant.name': CANARIES.name, 'complainant.address': CANARIES.address, 'right.title': CANARIES.title, 'case.statement': CANARIES.statement,
  'respondents[0].shop_name': CANARIES.shop,
};
const BY_KIND = { phone: CANARIES.phone, email: CANARIES.email, link: CANARIES.link, patent_number: CANARIES.patent_number,
  resident_id: CANARIES.resident_id };

// A receiver that fails: what went wrong with a delivery is logged, and the delivery holds the whole case.
const receiver = createServer((_, answer) => answer.writeHead(500).end(CANARIES.nonsense));
const RECEIVER = () => `url = "http://127.0.0.1:${receiver.address().port}/"
secret = "whsec_${Buffer.from('a secret that is long enough').toString('base64')}"\nallow_insecure = true`;
const HOTLINE_TOKEN = 'the token of the telephone';

let server, base;
before(async () => {
  await new Promise((done) => receiver.listen(0, '127.0.0.1', done));
  server = await serve({ config: `[log]\nlevel = "debug"\n[rasa]\ntoken = "the-token-of-the-messenger"\n
[hotline.twilio]\ntoken = "${HOTLINE_TOKEN}"\n[recordings]\nhosts = ["recordings.example"]\nallow_insecure = true
[notifications]\n${RECEIVER()}\n[[hand_over]]\ncentre = "*"\n${RECEIVER()}\n` });
  base = server.url.slice(0, -1);
});
after(async () => { await server?.stop(); receiver.close(); });

const refusals = [];
/// Asks, and keeps what is answered to a refused request.
async function ask(path, init = {}) {
  const answer = await fetch(`${base}${path}`, { ...init, headers: { 'user-agent': CANARIES.agent, ...init.headers } });
  const text = await answer.text();
  if (answer.status >= 400) refusals.push(`${answer.status} ${JSON.stringify([...answer.headers])} ${text}`);
  return { status: answer.status, text };
}
const json = (body, more = {}) => ({ method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', ...more } });

/// Bytes as they are, for requests that no client would send.
const raw = (text) => new Promise((done) => {
  let heard = '';
  const socket = connect(new URL(base).port, '127.0.0.1', () => socket.end(text));
  socket.on('data', (part) => { heard += part; });
  socket.on('error', () => {});
  socket.on('close', () => { refusals.push(heard); done(); });
});

/// A call that says everything a call can say, and what a provider, or somebody who is none, says of it.
async function call() {
  const phone = new Phone(base, HOTLINE_TOKEN, CANARIES.caller);
  const kept = async (answer) => { if (answer.status >= 400) refusals.push(`${answer.status} ${await answer.text()}`); };
  await phone.begin();
  await phone.press('1');
  await phone.press('9');
  await phone.press(CANARIES.typed_code);
  await phone.press('*');
  for (const key of ['1', '1', '1', '1', '1', '1', '1', '2']) await phone.press(key);
  assert.equal(phone.now.at, 'complainant.name');
  await phone.say(CANARIES.spoken);
  await phone.press(`${CANARIES.resident_id.slice(0, -1)}*`);
  await phone.press('1');
  await phone.say(CANARIES.spoken_address);
  await phone.press(`${CANARIES.keyed}#`);
  await phone.press('1');
  assert.equal(phone.now.at, 'right.patent_number');
  await phone.press('0');
  await phone.press('1');
  assert.equal(phone.now.kind, 'record');
  const media = `http://127.0.0.1:${receiver.address().port}/${CANARIES.recording}`;
  await phone.fetch(phone.now.action, { RecordingUrl: media, RecordingDuration: '7', Digits: '#', AccountSid: CANARIES.account });
  const said = { SpeechResult: CANARIES.spoken, AccountSid: CANARIES.account };
  await kept(await phone.send(phone.now.action, said, { signature: CANARIES.nonsense }));
  await kept(await phone.send(`${base}/ivr/twilio/turn?at=${CANARIES.path}&step=${CANARIES.typed_code}`, said));
  await kept(await phone.send(`${base}/ivr/twilio`, { ...said, CallSid: CANARIES.name }));
  await kept(await phone.send(`${base}/ivr/twilio/turn?${CANARIES.query}`, { ...said, RecordingUrl: CANARIES.link, RecordingDuration: CANARIES.nonsense }));
  assert.equal((await phone.hang_up()).status, 204);

  // Who does not agree has told nothing but a number, and that nobody keeps.
  const stranger = new Phone(base, HOTLINE_TOKEN, CANARIES.stranger);
  await stranger.begin();
  await stranger.press('1');
  await stranger.press('2');
  assert.equal((await stranger.hang_up()).status, 204);
}

/// Every file that the server has written.
const stored = (folder) => readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
  .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'latin1'));

test('nothing a person says, rightly or wrongly, comes to a log, a metric or an error', async () => {
  const client = new Client(base);
  client.user = CANARIES.user;
  await client.begin();
  let closing, asked = 0;
  for (; !closing && asked < 160; asked++) {
    const { question, closing: closed } = await client.present();
    if ((closing = closed)) break;
    // Each question first gets what it cannot take.
    if (!['review', 'file'].includes(question.as) && asked % 3 === 0) await client.say({ text: CANARIES.nonsense });
    const said = BY_PATH[question.ask] ?? (question.offer ? undefined : BY_KIND[question.as])
      ?? (question.as === 'text' ? CANARIES.comparison : undefined);
    const file = () => Buffer.concat([PIXEL, Buffer.from(CANARIES.file_content)]);
    await client.say(said ? { text: said } : ordinary_answer(question, file), undefined, CANARIES.file_name);
  }
  assert.ok(closing, 'the complaint came to its end');
  CANARIES.case_code = closing.receipt.replace(/\D/g, '');

  const bearer = { authorization: `Bearer ${client.token}` };
  const here = `/v3/directline/conversations/${client.conversation}`;
  const message = { type: 'message', from: { id: CANARIES.user }, text: CANARIES.statement };
  await ask(`${here}/activities`, json(`{"text":"${CANARIES.statement}`, bearer));
  await ask(`${here}/activities`, json({ ...message, text: CANARIES.statement.repeat(9000) }, bearer));
  await ask(`${here}/activities`, json({ ...message, type: CANARIES.nonsense }, bearer));
  await ask(`${here}/activities`, json({ ...message, [CANARIES.name]: { [CANARIES.phone]: CANARIES.email } }, bearer));
  await ask(`${here}/activities?${CANARIES.query}&watermark=${CANARIES.typed_code}`, { headers: bearer });
  await ask(`${here}/attachments/${CANARIES.path}?${CANARIES.query}`, { headers: bearer });
  await ask(`${here}/upload?userId=${CANARIES.user}`, { method: 'POST', headers: { ...bearer, 'content-type': 'multipart/form-data; boundary=x' },
    body: `--x\r\nContent-Disposition: form-data; name="file"; filename="${CANARIES.file_name}"\r\n\r\n${CANARIES.file_content}` });
  const form = new FormData();
  form.append('activity', new Blob([JSON.stringify(message)], { type: 'application/vnd.microsoft.activity' }), 'blob');
  form.append('file', new Blob([CANARIES.file_content], { type: 'text/html' }), CANARIES.file_name.replace('png', 'html'));
  await ask(`${here}/upload?userId=${CANARIES.user}`, { method: 'POST', headers: bearer, body: form });
  await ask(`/v3/directline/conversations/${CANARIES.path}/activities`, json(message, { authorization: `Bearer ${CANARIES.path}` }));
  await ask('/v3/directline/tokens/refresh', json({}, { authorization: `Bearer ${CANARIES.typed_code}` }));
  await ask('/v3/directline/tokens/generate', json({ resume: CANARIES.typed_code, locale: CANARIES.name }));
  await ask('/webhooks/rest/webhook', json({ sender: CANARIES.sender, message: CANARIES.statement }, { authorization: 'Bearer the-token-of-the-messenger' }));
  await ask('/webhooks/rest/webhook', json({ sender: CANARIES.sender, message: { text: CANARIES.statement } }, { authorization: 'Bearer the-token-of-the-messenger' }));
  await ask('/webhooks/rest/webhook', json({ sender: CANARIES.sender, message: CANARIES.statement }, { authorization: `Bearer ${CANARIES.sender}` }));
  await ask('/api/v1/status', json({ receipt: CANARIES.typed_code }));
  await ask('/api/v1/status', json({ receipt: CANARIES.name, [CANARIES.phone]: 1 }));
  await ask(`/api/v1/cases/${CANARIES.path}/dossier?${CANARIES.query}`, { headers: { authorization: `Bearer ${CANARIES.sender}` } });
  await ask(`/${CANARIES.path}/${encodeURIComponent(CANARIES.name)}?${CANARIES.query}`);
  await ask(`/?${CANARIES.query}`);
  await raw(`POST /${CANARIES.path} HTTP/9.9\r\nHost: ${CANARIES.user}\r\n\r\n`);
  await raw(`GET ${here}/stream?t=${CANARIES.typed_code} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${CANARIES.path}\r\n\r\n`);
  await raw(`${CANARIES.statement}\r\n\r\n`);
  await call();
  assert.ok(refusals.length >= 15, `only ${refusals.length} requests were refused`);

  // Two attempts of the delivery, so that its failure was written.
  const failures = () => ['dossier.submitted', 'complaint.link', 'recording.made'].filter((type) => !server.output().includes(`"${type}"`));
  for (let tries = 0; failures().length > 0 && tries < 200; tries++) await new Promise((done) => setTimeout(done, 50));
  const metrics = (await ask('/metrics')).text;
  await server.restart();
  const later = (await ask('/metrics')).text;
  const sinks = { log: server.output(), metrics, later, ...Object.fromEntries(refusals.map((text, i) => [`refusal ${i}`, text])) };
  assert.ok(stored(server.data).some((bytes) => bytes.includes(CANARIES.caller.slice(1))), 'whoever agreed can be written to');
  assert.ok(stored(server.data).every((bytes) => !bytes.includes(CANARIES.stranger.slice(1))), 'a number is kept that nobody agreed to');
  assert.deepEqual(failures(), [], 'each kind of delivery has failed once');
  for (const event of ['started', 'delivery']) assert.ok(sinks.log.includes(`"${event}"`), `the log says that ${event}`);
  assert.ok(metrics.includes('plaint_'), 'the metrics say something');
  const digits = (text) => text.replace(/[ -]/g, '');
  for (const [sink, text] of Object.entries(sinks)) {
    for (const [what, canary] of Object.entries(CANARIES)) {
      for (const form of [canary, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1), Buffer.from(canary).toString('base64').slice(0, -4)])
        assert.ok(!text.includes(form) && !digits(text).includes(form), `${what} stands in ${sink}: ${text.slice(0, 2000)}`);
    }
  }
});
