/** Flags for the scope within the cluster. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { inGroup, repeated } from './in-group.ts';

export const scopeFlags = inGroup('SCOPE', {
  namespace: repeated({
    char: 'n',
    helpValue: 'NAMESPACE',
    exclusive: ['all-namespaces'],
    description:
      'Only this namespace; may be repeated, a comma-separated list or a glob such as team-*. Default: all namespaces.',
  }),
  'all-namespaces': Flags.boolean({ char: 'A', description: 'All namespaces (the default).' }),
  'exclude-namespace': repeated({
    helpValue: 'NAMESPACE',
    description: 'Exclude this namespace; may be repeated, a comma-separated list or a glob.',
  }),
  selector: Flags.string({
    char: 'l',
    helpValue: 'SELECTOR',
    description: 'Only workloads with these labels, e.g. app=web,tier!=cache.',
  }),
  'image-path': repeated({
    helpValue: 'RESOURCE=PATH',
    description:
      "JSONPath of an image in a custom resource, e.g. 'prometheuses.monitoring.coreos.com={.spec.image}', or of its parts: 'things.example.com={.spec.image.repository}:{.spec.image.tag}'; may be repeated.",
  }),
  'ignore-not-found': Flags.boolean({
    description: 'Only warn about a registry, namespace, label or path that matches nothing in the cluster.',
  }),
});

export type ScopeFlags = InferredFlags<typeof scopeFlags>;
