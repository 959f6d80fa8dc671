import { once } from 'node:events';
import { startInside } from '../cluster.ts';
import { clusterFolder } from '../cluster-folder.ts';
import { DEFAULT_NAME, type Verb } from './verb.ts';

export const shell: Verb = {
  help: 'a shell that reaches a cluster, or one COMMAND, with KUBECONFIG and CLUSTER_* set',
  run: async ({ name = DEFAULT_NAME, command }) => {
    const cluster = clusterFolder(name);
    const program = command.length > 0 ? command : [process.env.SHELL ?? '/bin/sh'];
    const child = startInside(cluster, program, { KUBECONFIG: cluster.kubeconfig });
    // An interrupt is for the shell, which has the same terminal.
    process.on('SIGINT', () => undefined);
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  },
};
