import { parseArgs } from "node:util";
import { simulateCompany } from "../../core/demo/simulate.ts";
import { createPortal } from "./portal.ts";
import { seedPortal } from "./seed.ts";
import { startHubSpot } from "./server.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "4600" },
		size: { type: "string", default: "0.1" },
		seed: { type: "string", default: "1" },
	},
});

const portal = createPortal();
seedPortal(portal, simulateCompany({ seed: Number(values.seed), size: Number(values.size), now: Date.now() }));
const running = await startHubSpot(portal, Number(values.port));
process.stdout.write(`A HubSpot portal is at ${running.base}; Ctrl+C stops it. Paste in Connections, HubSpot:

  apiUrl        ${running.base}
  accessToken   ${portal.privateToken}
`);
process.on("SIGINT", () => void running.stop().then(() => process.exit(0)));
