// A Chinese call with keys and recordings, signed by npm `twilio`, with everything going wrong on the way that does; then the
// web, with the code that was told on the telephone; then the dossier, which names where each fact came from.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { serve } from '../browser/support.mjs';
import { Client, ordinary_answer } from '../faults/directline.mjs';
import { answer_as_usual, recording } from './caller.mjs';
import { Phone } from './twiml.mjs';
import { files_of } from './zip.mjs';

const TOKEN = '12345678901234567890123456789012';
const OFFICE_TOKEN = 'the-token-of-the-office-in-hangzhou';
const SECRET = `whsec_${Buffer.from('a secret that is long enough').toString('base64')}`;
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');

// The provider's store of recordings: the first one is late, one never comes.
const asked = new Map();
const store = createServer((request, answer) => {
  const id = request.url.split('/').at(-1);
  asked.set(id, (asked.get(id) ?? 0) + 1);
  if (id.endsWith('99') || (id.endsWith('00') && asked.get(id) === 1)) return answer.writeHead(404).end();
  answer.writeHead(200, { 'Content-Type': 'audio/x-wav' }).end(recording(id));
});

/// What the office and the sender of short messages were told.
const told = [];
const receiver = createServer((request, answer) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => { told.push(JSON.parse(body)); answer.writeHead(204).end(); });
});

let server, base, media;
before(async () => {
  await Promise.all([store, receiver].map((one) => new Promise((done) => one.listen(0, '127.0.0.1', done))));
  media = `http://127.0.0.1:${store.address().port}/recordings/`;
  const events = `url = "http://127.0.0.1:${receiver.address().port}/events"\nsecret = "${SECRET}"\nallow_insecure = true`;
  server = await serve({ config: `[hotline.twilio]\ntoken = "${TOKEN}"\nspeech = false\n[recordings]\nhosts = ["recordings.example"]\nallow_insecure = true
[operator]\nnumber = "+8657112330"\nhours = "never"\n[notifications]\n${events}\n[[hand_over]]\ncentre = "*"\n${events}
[[fetch]]\nbody = "office:3301"\ntoken = "${OFFICE_TOKEN}"\n` });
  base = server.url.slice(0, -1);
});
after(async () => { await server?.stop(); store.close(); receiver.close(); });

/// What the telephone could not carry, what was put off there, and what follows from them.
const OUTSTANDING = ['outstanding', 'complainant.identity_document', 'right.proof', 'right.claims', 'respondents[0].links[0].url',
  'respondents[0].links[0].screenshot', 'respondents[0].links.more', 'respondents[0].name', 'case.signed_request', 'review'];

/// "2191454615027139" as it is said.
const spoken = (code) => code.match(/.{4}/g).map((group) => [...group].join(' ')).join(', ');

