import { once } from 'node:events';
import type { Program } from './program.ts';

/** Says nothing and ends with 0 on TERM. */
export const runForever: Program = async ({ signal }) => {
  if (!signal.aborted) await once(signal, 'abort');
  return 0;
};

/** Any application: says that it started, and ends with 0 on TERM. */
export const serve: Program = async (context) => {
  const { argv, env, log } = context;
  log(`starting ${argv.length === 0 ? 'application' : argv.join(' ')}`);
  log(`ready to serve on ${env.HOSTNAME ?? 'localhost'}`);
  const code = await runForever(context);
  log('received signal 15, shutting down');
  return code;
};
