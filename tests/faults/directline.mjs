// A Direct Line client reduced to what fault tests need: it says things once, asks again with the same id, and reads back.
import { createHash, randomUUID } from 'node:crypto';

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const ORDINARY = {
  yes_no: 'yes', text: '结构与权利要求逐项对应，内容足够长。', number: '3', date: '2026-01-05', region: '330106', phone: '13800138000',
  email: 'wang@example.com', link: 'https://item.taobao.com/item.htm?id=637790875524', patent_number: 'ZL201610951190.4',
  credit_code: '91330108MA27000250', resident_id: '11010519491231002X',
};

/// What an owner with an invention and one respondent says; `bytes` makes the content of a file.
export function ordinary_answer({ ask, as, options = [], offer }, bytes) {
  if (ask === 'review') return { value: 'confirm' };
  if (ask.endsWith('.more') || ask === 'outstanding' || ask.startsWith('prior.') || ask.startsWith('scope.')) return { value: 'no' };
  if (['complainant.foreign', 'right.co_owned', 'right.invalidation_pending', 'source.maker_known'].includes(ask)) return { value: 'no' };
  if (offer) return { text: 'keep' };
  if (as === 'file') return { file: bytes() };
  if (as === 'choice') return { value: options[0].value };
  return { text: ORDINARY[as] };
}

export class Client {
  constructor(base) {
    this.base = base;
    this.user = 'u';
    this.acknowledged = [];  // {id, text} or {id, sha256}: what the server has said it took
  }

  async call(path, body, init = {}) {
    const answer = await fetch(`${this.base}/v3/directline/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...(this.token ? { authorization: `Bearer ${this.token}` } : {}), ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined || body instanceof FormData ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(10_000), ...init,
    });
    if (!answer.ok) throw Object.assign(new Error(`${path}: ${answer.status} ${await answer.text()}`), { status: answer.status });
    return answer.json();
  }

  async begin() {
    const { token } = await this.call('tokens/generate', {});
    this.token = token;
    const begun = await this.call('conversations', { user: { id: this.user }, locale: 'zh-CN' });
    this.token = begun.token;
    this.conversation = begun.conversationId;
  }

  async activities() {
    const all = [];
    for (let watermark = '0'; ;) {
      const page = await this.call(`conversations/${this.conversation}/activities?watermark=${watermark}`);
      all.push(...page.activities);
      if (page.watermark === watermark || page.activities.length === 0) return all;
      watermark = page.watermark;
    }
  }

  /// The question now put, from the newest activity that asks; and the closing card, if there is one.
  async present() {
    const all = await this.activities();
    const hints = all.map((activity) => activity.channelData?.plaint).filter(Boolean);
    return { question: hints.findLast((hint) => hint.ask), closing: hints.findLast((hint) => hint.case?.number)?.case, all };
  }

  /// Says one thing, a file under `file_name`; `again` is the message of an earlier attempt, which keeps its id.
  async say(said, again, file_name = 'proof.png') {
    const message = again ?? { id: randomUUID(), said };
    const activity = {
      type: 'message', from: { id: this.user }, locale: 'zh-CN', text: message.said.text ?? message.said.value ?? '',
      channelData: { clientActivityID: message.id, plaint: message.said.value ? { value: message.said.value } : {} },
    };
    this.unsure = message;
    if (message.said.file) {
      const form = new FormData();
      form.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }), 'blob');
      form.append('file', new Blob([message.said.file], { type: 'image/png' }), file_name);
      await this.call(`conversations/${this.conversation}/upload?userId=${this.user}`, form);
    } else {
      await this.call(`conversations/${this.conversation}/activities`, activity);
    }
    this.acknowledged.push(message);
    this.unsure = undefined;
  }
}
