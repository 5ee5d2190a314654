import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slackHost } from "../../hosts/slack/host.ts";
import { createSealer } from "../../server/auth/seal.ts";
import { createVault } from "../../server/auth/vault.ts";
import { type Database, openDatabase } from "../../server/db/connect.ts";
import { migrate } from "../../server/db/migrate.ts";
import { ensureCurrentPartitions } from "../../server/db/partitions.ts";
import { startEmbedded } from "../../server/embedded/start.ts";
import { openFileRoot } from "../../server/hosts/host-files.ts";
import { hostViews } from "../../server/hosts/host-views.ts";
import { changeInstallation } from "../../server/hosts/installations.ts";
import { createPace } from "../../server/hosts/pace.ts";
import { createPorts } from "../../server/hosts/ports.ts";
import { openLog } from "../../server/observe/log.ts";
import { startSlack } from "../../stand-ins/slack/server.ts";
import { createWorkspace, type SlackWorkspace } from "../../stand-ins/slack/workspace.ts";
import { type BenchmarkContext, type BenchmarkReport, table } from "../benchmark.ts";
import { addMany, type ManyWorld, type Morning, sendMany } from "./send-many.ts";

const SCOPES = ["chat:write", "im:write", "im:history", "dnd:read"];

/** The clock moves only by what is waited for, so that the minutes are the same on every machine. */
const BEGINS = Date.UTC(2026, 10, 22, 6);

/** Two mornings of ten thousand digests to a Slack workspace with its limits, refusals and broken lines. */
export async function run({ smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	const many = smoke ? 100 : 10_000;
	const home = mkdtempSync(join(tmpdir(), "courtside-bench-digests-"));
	const server = await startEmbedded({ home });
	const database = openDatabase({ url: server.url, name: "digests benchmark", max: 5 });
	let ahead = 0;
	const now = () => BEGINS + ahead;
	const slack = createWorkspace({ now });
	const vendor = await startSlack(slack);
	try {
		await migrate(database);
		await ensureCurrentPartitions(database, now());
		const passTime = (ms: number) => {
			ahead += ms;
		};
		const world = await worldOf(database, home, slack, { now, passTime });
		await addMany(world, many);
		const begun = performance.now();
		const first = await sendMany(world, many, progress);
		const second = await sendMany(world, many, progress);
		return report(many, [first, second], (performance.now() - begun) / 1000);
	} finally {
		await vendor.stop();
		await database.close();
		await server.stop();
		rmSync(home, { recursive: true, force: true });
	}
}

/** A workspace of ours that is in Slack. */
async function worldOf(
	database: Database,
	home: string,
	slack: SlackWorkspace,
	clock: Pick<ManyWorld, "now" | "passTime">,
): Promise<ManyWorld> {
	const { tenant_id: tenantId } = await database.asSystem((trx) =>
		trx
			.insertInto("tenants")
			.values({ slug: "harbour", name: "Harbour" })
			.returning("tenant_id")
			.executeTakeFirstOrThrow(),
	);
	await database.inTenant(tenantId, (trx) =>
		changeInstallation(trx, { tenantId, host: slackHost.id, state: "on", settings: { apiUrl: slack.base } }),
	);
	const publicUrl = () => "http://127.0.0.1";
	const portsOf = createPorts({
		...{ database, jobs: { enqueue: async () => "" }, hosts: [slackHost], apps: {}, now: clock.now },
		...{ vault: createVault(createSealer(Buffer.alloc(32, 7))), pace: createPace(null), log: openLog("silent") },
		...{ fileRoot: openFileRoot(join(home, "files"), database), mayCallPrivate: true },
		viewsOf: (tenant) => hostViews(database, clock.now, tenant),
		chat: {
			publicUrl,
			clientAs: () => {
				throw new Error("nobody speaks here");
			},
		},
	});
	const botToken = "xoxb-benchmark";
	slack.tokens.set(botToken, { scopes: SCOPES });
	const team = { id: slack.teamId, name: slack.name, enterpriseId: null, botToken, botUserId: slack.botUserId };
	await portsOf(slackHost.id, tenantId).secrets.set(
		`team:${slack.teamId}`,
		JSON.stringify({ ...team, scopes: SCOPES, installedAt: clock.now() }),
	);
	return { database, portsOf, slack, tenantId, ...clock };
}

function report(many: number, mornings: Morning[], seconds: number): BenchmarkReport {
	const calls = ({ calls: made }: Morning) => Object.values(made).reduce((a, b) => a + b, 0) / many;
	const rows = mornings.map((one, k) => [
		k === 0 ? "first" : "next",
		one.states["sent"] ?? 0,
		`${one.fewest} to ${one.most}`,
		one.perMinute,
		one.limited,
		calls(one).toFixed(3),
		one.minutes.toFixed(1),
	]);
	const wrong = mornings.filter((one) => one.states["sent"] !== many || one.fewest !== 1 || one.most !== 1);
	if (wrong.length > 0) throw new Error(`not once each: ${JSON.stringify(wrong)}`);
	const head = [
		...["morning", "sent", "messages a person got", "most within a minute (Slack takes 600)"],
		...["refused unasked", "calls a message", "minutes on the simulated clock"],
	];
	const methods = Object.entries(mornings[0]?.calls ?? {})
		.map(([method, n]) => `${method} ${n}`)
		.join(", ");
	return {
		title: `${many} digests a morning in Slack`,
		body: `One workspace, one digest for each of ${many} people, the whole way from the outbox over HTTP to a stand-in with Slack's limits (one message a second in each conversation, 600 a minute in all, 20 or 50 calls a minute of the other methods). Every tenth turn one message is refused with "wait five seconds"; in every tenth the line breaks after a message was taken, as when the server ends in between.

${table(head, rows)}

Calls of the first morning: ${methods}. The clock is simulated: ${seconds.toFixed(0)} s of this machine's time for both mornings. What Slack itself takes from an app of a given workspace no stand-in can tell.`,
		metrics: {
			many,
			"first.minutes": Number(mornings[0]?.minutes.toFixed(1)),
			"first.callsPerMessage": Number(calls(mornings[0] as Morning).toFixed(3)),
			"next.callsPerMessage": Number(calls(mornings[1] as Morning).toFixed(3)),
			perMinute: Math.max(...mornings.map((one) => one.perMinute)),
			seconds: Math.round(seconds),
		},
	};
}
