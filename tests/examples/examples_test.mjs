// The worked examples of the field, each as one whole conversation with a real server: a person tells in the chat what the
// file of the example says, an officer does in the console what it says of them, and the dossier that comes out is held
// against the route that is expected. How such a file is written stands in docs/testing.md.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { binary, serve } from '../browser/support.mjs';
import { PIXEL } from '../clients/person.mjs';
import { files_of } from '../clients/zip.mjs';
import { Client } from '../faults/directline.mjs';
import { Officer } from '../faults/officer.mjs';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TURNS_MAX = 400;

let server, reviewer;
before(async () => {
  server = await serve();
  const command = { binary, options: ['--config', server.config, '--data', server.data], cwd: ROOT };
  reviewer = await Officer.sign_in(server.url.slice(0, -1), command, 'reviewer', 'reviewer', '330100');
});
after(() => server?.stop());

/// What the officer of an example does in the console, one form after the other.
async function review(number, acts) {
  const page = `/staff/cases/${number}`;
  const act = async (form, filled) => {
    const answer = await reviewer.submit(await reviewer.page(page), `${page}/${form}`, filled);
    assert.equal(answer.status, 303, answer.html);
  };
  await act('take', {});
  for (const { form, ...filled } of acts) await act(form, filled);
  return (await reviewer.page(page)).html;
}

/// What is said where the example tells nothing: what keeps the conversation short, and breaks no form.
const PLAIN = {
  yes_no: 'no', text: '与本案有关的说明，内容足够长。', number: '1', date: '2024-03-05', region: '330106', phone: '13800138000',
  email: 'wang@example.com', link: 'https://item.taobao.com/item.htm?id=637790875524', patent_number: 'ZL201610951190.4',
  credit_code: '91330110MA2TEK701U', resident_id: '11010519491231002X',
};
const SHORT = { 'intake.consent': 'yes', 'intake.consent_sensitive': 'yes', 'declaration.truth': 'yes',
  'declaration.no_litigation': 'yes' };

/// What is said although its form is wrong, and stays as it was said when it is not taken at first.
const is_kept = (told) => typeof told?.unverified === 'string';

/// What stands at a path of the story, and the lists on the way to it.
function told_at(story, path) {
  let at = story;
  for (const [, name, position] of path.matchAll(/([a-z0-9_]+)|\[(\d+)\]/g)) at = at?.[name ?? Number(position)];
  return at;
}

/// The person says with the receipt code that the outcome is not accepted, which can be said once.
async function reject({ number, receipt }) {
  const post = (path, body) => fetch(new URL(path, server.url), { method: 'POST',
    headers: { 'content-type': 'application/json' }, body: JSON.stringify({ receipt, ...body }) });
  const rejectable = async () => (await (await post('api/v1/status')).json()).cases.map((one) => one.rejectable);
  assert.deepEqual(await rejectable(), [true]);
  assert.equal((await post('api/v1/status/reject', { case: number, confirm: true })).status, 200);
  assert.deepEqual(await rejectable(), [false, false]);
  assert.equal((await post('api/v1/status/reject', { case: number, confirm: true })).status, 409);
}

/// What the person of the example says to a question.
function answer(story, { ask, as, may = [], options = [], offer, attempt }, asked) {
  if (ask === 'review') return { value: 'confirm' };
  if (offer) return { text: 'keep' };
  if (ask === 'outstanding') return { value: 'no' };
  if (ask.endsWith('.confirm')) return { value: 'yes' };
  const group = /^(.*)\.more$/.exec(ask)?.[1];
  if (group !== undefined) {
    const list = told_at(story, group);
    return { value: Array.isArray(list) && list.length > asked ? 'yes' : 'no' };
  }
  const told = told_at(story, ask) ?? SHORT[ask];
  if (told !== undefined) {
    if (typeof told === 'boolean') return { value: told ? 'yes' : 'no' };
    if (is_kept(told)) return { text: attempt > 1 ? 'unverified' : told.unverified };
    return options.some(({ value }) => value === told) ? { value: told } : { text: String(told) };
  }
  // An item that is begun has to be named somehow; what nobody tells of is left open.
  if (as === 'file') return { file: PIXEL };
  for (const formal of ['skip', 'unknown', 'later']) if (may.includes(formal)) return { text: formal };
  if (as === 'choice') return { value: options[0].value };
  return as === 'yes_no' ? { value: PLAIN.yes_no } : { text: PLAIN[as] };
}

