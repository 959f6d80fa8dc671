/** Flags that say which part of the cluster to look at. */
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
      'Only this namespace; may be repeated, a list with commas, a glob such as team-*. Default: all namespaces.',
  }),
  'all-namespaces': Flags.boolean({ char: 'A', helpGroup, description: 'All namespaces (the default).' }),
  'exclude-namespace': Flags.string({
    helpGroup,
    helpValue: 'NAMESPACE',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Not this namespace; may be repeated, a list with commas, a glob.',
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
      "Where a custom resource names an image, e.g. 'prometheuses.monitoring.coreos.com={.spec.image}', or its parts: 'things.example.com={.spec.image.repository}:{.spec.image.tag}'; may be repeated.",
  }),
  'ignore-not-found': Flags.boolean({
    helpGroup,
    description: 'Only warn of a registry, namespace, label or path that nothing in the cluster has.',
  }),
};

export type ScopeFlags = InferredFlags<typeof scopeFlags>;
