import { formatImageReference } from '../../../domain/image/format-reference.ts';
import type { CopyJobOptions } from '../../../domain/ports/copy-engine.ts';
import { CONFIG_FOLDER, LIST_FILE } from './config-files.ts';
import type { CopySecret } from './copy-secrets.ts';

/** Name of the container that runs regsync. */
export const COPY_CONTAINER = 'regsync';

/** uid and gid of upstream's image, which names its user by name: runAsNonRoot needs the number. */
const USER = 1000;

const COMPLETION_INDEX = 'JOB_COMPLETION_INDEX';

/**
 * The pod of one shard, acceptable under Pod Security `restricted`. The volume has a folder for each shard, of which
 * the container is given its own: nothing that runs in it can read the logins of the others.
 */
export function copyPodSpec(secrets: readonly CopySecret[], options: CopyJobOptions): object {
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    nodeSelector: options.nodeSelector,
    tolerations: options.tolerations,
    imagePullSecrets: options.pullSecrets.map((name) => ({ name })),
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { 'batch.kubernetes.io/job-name': options.name } },
      },
    ],
    containers: [container(options)],
    volumes: [
      {
        name: 'config',
        projected: {
          // Readable by the group alone, which is fsGroup.
          defaultMode: 0o440,
          sources: secrets.map(projection),
        },
      },
    ],
  };
}

function projection({ manifest: { metadata }, files }: CopySecret): object {
  const items = files.flatMap(({ key, paths }) => paths.map((path) => ({ key, path })));
  return { secret: { name: metadata.name, items } };
}

function container(options: CopyJobOptions): object {
  return {
    name: COPY_CONTAINER,
    image: formatImageReference(options.image),
    args: ['once', '-c', `${CONFIG_FOLDER}/${LIST_FILE}`, '--logopt', 'json'],
    env: [
      {
        // Set by the Job controller too; declared so that the mount may surely name it.
        name: COMPLETION_INDEX,
        valueFrom: {
          fieldRef: { fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']" },
        },
      },
      { name: 'DOCKER_CONFIG', value: CONFIG_FOLDER },
    ],
    resources: { requests: options.requests, limits: options.limits },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: 'config', mountPath: CONFIG_FOLDER, subPathExpr: `$(${COMPLETION_INDEX})`, readOnly: true },
    ],
  };
}
