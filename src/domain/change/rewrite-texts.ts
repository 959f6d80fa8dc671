/** Rewrites references to the source in commands, arguments and environment of containers. */
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
  /** Reference as written to its new reference. */
  readonly proven: ReadonlyMap<string, { readonly to: ImageReference }>;
}

export interface RewrittenText {
  readonly field: ImageField;
  readonly to: string;
  readonly mentions: ChangedText['mentions'];
}

export interface Rewriting {
  readonly texts: readonly RewrittenText[];
  /** Unproven references that should be rewritten, as written. */
  readonly unproven: readonly string[];
}

/**
 * Why the texts of a kind cannot be rewritten, in a sentence; `undefined`: they can. If the tool has to replace the
 * pods, it needs a changed image to tell new ones from old ones.
 */
export function whyTextsStay(kind: WorkloadKind | undefined, isImageChanged: boolean): string | undefined {
  if (kind?.podReplacement === 'in-place') return 'the arguments of a running pod cannot change: recreate it';
  if (kind?.podReplacement !== 'tool' || isImageChanged) return undefined;
  return `the pods of a ${kind.resource.kind} are not replaced for it: recreate it`;
}

/** Which texts of the current template change; references to other images are kept. Pure. */
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

/** Replaces from the end, so that earlier offsets stay valid. */
function replaced(text: string, moved: readonly MovedReference[]): string {
  return moved
    .toSorted((a, b) => b.found.start - a.found.start)
    .reduce(
      (so, { found, to }) => `${so.slice(0, found.start)}${to}${so.slice(found.start + found.text.length)}`,
      text,
    );
}
