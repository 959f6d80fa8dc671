/** What differs on a platform that manages its own registry: the implementations are in `src/profiles`. */
import type { ConnectionFor, Credential, RegistryConnection } from '../credentials/credential.ts';
import type { Workload } from '../inventory/workload.ts';
import type { RegistryPrefix } from '../mapping/registry-prefix.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Work } from '../ports/progress.ts';
import type { AccessFor, Registries } from '../ports/registry.ts';

/** `generic`: the cluster manages no registry of its own. */
export const PROFILE_NAMES = ['generic', 'deckhouse'] as const;

export type ProfileName = (typeof PROFILE_NAMES)[number];

export interface Profile {
  readonly name: ProfileName;
  /** The platform and its generation, for people: `Deckhouse 1.71 (module registry)`. */
  readonly title: string;
  /** Which objects decided that, as a sentence without a full stop. */
  readonly why: string;
  /** Why a workload is left to the platform, which changes it by itself; `undefined`: it is not the platform's. */
  readonly leaves: (workload: Workload) => string | undefined;
  /** Copies all that the platform may ever need, by a program of its own. */
  readonly copier?: PlatformCopier;
  /** Switches the platform itself; absent: this tool cannot. */
  readonly switcher?: PlatformSwitcher;
  /** How the platform itself is switched, as an imperative; absent: there is nothing to switch. */
  readonly switchedBy?: string;
}

/** Whom a switch of the platform asks. */
export interface PlatformPorts {
  readonly cluster: Cluster;
  readonly openRegistries: (accessFor: AccessFor) => Registries;
  readonly connectionFor: ConnectionFor;
}

export interface PlatformSwitcher {
  /** Reads, and proves that the target has what the platform runs. Throws ClusterError, ExpectedError, UsageError. */
  readonly prepare: (
    ports: PlatformPorts,
    target: PlatformTarget,
    work: Work,
  ) => Promise<PreparedPlatformSwitch>;
  /** Throws ExpectedError where there is nothing to roll back. */
  readonly prepareRollback: (ports: PlatformPorts, work: Work) => Promise<PreparedPlatformSwitch>;
  /** Gives the way back up. Throws ExpectedError where there is none. */
  readonly prepareFinish: (cluster: Cluster, work: Work) => Promise<PreparedPlatformSwitch>;
}

export interface PreparedPlatformSwitch {
  /** Empty: there is nothing to do. */
  readonly changes: readonly SwitchedPlatformObject[];
  /** Where is written. */
  readonly namespaces: readonly string[];
  /** Of a way back that stands in the cluster, where others may write it: what somebody has to sign off. */
  readonly signOff?: string;
  readonly run: (
    cluster: Cluster,
    pace: { readonly timeoutSeconds: number },
    work: Work,
  ) => Promise<PlatformSwitchReport>;
}

export interface SwitchedPlatformObject {
  /** `Deployment d8-system/deckhouse container deckhouse` */
  readonly object: string;
  readonly from: string;
  readonly to: string;
}

export interface PlatformSwitchReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'PlatformSwitchReport';
  readonly platform: ProfileName;
  /** `failed`: it is not ready, and what was there before could not be restored. */
  readonly state: 'switched' | 'unchanged' | 'rolled-back' | 'finished' | 'failed';
  /** Why it is not switched, in a sentence. */
  readonly reason: string;
  readonly objects: readonly SwitchedPlatformObject[];
  /** What has not followed the platform in time, in sentences. */
  readonly pending: readonly string[];
  /** Commands for a shell: workloads whose pods keep an image of the platform from the old registry until they restart. */
  readonly restarts: readonly string[];
  /** What a rollback is signed off by. */
  readonly signOff?: string;
}

export interface PlatformCopier {
  /** Reads only. Throws UsageError for a target that the copier cannot write to. */
  readonly prepare: (
    cluster: Cluster,
    target: PlatformTarget,
    signal: AbortSignal,
  ) => Promise<PreparedPlatformCopy>;
}

/** Where the platform's images go, by which login. */
export interface PlatformTarget {
  readonly place: RegistryPrefix;
  readonly connection: RegistryConnection;
  readonly credential: Credential | undefined;
}

export interface PreparedPlatformCopy {
  /** `registry.example/edition:v1` */
  readonly source: string;
  readonly target: string;
  /** Where is written. */
  readonly namespaces: readonly string[];
  /** `retry`: repeat a copy that failed. Throws ClusterError, ExpectedError. */
  readonly run: (
    cluster: Cluster,
    options: { readonly retry: boolean },
    work: Work,
  ) => Promise<PlatformCopyReport>;
}

export interface PlatformCopyReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'PlatformCopyReport';
  readonly platform: ProfileName;
  readonly source: string;
  readonly target: string;
  readonly state: 'copied' | 'failed';
  /** Why it failed, in a sentence, and what to do; empty: it did not. */
  readonly reason: string;
  /** The last lines of the copier. */
  readonly logTail: readonly string[];
}
