/** Import cycles, of types too; who may import whom otherwise is eslint.config.js. */
export default {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'Files that know each other in a circle cannot be read, tested or changed one at a time.',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    // Also imports that vanish when TypeScript becomes JavaScript.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
