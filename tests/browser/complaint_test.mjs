// The whole of a Chinese complaint, as an owner of a design makes it: two shops, three links, four files, one step back, a patent
// number corrected twice, a reload, a line that is gone for five seconds. The dossier that its centre fetches has every fact.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { answer, bubbles, converse, file, formal, launch, look, next_question, open_page, question, receipts, serve, sketch } from './support.mjs';

const DESIGN = 'ZL201930123456.0';
const INVENTION = 'ZL201610951190.4';
const TOKEN = 'the-token-of-the-office-in-hangzhou';

const paper = (name, content) => file(name, 'application/pdf', `%PDF-1.4\n% ${content}\n%%EOF\n`);
const FILES = {
  'complainant.identity_document': sketch('身份证.png'),
  'right.proof': paper('专利登记簿副本.pdf', 'register'),
  'right.claims': paper('外观设计图片.pdf', 'views'),
  'right.evaluation_report': paper('专利权评价报告.pdf', 'report'),
};

/// Yes to the first `Is there another?`, no to the second.
const one_more = () => {
  let asked = 0;
  return () => asked++ ? 'no' : 'yes';
};

const answers = () => ({
  'case.wish': 'complain', 'case.matter': 'patent_infringement', 'case.urgent': 'ordinary', 'party.role': 'owner',
  'complainant.kind': 'person', 'complainant.foreign': 'no', 'complainant.name': '王小明', 'complainant.id_number': '11010519491231002X',
  'complainant.address': '浙江省杭州市西湖区文三路90号', 'complainant.phone': '13800138000', 'complainant.email': 'wang@example.com',
  'right.patent_number': DESIGN, 'right.proof_kind': 'register_copy',
  'respondents[0].platform': 'taobao', 'respondents[0].shop_name': '好物优选店',
  'respondents[0].links[0].url': 'https://item.taobao.com/item.htm?id=637790875524',
  'respondents[0].links.more': one_more(),
  'respondents[0].links[1].url': 'https://item.taobao.com/item.htm?id=637790875531',
  'respondents[0].name': '杭州好物贸易有限公司', 'respondents[0].credit_code': formal('unknown'), 'respondents[0].region': '330106',
  'respondents[0].address': '杭州市西湖区文一西路1号',
  'respondents.more': one_more(),
  'respondents[1].platform': 'jd', 'respondents[1].shop_name': '京选生活馆',
  'respondents[1].links[0].url': 'https://item.jd.com/100012043978.html',
  'respondents[1].name': formal('unknown'), 'respondents[1].region': '440106',
  'respondents[].links[].screenshot': formal('later'),
  'scope.principal_respondent': '1',
  'comparison.statement': '被诉产品的整体形状、杯盖和提手与授权外观设计相同。',
 
  'prior.platform_complaint': 'yes',
  'platform_action.measure': 'none', 'scope.extras_wanted': 'no',
  'case.statement': '请求责令被投诉店铺立即停止销售侵权产品。', 'case.signed_request': formal('later'),
  'wishes.mediation': 'yes', 'wishes.electronic_service': 'yes', ...Object.fromEntries(Object.entries(FILES).map(([path, given]) => [path, [given]])),
});

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve({ config: `[[fetch]]\nbody = "office:3301"\ntoken = "${TOKEN}"\n` });
});
after(async () => { await browser?.close(); await server?.stop(); });


const stored = ({ name, mimeType, buffer }) =>
  [{ name, media_type: mimeType, size_bytes: buffer.length, sha256: createHash('sha256').update(buffer).digest('hex') }];
const LATER = { later: true }, UNKNOWN = { unknown: true };

/// What the dossier has to say, fact by fact.
const FACTS = {
  case: { wish: 'complain', course: 'complain', matter: 'patent_infringement', kind: 'patent_infringement', urgent: 'ordinary', statement: '请求责令被投诉店铺立即停止销售侵权产品。', signed_request: LATER },
  party: { role: 'owner', standing: 'owner' },
  complainant: {
    kind: 'person', foreign: false, name: '王小明', id_number: '11010519491231002X', identity_document: stored(FILES['complainant.identity_document']),
    address: '浙江省杭州市西湖区文三路90号', phone: '13800138000', email: 'wang@example.com',
  },
  right: {
    patent_number: DESIGN.slice(2), kind_of_number: 'design', kind: 'design', holder_self: '王小明', holder: '王小明',
    proof_kind: 'register_copy', proof: stored(FILES['right.proof']), claims: stored(FILES['right.claims']),
    evaluation_report: stored(FILES['right.evaluation_report']),
  },
  respondents: [
    {
      platform: 'taobao', shop_name: '好物优选店', name: '杭州好物贸易有限公司', credit_code: UNKNOWN, registered_region: UNKNOWN, region: '330106',
      address: '杭州市西湖区文一西路1号',
      links: [
        { url: 'https://item.taobao.com/item.htm?id=637790875524', platform: 'taobao', item_id: '637790875524', screenshot: LATER },
        { url: 'https://item.taobao.com/item.htm?id=637790875531', platform: 'taobao', item_id: '637790875531', screenshot: LATER },
      ],
    },
    {
      platform: 'jd', shop_name: '京选生活馆', name: UNKNOWN, region: '440106',
      links: [{ url: 'https://item.jd.com/100012043978.html', platform: 'jd', item_id: '100012043978', screenshot: LATER }],
    },
  ],
  comparison: { statement: '被诉产品的整体形状、杯盖和提手与授权外观设计相同。' },
  evidence: [],
  prior: {
    platform_complaint: true,
  },
  platform_action: { measure: 'none' },
  scope: { principal_respondent: 1, extras_wanted: false },
  wishes: { mediation: true, electronic_service: true },
  declaration: { no_litigation: true, truth: true },
  intake: { centre: '330100', channel: 'web_chat', locale: 'zh-Hans', consent: true, consent_sensitive: true },
};

