/** Where the tool keeps its own objects. */
import * as Flags from '@oclif/core/flags';

export const stateNamespaceFlags = {
  'copy-namespace': Flags.string({
    helpGroup: 'RUN',
    helpValue: 'NAMESPACE',
    default: 'registry-switch',
    description: 'Namespace of the copy Job and of what the tool remembers; created when missing.',
  }),
};
