// What the browser tests share: a browser, a server with a line that can be cut, and a person who answers.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

const clients = createRequire(new URL('../clients/package.json', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
export const binary = process.env.PLAINT_BINARY || join(root, 'build/dev/plaint');
export const axe_script = clients.resolve('axe-core/axe.min.js');

/// The script that the server joins from the files of the widget, see joined_widget().
export function joined_widget() {
  const folder = join(root, 'adapters/webchat/page/widget');
  const code = readdirSync(folder).sort().map((name) => readFileSync(join(folder, name), 'utf8')).join('')
    .split('\n').filter((line) => line.trim() && !line.trim().startsWith('//'));
  return ['(() => {', "'use strict';", ...code, '})();', ''].join('\n');
}

export function launch() {
  return clients('playwright-core').chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

const free_port = () => new Promise((done) => {
  const probe = createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); });
});

/// A line between browser and server. While it is cut, nothing passes and everything open is torn.
async function cuttable_line(to_port) {
  const sockets = new Set();
  let whole = true;
  const line = createServer((from) => {
    if (!whole) return from.destroy();
    const to = connect(to_port, '127.0.0.1');
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => { sockets.delete(socket); from.destroy(); to.destroy(); });
    }
    from.pipe(to).pipe(from);
  });
  await new Promise((done) => line.listen(0, '127.0.0.1', done));
  const tear = () => sockets.forEach((socket) => socket.destroy());
  return { port: line.address().port, cut() { whole = false; tear(); }, mend() { whole = true; }, blink: tear, close() { tear(); line.close(); } };
}

/// A server of its own with an empty store. PLAINT_URL names a running one instead, whose line cannot be cut.
export async function serve({ config = '' } = {}) {
  if (process.env.PLAINT_URL) return { url: process.env.PLAINT_URL, stop() {} };
  const folder = mkdtempSync(join(tmpdir(), 'plaint-browser-'));
  const port = await free_port();
  const line = await cuttable_line(port);
  const url = `http://127.0.0.1:${line.port}/`;
  const file = join(folder, 'plaint.toml');
  writeFileSync(file, `[server]\nlisten = "127.0.0.1:${port}"\npublic_base = "${url.slice(0, -1)}"\n${config}\n`);
  let output = '', child;
  const start = async () => {
    child = spawn(binary, ['serve', '--config', file, '--data', join(folder, 'data')], { cwd: root });
    child.stdout.on('data', (part) => { output += part; });
    child.stderr.on('data', (part) => { output += part; });
    for (let tries = 0; tries < 200; tries++) {
      if (child.exitCode != null) break;
      if (await fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => answer.ok, () => false)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`the server did not become ready:\n${output}`);
  };
  const end = (signal) => new Promise((done) => { if (child.exitCode != null) return done(); child.once('exit', done); child.kill(signal); });
  await start();
  return {
    url, line, config: file, data: join(folder, 'data'), output: () => output,
    async restart() { await end('SIGKILL'); await start(); },
    async stop() { await end('SIGTERM'); line.close(); rmSync(folder, { recursive: true, force: true }); },
  };
}

/// The browser and the server that all tests of a file share.
export let browser, server;
export function share(options) {
  before(async () => { browser = await launch(); server = await serve(options); });
  after(async () => { await browser?.close(); await server?.stop(); });
}

/// Opens a page, and collects what must not happen on it: exceptions, violated policies, requests to other sites.
export async function open_page(browser, url, options = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  page.troubles = [];
  page.requested = [];
  page.on('pageerror', (error) => page.troubles.push(String(error.stack || error)));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|Refused to/.test(message.text())) page.troubles.push(message.text());
  });
  page.on('request', (request) => page.requested.push(request.url()));
  await page.goto(url);
  return page;
}

export const without_sockets = (page) => page.routeWebSocket('**/stream**', (socket) => socket.close());

/// A page of the shared browser on which the conversation has come to the question at `until`.
export async function page_at(until, way = 'a socket') {
  const page = await open_page(browser, 'about:blank');
  if (way === 'polling') await without_sockets(page);
  await page.goto(server.url);
  return { page, ...await converse(page, {}, { until }) };
}

/// Keeps a picture of the page for whoever wants to look at it: PLAINT_PICTURES names the folder.
export async function look(page, name) {
  if (process.env.PLAINT_PICTURES) await page.screenshot({ path: join(process.env.PLAINT_PICTURES, `${name}.png`) });
}

// ---- what the window shows

const in_chat = (page, read, given) => page.locator('plaint-chat').evaluate(read, given);
export const bubbles = (page) => in_chat(page, ({ root: shadow }) => [...shadow.querySelectorAll('.bubble')].map(({ innerText }) => innerText));
export const question = (page) => in_chat(page, ({ question: present }) => present);
export const receipts = (page) => in_chat(page, ({ root: shadow }) => [...shadow.querySelectorAll('.receipt')].map(({ innerText }) => innerText));

/// How often a bubble of the window says just that.
export const times = async (page, text) => (await bubbles(page)).filter((bubble) => bubble === text).length;

