import { NAMESPACES } from '../harness/kinds.ts';
import { buildable, type Buildable } from './buildable.ts';

export function namespace(name: string, labels: Readonly<Record<string, string>> = {}): Buildable {
  return buildable(NAMESPACES, { metadata: { name, labels } });
}
