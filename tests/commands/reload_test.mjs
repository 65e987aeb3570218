// serve with a content folder of its own: what changes in it is served while people talk, what does not pass is not.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from '../faults/directline.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.PLAINT_BINARY || join(root, 'build/dev/plaint');
const folder = mkdtempSync(join(tmpdir(), 'plaint-reload-'));
const data = join(folder, 'data');
const dialogs = join(folder, 'dialogs');
const tree = join(dialogs, 'trees/shared/standing.json');
const checklist = join(dialogs, 'materials/patent_infringement.json');
const whole = { tree: readFileSync(join(root, 'dialogs/trees/shared/standing.json'), 'utf8'), checklist: readFileSync(join(root, 'dialogs/materials/patent_infringement.json'), 'utf8') };

/// The tree with the role asked before the urgency.
function role_first() {
  const json = JSON.parse(whole.tree);
  json.do.reverse(); // the urgency and the role, each with its condition
  return JSON.stringify(json);
}
/// The checklist that wants the claims although the tree lets them be declared absent.
function unmet() {
  const json = JSON.parse(whole.checklist);
  const claims = json.lines.find((line) => line.line === 'claims');
  claims.allow = ['later'];
  delete claims.absent;
  return JSON.stringify(json);
}

class Server {
  async start(config) {
    this.log = '';
    this.process = spawn(binary, ['serve', '--config', config, '--data', data], { cwd: root });
    this.ended = new Promise((done) => this.process.once('exit', done));
    this.process.stderr.on('data', (part) => { this.log += part; });
    let greeting = '';
    this.process.stdout.on('data', (part) => { greeting += part; });
    await this.until(() => /chat +(http\S+)\/\n/.test(greeting), 'the greeting');
    this.url = /chat +(http\S+)\/\n/.exec(greeting)[1];
    await this.until(() => fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false), 'readiness');
    return this;
  }
  async stop() {
    this.process.kill('SIGTERM');
    await this.ended;
  }
  async until(holds, what) {
    for (let tries = 0; tries < 1200; tries++) {
      if (await holds()) return;
      assert.equal(this.process.exitCode, null, this.log);
      await new Promise((done) => setTimeout(done, 25));
    }
    assert.fail(`${what} did not come: ${this.log}`);
  }
  async content() { return (await (await fetch(`${this.url}/healthz`)).json()).content; }
  async reloads(outcome) {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    return Number(new RegExp(`plaint_content_reloads_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text)[1]);
  }
  lines(event) { return this.log.split('\n').filter((line) => line.includes(`"event":"${event}"`)).map((line) => JSON.parse(line)); }
  hup() { this.process.kill('SIGHUP'); }
}

const config = join(folder, 'plaint.toml');
let server, first, second;
before(async () => {
  cpSync(join(root, 'dialogs'), dialogs, { recursive: true });
  writeFileSync(config, `[server]\nlisten = "127.0.0.1:0"\n[storage]\ndisk_floor_bytes = 1000000\n[content]\ndialogs = "${dialogs}"\n`);
  server = await new Server().start(config);
  first = await server.content();
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const asked = async (client) => (await client.present()).question.ask;
const client_at = async (question) => {
  const client = new Client(server.url);
  await client.begin();
  for (let turns = 0; await asked(client) !== question && turns < 10; turns++) {
    const said = { 'case.wish': 'complain', 'case.matter': 'patent_infringement' }[await asked(client)] ?? 'yes';
    await client.say({ text: said, value: said });
  }
  assert.equal(await asked(client), question);
  return client;
};

test('changed dialogs are served on SIGHUP, and whoever was asked before is understood', async () => {
  const client = await client_at('case.urgent');
  writeFileSync(tree, role_first());
  server.hup();
  await server.until(async () => await server.content() !== first, 'the new content');
  second = await server.content();
  await client.say({ value: 'ordinary' });
  assert.equal(await asked(client), 'party.role');
  await client.say({ value: 'owner' });
  assert.equal(await asked(client), 'intake.consent_sensitive');
  await client_at('party.role');
});

test('what does not pass is not served, and each finding is told with its place', async () => {
  const client = await client_at('party.role');
  writeFileSync(checklist, unmet());
  server.hup();
  await server.until(() => server.lines('content_refused').length > 0, 'the refusal');
  const [finding] = server.lines('content_finding');
  assert.equal(finding.path, 'trees/shared/patent.json');
  assert.match(finding.pointer, /\/may$/);
  assert.match(finding.finding, /without what the line "claims" needs/);
  assert.deepEqual([await server.content(), await server.reloads('refused')], [second, 1]);
  await client.say({ value: 'owner' });
  assert.equal(await asked(client), 'case.urgent');
  // It is not tried again while nothing changes.
  await new Promise((done) => setTimeout(done, 1500));
  assert.equal(await server.reloads('refused'), 1);
});

test('a change is noticed without being told, broken or good', async () => {
  const client = await client_at('party.role');
  writeFileSync(tree, '{"tree": ');
  await server.until(async () => await server.reloads('refused') === 2, 'the second refusal');
  assert.ok(server.lines('content_finding').some(({ path }) => path === 'trees/shared/standing.json'));
  assert.equal(await server.content(), second);
  await client.say({ value: 'owner' });
  writeFileSync(tree, whole.tree);
  writeFileSync(checklist, whole.checklist);
  await server.until(async () => await server.content() === first, 'the first content');
  assert.equal(await asked(client), 'case.urgent');
  await client.say({ value: 'ordinary' });
  assert.equal(await asked(client), 'intake.consent_sensitive');
  assert.equal(server.lines('content_served').at(-1).outcome, 'proved_before');
});

test('SIGHUP without a change changes nothing', async () => {
  const before = await server.reloads('unchanged');
  server.hup();
  await server.until(async () => await server.reloads('unchanged') === before + 1, 'the answer');
  assert.equal(await server.content(), first);
});

test('a start with content that was proved does not prove it again, unless what says so is damaged', async () => {
  const kept = join(data, 'content', `${first}.jsonl`);
  assert.deepEqual(readdirSync(join(data, 'content')).sort(), [`${first}.jsonl`, `${second}.jsonl`].sort());
  const restart = async () => {
    await server.stop();
    server = await new Server().start(config);
    await server.until(() => server.lines('content_served').length > 0, 'the content');
    return server.lines('content_served')[0];
  };
  assert.equal(server.lines('content_served')[0].outcome, 'proved_now');
  assert.deepEqual((({ content, outcome }) => [content, outcome])(await restart()), [first, 'proved_before']);
  writeFileSync(kept, readFileSync(kept).subarray(0, 1000));
  assert.equal((await restart()).outcome, 'proved_now');
  assert.equal((await restart()).outcome, 'proved_before');
});

test('after a restart with other dialogs, the input is read under those that asked', async () => {
  const client = await client_at('case.urgent');
  await server.stop();
  writeFileSync(tree, role_first());
  server = await new Server().start(config);
  assert.equal(await server.content(), second);
  client.base = server.url;
  await client.say({ value: 'ordinary' });
  assert.equal(await asked(client), 'party.role');
  await client.say({ value: 'owner' });
  assert.equal(await asked(client), 'intake.consent_sensitive');
});

test('a server with built-in dialogs says that there is nothing to read again', async () => {
  await server.stop();
  writeFileSync(config, '[server]\nlisten = "127.0.0.1:0"\n[storage]\ndisk_floor_bytes = 1000000\n');
  server = await new Server().start(config);
  server.hup();
  await server.until(() => server.lines('content_built_in').length > 0, 'the answer');
  assert.equal(server.lines('content_served')[0].outcome, 'built_in');
});

test('a backup has the content that cases stand under', () => {
  const out = join(folder, 'backup');
  const { status, stderr } = spawnSync(binary, ['backup', out, '--data', data], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.ok(existsSync(join(out, 'content', `${first}.jsonl`)));
});
