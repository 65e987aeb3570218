// The console: three members of the staff, of two centres. A complaint by telephone is heard and typed, two of its items are asked
// for again, come back marked, and it is accepted; another is sent to the other centre, which takes it. Once with JavaScript and
// the eyes of axe, once without.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { Phone } from '../clients/twiml.mjs';
import { Client, ordinary_answer } from '../faults/directline.mjs';
import { accessibility_findings, binary, launch, look, open_page, serve, sketch } from './support.mjs';

const TOKEN = '12345678901234567890123456789012';
const PASSWORD = 'five walnut boats at dawn';

// Half a second of a tone, as telephones record it.
const wav = (id) => {
  const sound = Buffer.from(Array.from({ length: 4000 }, (_, at) => 128 + Math.round(40 * Math.sin(at / 4))));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0); head.writeUInt32LE(36 + sound.length, 4); head.write('WAVEfmt ', 8); head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); head.writeUInt16LE(1, 22); head.writeUInt32LE(8000, 24); head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32); head.writeUInt16LE(8, 34); head.write('data', 36); head.writeUInt32LE(sound.length, 40);
  return Buffer.concat([head, sound, Buffer.from(id)]);
};

let browser, server, base;
const media = createServer((request, answer) => answer.writeHead(200, { 'Content-Type': 'audio/x-wav' }).end(wav(request.url)));
before(async () => {
  await new Promise((done) => media.listen(0, '127.0.0.1', done));
  browser = await launch();
  server = await serve({ config: `[hotline.twilio]\ntoken = "${TOKEN}"\nspeech = false\n[recordings]\nhosts = ["recordings.example"]\nallow_insecure = true\n` });
  base = server.url.slice(0, -1);
});
after(async () => { await browser?.close(); await server?.stop(); media.close(); });

// ---- the complainant

const KEYS = {
  'intake.locale': '1', 'intake.consent': '1', 'case.wish': '1', 'case.matter': '1', 'intake.consent_sensitive': '1', 'case.urgent': '1', 'party.role': '1', 'complainant.kind': '1',
  'complainant.foreign': '2', 'complainant.id_number': '11010519491231002*', 'complainant.phone': '13800138000#',
  'right.patent_number': '2016109511904#', 'right.proof_kind': '1', 'right.filing_date': '20161011',
  'right.grant_date': '20181009', 'respondents[0].platform': '1', 'source.maker_known': '2',
  'wishes.mediation': '1', 'wishes.electronic_service': '1', 'declaration.no_litigation': '1', 'declaration.truth': '1', review: '1',
};

/// A whole complaint by telephone: what has to be said in words is recorded. The receipt code and the case's number.
async function call() {
  const phone = new Phone(base, TOKEN);
  await phone.begin();
  for (let most = 80, recordings = 0; phone.now.kind !== 'over'; most--) {
    assert.ok(most > 0, `the call does not end, at ${phone.now.at}`);
    const { kind, at } = phone.now;
    if (kind !== 'record') await phone.press(KEYS[at] ?? (at.endsWith('.confirm') ? '1' : '2'));
    else if (at === 'respondents[0].name') await phone.record('', '', '9');
    else {
      const sid = `${phone.call.replace('CA', 'RE').slice(0, 24)}${String(recordings++).padStart(4, '0')}`;
      await phone.record(sid, `http://127.0.0.1:${media.address().port}/${sid}`);
    }
  }
  const code = /\d(?: \d){3}(?:, \d(?: \d){3}){3}/.exec(phone.heard.find((text) => text.includes('回执码，共16位')))[0].replace(/\D/g, '');
  const { cases } = await (await fetch(`${base}/api/v1/status`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ receipt: code }) })).json();
  return { code, number: cases[0].number };
}

/// A whole complaint by chat; its number.
async function chat() {
  const client = new Client(base);
  await client.begin();
  for (let turn = 0; turn < 120; turn++) {
    const { question, closing } = await client.present();
    if (closing) return closing.number;
    await client.say(ordinary_answer(question, () => sketch('').buffer));
  }
  throw new Error('the complaint did not come to its end');
}

/// Comes back with the code and answers what is asked until the case has its next version; the paths, and what was told.
async function come_back(code) {
  const client = new Client(base);
  await client.begin();
  await client.call(`conversations/${client.conversation}/activities`, { type: 'event', name: 'plaint.resume', from: { id: 'u' }, value: { receipt: code } });
  const asked = [];
  for (let turn = 0; turn < 60; turn++) {
    const { question } = await client.present();
    asked.push(question.ask);
    await client.say(ordinary_answer(question, () => sketch('').buffer));
    if (question.ask === 'review') return { asked, told: (await client.present()).all.map(({ text }) => text) };
  }
  throw new Error(`no end: ${asked.join(', ')}`);
}

// ---- the staff

