import { expect, test } from "vitest";
import { addMany, sendMany } from "../../benchmarks/digests/send-many.ts";
import { addSlackPeople, addToSlack, slackTest } from "./test-slack.ts";

/** `npm run bench -- digests` sends ten thousand. */
const MANY = 300;
const world = await slackTest();
const { app, slack } = world;
const { tenantId, people } = await addSlackPeople(world);
await addToSlack(world, people.admin);
const many = {
	...{ database: app.database, portsOf: app.deps.portsOf, slack, tenantId },
	...{ now: app.deps.now, passTime: app.passTime },
};

test("hundreds of digests are paced within Slack's limits on a simulated clock, with refusals and crashes: once each", {
	timeout: 120_000,
}, async () => {
	await addMany(many, MANY);
	const first = await sendMany(many, MANY);
	const second = await sendMany(many, MANY);
	for (const morning of [first, second]) {
		expect(morning.states).toEqual({ sent: MANY });
		expect(morning).toMatchObject({ fewest: 1, most: 1, limited: 0 });
		expect(morning.perMinute).toBeLessThanOrEqual(600);
		const calls = Object.values(morning.calls).reduce((a, b) => a + b);
		// One to send; who wants not to be disturbed is asked for fifty at once.
		expect(calls / MANY).toBeLessThan(1.2);
	}
});
