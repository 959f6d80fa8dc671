/** Which runs, and which of their records, the end of a move is about. */
import { runsOf } from '../change/merge-records.ts';
import { type ChangeRecord, formerReferences } from '../change/record.ts';
import { liesIn, parseRegistryPrefix } from '../mapping/registry-prefix.ts';
import type { SourceMatcher } from '../mapping/source-matcher.ts';
import type { Run } from './run.ts';
import { isOpen } from './runs-after-rollback.ts';

/** Whether all that a run moved away from lies in these registries; one that names none is about any. Pure. */
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
  /** Runs that are about the source alone. */
  readonly runs: readonly Pick<Run, 'id'>[];
  /** Runs of other homes. */
  readonly elsewhere: ReadonlySet<string>;
  readonly isSource: SourceMatcher;
}

/** Whether a record is of these runs alone, or leads back to the source alone, and is nothing to another home. Pure. */
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

/** `unknown`: nothing tells. */
export type BackupOwner = 'ours' | 'others' | 'unknown';

export interface BackupContext {
  /** All that the home remembers. */
  readonly runs: readonly Run[];
  /** Those that are about the source alone. */
  readonly ours: readonly Pick<Run, 'id'>[];
  /** Runs of other homes. */
  readonly elsewhere: ReadonlySet<string>;
}

/** Whose the backup of a Secret is, by the runs that it names: one may hold changes of several. Pure. */
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
    // What is not open any more needs no way back.
    return named.some((id) => mine.has(id)) && named.every((id) => here.has(id)) ? 'ours' : 'unknown';
  };
}
