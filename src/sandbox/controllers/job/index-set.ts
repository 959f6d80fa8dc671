/** Completion indexes as a status has them: `0-2,5,7,8`. */

/** Those below `completions`. */
export function parseIndexes(text: string | undefined, completions: number): ReadonlySet<number> {
  const indexes = new Set<number>();
  for (const interval of text?.split(',') ?? []) {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(interval) ?? [];
    if (first === undefined) continue;
    for (let index = Number(first); index <= Number(last) && index < completions; index += 1) {
      indexes.add(index);
    }
  }
  return indexes;
}

/** Intervals of three or more have a dash. */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const intervals: [number, number][] = [];
  for (const index of [...indexes].toSorted((a, b) => a - b)) {
    const last = intervals.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else intervals.push([index, index]);
  }
  return intervals.map(([first, last]) => formatInterval(first, last)).join(',');
}

function formatInterval(first: number, last: number): string {
  if (first === last) return String(first);
  return `${first}${last === first + 1 ? ',' : '-'}${last}`;
}
