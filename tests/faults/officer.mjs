// A member of the staff reduced to what tests need: is added by the command line, enrols, signs in, reads pages and sends
// the forms that stand on them. Nothing is sent that no page offered.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
function bytes_of(base32) {
  let bits = '';
  for (const letter of base32) bits += ALPHABET.indexOf(letter).toString(2).padStart(5, '0');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

/// The code of RFC 6238 for a base32 secret, `ahead` steps of 30 s from now.
export function totp(secret, ahead = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const mac = createHmac('sha1', bytes_of(secret)).update(counter).digest();
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const plain = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]);
const attribute = (tag, name) => plain(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

/// The forms of a page by where they lead to, each with the fields that are already filled in; and what can be ticked.
export function forms_of(html) {
  const forms = {};
  for (const [, head, inside] of html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
    const form = { fields: {}, boxes: [] };
    for (const [tag] of inside.matchAll(/<input[^>]*>/g)) {
      const entry = { name: attribute(tag, 'name'), value: attribute(tag, 'value') };
      if (/type="(checkbox|radio)"/.test(tag)) form.boxes.push(entry);
      else if (/type="hidden"/.test(tag)) form.fields[entry.name] = entry.value;
    }
    forms[attribute(head, 'action')] = form;
  }
  return forms;
}

export class Officer {
  constructor(base) {
    Object.assign(this, { base, cookies: {} });
  }

  /// Makes the account, follows the link of the invitation, and signs in. `command` is the program with the options that
  /// lead it to the server's data.
  static async sign_in(base, { binary, options, cwd }, login, role, region) {
    const link = execFileSync(binary, ['staff', 'add', login, '--role', role, '--region', region, ...options], { encoding: 'utf8', cwd }).trim();
    const officer = new Officer(base);
    const invitation = await officer.page(new URL(link).pathname + new URL(link).search);
    assert.equal(invitation.status, 200, invitation.html);
    const secret = /<code>([A-Z2-7]+)<\/code>/.exec(invitation.html)[1];
    const password = `long and odd enough: ${login}`;
    const enrolled = await officer.submit(invitation, '/staff/enrol', { password, code: totp(secret) });
    assert.equal(enrolled.status, 200, enrolled.html);
    const door = await officer.page('/staff/sign-in');
    // The code of enrolling is spent.
    const inside = await officer.submit(door, '/staff/sign-in', { login, password, code: totp(secret, 1) });
    assert.equal(inside.status, 303, inside.html);
    return officer;
  }

  async ask(path, init = {}) {
    const cookie = Object.entries(this.cookies).map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, this.base), { redirect: 'manual', signal: AbortSignal.timeout(15_000), ...init,
      headers: { ...(cookie ? { cookie } : {}), ...init.headers } });
    // Node 18 gives several cookies as one line; ours have no comma of their own.
    for (const [, name, value] of (answer.headers.get('set-cookie') ?? '').matchAll(/(?:^|, )([^=;,]+)=([^;]*)/g)) this.cookies[name] = value;
    return { status: answer.status, html: await answer.text(), headers: answer.headers };
  }

  page(path) { return this.ask(path); }

  /// Sends a form that stands on `page`, as it came but for `filled`; lists fill a field as often as they are long.
  submit(page, action, filled) {
    const form = forms_of(page.html)[action];
    assert.ok(form, `no form leads to ${action}`);
    const body = new URLSearchParams(form.fields);
    for (const [name, value] of Object.entries(filled)) {
      body.delete(name);
      for (const one of [value].flat()) body.append(name, one);
    }
    return this.ask(action, { method: 'POST', body, headers: { origin: this.base, 'content-type': 'application/x-www-form-urlencoded' } });
  }
}
