/** Sources that nothing in the cluster refers to, nor did before any known move. */
import { isEverything } from '../../domain/inventory/scope.ts';
import { didYouMean } from '../../domain/names/nearest.ts';
import {
  evidenceIn,
  type Evidence,
  type PastMove,
  placesLike,
  unknownSources,
} from '../../domain/verify/known-sources.ts';
import { ifForbidden } from '../cluster/forbidden.ts';
import { takeInventory } from '../inventory/take-inventory.ts';
import { type PastMoves, pastMoves } from '../run/past-moves.ts';
import type { MatchSearch, MissingMatch } from './match-search.ts';

/** Checks the inventory first; stored moves and the rest of the cluster only if that is not enough. */
export async function missingSources(search: MatchSearch): Promise<MissingMatch[]> {
  const { matches, inventory } = search;
  const all = [...matches.from, ...matches.rules];
  const here = evidenceIn(inventory);
  const unknown = unknownSources(all, { ...here, moves: [] });
  if (unknown.length === 0) return [];
  const past = await pastMoves(search.cluster, matches.stateNamespace, search.work.signal);
  const known: Evidence = { ...here, moves: past.moves };
  if (unknownSources(unknown, known).length === 0) return [];
  const everywhere = await lookEverywhere(search);
  const evidence: Evidence = {
    ...known,
    named: [...here.named, ...everywhere.named],
    before: [...here.before, ...everywhere.before],
  };
  // Parts of a moved source are judged by the scope of the command.
  const still = unknownSources(unknownSources(unknown, known), { ...evidence, moves: [] });
  return still.map((source) =>
    unknownSource(source, { evidence, past, isAlone: still.length === all.length, matches }),
  );
}

async function lookEverywhere({ cluster, matches, work }: MatchSearch): Promise<Omit<Evidence, 'moves'>> {
  const nothing = { named: [], before: [] };
  if (isEverything(matches.scope)) return nothing;
  const scope = { namespaces: [], excludeNamespaces: [] };
  const request = { scope, customImages: matches.customImages };
  return takeInventory(cluster, request, work).then(evidenceIn).catch(ifForbidden(nothing));
}

interface Doubt {
  readonly evidence: Evidence;
  readonly past: PastMoves;
  /** No named source is known. */
  readonly isAlone: boolean;
  readonly matches: MatchSearch['matches'];
}

function unknownSource(source: string, { evidence, past, isAlone, matches }: Doubt): MissingMatch {
  const isRule = !matches.from.includes(source);
  const unseen = past.unseen
    ? `, and there is no permission to read earlier moves in namespace ${matches.stateNamespace}`
    : '';
  const nextStep = didYouMean(
    source,
    placesLike(source, [...evidence.named, ...evidence.before, ...sources(past.moves)]).map((name) => ({
      name,
    })),
    { what: 'registries', otherwise: 'No images are in use.' },
  );
  return {
    message: isRule
      ? `a rule matches nothing: no image comes from ${source}${unseen}`
      : `--from ${source}: nothing refers to it, and no earlier move from it is known${unseen}`,
    nextStep,
    ...(isRule && !isAlone ? { isWarning: true as const } : {}),
  };
}

/** As image prefixes, for comparison. */
function sources(moves: readonly PastMove[]): string[] {
  return moves.flatMap(({ from }) => from.filter((one) => one !== '*').map((one) => `${one}/any`));
}
