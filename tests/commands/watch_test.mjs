// chat --watch: an author saves while somebody talks.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.PLAINT_BINARY || join(root, 'build/dev/plaint');
const folder = mkdtempSync(join(tmpdir(), 'plaint-watch-'));
const at = (name) => join(folder, name);
const talks = [];
after(() => {
  for (const talk of talks) talk.process.kill();
  rmSync(folder, { recursive: true, force: true });
});

const content = ['--dialogs', at('dialogs'), '--locales', at('locales')];
const tree = at('dialogs/trees/seizure.json');

function plaint(...words) {
  const { status, stdout, stderr } = spawnSync(binary, words, { encoding: 'utf8', cwd: root, timeout: 300_000 });
  return { status, said: stdout, told: stderr };
}

class Talk {
  constructor(...words) {
    this.said = '';
    this.read = 0;
    talks.push(this);
    this.process = spawn(binary, ['chat', 'seizure', '--watch', '--locale', 'en', ...words], { cwd: root });
    this.ended = new Promise((done) => this.process.once('exit', done));
    this.process.stdout.on('data', (part) => { this.said += part; });
  }
  /// What was said since the last time, up to where this is found.
  async until(wanted) {
    for (let tries = 0; tries < 1200; tries++) {
      const new_part = this.said.slice(this.read);
      const found = wanted.exec(new_part);
      if (found) {
        this.read += found.index + found[0].length;
        return new_part.slice(0, found.index + found[0].length);
      }
      await new Promise((done) => setTimeout(done, 50));
    }
    assert.fail(`${wanted} is not in ${this.said.slice(this.read)}`);
  }
  say(words) { this.process.stdin.write(`${words}\n`); }
  async end() {
    this.process.stdin.end();
    return this.ended;
  }
}

test('a saved file is talked under at once, and one with mistakes is not', async () => {
  assert.equal(plaint('new', 'seizure', '--in', folder).status, 0);
  const talk = new Talk(...content);
  await talk.until(/\[Agree\]/);
  talk.say('agree');
  await talk.until(/telephone[^]*\]/i);

  const words = at('locales/en/questions.json');
  const before = readFileSync(words, 'utf8');
  const asked = /"ask\.complainant\.phone": "([^"]*)"/.exec(before)[1];
  writeFileSync(words, before.replace(asked, 'Which number shall we call?'));
  const moved = await talk.until(/< Which number shall we call\?/);
  assert.match(moved, /# the content has changed: version [0-9a-f]{16} is now [0-9a-f]{16}\n< Which number shall we call\?$/);

  // The question before is taken out: its answer is where it was, and so is the question.
  const whole = readFileSync(tree, 'utf8');
  writeFileSync(tree, whole.replace('"as": "phone"', '"as": "telephone"'));
  const refused = await talk.until(/telephone" [^]*\n/);
  assert.match(refused, /# the files have mistakes; the conversation goes on under version [0-9a-f]{16}\n#   trees\/seizure\.json#\/do\/\d+\/[^:]*: /);

  // What loads but can hand over an incomplete dossier is no better.
  const asks = /\n *\{"section": "complainant", "do": \[\s*\{"ask": "complainant\.phone"[^\n]*\]\},?/.exec(whole)?.[0];
  assert.ok(asks, whole);
  writeFileSync(tree, whole.replace(asks, ''));
  assert.match(await talk.until(/# the files have mistakes[^]*complainant[^]*\n/), /#   \S+#\/\S*: /);

  // The conversation has not noticed, and goes on when all is well again.
  writeFileSync(tree, whole);
  await talk.until(/# the files are without mistakes again; the conversation goes on under version [0-9a-f]{16}\n/);
  talk.say('13800138000');
  await talk.until(/< In your own words/);
  assert.equal(await talk.end(), 0);
  assert.doesNotMatch(talk.said, /not read as it was written/);
});

test('what cannot be watched, recorded or replayed is told', () => {
  const refuses = (words, told) => {
    const ended = plaint(...words);
    assert.equal(ended.status, 2);
    assert.match(ended.told, told);
    assert.equal(ended.said, '');
  };
  refuses(['chat', '--watch'], /^plaint: --watch needs --dialogs or --locales: what is built in does not change\n$/);
  refuses(['chat', '--watch', '--record', at('a.txt'), ...content], /--record|--watch/);
  refuses(['chat', '--watch', '--dialogs', at('nowhere')], /^plaint: \S+nowhere: is no folder that can be read\n$/);
});
