const { join } = require("node:path");
const { jestConfig } = require("@salesforce/sfdx-lwc-jest/config");

const here = __dirname;
const lwc = join(here, "../force-app/main/default/lwc");
module.exports = {
  ...jestConfig,
  rootDir: join(here, ".."),
  testTimeout: 60_000,
  roots: [join(here, "tests")],
  testMatch: ["**/*.test.cjs"],
  moduleFileExtensions: [...jestConfig.moduleFileExtensions, "cjs", "css"],
  modulePaths: [join(here, "node_modules")],
  moduleNameMapper: {
    ...jestConfig.moduleNameMapper,
    "^c/(.+)$": join(lwc, "$1/$1"),
  },
  setupFilesAfterEnv: [...jestConfig.setupFilesAfterEnv, join(here, "jest-setup.cjs")],
};
