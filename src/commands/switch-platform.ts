/** `switch`, `rollback` and `finish` with `--platform`: where the platform itself comes from. */
import type { MoveFlags } from '../cli/flags/move-flags.ts';
import type { consentFlags, RegistryFlags } from '../cli/flags/registry-flags.ts';
import { parseDuration } from '../cli/parse-duration.ts';
import { shellCommand } from '../cli/shell-command.ts';
import { namesHash } from '../domain/canonical-hash.ts';
import { pullLoginProblem } from '../domain/credentials/pull-login-problem.ts';
import { DeclinedError, UsageError } from '../domain/errors.ts';
import { EXIT } from '../domain/exit.ts';
import type {
  PlatformSwitcher,
  PlatformSwitchReport,
  PlatformTarget,
  PreparedPlatformSwitch,
} from '../domain/plan/profile.ts';
import { LASTING_LOGINS } from '../domain/plan/written-logins.ts';
import { confirmChange } from './confirm-change.ts';
import { WAYS_OUT } from './consent.ts';
import {
  changingPlatform,
  openPlatform,
  type PlatformCall,
  type PlatformFlags,
  platformPorts,
  platformTarget,
} from './platform-call.ts';
import { PLATFORM_SWITCH_VIEW } from './views/platform-view.ts';
import { shortImage } from './views/short-digest.ts';

type ConsentFlags = Readonly<Record<keyof typeof consentFlags, boolean>>;
type TlsFlags = Pick<RegistryFlags, 'registry-ca' | 'registry-tls'>;

/** Gives the exit code. Throws UsageError, ClusterError, ExpectedError. */
export async function switchPlatform(
  flags: PlatformFlags & Pick<MoveFlags, 'to'> & RegistryFlags & ConsentFlags & { readonly timeout: string },
): Promise<number> {
  const timeoutSeconds = parseDuration(flags.timeout, '--timeout');
  const call = await openPlatform(flags);
  const { session } = call;
  const switcher = switcherOf(call);
  const { pods, ...target } = await platformTarget(flags, session);
  const login = pods ?? (await sharedLogin(call, target, flags));
  requireLasting(login, flags);
  const ports = await platformPorts(session.cluster, flags);
  const prepared = await session.step('Proving that the target has the images', async (work) =>
    switcher.prepare(ports, { ...target, credential: login }, work),
  );
  return carriedOut(call, prepared, { ...flags, timeoutSeconds }, SWITCH);
}

/** Gives the exit code. Throws ClusterError, ExpectedError where there is nothing to roll back. */
export async function rollBackPlatform(
  flags: PlatformFlags & TlsFlags & { readonly timeout: string; readonly expect: string | undefined },
): Promise<number> {
  const timeoutSeconds = parseDuration(flags.timeout, '--timeout');
  const call = await openPlatform(flags);
  const { session } = call;
  const switcher = switcherOf(call);
  const ports = await platformPorts(session.cluster, flags);
  const prepared = await session.step('Proving that the old registry has the images', async (work) =>
    switcher.prepareRollback(ports, work),
  );
  requireSignedOff(call, prepared, flags);
  return carriedOut(call, prepared, { ...flags, timeoutSeconds }, ROLLBACK);
}

/** Gives the exit code. Throws ClusterError, ExpectedError where there is nothing to finish. */
export async function finishPlatform(flags: PlatformFlags): Promise<number> {
  const call = await openPlatform(flags);
  const switcher = switcherOf(call);
  const prepared = await call.session.step('Looking for what is kept', async (work) =>
    switcher.prepareFinish(call.session.cluster, work),
  );
  return carriedOut(call, prepared, { ...flags, timeoutSeconds: 0 }, FINISH);
}

interface Act {
  readonly what: 'switch' | 'rollback' | 'finish';
  readonly title: string;
  readonly done: PlatformSwitchReport['state'];
}

const SWITCH: Act = { what: 'switch', title: 'Switch the platform', done: 'switched' };
const ROLLBACK: Act = { what: 'rollback', title: 'Roll back the platform', done: 'rolled-back' };
const FINISH: Act = { what: 'finish', title: 'Give up the rollback of the platform', done: 'finished' };

function switcherOf({ profile: { title, why, switcher, switchedBy } }: PlatformCall): PlatformSwitcher {
  if (switcher !== undefined) return switcher;
  if (switchedBy === undefined) {
    throw new UsageError(`the cluster has no platform to switch: ${title}: ${why}`, {
      nextStep: 'Leave out --platform to switch the workloads.',
    });
  }
  throw new UsageError(`${title} is not switched by this tool`, { nextStep: `To switch it: ${switchedBy}` });
}

