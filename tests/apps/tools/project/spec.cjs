/* global describe, it, before, after, beforeEach */
const assert = require('assert');
describe('outer', () => {
  let n = 0;
  before(() => { n = 10; });
  beforeEach(() => { n++; });
  after(() => console.log('after', n));
  it('passes', () => assert.strictEqual(n, 11));
  it('waits', async () => { await new Promise((r) => setTimeout(r, 5)); assert.ok(n); });
  it('calls back', (done) => setImmediate(done));
  it('fails', () => assert.deepStrictEqual({ a: [1, 2] }, { a: [1, 3] }));
  it('throws', () => { throw new TypeError('on purpose'); });
  it('times out', function (done) { this.timeout(20); void done; });
  it('is pending');
  it.skip('is skipped', () => {});
  describe('inner', () => {
    it('retries', function () { this.retries(2); if (this.test.currentRetry() < 2) throw new Error('again'); });
    it('rejects', () => Promise.reject(new Error('rejected')));
  });
});
