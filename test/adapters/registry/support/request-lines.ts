import { requestLine, type SandboxRegistry } from '../../../../src/sandbox/index.ts';

/** `HEAD /v2/shop/web/manifests/1` and so on, without queries. */
export function requestLines(registry: SandboxRegistry): readonly string[] {
  return registry.requests.map((request) => requestLine(request).split('?')[0] ?? '');
}

/** How many requests begin like that. */
export function countRequests(registry: SandboxRegistry, beginning: string): number {
  return requestLines(registry).filter((line) => line.startsWith(beginning)).length;
}
