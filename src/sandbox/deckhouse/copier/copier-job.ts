/** The Job `copy-images`. Its images are copied before it is made: what it prints is what came of that. */
import { JOBS } from '../../objects/api-resources.ts';
import { estateObject, type EstateObject } from '../../demo/estate/estate-object.ts';
import { SYSTEM } from '../estate/places.ts';

export const COPIER_JOB = { namespace: SYSTEM, name: 'copy-images' };
export const COPIER_SECRET = { namespace: SYSTEM, name: 'images-copier-config' };
export const COPIER_LABELS = { heritage: 'deckhouse', app: 'd8-images-copier' };

export interface CopierJobOptions {
  readonly image: string;
  /** Of the Secret: a difference says that it is to run again. */
  readonly annotations: Readonly<Record<string, string>>;
  /** What could not be copied. */
  readonly failures: readonly string[];
  readonly seconds: number;
}

const FILES = ['dest-repo.json', 'd8-repo.json', 'd8-images.json'].map((name) => `/config/${name}`);

export function copierJob({ image, annotations, failures, seconds }: CopierJobOptions): EstateObject {
  const env = reportOf(failures).map((value, index) => ({ name: `LINE_${index}`, value }));
  const echos = env.map(({ name }) => `echo "$${name}"`);
  const work = `sleep ${seconds} & wait`;
  const exit = `exit ${failures.length === 0 ? 0 : 1}`;
  const script = ["trap 'exit 1' TERM", ...echos.slice(0, 1), work, ...echos.slice(1), exit].join('; ');
  return estateObject(JOBS, {
    metadata: { ...COPIER_JOB, labels: COPIER_LABELS, annotations },
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { labels: COPIER_LABELS, annotations },
        spec: {
          restartPolicy: 'Never',
          imagePullSecrets: [{ name: 'deckhouse-registry' }],
          containers: [
            {
              name: 'image-copier',
              image,
              imagePullPolicy: 'Always',
              command: ['sh', '-c', script, 'copy-images.sh', ...FILES],
              env,
              volumeMounts: [{ name: 'config', mountPath: '/config', readOnly: true }],
            },
          ],
          volumes: [{ name: 'config', secret: { secretName: COPIER_SECRET.name, defaultMode: 0o400 } }],
        },
      },
    },
  });
}

/** As image-syncer reports; the last line decides. */
function reportOf(failures: readonly string[]): readonly string[] {
  const status = `Finished, ${failures.length} sync tasks failed, 0 tasks generate failed`;
  return ['Start to copy images', ...failures, status];
}
