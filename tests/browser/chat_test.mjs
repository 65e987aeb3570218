// The chat page against a running server: a whole complaint, by mouse and by keyboard, wide and narrow, in both languages.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { accessibility_findings, answer, bubbles, converse, launch, look, next_question, open_page, receipts, serve, type } from './support.mjs';

// The page of another site, under as strict a policy as a widget can live with. It names no encoding, as old pages in GBK
// do not: the script has to bring its own.
const shop = createServer((_, answer) => {
  const { origin, host } = new URL(server.url);
  const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin} ws://${host}; img-src 'self' blob:; require-trusted-types-for 'script'`;
  answer.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy });
  answer.end(`<!doctype html><html lang="en"><title>A shop</title><h1>A shop</h1><script src="${server.url}widget.js" defer data-lang="zh-Hans"></script>`);
});

let browser, server, shop_url;
before(async () => {
  await new Promise((done) => shop.listen(0, '127.0.0.1', done));
  shop_url = `http://127.0.0.1:${shop.address().port}`;
  browser = await launch();
  server = await serve({ config: `[web]\nallowed_origins = ["${shop_url}"]\n` });
});
after(async () => { await browser?.close(); await server?.stop(); shop.close(); });

const stored = (page) => page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length);

test('a whole complaint ends with a case number and a receipt, and asks no other site', async () => {
  const page = await open_page(browser, server.url);
  await converse(page);
  const [card] = (await receipts(page)).slice(-1);
  assert.match(card, /IP-\d{4}-\d{6}-\d{7}/);
  assert.match(card, /\d{4} \d{4} \d{4} \d{4}/);
  assert.deepEqual(page.troubles, []);
  const host = new URL(server.url).host;
  assert.deepEqual(page.requested.filter((url) => !url.startsWith('blob:') && new URL(url).host !== host), []);
  await page.context().close();
});

test('nothing is stored and nothing can be typed before the privacy notice is agreed to', async () => {
  const page = await open_page(browser, server.url);
  await next_question(page);
  assert.equal(await stored(page), 0);
  await converse(page, {}, { until: 'intake.consent' });
  assert.ok(await page.locator('plaint-chat textarea').isDisabled());
  await page.context().close();
});

for (const locale of ['zh-CN', 'en-US']) {
  test(`on a small telephone the buttons that answer the privacy notice are in sight, and all of it can be read, ${locale}`, async () => {
    const page = await open_page(browser, server.url, { locale, viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true });
    const { ask, options } = await next_question(page);
    assert.equal(ask, 'intake.consent');
    await look(page, `consent-${locale}`);
    for (const { label } of options) {
      const button = page.locator('plaint-chat .answer').getByRole('button', { name: label, exact: true });
      assert.ok(await button.evaluate((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return bottom <= innerHeight && element === element.getRootNode().elementFromPoint((left + right) / 2, (top + bottom) / 2);
      }), label);
    }
    const ends = await page.locator('plaint-chat').evaluate(({ root, scroll, dock }) => {
      scroll.scrollTop = scroll.scrollHeight;
      return [[...root.querySelectorAll('.bubble')].at(-1), dock].map((part) => part.getBoundingClientRect());
    });
    assert.ok(ends[0].bottom <= ends[1].top, 'the end of the notice is covered');
    await page.context().close();
  });
}

/// The bubbles that are seen from their first line to their last.
const in_sight = (page) => page.locator('plaint-chat').evaluate(({ list, scroll, dock }) => {
  const [from, to] = [scroll, dock].map((part) => part.getBoundingClientRect().top);
  return [...list.querySelectorAll('.bubble')].filter((bubble) => {
    const { top, bottom } = bubble.getBoundingClientRect();
    return top >= from && bottom <= to;
  }).map(({ innerText }) => innerText);
});
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

test('a question below a long notice is repeated at its buttons until it is in sight, and is their name', async () => {
  const page = await open_page(browser, server.url, PHONE);
  await next_question(page);
  const [greeting, notice, question] = await bubbles(page);
  assert.deepEqual(await in_sight(page), [greeting], 'reading begins at the beginning');
  const repeated = page.locator('plaint-chat .answer .asked');
  assert.equal(await repeated.innerText(), question);
  await page.locator('plaint-chat').evaluate(({ scroll }) => { scroll.scrollTop = scroll.scrollHeight; });
  await repeated.waitFor({ state: 'hidden' });
  assert.ok((await in_sight(page)).includes(question));
  assert.equal(await page.getByRole('group', { name: question, exact: true }).getByRole('button').count(), 2);
  assert.ok(notice.length > question.length);
  await page.context().close();
});

