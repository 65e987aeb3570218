// A centre's receiver that checks deliveries with the npm package standardwebhooks, and fetches the package they speak of.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, serve } from '../browser/support.mjs';
import { Client, ordinary_answer } from '../faults/directline.mjs';
import { PIXEL } from './person.mjs';

const { Webhook } = createRequire(import.meta.url)('standardwebhooks');
const SECRET = `whsec_${Buffer.from('a secret that is long enough').toString('base64')}`;
const TOKEN = 'the-token-of-the-office-in-hangzhou';

/// Takes what is posted; the first attempt is refused, as by a receiver that is just being restarted.
const taken = [];
const receiver = createServer((request, answer) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    taken.push({ method: request.method, headers: request.headers, body });
    answer.writeHead(taken.length === 1 ? 503 : 204, taken.length === 1 ? { 'Retry-After': '1' } : {}).end();
  });
});

let server;
before(async () => {
  await new Promise((done) => receiver.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${receiver.address().port}/events`;
  server = await serve({ config: `[[hand_over]]\ncentre = "*"\nurl = "${url}"\nsecret = "${SECRET}"\nallow_insecure = true\n
[[fetch]]\nbody = "office:3301"\ntoken = "${TOKEN}"\n` });
});
after(async () => { await server?.stop(); receiver.close(); });

async function submit() {
  const client = new Client(server.url.slice(0, -1));
  await client.begin();
  for (let turn = 0; turn < 120; turn++) {
    const { question, closing } = await client.present();
    if (closing) return closing;
    await client.say(ordinary_answer(question, () => PIXEL));
  }
  throw new Error('the complaint did not come to its end');
}

test('standardwebhooks verifies a delivery and its repetition, and the package is what was announced', async () => {
  const closing = await submit();
  for (let tries = 0; taken.length < 2 && tries < 300; tries++) await new Promise((done) => setTimeout(done, 50));
  assert.equal(taken.length, 2);

  const webhook = new Webhook(SECRET);
  const [first, second] = taken.map(({ body, headers }) => webhook.verify(body, headers));
  assert.deepEqual(second, first);
  assert.equal(taken[1].headers['webhook-id'], taken[0].headers['webhook-id']);
  assert.equal(taken[0].method, 'POST');
  assert.equal(first.type, 'dossier.submitted');
  assert.equal(first.data.case, closing.number);
  assert.equal(first.data.version, 1);
  assert.throws(() => webhook.verify(taken[0].body.replace('"version":1', '"version":2'), taken[0].headers));
  assert.throws(() => new Webhook(`whsec_${Buffer.from('another secret, as long as it').toString('base64')}`).verify(taken[0].body, taken[0].headers));

  assert.equal((await fetch(first.data.url)).status, 401);
  const answer = await fetch(first.data.url, { headers: { authorization: `Bearer ${TOKEN}` } });
  assert.equal(answer.status, 200);
  const folder = mkdtempSync(join(tmpdir(), 'plaint-package-'));
  const file = join(folder, 'package.zip');
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  const said = execFileSync(binary, ['verify', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  assert.ok(said.includes(first.data.manifest_sha256), said);
});
