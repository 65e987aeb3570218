// Conditions mean what JsonLogic's own program says they mean, as far as both know them: what is answered formally, or not
// at all, is nothing there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const logic = createRequire(new URL('../clients/package.json', import.meta.url))('json-logic-js');
const COUNT = 10_000;
const SEED = Number(process.env.SEED || 20);

/// A generator of numbers below 1, the same for the same seed.
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const next = chance(SEED);
const below = (count) => Math.floor(next() * count);
const one_of = (list) => list[below(list.length)];

const CONSTANTS = { word: ['a', 'b', 'c'], flag: [true, false], n: [-1, 0, 1, 2, 3], m: [0, 1, 2] };
const GROUPS = ['items', 'parts'];

/// A well-typed condition on what stands `level` groups below the whole.
function condition(deep, level) {
  const field = one_of(['word', 'flag', 'n', 'm']);
  const inner = () => condition(deep - 1, level);
  const leaf = [
    () => ({ var: field }),
    () => ({ [one_of(['==', '!='])]: [{ var: field }, one_of(CONSTANTS[field])] }),
    () => ({ in: [{ var: field }, CONSTANTS[field].filter(() => next() < 0.5).concat(one_of(CONSTANTS[field]))] }),
    () => ({ [one_of(['<', '<=', '>', '>='])]: [{ var: ['n', one_of(CONSTANTS.n)] }, one_of(CONSTANTS.n)] }),
    () => ({ [one_of(['<', '<=', '>', '>='])]: [{ var: 'm' }, one_of(CONSTANTS.m)] }),
    () => ({ missing: ['word', 'flag', 'n'].filter(() => next() < 0.6) }),
    () => next() < 0.5,
  ];
  const branch = [
    () => ({ '!': next() < 0.5 ? inner() : [inner()] }),
    () => ({ '!!': [inner()] }),
    () => ({ [one_of(['and', 'or'])]: Array.from({ length: 1 + below(3) }, inner) }),
    ...(GROUPS[level] ? [() => ({ [one_of(['some', 'all', 'none'])]: [{ var: GROUPS[level] }, condition(deep - 1, level + 1)] })] : []),
  ];
  return one_of(deep === 0 || next() < 0.3 ? leaf : branch)();
}

/// Answers, and the same as data in which what has no value is nothing.
function answers(level) {
  const said = {}, data = {};
  for (const field of ['word', 'flag', 'n', 'm']) {
    const how = field === 'm' ? 0 : next();
    if (how < 0.6) said[field] = data[field] = one_of(CONSTANTS[field]);
    else if (how < 0.8) said[field] = { [one_of(['later', 'none', 'unknown', 'skip', 'unverified'])]: true };
  }
  if (!GROUPS[level] || next() < 0.1) return [said, data];
  const items = Array.from({ length: below(4) }, () => answers(level + 1));
  said[GROUPS[level]] = items.map(([item]) => item);
  data[GROUPS[level]] = items.map(([, item]) => item);
  return [said, data];
}

function judged(rows) {
  const input = rows.map((row) => JSON.stringify(row)).join('\n');
  const { stdout, status } = spawnSync(process.env.JUDGE || 'build/dev/tests/conditions/judge', { input, encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(status, 0);
  return stdout.trimEnd().split('\n');
}

test(`${COUNT} conditions hold exactly where JsonLogic says so (seed ${SEED})`, () => {
  const rows = Array.from({ length: COUNT }, () => {
    const [said, data] = answers(0);
    return { condition: condition(4, 0), answers: said, data };
  });
  const verdicts = judged(rows);
  assert.equal(verdicts.length, COUNT);
  const held = rows.filter((row, i) => {
    const theirs = logic.truthy(logic.apply(row.condition, row.data)) ? '1' : '0';
    assert.equal(verdicts[i], theirs, `condition ${i}: ${JSON.stringify(row)}`);
    return theirs === '1';
  });
  assert.ok(held.length > COUNT / 4 && held.length < (COUNT * 3) / 4, `${held.length} hold: they tell too little`);
});

test('what is ill-typed, or no operator here, is refused with what there is', () => {
  const known = 'there are var, missing, !, !!, and, or, ==, !=, in, <, <=, >, >=, some, all, none';
  const refused = [
    [{ '+': [1, 2] }, `condition: "+" is no operator here; ${known}`],
    [{ if: [{ var: 'flag' }, true, false] }, `condition: "if" is no operator here; ${known}`],
    [{ and: [{ cat: ['a'] }] }, `condition#/and/0: "cat" is no operator here; ${known}`],
    [{ '==': [{ var: 'n' }, '3'] }, 'condition#/==/1: "n" is compared with whole numbers only'],
    [{ '==': [{ var: 'flag' }, 1] }, 'condition#/==/1: "flag" is compared with true or false only'],
    [{ in: [{ var: 'word' }, ['a', 2]] }, 'condition#/in/1/1: "word" is compared with texts only'],
    [{ '==': [{ var: 'word' }, { var: 'n' }] }, 'condition#/==/1: should be a constant: text, whole number, true or false'],
    [{ '<': [{ var: 'n' }, 3] }, 'condition#/</0: needs a default, as in {"var": ["n", 0]}: the field may hold a formal answer'],
    [{ '<': [{ var: 'm' }, 'a'] }, 'condition#/</1: should be a whole number'],
    [{ some: [{ var: 'items' }, { '==': [{ var: 'elsewhere' }, 'a'] }] }, 'condition#/some/1/==/0: "elsewhere" is no field'],
    [{ '!': [{ var: 'word' }], var: 'n' }, 'condition: should be one JsonLogic operator with its arguments'],
    ['word', 'condition: should be one JsonLogic operator with its arguments'],
  ];
  assert.deepEqual(judged(refused.map(([condition]) => ({ condition, answers: {} }))), refused.map(([, told]) => `refused: ${told}`));
});
