/** kubectl's own connection flags, with the same meaning. */
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { inGroup, repeated } from './in-group.ts';

export const connectionFlags = inGroup('CLUSTER', {
  kubeconfig: Flags.string({ helpValue: 'FILE', description: 'Path to the kubeconfig file to use.' }),
  context: Flags.string({ helpValue: 'NAME', description: 'The kubeconfig context to use.' }),
  cluster: Flags.string({ helpValue: 'NAME', description: 'The kubeconfig cluster to use.' }),
  user: Flags.string({ helpValue: 'NAME', description: 'The kubeconfig user to use.' }),
  server: Flags.string({
    char: 's',
    helpValue: 'URL',
    description: 'The address and port of the Kubernetes API server.',
  }),
  'certificate-authority': Flags.string({
    helpValue: 'FILE',
    description: "Path to a certificate file for the API server's certificate authority.",
  }),
  'insecure-skip-tls-verify': Flags.boolean({
    description: "Do not check the API server's certificate. This makes the connection insecure.",
  }),
  as: Flags.string({ helpValue: 'USER', description: 'Username to impersonate.' }),
  'as-group': repeated({ helpValue: 'GROUP', description: 'Group to impersonate; may be repeated.' }),
  'as-uid': Flags.string({ helpValue: 'UID', description: 'UID to impersonate.' }),
  'request-timeout': Flags.string({
    helpValue: 'DURATION',
    default: '0',
    description: 'Time to wait for one request to the API server, e.g. 30s; 0 means no limit.',
  }),
});

export type ConnectionFlags = InferredFlags<typeof connectionFlags>;
