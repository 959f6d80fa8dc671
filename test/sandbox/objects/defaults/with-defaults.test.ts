import assert from 'node:assert/strict';
import type { ApiResource } from '../../../../src/sandbox/objects/api-resource.ts';
import {
  CRON_JOBS,
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  NAMESPACES,
  NODES,
  PODS,
  REPLICATION_CONTROLLERS,
  SECRETS,
  SERVICES,
  STATEFUL_SETS,
} from '../../../../src/sandbox/objects/api-resources.ts';
import { withDefaults } from '../../../../src/sandbox/objects/defaults/with-defaults.ts';

const CONTAINER = {
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};
const POD_SPEC = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
};

interface Case {
  readonly name: string;
  readonly resource: ApiResource;
  readonly given: object;
  readonly expected: object;
}

const CASES: readonly Case[] = [
  {
    name: 'a pod',
    resource: PODS,
    given: { spec: { containers: [{ name: 'app', image: 'app:1' }] } },
    expected: {
      spec: {
        ...POD_SPEC,
        enableServiceLinks: true,
        containers: [{ name: 'app', image: 'app:1', ...CONTAINER, imagePullPolicy: 'IfNotPresent' }],
      },
    },
  },
  {
    name: 'requests as limits, in pods only',
    resource: PODS,
    given: {
      spec: {
        initContainers: [{ resources: { limits: { cpu: '1', memory: '1' }, requests: { cpu: '2' } } }],
      },
    },
    expected: {
      spec: {
        ...POD_SPEC,
        enableServiceLinks: true,
        initContainers: [
          {
            ...CONTAINER,
            imagePullPolicy: 'IfNotPresent',
            resources: { limits: { cpu: '1', memory: '1' }, requests: { cpu: '2', memory: '1' } },
          },
        ],
      },
    },
  },
  {
    name: 'a Deployment and its template',
    resource: DEPLOYMENTS,
    given: { spec: { template: { spec: { serviceAccount: 'old', volumes: [{ name: 'v' }] } } } },
    expected: {
      spec: {
        replicas: 1,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
        template: {
          metadata: {},
          spec: {
            ...POD_SPEC,
            serviceAccount: 'old',
            serviceAccountName: 'old',
            volumes: [{ name: 'v', emptyDir: {} }],
          },
        },
      },
    },
  },
  {
    name: 'a Deployment that is recreated',
    resource: DEPLOYMENTS,
    given: { spec: { replicas: 0, strategy: { type: 'Recreate' } } },
    expected: {
      spec: {
        replicas: 0,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        strategy: { type: 'Recreate' },
      },
    },
  },
  {
    name: 'a StatefulSet',
    resource: STATEFUL_SETS,
    given: { spec: {} },
    expected: {
      spec: {
        podManagementPolicy: 'OrderedReady',
        replicas: 1,
        revisionHistoryLimit: 10,
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      },
    },
  },
  {
    name: 'a DaemonSet',
    resource: DAEMON_SETS,
    given: { spec: {} },
    expected: {
      spec: {
        revisionHistoryLimit: 10,
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      },
    },
  },
  {
    name: 'a Job with the labels of its template',
    resource: JOBS,
    given: { metadata: {}, spec: { template: { metadata: { labels: { a: 'b' } } } } },
    expected: {
      metadata: { labels: { a: 'b' } },
      spec: {
        completions: 1,
        parallelism: 1,
        backoffLimit: 6,
        completionMode: 'NonIndexed',
        suspend: false,
        podReplacementPolicy: 'TerminatingOrFailed',
        manualSelector: false,
        template: { metadata: { labels: { a: 'b' } } },
      },
    },
  },
  {
    name: 'a CronJob',
    resource: CRON_JOBS,
    given: { spec: {} },
    expected: {
      spec: {
        concurrencyPolicy: 'Allow',
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      },
    },
  },
  {
    name: 'the selector and labels of a ReplicationController',
    resource: REPLICATION_CONTROLLERS,
    given: { metadata: {}, spec: { template: { metadata: { labels: { a: 'b' } } } } },
    expected: {
      metadata: { labels: { a: 'b' } },
      spec: { replicas: 1, selector: { a: 'b' }, template: { metadata: { labels: { a: 'b' } } } },
    },
  },
  {
    name: 'the data of a Secret that was given as text',
    resource: SECRETS,
    given: { data: { a: 'eA==', b: 'eA==' }, stringData: { b: 'y' } },
    expected: { type: 'Opaque', data: { a: 'eA==', b: 'eQ==' } },
  },
  {
    name: 'a Service',
    resource: SERVICES,
    given: { spec: { ports: [{ port: 80 }] } },
    expected: {
      spec: {
        type: 'ClusterIP',
        sessionAffinity: 'None',
        internalTrafficPolicy: 'Cluster',
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      },
    },
  },
  {
    name: 'the label of a namespace',
    resource: NAMESPACES,
    given: { metadata: { name: 'shop', labels: { a: 'b' } } },
    expected: { metadata: { name: 'shop', labels: { a: 'b', 'kubernetes.io/metadata.name': 'shop' } } },
  },
  {
    name: 'what a node can give away',
    resource: NODES,
    given: { status: { capacity: { cpu: '2' } } },
    expected: { status: { capacity: { cpu: '2' }, allocatable: { cpu: '2' } } },
  },
];

describe('withDefaults', () => {
  for (const { name, resource, given, expected } of CASES) {
    it(`fills in ${name}`, () => {
      assert.deepEqual(withDefaults(resource, given), expected);
    });

    it(`has nothing to add to it then: ${name}`, () => {
      const filled = withDefaults(resource, given);
      assert.equal(withDefaults(resource, filled), filled);
    });
  }

  const policies: readonly [string, string][] = [
    ['app', 'Always'],
    ['registry.example:5000/app', 'Always'],
    ['app:latest', 'Always'],
    [`app@sha256:${'a'.repeat(64)}`, 'IfNotPresent'],
    ['registry.example:5000/app:1', 'IfNotPresent'],
    ['no image at all', 'IfNotPresent'],
  ];
  for (const [image, imagePullPolicy] of policies) {
    it(`pulls ${image}: ${imagePullPolicy}`, () => {
      const { spec } = withDefaults(PODS, {
        spec: { containers: [{ image }], volumes: [{ name: 'v', image: { reference: image } }] },
      });
      assert.equal(Reflect.get(spec.containers[0] ?? {}, 'imagePullPolicy'), imagePullPolicy);
      assert.equal(Reflect.get(spec.volumes[0]?.image ?? {}, 'pullPolicy'), imagePullPolicy);
    });
  }

  it('takes the defaults of custom resources from their schema', () => {
    const size = { type: 'integer', default: 3 };
    const openApiSchema = {
      type: 'object',
      properties: { spec: { type: 'object', default: {}, properties: { size } } },
    };
    const resource = { ...PODS, group: 'example.com', kind: 'Gadget', openApiSchema };
    assert.deepEqual(withDefaults(resource, {}), { spec: { size: 3 } });
    assert.deepEqual(withDefaults(resource, { spec: { size: 5 } }), { spec: { size: 5 } });
  });
});
