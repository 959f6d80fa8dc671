/** All commands by name, each loaded only when called. */
import { UsageError } from '../domain/errors.ts';
import { nearest } from '../domain/names/nearest.ts';
import type { CommandClass } from './exiting-command.ts';

type Load = () => Promise<CommandClass>;

interface Entry {
  readonly summary: string;
  readonly load: Load;
}

export const COMMANDS: Readonly<Record<string, Entry>> = {
  migrate: {
    summary: 'Move a cluster: plan, copy, switch, heal and verify in one go',
    load: async () => (await import('./migrate.ts')).Migrate,
  },
  images: {
    summary: 'List the images in use, by registry, with their users',
    load: async () => (await import('./images.ts')).Images,
  },
  plan: {
    summary: 'Show what would be copied, changed and left alone, and why',
    load: async () => (await import('./plan.ts')).Plan,
  },
  copy: {
    summary: 'Copy the images to the target with a Job in the cluster',
    load: async () => (await import('./copy.ts')).Copy,
  },
  switch: {
    summary: 'Switch workloads to the target if their images are there',
    load: async () => (await import('./switch.ts')).Switch,
  },
  heal: {
    summary: 'Restart pods that are stuck on images from the source',
    load: async () => (await import('./heal.ts')).Heal,
  },
  verify: {
    summary: 'List what still refers to the source',
    load: async () => (await import('./verify.ts')).Verify,
  },
  status: {
    summary: 'Show the runs of this cluster and their progress',
    load: async () => (await import('./status.ts')).Status,
  },
  resume: {
    summary: 'Resume a run that was interrupted, killed or halted',
    load: async () => (await import('./resume.ts')).Resume,
  },
  rollback: {
    summary: 'Roll back images and pull Secrets to what they were',
    load: async () => (await import('./rollback.ts')).Rollback,
  },
  finish: {
    summary: 'Remove what was kept for rollback, once nothing refers to the source',
    load: async () => (await import('./finish.ts')).Finish,
  },
  preflight: {
    summary: 'Check permissions, logins and the copy Job before a move',
    load: async () => (await import('./preflight.ts')).Preflight,
  },
  rbac: {
    summary: 'Print the minimal roles that a move needs',
    load: async () => (await import('./rbac.ts')).Rbac,
  },
  'copier-secret': {
    summary: 'Print the Secret of the image copier of Deckhouse and the commands that go with it',
    load: async () => (await import('./copier-secret.ts')).CopierSecret,
  },
  demo: {
    summary: 'Show a complete move on a sandbox inside this process',
    load: async () => (await import('./demo.ts')).Demo,
  },
};

/** Summaries by name, in the order of the help. */
export const COMMAND_SUMMARIES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary]),
);

/** Throws UsageError with the nearest name. */
export function findCommand(name: string): Load {
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry !== undefined) return entry.load;
  const [near] = nearest(
    name,
    Object.keys(COMMANDS).map((known) => ({ name: known })),
  );
  throw new UsageError(`unknown command ${JSON.stringify(name)} for "kubectl registry-switch"`, {
    nextStep:
      near === undefined
        ? "Run 'kubectl registry-switch --help' for a list of commands."
        : `Did you mean this?\n\t${near}`,
  });
}
