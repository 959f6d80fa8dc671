/** Whether a JSON Patch changes what an object is to be: not only who owns it, or what is written down on it. */
export function changesSpec(patch: string): boolean {
  const operations = JSON.parse(patch) as readonly { readonly op: string; readonly path: string }[];
  return operations.some(({ op, path }) => op !== 'test' && path.startsWith('/spec'));
}
