/** Limits the records of an object, which may be moved many times. */
import type { ChangedImage, ChangedText, ChangeRecord } from './record.ts';
import { isAsChanged } from './effective-images.ts';

/** The newest records, which can be undone one by one. */
const SEPARATE = 4;

/** Maximum characters of all records; annotations are limited to 256 KiB. */
const ROOM = 16_384;

/** Maximum number of run ids in a merged record. */
const NAMED_RUNS = 16;

/** Newest last. Merges old records, which can then be undone only together. Pure. */
export function boundRecords(records: readonly ChangeRecord[]): readonly ChangeRecord[] {
  let bounded = records;
  while (bounded.length > SEPARATE || (bounded.length > 1 && JSON.stringify(bounded).length > ROOM)) {
    const [oldest, next, ...rest] = bounded;
    if (oldest === undefined || next === undefined) break;
    bounded = [merge(oldest, next), ...rest];
  }
  return bounded;
}

/** One record that undoes both changes. */
function merge(older: ChangeRecord, newer: ChangeRecord): ChangeRecord {
  const images = [
    ...newer.images.map((image) => ({ ...image, from: before(image, older.images) })),
    ...withoutSame(older.images, newer.images),
  ];
  const pullSecrets = [older, newer].flatMap((record) => record.pullSecrets ?? []);
  const already = [older, newer]
    .flatMap((record) => record.already ?? [])
    .filter(
      (image, index, all) =>
        all.findIndex((one) => isSame(one, image)) === index && images.every((one) => !isSame(one, image)),
    );
  const run = newer.run ?? older.run;
  return {
    ...(run === undefined ? {} : { run }),
    merged: [...runsOf(older), ...runsOf(newer)].slice(-NAMED_RUNS),
    images,
    ...mergedTexts(older, newer),
    ...(pullSecrets.length === 0 ? {} : { pullSecrets: [...new Set(pullSecrets)] }),
    ...(already.length === 0 ? {} : { already }),
  };
}

/** If somebody changed the image in between, only the newer change can be undone. */
function before(image: Changed, older: readonly Changed[]): string {
  const earlier = older.find((one) => isSame(one, image));
  return earlier !== undefined && isAsChanged(image.from, earlier) ? earlier.from : image.from;
}

type Changed = Omit<ChangedImage, 'digest'>;

function withoutSame<One extends Changed>(older: readonly One[], newer: readonly One[]): One[] {
  return older.filter((one) => newer.every((other) => !isSame(one, other)));
}

function mergedTexts(
  { texts: older = [] }: ChangeRecord,
  { texts: newer = [] }: ChangeRecord,
): Pick<ChangeRecord, 'texts'> {
  const texts = [...newer.map((text) => mergedText(text, older)), ...withoutSame(older, newer)];
  return texts.length === 0 ? {} : { texts };
}

/** Its references lead back as far as the text does. */
function mergedText(text: ChangedText, older: readonly ChangedText[]): ChangedText {
  const from = before(text, older);
  if (from === text.from) return text;
  const earlier = older.find((one) => isSame(one, text))?.mentions ?? [];
  const latest = new Map(text.mentions.map((one) => [one.from, one.to]));
  const mentions = [
    ...earlier.map((one) => ({ from: one.from, to: latest.get(one.to) ?? one.to })),
    ...text.mentions.filter((one) => from.includes(one.from)),
  ];
  return { ...text, from, mentions };
}

function isSame(a: Pick<ChangedImage, 'slot' | 'name'>, b: Pick<ChangedImage, 'slot' | 'name'>): boolean {
  return a.slot === b.slot && a.name === b.name;
}

/** The runs of a record, oldest first. */
export function runsOf({ run, merged }: ChangeRecord): readonly string[] {
  return merged ?? (run === undefined ? [] : [run]);
}

/** Whether all of these runs were finished; `false` without runs. */
export function areFinished(runs: readonly string[], isFinished: (run: string) => boolean): boolean {
  return runs.length > 0 && runs.every(isFinished);
}
