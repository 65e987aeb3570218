// The public page of who is responsible where.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessibility_findings, browser, look, open_page, server, share } from './support.mjs';

share();

const visit = (path, options) => open_page(browser, `${server.url}${path}`, options);
const headings = (page) => page.locator('article :is(h3, h4)').allInnerTexts();

test('a region is found by its name, with its bodies, their contacts and people', async () => {
  const page = await visit('directory?lang=zh-Hans');
  assert.ok(await page.getByRole('link', { name: '浙江省', exact: true }).isVisible());
  await page.getByLabel('按地区名称查找').fill('杭州余杭');
  await page.getByRole('button', { name: '查找' }).click();
  await page.getByRole('heading', { name: '浙江省杭州市余杭区' }).waitFor();
  const names = (await headings(page)).join('\n');
  assert.match(names, /杭州/);
  const centre = page.locator('[id="centre:330100"]');
  for (const fact of ['0571-12330', 'centre-330100@example.org', '周一至周五 9:00—17:00', '负责人', '协调员', '联络员', '样例'])
    assert.ok((await centre.innerText()).includes(fact), fact);
  assert.equal(await centre.locator('a[href="tel:057112330"]').count(), 1);
  // What is invented is marked, and not the centre, which there is.
  assert.equal(await centre.locator(':is(h3, h4) .sample').count(), 0);
  assert.ok(await centre.locator('dd .sample').count() >= 3);
  const market = await page.locator('[id="market_supervision:330110"]').innerText();
  for (const fact of ['杭州市余杭区市场监督管理局', '12315', '0571-12315']) assert.ok(market.includes(fact), fact);
  assert.ok(await page.getByText('淘宝网').isVisible());
  await look(page, 'directory-region');
  // Upward by the path, and in another language on the same region.
  await page.getByRole('link', { name: '杭州市', exact: true }).click();
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Hangzhou, Zhejiang' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

test('a name of several regions asks which one is meant, and an unknown one is said to be unknown', async () => {
  const page = await visit(`directory?lang=en&q=${encodeURIComponent('鼓楼区')}`);
  const choices = page.locator('main ul.regions').first().getByRole('link');
  assert.deepEqual(await choices.allInnerTexts(), ['Gulou District, Nanjing, Jiangsu', 'Gulou District, Xuzhou, Jiangsu',
    'Gulou District, Fuzhou, Fujian', 'Gulou District, Kaifeng, Henan']);
  await choices.nth(2).click();
  await page.getByRole('heading', { name: 'Gulou District, Fuzhou, Fujian' }).waitFor();
  await page.goto(`${server.url}directory?lang=en&q=${encodeURIComponent('"><script>alert(1)</script>')}`);
  assert.match(await page.getByRole('alert').innerText(), /not found/);
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

test('the page is read without any script, is linked from the chat, and knows abolished codes', async () => {
  const page = await visit('directory?lang=zh-Hans&region=330184', { javaScriptEnabled: false });
  await page.getByRole('heading', { name: '浙江省杭州市余杭区' }).waitFor();
  assert.equal(await page.locator('script').count(), 0);
  assert.equal((await page.goto(`${server.url}directory?region=999999`)).status(), 404);
  await page.context().close();
  const chat = await visit('?lang=en');
  await chat.getByRole('link', { name: 'Bodies' }).click();
  await chat.getByRole('heading', { name: 'Assistance centres and enforcement offices' }).waitFor();
  await chat.context().close();
});

test('the page is accessible, and as wide as a telephone, in both languages', async () => {
  for (const width of [1280, 360])
    for (const path of ['directory?', 'directory?region=330100&', `directory?q=${encodeURIComponent('长宁')}&`, 'directory?region=660000&'])
      for (const language of ['zh-Hans', 'en']) {
        const page = await visit(`${path}lang=${language}`, { bypassCSP: true, viewport: { width, height: 740 } });
        assert.deepEqual(await accessibility_findings(page), [], `${path} in ${language}, ${width} pixels wide`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is wider than the screen`);
        await look(page, `directory-${width}-${language}-${path.length}`);
        assert.deepEqual(page.requested.filter((url) => new URL(url).host !== new URL(server.url).host), []);
        await page.context().close();
      }
});
