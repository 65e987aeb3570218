// Each kind of case once, in Chinese, from the first message to the receipt, in the real window: one row of the table for each.
// What a row does not say is answered as an ordinary person would; so a tree may lose or gain questions without a change here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, converse, file, formal, open_page, receipts, server, share, sketch } from './support.mjs';

const paper = (name) => [file(name, 'application/pdf', '%PDF-1.4\n% paper\n%%EOF\n')];

/// What everybody here says who comes to such a question.
const EVERYBODY = {
  'complainant.kind': 'person', 'complainant.foreign': 'no', 'complainant.name': '王小明', 'complainant.identity_document': [sketch('身份证.png')],
  'complainant.address': '浙江省杭州市西湖区文三路90号', 'respondents[].name': '杭州好物贸易有限公司', 'respondents[].credit_code': formal('unknown'),
  'respondents[].shop_name': '好物优选店', 'respondents[].links[].screenshot': formal('later'), 'case.signed_request': formal('later'),
  'source.maker_known': 'no', 'scope.extras_wanted': 'no', 'prior.platform_complaint': 'no',
};
const complain = (matter, more) => ({ 'case.wish': 'complain', 'case.matter': matter, ...more });
const by_owner = (matter, more) => complain(matter, { 'party.role': 'owner', ...more });

const KINDS = {
  patent_infringement: by_owner('patent_infringement', { 'right.patent_number': 'ZL201930123456.0', 'right.proof_kind': 'register_copy', 'right.proof': paper('专利登记簿副本.pdf') }),
  patent_passing_off: complain('patent_passing_off', { 'party.role': 'reporter_anonymous' }),
  opinion_request: { 'case.wish': 'platform', 'case.platform_matter': 'opinion_request', 'right.patent_number': 'ZL201610951190.4' },
  trademark: by_owner('trademark'),
  geographical_indication: by_owner('geographical_indication'),
  copyright: by_owner('copyright'),
  trade_secret: by_owner('trade_secret'),
  other_ip: by_owner('other_ip'),
  assistance: { 'case.wish': 'help' },
  consultation: { 'case.wish': 'ask', 'consultation.then': 'ask' },
  suggestion: { 'case.wish': 'suggest' },
};

share();

async function status_of(receipt) {
  const answer = await fetch(`${server.url}api/v1/status`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ receipt, locale: 'zh-Hans' }),
  });
  return answer.json();
}

/// Goes the whole way; what was asked, and what the receipt opens.
async function hand_in(kind) {
  const page = await open_page(browser, server.url);
  const { asked } = await converse(page, { ...EVERYBODY, ...KINDS[kind] });
  const card = (await receipts(page)).join('\n');
  assert.match(card, /IP-\d{4}-\d{6}-\d{7}/, `${kind}: no case number among ${card}`);
  const code = /\d{4}(?: \d{4}){3}/.exec(card)[0].replaceAll(' ', '');
  assert.deepEqual(page.troubles, []);
  await page.context().close();
  return { asked, status: await status_of(code) };
}

for (const kind of Object.keys(KINDS)) {
  test(`${kind}, from the first message to the receipt`, { timeout: 60_000 }, async () => {
    const { asked, status } = await hand_in(kind);
    assert.equal(status.cases[0].kind, kind);
    assert.equal(status.cases[0].state, 'submitted');
    assert.ok(asked.length > 5, asked.join(', '));
  });
}
