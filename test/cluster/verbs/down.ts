import { existsSync } from 'node:fs';
import { removeCluster } from '../cluster.ts';
import { clusterFolder } from '../cluster-folder.ts';
import { DEFAULT_NAME, say, type Verb } from './verb.ts';

export const down: Verb = {
  help: 'end a cluster and remove all that it left',
  run: async ({ name = DEFAULT_NAME }) => {
    const cluster = clusterFolder(name);
    const there = existsSync(cluster.root);
    await removeCluster(cluster);
    say(there ? `removed ${name}` : `there is no cluster called ${name}`);
    return 0;
  },
};
