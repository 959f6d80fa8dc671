/** Rewrites references to the source in the texts that containers are started with: whole texts, each as one value. */
import { formatImageReference } from '../image/format-reference.ts';
import type { ImageReference } from '../image/reference.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { WorkloadKind } from '../workload-kinds/workload-kinds.ts';
import type { SourceMatcher } from '../mapping/source-matcher.ts';
import type { FoundReference, MentionFinder } from '../mention/mention.ts';
import { templateTexts, textField } from '../mention/template-texts.ts';
import type { ChangedText } from './record.ts';

export interface TextRewriting {
  readonly find: MentionFinder;
  /** By the reference as written what it becomes. */
  readonly proven: ReadonlyMap<string, { readonly to: ImageReference }>;
}

export interface RewrittenText {
  readonly field: ImageField;
  readonly to: string;
  readonly mentions: ChangedText['mentions'];
}

export interface Rewriting {
  readonly texts: readonly RewrittenText[];
  /** References that are to be rewritten and are not proven, as written. */
  readonly unproven: readonly string[];
}

/**
 * Why the texts of a kind stay as they are whatever they mention, in a sentence; `undefined`: they can change. Where the
 * tool has to replace the pods, only an image tells new ones from old ones.
 */
export function whyTextsStay(kind: WorkloadKind | undefined, isImageChanged: boolean): string | undefined {
  if (kind?.replacer === 'kubelet') return 'the arguments of a running pod cannot change: create it anew';
  if (kind?.replacer !== 'tool' || isImageChanged) return undefined;
  return `nobody replaces the pods of a ${kind.resource.kind} for it: create it anew`;
}

/** Which texts of a template change, as it is this instant; what names no image of the source stays. Pure. */
export function rewriteTexts(
  object: KubernetesObject,
  { find, proven, isSource }: TextRewriting & { readonly isSource: SourceMatcher },
): Rewriting {
  const unproven: string[] = [];
  const texts = templateTexts(object).flatMap((text): RewrittenText[] => {
    const named = find(text.text, text.label).filter(
      ({ image, text: written }) => image && isSource(written),
    );
    const moved = named.flatMap((found) => {
      const target = proven.get(found.text);
      if (target === undefined) unproven.push(found.text);
      return target === undefined ? [] : [{ found, to: formatImageReference(target.to) }];
    });
    if (moved.length === 0) return [];
    const mentions = new Map(moved.map(({ found, to }) => [found.text, { from: found.text, to }]));
    return [{ field: textField(text), to: replaced(text.text, moved), mentions: [...mentions.values()] }];
  });
  return { texts, unproven };
}

interface MovedReference {
  readonly found: Pick<FoundReference, 'text' | 'start'>;
  readonly to: string;
}

/** From the end on, so that what comes before keeps its place. */
function replaced(text: string, moved: readonly MovedReference[]): string {
  return moved
    .toSorted((a, b) => b.found.start - a.found.start)
    .reduce(
      (so, { found, to }) => `${so.slice(0, found.start)}${to}${so.slice(found.start + found.text.length)}`,
      text,
    );
}
