// The window and the pages in every language, and in two made ones (see pseudo.mjs): on a desktop and on a small telephone nothing
// is wider than the screen, no label is cut, every button can be reached, and what runs from the right is mirrored.
//   PLAINT_PICTURES=FOLDER   also goes the whole way in all real languages, and keeps a picture of each sight
//   PLAINT_LOCALES=FOLDER    catalogues other than those of this tree
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, with_pseudo_languages } from './pseudo.mjs';
import { browser, converse, formal, look, open_page, receipts, serve, server, share, sketch } from './support.mjs';

const shipped = process.env.PLAINT_LOCALES || fileURLToPath(new URL('../../locales', import.meta.url));
const locales = with_pseudo_languages(shipped);
after(() => rmSync(locales, { recursive: true, force: true }));
share({ config: `[content]\nlocales = "${locales}"` });

const list_of = (folder) => JSON.parse(readFileSync(join(folder, 'locales.json'), 'utf8'));
const made = LANGUAGES.map(({ id }) => id);
if (process.env.PLAINT_PICTURES) mkdirSync(process.env.PLAINT_PICTURES, { recursive: true });

const SCREENS = { desktop: { viewport: { width: 1280, height: 860 } }, phone: { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true } };
/// A report of goods that bear somebody's patent number: short, and it has every control.
const ANSWERS = {
  'case.wish': 'complain', 'case.matter': 'patent_passing_off', 'party.role': 'reporter_anonymous', 'report.details_wanted': 'yes', 'wishes.callback': 'no',
  'marking.photo': [sketch('photo.png')], 'respondents[].region': '330106', 'respondents[].credit_code': formal('unknown'),
  'source.maker_known': 'no', 'scope.extras_wanted': 'no',
};
const sight_of = ({ ask, as, region_picker }) => ask === 'intake.consent' ? 'welcome' : ask === 'review' ? 'review'
  : ask === 'case.matter' ? 'choice' : as === 'file' ? 'file' : as === 'region' || region_picker ? 'region' : '';

/// What is wrong with what is shown now, one line for each thing.
const misplaced = (page) => page.evaluate(() => {
  const found = [];
  const chat = document.querySelector('plaint-chat');
  const named = (part) => `<${part.localName} class="${part.className}"> ${(part.innerText || part.value || '').trim().slice(0, 40)}`;
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
  const parts = [...document.querySelectorAll('body *'), ...chat.root.querySelectorAll('*')]
    .filter((part) => part.checkVisibility() && !part.closest('.sr,.unseen,.skip,svg,option,noscript'));
  for (const part of parts) {
    const { left, right, width } = part.getBoundingClientRect();
    if (width && (left < -1 || right > innerWidth + 1)) found.push(`beyond the edge (${left | 0} to ${right | 0}): ${named(part)}`);
    // A list shows one of its entries, and may be narrower than the longest.
    if (part.matches('button,label,h1,h2,h3,a,dt,dd,summary,.bubble,.k,.pick') && part.scrollWidth > part.clientWidth + 1 && part.clientWidth)
      found.push(`cut: ${named(part)}`);
    if (part.matches('button,.pick,h2') && part.scrollHeight > part.clientHeight + 2 && part.clientHeight) found.push(`cut below: ${named(part)}`);
  }
  if (chat.scroll.scrollWidth > chat.scroll.clientWidth) found.push('the conversation can be moved sideways');
  if (!chat.menu.hidden) return found;
  // Buttons that are no part of a form answer at once, so they stand in sight without a search.
  const in_sight = (button) => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const hit = chat.root.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return top >= 0 && bottom <= innerHeight && (hit === button || button.contains(hit));
  };
  const buttons = [...chat.dock.querySelectorAll('button:not(:disabled)')].filter((button) => button.checkVisibility());
  if (buttons.length && !chat.dock.querySelector('.card') && !in_sight(buttons[0])) found.push(`out of sight: ${named(buttons[0])}`);
  const at = chat.scroll.scrollTop;
  for (const button of buttons) {
    button.scrollIntoView({ block: 'center' });
    if (!in_sight(button)) found.push(`cannot be reached: ${named(button)}`);
  }
  chat.scroll.scrollTop = at;
  chat.dock.scrollTop = 0;
  return found;
});

/// Goes from the first message to the receipt and looks at every control on the way.
async function walk(id, screen, { url }) {
  const page = await open_page(browser, `${url}?lang=${id}`, SCREENS[screen]);
  const seen = new Set();
  const see = async (sight) => {
    if (!sight || seen.has(sight)) return;
    seen.add(sight);
    await look(page, `${id}-${screen}-${sight}`);
    assert.deepEqual(await misplaced(page), [], `${sight} in ${id} on a ${screen}`);
  };
  await converse(page, ANSWERS, { before_each: (question) => see(sight_of(question)) });
  await see('receipt');
  assert.deepEqual([...seen].sort(), ['choice', 'file', 'receipt', 'region', 'review', 'welcome']);
  assert.match((await receipts(page)).join('\n'), /IP-\d{4}-\d{6}-\d{7}/);
  assert.equal(await page.evaluate(() => document.documentElement.lang), id);
  assert.deepEqual(page.troubles, []);
  return page;
}

