import { generateKeyPairSync } from "node:crypto";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { z } from "zod";
import { simulateCompany } from "../../core/demo/simulate.ts";
import { isObject } from "./objects.ts";
import { createOrg, type Org, put } from "./org.ts";
import { openPreview } from "./preview-door.ts";
import { seedOrg } from "./seed.ts";
import { startSalesforce } from "./server.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "4500" },
		size: { type: "string", default: "0.2" },
		seed: { type: "string", default: "1" },
		/** Records come on standard input instead, and what to paste is one line of JSON. */
		given: { type: "boolean", default: false },
		/** Where cards' calls go; with it their real bundles are shown at /preview. */
		server: { type: "string" },
	},
});
const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const given = z.object({
	currency: z.string(),
	pipelineName: z.string(),
	rows: z.array(z.object({ object: z.string().refine(isObject), at: z.number(), row: z.record(z.string(), plain) })),
});

/** Not the organisation that people try by hand: one belongs to one workspace. */
const DEMO_ID = "00D000000000DEMEAU";
const client = { id: "courtside", secret: "a-secret-of-the-stand-in", username: "integration@fjordlight.example" };
const company = values.given ? given.parse(JSON.parse(await text(process.stdin))) : null;
const org: Org = company ? givenOrg(company) : simulatedOrg();
const keys = generateKeyPairSync("rsa", {
	modulusLength: 2048,
	publicKeyEncoding: { type: "spki", format: "pem" },
	privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const preview = values.server ? openPreview(org, { courtside: values.server, signingKey: keys.privateKey }) : null;
const running = await startSalesforce(org, Number(values.port), preview);
if (company)
	process.stdout.write(
		`${JSON.stringify({
			...{ base: running.base, account: org.id, pipelineName: company.pipelineName },
			...{ clientId: client.id, clientSecret: client.secret, callCertificate: keys.publicKey },
		})}\n`,
	);
else
	process.stdout.write(`A Salesforce organisation is at ${running.base}; Ctrl+C stops it. Paste in Connections, Salesforce:

  My Domain address  ${running.base}
  Consumer key       ${client.id}
  Consumer secret    ${client.secret}
`);
process.on("SIGINT", () => void running.stop().then(() => process.exit(0)));

function simulatedOrg(): Org {
	const made = createOrg({ clients: [client], isMultiCurrency: true });
	seedOrg(made, simulateCompany({ seed: Number(values.seed), size: Number(values.size), now: Date.now() }));
	return made;
}

function givenOrg({ currency, rows }: z.infer<typeof given>): Org {
	const made = createOrg({ clients: [client], isMultiCurrency: true, currency, id: DEMO_ID });
	for (const { object, at, row } of rows) put(made, object, row, at);
	made.bus.kept = [];
	return made;
}
