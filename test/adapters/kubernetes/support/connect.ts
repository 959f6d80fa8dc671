import { connectCluster, type Surroundings } from '../../../../src/adapters/kubernetes/connect-cluster.ts';
import type { ConnectionOptions } from '../../../../src/adapters/kubernetes/connection-options.ts';
import type { Cluster } from '../../../../src/domain/ports/cluster.ts';
import { apiServer, type ApiServer, type Handler } from './api-server.ts';
import { certificates } from './certificates.ts';
import { simpleKubeconfig } from './kubeconfig-file.ts';
import { recordingClock, type RecordingClock } from '../../../support/recording-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface TestCluster {
  readonly cluster: Cluster;
  readonly server: ApiServer;
  readonly clock: RecordingClock;
}

export interface TestOptions extends ConnectionOptions {
  readonly clusterFields?: Readonly<Record<string, unknown>>;
  readonly userFields?: Readonly<Record<string, unknown>>;
  readonly surroundings?: Surroundings;
}

/** A plain http API server that answers as told, and a connection to it. */
export async function httpCluster(handler: Handler, options: TestOptions = {}): Promise<TestCluster> {
  return connected(await apiServer(handler), {}, options);
}

/** The same over TLS; only there credentials are sent. */
export async function httpsCluster(handler: Handler, options: TestOptions = {}): Promise<TestCluster> {
  const authority = Buffer.from(certificates().authority.cert).toString('base64');
  const server = await apiServer(handler, certificates().server);
  return connected(server, { 'certificate-authority-data': authority }, options);
}

async function connected(
  server: ApiServer,
  fields: Readonly<Record<string, unknown>>,
  { clusterFields, userFields, surroundings, ...options }: TestOptions,
): Promise<TestCluster> {
  const kubeconfig = simpleKubeconfig(
    temporaryFolder(),
    { server: server.url, ...fields, ...clusterFields },
    userFields,
  );
  const clock = recordingClock();
  const cluster = await connectCluster({ kubeconfig, env: {}, ...options }, { clock, ...surroundings });
  return { cluster, server, clock };
}
