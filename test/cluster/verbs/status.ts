import { clusterRuns, clusterSummary } from '../cluster.ts';
import { knownClusters } from '../cluster-folder.ts';
import type { Verb } from './verb.ts';

export const status: Verb = {
  help: 'list the clusters and what they are',
  run: async () => {
    for (const cluster of knownClusters()) {
      const what = clusterRuns(cluster)
        ? await clusterSummary(cluster)
        : 'not running: `down` removes what it left';
      console.log(`${cluster.name}: ${what}`);
    }
    return 0;
  },
};
