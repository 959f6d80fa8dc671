/** A plan: what would be copied, changed and left alone, each with its reason. */
import type { ImageCopy } from '../copy/copy.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import type { ImageSlot } from '../image-fields/image-field.ts';
import type { Manager } from '../inventory/manager.ts';
import type { Platform } from '../image/platform.ts';
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import type { CopyTarget } from '../mapping/copy-target.ts';

/** `target` is the push address. */
export interface PlannedCopy extends ImageCopy {
  readonly digest: Digest;
  /** The target had this image when the plan was made. */
  readonly present: boolean;
  /** The target hides whether it has the image: the copy will show. */
  readonly hidden?: true;
  /** Number of workloads that need it. */
  readonly usedBy: number;
  /** For an attached artifact: the target of its image. */
  readonly companionOf?: CopyTarget;
  /** The target has it without these referrers of it or its manifests: they are copied with it. */
  readonly lacks?: readonly Digest[];
  /** Platforms of the nodes that can run it; absent: those of all nodes. */
  readonly platforms?: readonly Platform[];
}

export interface PlannedImage {
  readonly slot: ImageSlot;
  readonly name: string;
  /** As written in the workload. */
  readonly from: string;
  /** What that names, with the default tag made explicit. */
  readonly source: ImageReference;
  /** The new reference: the pull address. */
  readonly to: ImageReference;
  /** The `target` of the copy that must be proven before this image may change. */
  readonly copy: CopyTarget;
  /** The digest to prove there, and to run afterwards. */
  readonly digest: Digest;
  /** What the workload's own pods ran when the plan was made. */
  readonly running: readonly Digest[];
  /** The digest of the source's tag at that time; absent for a pinned image, or if unknown. */
  readonly tag?: Digest;
}

export interface PlannedChange {
  readonly workload: ObjectRef;
  readonly managedBy: readonly Manager[];
  readonly images: readonly PlannedImage[];
  /** Mentions in its template that are rewritten with them; absent: none. */
  readonly mentions?: readonly PlannedImage[];
  /** Its images are written with the proven digests. */
  readonly pin: boolean;
  /**
   * Pull Secrets to add to the template: the target's, preceded by those of the service account if the template has
   * none (Kubernetes ignores the service account's once a pod names its own).
   */
  readonly addPullSecrets: readonly string[];
  /** The tool's pull Secret that must have the target's login before the template changes; absent: none. */
  readonly ensurePullSecret?: string;
  /** Number of pods that will be replaced now; absent if they follow later. */
  readonly pods: number;
  /** Why it is interrupted during its rollout. */
  readonly interruption?: string;
  /** Workloads to switch before it, `[namespace/]kind/name`. */
  readonly after: readonly string[];
}

export type LeftAloneCode =
  | 'controlled'
  | 'gitops'
  | 'platform'
  | 'static-pod'
  | 'immutable'
  | 'no-digest'
  | 'closed'
  | 'drift'
  | 'target-differs'
  | 'pull-secret'
  | 'collision'
  | 'circle'
  | 'unmappable'
  | 'templated'
  | 'untagged'
  | 'never-pulled'
  | 'unwritable'
  | 'finished';

export interface LeftAlone {
  readonly workload: ObjectRef;
  readonly managedBy: readonly Manager[];
  readonly images: readonly string[];
  readonly code: LeftAloneCode;
  readonly reason: string;
}

/** A mention of the source that is not rewritten. */
export interface PlannedMention {
  /** The object with the mention: a workload, or a ConfigMap that one uses. */
  readonly object: ObjectRef;
  /** `container manager args[2]`, `data.images.yaml`, `field /spec/sidecar`. */
  readonly place: string;
  /** As written. */
  readonly text: string;
  /** Target of the image that it names, `host/repository:tag`; absent: nothing is copied for it. */
  readonly copy?: string;
  /** Why nothing is copied. */
  readonly reason?: string;
  /** Why it is not rewritten although mentions are. */
  readonly stays?: string;
  /** What `--rewrite-mentions` would do, e.g. `it becomes new.example/solver:1`; absent if mentions are rewritten. */
  readonly rewriting?: string;
}

/** A tag that does not point to (everything) what runs. */
export interface Drift {
  /** Canonical source reference with its tag. */
  readonly image: string;
  readonly running: readonly { readonly digest: Digest; readonly pods: number }[];
  /** The digest of the source's tag now; absent if unknown or deleted. */
  readonly tag?: Digest;
  /** The digest to copy; absent if the policy refuses. */
  readonly decided?: Digest;
}

export interface Plan {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'Plan';
  /** URL of the API server that the plan was made for. */
  readonly server: string;
  readonly from: readonly string[];
  readonly to: string;
  /** Distinct platforms of the nodes, which the target must have before anything changes. */
  readonly platforms: readonly Platform[];
  readonly copies: readonly PlannedCopy[];
  readonly changes: readonly PlannedChange[];
  readonly leftAlone: readonly LeftAlone[];
  readonly mentions: readonly PlannedMention[];
  readonly drift: readonly Drift[];
  /**
   * Namespaces whose pull Secret would get the login of the copy, so that everyone who can read Secrets there could
   * push to the target. Empty: pods have their own login, or need none.
   */
  readonly namespacesWithPushLogin: readonly string[];
  /** The parts of the target, `host[/path]`, that they could push to. */
  readonly placesOfPushLogin: readonly string[];
  /** Expiring logins that would be written into pull Secrets, each in a sentence. */
  readonly expiringLogins: readonly string[];
  readonly warnings: readonly string[];
}

/** Workloads left alone that still pull from the source, without completed ones. */
export function stillPulling({ leftAlone }: Pick<Plan, 'leftAlone'>): LeftAlone[] {
  return leftAlone.filter(({ code }) => code !== 'finished');
}
