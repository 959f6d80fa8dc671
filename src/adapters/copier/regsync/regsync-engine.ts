import type { CopyEngine, CopyJobRequest, CopyManifests } from '../../../domain/ports/copy-engine.ts';
import { configFiles } from './config-files.ts';
import { copyJob } from './copy-job.ts';
import { layOut } from './copy-layout.ts';
import { COPY_CONTAINER } from './copy-pod.ts';
import { copySecrets } from './copy-secrets.ts';
import { RegsyncLogReader } from './log-reader.ts';

/** regsync of the regclient project: one static binary that copies a list of images. */
export const REGSYNC: CopyEngine = {
  name: 'regsync',
  defaultImage: 'ghcr.io/regclient/regsync:v0.11.7',
  container: COPY_CONTAINER,
  manifests,
  logReader: (request, index) => new RegsyncLogReader(layOut(request)[index]?.copies ?? []),
};

function manifests(request: CopyJobRequest): CopyManifests {
  const secrets = copySecrets(configFiles(request), request.options);
  return {
    secrets: secrets.map(({ manifest }) => manifest),
    job: copyJob(layOut(request).length, secrets, request.options),
  };
}
