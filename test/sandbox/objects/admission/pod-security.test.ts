import assert from 'node:assert/strict';
import { DEPLOYMENTS, NAMESPACES, PODS } from '../../../../src/sandbox/objects/api-resources.ts';
import { merging, podDraft, refusal, someObjects, workloadDraft } from '../some-objects.ts';

const LABEL = 'pod-security.kubernetes.io/';

/** All that `restricted` wants. */
const CONTEXT = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

const MISSING_ALL =
  'allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';

const pod = (securityContext: object, more: object = {}) => ({
  containers: [{ name: 'app', image: 'app', securityContext }],
  ...more,
});

describe('Pod Security', () => {
  const restricted: readonly [string, object, string | undefined][] = [
    ['all that it wants', pod(CONTEXT), undefined],
    [
      'what may be set for the pod',
      pod(
        { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        {
          securityContext: {
            runAsNonRoot: true,
            seccompProfile: { type: 'Localhost', localhostProfile: 'x' },
          },
        },
      ),
      undefined,
    ],
    ['nothing', podDraft('web').spec as object, MISSING_ALL],
    [
      'a folder of the node',
      pod(CONTEXT, { volumes: [{ name: 'v', hostPath: { path: '/' } }] }),
      'restricted volume types (volume "v" uses restricted volume type "hostPath")',
    ],
    ['the network of the node', pod(CONTEXT, { hostNetwork: true }), 'host namespaces (hostNetwork=true)'],
    [
      'capabilities',
      pod({ ...CONTEXT, capabilities: { drop: ['ALL'], add: ['SYS_ADMIN', 'NET_BIND_SERVICE'] } }),
      'unrestricted capabilities (container "app" must not include "SYS_ADMIN" in securityContext.capabilities.add)',
    ],
    [
      'root',
      pod({ ...CONTEXT, runAsNonRoot: false, runAsUser: 0 }, { securityContext: { runAsUser: 0 } }),
      'runAsNonRoot != true (container "app" must not set securityContext.runAsNonRoot=false), runAsUser=0 (pod and container "app" must not set runAsUser=0)',
    ],
    [
      'an unconfined container',
      pod({ ...CONTEXT, seccompProfile: { type: 'Unconfined' } }),
      'seccompProfile (container "app" must not set securityContext.seccompProfile.type to "Unconfined")',
    ],
    [
      'several bad containers',
      {
        ...pod({ ...CONTEXT, allowPrivilegeEscalation: true }),
        initContainers: [
          { name: 'init', image: 'b', securityContext: { ...CONTEXT, allowPrivilegeEscalation: true } },
        ],
      },
      'allowPrivilegeEscalation != false (containers "init", "app" must set securityContext.allowPrivilegeEscalation=false)',
    ],
  ];
  for (const [name, spec, violation] of restricted) {
    it(`restricted ${violation === undefined ? 'lets in' : 'refuses'} a pod with ${name}`, () => {
      const objects = someObjects({ [`${LABEL}enforce`]: 'restricted' });
      const create = () => objects.create(PODS, podDraft('web', spec));
      if (violation === undefined) {
        assert.equal(create().metadata.name, 'web');
        return;
      }
      const { code, message } = refusal(create);
      const words = `pods "web" is forbidden: violates PodSecurity "restricted:latest": ${violation}`;
      assert.deepEqual([code, message], [403, words]);
    });
  }

  const baseline: readonly [string, object, string | undefined][] = [
    ['nothing', pod({}), undefined],
    [
      'privileges',
      pod({ privileged: true }),
      'privileged (container "app" must not set securityContext.privileged=true)',
    ],
    [
      'the node',
      {
        ...pod({ capabilities: { add: ['CHOWN', 'SYS_TIME'] } }),
        hostPID: true,
        volumes: [{ name: 'v', hostPath: { path: '/' } }],
      },
      'non-default capabilities (container "app" must not include "SYS_TIME" in securityContext.capabilities.add), host namespaces (hostPID=true), hostPath volumes (volume "v")',
    ],
    [
      'ports of the node',
      {
        containers: [
          {
            name: 'app',
            image: 'app',
            ports: [
              { containerPort: 80, hostPort: 80 },
              { containerPort: 8, hostPort: 443 },
            ],
          },
        ],
      },
      'hostPort (container "app" uses hostPorts 443, 80)',
    ],
    [
      'no confinement',
      pod({}, { securityContext: { seccompProfile: { type: 'Unconfined' } } }),
      'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
    ],
  ];
  for (const [name, spec, violation] of baseline) {
    it(`baseline ${violation === undefined ? 'lets in' : 'refuses'} a pod with ${name}`, () => {
      const objects = someObjects({ [`${LABEL}enforce`]: 'baseline', [`${LABEL}enforce-version`]: 'v1.30' });
      const create = () => objects.create(PODS, podDraft('web', spec));
      if (violation === undefined) assert.equal(create().metadata.name, 'web');
      else {
        const words = `pods "web" is forbidden: violates PodSecurity "baseline:v1.30": ${violation}`;
        assert.equal(refusal(create).message, words);
      }
    });
  }

  const warning: readonly [string, Readonly<Record<string, string>>, readonly string[]][] = [
    [
      'what it enforces',
      { enforce: 'restricted' },
      [`would violate PodSecurity "restricted:latest": ${MISSING_ALL}`],
    ],
    [
      'what it is to warn of',
      { warn: 'restricted' },
      [`would violate PodSecurity "restricted:latest": ${MISSING_ALL}`],
    ],
    ['nothing that it is told not to', { enforce: 'restricted', warn: 'privileged' }, []],
    ['nothing that is not violated', { enforce: 'baseline' }, []],
  ];
  for (const [name, modes, expected] of warning) {
    it(`lets templates in and warns of ${name}`, () => {
      const labels = Object.entries(modes).map(([mode, level]) => [LABEL + mode, level]);
      const objects = someObjects(Object.fromEntries(labels) as Record<string, string>);
      const warnings: string[] = [];
      objects.create(DEPLOYMENTS, workloadDraft('web'), { onWarning: (text) => warnings.push(text) });
      assert.deepEqual(warnings, expected);
    });
  }

  it('does not judge a pod again whose specification stays', () => {
    const objects = someObjects();
    objects.create(PODS, podDraft('web'));
    const warnings: string[] = [];
    objects.update(
      PODS,
      { namespace: 'shop', name: 'web' },
      (current) => ({
        ...current,
        metadata: { ...current.metadata, labels: { a: 'b' } },
      }),
      { onWarning: (text) => warnings.push(text) },
    );
    assert.deepEqual(warnings, []);
  });

  it('of a namespace has to be of a level that there is', () => {
    const labels = { [`${LABEL}enforce`]: 'strict' };
    const { code, message } = refusal(() =>
      someObjects().update(NAMESPACES, { name: 'shop' }, merging({ metadata: { labels } })),
    );
    const field = 'metadata.labels[pod-security.kubernetes.io/enforce]';
    const problem = 'Invalid value: "strict": must be one of privileged, baseline, restricted';
    assert.deepEqual([code, message], [422, `Namespace "shop" is invalid: ${field}: ${problem}`]);
  });
});