for (const id of made)
  for (const screen of Object.keys(SCREENS))
    test(`all controls have room in ${id} on a ${screen}`, { timeout: 60_000 }, async () => {
      const page = await walk(id, screen, server);
      await page.context().close();
    });

test('all controls have room in every real language', { skip: !process.env.PLAINT_PICTURES, timeout: 600_000 }, async () => {
  const real = await serve({ config: `[content]\nlocales = "${shipped}"` });
  try {
    for (const { id } of list_of(shipped))
      for (const screen of Object.keys(SCREENS)) await (await walk(id, screen, real)).context().close();
  } finally {
    await real.stop();
  }
});

for (const screen of Object.keys(SCREENS))
  test(`the menu, the guide and the other pages have room on a ${screen}`, async () => {
    for (const id of made) {
      const page = await open_page(browser, `${server.url}?lang=${id}`, SCREENS[screen]);
      await page.locator('plaint-chat .answer .b').first().waitFor();
      await page.locator('plaint-chat header button').first().click();
      assert.deepEqual(await misplaced(page), [], `the menu in ${id}`);
      await look(page, `${id}-${screen}-menu`);
      await page.keyboard.press('Escape');
      await page.evaluate(() => { document.getElementById('guide').open = true; });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `the guide in ${id}`);
      for (const path of ['status', 'directory', 'directory?region=330100']) {
        await page.goto(`${server.url}${path}${path.includes('?') ? '&' : '?'}lang=${id}`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} in ${id}`);
        assert.equal(await page.evaluate(() => document.dir), LANGUAGES.find((one) => one.id === id).direction, path);
        await look(page, `${id}-${screen}-${path.replace(/\W/g, '-')}`);
      }
      await page.context().close();
    }
  });

test('what runs from the right is mirrored', async () => {
  const page = await open_page(browser, `${server.url}?lang=en-XB`);
  await converse(page, ANSWERS, { until: 'party.role' });
  const sides = await page.locator('plaint-chat').evaluate((chat) => {
    const middle = (selector) => { const { left, right } = [...chat.root.querySelectorAll(selector)].at(-1).getBoundingClientRect(); return (left + right) / 2; };
    return { field: middle('textarea'), send: middle('.composer button'), own: middle('.me .bubble'), bot: middle('li:not(.me) > .bubble'),
      arrow: getComputedStyle(chat.root.querySelector('.composer button:last-child svg')).transform };
  });
  assert.ok(sides.send < sides.field, 'the button that sends stands on the left');
  assert.ok(sides.own < sides.bot, 'what the person says stands on the left');
  assert.match(sides.arrow, /matrix\(-1/);
  const guide = await page.locator('#guide').boundingBox(), chat = await page.locator('#chat').boundingBox();
  assert.ok(guide.x > chat.x, 'the guide stands on the right');
  await page.context().close();
});

test('the language is the first of the browser that there is, and another can be chosen', async () => {
  const page = await open_page(browser, server.url, { locale: 'en-XB', extraHTTPHeaders: { 'Accept-Language': 'eu, en-XB;q=0.8, zh;q=0.5' } });
  await page.locator('plaint-chat .answer .b').first().waitFor();
  const worn = () => page.evaluate(() => [document.documentElement, document.querySelector('plaint-chat')].map(({ lang, dir }) => `${lang} ${dir}`));
  assert.deepEqual(await worn(), ['en-XB rtl', 'en-XB rtl']);
  await page.locator('#language').selectOption('zh-Hans');
  await page.getByText('您是否同意').first().waitFor();
  assert.deepEqual(await worn(), ['zh-Hans ltr', 'zh-Hans ltr']);
  assert.deepEqual(await page.locator('plaint-chat .tongue option').allInnerTexts(), list_of(locales).map(({ name }) => name));
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

for (const [id, first] of [['zh-Hans', '安徽省'], ['en', 'Anhui']])
  test(`regions stand in the order in which one looks for them, ${id}`, async () => {
    const { provinces } = await (await fetch(`${server.url}regions.json?lang=${id}`)).json();
    const { compare } = new Intl.Collator(id);
    const names = provinces.map(([, name]) => name);
    assert.equal(names[0], first);
    assert.deepEqual(names, [...names].sort(compare));
    const districts = provinces.find(([code]) => code === '330000')[2].find(([code]) => code === '330100')[2].map(([, name]) => name);
    assert.deepEqual(districts, [...districts].sort(compare));
  });