/// The facts without the place that a file has in the package.
const without_places = (facts) => JSON.parse(JSON.stringify(facts, (key, value) => key === 'path' ? undefined : value));

const press = (page, name) => page.locator('plaint-chat .answer').getByRole('button', { name, exact: true }).click();
/// Changes the patent number from the review, keeps what is offered, and tells which offers there were.
async function change_number(page, given, number) {
  const offered = [];
  const at_review = await question(page);
  await answer(page, at_review, 'right.patent_number');
  const asked = await next_question(page, at_review);
  assert.equal(asked.ask, 'right.patent_number');
  await answer(page, asked, number);
  await next_question(page, asked);
  await converse(page, given, { until: 'review', before_each: async ({ ask, offer }) => { if (offer) offered.push(ask); } });
  return offered;
}

for (const [width, height, phone] of [[1280, 860, false], [360, 740, true]]) {
  test(`a complaint is made ${width} pixels wide, with detours, and its dossier has every fact`, async () => {
    const page = await open_page(browser, server.url, { viewport: { width, height }, isMobile: phone, hasTouch: phone });
    const shot = (name) => look(page, `complaint-${width}-${name}`);
    const given = answers();
    await next_question(page);
    await shot('01-consent');

    // One step back, and on again with what stood there.
    let { question: present } = await converse(page, given, { until: 'right.proof_kind' });
    await shot('02-proof');
    await press(page, '返回上一题');
    present = await next_question(page, present);
    assert.equal(present.ask, 'right.patent_number');
    await shot('03-back');
    await press(page, present.labels.keep);
    present = await next_question(page, present);
    assert.equal(present.ask, 'right.proof_kind');

    // A reload in the middle.
    ({ question: present } = await converse(page, given, { until: 'respondents[0].links.more' }));
    await shot('04-more');
    const before_reload = await bubbles(page);
    await page.reload();
    assert.equal((await next_question(page)).ask, present.ask);
    assert.deepEqual(await bubbles(page), before_reload);
    await shot('05-reloaded');

    // Five seconds without a line, in which the next answer is written.
    ({ question: present } = await converse(page, given, { until: 'respondents[1].shop_name' }));
    server.line.cut();
    await answer(page, present, given[present.ask]);
    await page.getByText('连接已断开').waitFor();
    await page.waitForTimeout(3400);
    await shot('06-offline');
    server.line.mend();
    await next_question(page, present);

    await converse(page, given, { until: 'review' });
    await shot('07-review');
    // An invention needs no evaluation report: the file is set aside, and comes back with one confirmation.
    const reviewed = async () => Object.fromEntries((await question(page)).review.map(({ path, value }) => [path, value]));
    const first_review = await reviewed();
    assert.match(first_review['right.evaluation_report'], /专利权评价报告\.pdf/);
    // The person's own words show no more of an identity number than the review does, and show it alike.
    assert.equal(first_review['complainant.id_number'], '110105********002X');
    const own = await page.locator('plaint-chat li.me .bubble').allInnerTexts();
    assert.ok(own.some((text) => text.includes(first_review['complainant.id_number'])), own.join('\n'));
    await change_number(page, { ...given, 'right.claims': formal('later') }, INVENTION);
    assert.equal((await reviewed())['right.evaluation_report'], undefined);
    const offered = await change_number(page, given, DESIGN);
    await shot('08-design-again');
    assert.equal(offered.filter((path) => path === 'right.evaluation_report').length, 1);
    assert.deepEqual(await reviewed(), first_review);

    const last = await question(page);
    await press(page, last.labels?.confirm ?? '确认提交');
    await next_question(page, last);
    await shot('09-closing');
    const [card] = (await receipts(page)).slice(-1);
    const [number] = card.match(/IP-\d{4}-\d{6}-\d{7}/);
    const fetched = await fetch(new URL(`api/v1/cases/${number}/dossier`, server.url), { headers: { authorization: `Bearer ${TOKEN}` } });
    assert.equal(fetched.status, 200);
    const { facts, files, missing } = await fetched.json();
    delete facts.intake.campaign; // the day of the test says whether one is on
    assert.deepEqual(without_places(facts), FACTS);
    assert.equal(files.length, 4);
    assert.deepEqual(missing.flatMap(({ fields }) => fields).sort(), ['case.signed_request', 'respondents[0].links[0].screenshot',
      'respondents[0].links[1].screenshot', 'respondents[1].links[0].screenshot']);
    assert.deepEqual(page.troubles, []);
    const { host } = new URL(server.url);
    assert.deepEqual(page.requested.filter((url) => !url.startsWith('blob:') && new URL(url).host !== host), []);
    await page.context().close();
  });
}
