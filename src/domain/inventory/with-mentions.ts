import type { Workload } from './workload.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { hidesEnvironment } from '../mention/hidden-environment.ts';
import type { MentionFinder } from '../mention/mention.ts';
import { customMentions, templateMentions } from '../mention/mentions-in.ts';
import { usedConfigMaps } from '../mention/template-texts.ts';

/** Adds mentions to a workload; unchanged without a finder. */
export function withMentions(
  workload: Workload,
  object: KubernetesObject,
  find: MentionFinder | undefined,
): Workload {
  if (find === undefined) return workload;
  const mentions =
    workload.serviceAccount === undefined
      ? customMentions(object, workload.images, find)
      : templateMentions(object, find);
  const configMaps = usedConfigMaps(object);
  return {
    ...workload,
    ...(mentions.length === 0 ? {} : { mentions }),
    ...(configMaps.length === 0 ? {} : { configMaps }),
    ...(hidesEnvironment(object) ? { hidesEnvironment: true } : {}),
  };
}
