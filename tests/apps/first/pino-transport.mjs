// A transport of our own for pino.cjs; runs in a worker.
import build from 'pino-abstract-transport';
import { appendFileSync, writeFileSync } from 'node:fs';

export default async function transport(options) {
  writeFileSync(options.file, '');
  return build(async (source) => {
    for await (const o of source) appendFileSync(options.file, `${o.level} ${o.msg} ${o.a}\n`);
  }, { async close() { appendFileSync(options.file, 'closed\n'); } });
}
