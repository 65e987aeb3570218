// The JSON Schemas by which editors complete and check content: whatever is shipped satisfies them, the usual slips do not.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const files_of = (folder) => readdirSync(join(root, folder), { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.json')).map((entry) => `${folder}/${entry.name}`);

const ajv = new Ajv2020({ strict: false, allErrors: false });
for (const file of files_of('dialogs/schema')) ajv.addSchema(read(file), basename(file));
/// What is wrong with the content, in a line; empty where nothing is.
function wrong(schema, content) {
  const check = ajv.getSchema(`${schema}.schema.json`);
  return check(content) ? '' : ajv.errorsText(check.errors);
}

const locales = readdirSync(join(root, 'locales'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
const shipped = [
  ...files_of('dialogs/trees').map((file) => ['tree', file]),
  ...files_of('dialogs/trees/shared').map((file) => ['shared', file]),
  ...files_of('dialogs/materials').map((file) => ['checklist', file]),
  ...files_of('dialogs/directory').map((file) => [basename(file, '.json'), file]),
  ...locales.flatMap(({ name }) => files_of(`locales/${name}`).map((file) => ['catalogue', file])),
  ['fields', 'dialogs/fields.json'], ['languages', 'locales/locales.json'],
];

test('every shipped content file satisfies the schema of its kind, and every schema has one', () => {
  for (const [schema, file] of shipped) assert.equal(wrong(schema, read(file)), '', file);
  const used = new Set([...shipped.map(([schema]) => `${schema}.schema.json`), 'common.schema.json']);
  assert.deepEqual(files_of('dialogs/schema').map((file) => basename(file)).filter((name) => !used.has(name)), []);
});

test('each shipped part is looked at: one that nobody knows is refused wherever it stands', () => {
  for (const [schema, file] of shipped) {
    const content = read(file);
    if (!Array.isArray(content)) assert.notEqual(wrong(schema, { ...content, slip: 1 }), '', file);
  }
  const tree = read('dialogs/trees/intake.json');
  const nodes = [];
  const collect = (list) => list.forEach((node) => { nodes.push(node); collect(node.do ?? []); collect(node.else ?? []); });
  collect(tree.do);
  assert.ok(nodes.length > 100);
  for (const node of nodes) {
    node.slip = 1;
    assert.notEqual(wrong('tree', tree), '', JSON.stringify(node).slice(0, 80));
    delete node.slip;
  }
  assert.equal(wrong('tree', tree), '');
});

const ask = { ask: 'right.title', as: 'text' };
const small = (...nodes) => ({ tree: 'small', do: nodes });
const branch = (when) => small({ when, do: [ask] });
const line = (more) => ({ kind: 'small', lines: [{ line: 'patent', source: 'Patent Law 65', ...more }] });
const field = (more) => ({ fields: [{ path: 'right.title', kind: 'text', used_by: ['staff'], source: 'S', ...more }], groups: [] });

test('what authors write by mistake is refused', () => {
  assert.equal(wrong('tree', small(ask)), '');
  const slips = [
    small({ ask: 'right.title' }), small({ ...ask, as: 'string' }), small({ ...ask, may: ['latter'] }), small({ ...ask, may: 'later' }),
    small({ ...ask, option: ['a', 'b'] }), small({ ...ask, as: 'choice', options: ['a'] }), small({ ask: 'Right.Title', as: 'text' }),
    small({ ...ask, min: '2' }), small({ ...ask, say: 'welcome' }), small({ if: true, do: [] }), small({ when: true }), small({ section: 'right' }),
    small({ each: 'respondents', do: [ask] }), small({ each: 'respondents', min: 0, max: 0, do: [ask] }), small({ let: 'right.kind', of: ['right.title'] }),
    small({ let: 'right.kind', fn: 'guess', of: ['right.title'] }), small({ review: 'some' }), small({ submit: '' }), small({ use: 'shared/contact', as: 'x' }), small('ask'),
    { do: [ask] }, { tree: 'small' }, { tree: 'small', do: ask }, { tree: 'small', exits: ['leave'], do: [] }, { tree: 'small', strikes_max: 0, do: [] },
  ];
  for (const slip of slips) assert.notEqual(wrong('tree', slip), '', JSON.stringify(slip));
  assert.notEqual(wrong('shared', { shared: 'contact', do: [{ ask: 'name' }] }), '');
});

test('conditions are checked operator by operator', () => {
  const title = { var: 'right.title' };
  for (const right of [true, title, { '!': title }, { '!!': [title] }, { and: [title, { or: [title, true] }] }, { missing: ['right.title'] }, { '==': [title, 'a'] },
    { in: [title, ['a', 'b']] }, { '>': [{ var: ['scope.loss_cny', 0] }, 5] }, { some: [{ var: 'respondents' }, title] }, { '==': [{ var: 'right.title.@state' }, 'later'] }])
    assert.equal(wrong('tree', branch(right)), '', JSON.stringify(right));
  for (const slip of [null, 'right.title', 1, {}, { and: [] }, { and: title }, { '===': [title, 'a'] }, { '==': [title] }, { '==': ['right.title', 'a'] }, { '==': [title, null] },
    { '==': [title, 'a', 'b'] }, { in: [title, 'a'] }, { in: [title, []] }, { '>': [title, '5'] }, { var: 1 }, { '!': [title, title] }, { '!': title, and: [title] }, { missing: [] }])
    assert.notEqual(wrong('tree', branch(slip)), '', JSON.stringify(slip));
});

test('lines, fields, messages and places are checked', () => {
  assert.equal(wrong('checklist', line({ need: { any: ['right.title', ['right.claims']] }, allow: ['later'] })), '');
  for (const slip of [line({ source: '' }), line({ need: [] }), line({ need: { some: ['right.title'] } }), line({ allow: ['value'] }), line({ absent: 'list' }), line({ require: false }), line({ at_least: 0 }),
    { ...line({}), as_of: '30.4.2025' }, { kind: 'small', lines: [] }]) assert.notEqual(wrong('checklist', slip), '', JSON.stringify(slip));
  assert.equal(wrong('fields', field({})), '');
  for (const slip of [field({ used_by: [] }), field({ used_by: ['nobody'] }), field({ kind: 'choice' }), field({ secret: 'hide' }), field({ source: undefined, sources: 'S' }), field({ path: '' })])
    assert.notEqual(wrong('fields', JSON.parse(JSON.stringify(slip))), '', JSON.stringify(slip));
  for (const slip of [{ messages: {} }, { locale: 'en', messages: { 'ask.x': '' } }, { locale: 'en', messages: { 'ask.x': ['a'] } }, { locale: 'en', messages: {}, words: { yes: 'y' } }])
    assert.notEqual(wrong('catalogue', slip), '', JSON.stringify(slip));
  const offices = read('dialogs/directory/offices.json');
  for (const slip of [{ region: '3301' }, { kind: 'centre' }, { body: '3301' }, { name: { 'zh-Hans': '局' } }, { contact: {} }])
    assert.notEqual(wrong('offices', { ...offices, offices: [{ ...offices.offices[0], ...slip }] }), '', JSON.stringify(slip));
  for (const slip of [{ people: [{ duty: 'boss', name: offices.offices[0].name }] }, { people: [{ duty: 'head' }] }, { contact: { ...offices.offices[0].contact, area_code: '571' } }])
    assert.notEqual(wrong('offices', { ...offices, offices: [{ ...offices.offices[0], ...slip }] }), '', JSON.stringify(slip));
  const regions = read('dialogs/directory/regions.json');
  for (const slip of [{ 330199: '3301' }, { 330199: { code: '330110' } }, { hangzhou: '330100' }])
    assert.notEqual(wrong('regions', { ...regions, aliases: slip }), '', JSON.stringify(slip));
  const calendar = read('dialogs/directory/calendar.json');
  for (const slip of [{ to: '31.12.2026' }, { holidays: [{ from: '2026-01-01', to: '2026-01-01' }] }, { worked: ['Saturday'] }, { from: undefined }])
    assert.notEqual(wrong('calendar', JSON.parse(JSON.stringify({ ...calendar, ...slip }))), '', JSON.stringify(slip));
  const events = read('dialogs/directory/events.json');
  for (const slip of [{ id: 'Canton Fair' }, { region: '4401' }, { desk: '' }, { source: undefined }])
    assert.notEqual(wrong('events', JSON.parse(JSON.stringify({ ...events, events: [{ ...events.events[0], ...slip }] }))), '', JSON.stringify(slip));
});
