import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import path from 'node:path';
import { readPem } from './pem-material.ts';

const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What a pod knows of its API server: https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
export interface InCluster {
  readonly server: string;
  readonly authority: string;
  readonly tokenFile: string;
  readonly namespace: string | undefined;
}

/** The connection that Kubernetes gives every pod; `undefined` outside of one. */
export async function inCluster(
  env: NodeJS.ProcessEnv,
  folder = SERVICE_ACCOUNT_FOLDER,
): Promise<InCluster | undefined> {
  const host = env.KUBERNETES_SERVICE_HOST;
  const port = env.KUBERNETES_SERVICE_PORT;
  const tokenFile = path.join(folder, 'token');
  if (!host || !port || (await readOrUndefined(tokenFile)) === undefined) return undefined;
  return {
    server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    authority: await readPem(path.join(folder, 'ca.crt')),
    tokenFile,
    namespace: (await readOrUndefined(path.join(folder, 'namespace')))?.trim(),
  };
}

async function readOrUndefined(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
