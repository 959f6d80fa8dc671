/** Registries to move away from that nothing in the cluster has ever referred to, as far as anybody can know. */
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

/** What is there tells first; the memory of moves and the rest of the cluster are asked only where that does not. */
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
  // Parts of a source that was moved are judged by what was to be looked at.
  const still = unknownSources(unknownSources(unknown, known), { ...evidence, moves: [] });
  return still.map((source) =>
    nobodyKnows(source, { evidence, past, isAlone: still.length === all.length, matches }),
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
  /** Nothing that was named is known. */
  readonly isAlone: boolean;
  readonly matches: MatchSearch['matches'];
}

function nobodyKnows(source: string, { evidence, past, isAlone, matches }: Doubt): MissingMatch {
  const isRule = !matches.from.includes(source);
  const unseen = past.unseen
    ? `, and what was moved before may not be seen in namespace ${matches.stateNamespace}`
    : '';
  const nextStep = didYouMean(
    source,
    placesLike(source, [...evidence.named, ...evidence.before, ...sources(past.moves)]).map((name) => ({
      name,
    })),
    { what: 'registries', otherwise: 'No image is in use at all.' },
  );
  return {
    message: isRule
      ? `a rule fits nothing: no image comes from ${source}${unseen}`
      : `--from ${source}: nothing refers to it, and nothing tells that anything ever did${unseen}`,
    nextStep,
    ...(isRule && !isAlone ? { isWarning: true as const } : {}),
  };
}

/** As images, so that they are compared alike. */
function sources(moves: readonly PastMove[]): string[] {
  return moves.flatMap(({ from }) => from.filter((one) => one !== '*').map((one) => `${one}/any`));
}
