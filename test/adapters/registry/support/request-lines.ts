import { requestLine } from '../../../../src/sandbox/registry/registry-request.ts';
import type { SandboxRegistry } from '../../../../src/sandbox/registry/sandbox-registry.ts';

/** `HEAD /v2/shop/web/manifests/1` and so on, without queries. */
export function requestLines(registry: SandboxRegistry): readonly string[] {
  return registry.requests.map((request) => requestLine(request).split('?')[0] ?? '');
}

/** How many requests begin like that. */
export function countRequests(registry: SandboxRegistry, beginning: string): number {
  return requestLines(registry).filter((line) => line.startsWith(beginning)).length;
}
