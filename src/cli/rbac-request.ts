/** From the flags of `rbac` to what the roles cover and their subjects. */
import { UsageError } from '../domain/errors.ts';
import { parseCustomImages } from '../domain/inventory/custom-images.ts';
import type { Resource } from '../domain/kubernetes/resource.ts';
import type { Extent } from '../domain/permissions/extent.ts';
import type { Subject } from '../domain/permissions/roles.ts';
import type { RbacFlags } from './flags/rbac-flags.ts';
import { namespaceList } from './namespace-list.ts';
import { parseQualifiedName } from './qualified-name.ts';

/** The flags for what the roles cover; other commands have the same flags. */
export type CoveredFlags = Pick<
  RbacFlags,
  | 'image-path'
  | 'namespace'
  | 'copy-namespace'
  | 'pull-secret-name'
  | 'registry-secret'
  | 'to-secret'
  | 'pull-secret'
>;

/** Throws UsageError. */
export function rbacExtent(flags: CoveredFlags): Extent {
  const namespaces = [...new Set(namespaceList(flags.namespace, '--namespace'))];
  const pattern = namespaces.find((name) => /[*?]/.test(name));
  if (pattern !== undefined) {
    throw new UsageError(`roles cannot be limited to a pattern such as ${JSON.stringify(pattern)}`, {
      nextStep: 'Name each namespace with its own -n, or omit -n for roles in all namespaces.',
    });
  }
  const registrySecret = flags['registry-secret'];
  return {
    ...(namespaces.length === 0 ? {} : { namespaces }),
    stateNamespace: { name: flags['copy-namespace'], missing: false },
    custom: namedResources(flags['image-path'] ?? []),
    copies: true,
    pullSecrets: [{ name: flags['pull-secret-name'] }],
    registrySecrets:
      registrySecret === undefined ? [] : [parseQualifiedName(registrySecret, '--registry-secret')],
    loginSecrets: (['to-secret', 'pull-secret'] as const).flatMap((flag) => {
      const name = flags[flag];
      return name === undefined ? [] : [parseQualifiedName(name, `--${flag}`)];
    }),
  };
}

/** The subjects of the role bindings. Throws UsageError. */
export function subjectsOf(flags: Pick<RbacFlags, 'service-account' | 'user' | 'group'>): Subject[] {
  return [
    ...(flags['service-account'] ?? []).map((text): Subject => ({
      kind: 'ServiceAccount',
      ...parseQualifiedName(text, '--service-account'),
    })),
    ...(flags.user ?? []).map((name): Subject => ({ kind: 'User', name })),
    ...(flags.group ?? []).map((name): Subject => ({ kind: 'Group', name })),
  ];
}

/** The custom resources of --image-path: group and plural are all that a role needs. Throws UsageError. */
function namedResources(imagePaths: readonly string[]): Resource[] {
  return parseCustomImages(imagePaths).map(({ resourceName }) => {
    const [, plural = '', version = '', group = ''] =
      /^([^.]+)\.(?:(v\d+(?:(?:alpha|beta)\d+)?)\.)?(.+)$/.exec(resourceName) ?? [];
    if (group !== '') return { group, version, plural, kind: '', namespaced: true };
    throw new UsageError(`--image-path: roles need the group of ${JSON.stringify(resourceName)}`, {
      nextStep:
        'Use plural.group as shown by `kubectl api-resources`, e.g. prometheuses.monitoring.coreos.com.',
    });
  });
}
