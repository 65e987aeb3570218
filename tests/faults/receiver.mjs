// A receiving body that checks each signature, remembers under which ids each version of each case came, and can be up,
// down, slow or answering 500.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';

export class Receiver {
  /// `slow_ms` gives how long the next answer takes while it is slow.
  constructor(slow_ms) {
    Object.assign(this, { key: Buffer.from('a secret of the receiving body..'), taken: new Map(), condition: 'up', slow_ms, port: 0 });
    this.server = createServer((request, answer) => this.take(request, answer));
  }

  get secret() { return `whsec_${this.key.toString('base64')}`; }

  async open() {
    await new Promise((done) => this.server.listen(this.port, '127.0.0.1', done));
    this.port = this.server.address().port;
  }

  async close() {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }

  async become(condition) {
    if (condition === this.condition) return;
    if (this.condition === 'down') await this.open();
    if (condition === 'down') await this.close();
    this.condition = condition;
  }

  take(request, answer) {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const id = request.headers['webhook-id'];
      const expected = createHmac('sha256', this.key).update(`${id}.${request.headers['webhook-timestamp']}.${body}`).digest('base64');
      assert.equal(request.headers['webhook-signature'], `v1,${expected}`);
      if (this.condition === '500') return answer.writeHead(500).end();
      const { type, data } = JSON.parse(body);
      const what = `${type} ${data.case} ${data.version}`;
      this.taken.set(what, [...(this.taken.get(what) ?? []), { id, manifest: data.manifest_sha256 }]);
      setTimeout(() => answer.writeHead(204).end(), this.condition === 'slow' ? this.slow_ms() : 0);
    });
  }
}
