/** A program that copies images inside the cluster, described by the objects that run it. */
import type { CopyEvent, ImageCopy } from '../copy/copy.ts';
import type { Credential, RegistryConnection } from '../credentials/credential.ts';
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
  /** Name of both the Secret and the Job. */
  readonly name: string;
  readonly image: string;
  /** Pods of the Indexed Job: the list is split into that many shards. */
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
  readonly secret: KubernetesObject;
  readonly job: KubernetesObject;
}

/** Pure: builds objects and reads log lines; never talks to anything. */
export interface CopyEngine {
  readonly name: string;
  readonly defaultImage: string;
  manifests(request: CopyJobRequest): CopyManifests;
  /** Reads one log line; `undefined` when it says nothing of interest. Targets are as in the copies. */
  readLog(line: string, request: CopyJobRequest): CopyEvent | undefined;
}
