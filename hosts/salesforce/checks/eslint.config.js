import lwc from "@salesforce/eslint-config-lwc/recommended.js";

export default [
  ...lwc,
  {
    files: ["**/force-app/**/*.js"],
    languageOptions: { parserOptions: { requireConfigFile: false, babelOptions: { parserOpts: { plugins: ["classProperties", ["decorators", { decoratorsBeforeExport: false }]] } } } },
  },
];
