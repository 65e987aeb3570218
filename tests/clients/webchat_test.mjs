// The npm package botframework-webchat on another site's page: a complaint in English with an upload, resumed after a reload.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launch, look, open_page, serve } from '../browser/support.mjs';
import { PIXEL, reply, standing } from './person.mjs';

const script = readFileSync(new URL('node_modules/botframework-webchat/dist/webchat.js', import.meta.url));

/// What a site writes to have Web Chat: token and conversation outlive a reload in the session's storage.
const HOST = () => `<!doctype html><html lang="en"><meta charset="utf-8"><title>A law firm</title><style>html,body,#chat{height:100%;margin:0}</style>
<div id="chat"></div><script src="/webchat.js"></script><script>
(async () => {
  const domain = '${server.url}v3/directline';
  const kept = JSON.parse(sessionStorage.getItem('chat') || 'null');
  const issued = kept || await (await fetch(domain + '/tokens/generate', { method: 'POST' })).json();
  sessionStorage.setItem('chat', JSON.stringify(issued));
  const directLine = WebChat.createDirectLine({ domain, token: issued.token, conversationStartProperties: { locale: 'en-US' },
    ...(kept ? { conversationId: kept.conversationId, watermark: '0' } : {}) });
  window.activities = [];
  directLine.activity$.subscribe((activity) => window.activities.push(activity));
  WebChat.renderWebChat({ directLine, locale: 'en-US', userID: 'dl_wang',
    styleOptions: { suggestedActionLayout: 'flow', sendAttachmentOn: 'attach' } }, document.getElementById('chat'));
})();
</script></html>`;

const site = createServer((request, answer) => request.url === '/webchat.js'
  ? answer.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script)
  : answer.writeHead(request.url === '/' ? 200 : 404, { 'Content-Type': 'text/html' }).end(request.url === '/' ? HOST() : ''));

let browser, server, site_url;
before(async () => {
  await new Promise((done) => site.listen(0, '127.0.0.1', done));
  site_url = `http://127.0.0.1:${site.address().port}`;
  browser = await launch();
  server = await serve({ config: `[web]\nallowed_origins = ["${site_url}"]\n` });
});
after(async () => { await browser?.close(); await server?.stop(); site.close(); });

const activities = (page) => page.evaluate(() => window.activities);

/// The messages in the order of the conversation; an own one is handed over when it is sent and when it comes back.
const message_ids = async (page) => [...new Set((await activities(page)).filter(({ type }) => type === 'message').map(({ id }) => id))].filter(Boolean);

async function next(page, before) {
  await page.waitForFunction((id) => {
    const hints = (window.activities || []).filter(({ channelData }) => channelData?.plaint?.ask || channelData?.plaint?.case);
    return hints.length && hints.at(-1).id !== id;
  }, before?.id, { timeout: 20000 });
  return standing(await activities(page));
}

async function converse(page, { until, files = {} } = {}) {
  for (let { question, closing } = await next(page); ; ({ question, closing } = await next(page, question))) {
    if (closing || question.ask === until) return closing ?? question;
    if (files[question.ask]) {
      await page.locator('input[type=file]').setInputFiles(files[question.ask]);
      continue;
    }
    const { press, write } = reply(question);
    if (press) {
      await page.getByRole('button', { name: press, exact: true }).last().click();
      continue;
    }
    await page.locator('[data-id="webchat-sendbox-input"]').fill(write);
    await page.locator('[data-id="webchat-sendbox-input"]').press('Enter');
  }
}

test('Web Chat completes a complaint in English, with an upload, and resumes after a reload', async () => {
  const page = await open_page(browser, site_url, { locale: 'en-US' });
  const first = await converse(page, { until: 'right.proof',
    files: { 'complainant.identity_document': { name: 'identity.png', mimeType: 'image/png', buffer: PIXEL } } });
  await look(page, 'webchat-01-question');
  const shown = await message_ids(page);
  await page.reload();
  await page.waitForFunction((id) => window.activities?.some((activity) => activity.id === id), first.id);
  assert.deepEqual(await message_ids(page), shown);

  // A client that knows nothing of our hints shows at the review what was answered.
  await converse(page, { until: 'review' });
  await look(page, 'webchat-02-review');
  await page.getByText('Complainant’s name: Wang Xiaoming', { exact: true }).waitFor();
  const closing = await converse(page);
  await look(page, 'webchat-03-closing');
  assert.match(closing.number, /^IP-\d{4}-330100-\d{7}$/);
  await page.getByText(closing.number).first().waitFor();
  assert.equal(await page.getByText('Send failed').count(), 0);
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});
