// What happens when the line, the server or the browser fails: nothing is lost and nothing is doubled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  browser, bubbles, converse, formal, next_question, open_page, page_at, server, share, times, type,
} from './support.mjs';

share();

const UNTIL = 'right.patent_number';
const without_line = () => !server.line && 'the line of a server that already runs cannot be cut';

test('a reload shows the conversation once and continues it', async () => {
  const { page, question } = await page_at(UNTIL);
  const shown = await bubbles(page);
  await page.reload();
  assert.equal((await next_question(page)).ask, question.ask);
  assert.deepEqual(await bubbles(page), shown);
  await type(page, 'ZL200610156789.1');
  assert.notEqual((await next_question(page, question)).id, question.id);
  assert.equal(await times(page, 'ZL200610156789.1'), 1);
  await page.context().close();
});

test('a message whose answer was lost is not doubled', async () => {
  const { page, question } = await page_at(UNTIL);
  let lost = 0;
  await page.route('**/activities', async (route) => {
    if (lost++) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await type(page, 'ZL200610156789.1');
  await next_question(page, question);
  await page.waitForTimeout(2500);
  assert.equal(await times(page, 'ZL200610156789.1'), 1);
  await page.reload();
  await next_question(page);
  assert.equal(await times(page, 'ZL200610156789.1'), 1);
  await page.context().close();
});

test('a torn socket is opened again without a gap', async (t) => {
  if (without_line()) return t.skip(without_line());
  const { page, question } = await page_at(UNTIL);
  server.line.blink();
  await type(page, 'ZL200610156789.1');
  await next_question(page, question);
  assert.equal(await times(page, 'ZL200610156789.1'), 1);
  await page.context().close();
});

test('what is written while the line is cut is sent when it is whole again', async (t) => {
  if (without_line()) return t.skip(without_line());
  const { page, question } = await page_at(UNTIL);
  server.line.cut();
  await type(page, 'ZL200610156789.1');
  await page.getByText('连接已断开').waitFor();
  server.line.mend();
  await next_question(page, question);
  assert.equal(await times(page, 'ZL200610156789.1'), 1);
  await page.context().close();
});

test('a conversation survives a server that is killed and started again', async (t) => {
  if (without_line()) return t.skip(without_line());
  const { page, question } = await page_at(UNTIL);
  const shown = await bubbles(page);
  await server.restart();
  await type(page, 'ZL200610156789.1');
  await next_question(page, question);
  assert.deepEqual((await bubbles(page)).slice(0, shown.length), shown);
  assert.equal(await times(page, 'ZL200610156789.1'), 1);
  await page.context().close();
});

test('where sockets do not pass, polling does', async () => {
  const { page, question } = await page_at(UNTIL, 'polling');
  assert.equal(question.ask, UNTIL);
  await page.context().close();
});

test('a socket that dies without a word is replaced soon after a message', async () => {
  const page = await open_page(browser, 'about:blank');
  let sockets = 0, dead = 0;
  await page.routeWebSocket('**/stream**', (socket) => {
    const own = ++sockets;
    const to = socket.connectToServer();
    to.onMessage((frame) => { if (own > dead) socket.send(frame); });
    // Its end is not told either.
    to.onClose(() => { if (own > dead) socket.close(); });
  });
  await page.goto(server.url);
  const { question } = await converse(page, {}, { until: UNTIL });
  dead = sockets;
  const begun = Date.now();
  await type(page, 'ZL200610156789.1');
  await next_question(page, question);
  assert.ok(Date.now() - begun < 15000);
  assert.equal(sockets, dead + 1);
  assert.equal(await times(page, 'ZL200610156789.1'), 1);
  await page.waitForTimeout(6000);
  assert.equal(sockets, dead + 1, 'a socket that brings the echo stays');
  await page.context().close();
});

test('a conversation that is begun anew while the first is still opening leaves nothing of it behind', async () => {
  const page = await open_page(browser, 'about:blank');
  let sockets = 0, held;
  page.on('websocket', () => { sockets++; });
  await page.route('**/tokens/generate', (route) => {
    if (held) return route.continue();
    held = route;
  });
  await page.goto(server.url);
  await page.waitForFunction(() => document.querySelector('plaint-chat')?.line);
  await page.locator('plaint-chat').evaluate((chat) => chat.restart());
  await next_question(page);
  await held.continue();
  await page.waitForTimeout(1000);
  assert.equal(sockets, 1);
  assert.equal(page.requested.filter((url) => url.endsWith('/conversations')).length, 1);
  await page.context().close();
});

test('two windows on one conversation agree and do not fight over the socket', async () => {
  const { page, question } = await page_at(UNTIL);
  const other = await page.context().newPage();
  await other.goto(server.url);
  await next_question(other);
  await type(other, 'ZL200610156789.1');
  await next_question(other, question);
  await page.bringToFront();
  await next_question(page, question);
  assert.equal(await times(page, 'ZL200610156789.1'), 1);
  const before = page.requested.length;
  await page.waitForTimeout(4000);
  assert.ok(page.requested.length - before < 12);
  await page.context().close();
});

test('a question that is deferred can be continued elsewhere with the receipt code', async () => {
  const { page, question } = await page_at(UNTIL);
  const code = (await page.locator('plaint-chat .receipt .big').last().innerText()).replace(/\D/g, '');
  const elsewhere = await open_page(browser, server.url);
  await next_question(elsewhere);
  await elsewhere.getByRole('button', { name: '用回执码继续' }).first().click();
  await elsewhere.getByLabel('16 位回执码').fill(code);
  await elsewhere.getByRole('button', { name: '确定' }).click();
  const { question: taken_up } = await converse(elsewhere, { [UNTIL]: formal('later') }, { until: UNTIL });
  assert.equal(taken_up.ask, question.ask);
  assert.ok(!(await elsewhere.evaluate(() => JSON.stringify(localStorage))).includes(code));
  await elsewhere.context().close();
  await page.context().close();
});
