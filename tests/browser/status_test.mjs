// The status page: a receipt code tells the stage and what is missing, lets it be added, and withdraws the case.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, ordinary_answer } from '../faults/directline.mjs';
import { accessibility_findings, answer, launch, look, next_question, open_page, receipts, serve, sketch } from './support.mjs';

let browser, server;
before(async () => { browser = await launch(); server = await serve(); });
after(async () => { await browser?.close(); await server?.stop(); });

/// A complaint made as far as `until`, or to its end, with the claims still to come; the receipt code.
async function complain(until) {
  const client = new Client(server.url.slice(0, -1));
  await client.begin();
  for (let turn = 0; turn < 120; turn++) {
    const { question, closing, all } = await client.present();
    const receipt = all.map(({ channelData }) => channelData?.plaint?.receipt).find(Boolean);
    if (closing || question.ask === until) return { receipt, number: closing?.number };
    const later = question.ask === 'right.claims' || question.ask.endsWith('.screenshot');
    await client.say(later ? { text: '以后补' } : ordinary_answer(question, () => sketch('').buffer));
  }
  throw new Error('the complaint did not come to its end');
}

async function look_up(page, receipt) {
  await page.locator('#receipt').fill(receipt);
  await page.getByRole('button', { name: '查询' }).click();
}

for (const [width, height, phone] of [[1280, 860, false], [360, 740, true]]) {
  const open = () => open_page(browser, `${server.url}status`, { viewport: { width, height }, isMobile: phone, hasTouch: phone });
  const shot = (page, name) => look(page, `status-${width}-${name}`);

  test(`what is missing is told and added, ${width} pixels wide`, async () => {
    const { receipt, number } = await complain();
    const page = await open();
    await shot(page, '01-empty');
    await look_up(page, receipt);
    const card = page.locator('.case');
    await card.getByText(number).waitFor();
    await shot(page, '02-found');
    const shown = await card.innerText();
    for (const words of ['已提交', '受理', '杭州市知识产权局', '权利要求书', '商品页面截图']) assert.ok(shown.includes(words), `${words}: ${shown}`);
    assert.ok(!page.url().includes(receipt.slice(0, 4)) && !page.requested.some((url) => url.includes(receipt)));

    await card.getByRole('button', { name: '补交材料' }).click();
    let present = await next_question(page);
    await shot(page, '03-adding');
    const asked = [];
    for (; present?.ask; present = await next_question(page, present)) {
      asked.push(present.ask);
      await answer(page, present, present.as === 'file' ? [sketch('补交.png')] : present.ask === 'review' ? 'confirm' : undefined);
      if (present.ask === 'review') break;
    }
    assert.ok(asked.includes('right.claims'), asked.join(', '));
    await page.waitForFunction((name) => document.querySelector('plaint-chat').root.querySelector('ol').innerText.includes(name), number);
    await shot(page, '04-added');
    assert.ok((await receipts(page)).at(-1).includes(number));
    await look_up(page, receipt);
    await card.getByText('第 2 版').waitFor();
    await shot(page, '05-second-version');
    assert.ok(!(await card.innerText()).includes('权利要求书'));
    assert.deepEqual(page.troubles, []);
    assert.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes(receipt));
    await page.context().close();
  });
}

test('a complaint that is not submitted yet is continued', async () => {
  const { receipt } = await complain('right.patent_number');
  const page = await open_page(browser, `${server.url}status`);
  await look_up(page, receipt);
  await page.getByRole('button', { name: '继续填写' }).click();
  assert.equal((await next_question(page)).ask, 'right.patent_number');
  await page.context().close();
});

test('a case is withdrawn after one more question, and the page says so in the language of the reader', async () => {
  const { receipt, number } = await complain();
  const page = await open_page(browser, `${server.url}status`);
  await look_up(page, receipt);
  await page.locator('.case').getByRole('button', { name: '撤回' }).click();
  await page.getByRole('button', { name: '不撤回' }).click();
  assert.ok((await page.locator('.case').innerText()).includes('已提交'));
  await page.locator('.case').getByRole('button', { name: '撤回' }).click();
  assert.ok((await page.getByRole('dialog').innerText()).includes(number));
  await look(page, 'status-withdraw-1');
  await page.getByRole('button', { name: '确定撤回' }).click();
  await page.locator('.case').getByText('已撤回').waitFor();
  await look(page, 'status-withdraw-2');
  await page.locator('#language').selectOption('en');
  await page.locator('.case').getByText('Withdrawn').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Withdraw', exact: true }).count(), 0);
  await page.context().close();
});

for (const width of [320, 390, 1280])
  test(`a receipt code is seen from its first digit to its last, ${width} pixels wide`, async () => {
    const page = await open_page(browser, `${server.url}status`, { viewport: { width, height: 844 } });
    const field = page.locator('#receipt');
    await field.pressSequentially('8415118794670691');
    assert.equal(await field.inputValue(), '8415 1187 9467 0691');
    await look(page, `status-code-${width}`);
    assert.ok(await field.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth));
    await page.context().close();
  });

test('a wrong code is refused politely', async () => {
  const page = await open_page(browser, `${server.url}status`);
  await look_up(page, '1234');
  await page.getByText('回执码应为 16 位数字。').waitFor();
  await look_up(page, '1111222233334444');
  await page.getByRole('alert').getByText('核对').waitFor();
  await look(page, 'status-refused');
  await page.context().close();
});

test('the pages around the chat are accessible, in both languages', async () => {
  const { receipt } = await complain();
  for (const width of [1280, 360]) {
    for (const path of ['', 'embed', 'status']) {
      for (const language of ['zh-Hans', 'en']) {
        const page = await open_page(browser, `${server.url}${path}?lang=${language}`, { bypassCSP: true, viewport: { width, height: 740 } });
        if (path !== 'status') await next_question(page);
        else {
          assert.deepEqual(await accessibility_findings(page), [], 'the empty status page');
          await page.locator('#receipt').fill(receipt);
          await page.locator('#form button').click();
          await page.locator('.case').waitFor();
        }
        if (path === 'embed') await look(page, `embed-${width}-${language}`);
        assert.deepEqual(await accessibility_findings(page), [], `${path || '/'} in ${language}, ${width} pixels wide`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path || '/'} is wider than the screen`);
        assert.deepEqual(page.requested.filter((url) => new URL(url).host !== new URL(server.url).host), []);
        await page.context().close();
      }
    }
  }
});