/** Deckhouse hands its login on to every namespace with pods of its own: who may push with it is told before. */
async function sharedLogin(
  { output }: PlatformCall,
  { place, credential }: PlatformTarget,
  flags: ConsentFlags & Pick<PlatformFlags, 'yes'>,
): Promise<PlatformTarget['credential']> {
  if (credential === undefined || flags['share-push-login']) return credential;
  const consequence = `the login of the copy would be the login of the platform: whoever may read its pull Secrets could push to ${place.host}`;
  if (!output.canAsk || flags.yes)
    throw new UsageError(`nothing was changed: ${consequence}`, { nextStep: WAYS_OUT });
  const message = `${consequence}. Share it?`;
  if (await output.prompter.confirm({ message, flag: '--share-push-login', default: false }))
    return credential;
  throw new DeclinedError('nothing was changed', { nextStep: WAYS_OUT });
}

function requireLasting(credential: PlatformTarget['credential'], flags: ConsentFlags): void {
  const problem = credential === undefined ? undefined : pullLoginProblem(credential, Date.now());
  if (problem === undefined || (problem.kind === 'expires' && flags['allow-expiring-login'])) return;
  throw new UsageError(`nothing was changed: the login for the platform ${problem.reason}`, {
    nextStep:
      problem.kind === 'expires'
        ? `${LASTING_LOGINS}; or accept it with --allow-expiring-login.`
        : 'Use a user name and a password.',
  });
}

/** The way back stands in the cluster, where others may have written it. */
function requireSignedOff(
  { output }: PlatformCall,
  { signOff }: PreparedPlatformSwitch,
  {
    expect,
    yes,
    'dry-run': dryRun,
  }: Pick<PlatformFlags, 'yes' | 'dry-run'> & { readonly expect: string | undefined },
): void {
  if (signOff === undefined || dryRun) return;
  if (expect === undefined && output.canAsk && !yes) return;
  if (expect !== undefined && namesHash(expect, signOff)) return;
  throw new UsageError(
    expect === undefined
      ? 'nothing was changed: a rollback without a question needs the hash that the switch printed'
      : 'nothing was changed: what is kept for the rollback has another hash than --expect',
    {
      nextStep:
        'Look at it (rollback --platform --dry-run), then run it at a terminal without --yes, or with --expect HASH.',
    },
  );
}

async function carriedOut(
  call: PlatformCall,
  prepared: PreparedPlatformSwitch,
  { timeoutSeconds, yes, takeover, 'dry-run': dryRun }: PlatformFlags & { readonly timeoutSeconds: number },
  { what, title, done }: Act,
): Promise<number> {
  const { output, session } = call;
  const lines = prepared.changes.map(
    ({ object, from, to }) => `${object}: ${shortImage(from)} -> ${shortImage(to)}`,
  );
  if (dryRun) {
    await output.writeLines(lines.map((line) => `${line} (dry-run)`));
    if (lines.length === 0) await output.info(['Nothing to do.']);
    return EXIT.done;
  }
  if (lines.length > 0) await confirmChange(output, session.cluster, { what: title, affected: lines }, yes);
  const next = [
    `The same command goes on from here; if anything was changed, \`${shellCommand(['rollback', '--platform'])}\` goes back.`,
  ];
  // Nothing to do: nothing is written.
  const namespaces = lines.length === 0 ? [] : prepared.namespaces;
  const report = await changingPlatform(call, { what, takeover, namespaces, next }, async (fenced) =>
    session.step(title, async (work) =>
      prepared.run(fenced.cluster, { timeoutSeconds }, { ...work, signal: fenced.signal }),
    ),
  );
  await output.print(report, PLATFORM_SWITCH_VIEW);
  await output.info(closingLines(report));
  if (report.state !== done && report.state !== 'unchanged') return EXIT.failed;
  return report.pending.length === 0 ? EXIT.done : EXIT.partly;
}

/** What came of it, what is left to wait for or to do, and how to go back. */
function closingLines({ reason, pending, restarts, signOff }: PlatformSwitchReport): string[] {
  return [
    ...(reason === '' ? [] : [`${reason}.`]),
    ...(pending.length === 0 ? [] : ['Has not followed yet (run the command again to wait for it):']),
    ...pending.map((one) => `  ${one}`),
    ...(restarts.length === 0
      ? []
      : ['Sidecars still come from the old registry. When it suits these workloads, restart them:']),
    ...restarts.map((one) => `  ${one}`),
    ...(signOff === undefined
      ? []
      : [`To go back: ${shellCommand(['rollback', '--platform', '--expect', signOff])}`]),
  ];
}
