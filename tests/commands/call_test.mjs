// A call in the terminal, through the webhook of a server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, serve } from '../browser/support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'plaint-call-'));
const hotline = (token) => `[hotline.twilio]\ntoken = "${token}"\nspeech = false\n[recordings]\nhosts = ["recordings.example"]\n[operator]\nnumber = "12330"\nhours = "always"\n`;

let server;
before(async () => { server = await serve({ config: hotline('the token of the account') }); });
after(async () => { await server?.stop(); rmSync(folder, { recursive: true, force: true }); });

/// Types the lines and returns what was heard.
function call(lines, token = 'the token of the account') {
  const file = join(folder, 'call.toml');
  writeFileSync(file, `[server]\npublic_base = "${server.url.slice(0, -1)}"\n${hotline(token)}`);
  return new Promise((done) => {
    const child = spawn(binary, ['call', '--config', file]);
    const ended = { said: '', told: '' };
    child.stdout.on('data', (part) => { ended.said += part; });
    child.stderr.on('data', (part) => { ended.told += part; });
    child.on('close', (status) => done({ status, ...ended }));
    child.stdin.on('error', () => {});
    child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  });
}

test('keys are pressed, silence is silence, and who hangs up may call again', async () => {
  const { status, said, told } = await call(['1', '(silence)', '1', '1', '1', '1', '1', '1', '1', '2', '张三', '(hang up)']);
  assert.equal(told, '');
  assert.equal(status, 0);
  for (const heard of ['< 中文请按1。', '< 没有收到您的回答', '< 请记下您的回执码', '< 投诉人的姓名是什么？', '18位身份证号码']) assert.ok(said.includes(heard), `${heard} in ${said}`);
});

test('a person is called, and where nobody answers the call ends by itself', async () => {
  const answered = await call(['1', '0', '(answered)']);
  assert.match(answered.said, /! calls 12330\n$/);
  const { status, said } = await call(['1', '0', '(nobody)']);
  assert.equal(status, 0);
  assert.ok(said.includes('< 抱歉，现在没有人接听。'), said);
});

test('a server that does not know the token refuses the call', async () => {
  const refused = await call(['1'], 'another token');
  assert.equal(refused.status, 2);
  assert.match(refused.told, /^plaint: http.*\/ivr\/twilio: answered 403\n$/);
});
