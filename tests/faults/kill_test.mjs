// Kills the server again and again, without warning, while people chat and upload, callers key and speak, and staff review;
// the receiving body is up, down, slow or answers 500 meanwhile. Then asks every one of them what the server still knows:
// nothing that was acknowledged may be lost, nothing may stand twice, every dossier must reach its receiver whole and under
// one id, and the audit chains must hold.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as listen } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer_as_usual, case_number_of, recording } from '../clients/caller.mjs';
import { Phone } from '../clients/twiml.mjs';
import { Client, ordinary_answer, sha256 } from './directline.mjs';
import { Officer, forms_of } from './officer.mjs';
import { Receiver } from './receiver.mjs';

const rounds = Number(process.env.KILL_ROUNDS ?? 100);
const crowd_size = { people: 20, callers: 6, officers: 6 };
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_007);
console.log(`seed ${seed}, ${rounds} rounds, ${Object.entries(crowd_size).map(([who, count]) => `${count} ${who}`).join(', ')}`);

// A small generator of our own (mulberry32), so that a seed gives the same kills again.
let state = seed >>> 0;
const chance = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const one_of = (list) => list[Math.floor(chance() * list.length)];
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const free_port = () => new Promise((done) => {
  const probe = listen().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); });
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.PLAINT_BINARY || join(root, 'build/dev/plaint');
const folder = mkdtempSync(join(tmpdir(), 'plaint-kill-'));
const port = await free_port();
const base = `http://127.0.0.1:${port}`;
const receiver = new Receiver(() => 500 + chance() * 3000);
await receiver.open();

// Where the telephone provider keeps its recordings.
const recordings = createServer((request, answer) => answer.writeHead(200, { 'Content-Type': 'audio/x-wav' }).end(recording(request.url)));
await new Promise((done) => recordings.listen(0, '127.0.0.1', done));
const media = `http://127.0.0.1:${recordings.address().port}/recordings/`;

const TELEPHONE_TOKEN = '12345678901234567890123456789012';
const FETCH_TOKEN = 'a-token-for-the-test-of-kills';
const config = join(folder, 'plaint.toml');
writeFileSync(config, `[server]
listen = "127.0.0.1:${port}"
public_base = "${base}"
[storage]
disk_floor_bytes = 1000000
[delivery]
connect_seconds = 1
deadline_seconds = 2
[hotline.twilio]
token = "${TELEPHONE_TOKEN}"
speech = false
[recordings]
hosts = ["recordings.example"]
allow_insecure = true
[[hand_over]]
centre = "*"
url = "http://127.0.0.1:${receiver.port}/inbox"
secret = "${receiver.secret}"
allow_insecure = true
[[fetch]]
body = "office:3301"
token = "${FETCH_TOKEN}"
`);
const options = ['--config', config, '--data', join(folder, 'data')];

let server, output = '';
async function start() {
  server = spawn(binary, ['serve', ...options], { cwd: root });
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (part) => { output = (output + part).slice(-20_000); });
  for (let tries = 0; tries < 400; tries++) {
    if (server.exitCode != null) break;
    if (await fetch(`${base}/readyz`).then((answer) => answer.ok, () => false)) return;
    await sleep(25);
  }
  throw new Error(`the server did not become ready:\n${output}`);
}
const end = (signal) => new Promise((done) => { server.once('exit', done); server.kill(signal); });

let stop = false;
let uploads = 0;
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');
// Every file is another, so that one cannot stand in for the next.
const bytes = () => Buffer.concat([pixel, Buffer.from(`upload ${seed} ${++uploads} `.repeat(400))]);

/// A fault of the line or of a server that is just dying is borne; what the server refuses is not.
function bear(error) {
  if (error instanceof assert.AssertionError || (error.status && error.status < 500)) throw error;
  return sleep(30);
}

// ---- people who chat

