import { writeFileSync } from "node:fs";
import { envExample } from "../server/env-example.ts";

writeFileSync(new URL("../.env.example", import.meta.url), envExample());
