/** Which runs and records belong to a finished move. */
import { runsOf } from '../change/merge-records.ts';
import { type ChangeRecord, formerReferences } from '../change/record.ts';
import { liesIn, parseRegistryPrefix } from '../mapping/registry-prefix.ts';
import type { SourceMatcher } from '../mapping/source-matcher.ts';
import type { Run } from './run.ts';
import { isOpen } from './runs-after-rollback.ts';

/** Whether all sources of a run are in these registries; a run without sources matches. Pure. */
export function isRunOf(from: readonly string[]): (run: Pick<Run, 'move'>) => boolean {
  const sources = from.map((text) => parseRegistryPrefix(text, '--from'));
  return ({ move }) =>
    (move.from ?? []).every((text) => {
      if (text === '*') return true;
      const [host = '', ...path] = text.split('/');
      return sources.some((source) => liesIn(source, { host, repository: path.join('/') }));
    });
}

export interface EndedMove {
  /** Runs that moved only from the source. */
  readonly runs: readonly Pick<Run, 'id'>[];
  /** Runs with other state namespaces. */
  readonly elsewhere: ReadonlySet<string>;
  readonly isSource: SourceMatcher;
}

/**
 * Whether a record belongs only to these runs, or only leads back to the source and to no run of another state
 * namespace. Pure.
 */
export function isRecordOf({ runs, elsewhere, isSource }: EndedMove): (record: ChangeRecord) => boolean {
  const known = new Set(runs.map(({ id }) => id));
  return (record) => {
    const named = runsOf(record);
    if (named.some((id) => elsewhere.has(id))) return false;
    if (named.length > 0 && named.every((id) => known.has(id))) return true;
    const former = formerReferences(record);
    return (named.length === 0 || former.length > 0) && former.every(isSource);
  };
}

export type BackupOwner = 'ours' | 'others' | 'unknown';

export interface BackupContext {
  /** All runs in the state namespace. */
  readonly runs: readonly Run[];
  /** Those that moved only from the source. */
  readonly ours: readonly Pick<Run, 'id'>[];
  /** Runs with other state namespaces. */
  readonly elsewhere: ReadonlySet<string>;
}

/** The owner of a Secret's backup, by the runs that it names; it may cover several. Pure. */
export function ownerOfBackup({
  runs,
  ours,
  elsewhere,
}: BackupContext): (named: readonly string[]) => BackupOwner {
  const mine = new Set(ours.map(({ id }) => id));
  const here = new Map(runs.map((run) => [run.id, run]));
  const isOthers = (id: string): boolean => {
    const run = here.get(id);
    return elsewhere.has(id) || (run !== undefined && isOpen(run) && !mine.has(id));
  };
  return (named) => {
    if (named.some(isOthers)) return 'others';
    // A closed run needs no backup.
    return named.some((id) => mine.has(id)) && named.every((id) => here.has(id)) ? 'ours' : 'unknown';
  };
}
