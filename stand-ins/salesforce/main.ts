import { parseArgs } from "node:util";
import { simulateCompany } from "../../core/demo/simulate.ts";
import { createOrg } from "./org.ts";
import { seedOrg } from "./seed.ts";
import { startSalesforce } from "./server.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "4500" },
		size: { type: "string", default: "0.2" },
		seed: { type: "string", default: "1" },
	},
});

const client = { id: "courtside", secret: "a-secret-of-the-stand-in", username: "integration@fjordlight.example" };
const org = createOrg({ clients: [client], isMultiCurrency: true });
seedOrg(org, simulateCompany({ seed: Number(values.seed), size: Number(values.size), now: Date.now() }));
const running = await startSalesforce(org, Number(values.port));
process.stdout.write(`A Salesforce organisation is at ${running.base}; Ctrl+C stops it. Paste in Connections, Salesforce:

  instanceUrl    ${running.base}
  clientId       ${client.id}
  clientSecret   ${client.secret}
`);
process.on("SIGINT", () => void running.stop().then(() => process.exit(0)));
