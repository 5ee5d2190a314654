import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { findBinaries } from "./binaries.ts";
import { ensureCluster, passwordFileOf } from "./cluster.ts";
import { findFooting } from "./footing.ts";
import { findRunning } from "./running.ts";
import { joinEmbedded, startEmbedded } from "./start.ts";

const folder = mkdtempSync(join(tmpdir(), "courtside-embedded-"));
// As a home folder or a checkout is: others may enter.
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));
const isRoot = process.getuid?.() === 0;

async function ask(url: string, question: string): Promise<unknown> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return Object.values((await client.query(question)).rows[0] ?? {})[0];
	} finally {
		await client.end();
	}
}

/** A server process that writes rows one by one and says each number once the database has it. */
function startWriter(home: string): { process: ChildProcess; acknowledged: () => number } {
	const start = new URL("./start.ts", import.meta.url).href;
	const program = `
		import pg from "pg";
		import { startEmbedded } from ${JSON.stringify(start)};
		const server = await startEmbedded({ home: ${JSON.stringify(home)}, claim: true });
		const client = new pg.Client({ connectionString: server.url });
		client.on("error", () => process.exit(1));
		await client.connect();
		await client.query("create table if not exists notes (n int primary key)");
		const { rows } = await client.query("select coalesce(max(n), 0)::int as n from notes");
		for (let n = rows[0].n + 1; ; n++) {
			await client.query("insert into notes values ($1)", [n]).catch(() => process.exit(1));
			console.log(n);
		}`;
	const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
		cwd: dirname(fileURLToPath(start)),
		stdio: ["ignore", "pipe", "inherit"],
	});
	let last = 0;
	createInterface({ input: child.stdout }).on("line", (line) => {
		last = Number(line);
	});
	return { process: child, acknowledged: () => last };
}

async function kill(child: ChildProcess): Promise<void> {
	const ended = new Promise((resolve) => child.once("exit", resolve));
	child.kill("SIGKILL");
	await ended;
}

describe("after kill -9", () => {
	test("of the server, and of the server and PostgreSQL, a new start loses no acknowledged row", async () => {
		const home = join(folder, "killed");
		for (const killsPostgres of [false, true, true, false]) {
			const writer = startWriter(home);
			const before = writer.acknowledged();
			await expect.poll(writer.acknowledged, { timeout: 30_000 }).toBeGreaterThan(before + 50);
			const postgres = findRunning(join(home, "postgres"));
			expect(postgres).not.toBeNull();
			if (postgres && killsPostgres) process.kill(postgres.pid, "SIGKILL");
			await kill(writer.process);

			// At once, while old back ends may still be there.
			const server = await startEmbedded({ home, claim: true });
			expect(server.reused).toBe(!killsPostgres);
			expect(await ask(server.url, "select max(n) from notes")).toBeGreaterThanOrEqual(writer.acknowledged());
			expect(await ask(server.url, "select count(*)::int - max(n) from notes")).toBe(0);
			await server.stop();
			expect(findRunning(join(home, "postgres"))).toBeNull();
		}
	});

	test("in the middle of making the data folder, the next start makes it anew", async () => {
		const home = join(folder, "half-made");
		mkdirSync(join(home, "postgres.new-1"), { recursive: true });
		writeFileSync(join(home, "postgres.new-1", "PG_VERSION"), "18");
		const server = await startEmbedded({ home });
		expect(await ask(server.url, "select 1")).toBe(1);
		await server.stop();
	});

	test("and a process id handed out again, the pid file of the dead is not believed", async () => {
		const home = join(folder, "reused-pid");
		await (await startEmbedded({ home })).stop();
		// We are alive, under that number, and not PostgreSQL: as after a restart of a container.
		writeFileSync(join(home, "postgres", "postmaster.pid"), `${process.pid}\n${home}/postgres\n1\n5432\n\n127.0.0.1\n`);
		const server = await startEmbedded({ home });
		expect(server.reused).toBe(false);
		await server.stop();
	});
});

