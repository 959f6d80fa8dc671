import type { Cluster } from '../../domain/ports/cluster.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { credentialsOf } from './credentials/credentials-of.ts';
import { resourceFinder } from './discovery/resource-finder.ts';
import { serverVersion } from './discovery/server-version.ts';
import type { Connection } from './kubeconfig/connection.ts';
import { resolveConnection } from './kubeconfig/resolve-connection.ts';
import { containerLogs } from './objects/container-logs.ts';
import { createObject } from './objects/create-object.ts';
import { deleteObject } from './objects/delete-object.ts';
import { evictPod } from './objects/evict-pod.ts';
import { getObject } from './objects/get-object.ts';
import { listObjects } from './objects/list-objects.ts';
import { patchObject } from './objects/patch-object.ts';
import { reviewAccess } from './objects/review-access.ts';
import { watchObjects } from './objects/watch-objects.ts';
import type { Perform } from './transport/api-call.ts';
import { SYSTEM_CLOCK, type Clock } from '../http/clock.ts';
import { type ConnectionWatch, NOBODY_WATCHES, toldOnce } from './transport/connection-watch.ts';
import { makeAgent } from './transport/make-agent.ts';
import { makeSend } from './transport/make-send.ts';
import { performOnce } from './transport/perform-once.ts';
import { type Patience, watchSilence } from './transport/watch-silence.ts';
import { withCredentials } from './transport/with-credentials.ts';
import { withRetries } from './transport/with-retries.ts';

/** What a connection takes from its surroundings. */
export interface Surroundings {
  readonly clock?: Clock;
  /** Called when the server becomes unreachable during requests, and when it is back. */
  readonly watch?: ConnectionWatch;
  readonly patience?: Patience;
  /** Where a pod finds its service account. */
  readonly serviceAccountFolder?: string;
}

/**
 * Finds the cluster that kubectl would talk to, without talking to it yet: kubeconfig, flags and environment have
 * kubectl's meaning, and mistakes in them are UsageErrors. Calls that are aborted reject with the signal's reason.
 * There is nothing to close: idle connections do not keep the process alive.
 */
export async function connectCluster(
  options: ConnectionOptions = {},
  { clock = SYSTEM_CLOCK, watch = NOBODY_WATCHES, patience, serviceAccountFolder }: Surroundings = {},
): Promise<Cluster> {
  const env = options.env ?? process.env;
  const connection = await resolveConnection(options, serviceAccountFolder);
  const credentials = await credentialsOf(connection, { env, now: () => clock.now() });
  const agent = await makeAgent(connection, env);
  const listener = toldOnce(watch);
  const onWire = makeSend(connection, agent, options.requestTimeoutSeconds ?? 0);
  const send = withCredentials(watchSilence(onWire, listener, patience), credentials);
  const perform = withRetries(performOnce(send, connection.server, clock), clock, listener);
  return clusterOf(connection, perform, clock);
}

function clusterOf({ server, context, namespace }: Connection, perform: Perform, clock: Clock): Cluster {
  return {
    server: server.href.replace(/\/$/, ''),
    context,
    defaultNamespace: namespace,
    version: (signal) => serverVersion(perform, signal),
    list: (resource, query, signal) => listObjects(perform, { resource, query, signal }),
    get: (resource, name, signal) => getObject(perform, resource, name, signal),
    create: (resource, object, options = {}) => createObject(perform, resource, object, options),
    patch: (resource, name, patch, options = {}) => patchObject(perform, { resource, name }, patch, options),
    delete: (resource, name, options = {}) => deleteObject(perform, resource, name, options),
    evict: (pod, options = {}) => evictPod(perform, pod, options),
    watch: (resource, query, signal) => watchObjects({ perform, clock }, { resource, query, signal }),
    logs: (pod, query, signal) => containerLogs(perform, server, { pod, query, signal }),
    findResource: resourceFinder(perform, clock),
    allows: (permission, signal) => reviewAccess(perform, permission, signal),
  };
}
