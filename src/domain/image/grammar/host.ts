import type { Fault } from './fault.ts';
import { acceptedLength, quoteCharacter } from './fault.ts';

const LABEL = '[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*';
const IPV6 = '\\[[a-fA-F0-9:]+\\]';
const HOST = new RegExp(`(?:${LABEL}(?:\\.${LABEL})*|${IPV6})(?::[0-9]+)?`, 'y');

/**
 * A host name that DNS forbids but the container runtimes pull from: the grammar of the distribution
 * project reads it as a part of the path, containerd then takes it for the host.
 */
const UNDERSCORED_HOST = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

/** Whether the text before the first `/` of an image reference is a host (else: a Docker Hub namespace). */
export function looksLikeHost(component: string): boolean {
  return component === 'localhost' || /[.:A-Z]/.test(component);
}

/** Checks `host[:port]`: a domain name, an IPv4 address, or an IPv6 address in brackets. */
export function hostFault(host: string): Fault | undefined {
  if (host === '') {
    return { offset: 0, reason: 'the registry host is empty', nextStep: 'Remove the leading "/".' };
  }
  const accepted = acceptedLength(HOST, host);
  if (accepted === host.length || UNDERSCORED_HOST.test(host)) return undefined;
  if (host.startsWith('[') && accepted === 0) return ipv6Fault(host);
  if (host[accepted] === ':') return portFault(host, accepted);
  return {
    offset: accepted,
    reason: `${quoteCharacter(host, accepted)} is not allowed there in a registry host`,
    nextStep: 'Use a domain name or IP address, optionally with a port: registry.example:5000.',
  };
}

function ipv6Fault(host: string): Fault {
  const wrong = host.slice(1).search(/[^a-fA-F0-9:]/) + 1;
  return {
    offset: wrong,
    reason: 'this is not an IPv6 address in brackets',
    nextStep: 'Use the form [2001:db8::1]:5000, without a zone.',
  };
}

function portFault(host: string, offset: number): Fault {
  return {
    offset,
    reason: 'the port of the registry host is not a number',
    nextStep: 'Use digits for the port, and brackets for an IPv6 address: [2001:db8::1]:5000.',
  };
}
