// script/sources where the path has blanks and Chinese in it, and a page that only some other text names.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plaint-sources-'));
const copy = join(folder, '知识产权 1');
after(() => rmSync(folder, { recursive: true, force: true }));

mkdirSync(copy);
for (const name of readdirSync(root)) if (!['script', 'docs', 'build', '.git'].includes(name)) symlinkSync(join(root, name), join(copy, name));
for (const name of ['script', 'docs']) cpSync(join(root, name), join(copy, name), { recursive: true });
const check = () => spawnSync('node', [join(copy, 'script/sources'), '--check'], { encoding: 'utf8', timeout: 60_000 });

test('it finds its files wherever the project lies', () => {
  const { status, stderr } = check();
  assert.equal(stderr, '');
  assert.equal(status, 0);
});

test('a page is one that is served, not any text that begins with a slash', () => {
  const rows = join(copy, 'docs/sources.json');
  const text = readFileSync(rows, 'utf8');
  for (const [page, is_there] of [['/directory', true], ['/status', true], ['/staff', true], ['/take', false], ['/options', false]]) {
    writeFileSync(rows, text.replace('page /directory', `page ${page}`));
    assert.equal(check().stderr.includes(`there is no page ${page}\n`), !is_there, page);
  }
});
