import { expandVariables } from './expand-variables.ts';
import type { ImageConfig } from './images/content-store.ts';
import type { Container } from './pod.ts';

/** What a container runs: its own command and arguments before those of its image. */
export function containerCommand(
  { command, args }: Container,
  { Entrypoint, Cmd }: ImageConfig,
  env: Readonly<Record<string, string>>,
): readonly string[] {
  const own = (words: readonly string[] = []): readonly string[] =>
    words.map((word) => expandVariables(word, env));
  if (command !== undefined && command.length > 0) return [...own(command), ...own(args)];
  return [...(Entrypoint ?? []), ...(args === undefined || args.length === 0 ? (Cmd ?? []) : own(args))];
}

/** The image's own variables, below those of the container. */
export function imageEnvironment({ Env }: ImageConfig): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (Env ?? []).map((entry) => {
      const at = entry.indexOf('=');
      return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}
