// translate: all texts go to a translator and come back, and nothing comes in that plaint check would refuse.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.PLAINT_BINARY || join(root, 'build/dev/plaint');
const folder = mkdtempSync(join(tmpdir(), 'plaint-translate-'));
const at = (name) => join(folder, name);
after(() => rmSync(folder, { recursive: true, force: true }));

function plaint(...words) {
  const { status, stdout, stderr } = spawnSync(binary, words, { encoding: 'utf8', cwd: root, timeout: 300_000, maxBuffer: 1e8 });
  return { status, said: stdout, told: stderr };
}
const files = () => readdirSync(at('locales'), { recursive: true }).sort();
const languages = JSON.parse(readFileSync(join(root, 'locales/locales.json'), 'utf8')).map(({ id }) => id);
const all = () => languages.flatMap((language) => readdirSync(at(`locales/${language}`)).sort()
  .map((name) => [`${language}/${name}`, readFileSync(at(`locales/${language}/${name}`), 'utf8')]));

cpSync(join(root, 'locales'), at('locales'), { recursive: true });
const locales = ['--locales', at('locales')];
const shipped = all();

test('what is exported and imported changes no byte', () => {
  assert.deepEqual(plaint('translate', 'export', 'en', '--out', at('en.xlf')), { status: 0, said: '', told: '' });
  assert.equal(plaint('translate', 'export', 'en', ...locales).said, readFileSync(at('en.xlf'), 'utf8'));
  assert.equal(plaint('translate', 'export', 'en', '--out', at('en.xlf')).told, `plaint: ${at('en.xlf')} is there already; --force writes over it\n`);
  for (const language of languages.filter((one) => one !== 'zh-Hans')) {
    const file = at(`${language}.xlf`);
    assert.equal(plaint('translate', 'export', language, '--out', file, '--force').status, 0, language);
    assert.deepEqual(plaint('translate', 'import', file, ...locales), { status: 0, said: '0 messages changed\n', told: '' }, language);
  }
  assert.deepEqual(all(), shipped);
});

test('a translated text comes into its file, and a later export says what has to be looked at', () => {
  const sent = readFileSync(at('en.xlf'), 'utf8');
  writeFileSync(at('back.xlf'), sent.replace('<target state="translated">, and </target>', '<target state="final">, &amp; also </target>'));
  assert.deepEqual(plaint('translate', 'import', at('back.xlf'), ...locales), { status: 0, said: 'changed: en/pictures.json\n1 message changed\n', told: '' });
  assert.match(readFileSync(at('locales/en/pictures.json'), 'utf8'), /"picture\.and": ", & also "/);

  const chinese = readFileSync(at('locales/zh-Hans/pictures.json'), 'utf8');
  writeFileSync(at('locales/zh-Hans/pictures.json'), chinese.replace('"picture.and": "，并且"', '"picture.and": "，而且"'));
  assert.match(plaint('translate', 'import', at('back.xlf'), ...locales).said, /^to be looked at: the source of picture\.and has changed since it was exported\n0 messages changed\n$/);
  const again = plaint('translate', 'export', 'en', '--since', at('back.xlf'), ...locales).said;
  assert.deepEqual(again.match(/<target state="needs-[^\n]*/g), ['<target state="needs-review-translation">, &amp; also </target>']);
});

test('a translation that plaint check would refuse is refused with its place, and touches nothing', () => {
  const before = all();
  const sent = readFileSync(at('en.xlf'), 'utf8');
  const refused = (from, to, told) => {
    assert.ok(sent.includes(from), from);
    writeFileSync(at('bad.xlf'), sent.replace(from, to));
    const { status, said, told: complaint } = plaint('translate', 'import', at('bad.xlf'), ...locales);
    assert.deepEqual([status, said], [2, '']);
    assert.match(complaint, told);
    assert.deepEqual(all(), before);
    assert.ok(!files().some((name) => name.endsWith('.part')));
  };
  refused('{kind}: the way', '{kinds}: the way', /^plaint: locales\/en\/pictures\.json#\/messages\/picture\.title: has an argument \{kinds\} that zh-Hans does not have\n/);
  refused('one {One question} other', 'other', /^plaint: locales\/en\/pictures\.json#\/messages\/picture\.facts: lacks the plural form "one" of en\n/);
  refused('id="picture.title"', 'id="picture.titles"', /^plaint: \S+bad\.xlf: line \d+: there is no message "picture\.titles"\n$/);
  refused('<target state="translated">', '<target state="translated">&entity;', /^plaint: \S+bad\.xlf: line \d+: has an entity, or an & that should be &amp;\n$/);
  refused('version="1.2"', 'version="2.0"', /^plaint: \S+bad\.xlf: line 2: is XLIFF of version "2\.0"; what is read is 1\.2\n$/);
  refused('</xliff>', '', /^plaint: \S+bad\.xlf: line \d+: is no XML: /);
});

test('languages and files that are not there are told', () => {
  const refuses = (words, told) => assert.deepEqual(plaint('translate', ...words), { status: 2, said: '', told: `plaint: ${told}\n` });
  refuses(['export', 'nl'], 'locales/locales.json: there is no language "nl"');
  refuses(['export', 'zh-Hans'], 'a language is not translated into itself');
  refuses(['export', 'zh-Hans', '--from', 'en', '--since', at('en.xlf')], `${at('en.xlf')} is a translation from zh-Hans into en`);
  refuses(['import', at('nothing.xlf'), ...locales], `there is no file ${at('nothing.xlf')} that can be read`);
  writeFileSync(at('large.xlf'), '');
  truncateSync(at('large.xlf'), 2 ** 40);
  refuses(['import', at('large.xlf'), ...locales], `${at('large.xlf')}: is larger than 16 MB`);
  refuses(['import', at('en.xlf'), '--locales', at('nowhere')], `${at('nowhere')}: is no folder that can be read`);
  assert.equal(plaint('translate').status, 2);
  assert.equal(plaint('translate', 'import', at('en.xlf')).status, 2);
});
