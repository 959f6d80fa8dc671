import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { withDefaultTag } from '../../../src/domain/image/pin-reference.ts';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import { workloadOf } from '../../../src/domain/inventory/workload.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { refOf } from '../../../src/domain/kubernetes/object-ref.ts';
import { type CopyTarget, copyTarget } from '../../../src/domain/mapping/copy-target.ts';
import type { Plan, PlannedChange, PlannedImage } from '../../../src/domain/plan/plan.ts';
import { digestOf } from './pod.ts';
import { resourceOf } from './resources.ts';

/** The change of a plan that moves every image of an object from old.example to new.example. */
export function plannedChange(
  object: KubernetesObject,
  addPullSecrets: readonly string[] = [],
): PlannedChange {
  return {
    workload: refOf(resourceOf(object), object),
    managedBy: [],
    pin: false,
    addPullSecrets,
    pods: workloadOf(resourceOf(object), object).pods,
    after: workloadOf(resourceOf(object), object).after,
    ...(addPullSecrets.includes('target') ? { ensurePullSecret: 'target' } : {}),
    images: imageFields(object).map(({ slot, name, image }) =>
      plannedImage({ slot, name, from: image, to: image.replace(/^old\./, 'new.') }),
    ),
  };
}

/** An image of which no pod runs. */
export function plannedImage(
  { from, to, ...field }: Pick<PlannedImage, 'slot' | 'name' | 'from'> & { readonly to: string },
  more: Partial<PlannedImage> = {},
): PlannedImage {
  return {
    ...field,
    from,
    source: withDefaultTag(parseImageReference(from)),
    to: parseImageReference(to),
    copy: targetOf(to),
    digest: digestOf(to),
    running: [],
    ...more,
  };
}

/** Where an image of this reference is copied to. */
export function targetOf(text: string): CopyTarget {
  return copyTarget(parseImageReference(text));
}

/** A plan of these changes alone. */
export function planWith(changes: readonly PlannedChange[], rest: Partial<Plan> = {}): Plan {
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'Plan',
    server: 'https://kube.example',
    from: ['old.example'],
    to: 'new.example',
    platforms: [],
    copies: [],
    changes,
    mentions: [],
    leftAlone: [],
    drift: [],
    namespacesWithPushLogin: [],
    placesOfPushLogin: [],
    expiringLogins: [],
    warnings: [],
    ...rest,
  };
}
