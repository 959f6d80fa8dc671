/** Asks for the source and the target when the flags are missing. */
import type { SourceFlags } from '../cli/flags/move-flags.ts';
import type { ScopeFlags } from '../cli/flags/scope-flags.ts';
import { inventoryRequest } from '../cli/inventory-request.ts';
import type { Session } from '../cli/session.ts';
import { countOf } from '../domain/count-of.ts';
import { UsageError } from '../domain/errors.ts';
import { imageUsage } from '../domain/inventory/image-usage.ts';
import { parseRegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import { takeInventory } from '../workflow/inventory/take-inventory.ts';
import type { Output } from './output.ts';

export type AskedFlags = ScopeFlags & Pick<SourceFlags, 'from' | 'to' | 'rules'>;

/** The values of --from and --to. Throws UsageError naming the flag when there is no terminal. */
export async function askSourceAndTarget(
  flags: AskedFlags,
  session: Session,
  { prompter, canAsk }: Output,
): Promise<Pick<AskedFlags, 'from' | 'to'>> {
  const from =
    flags.from ??
    (flags.rules === undefined ? await askSource(flags, session, { prompter, canAsk }) : undefined);
  if (flags.to !== undefined) return { from, to: flags.to };
  const to = await prompter.input({
    message: 'Registry to move to (host[:port][/prefix])',
    flag: '--to',
    problem: (answer) => prefixProblem(answer.trim()),
  });
  return { from, to: to.trim() };
}

async function askSource(
  flags: ScopeFlags,
  session: Session,
  { prompter, canAsk }: Pick<Output, 'prompter' | 'canAsk'>,
): Promise<string[]> {
  if (!canAsk) {
    throw new UsageError('missing --from: the registry to move away from', {
      nextStep: 'See the registries in use with `kubectl registry-switch images`.',
    });
  }
  const request = inventoryRequest(flags);
  const inventory = await session.step('Listing images', async (work) =>
    takeInventory(session.cluster, request, work),
  );
  const registries = Map.groupBy(imageUsage(inventory).items, ({ registry = '' }) => registry);
  registries.delete('');
  const chosen = await prompter.checkbox({
    message: 'Registries to move away from',
    flag: '--from',
    choices: [...registries].map(([registry, images]) => ({
      value: registry,
      name: `${registry} (${countOf(images.length, 'image')}, ${countOf(sumOf(images.map(({ pods }) => pods)), 'pod')})`,
    })),
  });
  return [...chosen];
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

function prefixProblem(answer: string): string | undefined {
  try {
    parseRegistryPrefix(answer, 'target');
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