/// The newest package of a case, fetched as the office does.
async function dossier_of(url) {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${OFFICE_TOKEN}` } });
  assert.equal(answer.status, 200, await answer.clone().text());
  const files = files_of(Buffer.from(await answer.arrayBuffer()));
  return { bag: files, ...JSON.parse(files.get('data/dossier.json')) };
}

/// The values of a dossier by path: "respondents[0].region".
function leaves(value, path = '') {
  const formal = ['recording', 'unverified', 'later', 'none', 'unknown', 'skip'];
  const inner = Array.isArray(value) ? value.length > 0 && typeof value[0] === 'object' && !value[0].sha256
    : value && typeof value === 'object' && !formal.some((name) => name in value);
  if (!inner) return [[path, value]];
  return Object.entries(value).flatMap(([key, one]) =>
    leaves(one, Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key));
}

/// Each fact of the dossier says on which channel and in which turn it was said, or that nobody said it.
function look_at(first, second) {
  for (const { facts, provenance, case: about } of [first, second]) {
    for (const [path] of leaves(facts)) {
      if (['case.kind', 'intake.campaign', 'intake.centre', 'intake.channel'].includes(path)) continue; // known, not said
      const origin = provenance[path] ?? provenance[`${path}.more`];
      assert.ok(origin, `${path} comes from nowhere`);
      if (origin.derived || origin.given || origin.put_off_by) continue;
      assert.ok(['phone', 'web_chat'].includes(origin.channel), path);
      assert.ok(origin.turn > 0 && origin.turn <= about.turn, path);
    }
  }
  const by_phone = ['complainant.name', 'complainant.id_number', 'right.patent_number', 'right.proof_kind', 'respondents[0].platform', 'declaration.truth'];
  const by_web = ['right.proof', 'right.claims', 'respondents[0].links[0].url', 'case.signed_request'];
  for (const path of by_phone) assert.equal(second.provenance[path].channel, 'phone', path);
  for (const path of by_web) {
    assert.equal(second.provenance[path].channel, 'web_chat', path);
    assert.ok(second.provenance[path].turn > first.case.turn, path);
  }
  // What was spoken is in the package, as it came from the provider.
  const { recording: name, path, sha256 } = second.facts.complainant.name;
  assert.equal(name, `RE${'0'.repeat(30)}`);
  assert.match(path, /^data\/recordings\/\d{4}\.wav$/);
  assert.deepEqual(second.bag.get(path), recording(name));
  assert.equal(second.facts.respondents[0].region.unverified.sha256?.length, sha256.length);
}

let recordings = 0;
const answer = (phone) => answer_as_usual(phone, media,
  phone.now.kind === 'record' && phone.now.at !== 'respondents[0].name' ? `RE${String(recordings++).padStart(30, '0')}` : undefined);

async function go_on(phone, until) {
  for (let most = 80; phone.now.kind !== 'over' && phone.now.at !== until; most--) {
    assert.ok(most > 0, `the call does not end, at ${phone.now.at}`);
    await answer(phone);
  }
}

const receipt_of = (phone) => /\d(?: \d){3}(?:, \d(?: \d){3}){3}/.exec(phone.heard.find((text) => text.includes('回执码，共16位')))[0].replace(/\D/g, '');

/// Every recording that stands for an answer, or beside one.
function spoken_in(value) {
  if (!value || typeof value !== 'object') return [];
  return value.recording ? [value] : Object.values(value).flatMap(spoken_in);
}

async function until(holds, what) {
  for (let tries = 0; !await holds(); tries++) {
    assert.ok(tries < 500, what());
    await new Promise((done) => setTimeout(done, 50));
  }
}

/// Goes on on the web with the code, answers everything, and returns what was asked.
async function on_the_web(receipt) {
  const web = new Client(base);
  await web.begin();
  await web.call(`conversations/${web.conversation}/activities`,
    { type: 'event', name: 'plaint.resume', from: { id: 'u' }, value: { receipt } });
  const questions = [];
  for (;;) {
    const { question, closing } = await web.present();
    if (closing) return { questions, closing };
    assert.ok(questions.length < 60, `the web does not end: ${questions}`);
    questions.push(question.ask);
    if (question.ask === 'outstanding') await web.say({ value: 'yes' });
    else if (question.ask === 'respondents[0].name') await web.say({ text: 'unknown' });
    else await web.say(ordinary_answer(question, () => Buffer.concat([PIXEL, Buffer.from(question.ask)])));
  }
}

test('a call in Chinese ends with a case, through silence, wrong keys, repeats, stale webhooks and a hang-up', async () => {
  const first = new Phone(base, TOKEN);
  await first.begin();
  assert.ok(first.now.says.some((text) => text.includes('中文请按1')) && first.now.says.some((text) => text.includes('English, press 2')));
  await go_on(first, 'case.urgent');

  await first.wait();
  assert.equal(first.now.at, 'case.urgent');
  assert.ok(first.now.says[0].includes('没有收到'));
  await go_on(first, 'party.role');
  await first.press('8');
  assert.equal(first.now.at, 'party.role');
  assert.ok(!first.now.says[0].includes('没有收到'), 'a wrong key is no silence');

  await go_on(first, 'complainant.foreign');
  const present = first.now.xml;
  assert.equal(await first.repeat(), present, 'a repeated webhook gets the stored reply');
  const stale = first.sent[2];
  assert.equal(await (await first.send(stale.url, { Digits: '2' })).text(), present, 'an older one gets the present question');
  await go_on(first, 'right.proof_kind');
  assert.equal((await first.hang_up()).status, 204);
  assert.equal((await first.hang_up()).status, 204, 'the status may come twice');

  const second = new Phone(base, TOKEN);
  await second.begin();
  await second.press('1');
  await second.press('9');
  assert.equal(second.now.at, 'receipt');
  await second.press(receipt_of(first));
  assert.equal(second.now.at, 'right.proof_kind', 'the second call goes on where the first one ended');
  await go_on(second);
  const words = second.now.says.join(' ');
  assert.match(words, /IP, 2 0 2 \d, 3 3 0 1, 0 0, /);
  assert.equal(words.split(spoken(receipt_of(first))).length, 3, 'the receipt code is said twice before the end');
  // The silence, the wrong key and what a call-back begins with are faults of this caller, and counted all the same.
  assert.ok(first.documents + second.documents <= 60, `${first.documents + second.documents} documents`);
  assert.equal((await second.hang_up()).status, 204);

  // All recordings come, the late one too; each is asked for until it is there, and not again.
  await until(() => asked.size === recordings && asked.get(`RE${'0'.repeat(30)}`) === 2, () => `${asked.size} of ${recordings} recordings were fetched`);
  await until(() => told.filter(({ type }) => type === 'complaint.link').length === 2, () => JSON.stringify(told));
  for (const { data } of told.filter(({ type }) => type === 'complaint.link'))
    assert.deepEqual(data, { to: '+8613800138000', locale: 'zh-Hans', url: `${base}/` });
  const submitted = () => told.filter(({ type }) => type === 'dossier.submitted').map(({ data }) => data);
  const of_version = (number) => submitted().find(({ version }) => version === number);
  await until(() => of_version(1), () => JSON.stringify(told));
  // The call was over before all sound was there: the office gets what comes with versions more.
  const silent = await dossier_of(of_version(1).url);
  assert.deepEqual(silent.facts.complainant.name, { recording: `RE${'0'.repeat(30)}` });
  let sounding;
  await until(async () => {
    sounding = await dossier_of(of_version(submitted().length).url);
    return spoken_in(sounding.facts).every(({ path }) => path?.startsWith('data/recordings/'));
  }, () => JSON.stringify(sounding.facts));
  const last = submitted().length;
  assert.ok(last > 1 && last <= 1 + recordings, 'a recording makes one version at most');

  // The web asks for what a telephone cannot carry, and for what was put off; and for nothing else.
  const { questions, closing } = await on_the_web(receipt_of(first));
  assert.deepEqual([...questions].sort(), [...OUTSTANDING].sort());
  assert.equal(closing.number, of_version(1).case);
  await until(() => of_version(last + 1), () => JSON.stringify(told));
  look_at(silent, await dossier_of(of_version(last + 1).url));
});

test('whoever does not sign is refused, and nothing of the call is lost by it', async () => {
  const phone = new Phone(base, TOKEN);
  await phone.begin();
  const { action, at } = phone.now;
  const other = new Phone(base, 'another token, as long as the right one');
  for (const signature of ['', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=', other.signature(action, { Digits: '1' })]) {
    assert.equal((await phone.send(action, { Digits: '1' }, { signature })).status, 403);
    assert.equal((await phone.send(`${base}/ivr/twilio/status`, { CallStatus: 'completed' }, { signature })).status, 403);
    assert.equal((await phone.send(`${base}/ivr/twilio`, {}, { signature })).status, 403);
  }
  // Right for another address, or for other keys.
  assert.equal((await phone.send(action, { Digits: '1' }, { signature: phone.signature(`${base}/ivr/twilio`, { Digits: '1' }) })).status, 403);
  assert.equal((await phone.send(action, { Digits: '1' }, { signature: phone.signature(action, { Digits: '2' }) })).status, 403);
  await phone.press('1');
  assert.notEqual(phone.now.at, at);
});

test('the published signatures are those of npm twilio', () => {
  const { getExpectedTwilioSignature } = createRequire(import.meta.url)('twilio/lib/webhooks/webhooks.js');
  const form = { CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234', From: '+14158675309', To: '+18005551212' };
  for (const [url, signature] of [
    ['https://mycompany.com/myapp.php?foo=1&bar=2', 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
    ['http://mycompany.com:1234/myapp.php?foo=1&bar=2', 'Zmvh+3yNM1Phv2jhDCwEM3q5ebU='],
    ['https://mycompany.com:443/myapp.php?foo=1&bar=2', 'kvajT1Ptam85bY51eRf/AJRuM3w='],
    ['http://mycompany.com:80/myapp.php?foo=1&bar=2', '0ZXoZLH/DfblKGATFgpif+LLRf4='],
    ['https://user:pass@mycompany.com/myapp.php?foo=1&bar=2', 'CukzLTc1tT5dXEDIHm/tKBanW10='],
  ]) assert.equal(getExpectedTwilioSignature('12345', url, form), signature, url);
  assert.equal(getExpectedTwilioSignature('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2',
    { Sid: 'CA123', SidAccount: 'AC123', Digits: ['5678', '1234', '1234'] }), 'IK+Dwps556ElfBT0I3Rgjkr1wJU=');
});

test('outside the hours a caller who wants a person leaves a message, also one that never comes', async () => {
  const phone = new Phone(base, TOKEN, 'anonymous');
  await phone.begin();
  await go_on(phone, 'case.urgent');
  await phone.press('0');
  assert.equal(phone.now.at, 'person');
  await phone.press('1');
  assert.equal(phone.now.kind, 'record');
  assert.equal(phone.now.at, 'message');
  const sid = `RE${'9'.repeat(30)}`;
  await phone.record(sid, media + sid);
  assert.equal(phone.now.at, 'case.urgent');
  assert.ok(phone.now.says[0].includes('留言已记下'));
  await until(() => asked.get(sid) === 1, () => 'the message was not asked for');
});
