/** Shows a whole move on the terminal: makes an estate, moves it with the product, and says how to take it back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { jobFlags, moveFlags } from '../harness/product.ts';
import { PROGRAM } from '../harness/run-product.ts';
import { openSite } from '../harness/site.ts';
import { estateFlags } from './estate.ts';
import { seedEstate } from './seed-estate.ts';

const site = await openSite('demo');
console.log('Making an estate: four namespaces, a private source registry, two pods that cannot pull ...');
const estate = await seedEstate(site);
const { target, source } = site.cluster;
const scope = ['--namespace', site.namespaces];
const custom = ['--image-path', estate.imagePath];

console.log(`\nThese pods are in ImagePullBackOff: ${estate.stuckPods.join(', ')}`);
await show(['images', ...scope, ...custom]);
const moving = [
  ...moveFlags(site),
  ...jobFlags(site),
  ...estateFlags(estate),
  '--pull-username',
  target.puller.username,
];
process.exitCode = await show(['migrate', '--yes', ...moving]);
await show(['images', ...scope, ...custom]);
await show(['verify', '--from', source.host, ...scope, ...custom]);
console.log(`\nTo take it back: node bin/run.js ${quoted(['rollback', ...scope])}`);
// The namespaces stay to be looked at; only the way to the API ends.
site.api[Symbol.dispose]();

/** Runs the product on this terminal. */
async function show(args: readonly string[]): Promise<number> {
  console.log(`\n$ kubectl registry-switch ${quoted(args)}`);
  const login = {
    REGISTRY_SWITCH_USERNAME: target.username,
    REGISTRY_SWITCH_PASSWORD: target.password,
    REGISTRY_SWITCH_PULL_PASSWORD: target.puller.password,
  };
  const env = { ...process.env, KUBECONFIG: site.cluster.kubeconfig, ...login };
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: 'inherit', env });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** As one would type it. */
function quoted(args: readonly string[]): string {
  return args.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg}'`)).join(' ');
}
