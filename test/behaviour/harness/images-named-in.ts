/** All image references that a specification names, wherever, in the order in which they stand there. */
export function imagesNamedIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
    const isImage = (key === 'image' || key === 'reference') && typeof child === 'string';
    return isImage ? [child] : imagesNamedIn(child);
  });
}
