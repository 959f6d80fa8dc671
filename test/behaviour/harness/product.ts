/** The product as a scenario's user calls it. */
import { runProduct, type Outcome, type RunOptions } from './run-product.ts';
import type { Site } from './site.ts';

/** Looks at the cluster of a site. */
export async function run(site: Site, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const env = { KUBECONFIG: site.cluster.kubeconfig, ...options.env };
  return runProduct(args, { ...options, env });
}

/** Which of the standard flags of a move a scenario leaves out or gives differently. */
export interface MoveOptions extends RunOptions {
  /** Default: the target's, by standard input. `none`: the scenario gives it. */
  readonly login?: 'stdin' | 'none';
  /** Default: one that may only pull, by the environment. `none`: the scenario gives it, or shares the other. */
  readonly pullLogin?: 'own' | 'none';
  /** Default: both. */
  readonly authorities?: readonly ('source' | 'target')[];
  readonly from?: readonly string[];
  /** Default: the target's host. */
  readonly to?: string;
  /** Default: all of the site's. */
  readonly namespaces?: string;
  /** Default: never, so that images at the target are easy to read. */
  readonly pin?: 'auto' | 'always';
  /** Default: the cluster's. */
  readonly copierImage?: string;
}

/** Runs a command that moves images of a site's namespaces from the source to the target. */
export async function move(site: Site, args: readonly string[], options: MoveOptions = {}): Promise<Outcome> {
  const given = withLogins(site, [...args, ...moveFlags(site, options)], options);
  return run(site, given.args, given.options);
}

/** The logins of the copy and of pods, as a person would give them. */
function withLogins(
  { cluster }: Site,
  args: readonly string[],
  { login = 'stdin', pullLogin = 'own', ...rest }: MoveOptions,
): { readonly args: readonly string[]; readonly options: RunOptions } {
  const { username, password, puller } = cluster.target;
  const pushing = login === 'none' ? [] : ['--username', username, '--password-stdin'];
  const pulling = pullLogin === 'none' ? [] : ['--pull-username', puller.username];
  const secret = pullLogin === 'none' ? {} : { REGISTRY_SWITCH_PULL_PASSWORD: puller.password };
  const options = {
    ...(login === 'none' ? {} : { input: `${password}\n` }),
    ...rest,
    env: { ...secret, ...rest.env },
  };
  return { args: [...args, ...pushing, ...pulling], options };
}

/** The flags of `plan`; those of the copy Job come by `jobFlags`. */
export function moveFlags(site: Site, options: MoveOptions = {}): string[] {
  const { source, target } = site.cluster;
  const authorities = options.authorities ?? ['source', 'target'];
  return [
    ...(options.from ?? [source.host]).flatMap((from) => ['--from', from]),
    ...['--to', options.to ?? target.host],
    ...['--namespace', options.namespaces ?? site.namespaces],
    ...['--pin', options.pin ?? 'never'],
    ...authorityFlags(site, authorities),
  ];
}

function authorityFlags({ cluster }: Site, authorities: readonly ('source' | 'target')[]): string[] {
  return authorities.flatMap((which) => ['--registry-ca', `${cluster[which].host}=${cluster[which].caFile}`]);
}

/** The flags of the copy Job, whose image is in the plain registry. */
export function jobFlags({ copyNamespace, cluster }: Site, copierImage = cluster.copierImage): string[] {
  const { host } = cluster.plain;
  return [
    '--copy-namespace',
    copyNamespace,
    '--copier-image',
    copierImage,
    '--registry-tls',
    `${host}=disabled`,
  ];
}

/** `migrate --yes` with all that it needs. */
export async function migrate(
  site: Site,
  args: readonly string[] = [],
  options: MoveOptions = {},
): Promise<Outcome> {
  const quick = args.includes('--settle') ? [] : ['--settle', '0s'];
  return move(site, ['migrate', '--yes', ...quick, ...jobFlags(site, options.copierImage), ...args], options);
}

/** `resume --yes` of a run by somebody who knows what it was begun with. */
export async function resume(site: Site, id: string, args: readonly string[] = []): Promise<Outcome> {
  const { signedOff, begunWith } = await rememberedRun(site, id);
  const again = Object.entries(begunWith)
    .filter(([flag]) => !LOGIN.has(flag))
    .flatMap(([flag, values]) => values.flatMap((value) => [`--${flag}`, value]));
  return resumeAs(site, id, ['--expect', signedOff, ...again, ...args]);
}

/** `resume --yes` with the logins at the target; the scenario gives everything else. */
export async function resumeAs(site: Site, id: string, args: readonly string[]): Promise<Outcome> {
  const home = ['--copy-namespace', site.copyNamespace];
  const given = withLogins(site, ['resume', id, '--yes', ...home, ...args], {});
  return run(site, given.args, given.options);
}

const LOGIN: ReadonlySet<string> = new Set(['username', 'password-stdin', 'pull-username']);

interface RememberedRun {
  readonly id: string;
  readonly signedOff: string;
  readonly begunWith: Readonly<Record<string, readonly string[]>>;
}

async function rememberedRun(site: Site, id: string): Promise<RememberedRun> {
  const { stdout } = await run(site, ['status', '--copy-namespace', site.copyNamespace, '-o', 'json']);
  const { runs } = JSON.parse(stdout) as { readonly runs: readonly RememberedRun[] };
  return runs.find((one) => one.id === id) ?? { id, signedOff: 'nothing', begunWith: {} };
}

/** Looks for what still comes from the source in a site's namespaces. */
export async function verify(site: Site, args: readonly string[] = []): Promise<Outcome> {
  return run(site, ['verify', '--from', site.cluster.source.host, '--namespace', site.namespaces, ...args]);
}

/** `rollback --yes` in a site's namespaces. */
export async function rollback(site: Site, args: readonly string[] = []): Promise<Outcome> {
  const home = ['--copy-namespace', site.copyNamespace];
  return run(site, ['rollback', '--yes', '--namespace', site.namespaces, ...home, ...args]);
}
