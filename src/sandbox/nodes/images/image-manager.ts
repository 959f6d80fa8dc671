/** Sees to it that a container's image is there, and tells of it, as the kubelet does (pkg/kubelet/images/image_manager.go). */
import { type Login, type LoginEntry, loginsFor } from '../../oci/login.ts';
import { BackOff } from '../back-off.ts';
import { goDuration } from '../go-duration.ts';
import { ContentStore, type PulledImage } from './content-store.ts';
import { readImageName, type ImageName } from './image-name.ts';
import { PullFailure } from './pull-failure.ts';
import { pullImage, type RegistryReach } from './pull-image.ts';

export type TellEvent = (type: 'Normal' | 'Warning', reason: string, message: string) => void;

export interface RequestedImage {
  readonly podUid: string;
  /** As the container says it. */
  readonly image: string;
  readonly pullPolicy: string;
  /** The logins of the pod's pull secrets, in their order. */
  readonly logins: readonly LoginEntry[];
  readonly tell: TellEvent;
  readonly signal: AbortSignal;
}

/** Reason and message of a waiting container. */
export interface ImageTrouble {
  readonly reason: string;
  readonly message: string;
}

/** An image that is there, and the name and digest by which the runtime tells of it. */
export interface ReadyImage {
  readonly image: PulledImage;
  readonly reportedId: string;
}

export type ImageOutcome = ReadyImage | { readonly trouble: ImageTrouble };

export class ImageManager {
  readonly #reach: RegistryReach;
  readonly #store = new ContentStore();
  readonly #backOff: BackOff;
  readonly #lastErrors = new Map<string, string>();
  readonly #pulls = new Map<string, Promise<PulledImage>>();

  constructor(reach: RegistryReach) {
    this.#reach = reach;
    this.#backOff = new BackOff(reach.clock);
  }

  async ensure(wish: RequestedImage): Promise<ImageOutcome> {
    const { image, pullPolicy, tell } = wish;
    const name = readImageName(image);
    if ('fault' in name) {
      tell('Warning', 'InspectFailed', name.fault);
      return { trouble: { reason: 'InvalidImageName', message: name.fault } };
    }
    const present = pullPolicy === 'Always' ? undefined : this.#store.image(name.normalised);
    // The feature KubeletEnsureSecretPulledImages: a login of another pod opens nothing.
    if (present !== undefined && this.#store.mayUse(present, loginsFor(name.reference, wish.logins))) {
      const message = `Container image "${image}" already present on machine and can be accessed by the pod`;
      tell('Normal', 'Pulled', message);
      return this.#ready(present);
    }
    if (pullPolicy === 'Never') {
      const message = `Container image "${image}" is not present with pull policy of Never`;
      tell('Warning', 'ErrImageNeverPull', message);
      return { trouble: { reason: 'ErrImageNeverPull', message } };
    }
    return this.#pull(wish, name);
  }

  /** What was remembered for a pod that is gone. */
  forget(podUid: string): void {
    for (const key of [...this.#lastErrors.keys()].filter((one) => one.startsWith(podUid))) {
      this.#lastErrors.delete(key);
      this.#backOff.forget(key);
    }
  }

  /** As `crictl rmi` of all images whose name says this. */
  dropImages(part: string): void {
    this.#store.dropImages(part);
  }

  stop(): void {
    this.#backOff.stop();
  }

  #ready(image: PulledImage): ReadyImage {
    return { image, reportedId: this.#store.reportedId(image) };
  }

  async #pull(wish: RequestedImage, name: ImageName): Promise<ImageOutcome> {
    const { image, tell } = wish;
    const key = `${wish.podUid}_${image}`;
    if (this.#backOff.waiting(key) !== undefined) {
      const message = `Back-off pulling image "${image}"`;
      tell('Normal', 'BackOff', message);
      const cause = this.#lastErrors.get(key);
      const full = cause === undefined ? message : `${message}: ${cause}`;
      return { trouble: { reason: 'ImagePullBackOff', message: full } };
    }
    tell('Normal', 'Pulling', `Pulling image "${image}"`);
    const begun = performance.now();
    try {
      const pulled = await this.#pullWithLogins(wish, name);
      const took = goDuration(performance.now() - begun);
      const done = `Successfully pulled image "${image}" in ${took} (${took} including waiting).`;
      tell('Normal', 'Pulled', `${done} Image size: ${pulled.size} bytes.`);
      return this.#ready(pulled);
    } catch (error) {
      if (!(error instanceof PullFailure) || wish.signal.aborted) throw error;
      const message = error.described;
      tell('Warning', 'Failed', `Failed to pull image "${image}": ${message}`);
      this.#backOff.next(key);
      this.#lastErrors.set(key, `ErrImagePull: ${message}`);
      return { trouble: { reason: 'ErrImagePull', message } };
    }
  }

  /** One login after the other; without any, anonymously. What fails with all is told of all. */
  async #pullWithLogins(wish: RequestedImage, name: ImageName): Promise<PulledImage> {
    const logins = loginsFor(name.reference, wish.logins);
    const failures: PullFailure[] = [];
    for (const login of logins.length === 0 ? [undefined] : logins) {
      try {
        const image = await this.#pullOnce(wish, name, login);
        this.#store.grant(image, login);
        return image;
      } catch (error) {
        if (!(error instanceof PullFailure) || wish.signal.aborted) throw error;
        failures.push(error);
      }
    }
    const messages = [...new Set(failures.map(({ described }) => described))];
    const [only = ''] = messages;
    throw new PullFailure('unknown', messages.length === 1 ? only : `[${messages.join(', ')}]`);
  }

  /** Pods that want the same image with the same login at the same time share one pull. */
  async #pullOnce(wish: RequestedImage, name: ImageName, login: Login | undefined): Promise<PulledImage> {
    const key = JSON.stringify([name.normalised, login]);
    const shared = this.#pulls.get(key);
    if (shared !== undefined) return untilAborted(shared, wish.signal);
    const made = pullImage({ reach: this.#reach, store: this.#store, name, login }).finally(() =>
      this.#pulls.delete(key),
    );
    this.#pulls.set(key, made);
    return untilAborted(made, wish.signal);
  }
}

/** The pull goes on for others when one pod gives up waiting for it. */
async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = (): void => {
    reject(new PullFailure('unknown', 'context canceled'));
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
