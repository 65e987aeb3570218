// export, verify, replay and backup, beside the server that took the complaint; and what they say to what cannot be used.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as listen } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client, ordinary_answer } from '../faults/directline.mjs';

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');
const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.PLAINT_BINARY || join(root, 'build/dev/plaint');
const folder = mkdtempSync(join(tmpdir(), 'plaint-commands-'));
const data = join(folder, 'data');
const at = (name) => join(folder, name);

/// Runs a command to its end; what it says is on stdout, what it complains of on stderr.
function plaint(...words) {
  const { status, stdout, stderr } = spawnSync(binary, words, { encoding: 'utf8', cwd: root });
  return { status, said: stdout, told: stderr };
}
function refuses(words, told) {
  const ended = plaint(...words);
  assert.deepEqual(ended, { status: 2, said: '', told: `plaint: ${told}\n` }, words.join(' '));
}

// The receiver refuses for good until it is mended, so that the first delivery is given up.
let mended = false;
const taken = [];
const receiver = createServer((request, answer) => {
  request.resume().on('end', () => {
    if (mended) taken.push(request.headers['webhook-id']);
    answer.writeHead(mended ? 204 : 410).end();
  });
});

let server, number;
before(async () => {
  const port = await new Promise((done) => {
    const probe = listen().listen(0, '127.0.0.1', () => { const known = probe.address().port; probe.close(() => done(known)); });
  });
  await new Promise((done) => receiver.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(at('plaint.toml'), `[server]\nlisten = "127.0.0.1:${port}"\npublic_base = "${url}"\n[storage]\ndisk_floor_bytes = 1000000
[[hand_over]]\ncentre = "*"\nurl = "http://127.0.0.1:${receiver.address().port}/"\nsecret = "whsec_${Buffer.from('a secret that is long enough').toString('base64')}"\nallow_insecure = true\n`);
  let output = '';
  server = spawn(binary, ['serve', '--config', at('plaint.toml'), '--data', data], { cwd: root });
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (part) => { output += part; });
  let ready = false;
  for (let tries = 0; !ready && tries < 300; tries++) {
    await new Promise((done) => setTimeout(done, 50));
    ready = await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
  }
  assert.ok(ready, output);
  const client = new Client(url);
  await client.begin();
  for (let turn = 0; !number && turn < 120; turn++) {
    const { question, closing } = await client.present();
    number = closing?.number;
    if (!number) await client.say(ordinary_answer(question, () => PIXEL));
  }
  assert.ok(number, 'the complaint did not come to its end');
});
after(async () => {
  await new Promise((done) => { server.once('exit', done); server.kill('SIGTERM'); });
  receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

test('an exported case is in order, and is the same whenever it is exported', () => {
  const exported = plaint('export', number, at('case.zip'), '--data', data);
  assert.equal(exported.status, 0, exported.told);
  const digest = /manifest-sha256\.txt has the digest ([0-9a-f]{64})\n/.exec(exported.said)[1];
  assert.equal(exported.said.split('\n')[0], `${number} version 1 is in ${at('case.zip')}`);
  const verified = plaint('verify', at('case.zip'));
  assert.equal(plaint('verify', '--offline', at('case.zip')).said, verified.said);
  assert.equal(verified.status, 0, verified.said);
  assert.match(verified.said, new RegExp(`^${number} version 1 is in order: \\d+ files\n`));
  assert.ok(verified.said.includes(digest), verified.said);
  assert.match(verified.said, /the audit ends with [0-9a-f]{64}\n$/);
  assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('case.zip')), ['case.zip']);
  const again = plaint('export', number, at('again.zip'), '--version', '1', '--data', data);
  assert.equal(again.status, 0, again.told);
  assert.ok(again.said.includes(digest), again.said);
});

test('export refuses what is no case, what is there already and where nothing can be', () => {
  const strange = 'IP-2026-330100-9999999';
  refuses(['export', 'IP-1', at('x.zip'), '--data', data], 'IP-1 is no case number such as IP-2026-330100-0000123');
  refuses(['export', strange, at('x.zip'), '--data', data], `there is no such case, or no such version of it: ${strange}`);
  refuses(['export', number, at('x.zip'), '--version', '7', '--data', data], `there is no such case, or no such version of it: ${number}`);
  refuses(['export', number, at('nowhere/x.zip'), '--data', data], `there is no folder ${at('nowhere')}`);
  refuses(['export', number, at('x.zip'), '--data', at('nowhere')], `there is no store at ${at('nowhere/plaint.db')}`);
  writeFileSync(at('there.zip'), 'kept');
  refuses(['export', number, at('there.zip'), '--data', data], `${at('there.zip')} is there already`);
  assert.equal(readFileSync(at('there.zip'), 'utf8'), 'kept');
  for (const words of [['export'], ['export', number], ['export', number, at('x.zip'), '--version', '0'], ['export', number, at('x.zip'), '--versoin', '1'],
    ['export', number, at('x.zip'), '--config', at('nowhere.toml')]]) {
    assert.equal(plaint(...words).status, 2, words.join(' '));
  }
  assert.ok(!existsSync(at('x.zip')) && !existsSync(at('nowhere')));
});

