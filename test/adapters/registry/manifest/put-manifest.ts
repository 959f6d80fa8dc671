import { type SandboxRegistry } from '../../../../src/sandbox/index.ts';

export function putManifest(registry: SandboxRegistry, mediaType: string, value: object): Buffer {
  const content = Buffer.from(JSON.stringify(value));
  registry.store.putManifest('shop/web', { mediaType, content }, '1');
  return content;
}
