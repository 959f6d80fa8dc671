import type { Workload } from '../inventory/workload.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { hidesEnvironment } from './hidden-environment.ts';
import type { MentionFinder } from './mention.ts';
import { customMentions, templateMentions } from './mentions-in.ts';
import { usedConfigMaps } from './template-texts.ts';

/** A workload with what it mentions; without a finder as it is. */
export function withMentions(
  workload: Workload,
  object: KubernetesObject,
  find: MentionFinder | undefined,
): Workload {
  if (find === undefined) return workload;
  const { kind } = workload.ref.resource;
  const mentions =
    workload.serviceAccount === undefined
      ? customMentions(object, workload.images, find)
      : templateMentions(object, kind, find);
  const configMaps = usedConfigMaps(object, kind);
  return {
    ...workload,
    ...(mentions.length === 0 ? {} : { mentions }),
    ...(configMaps.length === 0 ? {} : { configMaps }),
    ...(hidesEnvironment(object, kind) ? { hidesEnvironment: true } : {}),
  };
}