test('after a change of language what is said again begins in sight', async () => {
  const page = await open_page(browser, server.url, PHONE);
  const first = await next_question(page);
  const before = (await bubbles(page)).length;
  await page.locator('plaint-chat .tongue').selectOption('en');
  await next_question(page, first);
  await look(page, 'language-changed');
  const said = (await bubbles(page)).slice(before);
  assert.equal((await in_sight(page))[0], said[0]);
  assert.equal(await page.locator('plaint-chat .asked').innerText(), said.at(-1));
  await page.context().close();
});

test('the reply to a message of several screens is in sight, with the question', async () => {
  const page = await open_page(browser, server.url, PHONE);
  const first = await next_question(page);
  await answer(page, first);
  const wish = await next_question(page, first);
  const before = (await bubbles(page)).length;
  await type(page, '有一家网店卖的东西和我的一样。'.repeat(266));
  await next_question(page, wish);
  await look(page, 'long-message');
  const reply = (await bubbles(page)).slice(before + 1);
  assert.ok(reply.length);
  assert.deepEqual(await in_sight(page), reply);
  await page.context().close();
});

test('a shared computer keeps nothing', async () => {
  const page = await open_page(browser, server.url);
  await page.getByRole('checkbox').check();
  await converse(page, {}, { until: 'case.urgent' });
  assert.equal(await stored(page), 0);
  await page.context().close();
});

test('blocked storage does not stop the chat', async () => {
  const page = await open_page(browser, 'about:blank');
  await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } }));
  await page.goto(server.url);
  const { question } = await converse(page, {}, { until: 'case.urgent' });
  assert.equal(question.ask, 'case.urgent');
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

for (const [width, height] of [[1280, 860], [360, 740]]) {
  test(`every question is accessible, ${width} pixels wide`, async () => {
    const page = await open_page(browser, server.url, { bypassCSP: true, viewport: { width, height } });
    const seen = new Set();
    await converse(page, {}, { before_each: async ({ ask, as, offer }) => {
      const look = `${ask === 'review' ? ask : as} ${!!offer}`;
      if (seen.has(look)) return;
      seen.add(look);
      assert.deepEqual(await accessibility_findings(page), [], look);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${look} is wider than the screen`);
    } });
    assert.deepEqual(await accessibility_findings(page), [], 'the receipt');
    await page.context().close();
  });
}

test('the language changes without a reload, and the present question is put again', async () => {
  const page = await open_page(browser, server.url);
  const { question } = await converse(page, {}, { until: 'case.urgent' });
  await page.locator('plaint-chat .tongue').selectOption('en');
  const again = await next_question(page, question);
  assert.equal(again.ask, 'case.urgent');
  assert.notDeepEqual(again.options, question.options);
  // The page follows once it has its words.
  await page.waitForFunction(() => document.documentElement.lang === 'en' && document.title === 'IP infringement complaints');
  assert.ok(await page.getByRole('link', { name: 'Bodies' }).isVisible());
  await page.context().close();
});

test('the keyboard alone is enough, and focus goes on to the next controls', async () => {
  const page = await open_page(browser, server.url);
  const first = await next_question(page);
  await page.locator('plaint-chat .answer .b').first().focus();
  await page.keyboard.press('Enter');
  const second = await next_question(page, first);
  await page.keyboard.press('Tab');
  const focused = await page.evaluate(() => document.querySelector('plaint-chat').shadowRoot.activeElement?.textContent);
  assert.equal(focused, second.options[0].label);
  await page.context().close();
});

test('a site that may not carry the chat is told so, and its visitor where to go', async () => {
  // By another name the same page is another origin, which the server was not told of.
  const page = await open_page(browser, shop_url.replace('127.0.0.1', 'localhost'));
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  await page.getByRole('button', { name: '知识产权投诉' }).click();
  await page.getByText('本网站未获准嵌入投诉窗口').waitFor();
  assert.equal(await page.locator('plaint-chat .answer a').getAttribute('href'), server.url);
  assert.ok(said.some((line) => line.includes('allowed_origins')), said.join('\n'));
  assert.equal(await page.getByText('这次对话已经结束').count(), 0);
  await page.context().close();
});

test('the page of another site carries the button, which asks for its words only until it is pressed', async () => {
  const { origin } = new URL(server.url);
  const page = await open_page(browser, shop_url, { viewport: { width: 360, height: 740 } });
  const button = page.getByRole('button', { name: '知识产权投诉' });
  await button.waitFor();
  assert.deepEqual(page.requested.filter((url) => url.startsWith(origin)), [`${server.url}widget.js`, `${server.url}words.json?lang=zh-Hans`]);
  assert.deepEqual(page.troubles, []);
  await button.focus();
  await page.keyboard.press('Enter');
  await next_question(page);
  assert.deepEqual(page.troubles, []);
  await page.keyboard.press('Escape');
  assert.ok(await button.evaluate((element) => element.getRootNode().activeElement === element), 'focus is back at the button');
  await page.context().close();
});
