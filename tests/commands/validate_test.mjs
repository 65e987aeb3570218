// plaint validate: one value, read and checked as the bot would.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.PLAINT_BINARY || join(root, 'build/dev/plaint');

function validate(kind, value) {
  const { status, stdout, stderr } = spawnSync(binary, ['validate', kind, value], { encoding: 'utf8', cwd: root, timeout: 300_000 });
  assert.equal(stderr, '', `${kind} ${value}`);
  return { status, ...JSON.parse(stdout) };
}

const accepted = (value) => ({ status: 0, ok: true, value, problem: null, suggestion: null });
const guessed = (value) => ({ ...accepted(value), confirm: true });
const refused = (problem, suggestion = null) => ({ status: 1, ok: false, value: null, problem, suggestion });
const kept = (value, problem, suggestion = null) => ({ ...refused(problem, suggestion), value, unverified: true });

const rows = [
  ['trademark_number', 'G1234567A', accepted('G1234567A')],
  ['trademark_number', '12345678 第25类', accepted('12345678/25')],
  ['trademark_number', '12345678 第46类', kept('12345678 第46类', 'nice_class')],
  ['copyright_number', '2020SR1234567', accepted('2020SR1234567')],
  ['copyright_number', '软著登字第1234567号', accepted('软著登字第1234567号')],
  ['copyright_number', '国作登字-2021-A-00123456', accepted('国作登字-2021-A-00123456')],
  ['copyright_number', '2020SR12345', kept('2020SR12345', 'format')],
  ['gi_number', 'ＡＧＩ２０１９－０３－０２５８１', accepted('AGI2019-03-02581')],
  ['gi_number', '20190302581', guessed('AGI2019-03-02581')],
  ['gi_number', 'AGI2019-03', kept('AGI2019-03', 'format')],
  ['customs_record', 't2019-12345', accepted('T2019-12345')],
  ['customs_record', 'X2019-12345', kept('X2019-12345', 'format')],
  ['plant_variety_number', 'CNA二零一六一二三四点五', accepted('CNA20161234.5')],
  ['plant_variety_number', '20161234', guessed('CNA20161234')],
  ['plant_variety_number', 'CNA2016', kept('CNA2016', 'format')],
  ['identity_paper', '护照 E12345678', accepted('E12345678')],
  ['identity_paper', '110105491231002', kept('110105491231002', 'old_card', '11010519491231002X')],
  ['identity_paper', '330110199003071203', kept('330110199003071203', 'checksum', '330110199003071230')],
  ['postal_code', '邮编310000', accepted('310000')],
  ['postal_code', '910000', kept('910000', 'prefix')],
  ['date', '二〇二四年十一月二十一日', accepted('2024-11-21')],
  ['date', '2024-02-30', refused('impossible')],
  ['date', '13月', refused('impossible')],
  ['date', '2023年腊月初八', refused('lunar', '2024-01-18')],
  ['number', '二十六万元', accepted('260000')],
];
for (const [kind, value, expected] of rows) {
  test(`${kind} ${value}`, () => assert.deepEqual(validate(kind, value), expected));
}

test('a day that is counted from today is to be confirmed', () => {
  const { ok, confirm, value } = validate('date', '昨天');
  assert.deepEqual([ok, confirm], [true, true]);
  assert.match(value, /^\d{4}-\d\d-\d\d$/);
});
