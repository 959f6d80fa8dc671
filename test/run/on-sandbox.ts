/** Tests on the sandbox, each file in a process of mocha's: `node on-sandbox.ts quick|adversity`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SUITES } from './suites.ts';

/** More than there are cores: much of the time is spent on waiting. */
const PROCESSES = 7;

const name = process.argv[2] ?? '';
if (!Object.hasOwn(SUITES, name))
  throw new Error(`no suite called "${name}": ${Object.keys(SUITES).join(', ')}`);
const files = SUITES[name as keyof typeof SUITES]();
const args = ['--parallel', '--jobs', String(PROCESSES), '--timeout', '60000', ...files];
const mocha = spawn('mocha', args, { stdio: 'inherit' });
const [code] = (await once(mocha, 'close')) as [number | null];
process.exitCode = code ?? 1;
