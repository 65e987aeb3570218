// An office of two hundred people behind one address: they chat and upload at once, with a socket each, while one machine
// of the same office floods the server and guesses receipt codes. It alone is refused.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { serve } from '../browser/support.mjs';
import { PIXEL } from '../clients/person.mjs';
import { Client, ordinary_answer } from './directline.mjs';

const WebSocket = createRequire(new URL('../clients/package.json', import.meta.url))('ws');
const PEOPLE = 200;
const ANSWERS = 24;

let server, base;
before(async () => { server = await serve(); base = server.url.slice(0, -1); });
after(() => server?.stop());

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/// One of the office: listens on a socket, and answers until `ANSWERS` things are said. Returns how long each one took.
async function colleague(number) {
  const client = new Client(base);
  client.user = `colleague-${number}`;
  await client.begin();
  const { streamUrl } = await client.call(`conversations/${client.conversation}?watermark=0`);
  const socket = new WebSocket(streamUrl);
  let pushed = 0;
  socket.on('message', (data) => { if (String(data).trim()) pushed += JSON.parse(data).activities.length; });
  await new Promise((done, fail) => { socket.on('open', done); socket.on('error', fail); });
  const took = [];
  for (let said = 0; said < ANSWERS; said++) {
    const { question } = await client.present();
    const answer = said === 3 + number % 20 ? { file: Buffer.concat([PIXEL, Buffer.from(`${number}`)]) } : ordinary_answer(question, () => PIXEL);
    const began = performance.now();
    await client.say(answer);
    took.push(performance.now() - began);
    // People think between two answers, and not all equally long.
    await sleep(20 + (number * 37 + said * 91) % 160);
  }
  const all = await client.activities();
  assert.equal(all.filter(({ channelData }) => channelData?.clientActivityID).length, ANSWERS);
  for (let tries = 0; pushed < all.length; tries++) {
    assert.ok(tries < 100, `only ${pushed} of ${all.length} activities were pushed`);
    await sleep(20);
  }
  socket.close();
  return took;
}

/// Posts to one conversation as fast as it can, until it has been refused. Returns how many were taken, the refusals, and in how
/// many minutes of the clock, because the limit is one for each.
async function flood(until) {
  const client = new Client(base);
  await client.begin();
  let taken = 0;
  const refused = [];
  const minute = () => Math.floor(Date.now() / 60_000);
  const first = minute();
  while (!until.over || refused.length === 0) {
    const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(`${base}/v3/directline/conversations/${client.conversation}/activities`, {
      method: 'POST', headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'message', from: { id: 'u' }, text: 'again and again' }) })));
    for (const answer of answers) {
      if (answer.ok) taken++;
      else refused.push({ status: answer.status, retry_after: answer.headers.get('retry-after') });
      await answer.text();
    }
  }
  return { taken, refused, minutes: minute() - first + 1 };
}

async function guess() {
  const statuses = [];
  for (let i = 0; i < 70; i++) {
    const answer = await fetch(`${base}/api/v1/status`, { method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ receipt: String(4821005733100000 + i * 9) }) });
    statuses.push(answer.status);
    if (answer.status === 429) assert.ok(Number(answer.headers.get('retry-after')) > 0);
    await answer.text();
  }
  return statuses;
}

test('two hundred people behind one address chat on, while their neighbour is refused', async () => {
  const until = { over: false };
  const flooding = flood(until);
  const guessing = guess();
  const began = performance.now();
  const took = (await Promise.all(Array.from({ length: PEOPLE }, (_, number) => colleague(number)))).flat().sort((a, b) => a - b);
  const seconds = (performance.now() - began) / 1000;
  until.over = true;
  const { taken, refused, minutes } = await flooding;
  const guesses = await guessing;

  assert.equal(took.length, PEOPLE * ANSWERS, 'everybody was answered every time');
  const at = (share) => took[Math.floor((took.length - 1) * share)].toFixed(0);
  console.log(`${took.length} answers in ${seconds.toFixed(1)} s: median ${at(0.5)} ms, 99 % ${at(0.99)} ms, longest ${at(1)} ms; `
    + `of the flood ${taken} taken and ${refused.length} refused; ${guesses.filter((status) => status === 429).length} guesses not looked at`);

  assert.ok(taken >= 1 && taken <= 600 * minutes, `${taken} messages of one conversation were taken in ${minutes} minutes`);
  for (const { status, retry_after } of refused) assert.ok(status === 429 && Number(retry_after) > 0, `${status} ${retry_after}`);
  assert.ok(guesses.includes(429) && guesses.indexOf(429) >= 50, 'the guesser is stopped, and not at the first error');
});
