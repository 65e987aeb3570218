// Makes the picture of the chat that the README shows, desktop and phone side by side:
//   node tests/browser/picture.mjs docs/images/chat.png
import { converse, file, launch, open_page, serve, sketch } from './support.mjs';

const [, , target] = process.argv;
const ANSWERS = {
  'complainant.foreign': 'no', 'complainant.name': '王小明', 'complainant.address': '杭州市西湖区文三路90号', 'right.patent_number': 'ZL201930123456.0',
  'right.title': '保温杯', 'right.co_owned': 'no', 'right.proof_kind': 'register_copy', 'complainant.identity_document': [sketch('身份证.png')],
  'right.proof': [file('专利登记簿副本.pdf', 'application/pdf', '%PDF-1.4\n%%EOF\n')],
  'right.claims': [file('外观设计图片.pdf', 'application/pdf', '%PDF-1.4\n%%EOF\n')],
  'right.evaluation_report': [file('专利权评价报告.pdf', 'application/pdf', '%PDF-1.4\n%%EOF\n')],
  'right.filing_date': '2019-03-18', 'right.grant_date': '2019-11-05', 'right.invalidation_pending': 'no',
  'respondents[0].shop_name': '好物优选店', 'respondents[0].links[0].url': 'https://item.taobao.com/item.htm?id=637790875524',
  'respondents[0].links[0].screenshot': { formal: 'later' }, 'respondents[0].name': '杭州好物贸易有限公司',
  'respondents[0].credit_code': { formal: 'unknown' },
};

const browser = await launch();
const server = await serve();
const picture = async (until, options) => {
  const page = await open_page(browser, server.url, options);
  await converse(page, ANSWERS, { until });
  await page.mouse.move(2, 2);
  const taken = (await page.screenshot()).toString('base64');
  await page.context().close();
  return taken;
};
const desktop = await picture('respondents[0].region', { viewport: { width: 1180, height: 720 } });
const phone = await picture('right.evaluation_report', { viewport: { width: 360, height: 720 }, isMobile: true, hasTouch: true });

const frame = await browser.newPage({ viewport: { width: 1348, height: 640 } });
await frame.setContent(`<body style="margin:0;display:flex;gap:24px;padding:20px;background:#e3e9f1">
<img height="600" style="border-radius:10px;box-shadow:0 6px 24px #07366b40" src="data:image/png;base64,${desktop}">
<img height="600" style="border-radius:22px;box-shadow:0 6px 24px #07366b40" src="data:image/png;base64,${phone}">`);
await frame.screenshot({ path: target });
await browser.close();
await server.stop();