/// Waits until a question other than `before` is put and may be answered, or until a case has been made.
export async function next_question(page, before) {
  await page.waitForFunction((id) => {
    const { question: present, dock, root: shadow } = document.querySelector('plaint-chat');
    return present?.ask ? present.id !== id && !dock.inert : /IP-\d{4}-\d{6}-\d{7}/.test(shadow.querySelector('ol')?.innerText);
  }, before?.id, { timeout: 20000 });
  return question(page);
}

// ---- a person who answers

export async function type(page, text) {
  await page.locator('plaint-chat textarea').fill(text);
  await page.locator('plaint-chat textarea').press('Enter');
}

/// A formal answer: later, none, unknown, skip.
export const formal = (word) => ({ formal: word });
/// A file from memory, as a picker hands it over.
export const file = (name, mimeType, content) => ({ name, mimeType, buffer: Buffer.from(content) });
export const sketch = (name) => ({ name, mimeType: 'image/png', buffer: PIXEL });
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');

/// What a person without a special story says, so that a tree can grow a question without breaking every test.
const ORDINARY = {
  yes_no: 'yes', text: '王小明的说明，内容足够长。', number: '3', date: '2026-01-05', region: '330106', phone: '13800138000',
  email: 'wang@example.com', link: 'https://item.example.com/item.htm?id=617283940555', patent_number: 'ZL200610156789.1',
  credit_code: '91330108MA27000250', resident_id: '11010519491231002X', identity_paper: 'E12345678', postal_code: '310012',
  trademark_number: '12345678', copyright_number: '2020SR1234567', gi_number: 'AGI2019-03-02581', customs_record: 'T2019-12345',
  plant_variety_number: 'CNA20161234.5', file: [{ name: '证书.png', mimeType: 'image/png', buffer: PIXEL }],
};

function ordinary({ ask, as, options = [] }) {
  if (ask === 'review') return 'confirm';
  if (ask === 'intake.locale') return 'zh-Hans';
  if (ask.endsWith('.more')) return 'no';
  return as === 'choice' ? options[0].value : ORDINARY[as];
}

/// Answers the question in the way in which a person does: with the control that it brings.
export async function answer(page, present, given) {
  const press = (name) => page.locator('plaint-chat .answer').getByRole('button', { name, exact: true }).click();
  const { as, options = [], labels = {}, offer, review } = present;
  if (given?.formal) return press(labels[given.formal]);
  if (offer && ['keep', 'drop'].includes(given ?? 'keep')) {
    return press(labels[given ?? 'keep'] || (await in_chat(page, (chat, word) => chat.t(word), given ?? 'keep')));
  }
  const said = given ?? ordinary(present);
  if (review && said !== 'confirm') return page.getByRole('button', { name: `修改 ${review.find(({ path }) => path === said).label}` }).click();
  const option = options.find(({ value }) => String(value) === String(said) || (as === 'yes_no' && { yes: true, no: false }[said] === value));
  if (option) return press(option.label);
  if (as === 'yes_no') return press(await in_chat(page, (chat, word) => chat.t(word), said));
  if (as === 'file') {
    await page.locator('plaint-chat input[type=file]').first().setInputFiles(said);
    return press(await in_chat(page, (chat) => chat.t('upload')));
  }
  if (as === 'date' && /^\d{4}-\d\d-\d\d$/.test(said)) {
    await page.locator('plaint-chat input[type=date]').fill(said);
    return press(await in_chat(page, (chat) => chat.t('ok')));
  }
  if (as === 'region' && /^\d{6}$/.test(said)) return pick_region(page, said);
  return type(page, said);
}

async function pick_region(page, code) {
  const language = await in_chat(page, (chat) => chat.language);
  const { provinces } = await (await fetch(new URL(`regions.json?lang=${language}`, page.url()))).json();
  const lists = page.locator('plaint-chat .answer select');
  // Of two codes that share their beginning the deeper one is reached through the other.
  const path = (regions) => regions.flatMap(([own, name, inner = []]) => own === code ? [[name]] : path(inner).map((rest) => [name, ...rest]));
  const [names] = path(provinces);
  for (const [depth, name] of names.entries()) {
    await lists.nth(depth).locator('option', { hasText: name }).first().waitFor({ state: 'attached' });
    await lists.nth(depth).selectOption({ label: name });
  }
  await page.getByRole('button', { name: await in_chat(page, (chat) => chat.t('ok')), exact: true }).click();
}

/// Answers question after question, from `answers` by field path (with or without positions: respondents[].region) and
/// otherwise in an ordinary way, until the question at `until` is put or the case is made; `before_each` may look at each.
export async function converse(page, answers = {}, { until, before_each = async () => {}, most = 120 } = {}) {
  const asked = [];
  let present = await next_question(page);
  while (present?.ask && present.ask !== until) {
    if (asked.push(present.ask) > most) throw new Error(`no end after ${most} questions: ${asked.slice(-8).join(', ')}`);
    await before_each(present);
    const given = answers[present.ask] ?? answers[present.ask.replace(/\[\d+\]/g, '[]')];
    await answer(page, present, typeof given === 'function' ? given(present, asked) : given);
    present = await next_question(page, present);
  }
  return { asked, question: present };
}

/// The findings of axe on what is shown now, one line each; the page must have been opened with bypassCSP.
export async function accessibility_findings(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path: axe_script });
  const { violations } = await page.evaluate(() =>
    window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`));
}
