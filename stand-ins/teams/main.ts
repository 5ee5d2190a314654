import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { z } from "zod";
import { CAST } from "../../core/demo/cast.ts";
import { addMeeting, createOrganization } from "./organization.ts";
import { startTeams } from "./server.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "4800" },
		courtside: { type: "string", default: "http://127.0.0.1:4100" },
		/** The organization comes as JSON on standard input, and what to paste goes out as JSON. */
		given: { type: "boolean", default: false },
	},
});

const wanted = z.object({
	directoryId: z.string(),
	clientId: z.string(),
	people: z.array(z.object({ oid: z.string(), name: z.string(), email: z.string() })),
	meeting: z.object({ key: z.string(), title: z.string(), startsAt: z.string() }).nullable(),
});

const given = values.given
	? wanted.parse(JSON.parse(await text(process.stdin)))
	: {
			directoryId: crypto.randomUUID(),
			clientId: crypto.randomUUID(),
			people: Object.values(CAST).map(({ id, name, email }) => ({ oid: id, name, email })),
			meeting: { key: "MCMxOTptZWV0aW5n", title: "Renewal: next steps", startsAt: new Date().toISOString() },
		};
const org = await createOrganization({ directoryId: given.directoryId, clientId: given.clientId });
for (const { oid, name, email } of given.people) org.people.push({ oid, name, upn: email, email, isGuest: false });
org.people.push(
	{
		oid: "0f6d2c1e-7a48-4d7e-9a51-3c1f7a2b9d10",
		name: "Helen Ward",
		upn: "helen_lumen.example#EXT#@seller.onmicrosoft.com",
		email: "helen@lumen.example",
		isGuest: true,
	},
	{
		oid: "5b8e4a90-2d13-4c6f-8f7b-6e9d0a1c2b3d",
		name: "Nils Neu",
		upn: "nils.neu@seller.example",
		email: "nils.neu@seller.example",
		isGuest: false,
	},
);
const [organiser] = org.people;
if (given.meeting && organiser) addMeeting(org, { ...given.meeting, organiserOid: organiser.oid });
const running = await startTeams(org, { port: Number(values.port), courtside: values.courtside });
process.stdout.write(
	values.given
		? `${JSON.stringify({ base: running.base, directoryId: org.directoryId, ...org.app })}\n`
		: `A Teams meeting is at ${running.base}; Ctrl+C stops it. Start Courtside with PANEL_FRAMES=${running.base}, and under
Connections, Microsoft Teams, paste:

  Application (client) ID  ${org.app.clientId}
  Directory (tenant) ID    ${org.directoryId}
  Client secret            ${org.app.clientSecret}
  Address of a stand-in    ${running.base}

then switch it on and press Test.
`,
);
process.on("SIGINT", () => void running.stop().then(() => process.exit(0)));
