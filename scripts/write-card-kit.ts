import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cardKitFiles } from "./card-kit-files.ts";

for (const [path, text] of await cardKitFiles()) writeFileSync(join(import.meta.dirname, "..", path), text);
