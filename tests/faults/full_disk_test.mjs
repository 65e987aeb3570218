// Lets the server run on a small disk of its own until there is no room on it, and looks at what it says and what it keeps.
// The disk is a tmpfs in a mount namespace of this program's, so that nobody else sees it and it goes with the program.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, ordinary_answer, sha256 } from './directline.mjs';

if (!process.env.PLAINT_SMALL_DISK) {
  const alone = ['--map-root-user', '--mount'];
  const folder = mkdtempSync(join(tmpdir(), 'plaint-full-'));
  const mount = 'mount -t tmpfs -o size=48m tmpfs "$0"';
  let status = 0;
  if (spawnSync('unshare', [...alone, 'sh', '-c', mount, folder]).status !== 0)
    console.log('skipped: this machine lets us mount no small disk');
  else
    ({ status } = spawnSync('unshare', [...alone, 'sh', '-c', `${mount} && exec "$@"`, folder, process.execPath, ...process.argv.slice(1)],
      { stdio: 'inherit', env: { ...process.env, PLAINT_SMALL_DISK: folder } }));
  rmSync(folder, { recursive: true, force: true });
  process.exit(status ?? 1);
}

const disk = process.env.PLAINT_SMALL_DISK;
const root = fileURLToPath(new URL('../..', import.meta.url));
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const port = await new Promise((done) => {
  const probe = createServer().listen(0, '127.0.0.1', () => { const { port: free } = probe.address(); probe.close(() => done(free)); });
});
const base = `http://127.0.0.1:${port}`;
const floor_bytes = 4_000_000;
writeFileSync(join(disk, 'plaint.toml'), `[server]
listen = "127.0.0.1:${port}"
public_base = "${base}"
[storage]
disk_floor_bytes = ${floor_bytes}
`);

let server, output = '';
const readiness = () => fetch(`${base}/readyz`).then(async (answer) => ({ ...await answer.json(), status: answer.status }), () => ({}));
async function until(what, holds) {
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode != null) break;
    if (holds(await readiness())) return;
    await sleep(50);
  }
  throw new Error(`the server was never ${what}: ${JSON.stringify(await readiness())}\n${output}`);
}
function start() {
  const binary = process.env.PLAINT_BINARY || join(root, 'build/dev/plaint');
  server = spawn(binary, ['serve', '--config', join(disk, 'plaint.toml'), '--data', join(disk, 'data')], { cwd: root });
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (part) => { output = (output + part).slice(-10_000); });
}
const stop = (signal) => new Promise((done) => { server.once('exit', done); server.kill(signal); });

// Leaves so much room on the disk, to the byte of a page.
const filler = join(disk, 'filler');
writeFileSync(filler, '');
function leave(bytes) {
  const { bavail, bsize } = statfsSync(disk);
  const more = bavail * bsize - bytes;
  for (let left = more; left > 0; left -= 1 << 20) appendFileSync(filler, Buffer.alloc(Math.min(left, 1 << 20)));
}
const make_room = () => rmSync(filler, { force: true });

const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');
let uploads = 0;
const bytes = () => Buffer.concat([pixel, Buffer.from(`upload ${++uploads} `.repeat(400))]);

/// Says the next thing; the error where it was refused.
async function go_on(client) {
  try {
    if (client.unsure) {
      await client.say(null, client.unsure);
      return undefined;
    }
    const { question, closing } = await client.present();
    if (closing) client.closing = closing;
    else await client.say(ordinary_answer(question, bytes));
    return undefined;
  } catch (error) {
    return error;
  }
}
async function all_is_kept(client) {
  const all = await client.activities();
  for (const message of client.acknowledged) {
    const echoes = all.filter((activity) => activity.channelData?.clientActivityID === message.id);
    assert.equal(echoes.length, 1, `message ${message.id} stands ${echoes.length} times`);
    if (!message.said.file) continue;
    const file = await fetch(new URL(echoes[0].attachments[0].contentUrl, base), { headers: { authorization: `Bearer ${client.token}` } });
    assert.equal(sha256(Buffer.from(await file.arrayBuffer())), sha256(message.said.file));
  }
}

start();
await until('ready', ({ status }) => status === 200);
const people = Array.from({ length: 4 }, () => new Client(base));
for (const client of people) await client.begin();
for (let turn = 0; turn < 6; turn++)
  for (const client of people) assert.equal(await go_on(client), undefined);

// Below the floor: no files any more, and the operator is told; but people can go on speaking.
leave(floor_bytes - 500_000);
await until('below its floor', ({ status, store, disk: room }) => status === 503 && store === true && room === false);
const uploader = people[0];
let refused;
for (let turn = 0; turn < 60 && !refused; turn++) refused = await go_on(uploader);
assert.equal(refused?.status, 507, `an upload below the floor: ${refused}`);
assert(uploader.unsure.said.file, 'it was not an upload that was refused');
assert.equal(await go_on(people[1]), undefined);

// Full: what the log of the store still has room for is taken, then nothing more.
leave(0);
for (const client of people.slice(1)) {
  refused = undefined;
  for (let turn = 0; turn < 60 && !refused && !client.closing; turn++) refused = await go_on(client);
  if (!client.closing) assert.equal(refused?.status, 507, `a message on a full disk: ${refused}`);
}
assert.match(refused.message, /系统存储空间不足|拨打12330/);
await until('full', ({ status, store }) => status === 503 && store === false);
for (const client of people) await all_is_kept(client);

// It can be killed now, and starts again with what it has; when there is room once more, it needs nobody's help.
await stop('SIGKILL');
start();
await until('there', ({ status, store }) => status === 503 && store === false);
for (const client of people) await all_is_kept(client);
make_room();
await until('ready again', ({ status }) => status === 200);
for (const client of people) {
  for (let turn = 0; turn < 120 && !client.closing; turn++) {
    const error = await go_on(client);
    if (error) throw error;
  }
  assert(client.closing, 'the complaint did not come to its end');
  await all_is_kept(client);
}
console.log(`${people.reduce((sum, client) => sum + client.acknowledged.length, 0)} acknowledged messages and ${people.length} cases outlived a full disk`);
await stop('SIGTERM');