const finished = [];
let open = [];
async function person() {
  while (!stop) {
    const client = new Client(base);
    open.push(client);
    try {
      await client.begin();
    } catch {
      // Nothing was acknowledged, so nothing is owed.
      open = open.filter((one) => one !== client);
      await sleep(30);
      continue;
    }
    while (!stop && !client.closing) {
      try {
        if (client.unsure) await client.say(null, client.unsure);
        const { question, closing } = await client.present();
        if (closing) client.closing = closing;
        else if (question) await client.say(ordinary_answer(question, bytes));
        else await sleep(20);
      } catch (error) {
        await bear(error);
      }
    }
    if (client.closing) {
      finished.push(client);
      open = open.filter((one) => one !== client);
    }
  }
}

// ---- callers

const calls = [];
async function caller() {
  while (!stop) {
    const phone = new Phone(base, TELEPHONE_TOKEN);
    calls.push(phone);
    let act = () => phone.begin();
    while (!stop && phone.now?.kind !== 'over') {
      try {
        await act();
        act = () => answer_as_usual(phone, media);
      } catch (error) {
        // The provider sends the same webhook again.
        await bear(error);
        act = () => phone.again();
      }
    }
  }
}

// ---- officers

const rulings = [];
let ruled = 0;
async function officer(me) {
  while (!stop) {
    try {
      const list = await me.page('/staff/cases');
      if (list.status >= 500) throw Object.assign(new Error('unavailable'), { status: list.status });
      assert.equal(list.status, 200, list.html);
      const numbers = [...new Set(list.html.match(/IP-\d{4}-\d{6}-\d{7}/g))];
      if (numbers.length > 0) await rule(me, one_of(numbers));
      await sleep(20 + chance() * 100);
    } catch (error) {
      await bear(error);
    }
  }
}

async function rule(me, number) {
  const path = `/staff/cases/${number}`;
  const page = await me.page(path);
  if (page.status !== 200) return;
  const forms = forms_of(page.html);
  const kind = one_of(['take', 'request', 'decide'].filter((action) => forms[`${path}/${action}`]));
  if (!kind) return;
  const reason = `材料第${++ruled}次审查，编号${seed}-${ruled}。`;
  const filled = {
    take: {},
    request: { reason, field: forms[`${path}/request`]?.boxes.slice(0, 2).map(({ value }) => value) ?? [] },
    decide: { reason, decision: chance() < 0.7 ? 'accept' : 'not_accept' },
  }[kind];
  const done = await me.submit(page, `${path}/${kind}`, filled);
  // Another was faster, or the server is just dying: nothing was promised.
  if (done.status === 303 && kind !== 'take') rulings.push({ number, reason });
  else assert.ok(done.status === 303 || done.status === 409 || done.status >= 500, `${kind}: ${done.status} ${done.html}`);
}

// ---- the kills

await start();
const officers = [];
for (let i = 0; i < crowd_size.officers; i++)
  officers.push(await Officer.sign_in(base, { binary, options, cwd: root }, `officer-${i}`, 'reviewer', '330000'));
const crowd = Promise.all([
  ...Array.from({ length: crowd_size.people }, person),
  ...Array.from({ length: crowd_size.callers }, caller),
  ...officers.map(officer),
]);
crowd.catch((error) => { console.error(error); console.error(output); process.exit(1); });
const conditions = ['up', 'down', 'slow', '500'];
for (let round = 0; round < rounds; round++) {
  await receiver.become(conditions[Math.floor(round * conditions.length / rounds)]);
  await sleep(150 + chance() * 700);
  await end('SIGKILL');
  await start();
}
await receiver.become('up');
await sleep(500);
stop = true;
await crowd;

// ---- what is left

