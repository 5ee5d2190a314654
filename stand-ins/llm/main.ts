import { parseArgs } from "node:util";
import { startModel } from "./server.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: "4700" } } });
const running = await startModel(Number(values.port));
process.stdout.write(`A language service that obeys anybody is at ${running.base}; Ctrl+C stops it. In .env:

  LLM_BASE_URL=${running.base}
  LLM_API_KEY=any
`);
process.on("SIGINT", () => void running.stop().then(() => process.exit(0)));
