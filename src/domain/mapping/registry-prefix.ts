import { UsageError } from '../errors.ts';
import { canonicalHost, DOCKER_HUB } from '../image/docker-hub.ts';
import type { Fault } from '../image/grammar/fault.ts';
import { hostFault, looksLikeHost } from '../image/grammar/host.ts';
import { repositoryFault } from '../image/grammar/repository.ts';
import type { ImageReference } from '../image/reference.ts';

/** A registry, or a part of it: `host[:port][/path]`. */
export interface RegistryPrefix {
  /** Lower case. */
  readonly host: string;
  /** Without slashes at the ends; empty: the whole registry. */
  readonly path: string;
}

/**
 * Reads `host[:port][/path]`. The UsageError says what it was for (`role`, e.g. `target`) and, where that is
 * known, the place where it was written.
 */
export function parseRegistryPrefix(text: string, role: string, place?: string): RegistryPrefix {
  const fault = prefixFault(text);
  if (fault !== undefined) {
    const prefix = place === undefined ? '' : `${place}: `;
    const message = `${prefix}invalid ${role} ${JSON.stringify(text)}, column ${fault.offset + 1}: ${fault.reason}`;
    throw new UsageError(message, { nextStep: fault.nextStep });
  }
  const { host, path } = cut(text);
  return { host: canonicalHost(host), path };
}

/** `host[:port][/path]` */
export function formatRegistryPrefix({ host, path }: RegistryPrefix): string {
  return path === '' ? host : `${host}/${path}`;
}

/** Whether a repository lies in a registry prefix; paths are compared by whole components. */
export function liesIn(
  prefix: RegistryPrefix,
  { host, repository }: Pick<ImageReference, 'host' | 'repository'>,
): boolean {
  if (!isSameHost(host, prefix.host)) return false;
  return prefix.path === '' || repository === prefix.path || repository.startsWith(`${prefix.path}/`);
}

/** Whether two names are the same host, with or without the default port. */
export function isSameHost(one: string, other: string): boolean {
  return bareHost(one) === bareHost(other);
}

/** The canonical name of a host, without the default port. */
export function bareHost(host: string): string {
  return canonicalHost(host.replace(/:443$/, ''));
}

/** The number of components of a path. */
export function depth(path: string): number {
  return path === '' ? 0 : path.split('/').length;
}

function cut(text: string): RegistryPrefix {
  const slash = text.indexOf('/');
  return slash === -1
    ? { host: text, path: '' }
    : { host: text.slice(0, slash), path: text.slice(slash + 1) };
}

function prefixFault(text: string): Fault | undefined {
  const { host, path } = cut(text);
  return slip(text) ?? registryFault(host) ?? pathFault(host, path);
}

/** Common mistakes, each with its own hint. */
function slip(text: string): Fault | undefined {
  const slips: readonly (readonly [RegExp, string, string])[] = [
    [/^$/, 'it is empty', 'Use the form registry.example:5000/team.'],
    [/\s/, 'it contains white space', 'Remove the white space.'],
    [/^[a-z][a-z0-9+.-]*:\/\//i, 'a registry must be given without a scheme', withoutScheme(text)],
    [/[A-Z]/, 'a registry must be lower case', `Write ${text.toLowerCase()}.`],
    [/\/+$/, 'it ends with a slash', `Write ${text.replace(/\/+$/, '') || 'a registry host'}.`],
    [/@/, 'a registry cannot have a digest', `Write ${text.replace(/@.*$/, '') || 'a registry host'}.`],
    [/(?<=\/[^:]*):/, 'a registry cannot have a tag', `Write ${text.replace(/(?<=\/[^:]*):.*$/, '')}.`],
    [/\*/, 'a wildcard cannot be part of a registry', 'Give each registry separately.'],
  ];
  for (const [pattern, reason, nextStep] of slips) {
    const offset = text.search(pattern);
    if (offset !== -1) return { offset, reason, nextStep };
  }
  return undefined;
}

function withoutScheme(text: string): string {
  return `Write ${text.replace(/^.*:\/\//, '').replace(/\/+$/, '') || 'a registry host'}.`;
}

function registryFault(host: string): Fault | undefined {
  const fault = hostFault(host);
  if (fault !== undefined) return fault;
  if (!looksLikeHost(host)) {
    return {
      offset: 0,
      reason: `${JSON.stringify(host)} is not a registry host (it has neither a "." nor a port)`,
      nextStep: `Use ${DOCKER_HUB}/${host} for a Docker Hub account, otherwise the registry's full host name.`,
    };
  }
  const port = /(?<=:)\d+$/.exec(host)?.[0];
  if (port === undefined || (Number(port) >= 1 && Number(port) <= 65_535)) return undefined;
  return {
    offset: host.length - port.length,
    reason: `invalid port ${port}`,
    nextStep: 'Use a port between 1 and 65535.',
  };
}

function pathFault(host: string, path: string): Fault | undefined {
  const fault = path === '' ? undefined : repositoryFault(path);
  return fault === undefined ? undefined : { ...fault, offset: host.length + 1 + fault.offset };
}
