// plaint directory: what it finds, and the way to a spreadsheet and back.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.PLAINT_BINARY || join(root, 'build/dev/plaint');
const folder = mkdtempSync(join(tmpdir(), 'plaint-directory-'));
const at = (name) => join(folder, name);
after(() => rmSync(folder, { recursive: true, force: true }));

function plaint(...words) {
  const { status, stdout, stderr } = spawnSync(binary, words, { encoding: 'utf8', cwd: root, timeout: 300_000 });
  return { status, said: stdout, told: stderr };
}
/// A copy of the shipped dialogs, and how all its files read now.
function copy(name) {
  cpSync(join(root, 'dialogs'), at(name), { recursive: true });
  return at(name);
}
const contents = (dialogs) => readdirSync(join(dialogs, 'directory')).map((file) => [file, readFileSync(join(dialogs, 'directory', file), 'utf8')]);
function edit(file, from, to) {
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(from), `${file} has ${from}`);
  writeFileSync(file, text.replace(from, to));
}

test('the shipped directory has no gaps', () => {
  const { status, said } = plaint('directory', 'check');
  assert.equal(status, 0, said);
  assert.match(said, /^note: of \d+ bodies \d+ have a contact that is marked as a sample\nnote: the calendar goes from 2025-01-01 to 2026-12-31/);
});

test('gaps are found, and what does not load is said as plaint check says it', () => {
  const dialogs = copy('gaps');
  edit(join(dialogs, 'directory/centres.json'), '"hours": "Mo-Fr 09:00-17:00"', '"hours": "mornings"');
  const { status, said } = plaint('directory', 'check', '--dialogs', dialogs);
  assert.equal(status, 1);
  assert.match(said, /^directory\/centres\.json: centre:110000: the hours "mornings" are not of the form/);
  edit(join(dialogs, 'directory/platforms.json'), '"seat": "330110"', '"seat": "330199"');
  assert.deepEqual(plaint('directory', 'check', '--dialogs', dialogs),
    { status: 1, said: 'directory/platforms.json#/platforms/0/seat: 330199 is no region\n', told: '' });
  assert.equal(plaint('directory', 'check', '--dialogs', at('nowhere')).status, 2);
});

test('tables that come back unchanged change nothing, edited ones change their rows', () => {
  const dialogs = copy('office');
  const before = contents(dialogs);
  assert.equal(plaint('directory', 'export', at('tables'), '--dialogs', dialogs).status, 0);
  assert.deepEqual(plaint('directory', 'import', at('tables'), '--dialogs', dialogs), { status: 0, said: 'nothing has changed\n', told: '' });
  assert.deepEqual(contents(dialogs), before);
  assert.match(plaint('directory', 'export', at('tables')).told, /is there already; --force writes over it\n$/);

  // As a spreadsheet leaves it: no byte-order mark, lines that end in LF, TRUE for yes, rows of empty cells.
  const centres = join(at('tables'), 'centres.csv');
  const text = readFileSync(centres, 'utf8').replace(/^\uFEFF/, '').replaceAll('\r\n', '\n').replaceAll(',yes', ',TRUE');
  writeFileSync(centres, `${text.replace('centre-330100@example.org', 'office@hangzhou.example')}${','.repeat(14)}\n`);
  assert.deepEqual(plaint('directory', 'import', at('tables'), '--dialogs', dialogs), { status: 0, said: 'changed: directory/centres.json\n', told: '' });
  const after_import = JSON.parse(readFileSync(join(dialogs, 'directory/centres.json'), 'utf8'));
  const original = JSON.parse(before.find(([file]) => file === 'centres.json')[1]);
  const hangzhou = original.centres.find(({ body }) => body === 'centre:330100');
  hangzhou.contact.email = 'office@hangzhou.example';
  assert.deepEqual(after_import, original);
  assert.equal(plaint('directory', 'check', '--dialogs', dialogs).status, 0);
});

test('when one table cannot take its name, those that have taken theirs give it back', () => {
  const folder = at('half');
  assert.equal(plaint('directory', 'export', folder).status, 0);
  writeFileSync(join(folder, 'abroad.csv'), 'mine');
  rmSync(join(folder, 'aliases.csv'));
  rmSync(join(folder, 'platforms.csv'));
  mkdirSync(join(folder, 'platforms.csv'));
  const names = readdirSync(folder);
  assert.notEqual(plaint('directory', 'export', folder, '--force').status, 0);
  assert.equal(readFileSync(join(folder, 'abroad.csv'), 'utf8'), 'mine');
  assert.deepEqual(readdirSync(folder), names);
  rmSync(join(folder, 'platforms.csv'), { recursive: true });
  assert.equal(plaint('directory', 'export', folder, '--force').status, 0);
  assert.deepEqual(readdirSync(folder), [...names, 'aliases.csv'].sort());
  assert.notEqual(readFileSync(join(folder, 'abroad.csv'), 'utf8'), 'mine');
});

test('one wrong line and nothing is written', () => {
  const dialogs = copy('wrong');
  const before = contents(dialogs);
  assert.equal(plaint('directory', 'export', at('slips'), '--dialogs', dialogs).status, 0);
  edit(join(at('slips'), 'offices.csv'), 'office-11@example.org', 'office@beijing.example');
  edit(join(at('slips'), 'platforms.csv'), ',330110,', ',330199,');
  assert.deepEqual(plaint('directory', 'import', at('slips'), '--dialogs', dialogs),
    { status: 2, said: '', told: 'plaint: platforms.csv: line 2, seat: 330199 is no region\n' });
  assert.deepEqual(contents(dialogs), before);
  for (const [words, told] of [
    [['import', at('slips')], /--dialogs is required/], [['import', at('nowhere'), '--dialogs', dialogs], /nowhere is no folder that can be read/],
    [['import', join(root, 'docs'), '--dialogs', dialogs], /there are no tables in/], [['export'], /DIR is required/], [[], /A subcommand is required/]]) {
    const ended = plaint('directory', ...words);
    assert.equal(ended.status, 2, words.join(' '));
    assert.match(ended.told, told);
  }
});
