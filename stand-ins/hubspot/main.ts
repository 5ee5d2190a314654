import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { z } from "zod";
import { simulateCompany } from "../../core/demo/simulate.ts";
import { associate, createPortal, OBJECT_TYPES, type Portal, putRecord } from "./portal.ts";
import { seedPortal } from "./seed.ts";
import { startHubSpot } from "./server.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "4600" },
		size: { type: "string", default: "0.1" },
		seed: { type: "string", default: "1" },
		/** Records come on standard input instead, and what to paste is one line of JSON. */
		given: { type: "boolean", default: false },
		/** Where cards' calls go, and the folder of the built preview. */
		server: { type: "string" },
		cards: { type: "string" },
	},
});
const type = z.enum(OBJECT_TYPES);
const given = z.object({
	currency: z.string(),
	owners: z.array(
		z.object({ id: z.string(), email: z.string(), firstName: z.string(), lastName: z.string(), archived: z.boolean() }),
	),
	pipelines: z.array(
		z.object({
			id: z.string(),
			label: z.string(),
			displayOrder: z.number(),
			stages: z.array(
				z.object({
					id: z.string(),
					label: z.string(),
					displayOrder: z.number(),
					metadata: z.object({ isClosed: z.string(), probability: z.string() }),
				}),
			),
		}),
	),
	records: z.array(
		z.object({ type, id: z.string(), at: z.number(), properties: z.record(z.string(), z.string().nullable()) }),
	),
	links: z.array(z.tuple([type, z.string(), type, z.string()])),
});

const portal = values.given ? givenPortal(JSON.parse(await text(process.stdin))) : simulatedPortal();
const cards = values.server && values.cards ? { serverUrl: values.server, folder: values.cards } : null;
const running = await startHubSpot(portal, Number(values.port), cards);
const { base } = running;
const { clientSecret } = portal.app;
if (values.given)
	process.stdout.write(
		`${JSON.stringify({ base, account: portal.id, accessToken: portal.privateToken, clientSecret })}\n`,
	);
else
	process.stdout.write(`A HubSpot portal is at ${base}; Ctrl+C stops it. Paste in Connections, HubSpot:

  Address of a stand-in          ${base}
  Access token of a private app  ${portal.privateToken}
`);
process.on("SIGINT", () => void running.stop().then(() => process.exit(0)));

function simulatedPortal(): Portal {
	const made = createPortal();
	seedPortal(made, simulateCompany({ seed: Number(values.seed), size: Number(values.size), now: Date.now() }));
	return made;
}

function givenPortal(body: unknown): Portal {
	const { currency, owners, pipelines, records, links } = given.parse(body);
	const made = createPortal({ currency });
	made.owners.push(...owners);
	made.pipelines.push(...pipelines);
	for (const { type: kind, ...record } of records) putRecord(made, kind, record);
	for (const link of links) associate(made, ...link);
	// What it makes itself comes after what it was given.
	made.nextId = Math.max(made.nextId, ...records.map(({ id }) => Number(id) + 1));
	return made;
}
