/** A program that copies images inside the cluster, as the objects that run it. */
import type { CopyEvent, ImageCopy } from '../copy/copy.ts';
import type { Credential, RegistryConnection } from '../credentials/credential.ts';
import type { ImageReference } from '../image/reference.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';

/** One copy with the logins it needs. */
export interface AuthorizedCopy extends ImageCopy {
  readonly sourceCredential?: Credential;
  readonly targetCredential?: Credential;
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: string;
}

/** Where and how the copy Job runs. */
export interface CopyJobOptions {
  readonly namespace: string;
  /** Name of the Job and of its first Secret; further Secrets are `<name>-1`, `<name>-2`, ... */
  readonly name: string;
  readonly image: ImageReference;
  /** Pods of the Indexed Job that run at a time. */
  readonly parallelism: number;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  /** Kubernetes quantities, e.g. `{cpu: '100m', memory: '128Mi'}`. */
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
  /** Names of Secrets in `namespace` to pull the engine's own image with. */
  readonly pullSecrets: readonly string[];
  /** Labels of Secret, Job and pods. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface CopyJobRequest {
  readonly copies: readonly AuthorizedCopy[];
  /** How to reach each `host[:port]` that appears in the copies. */
  readonly connections: ReadonlyMap<string, RegistryConnection>;
  readonly options: CopyJobOptions;
}

export interface CopyManifests {
  /** Usually one; more when the list is too long for one Secret. */
  readonly secrets: readonly KubernetesObject[];
  readonly job: KubernetesObject;
}

/** Parses the log of one pod, line by line from the start; one reader per pod. */
export interface CopyLogReader {
  /** Events of a line; may be empty. Targets are as in the copies. */
  read(line: string): readonly CopyEvent[];
  /** Call at the end of the log, with whether the engine's container exited with 0. */
  end(succeeded: boolean): readonly CopyEvent[];
}

/** Pure: builds objects and parses log lines. */
export interface CopyEngine {
  readonly name: string;
  readonly defaultImage: string;
  /** Name of the container whose log and exit code show the result. */
  readonly container: string;
  manifests(request: CopyJobRequest): CopyManifests;
  /** `index` is the pod's completion index (annotation `batch.kubernetes.io/job-completion-index`). */
  logReader(request: CopyJobRequest, index: number): CopyLogReader;
}
