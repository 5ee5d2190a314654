import { parseArgs } from "node:util";
import { startS3 } from "./server.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: "4800" } } });
const running = await startS3(Number(values.port));
process.stdout.write(`An object storage that forgets everything at its end is at ${running.url}; Ctrl+C stops it. In .env:

  S3_ENDPOINT=${running.url}
  S3_BUCKET=${running.bucket}
  S3_REGION=${running.identity.region}
  S3_ACCESS_KEY_ID=${running.identity.accessKeyId}
  S3_SECRET_ACCESS_KEY=${running.identity.secretAccessKey}
`);
process.on("SIGINT", () => void running.stop().then(() => process.exit(0)));
