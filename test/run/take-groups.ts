/** Inside a cluster: runs one group of tests after the other, `node take-groups.ts QUEUE MOCHA-ARGUMENT...`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { takeGroup } from './queue.ts';

const [queue = '', ...args] = process.argv.slice(2);

for (let group = takeGroup(queue); group !== undefined; group = takeGroup(queue)) {
  const begun = performance.now();
  const mocha = spawn('mocha', [...args, group], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, [code]] = await Promise.all([
    text(mocha.stdout),
    once(mocha, 'close') as Promise<[number | null]>,
  ]);
  const seconds = Math.round((performance.now() - begun) / 1000);
  process.stdout.write(`\n${group} (${String(seconds)} s)\n${output}`);
  const passing = Number(/^\s+(\d+) passing/m.exec(output)?.[1] ?? 0);
  appendFileSync(path.join(queue, 'results'), `${JSON.stringify({ group, passing, code })}\n`);
  if (code !== 0) process.exitCode = 1;
}
