/** Flags for the scope within the cluster. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';

const helpGroup = 'SCOPE';

export const scopeFlags = {
  namespace: Flags.string({
    char: 'n',
    helpGroup,
    helpValue: 'NAMESPACE',
    multiple: true,
    multipleNonGreedy: true,
    exclusive: ['all-namespaces'],
    description:
      'Only this namespace; may be repeated, a comma-separated list or a glob such as team-*. Default: all namespaces.',
  }),
  'all-namespaces': Flags.boolean({ char: 'A', helpGroup, description: 'All namespaces (the default).' }),
  'exclude-namespace': Flags.string({
    helpGroup,
    helpValue: 'NAMESPACE',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Exclude this namespace; may be repeated, a comma-separated list or a glob.',
  }),
  selector: Flags.string({
    char: 'l',
    helpGroup,
    helpValue: 'SELECTOR',
    description: 'Only workloads with these labels, e.g. app=web,tier!=cache.',
  }),
  'image-path': Flags.string({
    helpGroup,
    helpValue: 'RESOURCE=PATH',
    multiple: true,
    multipleNonGreedy: true,
    description:
      "JSONPath of an image in a custom resource, e.g. 'prometheuses.monitoring.coreos.com={.spec.image}', or of its parts: 'things.example.com={.spec.image.repository}:{.spec.image.tag}'; may be repeated.",
  }),
  'ignore-not-found': Flags.boolean({
    helpGroup,
    description: 'Only warn about a registry, namespace, label or path that matches nothing in the cluster.',
  }),
};

export type ScopeFlags = InferredFlags<typeof scopeFlags>;
