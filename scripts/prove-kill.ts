import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { forkRandom, type Random } from "../core/stats/random.ts";
import { freePort } from "../server/free-port.ts";
import { differences, type Fingerprint, fingerprintOf } from "./prove-kill/fingerprint.ts";
import { type Kill, openVictim } from "./prove-kill/victim.ts";
import { takeIn, WORKS, type Work } from "./prove-kill/works.ts";
import { openWorld } from "./prove-kill/world.ts";

const HELP = `npm run --silent prove:kill -- [--times 50] [--what import,sync,push,write-back] [--seed 1]

Starts the real server on a folder of its own and kills it with signal 9 at random moments while it takes files in, fetches,
takes deliveries and writes back; some of the kills take PostgreSQL along. Then does the same work with no kill on another folder
and compares both: nothing may be lost and nothing doubled. Exit code 1 when they differ.
`;
/** Longest time that a server lives before it is killed again. */
const LONGEST_LIFE_MS = 2500;
const SHORTEST_LIFE_MS = 40;
/** Then the round is left to end, so that the kills meet many rounds and not one that only waits for its tries. */
const MOST_IN_A_ROUND = 3;

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main();

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			times: { type: "string", default: "50" },
			what: { type: "string", default: WORKS.map(({ name }) => name).join(",") },
			seed: { type: "string", default: "1" },
			help: { type: "boolean" },
		},
	});
	const times = Number(values.times);
	const seed = Number(values.seed);
	const wanted = values.what.split(",");
	const works = WORKS.filter(({ name }) => wanted.includes(name));
	if (
		values.help ||
		!Number.isInteger(times) ||
		times < 1 ||
		!Number.isInteger(seed) ||
		works.length !== wanted.length
	) {
		process.stderr.write(HELP);
		return values.help ? 0 : 2;
	}
	const killed = await run(works, (k) => Math.floor(times / works.length) + (k < times % works.length ? 1 : 0), seed);
	const calm = await run(works, null, seed, killed.rounds);
	return report(works, killed, calm);
}

interface Run {
	rounds: number[];
	kills: Kill[][];
	redelivered: number;
	faults: string[];
	received: string[];
	fingerprint: Fingerprint;
	seconds: number;
}

/** All works one after the other: with so many kills each, or calmly in as many rounds as given. */
async function run(
	works: readonly Work[],
	killsOf: ((k: number) => number) | null,
	seed: number,
	roundsOf: readonly number[] = [],
): Promise<Run> {
	const home = mkdtempSync(join(tmpdir(), "courtside-kill-"));
	const started = performance.now();
	const random = forkRandom(seed, "kills");
	const victim = await openVictim(home, await freePort(), random);
	const rounds: number[] = [];
	const kills: Kill[][] = [];
	try {
		const world = await openWorld(victim.url, home);
		// A workspace learns its stages from its first file.
		await takeIn(world, "first.csv", "first-", 50);
		for (const [k, work] of works.entries()) {
			await work.begin(world);
			const before = victim.kills.length;
			const wanted = killsOf ? before + killsOf(k) : before;
			let done = 0;
			while (killsOf ? victim.kills.length < wanted : done < (roundsOf[k] ?? 0)) {
				await killedWhile(work.round(world, done), () => victim.kills.length < wanted, victim.kill, random);
				done++;
				const text = `${work.name}: round ${done}, ${victim.kills.length - before} kills\n`;
				process.stderr.write(killsOf ? text : "");
			}
			await work.end(world);
			rounds.push(done);
			kills.push(victim.kills.slice(before));
		}
		const { receiver } = world;
		await victim.stop();
		await receiver.close();
		const received = [...receiver.records].map(
			([id, { fields, steps }]) => `${id}|${fields["nextStep"]}|${steps.join(",")}`,
		);
		const fingerprint = await fingerprintOf(home);
		const seconds = (performance.now() - started) / 1000;
		return {
			rounds,
			kills,
			redelivered: receiver.redelivered,
			faults: receiver.faults,
			received,
			fingerprint,
			seconds,
		};
	} finally {
		await victim.stop();
		rmSync(home, { recursive: true, force: true });
	}
}

/** Kills at random moments until the work is done, as long as there are kills left. */
async function killedWhile(work: Promise<void>, isWanted: () => boolean, kill: () => Promise<void>, random: Random) {
	let isDone = false;
	const done = work.finally(() => {
		isDone = true;
	});
	// Heard at the end; meanwhile it must not count as unheard.
	done.catch(() => undefined);
	for (let kills = 0; kills < MOST_IN_A_ROUND && !isDone && isWanted(); kills++) {
		const life = SHORTEST_LIFE_MS + random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS);
		await Promise.race([done.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, life))]);
		if (!isDone) await kill();
	}
	await done;
}

function report(works: readonly Work[], killed: Run, calm: Run): number {
	const say = (line: string) => process.stdout.write(`${line}\n`);
	say("| work | kills | server · both · database | rounds | back after, median and longest |");
	say("|---|---:|---|---:|---|");
	for (const [k, { name }] of works.entries()) {
		const kills = killed.kills[k] ?? [];
		const of = (whom: Kill["whom"]) => kills.filter((kill) => kill.whom === whom).length;
		const times = kills.map((kill) => kill.backAfterMs / 1000).sort((a, b) => a - b);
		const middle = (times[Math.floor(times.length / 2)] ?? 0).toFixed(1);
		say(
			`| ${name} | ${kills.length} | ${of("server")} · ${of("both")} · ${of("database")} | ${killed.rounds[k]} | ${middle} s · ${(times.at(-1) ?? 0).toFixed(1)} s |`,
		);
	}
	say("\n| compared | calm | killed | lost | doubled |");
	say("|---|---:|---:|---:|---:|");
	let wrong = killed.faults.length + calm.faults.length;
	const examples: string[] = [...killed.faults, ...calm.faults];
	const both = { ...killed.fingerprint, "written to the other system": killed.received };
	const expected: Fingerprint = { ...calm.fingerprint, "written to the other system": calm.received };
	for (const [kind, lines] of Object.entries(both)) {
		const { lost, doubled } = differences(expected[kind] ?? [], lines);
		say(`| ${kind} | ${expected[kind]?.length ?? 0} | ${lines.length} | ${lost.length} | ${doubled.length} |`);
		wrong += lost.length + doubled.length;
		examples.push(...lost.slice(0, 5).map((line) => `lost (${kind}): ${line}`));
		examples.push(...doubled.slice(0, 5).map((line) => `doubled (${kind}): ${line}`));
	}
	say(
		`\n${killed.kills.flat().length} kills; ${killed.redelivered} records came again under the same key; ${killed.seconds.toFixed(0)} s with kills, ${calm.seconds.toFixed(0)} s calmly.`,
	);
	say(
		wrong === 0
			? "Nothing was lost and nothing doubled."
			: `${wrong} differences:\n${examples.slice(0, 40).join("\n")}`,
	);
	return wrong === 0 ? 0 : 1;
}
