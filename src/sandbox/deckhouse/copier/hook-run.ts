/** What one run of Deckhouse's copier hook does: first match wins (modules/002-deckhouse/hooks/images_copier.go). */
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../objects/json/json-record.ts';
import type { LogLine } from '../log/log-line.ts';

type Texts = Readonly<Record<string, string>>;

/** What the hook sees. */
export interface HookView {
  /** The Secret `images-copier-config`, decoded. */
  readonly secret: { readonly annotations: Texts; readonly data: Texts } | undefined;
  /** The Job `copy-images`. */
  readonly job: { readonly annotations: Texts; readonly status: JobCounts } | undefined;
}

export interface JobCounts {
  readonly active?: number;
  readonly succeeded?: number;
  readonly failed?: number;
}

export interface HookRun {
  /** Both keys of its own are written into the Secret, before anything else. */
  readonly fillsIn?: true;
  readonly act?: 'create Job' | 'remove Job' | 'restart Job' | 'clean up';
  readonly log?: LogLine;
}

export function hookRun({ secret, job }: HookView): HookRun {
  if (secret === undefined) return job === undefined ? {} : JOB_WITHOUT_SECRET;
  const fault = destinationFault(secret.data['dest-repo.json']);
  if (fault !== undefined) return { log: { level: 'error', message: fault } };
  const isComplete = hasImages(secret.data) && secret.data['d8-repo.json'] !== undefined;
  return {
    ...(!isComplete && { fillsIn: true }),
    ...(job === undefined ? ({ act: 'create Job' } as const) : jobRun(secret.annotations, job)),
  };
}

const JOB_WITHOUT_SECRET: HookRun = {
  act: 'remove Job',
  log: { level: 'info', message: 'Image copier secret not found, but copier job found. Remove job' },
};

const SUCCESS: HookRun = {
  act: 'clean up',
  log: { level: 'info', message: 'Image copier ran successfully. Cleanup' },
};

const FAILURE: HookRun = {
  log: {
    level: 'error',
    message: 'Image copier was failed. See logs into image copier job pod for additional information',
  },
};

function jobRun(wanted: Texts, { annotations, status }: NonNullable<HookView['job']>): HookRun {
  const { active = 0, succeeded = 0, failed = 0 } = status;
  if (active > 0) return {};
  if (succeeded > 0) return SUCCESS;
  if (failed === 0) return {};
  return isDeepStrictEqual(annotations, wanted) ? FAILURE : { act: 'restart Job' };
}

function hasImages(data: Texts): boolean {
  const images = parsed(data['d8-images.json']);
  return isRecord(images) && Object.keys(images).length > 0;
}

function destinationFault(text: string | undefined): string | undefined {
  const what = 'cannot parse destenation repo config';
  if (text === undefined) return `${what}: unexpected end of JSON input`;
  const value = parsed(text);
  return isRecord(value) ? undefined : `${what}: invalid character`;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
