import { SERVICE_ACCOUNTS } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';

/** A service account whose pods pull with these Secrets unless they name their own. */
export function serviceAccount({ namespace, name }: Place, pullSecrets: readonly string[] = []): Buildable {
  const imagePullSecrets = pullSecrets.map((secret) => ({ name: secret }));
  return buildable(SERVICE_ACCOUNTS, { metadata: { namespace, name }, imagePullSecrets });
}