test("two processes share one server, and the last to leave stops it", async () => {
	const home = join(folder, "shared");
	expect(await joinEmbedded(home)).toBeNull();
	const [first, second] = await Promise.all([startEmbedded({ home }), startEmbedded({ home })]);
	expect([first.reused, second.reused].sort()).toEqual([false, true]);
	expect(first.url).toBe(second.url);
	await first.stop();
	expect(await ask(second.url, "select 1")).toBe(1);
	await second.stop();
	expect(findRunning(join(home, "postgres"))).toBeNull();
});

test("that a server ended is heard by those who only joined it too, unless they ended it themselves", async () => {
	const home = join(folder, "lost");
	const heard: string[] = [];
	const onDeath = (reason: string) => heard.push(reason);
	const first = await startEmbedded({ home });
	const second = await startEmbedded({ home, onDeath });
	process.kill(findRunning(join(home, "postgres"))?.pid ?? 0, "SIGKILL");
	await expect.poll(() => heard, { timeout: 10_000 }).toEqual([expect.stringContaining("PostgreSQL ended")]);
	await Promise.all([first.stop(), second.stop()]);

	const again = await startEmbedded({ home });
	const last = await startEmbedded({ home, onDeath });
	await again.stop();
	await last.stop();
	expect(heard).toHaveLength(1);
});

test("its password is random, kept from others, and asked for", async () => {
	const home = join(folder, "password");
	const server = await startEmbedded({ home });
	const file = passwordFileOf(home);
	expect(readFileSync(file, "utf8")).toHaveLength(32);
	if (process.platform !== "win32") expect(statSync(file).mode & 0o077).toBe(0);
	const wrong = new URL(server.url);
	wrong.password = "guess";
	await expect(ask(wrong.href, "select 1")).rejects.toThrow(/password authentication failed/);
	await server.stop();

	rmSync(file);
	await expect(startEmbedded({ home })).rejects.toThrow(/password in .* is not this data folder's/);
	expect(findRunning(join(home, "postgres"))).toBeNull();
});

test("a server that cannot start says why, in PostgreSQL's own words", async () => {
	const start = startEmbedded({ home: join(folder, "broken"), settings: { shared_buffers: "many" } });
	await expect(start).rejects.toThrow(/invalid value for parameter "shared_buffers"/);
});

describe.runIf(isRoot && process.platform === "linux")("for root", () => {
	test("PostgreSQL runs as nobody, and cannot read our secrets", async () => {
		const home = join(folder, "as-nobody");
		const server = await startEmbedded({ home });
		expect(server.description).toMatch(/as user 65534/);
		expect(statSync(join(home, "postgres")).uid).toBe(65_534);
		const peek = ask(server.url, `select pg_read_file('${passwordFileOf(home)}')`);
		await expect(peek).rejects.toThrow(/Permission denied/);
		await server.stop();
	});

	test("under a path that only root can enter it runs in a user namespace, or moves away", async () => {
		const home = join(folder, "private", "home");
		mkdirSync(join(folder, "private"), { mode: 0o700 });
		const footing = await findFooting(await findBinaries(), home);
		expect(footing.description).toMatch(/user namespace|under \/var\/lib/);
		if (!footing.description.includes("user namespace")) return;
		const server = await startEmbedded({ home });
		expect(await ask(server.url, "select 1")).toBe(1);
		await server.stop();
		expect(findRunning(footing.dataDir)).toBeNull();
	});

	test("a data folder that an ordinary user made stays theirs", async () => {
		const DAEMON = 1;
		const home = join(folder, "of-a-user");
		mkdirSync(home, { mode: 0o755 });
		const footing = await findFooting(await findBinaries(), home);
		await ensureCluster(
			{ ...footing, owner: DAEMON, spawn: (p, a, o) => spawn(p, a, { ...o, uid: DAEMON, gid: DAEMON }) },
			home,
		);
		const server = await startEmbedded({ home });
		expect(server.description).toMatch(/as user 1$/);
		await server.stop();
		expect(existsSync(join(home, "postgres", "postmaster.pid"))).toBe(false);
	});
});
