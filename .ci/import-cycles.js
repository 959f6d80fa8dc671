// Fails when source files import each other in a circle, be it only for types, and prints one such circle after the other.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const importsOf = new Map(
  globSync('{src,test}/**/*.ts').map((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
    const relative = importedFiles.filter(({ fileName }) => fileName.startsWith('.'));
    return [file, relative.map(({ fileName }) => join(dirname(file), fileName))];
  }),
);

const done = new Set();

/** The circles that are closed by what can be reached from the last file of a path. */
function cyclesFrom(path) {
  const file = path.at(-1);
  if (done.has(file)) return [];
  const cycles = (importsOf.get(file) ?? []).flatMap((next) =>
    path.includes(next) ? [[...path.slice(path.indexOf(next)), next]] : cyclesFrom([...path, next]),
  );
  done.add(file);
  return cycles;
}

const cycles = [...importsOf.keys()].flatMap((file) => cyclesFrom([file]));
for (const cycle of cycles) console.error(`Import cycle: ${cycle.join(' -> ')}`);
process.exitCode = cycles.length === 0 ? 0 : 1;
