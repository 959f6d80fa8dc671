/** A plan: what would be copied, changed and left alone, each with its reason. A value that can be saved and run later. */
import type { ImageCopy } from '../copy/copy.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import type { ImageSlot } from '../image-fields/image-field.ts';
import type { Manager } from '../inventory/manager.ts';
import type { Platform } from '../image/platform.ts';
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import type { CopyTarget } from '../mapping/copy-target.ts';

/** The target is the push address. */
export interface PlannedCopy extends ImageCopy {
  readonly digest: Digest;
  /** The target held this very image when the plan was made. */
  readonly present: boolean;
  /** The target did not show whether it holds it, or anything under that name: the copy decides. */
  readonly hidden?: true;
  /** How many workloads need it. */
  readonly usedBy: number;
  /** It belongs to the image that is copied there: a signature or the like. */
  readonly companionOf?: CopyTarget;
  /** The target holds it, but lacks these, which refer to it or to parts of it at the source: they come with it. */
  readonly lacks?: readonly Digest[];
  /** The platforms that the nodes have which can run these; absent: those of all nodes. */
  readonly platforms?: readonly Platform[];
}

export interface PlannedImage {
  readonly slot: ImageSlot;
  readonly name: string;
  /** As written in the workload. */
  readonly from: string;
  /** What that names, with the default tag made explicit. */
  readonly source: ImageReference;
  /** What the workload will say: the pull address. */
  readonly to: ImageReference;
  /** The `target` of the copy that must be proven before this image may change. */
  readonly copy: CopyTarget;
  /** What must be proven there, and run afterwards. */
  readonly digest: Digest;
  /** What the workload's own pods ran when the plan was made. */
  readonly running: readonly Digest[];
  /** What the source's tag said then; absent for an image that is pinned by digest, or where that is not known. */
  readonly tag?: Digest;
}

export interface PlannedChange {
  readonly workload: ObjectRef;
  readonly managedBy: readonly Manager[];
  readonly images: readonly PlannedImage[];
  /** References in its template that are rewritten with them; absent: none. */
  readonly mentions?: readonly PlannedImage[];
  /** Its images are written with the digests that were proven. */
  readonly pin: boolean;
  /**
   * Pull Secrets to be added to the template: the target's, preceded by those of the service account where the
   * template has none (Kubernetes ignores the service account's as soon as a pod names its own).
   */
  readonly addPullSecrets: readonly string[];
  /** The pull Secret that must hold the target's login before the template changes; absent: none of ours. */
  readonly ensurePullSecret?: string;
  /** How many pods will be replaced; none where they follow only later. */
  readonly pods: number;
  /** Why it cannot be kept up all the time during its rollout. */
  readonly interruption?: string;
  /** Workloads that go before it, `[namespace/]kind/name`. */
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

/** A reference to the source that is no image field and stays as it is. */
export interface PlannedMention {
  /** What holds it: a workload, or a ConfigMap that one uses. */
  readonly object: ObjectRef;
  /** `container manager args[2]`, `data.images.yaml`, `field /spec/sidecar`. */
  readonly place: string;
  /** As written. */
  readonly text: string;
  /** Where the image that it names is copied to, `host/repository:tag`; absent: nothing is copied for it. */
  readonly copy?: string;
  /** Why not. */
  readonly reason?: string;
  /** Why it stays although mentions are rewritten. */
  readonly stays?: string;
  /** What `--rewrite-mentions` would do with it, e.g. `it becomes new.example/solver:1`; absent where mentions are rewritten. */
  readonly rewriting?: string;
}

/** A tag that does not say (only) what runs. */
export interface Drift {
  /** Canonical source reference with its tag. */
  readonly image: string;
  readonly running: readonly { readonly digest: Digest; readonly pods: number }[];
  /** What the source's tag says now; absent when it could not be asked or is gone. */
  readonly tag?: Digest;
  /** What will be copied; absent when the policy refuses. */
  readonly decided?: Digest;
}

export interface Plan {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'Plan';
  /** The API server that the plan was made for. */
  readonly server: string;
  readonly from: readonly string[];
  readonly to: string;
  /** Distinct platforms of the nodes: the target must serve them before anything changes. */
  readonly platforms: readonly Platform[];
  readonly copies: readonly PlannedCopy[];
  readonly changes: readonly PlannedChange[];
  readonly leftAlone: readonly LeftAlone[];
  readonly mentions: readonly PlannedMention[];
  readonly drift: readonly Drift[];
  /**
   * Namespaces in which a pull Secret is to hold the login that copies: whoever may read Secrets there could push to the
   * target. Empty: pods have a login of their own, or need none.
   */
  readonly namespacesWithPushLogin: readonly string[];
  /** The parts of the target, `host[/path]`, to which they could push. */
  readonly placesOfPushLogin: readonly string[];
  /** Logins that are to be written into pull Secrets and will end before long, each in a sentence. */
  readonly expiringLogins: readonly string[];
  readonly warnings: readonly string[];
}

/** What was left alone although it still pulls from the source; finished work is none of that. */
export function stillPulling({ leftAlone }: Pick<Plan, 'leftAlone'>): LeftAlone[] {
  return leftAlone.filter(({ code }) => code !== 'finished');
}
