// A busy day at once: 500 open chats with a socket each, 100 calls and 20 members of the staff, all at the pace of people.
// Prints a section of docs/benchmarks.md: how long each kind of them waited for an answer.
//
//   node tests/bench/crowd.mjs BINARY DATA-FOLDER [SECONDS]
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createServer as listen } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer_as_usual, recording } from '../clients/caller.mjs';
import { Phone } from '../clients/twiml.mjs';
import { Client, ordinary_answer } from '../faults/directline.mjs';
import { Officer } from '../faults/officer.mjs';

const WebSocket = createRequire(new URL('../clients/package.json', import.meta.url))('ws');
const CROWD = { chats: 500, calls: 100, staff: 20 };
// Between an answer and the next thing said, in milliseconds: half of it to one and a half times.
const PAUSE = { chats: 6000, calls: 5000, staff: 3000 };
const GOAL_MS = 50;

const [binary, data, seconds = '60'] = process.argv.slice(2);
const root = fileURLToPath(new URL('../..', import.meta.url));
const TOKEN = 'a-token-of-the-telephone-provider';
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const think = (kind) => sleep(PAUSE[kind] * (0.5 + Math.random()));
const free_port = () => new Promise((done) => {
  const probe = listen().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); });
});

rmSync(data, { recursive: true, force: true });
mkdirSync(data, { recursive: true });
const recordings = createServer((request, answer) => answer.writeHead(200, { 'Content-Type': 'audio/x-wav' }).end(recording(request.url)));
await new Promise((done) => recordings.listen(0, '127.0.0.1', done));
const media = `http://127.0.0.1:${recordings.address().port}/recordings/`;
const port = await free_port();
const base = `http://127.0.0.1:${port}`;
const config = join(data, 'plaint.toml');
writeFileSync(config, `[server]\nlisten = "127.0.0.1:${port}"\npublic_base = "${base}"\n[log]\nlevel = "warning"\n[hotline.twilio]\ntoken = "${TOKEN}"\nspeech = false\n`
  + '[recordings]\nhosts = ["recordings.example"]\nallow_insecure = true\n');
const options = ['--config', config, '--data', join(data, 'data')];
const server = spawn(binary, ['serve', ...options], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
for (let tries = 0; !(await fetch(`${base}/readyz`).then((answer) => answer.ok, () => false)); tries++) {
  if (tries > 200) throw new Error('the server did not become ready');
  await sleep(50);
}

// While everybody arrives nothing is measured.
let measuring = false, over = false;
const waits = { chats: [], calls: [], staff: [] };
async function timed(kind, act) {
  const began = performance.now();
  const result = await act();
  if (measuring) waits[kind].push(performance.now() - began);
  return result;
}

async function chat(number) {
  while (!over) {
    const client = new Client(base);
    client.user = `person-${number}`;
    await client.begin();
    const { streamUrl } = await client.call(`conversations/${client.conversation}?watermark=0`);
    const socket = new WebSocket(streamUrl);
    let hints = [];
    socket.on('message', (text) => {
      if (String(text).trim()) hints.push(...JSON.parse(text).activities.map((activity) => activity.channelData?.plaint).filter(Boolean));
    });
    await new Promise((done, fail) => { socket.on('open', done); socket.on('error', fail); });
    for (;;) {
      await think('chats');
      if (over || hints.some((hint) => hint.case?.number)) break;
      const question = hints.findLast((hint) => hint.ask);
      hints = [];
      await timed('chats', () => client.say(ordinary_answer(question, () => Buffer.concat([pixel, Buffer.from(`${number} ${Math.random()}`)]))));
    }
    socket.close();
  }
}

async function call() {
  while (!over) {
    const phone = new Phone(base, TOKEN);
    await phone.begin();
    while (!over && phone.now.kind !== 'over') {
      await think('calls');
      await timed('calls', () => answer_as_usual(phone, media));
    }
  }
}

async function staff(number) {
  const officer = await Officer.sign_in(base, { binary, options, cwd: root }, `officer-${number}`, 'reviewer', '330000');
  while (!over) {
    await think('staff');
    const list = await timed('staff', () => officer.page('/staff/cases'));
    const numbers = list.html.match(/IP-\d{4}-\d{6}-\d{7}/g);
    if (!numbers) continue;
    await think('staff');
    await timed('staff', () => officer.page(`/staff/cases/${numbers[Math.floor(Math.random() * numbers.length)]}`));
  }
}

const everybody = [];
for (let i = 0; i < CROWD.staff; i++) everybody.push(staff(i));
for (let i = 0; i < CROWD.calls; i++) { everybody.push(call()); await sleep(20); }
for (let i = 0; i < CROWD.chats; i++) { everybody.push(chat(i)); await sleep(10); }
const failed = Promise.all(everybody);
failed.catch((error) => { console.error(error); process.exit(1); });
await sleep(5000);
measuring = true;
await sleep(Number(seconds) * 1000);
measuring = false;
over = true;
await failed;

const at = (list, share) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) * share)];
const turns = [...waits.chats, ...waits.calls];
const row = (name, list) => `| ${name} | ${list.length} | ${(list.length / Number(seconds)).toFixed(0)} | ${at(list, 0.5).toFixed(1)} | ${at(list, 0.99).toFixed(1)} | ${at(list, 1).toFixed(0)} |`;
console.log(`## ${CROWD.chats} open chats, ${CROWD.calls} calls and ${CROWD.staff} staff at once, at the pace of people

| | answers | per second | p50, ms | p99, ms | longest, ms |
| --- | --- | --- | --- | --- | --- |
${row('chats', waits.chats)}
${row('calls', waits.calls)}
${row('pages of the staff', waits.staff)}

Turns at p99: ${at(turns, 0.99).toFixed(1)} ms; at most ${GOAL_MS}: ${at(turns, 0.99) <= GOAL_MS ? 'met' : 'missed'}.
`);
server.kill('SIGTERM');
await new Promise((done) => server.once('exit', done));
recordings.close();
