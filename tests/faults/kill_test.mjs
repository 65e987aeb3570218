// Kills the server again and again, without warning, while people chat and upload; then asks every one of them what the
// server still knows. Nothing that was acknowledged may be lost, nothing may stand twice, and every dossier must reach its
// receiver whole, under one id.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as listen } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, ordinary_answer, sha256 } from './directline.mjs';

const rounds = Number(process.env.KILL_ROUNDS ?? 30);
const people = Number(process.env.KILL_CLIENTS ?? 16);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_007);
console.log(`seed ${seed}, ${rounds} rounds, ${people} clients`);

// A small generator of our own (mulberry32), so that a seed gives the same kills again.
let state = seed >>> 0;
const chance = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const free_port = () => new Promise((done) => {
  const probe = listen().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); });
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plaint-kill-'));
const port = await free_port();
const base = `http://127.0.0.1:${port}`;

// The receiving body: checks each signature and remembers under which ids each version of each case came.
const secret = Buffer.from('a secret of the receiving body..');
const taken = new Map();
const receiver = createServer((request, answer) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts).toString();
    const id = request.headers['webhook-id'];
    const expected = createHmac('sha256', secret).update(`${id}.${request.headers['webhook-timestamp']}.${body}`).digest('base64');
    assert.equal(request.headers['webhook-signature'], `v1,${expected}`);
    const { type, data } = JSON.parse(body);
    const key = `${type} ${data.case} ${data.version}`;
    taken.set(key, [...(taken.get(key) ?? []), { id, manifest: data.manifest_sha256 }]);
    answer.writeHead(204).end();
  });
});
await new Promise((done) => receiver.listen(0, '127.0.0.1', done));

const config = join(folder, 'plaint.toml');
writeFileSync(config, `[server]
listen = "127.0.0.1:${port}"
public_base = "${base}"
[storage]
disk_floor_bytes = 1000000
[delivery]
connect_seconds = 1
deadline_seconds = 2
[[hand_over]]
centre = "*"
url = "http://127.0.0.1:${receiver.address().port}/inbox"
secret = "whsec_${secret.toString('base64')}"
allow_insecure = true
[[fetch]]
body = "office:3301"
token = "a-token-for-the-test-of-kills"
`);

let server, output = '';
async function start() {
  server = spawn(process.env.PLAINT_BINARY || join(root, 'build/dev/plaint'), ['serve', '--config', config, '--data', join(folder, 'data')], { cwd: root });
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (part) => { output = (output + part).slice(-20_000); });
  for (let tries = 0; tries < 400; tries++) {
    if (server.exitCode != null) break;
    if (await fetch(`${base}/readyz`).then((answer) => answer.ok, () => false)) return;
    await sleep(25);
  }
  throw new Error(`the server did not become ready:\n${output}`);
}
const kill = () => new Promise((done) => { server.once('exit', done); server.kill('SIGKILL'); });

let stop = false;
let uploads = 0;
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');
// Every file is another, so that one cannot stand in for the next.
const bytes = () => Buffer.concat([pixel, Buffer.from(`upload ${seed} ${++uploads} `.repeat(400))]);

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
        if (error.status && error.status < 500) throw error;
        await sleep(30);
      }
    }
    if (client.closing) {
      finished.push(client);
      open = open.filter((one) => one !== client);
    }
  }
}

await start();
const crowd = Promise.all(Array.from({ length: people }, person));
crowd.catch((error) => { console.error(error); process.exit(1); });
for (let round = 1; round <= rounds; round++) {
  await sleep(150 + chance() * 900);
  await kill();
  await start();
}
await sleep(500);
stop = true;
await crowd;
await sleep(1500);

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

// Deliveries, when the leases of the dead have ended: each case came, each under one id, and what can be fetched is what was announced.
for (let tries = 0; tries < 600 && [...numbers].some((number) => !taken.has(`dossier.submitted ${number} 1`)); tries++) await sleep(100);
for (const number of numbers) {
  const came = taken.get(`dossier.submitted ${number} 1`);
  assert(came, `${number} was never delivered`);
  assert.equal(new Set(came.map(({ id }) => id)).size, 1, `${number} came under several ids`);
  assert.equal(new Set(came.map(({ manifest }) => manifest)).size, 1, `${number} came with several manifests`);
  const dossier = await fetch(`${base}/api/v1/cases/${number}/dossier`, { headers: { authorization: 'Bearer a-token-for-the-test-of-kills' } });
  assert.equal(dossier.status, 200);
  assert.equal((await dossier.json()).case.number, number);
}
const announced = [...taken.keys()].map((key) => key.split(' ')[1]);
assert.equal(new Set(announced).size, taken.size, 'a case was announced in two versions that nobody made');

console.log(`${turns} acknowledged turns, ${files} files and ${numbers.size} dossiers survived ${rounds} kills`);
assert(turns > people * rounds / 4, 'too little was said for the test to mean anything');
assert(numbers.size > 0, 'no dossier was finished');
await new Promise((done) => { server.once('exit', done); server.kill('SIGTERM'); });
receiver.close();
rmSync(folder, { recursive: true, force: true });
