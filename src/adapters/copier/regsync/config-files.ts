import type { CopyJobRequest } from '../../../domain/ports/copy-engine.ts';
import type { Credential } from '../../../domain/credentials/credential.ts';
import { layOut, type Shard } from './copy-layout.ts';
import { regsyncConfig } from './regsync-config.ts';
import type { NamedRegistry } from './registry-names.ts';

/** Folder of the container where the files of its shard appear. */
export const CONFIG_FOLDER = '/config';

/** Name of the list of copies in the folder. */
export const LIST_FILE = 'regsync.yml';

/** A file that the engine reads. */
export interface ConfigFile {
  /** Key in the Secret. */
  readonly key: string;
  readonly content: string;
  /** Where it appears in the volume, e.g. `3/config.json`: the first folder is the shard's index. */
  readonly paths: readonly string[];
}

/** All files of a request: logins and list of each shard, and the CAs that shards share. */
export function configFiles(request: CopyJobRequest): readonly ConfigFile[] {
  const shards = layOut(request);
  const { connections } = request;
  const authoritiesOf = ({ registries }: Shard): readonly string[] =>
    registries.flatMap(({ host }) => connections.get(host)?.ca ?? []);
  const authorities = [...new Set(shards.flatMap(authoritiesOf))];
  const caName = (ca: string): string => `ca-${authorities.indexOf(ca)}.crt`;
  const caFiles = authorities.map((ca) => ({
    key: caName(ca),
    content: ca,
    paths: shards.flatMap((shard, index) =>
      authoritiesOf(shard).includes(ca) ? [`${index}/${caName(ca)}`] : [],
    ),
  }));
  const caPath = (ca: string): string => `${CONFIG_FOLDER}/${caName(ca)}`;
  const shardFiles = shards.flatMap(({ registries, copies }, index) => {
    const own = (name: string, content: string): ConfigFile => ({
      key: `${index}-${name}`,
      content,
      paths: [`${index}/${name}`],
    });
    return [
      own('config.json', dockerConfig(registries)),
      own(LIST_FILE, regsyncConfig(copies, { registries, connections, caPath })),
    ];
  });
  return [...caFiles, ...shardFiles];
}

/**
 * The logins as a docker `config.json`. regsync's own file could hold them too, but would expand templates in them,
 * trim passwords, and take an identity token in clear text only.
 */
function dockerConfig(registries: readonly NamedRegistry[]): string {
  const auths = registries.flatMap(({ name, credential }) =>
    credential === undefined ? [] : [[name, authOf(credential)] as const],
  );
  return JSON.stringify({ auths: Object.fromEntries(auths) });
}

function authOf(credential: Credential): Readonly<Record<string, string>> {
  return credential.kind === 'basic'
    ? { username: credential.username, password: credential.password }
    : { identitytoken: credential.token };
}