test('verify finds a package that was cut short or changed, and refuses what is no file', () => {
  plaint('export', number, at('whole.zip'), '--data', data);
  const bytes = readFileSync(at('whole.zip'));
  copyFileSync(at('whole.zip'), at('cut.zip'));
  for (const size of [bytes.length - 1, Math.floor(bytes.length / 2), 10, 0]) {
    truncateSync(at('cut.zip'), size);
    const cut = plaint('verify', at('cut.zip'));
    assert.equal(cut.status, 1, `${size} bytes: ${cut.told}`);
    assert.notEqual(cut.said, '');
  }
  const changed = Buffer.from(bytes);
  changed[Math.floor(bytes.length / 3)] ^= 1;
  writeFileSync(at('changed.zip'), changed);
  assert.equal(plaint('verify', at('changed.zip')).status, 1);
  writeFileSync(at('letter.zip'), 'Dear Sir or Madam');
  assert.equal(plaint('verify', at('letter.zip')).status, 1);
  refuses(['verify', at('nothing.zip')], `there is no file ${at('nothing.zip')}`);
  refuses(['verify', folder], `there is no file ${folder}`);
  assert.equal(plaint('verify').status, 2);
});

test('a delivery that was given up is listed, made due again and arrives', async () => {
  let listed = { said: '' };
  for (let tries = 0; listed.said === '' && tries < 200; tries++) {
    await new Promise((done) => setTimeout(done, 50));
    listed = plaint('replay', '--data', data);
    assert.equal(listed.status, 0, listed.told);
  }
  const [event] = listed.said.split('  ');
  assert.match(event, /^evt_/);
  assert.ok(listed.said.includes(`${number} version 1`), listed.said);
  refuses(['replay', 'evt_unknown', '--data', data], 'evt_unknown is no event that was given up');
  refuses(['replay', event, '--dead', '--data', data], 'either --dead or one event, not both');
  refuses(['replay', '--dead', '--data', at('nowhere')], `there is no store at ${at('nowhere/plaint.db')}`);
  mended = true;
  assert.deepEqual(plaint('replay', event, '--data', data), { status: 0, said: `${event} is due again\n`, told: '' });
  for (let tries = 0; taken.length === 0 && tries < 300; tries++) await new Promise((done) => setTimeout(done, 50));
  assert.deepEqual(taken, [event]);
  assert.deepEqual(plaint('replay', '--dead', '--data', data), { status: 0, said: '', told: '' });
  refuses(['replay', event, '--data', data], `${event} is no event that was given up`);
});

test('a backup is a data folder from which the same case is exported', () => {
  const copied = plaint('backup', at('copy'), '--data', data);
  assert.equal(copied.status, 0, copied.told);
  assert.match(copied.said, new RegExp(`^the store and [1-9]\\d* files are in ${at('copy')}\n$`));
  assert.equal(plaint('export', number, at('copy.zip'), '--data', at('copy')).status, 0);
  assert.equal(plaint('verify', at('copy.zip')).status, 0);
  refuses(['backup', at('copy'), '--data', data], `${at('copy')} is there already and not empty`);
  refuses(['backup', at('other'), '--data', at('nowhere')], `there is no store at ${at('nowhere/plaint.db')}`);
  assert.ok(!existsSync(at('other')));
  assert.equal(plaint('backup').status, 2);
  mkdirSync(at('empty'));
  assert.equal(plaint('backup', at('empty'), '--data', data).status, 0);
});

test('a store that was cut short is told, and nothing is made of it', () => {
  assert.equal(plaint('backup', at('short'), '--data', data).status, 0);
  truncateSync(at('short/plaint.db'), 5000);
  for (const words of [['export', number, at('short.zip')], ['replay'], ['backup', at('short-copy')]]) {
    const ended = plaint(...words, '--data', at('short'));
    assert.equal(ended.status, 2, `${words.join(' ')}: ${ended.said}${ended.told}`);
    assert.match(ended.told, /^plaint: the (store|audit)/);
    assert.equal(ended.said, '');
  }
  assert.ok(!existsSync(at('short.zip')));
  writeFileSync(at('short/plaint.db'), 'this has never been a store, and is long enough to be looked at as one');
  const ended = plaint('replay', '--data', at('short'));
  assert.equal(ended.status, 2);
  assert.match(ended.told, /^plaint: the store at /);
});
