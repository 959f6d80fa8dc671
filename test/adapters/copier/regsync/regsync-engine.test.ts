import assert from 'node:assert/strict';
import { REGSYNC } from '../../../../src/adapters/copier/regsync/regsync-engine.ts';
import type { KubernetesObject } from '../../../../src/domain/kubernetes/object.ts';
import { valueAt } from '../../../../src/domain/kubernetes/pod-spec.ts';
import type { CopyJobOptions } from '../../../../src/domain/ports/copy-engine.ts';
import { copy, copyRequest, digest, manyCopies } from './copy-request.ts';

const LABELS = {
  'app.kubernetes.io/name': 'regsync',
  'app.kubernetes.io/component': 'image-copier',
  'app.kubernetes.io/managed-by': 'kubectl-registry-switch',
};

function jobOf(count: number, options: Partial<CopyJobOptions> = {}) {
  return REGSYNC.manifests(copyRequest(manyCopies(count), options)).job;
}

describe('REGSYNC.manifests', () => {
  it('runs the shards as an Indexed Job under Pod Security restricted', () => {
    const options: Partial<CopyJobOptions> = {
      image: { host: 'mirror.example', repository: 'regsync', tag: 'v1' },
      nodeSelector: { pool: 'infra' },
      tolerations: [{ key: 'infra', operator: 'Exists', effect: 'NoSchedule' }],
      limits: { memory: '256Mi' },
      pullSecrets: ['mirror-login'],
      labels: { 'registry-switch/run': 'r1' },
    };
    const labels = { ...LABELS, 'registry-switch/run': 'r1' };
    assert.deepEqual(jobOf(10, options), {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'image-copy', namespace: 'tools', labels },
      spec: {
        completionMode: 'Indexed',
        completions: 3,
        parallelism: 3,
        backoffLimitPerIndex: 1,
        activeDeadlineSeconds: 7 * 24 * 60 * 60,
        ttlSecondsAfterFinished: 24 * 60 * 60,
        podFailurePolicy: {
          rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
        },
        template: {
          metadata: { labels },
          spec: {
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 1000,
              runAsGroup: 1000,
              fsGroup: 1000,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            nodeSelector: { pool: 'infra' },
            tolerations: [{ key: 'infra', operator: 'Exists', effect: 'NoSchedule' }],
            imagePullSecrets: [{ name: 'mirror-login' }],
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: 'kubernetes.io/hostname',
                whenUnsatisfiable: 'ScheduleAnyway',
                labelSelector: { matchLabels: { 'batch.kubernetes.io/job-name': 'image-copy' } },
              },
            ],
            containers: [
              {
                name: 'regsync',
                image: 'mirror.example/regsync:v1',
                args: ['once', '-c', '/config/regsync.yml', '--logopt', 'json'],
                env: [
                  {
                    name: 'JOB_COMPLETION_INDEX',
                    valueFrom: {
                      fieldRef: {
                        fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']",
                      },
                    },
                  },
                  { name: 'DOCKER_CONFIG', value: '/config' },
                ],
                resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '256Mi' } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ['ALL'] },
                },
                terminationMessagePolicy: 'FallbackToLogsOnError',
                volumeMounts: [
                  {
                    name: 'config',
                    mountPath: '/config',
                    subPathExpr: '$(JOB_COMPLETION_INDEX)',
                    readOnly: true,
                  },
                ],
              },
            ],
            volumes: [
              {
                name: 'config',
                projected: {
                  defaultMode: 0o440,
                  sources: [
                    {
                      secret: {
                        name: 'image-copy',
                        items: [0, 1, 2].flatMap((shard) => [
                          { key: `${shard}-config.json`, path: `${shard}/config.json` },
                          { key: `${shard}-regsync.yml`, path: `${shard}/regsync.yml` },
                        ]),
                      },
                    },
                  ],
                },
              },
            ],
          },
        },
      },
    });
    assert.equal(REGSYNC.container, 'regsync');
  });

  const sizes: [string, number, number, { completions: number; parallelism: number }][] = [
    ['fewer copies than pods', 2, 5, { completions: 2, parallelism: 2 }],
    ['more shards than pods', 2000, 2, { completions: 4, parallelism: 2 }],
  ];
  for (const [name, count, parallelism, expected] of sizes) {
    it(`counts completions: ${name}`, () => {
      const { completions, parallelism: pods } = jobOf(count, { parallelism }).spec as typeof expected;
      assert.deepEqual({ completions, parallelism: pods }, expected);
    });
  }

  it('spreads ten thousand copies over Secrets, all of them mounted in every pod', () => {
    const { secrets, job } = REGSYNC.manifests(copyRequest(manyCopies(10_000)));
    assert.ok(secrets.length > 1);
    const keysOf = ({ data }: KubernetesObject): string[] => Object.keys(data as object);
    for (const secret of secrets) assert.deepEqual(mounted(job, secret.metadata.name), keysOf(secret));
    const keys = secrets.flatMap(keysOf);
    assert.deepEqual(
      new Set(keys),
      new Set(
        Array.from({ length: 20 }, (_, index) => [`${index}-config.json`, `${index}-regsync.yml`]).flat(),
      ),
    );
    assert.equal(keys.length, 40);
  });

  it('has no secret in the Job', () => {
    const password = 'correct-horse';
    const targetCredential = { kind: 'basic', username: 'u', password } as const;
    const { job } = REGSYNC.manifests(
      copyRequest([copy(`old.example/a@${digest('a')}`, 'new.example/a:1', { targetCredential })]),
    );
    assert.ok(!JSON.stringify(job).includes(password));
  });
});

/** The keys of a Secret that appear in the volume. */
function mounted(job: KubernetesObject, name: string): string[] {
  const sources = valueAt(job, ['spec', 'template', 'spec', 'volumes', '0', 'projected', 'sources']);
  const secrets = (sources as readonly { readonly secret: Projected }[]).map(({ secret }) => secret);
  return secrets.find((secret) => secret.name === name)?.items.map(({ key }) => key) ?? [];
}

interface Projected {
  readonly name: string;
  readonly items: readonly { readonly key: string }[];
}

describe('REGSYNC.logReader', () => {
  it("knows each pod's own part of the list", () => {
    const request = copyRequest(manyCopies(2), { parallelism: 2 });
    const line = JSON.stringify({ msg: 'Image sync needed', target: 'new.example/app-1:1' });
    assert.deepEqual(REGSYNC.logReader(request, 0).read(line), []);
    assert.deepEqual(REGSYNC.logReader(request, 1).read(line), [
      { type: 'started', target: 'new.example/app-1:1' },
    ]);
    assert.deepEqual(REGSYNC.logReader(request, 9).read(line), []);
  });
});
