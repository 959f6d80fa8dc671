import { pointerSegments } from '../kubernetes/json-patch.ts';

/** The path for exactly one JSON pointer, in braces: `/spec/images/0/a.b` is `{.spec.images[0].a\.b}`. */
export function pathOfPointer(pointer: string): string {
  const steps = pointerSegments(pointer).map((segment) =>
    /^\d+$/.test(segment) ? `[${segment}]` : `.${segment.replaceAll(/[^\w-]/g, String.raw`\$&`)}`,
  );
  return `{${steps.join('')}}`;
}