let turns = 0, files = 0;
const numbers = new Set();
for (const client of [...finished, ...open]) {
  if (client.unsure) await client.say(null, client.unsure);
  const all = await client.activities();
  const said = all.filter((activity) => activity.channelData?.clientActivityID);
  for (const message of client.acknowledged) {
    const echoes = said.filter((activity) => activity.channelData.clientActivityID === message.id);
    assert.equal(echoes.length, 1, `message ${message.id} stands ${echoes.length} times`);
    turns++;
    if (!message.said.file) continue;
    const [attachment] = echoes[0].attachments;
    const back = await fetch(new URL(attachment.contentUrl, base), { headers: { authorization: `Bearer ${client.token}` } });
    assert.equal(back.status, 200);
    assert.equal(sha256(Buffer.from(await back.arrayBuffer())), sha256(message.said.file));
    files++;
  }
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length, 'an activity stands twice');
  if (client.closing) {
    assert(!numbers.has(client.closing.number), `${client.closing.number} was given twice`);
    numbers.add(client.closing.number);
  }
}
const submitted = numbers.size;

// What the provider sends once more is answered as it was.
let documents = 0;
for (const phone of calls.filter(({ now }) => now)) {
  const { xml } = phone.now;
  assert.equal(await phone.repeat(), xml, 'a repeated webhook is answered otherwise');
  documents += phone.documents;
  const number = case_number_of(phone);
  if (number) numbers.add(number);
}

// Deliveries: what still waits for its next attempt is made due. Each case came, each version under one id and with one
// manifest, and what can be fetched is what was announced.
for (let tries = 0; [...numbers].some((number) => !receiver.taken.has(`dossier.submitted ${number} 1`)); tries++) {
  assert.ok(tries < 60, 'not every dossier was delivered');
  execFileSync(binary, ['replay', '--all', ...options], { cwd: root });
  await sleep(500);
}
const authorised = { headers: { authorization: `Bearer ${FETCH_TOKEN}` } };
const packed = join(folder, 'package.zip');
for (const [what, came] of receiver.taken) {
  assert.equal(new Set(came.map(({ id }) => id)).size, 1, `${what} came under several ids`);
  assert.equal(new Set(came.map(({ manifest }) => manifest)).size, 1, `${what} came with several manifests`);
  const [, number, version] = what.split(' ');
  const answer = await fetch(`${base}/api/v1/cases/${number}/package?version=${version}`, authorised);
  assert.equal(answer.status, 200, `the package of ${what}: ${answer.status}`);
  writeFileSync(packed, Buffer.from(await answer.arrayBuffer()));
  const said = execFileSync(binary, ['verify', packed], { encoding: 'utf8' });
  assert.ok(said.includes(came[0].manifest), `the package of ${what} is not the one that was announced`);
}
// An officer can see a case whose number never reached the person: the answer died with the server.
const reasons = new Map();
for (const number of new Set([...numbers, ...rulings.map((ruling) => ruling.number)])) {
  const answer = await fetch(`${base}/api/v1/cases/${number}/dossier`, authorised);
  assert.equal(answer.status, 200);
  const dossier = await answer.json();
  assert.equal(dossier.case.number, number);
  reasons.set(number, (dossier.rulings ?? []).map(({ reason }) => reason));
}
for (const { number, reason } of rulings)
  assert.equal(reasons.get(number).filter((one) => one === reason).length, 1, `a ruling on ${number} was lost`);
for (const [number, all] of reasons) assert.equal(new Set(all).size, all.length, `${number} was ruled on twice in one way`);
const audit = execFileSync(binary, ['verify-audit', ...options], { cwd: root, encoding: 'utf8' });

console.log(`${turns} acknowledged messages, ${files} files, ${documents} documents of ${calls.length} calls, ${submitted} dossiers from chats and `
  + `${numbers.size - submitted} from calls, ${rulings.length} rulings survived ${rounds} kills; ${audit.trim()}`);
assert(turns > crowd_size.people * rounds / 4, 'too little was said for the test to mean anything');
assert(submitted > 0 && numbers.size > submitted && documents > rounds && rulings.length > rounds / 10, 'too little was done for the test to mean anything');
await end('SIGTERM');
await receiver.close();
recordings.close();
rmSync(folder, { recursive: true, force: true });
