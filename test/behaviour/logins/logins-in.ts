/** Which logins the pull Secrets of a namespace hold, as whoever may read Secrets there can see them. */
import { SECRETS } from '../harness/kinds.ts';
import type { Site } from '../harness/site.ts';

/** `user at key`, each once, sorted. */
export async function loginsIn(site: Site, namespace: string): Promise<string[]> {
  const secrets = await site.api.list(SECRETS, namespace);
  const found = secrets.flatMap(({ data }) => {
    const text = data?.['.dockerconfigjson'];
    if (text === undefined) return [];
    const { auths } = JSON.parse(Buffer.from(text, 'base64').toString()) as { auths: Auths };
    return Object.entries(auths).map(([key, { username }]) => `${username} at ${key}`);
  });
  return [...new Set(found)].toSorted();
}

type Auths = Readonly<Record<string, { readonly username: string }>>;