/// Tells the story until the case is submitted or the conversation ends. Gives the case, or what was said last.
async function tell(story) {
  const client = new Client(server.url.slice(0, -1));
  await client.begin();
  const times = {};
  const left = new Set(leaves_of(story));
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const { question, closing, all } = await client.present();
    const last = all.findLast((activity) => activity.from?.id !== client.user);
    if (closing) return { client, closing, untold: [...left] };
    if (!last.channelData?.plaint?.ask) return { client, said: last.text, untold: [...left] };
    const tries_max = is_kept(told_at(story, question.ask)) ? 2 : 1;
    assert.ok((question.attempt ?? 1) <= tries_max, `not understood at ${question.ask}: ${last.text}`);
    times[question.ask] = (times[question.ask] ?? 0) + 1;
    left.delete(question.ask);
    await client.say(answer(story, question, times[question.ask]));
  }
  throw new Error('the conversation did not come to its end');
}

/// The paths of all that the story tells, so that nothing in it is left unasked in silence.
function leaves_of(story, path = '') {
  if (typeof story !== 'object' || story === null || is_kept(story)) return [path];
  const place = (key) => Array.isArray(story) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
  return Object.entries(story).flatMap(([key, value]) => leaves_of(value, place(key)));
}

function dossier_of(number, version) {
  const folder = mkdtempSync(join(tmpdir(), 'plaint-example-'));
  const file = join(folder, 'package.zip');
  execFileSync(binary, ['export', number, file, ...(version ? ['--version', String(version)] : []), '--config', server.config, '--data', server.data], { cwd: ROOT, encoding: 'utf8' });
  const dossier = JSON.parse(files_of(readFileSync(file)).get('data/dossier.json'));
  rmSync(folder, { recursive: true });
  return dossier;
}

/// The route of a dossier as tests/routes/ writes routes; what is empty is left out.
function told_route(route) {
  const act = ({ act: name, body, fields = [], after_working_days }) =>
    [name, body, ...(name === 'supplement' ? [] : fields), after_working_days].filter((word) => word !== undefined).join(' ');
  const whole = {
    lead: route.lead.body, rules: route.rules, copies: (route.copies ?? []).map(({ body }) => body),
    held: (route.copies ?? []).filter(({ held }) => held).map(({ body }) => body), acts: (route.acts ?? []).map(act),
    children: (route.children ?? []).map(({ lead }) => lead.body), linked: (route.linked ?? []).map(({ lead }) => lead.body),
    flags: (route.flags ?? []).map(({ flag }) => flag),
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value.length > 0));
}

for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.json')).sort()) {
  const example = JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
  test(`${name.slice(0, 2)}: ${example.example}`, async () => {
    const { closing, said, untold } = await tell(example.told);
    assert.deepEqual(untold, [], 'something of the story was never asked');
    if (example.ends) {
      assert.equal(closing, undefined);
      const texts = JSON.parse(readFileSync(join(ROOT, 'locales/zh-Hans/texts.json'), 'utf8'));
      assert.equal(said, texts.messages[`end.${example.ends}`]);
      return;
    }
    if (example.officer) {
      const seen = await review(closing.number, example.officer);
      for (const words of example.seen ?? []) assert.ok(seen.includes(words), `the page of the case does not say ${words}`);
    }
    if (example.rejects) await reject(closing);
    const dossier = dossier_of(closing.number);
    assert.equal(dossier.case.kind, example.kind);
    assert.deepEqual(told_route(dossier.route), example.route);
    for (const [line, state] of Object.entries(example.lines ?? {}))
      assert.equal(dossier.checklist.find((one) => one.line === line)?.state, state, line);
    // The cases beside it, each by its part: with a way of its own, or by the one rule that asks for it.
    const beside = Object.fromEntries(dossier.linked.map(({ part, number }) => [part, dossier_of(number)]));
    assert.deepEqual(Object.keys(beside), Object.keys(example.beside ?? {}));
    for (const [part, { kind, route }] of Object.entries(example.beside ?? {})) {
      assert.equal(beside[part].case.kind, kind);
      assert.deepEqual(told_route(beside[part].route), route);
      assert.ok(beside[part].linked.some(({ number }) => number === closing.number), 'both cases name each other');
      assert.deepEqual(beside[part].facts.respondents, dossier.facts.respondents);
    }
    // What an officer says changes nothing of what the person has said.
    if (example.officer) assert.deepEqual(dossier.facts, dossier_of(closing.number, 1).facts);
  });
}
