// check: it proves the dialogs, and shows what is wrong by a conversation that chat replays.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.PLAINT_BINARY || join(root, 'build/dev/plaint');
const folder = mkdtempSync(join(tmpdir(), 'plaint-check-'));
const dialogs = join(folder, 'dialogs');
const transcripts = join(folder, 'transcripts');

function plaint(...words) {
  const { status, stdout, stderr } = spawnSync(binary, words, { encoding: 'utf8', cwd: root, timeout: 300_000 });
  return { status, said: stdout, told: stderr };
}

before(() => {
  cpSync(join(root, 'dialogs'), dialogs, { recursive: true });
  mkdirSync(transcripts);
  // The claims may be declared absent, but this checklist wants them.
  const file = join(dialogs, 'materials/patent_infringement.json');
  const checklist = JSON.parse(readFileSync(file, 'utf8'));
  const claims = checklist.lines.find((line) => line.line === 'claims');
  claims.allow = ['later'];
  delete claims.absent;
  writeFileSync(file, JSON.stringify(checklist));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the shipped dialogs are proved, with how long a visit can be', () => {
  const checked = plaint('check');
  assert.equal(checked.status, 0, checked.said);
  assert.match(checked.said, /^intake: \d+ obligations and \d+ goals are proved; web: at most \d+ inputs in a visit; voice: at most \d+ inputs in a visit\n\d+ cases that routing could tell apart have one lead each\nno findings; content version [0-9a-f]{16}\n$/);
  const json = JSON.parse(plaint('check', '--json').said);
  assert.deepEqual([json.ok, json.findings, json.proofs.length], [true, [], 1]);
  assert.ok(json.proofs[0].inputs_max.web > 100 && json.proofs[0].inputs_max.voice > 100);
});

test('a finding has its place and the conversation that shows it, which chat replays', () => {
  const checked = plaint('check', '--dialogs', dialogs, '--json');
  assert.equal(checked.status, 1);
  const { ok, findings } = JSON.parse(checked.said);
  assert.equal(ok, false);
  assert.equal(findings.length, 1);
  const [{ kind, file, pointer, subject, conversation }] = findings;
  assert.deepEqual([kind, file, subject], ['incomplete', 'trees/shared/patent.json', 'claims']);
  assert.match(pointer, /\/may$/);
  // A volunteer is asked for no claims, and others by one of two questions, so the role and the number are decisive too.
  assert.deepEqual(conversation.said.filter((said) => said.decisive).map(({ ask, state, value }) => [ask, state, value]),
    [['party.role', 'value', 'owner'], ['right.patent_number', 'value', '201610951190.4'], ['right.claims', 'none', '']]);
  assert.equal(conversation.ends, 'submit');

  const written = plaint('check', '--dialogs', dialogs, '--transcripts', transcripts);
  assert.equal(written.status, 1);
  assert.match(written.said, /because of {3}right\.claims: none, formally\n {4}shown by \d+ answers, web: /);
  assert.deepEqual(readdirSync(transcripts), ['intake_1.txt']);
  const transcript = join(transcripts, 'intake_1.txt');
  assert.equal(readFileSync(transcript, 'utf8'), conversation.transcript);
  assert.match(conversation.transcript, /\n= lines missing claims\n$/);
  const replayed = plaint('chat', '--dialogs', dialogs, '--transcript', transcript);
  assert.equal(replayed.status, 0, replayed.told);
});

test('dialogs with a finding are not served', () => {
  const served = plaint('serve', '--config', (() => {
    const config = join(folder, 'plaint.toml');
    writeFileSync(config, `[server]\nlisten = "127.0.0.1:0"\n[content]\ndialogs = "${dialogs}"\n`);
    return config;
  })(), '--data', join(folder, 'data'));
  assert.equal(served.status, 2);
  assert.match(served.told, /may: a case can be handed over without what the line "claims" needs/);
});

test('what running sessions meet under these dialogs is told against those before', () => {
  assert.match(plaint('check', '--against', 'dialogs').said, /\n {4}meet nothing new\n {4}none is stranded: proved\n/);
  // Before, nobody was asked for the evaluation report.
  const old = join(folder, 'old');
  cpSync(join(root, 'dialogs'), old, { recursive: true });
  const tree = join(old, 'trees/shared/patent.json');
  const without = (node) => (Array.isArray(node) ? node.filter((one) => one.ask !== 'right.evaluation_report').map(without)
    : node && typeof node === 'object' ? Object.fromEntries(Object.entries(node).map(([key, value]) => [key, without(value)])) : node);
  writeFileSync(tree, JSON.stringify(without(JSON.parse(readFileSync(tree, 'utf8')))));
  for (const kind of ['patent_infringement', 'opinion_request']) {
    const checklist = join(old, `materials/${kind}.json`);
    const list = JSON.parse(readFileSync(checklist, 'utf8'));
    list.lines = list.lines.filter(({ line }) => line !== 'evaluation_report');
    writeFileSync(checklist, JSON.stringify(list));
  }
  const told = plaint('check', '--against', old);
  assert.equal(told.status, 0, told.told);
  assert.match(told.said, /before licence\.contract they meet nothing new\n {4}asked: right\.evaluation_report is asked on the way that they have come \(first at licence\.contract, \d+ answers\)\n/);
  const { ok, against } = JSON.parse(plaint('check', '--against', old, '--json').said);
  assert.deepEqual([ok, against.stranded, against.meets.map(({ what, id }) => `${what} ${id}`)],
    [true, [], ['asked right.evaluation_report', 'reviewed_again ']]);
  assert.equal(against.meets[0].conversation.ends, 'licence.contract');
});

test('sessions are compared only with dialogs and a store that are there', () => {
  assert.equal(plaint('check', '--against', join(folder, 'nothing')).status, 2);
  assert.equal(plaint('check', '--data', folder).status, 2);
  assert.deepEqual(plaint('check', '--against', 'dialogs', '--data', folder).told, `plaint: there is no store at ${join(folder, 'plaint.db')}\n`);
});

test('what cannot be read is said so', () => {
  assert.equal(plaint('check', '--dialogs', join(folder, 'nothing')).status, 2);
  assert.deepEqual(plaint('check', '--transcripts', join(folder, 'nothing')),
    { status: 2, said: '', told: `plaint: ${join(folder, 'nothing')} is no folder\n` });
});
