/** The namespace of the tool's own objects. */
import * as Flags from '@oclif/core/flags';

export const stateNamespaceFlags = {
  'copy-namespace': Flags.string({
    helpGroup: 'RUN',
    helpValue: 'NAMESPACE',
    default: 'registry-switch',
    description: "Namespace of the copy Job and of the tool's state; created if missing.",
  }),
};