function totp(secret, steps_ahead) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps_ahead));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/// An account from the command line, enrolled and signed in as its owner does it; the page that they work on.
async function officer(login, role, region, { look_at, options }, home = '案件') {
  const link = execFileSync(binary, ['staff', 'add', login, '--role', role, '--region', region, '--name', `${login}（${region}）`, '--data', server.data, '--config', server.config]).toString().trim();
  const page = await open_page(browser, link, { bypassCSP: options.javaScriptEnabled, ...options });
  await look_at(page, 'enrol');
  const secret = await page.locator('code').first().innerText();
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByLabel('动态验证码').fill(totp(secret, 0));
  await page.getByRole('button', { name: '启用账号' }).click();
  await page.locator('.codes li').nth(9).waitFor();
  await look_at(page, 'codes');
  await page.getByRole('main').getByRole('link', { name: '登录' }).click();
  await look_at(page, 'sign-in');
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码').fill(PASSWORD);
  // A code works once, and that of the present step was shown while enrolling.
  await page.getByLabel('动态验证码或恢复码').fill(totp(secret, 1));
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { level: 1, name: home }).waitFor();
  return page;
}

/// Takes pictures under the run's name, and has them looked at by axe where scripts may run.
const looker = (run, width, options) => async (page, what) => {
  await look(page, `staff-${run}-${what}`);
  if (!options.javaScriptEnabled) return;
  assert.deepEqual(await accessibility_findings(page), [], `${what}, ${width} pixels wide`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} is wider than the screen`);
};

const open_case = async (page, number) => {
  await page.goto(`${base}/staff/cases`);
  await page.getByRole('link', { name: number }).click();
};

for (const [name, options, width] of [
  ['with', { javaScriptEnabled: true }, 1280],
  ['without', { javaScriptEnabled: false }, 1280],
  ['on a telephone with', { javaScriptEnabled: true, isMobile: true, hasTouch: true }, 360],
]) {
  test(`a request, a decision and a transfer, ${name} JavaScript`, { timeout: 170_000 }, async () => {
    const run = `${width}-${options.javaScriptEnabled ? 'js' : 'plain'}`;
    const all = { ...options, viewport: { width, height: 860 } };
    const look_at = looker(run, width, options);
    const using = { look_at, options: all };
    const suffix = run.replace(/[^a-z0-9]/g, '');
    const { code, number } = await call();
    const second = await chat();

    const intake = await officer(`intake-${suffix}`, 'intake_officer', '330100', using);
    const reviewer = await officer(`reviewer-${suffix}`, 'reviewer', '330100', using);
    const other = await officer(`other-${suffix}`, 'reviewer', '440000', using);
    assert.equal(await other.getByRole('link', { name: number }).count(), 0, 'another centre sees nothing');
    assert.equal((await other.goto(`${base}/staff/cases/${number}`)).status(), 404);
    await look_at(other, 'refused');

    // A recording is heard, and typed.
    await look_at(intake, 'list');
    await open_case(intake, number);
    await intake.getByRole('button', { name: '领取案件' }).click();
    const name_row = intake.getByRole('row').filter({ hasText: '姓名' }).filter({ has: intake.locator('audio') }).first();
    // The recordings are fetched a few seconds after the call.
    for (let tries = 0; (await name_row.count()) === 0; tries++) {
      assert.ok(tries < 40, 'the recording does not arrive');
      await new Promise((done) => setTimeout(done, 500));
      await intake.reload();
    }
    await look_at(intake, 'case');
    if (options.javaScriptEnabled) {
      const seconds = await name_row.locator('audio').evaluate((audio) => new Promise((done, failed) => {
        Object.assign(audio, { onloadedmetadata: () => done(audio.duration), onerror: () => failed(audio.error.message), preload: 'auto' }).load();
      }));
      assert.ok(seconds >= 0.5 && seconds < 0.6, `${seconds} seconds are heard`);
    } else {
      const player = await intake.context().newPage();
      const sound = await player.goto(new URL(await name_row.locator('audio').getAttribute('src'), base).href);
      assert.equal(sound.status(), 200);
      assert.match(sound.headers()['content-type'], /^audio\//);
      await player.close();
    }
    await name_row.getByRole('textbox').fill('王小明');
    await name_row.getByRole('button', { name: '保存文字' }).click();
    const typed = intake.getByRole('row').filter({ hasText: '王小明' }).first();
    await typed.waitFor();
    assert.equal(await typed.locator('audio').count(), 1, 'the recording is still there to be heard');
    // The list of files leads from the recording to the fact that it stands for.
    await intake.getByRole('table').filter({ hasText: '对应的事项' }).getByRole('link', { name: '姓名' }).first().click();
    const hash = decodeURIComponent(new URL(intake.url()).hash);
    assert.equal(hash, '#fact.complainant.name');
    assert.equal(await intake.locator(`[id="${hash.slice(1)}"]`).count(), 1);

    // Two items are asked for; the person gives them and is told why.
    await open_case(reviewer, number);
    await reviewer.getByRole('button', { name: '接办案件' }).click();
    await reviewer.getByText('要求补正', { exact: true }).first().click();
    for (const field of ['right.claims', 'case.statement']) await reviewer.locator(`input[type=checkbox][name=field][value="${field}"]`).check();
    await reviewer.locator('form[action$="/request"] textarea').fill('权利要求书不清楚，请重新提供。');
    await look_at(reviewer, 'request');
    await reviewer.locator('form[action$="/request"] button').click();
    await reviewer.getByRole('heading', { name: '已要求投诉人补正，补正前不作决定。' }).waitFor();
    assert.equal(await reviewer.getByRole('button', { name: '不予受理' }).count(), 0, 'no decision while a request is open');

    const { asked, told } = await come_back(code);
    for (const field of ['right.claims', 'case.statement']) assert.ok(asked.includes(field), asked.join(', '));
    assert.ok(told.some((text) => text?.includes('权利要求书不清楚，请重新提供。')), told.join('\n'));

    await reviewer.reload();
    await reviewer.getByRole('heading', { name: '投诉人已答复补正要求' }).waitFor();
    assert.equal(await reviewer.locator('tr.requested').count(), 2);
    await look_at(reviewer, 'returned');
    await reviewer.getByText('决定是否受理', { exact: true }).click();
    await reviewer.locator('form[action$="/decide"] textarea').fill('材料齐全。');
    await reviewer.getByRole('button', { name: '受理', exact: true }).click();
    await reviewer.getByText('已受理').first().waitFor();
    await look_at(reviewer, 'accepted');
    await reviewer.getByRole('link', { name: '打印版' }).click();
    await look_at(reviewer, 'print');

    // Another case goes to the other centre, which takes it.
    await open_case(reviewer, second);
    await reviewer.getByRole('button', { name: '领取案件' }).click();
    await reviewer.getByText('移送', { exact: true }).first().click();
    await reviewer.locator('select[name=to]').selectOption('centre:440000');
    await reviewer.locator('form[action$="/transfer"] textarea').fill('由被投诉人所在地办理。');
    await reviewer.locator('form[action$="/transfer"] button').click();
    await reviewer.getByText('已移送').first().waitFor();
    assert.equal(await reviewer.getByRole('button', { name: '接办案件' }).count(), 0, 'what was sent on is only read');
    await open_case(other, second);
    await other.getByRole('button', { name: '领取案件' }).click();
    await other.getByText('审查中').first().waitFor();
    await look_at(other, 'taken');

    await intake.goto(`${base}/staff/sessions`);
    await look_at(intake, 'sessions');
    await intake.getByRole('button', { name: /^退出/ }).click();
    await intake.getByRole('heading', { name: '登录' }).waitFor();
    for (const page of [intake, reviewer, other]) {
      assert.deepEqual(page.troubles, []);
      assert.deepEqual(page.requested.filter((url) => new URL(url).host !== new URL(base).host), []);
      await page.context().close();
    }
  });
}

for (const width of [1280, 360]) {
  test(`accounts are made and the journal is read, ${width} pixels wide`, { timeout: 120_000 }, async () => {
    const options = { javaScriptEnabled: true, viewport: { width, height: 860 } };
    const look_at = looker(`${width}-desk`, width, options);
    const admin = await officer(`admin-${width}`, 'administrator', '330000', { look_at, options }, '账号');
    await look_at(admin, 'accounts');
    await admin.getByLabel('账号').fill(`made-${width}`);
    await admin.getByLabel('姓名').fill('韩梅梅');
    await admin.getByLabel('角色').selectOption('reviewer');
    await admin.getByRole('button', { name: '新建账号' }).click();
    assert.match(await admin.locator('main code').innerText(), /\/staff\/enrol\?token=/);
    await look_at(admin, 'link');

    const supervisor = await officer(`supervisor-${width}`, 'supervisor', '330000', { look_at, options });
    await supervisor.getByRole('link', { name: '操作日志' }).click();
    await supervisor.getByText('新建账号').first().waitFor();
    await look_at(supervisor, 'journal');
    await supervisor.goto(`${base}/staff/nothing`);
    await supervisor.getByText('没有该页面。').waitFor();
    await supervisor.goto(`${base}/staff/sessions`);
    await supervisor.getByLabel('当前密码').fill(PASSWORD);
    await supervisor.getByLabel('新密码').fill('seven willow trees in rain');
    await supervisor.getByRole('button', { name: '更改密码' }).click();
    await supervisor.getByText('密码已更改').waitFor();
    await look_at(supervisor, 'password');
    for (const page of [admin, supervisor]) await page.context().close();
  });
}
