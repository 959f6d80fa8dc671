import { buildBinaries } from '../binaries.ts';
import { bootCluster, clusterRuns, clusterSummary, removeCluster } from '../cluster.ts';
import { clusterFolder } from '../cluster-folder.ts';
import { buildHelm } from '../helm.ts';
import { catchInterrupts } from '../interrupts.ts';
import { prepareMachine } from '../requirements.ts';
import { DEFAULT_NAME, say, type Verb } from './verb.ts';

export const up: Verb = {
  help: 'install and build what is missing, and boot a cluster',
  run: async ({ name = DEFAULT_NAME }) => {
    const cluster = clusterFolder(name);
    await prepareMachine(say);
    await buildBinaries(say);
    await buildHelm(say);
    if (clusterRuns(cluster)) {
      say(`${name} is running already`);
    } else {
      await removeCluster(cluster);
      const start = performance.now();
      await bootCluster(cluster, { diesWithParent: false, signal: catchInterrupts() });
      say(`booted ${name} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    }
    console.log(await clusterSummary(cluster));
    return 0;
  },
};
