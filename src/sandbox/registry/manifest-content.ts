/** The parts of a manifest or index that a registry looks at. */
export interface ManifestContent {
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
  readonly subject?: Descriptor;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
}

/** Reads a manifest; `undefined` when it is not a JSON object. */
export function parseManifestContent(content: Buffer): ManifestContent | undefined {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
