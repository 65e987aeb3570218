// What the server does not take: the person reads why, has a way on, and nothing is sent again that would be refused again.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { browser, bubbles, file, next_question, open_page, page_at, server, share, sketch, times, type, without_sockets } from './support.mjs';

share();

const in_dock = (page, name) => page.locator('plaint-chat .answer').getByRole('button', { name, exact: true });

/// Answers what is sent with a refusal, and counts how often that happens.
async function refuse(page, status, message, headers = {}) {
  const asked = { times: 0 };
  await page.route('**/activities', (route) => {
    asked.times++;
    return route.fulfill({ status, headers, contentType: 'application/json', body: JSON.stringify({ error: { code: 'Refused', message } }) });
  });
  return asked;
}

const UNTIL = 'right.patent_number';

for (const status of [500, 507]) {
  test(`what the server refuses with ${status} is not sent again unasked, and the reason is shown`, async () => {
    const { page, question } = await page_at(UNTIL);
    const asked = await refuse(page, status, '系统存储空间不足');
    await type(page, 'ZL200610156789.1');
    await page.getByText('系统存储空间不足').waitFor();
    await page.waitForTimeout(2500);
    assert.equal(asked.times, 1);
    assert.equal(await page.getByText('连接已断开').count(), 0);
    await page.unroute('**/activities');
    await page.locator('plaint-chat').getByRole('button', { name: '重试' }).click();
    await next_question(page, question);
    assert.equal(await times(page, 'ZL200610156789.1'), 1);
    await page.context().close();
  });
}

for (const way of ['a socket', 'polling']) {
  test(`a server that is busy is asked more and more seldom and its sentence stands above, with ${way}`, async () => {
    const { page, question } = await page_at(UNTIL, way);
    const asked = await refuse(page, 503, '系统正忙');
    await type(page, 'ZL200610156789.1');
    const banner = page.locator('plaint-chat .banner');
    await banner.getByText('系统正忙').waitFor();
    await page.waitForTimeout(6000);
    assert.ok(asked.times >= 3 && asked.times <= 6, `${asked.times} times`);
    assert.equal(await banner.innerText(), '系统正忙');
    await page.unroute('**/activities');
    await next_question(page, question);
    assert.equal(await banner.innerText(), '');
    assert.equal(await times(page, 'ZL200610156789.1'), 1);
    await page.context().close();
  });

  test(`each file that is refused is told with its reason, once, with ${way}`, async () => {
    const { page, question } = await page_at('complainant.identity_document', way);
    await page.locator('plaint-chat input[type=file]').first().setInputFiles([sketch('身份证.png'), file('网页.png', 'image/png', '<html>')]);
    await in_dock(page, '上传').click();
    await next_question(page, question);
    await page.getByText('“网页.png”的内容与文件名不符').waitFor();
    await page.waitForTimeout(1500);
    assert.equal((await bubbles(page)).filter((text) => text.startsWith('“网页.png”')).length, 1);
    await page.context().close();
  });

  test(`a wrong receipt code is refused, and the keyboard goes on at the ways that are left, with ${way}`, async () => {
    const page = await open_page(browser, 'about:blank');
    if (way === 'polling') await without_sockets(page);
    await page.goto(server.url);
    await next_question(page);
    await page.locator('plaint-chat').getByRole('button', { name: '用回执码继续' }).last().click();
    await page.getByLabel('16 位回执码').fill('1111222233334444');
    await page.keyboard.press('Enter');
    await page.getByText('没有查到这个回执码').waitFor();
    await in_dock(page, '用回执码继续').waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.querySelector('plaint-chat').root.activeElement.textContent), '用回执码继续');
    await in_dock(page, '新建投诉').click();
    assert.equal((await next_question(page)).ask, 'intake.consent');
    await page.context().close();
  });
}

test('too many wrong receipt codes are told at once, not waited out', async () => {
  const page = await open_page(browser, server.url);
  await next_question(page);
  await refuse(page, 429, '输错回执码的次数太多', { 'Retry-After': '600' });
  await page.locator('plaint-chat').getByRole('button', { name: '用回执码继续' }).last().click();
  await page.getByLabel('16 位回执码').fill('1111222233334444');
  await page.getByRole('button', { name: '确定' }).click();
  await page.getByText('输错回执码的次数太多').waitFor();
  await in_dock(page, '新建投诉').waitFor();
  await page.context().close();
});

test('a file counts by itself: two of 30 MB pass, one of 60 MB does not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plaint-files-'));
  const paths = [['one.png', 30e6], ['two.png', 30e6 - 1], ['three.png', 60e6]].map(([name, size]) => {
    const path = join(folder, name);
    writeFileSync(path, Buffer.concat([sketch('').buffer, Buffer.alloc(size - sketch('').buffer.length)]));
    return path;
  });
  const { page, question } = await page_at('complainant.identity_document');
  await page.locator('plaint-chat input[type=file]').first().setInputFiles(paths);
  await page.locator('plaint-chat .answer .err', { hasText: 'three.png 不符合要求' }).waitFor();
  await in_dock(page, '上传').click();
  await next_question(page, question);
  assert.equal(await page.getByText('已收存').count(), 2);
  await page.context().close();
  rmSync(folder, { recursive: true });
});

test('at any question the window takes the files that the server takes', async () => {
  const { page, question } = await page_at(UNTIL);
  await page.locator('plaint-chat').getByRole('button', { name: '添加文件' }).click();
  await page.locator('plaint-chat input[type=file]').first().setInputFiles([file('说明.txt', 'text/plain', '一份说明'), file('网页.html', 'text/html', 'x')]);
  assert.equal(await page.locator('plaint-chat .answer .err').innerText(), '网页.html 不符合要求');
  await in_dock(page, '上传').click();
  await next_question(page, question);
  await page.locator('plaint-chat li.me').filter({ hasText: '说明.txt' }).getByText('已收存').waitFor();
  await page.context().close();
});
