/** The arrows of .github/ARCHITECTURE.md, held. */
const pure = '^src/(core|phases|commands|checks|contracts|text|openspec|reviewers)/';
const outside = '^src/(adapters|shell|sandbox|runner|web|cli)/|^src/[a-z]+\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'pure-rooms-know-no-outside',
      comment:
        'core, phases, commands, checks, contracts, text, openspec and reviewers decide and describe; they touch nothing.',
      severity: 'error',
      from: { path: pure },
      to: { path: outside },
    },
    {
      name: 'pure-rooms-do-no-io',
      severity: 'error',
      from: { path: pure },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'ports-are-interfaces',
      comment: 'A port knows the words of the core and nothing that implements it.',
      severity: 'error',
      from: { path: '^src/ports/' },
      to: { path: outside },
    },
    {
      name: 'adapters-know-one-system',
      comment:
        'No adapter imports another adapter (git, a tool of the machine, apart), the shell, the runner or the sandbox.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: { path: '^src/(adapters/(?!$1/|git/)|shell/|sandbox/|runner/|web/|cli/)' },
    },
    {
      name: 'shell-sees-ports-only',
      comment: 'Which adapter stands behind a port is the business of composition roots.',
      severity: 'error',
      from: { path: '^src/shell/' },
      to: { path: '^src/(adapters|sandbox|runner|web|cli)/|^src/[a-z]+\\.ts$' },
    },
    {
      name: 'runner-knows-no-app',
      severity: 'error',
      from: { path: '^src/runner/' },
      to: { path: '^src/(shell|sandbox|web|cli)/|^src/adapters/(?!agents/|git/)|^src/[a-z]+\\.ts$' },
    },
    {
      name: 'secrets-know-texts-only',
      comment: 'What recognises a credential looks at texts: runner and shell hand them over.',
      severity: 'error',
      from: { path: '^src/secrets/' },
      to: { path: '^src/(?!secrets/|text/|contracts/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'secrets-do-no-io',
      severity: 'error',
      from: { path: '^src/secrets/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'runner-and-shell-look-for-secrets',
      comment: 'A scanner is slow and asynchronous: checks are given its findings.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(secrets|runner|shell|sandbox)/' },
      to: { path: '^src/secrets/' },
    },
    {
      name: 'the-action-is-thin',
      comment: 'Inputs, outputs and the summary of the steps; nothing of the App or the sandbox is bundled.',
      severity: 'error',
      from: { path: '^action/' },
      to: {
        path: '^src/(core|commands|checks|shell|sandbox|web|cli)/|^src/adapters/(?!agents/)|^src/[a-z]+\\.ts$',
      },
    },
    {
      name: 'nothing-ships-the-sandbox',
      severity: 'error',
      from: { pathNot: '^src/sandbox/' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'no-tests-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-dev-dependencies-in-src',
      severity: 'error',
      from: { path: '^(src|action)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/sandbox/story/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
