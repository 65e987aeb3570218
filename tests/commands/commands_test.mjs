// export, verify, replay and backup, beside the server that took the complaint; and what they say to what cannot be used.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
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
  const { status, stdout, stderr } = spawnSync(binary, words, { encoding: 'utf8', cwd: root, timeout: 300_000 });
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

let server, ended, number, url;
before(async () => {
  const port = await new Promise((done) => {
    const probe = listen().listen(0, '127.0.0.1', () => { const known = probe.address().port; probe.close(() => done(known)); });
  });
  await new Promise((done) => receiver.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${port}`;
  writeFileSync(at('plaint.toml'), `[server]\nlisten = "127.0.0.1:${port}"\npublic_base = "${url}"\n[storage]\ndisk_floor_bytes = 1000000
[[hand_over]]\ncentre = "*"\nurl = "http://127.0.0.1:${receiver.address().port}/"\nsecret = "whsec_${Buffer.from('a secret that is long enough').toString('base64')}"\nallow_insecure = true
[[fetch]]\nbody = "office:3301"\ntoken = "the-token-of-the-office"\n[rasa]\ntoken = "a-token-of-16-characters-or-more"\n`);
  let output = '';
  server = spawn(binary, ['serve', '--config', at('plaint.toml'), '--data', data], { cwd: root });
  ended = new Promise((done) => server.once('exit', done));
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (part) => { output += part; });
  let ready = false;
  for (let tries = 0; !ready && server.exitCode === null && tries < 300; tries++) {
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
  server.kill('SIGTERM');
  await ended;
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

test('the sessions of a store are counted by what they meet under other dialogs', () => {
  const told = plaint('check', '--against', 'dialogs', '--data', data, '--json');
  assert.equal(told.status, 0, told.told);
  const { store } = JSON.parse(told.said).against;
  assert.ok(store.sessions > 0 && store.sessions === store.untouched, told.said);
  assert.deepEqual([store.meets, store.stranded], [[], []]);
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
  const letter = plaint('verify', at('letter.zip'));
  assert.equal(letter.status, 1);
  assert.match(letter.said, /^.*letter\.zip is no zip file that can be read to its end \(.+\)\n$/);
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
  assert.match(listed.said, /  given up after \d attempts?: /); // a slow machine's first one may have timed out
  refuses(['replay', 'evt_unknown', '--data', data], 'evt_unknown is no event that has failed');
  refuses(['replay', event, '--dead', '--data', data], 'either --dead, --all or one event');
  refuses(['replay', '--dead', '--data', at('nowhere')], `there is no store at ${at('nowhere/plaint.db')}`);
  mended = true;
  assert.deepEqual(plaint('replay', event, '--data', data), { status: 0, said: `${event} is due again\n`, told: '' });
  for (let tries = 0; taken.length === 0 && tries < 300; tries++) await new Promise((done) => setTimeout(done, 50));
  assert.deepEqual(taken, [event]);
  assert.deepEqual(plaint('replay', '--dead', '--data', data), { status: 0, said: '', told: '' });
  refuses(['replay', event, '--data', data], `${event} is no event that has failed`);
});

/// Runs what a page shows, in a folder of its own, and returns what was said.
function shown(page, where, change = (script) => script) {
  const script = [...readFileSync(join(root, page), 'utf8').matchAll(/```bash\n(.*?)```/gs)].map(([, block]) => block).join('');
  mkdirSync(where);
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', `plaint() { '${binary}' "$@"; }\n${change(script)}`],
    { encoding: 'utf8', cwd: where, timeout: 300_000 });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  return stdout;
}

test('what the page for authors shows does what it says', () => {
  const said = shown('docs/authoring.md', at('authored'));
  const missing = ['ask', 'label', 'why'].flatMap((family) => ['port', 'port_name'].map((field) => `there is no message "${family}.seizure.${field}"`));
  for (const told of [...missing, '请求扣留即将出口的侵权货物']) assert.ok(said.includes(told), `${told} is not in ${said}`);
  assert.equal(said.match(/^no findings; /gm).length, 3, said);
});

test('what the page for other programs shows does what it says', () => {
  const stdout = shown('docs/integration.md', at('shown'),
    (script) => script.replaceAll('http://127.0.0.1:12330', url).replaceAll('IP-2026-330100-0000123', number));
  for (const told of ['"ask":"intake.consent"', '"recipient_id":"wang"', '"session_state":"draft"', `${number} version 1 is in order`, '"body": "office:3301"']) {
    assert.ok(stdout.includes(told), `${told} is not in ${stdout}`);
  }
  const said = JSON.parse(readFileSync(at('shown/said.json'), 'utf8')).activities;
  assert.deepEqual(said.find(({ text }) => text === 'I agree').from, { id: 'dl_wang', role: 'user' });
  assert.equal(said.find(({ attachments }) => attachments).attachments[0].name, 'certificate.pdf');
  assert.equal(JSON.parse(readFileSync(at('shown/openapi.json'), 'utf8')).info.title, 'Plaint');
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

test('a tree is drawn in the language asked for, and a page lists its questions', () => {
  const drawn = plaint('graph', 'intake', '--locale', 'en-US');
  assert.equal(drawn.status, 0, drawn.told);
  assert.match(drawn.said, /^<\?xml [^]*<svg [^]*Patent evaluation report[^]*<\/svg>\n$/);
  assert.deepEqual(plaint('graph', 'intake', '--locale', 'en', '--out', at('tree.svg')), { status: 0, said: '', told: '' });
  assert.equal(readFileSync(at('tree.svg'), 'utf8'), drawn.said);
  refuses(['graph', 'intake', '--out', at('tree.svg')], `${at('tree.svg')} is there already; --force writes over it`);
  assert.equal(plaint('graph', 'intake', '--page', '--out', at('tree.svg'), '--force').status, 0);
  assert.match(readFileSync(at('tree.svg'), 'utf8'), /^<!DOCTYPE html>\n<html lang="zh-Hans"[^]*专利权评价报告[^]*《专利法》 66/);
  refuses(['graph', 'patent'], 'there is no tree "patent"; there are intake');
  refuses(['graph', 'intake', '--locale', 'nl'], 'there is no language "nl"; there are zh-Hans, en, zh-Hant, ja, ko, de, fr');
  refuses(['graph', 'intake', '--data', at('nowhere')], `there is no store at ${at('nowhere/plaint.db')}`);
  assert.equal(plaint('graph', 'intake', '--out', at('nowhere/tree.svg')).status, 2);
  assert.equal(plaint('graph').status, 2);
  assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('tree')), ['tree.svg']);
});

test('a picture says at which question people stopped, beside the server that they talk to', async () => {
  const stopped = () => {
    const { status, said, told } = plaint('graph', 'intake', '--page', '--locale', 'en', '--data', data);
    assert.equal(status, 0, told);
    const all = Number(/in \d+ sections; (\d+|one) complaints? not submitted/.exec(said)?.[1].replace('one', '1'));
    // Of the consent, and of the next question, what is wanted.
    const [consent, wish] = ['q2', 'q3'].map((id) => {
      const count = new RegExp(`id="${id}">\\n<span class="stopped">(\\d+|one) `).exec(said)?.[1] ?? '0';
      return Number(count.replace('one', '1'));
    });
    return { all, consent, wish };
  };
  const before = stopped();
  for (const answers of [0, 1, 1]) {
    const client = new Client(url);
    await client.begin();
    for (let said = 0; said < answers; said++) await client.say({ text: '同意' });
    await client.present();
  }
  const after = stopped();
  assert.deepEqual(after, { all: before.all + 3, consent: before.consent + 1, wish: before.wish + 2 });
});

test('explain says of a submitted case what was not asked and why, by its number and by its code, and shows no words of anybody', async () => {
  const told = plaint('explain', number, '--data', data, '--locale', 'en');
  assert.equal(told.status, 0, told.told);
  assert.match(told.said, new RegExp(`^[0-9a-f]{32}  ${number}\nAnswered under content [0-9a-f]{16}, `));
  assert.match(told.said, /\nNothing is asked: everything was handed over as it stands\n/);
  assert.match(told.said, /\n  Asked only if “Your role” is “Agent”[^]*\n    Your role \(party\.role\): Owner of the right \(sole\)\n[^]*“The principal’s position” \(agent\.principal_role\)\n/);
  assert.match(told.said, /Patent number \(right\.patent_number\): given\n/);
  assert.match(told.said, /\nMaterials for Patent infringement:\n  \d+ lines complete, \d+ not needed\n$/);
  for (const personal of ['201610951190', '13800138000', '11010519491231', 'wang@example.com']) assert.ok(!told.said.includes(personal), personal);
  assert.match(plaint('explain', number, '--data', data).said, /\n没有待问的问题：现有内容已全部提交\n/);

  const why = plaint('explain', number, '--data', data, '--locale', 'en', '--why', 'complainant.id_number', '--answers');
  assert.match(why.said, /“Resident identity number” \(complainant\.id_number\): is answered\n  Answer: 110105\*+002X\n  This holds: /);
  refuses(['explain', number, '--data', data, '--why', 'complainant.shoe_size'], 'the tree "intake" has no question complainant.shoe_size');
  refuses(['explain', 'IP-2026-330100-9999999', '--data', data], 'there is no session for IP-2026-330100-9999999');
  refuses(['explain', 'IP-1', '--data', data], '"IP-1" is no session id, no case number and no receipt code');
  refuses(['explain', number, '--data', data, '--locale', 'nl'], 'there is no language "nl"; there are zh-Hans, en, zh-Hant, ja, ko, de, fr');
  refuses(['explain', number, '--data', at('nowhere')], `there is no store at ${at('nowhere/plaint.db')}`);
  assert.equal(plaint('explain').status, 2);
});

test('a submitted case is explained, and counted by a comparison, under the content that it was submitted under', () => {
  const edited = at('edited-dialogs');
  cpSync('dialogs', edited, { recursive: true });
  appendFileSync(join(edited, 'fields.json'), '\n');
  const content = ['--dialogs', edited, '--locales', 'locales'];
  const { answered, read } = JSON.parse(plaint('explain', number, '--data', data, '--json', ...content).said).content;
  assert.equal(read, answered);
  const { store } = JSON.parse(plaint('check', '--against', 'dialogs', '--data', data, '--json', ...content).said).against;
  assert.ok(store.staying > 0);
  assert.equal(store.untouched, store.sessions);
});

test('explain says why a draft’s next question is this one, and which lines wait for what', async () => {
  // The commands before this have kept Node from noticing which connections the server has closed meanwhile.
  await new Promise((done) => setTimeout(done, 100));
  const client = new Client(url);
  await client.begin();
  let all;
  for (let turn = 0; turn < 60; turn++) {
    const present = await client.present();
    all = present.all;
    if (present.question.ask === 'right.proof_kind') break;
    await client.say(ordinary_answer(present.question, () => PIXEL));
  }
  const code = all.map(({ text }) => /(?:\d{4} ){3}\d{4}/.exec(text ?? '')?.[0]).find(Boolean);
  const { status, said, told } = plaint('explain', code, '--data', data, '--json', '--locale', 'en');
  assert.equal(status, 0, told);
  const draft = JSON.parse(said);
  assert.deepEqual(draft.cases, []);
  assert.deepEqual([draft.next.put, draft.next.ask, draft.next.because], ['question', 'right.proof_kind', 'unanswered']);
  const holder = draft.passed_over.find(({ asks }) => asks.some(({ ask }) => ask === 'right.holder_stated'));
  assert.equal(holder.holds, false);
  assert.deepEqual(holder.answers.map(({ path, state }) => [path, state]), [['party.standing', 'value'], ['agent.principal_role', 'absent'], ['party.role', 'value']]);
  const line = (name) => draft.checklists[0].lines.find((one) => one.line === name);
  assert.equal(line('offline').state, 'undecided');
  assert.deepEqual(line('offline').hangs_on.map(({ path }) => path), ['declaration.no_litigation', 'scope.extras_wanted', 'source.maker_known']);
  assert.ok(draft.checklists[0].lines.every(({ source }) => source.length > 0));
  assert.ok(draft.ahead.some(({ ask }) => ask === 'evidence.more'));
});

test('config check names what is wrong with the surroundings, each with its line', () => {
  assert.deepEqual(plaint('config', 'check', at('plaint.toml')), { status: 0, said: `${at('plaint.toml')}: in order\n`, told: '' });
  assert.equal(plaint('config', 'check', '--config', at('plaint.toml')).status, 0);
  assert.equal(plaint('config', 'check', '--config', at('plaint.toml'), at('plaint.toml')).status, 2);
  refuses(['config', 'check', at('nothing.toml')], `there is no file ${at('nothing.toml')}`);
  const file = at('wrong.toml');
  writeFileSync(file, `[server]
tls_certificate = "${at('nothing.pem')}"
tls_key = "${at('plaint.toml')}"
[storage]
url = "sqlite:${at('made/on/first/use/plaint.db')}"
files = "${at('plaint.toml')}/files"
[intake]
centre = "999999"
[[hand_over]]
centre = "office:33*"
url = "https://office.example/"
secret = "whsec_${Buffer.from('a secret that is long enough').toString('base64')}"
[[hand_over]]
centre = "office:9999"
url = "https://other.example/"
secret = "whsec_${Buffer.from('a secret that is long enough').toString('base64')}"
[[fetch]]
body = "centre:999999"
token = "0123456789abcdef"
`);
  const checked = plaint('config', 'check', file);
  assert.equal(checked.status, 2);
  assert.deepEqual(checked.told.trim().split('\n').map((line) => line.replace(/^(.*?:\d+):\d+: /, '$1: ')), [
    `${file}:2: server.tls_certificate: there is no file ${at('nothing.pem')}`,
    `${file}:6: storage.files: ${at('plaint.toml')} is no folder`,
    `${file}:8: intake.centre: no centre of the directory receives for 999999`,
    `${file}:14: hand_over[1].centre: no body of the directory has the id office:9999`,
    `${file}:18: fetch[0].body: no body of the directory has the id centre:999999`]);
  assert.ok(!existsSync(at('made')));
  writeFileSync(file, `[content]\ndialogs = "${at('no-dialogs')}"\n`);
  assert.match(plaint('config', 'check', file).told, /wrong\.toml:1:\d+: content: .*no-dialogs: is no folder that can be read\n$/);
});

test('the shipped dialogs and languages are without findings, and say nothing in vain', () => {
  const checked = plaint('check');
  assert.match(checked.said, /^no findings; content version [0-9a-f]{16}$/m);
  assert.equal(checked.status, 0);
});

test('a new dialog passes at once, can be tried, and is made only once', () => {
  const made = plaint('new', 'customs_seizure', '--in', at('own-content'));
  assert.equal(made.status, 0, made.told);
  const content = ['--dialogs', at('own-content/dialogs'), '--locales', at('own-content/locales')];
  assert.match(made.said, new RegExp(`^check it   plaint check ${content.join(' ')}$`, 'm'));
  assert.ok(existsSync(at('own-content/dialogs/schema/tree.schema.json')));
  const checked = plaint('check', ...content);
  assert.match(checked.said, /^no findings; content version [0-9a-f]{16}$/m);
  assert.match(plaint('chat', 'customs_seizure', ...content).said, /^< 您好！.*\n(.*\n)+< 您是否同意/);
  refuses(['new', 'customs_seizure', '--in', at('own-content')], 'there is a file dialogs/materials/customs_seizure.json already: take another name');
  refuses(['new', 'patent_infringement', '--in', at('own-content')], 'there is a file dialogs/materials/patent_infringement.json already: take another name');
  refuses(['new', 'engine', '--in', at('nowhere-yet')], 'there is a file locales/de/engine.json already: take another name');
  assert.ok(!existsSync(at('nowhere-yet')));
  // A second one joins what is there, and leaves it as it is.
  writeFileSync(at('own-content/dialogs/trees/customs_seizure.json'), '{}');
  assert.equal(plaint('new', 'other_2', '--in', at('own-content')).status, 0);
  assert.equal(readFileSync(at('own-content/dialogs/trees/customs_seizure.json'), 'utf8'), '{}');
  for (const name of ['Customs', '2nd', '../x', '']) assert.equal(plaint('new', name, '--in', at('own-content')).status, 2, name);
});

test('a new dialog has words in each language of its folder, English ones where it speaks none of its own', () => {
  const own = at('own-languages');
  assert.equal(plaint('new', 'first', '--in', own).status, 0);
  const words = (language, name) => JSON.parse(readFileSync(join(own, `locales/${language}/${name}.json`), 'utf8'));
  const list = JSON.parse(readFileSync(join(own, 'locales/locales.json'), 'utf8'));
  assert.deepEqual(readdirSync(join(own, 'locales')).sort(), ['locales.json', ...list.map(({ id }) => id)].sort());
  const welcomes = list.map(({ id }) => words(id, 'first').messages['say.first.welcome']);
  assert.equal(new Set(welcomes).size, list.length, 'two languages say the same');

  writeFileSync(join(own, 'locales/locales.json'), JSON.stringify([
    ...list.filter(({ id }) => id !== 'fr'), { id: 'nl', bcp47: ['nl'], name: 'Nederlands', direction: 'ltr' }]));
  const { status, said } = plaint('new', 'second', '--in', own);
  assert.equal(status, 0);
  assert.deepEqual(said.match(/^translate .*/gm), [`translate  ${own}/locales/nl/second.json begins with the English words`]);
  assert.deepEqual(words('nl', 'second'), { ...words('en', 'second'), locale: 'nl' });
  assert.ok(!existsSync(join(own, 'locales/fr/second.json')));

  writeFileSync(join(own, 'locales/locales.json'), '[{"name": "Nederlands"}]');
  refuses(['new', 'third', '--in', own], 'locales/locales.json#/0: lacks the member "id"');
  rmSync(join(own, 'locales/locales.json'));
  refuses(['new', 'third', '--in', own], 'locales/locales.json: there is no such file');
  assert.ok(!existsSync(join(own, 'dialogs/trees/third.json')));
});

test('the version is told as an option, too', () => {
  const version = plaint('version');
  assert.match(version.said, /^plaint \d+\.\d+\.\d+\n$/);
  assert.deepEqual(plaint('--version'), version);
});

test('a conversation is not recorded over a file that is there, unless that is said', () => {
  writeFileSync(at('kept.txt'), 'kept');
  refuses(['chat', '--record', at('kept.txt')], `${at('kept.txt')} is there already; --force records over it`);
  assert.equal(readFileSync(at('kept.txt'), 'utf8'), 'kept');
  assert.equal(plaint('chat', '--record', at('kept.txt'), '--force').status, 0);
  assert.match(readFileSync(at('kept.txt'), 'utf8'), /^dialog: intake /);
  assert.equal(plaint('chat', '--record', at('fresh.txt')).status, 0);
  assert.equal(plaint('chat', '--force').status, 2);
});

test('accounts are made for regions that there are, by a link that leads to the server', () => {
  const add = ['staff', 'add', 'li.lei', '--name', 'Li Lei', '--role', 'reviewer'];
  for (const region of ['339999', '33', '中国']) {
    refuses([...add, '--region', region, '--data', data],
      `${region} is no region: the six digits of a province, prefecture or county, or 000000 for the whole country`);
  }
  const added = plaint(...add, '--region', '330110', '--config', at('plaint.toml'), '--data', data);
  assert.match(added.said, new RegExp(`^${url}/staff/enrol\\?token=\\S+\n$`), added.told);
  refuses([...add, '--data', data], 'there is an account li.lei already');
  assert.match(plaint('staff', 'list', '--data', data).said, /^li\.lei {2}staff_[0-9a-f]{16} {2}reviewer {2}330110 {2}invited {2}Li Lei$/m);
  const reset = plaint('staff', 'reset', 'li.lei', '--listen', '127.0.0.1:9999', '--data', data);
  assert.match(reset.said, /^http:\/\/127\.0\.0\.1:9999\/staff\/enrol\?token=\S+\n$/, reset.told);
  refuses(['staff', 'disable', 'nobody', '--data', data], 'there is no account nobody');
});

test('a start whose port is taken leaves nothing behind', () => {
  const ended = plaint('serve', '--listen', `127.0.0.1:${receiver.address().port}`, '--data', at('never'));
  assert.equal(ended.status, 2, ended.said);
  assert.ok(ended.told.includes(`127.0.0.1:${receiver.address().port}`), ended.told);
  assert.ok(!existsSync(at('never')));
});

test('one data folder belongs to one server, until that is gone, however it went', async () => {
  const second = at('second.toml');
  writeFileSync(second, '[server]\nlisten = "127.0.0.1:0"\n[storage]\ndisk_floor_bytes = 1000000\n');
  refuses(['serve', '--config', second, '--data', data], `the store at ${data}/plaint.db: another server is running there`);
  writeFileSync(at('files.toml'), `[server]\nlisten = "127.0.0.1:0"\n[storage]\nurl = "sqlite:${at('elsewhere/plaint.db')}"\nfiles = "${data}/files"\n`);
  refuses(['serve', '--config', at('files.toml')], `the files at ${data}/files: another server is running there`);
  for (const signal of ['SIGKILL', 'SIGTERM']) {
    const child = spawn(binary, ['serve', '--config', second, '--data', at('own')], { cwd: root });
    await new Promise((done) => child.stdout.once('data', done));
    const other = plaint('serve', '--config', second, '--data', at('own'));
    assert.equal(other.status, 2, other.said);
    await new Promise((done) => { child.once('exit', done); child.kill(signal); });
  }
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
