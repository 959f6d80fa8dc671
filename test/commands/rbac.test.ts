import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

interface Printed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Without any cluster. */
async function rbac(...args: readonly string[]): Promise<string> {
  const env = { PATH: process.env.PATH, KUBECONFIG: '/dev/null' };
  return (await promisify(execFile)(process.execPath, [PROGRAM, 'rbac', ...args], { env })).stdout;
}

/** `Role home/mover` */
async function names(...args: readonly string[]): Promise<string[]> {
  const objects = parseAllDocuments(await rbac(...args)).map((document) => document.toJS() as Printed);
  return objects.map(({ kind, metadata: { namespace, name } }) =>
    namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`,
  );
}

describe('rbac', () => {
  const cases: readonly [string, readonly string[], readonly string[]][] = [
    [
      'prints all roles and the namespace by default',
      [],
      [
        'Namespace registry-switch',
        'ClusterRole registry-switch-read-only',
        'ClusterRole registry-switch-read-secrets',
        'ClusterRole registry-switch',
        'Role registry-switch/registry-switch',
      ],
    ],
    [
      'binds what was asked for',
      ['--read-only', '--name', 'look', '--user', 'jane'],
      [
        'Namespace registry-switch',
        'ClusterRole look-read-only',
        'ClusterRole look-read-secrets',
        'ClusterRoleBinding look-read-only',
      ],
    ],
    [
      'binds what reads Secrets only where that is asked for, in the namespaces named',
      ['--read-only', '--with-secrets', '--name', 'look', '--user', 'jane', '-n', 'shop'],
      [
        'Namespace registry-switch',
        'ClusterRole look-read-only',
        'Role registry-switch/look-read-only',
        'Role shop/look-read-only',
        'Role shop/look-read-secrets',
        'ClusterRoleBinding look-read-only',
        'RoleBinding registry-switch/look-read-only',
        'RoleBinding shop/look-read-only',
        'RoleBinding shop/look-read-secrets',
      ],
    ],
    [
      "leaves somebody else's namespace alone",
      ['--copy-namespace', 'tools', '--service-account', 'ci/bot'],
      [
        'ClusterRole registry-switch-read-only',
        'ClusterRole registry-switch-read-secrets',
        'ClusterRole registry-switch',
        'Role tools/registry-switch',
        'ClusterRoleBinding registry-switch',
        'RoleBinding tools/registry-switch',
      ],
    ],
    [
      'prints another namespace on demand, and roles of namespaces',
      ['--copy-namespace', 'tools', '--with-namespace', '-n', 'shop'],
      [
        'Namespace tools',
        'ClusterRole registry-switch-read-only',
        'Role shop/registry-switch-read-only',
        'Role tools/registry-switch-read-only',
        'Role shop/registry-switch-read-secrets',
        'ClusterRole registry-switch',
        'Role shop/registry-switch',
        'Role tools/registry-switch',
      ],
    ],
  ];
  for (const [name, args, expected] of cases) {
    it(name, async () => {
      assert.deepEqual(await names(...args), expected);
    });
  }

  it('prints JSON as a list', async () => {
    const { kind, items } = JSON.parse(await rbac('-o', 'json')) as { kind: string; items: unknown[] };
    assert.equal(kind, 'List');
    assert.equal(items.length, 5);
  });

  it('is wrong usage with a pattern', async () => {
    await assert.rejects(rbac('-n', 'team-*'), { code: 2 });
  });
});
