import tseslint from 'typescript-eslint';

const FORMS = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'];

/** Imports of any form, static or lazy, whose source matches. */
function noImport(regex, message) {
  // Esquery ends a regular expression at the first slash.
  const pattern = regex.replaceAll('/', '\\x2F');
  return { selector: `:matches(${FORMS.join(', ')})[source.value=/${pattern}/]`, message };
}

/** Forbids imports from the given layers (see src/README.md). Of several for one file the last one counts, alone. */
function layer(files, forbiddenLayers, forbiddenPackages = [], others = []) {
  const packages = forbiddenPackages.length === 0 ? [] : [`^(${forbiddenPackages.join('|')})(/|$)`];
  return {
    files,
    rules: {
      'no-restricted-syntax': [
        'error',
        ...packages.map((regex) => noImport(regex, 'Another layer uses this library.')),
        noImport(
          `^(\\.\\.?/)+(${forbiddenLayers.join('|')})/`,
          'Layers import in one direction: see src/README.md.',
        ),
        ...others,
      ],
    },
  };
}

const DOOR = 'The sandbox is entered by src/sandbox/index.ts.';

const terminal = ['listr2', '@inquirer/prompts', '@oclif/core'];
const WRITES = 'What reaches a terminal goes through src/ui/sink.ts.';
const cluster = ['@kubernetes/client-node'];

const ABOVE_WORKFLOW = ['profiles', 'adapters', 'ui', 'cli', 'commands', 'sandbox'];
const ABOVE_DOMAIN = ['workflow', ...ABOVE_WORKFLOW];
const ABOVE_ADAPTERS = ['workflow', 'profiles', 'ui', 'cli', 'commands', 'sandbox'];

/** Folders of src/domain: each may import those before it, so that no two of them hang on each other. */
const DECISIONS = [
  ...['kubernetes', 'image', 'jsonpath', 'schema', 'names', 'workload-kinds', 'image-fields', 'mapping'],
  ...['mention', 'change', 'rollout', 'credentials', 'copy', 'permissions', 'ports', 'inventory', 'heal'],
  ...['plan', 'run', 'verify'],
];

/** Folders of src/workflow: each may import those before it, so that no two of them hang on each other. */
const STEPS = [
  ...['cluster', 'images', 'inventory', 'journals', 'pull-secrets', 'rollout', 'fence'],
  ...['heal', 'verify', 'run', 'found', 'plan', 'preflight', 'copy', 'rollback', 'finish', 'switch'],
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  layer(['src/*.ts'], ['sandbox']),
  layer(['src/domain/**/*.ts'], ABOVE_DOMAIN, [...terminal, ...cluster, 'yaml']),
  ...DECISIONS.map((name, index) =>
    layer(
      [`src/domain/${name}/**/*.ts`],
      [...ABOVE_DOMAIN, ...DECISIONS.slice(index + 1)],
      [...terminal, ...cluster, 'yaml'],
    ),
  ),
  layer(['src/workflow/**/*.ts'], ABOVE_WORKFLOW, [...terminal, ...cluster, 'yaml', 'jsonpath-plus']),
  ...STEPS.map((name, index) =>
    layer(
      [`src/workflow/${name}/**/*.ts`],
      [...ABOVE_WORKFLOW, ...STEPS.slice(index + 1)],
      [...terminal, ...cluster, 'yaml', 'jsonpath-plus'],
    ),
  ),
  layer(
    ['src/profiles/**/*.ts'],
    ['adapters', 'ui', 'cli', 'commands', 'sandbox'],
    [...terminal, ...cluster, 'yaml', 'jsonpath-plus'],
  ),
  layer(['src/adapters/**/*.ts'], ABOVE_ADAPTERS, [...terminal, 'jsonpath-plus']),
  layer(
    ['src/adapters/http/**/*.ts'],
    [...ABOVE_ADAPTERS, 'kubernetes', 'registry', 'credentials', 'copier', 'files'],
    [...terminal, ...cluster, 'jsonpath-plus'],
  ),
  layer(['src/adapters/kubernetes/**/*.ts'], [...ABOVE_ADAPTERS, 'registry'], [...terminal, 'jsonpath-plus']),
  layer(
    ['src/adapters/registry/**/*.ts'],
    [...ABOVE_ADAPTERS, 'kubernetes'],
    [...terminal, ...cluster, 'jsonpath-plus'],
  ),
  layer(
    ['src/ui/**/*.ts'],
    ['workflow', 'profiles', 'adapters', 'cli', 'commands', 'sandbox'],
    [...cluster, '@oclif/core', 'jsonpath-plus'],
  ),
  layer(
    ['src/cli/**/*.ts'],
    ['workflow', 'commands', 'sandbox'],
    [...cluster, 'listr2', '@inquirer/prompts'],
  ),
  layer(
    ['src/commands/**/*.ts'],
    ['adapters', 'sandbox'],
    [...cluster, 'listr2', '@inquirer/prompts', 'yaml'],
  ),
  layer(
    ['src/commands/demo.ts'],
    ['adapters'],
    [...cluster, 'listr2', '@inquirer/prompts', 'yaml'],
    [noImport('/sandbox/(?!index.ts$)', DOOR)],
  ),
  {
    files: ['test/**/*.ts'],
    ignores: ['test/sandbox/**'],
    rules: { 'no-restricted-syntax': ['error', noImport('src/sandbox/(?!index.ts$)', DOOR)] },
  },
  {
    files: ['src/**/*.ts'],
    // The demo tells a story of its own making; a second Ctrl-C ends the process with one constant sentence.
    ignores: ['src/ui/**', 'src/sandbox/**', 'src/commands/demo.ts', 'src/cli/interruption.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['stdout', 'stderr'].map((property) => ({ object: 'process', property, message: WRITES })),
      ],
    },
  },
  layer(
    ['src/sandbox/**/*.ts'],
    // Of the product it knows the grammar of image references alone.
    ['domain(?!/image/)', 'workflow', 'profiles', 'adapters', 'ui', 'cli', 'commands'],
    terminal,
  ),
  {
    files: ['test/**/*.ts'],
    rules: { 'no-console': 'off', '@typescript-eslint/no-unused-expressions': 'off' },
  },
);
