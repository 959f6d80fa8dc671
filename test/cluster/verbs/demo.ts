import { once } from 'node:events';
import path from 'node:path';
import { startInside } from '../cluster.ts';
import { clusterFolder } from '../cluster-folder.ts';
import { up } from './up.ts';
import { DEFAULT_NAME, say, type Verb } from './verb.ts';

const SHOW = path.join(import.meta.dirname, '../../behaviour/estate/show-move.ts');

export const demo: Verb = {
  help: 'move an estate of workloads while you watch, in a cluster that is left running',
  run: async (input) => {
    const { name = DEFAULT_NAME } = input;
    const booted = await up.run(input);
    if (booted !== 0) return booted;
    const cluster = clusterFolder(name);
    const show = startInside(cluster, [process.execPath, SHOW], { KUBECONFIG: cluster.kubeconfig });
    // An interrupt is for the show, which has the same terminal.
    process.on('SIGINT', () => undefined);
    const [code] = (await once(show, 'exit')) as [number | null];
    say(`\n${name} is left running: \`npm run cluster -- shell --name ${name}\` to look around,`);
    say(`\`npm run cluster -- down --name ${name}\` to end it.`);
    return code ?? 1;
  },
};
