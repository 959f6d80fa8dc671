/** Switches and rollbacks of one object, without a cluster. */
import assert from 'node:assert/strict';
import { decideRollback, type RollbackDecision } from '../../../src/domain/change/decide-rollback.ts';
import { decideSwitch } from '../../../src/domain/change/decide-switch.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { TextRewriting } from '../../../src/domain/change/rewrite-texts.ts';
import { namedPlaces } from '../../../src/domain/mapping/source-places.ts';
import { mentionFinder } from '../../../src/domain/mention/mention-finder.ts';
import { templateTexts } from '../../../src/domain/mention/template-texts.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { applyPatch } from '../../support/json-patch.ts';

interface Move {
  readonly from: string;
  readonly to: string;
  readonly addPullSecrets?: readonly string[];
  readonly run?: string;
}

/** The object after a switch from one registry to another. */
export function switched(
  object: KubernetesObject,
  { from, to, addPullSecrets = [], ...run }: Move,
): KubernetesObject {
  const fields = imageFields(object);
  const decision = decideSwitch({
    object,
    fields,
    proven: new Map(
      fields.map(({ image }) => [
        image,
        { to: parseImageReference(image.replace(`${from}/`, `${to}/`)), digest: digestOf(image) },
      ]),
    ),
    isSource: (image) => image.startsWith(`${from}/`),
    addPullSecrets,
    rewriting: rewritingOf(object, from, to),
    ...run,
  });
  return decision.type === 'patch' ? applyPatch(object, decision.patch) : object;
}

/** All mentions are proven. */
function rewritingOf(object: KubernetesObject, from: string, to: string): TextRewriting {
  const find = mentionFinder(namedPlaces([from]));
  const found = templateTexts(object).flatMap(({ text, label }) => find(text, label));
  return {
    find,
    proven: new Map(
      found.flatMap(({ text, image }) =>
        image === undefined ? [] : [[text, { to: parseImageReference(text.replace(`${from}/`, `${to}/`)) }]],
      ),
    ),
  };
}

export function rollBack(object: KubernetesObject): RollbackDecision {
  return decideRollback({ object, fields: imageFields(object) });
}

export function rolledBack(object: KubernetesObject): {
  readonly after: KubernetesObject;
  readonly kept: readonly string[];
} {
  const decision = rollBack(object);
  assert.equal(decision.type, 'patch');
  return { after: applyPatch(object, decision.patch), kept: decision.kept };
}

export const OLD_TO_NEW = { from: 'old.example', to: 'new.example', addPullSecrets: ['target'] };
export const NEW_TO_NEXT = { from: 'new.example', to: 'next.example', addPullSecrets: ['next'] };
