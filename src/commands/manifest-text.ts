/** Several objects as one `kubectl apply -f -` takes them. */
export async function manifestText(objects: readonly unknown[], format: 'yaml' | 'json'): Promise<string> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  if (format === 'json') return `${JSON.stringify(list, null, 4)}\n`;
  const { stringify } = await import('yaml');
  const options = { lineWidth: 0, aliasDuplicateObjects: false };
  return objects.map((object) => `---\n${stringify(object, options)}`).join('');
}
