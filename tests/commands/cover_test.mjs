// cover: it plans conversations that visit everything a dialog can ask, and chat replays them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.PLAINT_BINARY || join(root, 'build/dev/plaint');
const languages = JSON.parse(readFileSync(join(root, 'locales/locales.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'plaint-cover-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function plaint(...words) {
  const { status, stdout, stderr } = spawnSync(binary, words, { encoding: 'utf8', cwd: root, timeout: 300_000 });
  return { status, said: stdout, told: stderr };
}
function refuses(words, told) {
  assert.deepEqual(plaint('cover', ...words), { status: 2, said: '', told: `plaint: ${told}\n` }, words.join(' '));
}

test('a few conversations visit everything of a dialog, and chat replays them', () => {
  const out = join(folder, 'tours');
  mkdirSync(out);
  const covered = plaint('cover', 'intake', '--channel', 'web', '--locale', 'en', '--out', out);
  assert.equal(covered.status, 0, covered.said);
  const [, count] = /^intake, web, en: (\d+) conversations reach (\d+) of \2 goals, 100 %(?:; \d+ more are impossible)?\n$/.exec(covered.said);
  const files = readdirSync(out).sort();
  assert.equal(files.length, Number(count));
  assert.equal(files[0], 'intake_web_en_01.txt');
  for (const file of [files[0], files.at(-1)]) {
    const replayed = plaint('chat', '--transcript', join(out, file));
    assert.equal(replayed.status, 0, replayed.told);
  }
});

test('transcripts are measured by the same goals, and those of other dialogs are passed over', () => {
  const there = join(folder, 'transcripts');
  mkdirSync(there);
  writeFileSync(join(there, 'short.txt'),
    'dialog: intake   locale: en   channel: web   at: 2026-01-05T10:00+08:00\n> (button: no)\n');
  writeFileSync(join(there, 'other.txt'), 'dialog: nothing   locale: en   channel: web   at: 2026-01-05T10:00+08:00\n');
  const measured = plaint('cover', 'intake', '--transcripts', there, '--json');
  assert.equal(measured.status, 0, measured.told);
  const [web, voice] = JSON.parse(measured.said);
  assert.deepEqual([web.tree, web.channel, web.reached, web.goals - web.missed.length], ['intake', 'web', 6, 6]);
  assert.deepEqual([voice.channel, voice.reached, voice.missed.length], ['voice', 0, voice.goals]);
  assert.ok(web.missed.includes('intake.consent: yes') && !web.missed.includes('intake.consent: no'));
  writeFileSync(join(there, 'broken.txt'), 'dialog: intake   locale: xx\n');
  refuses(['intake', '--transcripts', there], `${join(there, 'broken.txt')}: line 1: there is no locale "xx"`);
});

test('a dialog that was just begun is covered too', () => {
  const mine = join(folder, 'mine');
  assert.equal(plaint('new', 'small_one', '--in', mine).status, 0);
  const covered = plaint('cover', 'small_one', '--dialogs', join(mine, 'dialogs'), '--locales', join(mine, 'locales'));
  assert.equal(covered.status, 0, covered.said);
  assert.equal(covered.said.match(/ of (\d+) goals, 100 %\n/g).length, 2 * languages.length, covered.said);
});

test('what cannot be covered is said so', () => {
  refuses(['nothing'], 'there is no tree "nothing"; there is intake');
  refuses(['intake', '--locale', 'xx'], 'there is no locale "xx"');
  refuses(['intake', '--out', join(folder, 'nowhere')], `${join(folder, 'nowhere')} is no folder`);
  refuses(['intake', '--transcripts', join(folder, 'nowhere')], `${join(folder, 'nowhere')} is no folder`);
  for (const words of [[], ['intake', '--channel', 'fax'], ['intake', '--out', folder, '--transcripts', folder]]) {
    assert.equal(plaint('cover', ...words).status, 2, words.join(' '));
  }
});
