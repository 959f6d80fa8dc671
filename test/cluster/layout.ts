/** What a test cluster looks like from inside: fixed, because each cluster has network namespaces of its own. */

import { HARBOR_ADMIN } from '../support/harbor.ts';

/** Where the control plane, the registries and the name server are reached, by nodes and pods alike. */
export const GATEWAY = '10.244.0.1';

/** The first address of the Service network: the API server, as pods know it. */
export const SERVICE_NETWORK = '10.96.0.0/16';
export const SERVICE_ADDRESS = '10.96.0.1';

export const API_SERVER = `https://${GATEWAY}:6443`;

export interface NodeLayout {
  readonly name: string;
  readonly address: string;
  /** The /24 network that the node's pods have addresses of. */
  readonly podNetwork: string;
}

export const NODES: readonly NodeLayout[] = [1, 2].map((number) => ({
  name: `node-${number.toString()}`,
  address: `10.244.0.${(10 + number).toString()}`,
  podNetwork: `10.244.${number.toString()}.0/24`,
}));

export interface RegistryLayout {
  readonly name: 'source' | 'target' | 'harbor' | 'plain';
  /** `host:port`, as image references name it. */
  readonly host: string;
  /** Basic auth over TLS by a private CA; without it plain HTTP, open to all. */
  readonly credentials?: Login;
  /** Another user, for pods. The registry knows no rights: this one could push too, but is never asked to. */
  readonly puller?: Login;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

export const SOURCE: RegistryLayout = {
  name: 'source',
  host: 'source.example:5000',
  credentials: { username: 'source-user', password: 'source-password' },
};

/** The password has every character that a shell, JSON, YAML or a template could trip over. */
export const TARGET: RegistryLayout = {
  name: 'target',
  host: 'target.example:5001',
  credentials: { username: 'target-user', password: String.raw`t"ar'g\e$t {{p}} #1` },
  puller: { username: 'target-puller', password: 'puller-password' },
};

/** Has a robot account for each project: `robot-registry.ts` serves it. */
export const HARBOR: RegistryLayout = {
  name: 'harbor',
  host: 'harbor.example:5003',
  credentials: HARBOR_ADMIN,
};

export const PLAIN: RegistryLayout = { name: 'plain', host: 'plain.example:5002' };

export const REGISTRIES: readonly RegistryLayout[] = [SOURCE, TARGET, HARBOR, PLAIN];

/** The image of every pod's sandbox. */
export const PAUSE = { repository: 'pause', tag: '1' };
export const PAUSE_IMAGE = `${PLAIN.host}/${PAUSE.repository}:${PAUSE.tag}`;

/** The engine of copy Jobs: regsync, as upstream packs it. Its version is also the one that is built. */
export const COPIER = { repository: 'regclient/regsync', tag: 'v0.11.7' };
export const COPIER_IMAGE = `${PLAIN.host}/${COPIER.repository}:${COPIER.tag}`;
