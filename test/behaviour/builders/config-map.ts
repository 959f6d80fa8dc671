import { CONFIG_MAPS } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';

export function configMap({
  namespace,
  name,
  data,
}: Place & { readonly data: Readonly<Record<string, string>> }): Buildable {
  return buildable(CONFIG_MAPS, { metadata: { namespace, name }, data });
}
