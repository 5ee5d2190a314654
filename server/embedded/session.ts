import pg from "pg";
import { EMBEDDED_DATABASE, EMBEDDED_USER } from "./cluster.ts";
import type { RunningServer } from "./running.ts";

// Advisory lock keys, in the embedded server's `postgres` database. Held by sessions, so a kill -9 gives them back.
const IN_USE = 7_431_001;
const SERVER_ROLE = 7_431_002;

/** A connection that keeps an embedded server in use, and says who may stop it. */
export interface Session {
	/** For pools: the database made for us. */
	url: string;
	/** Takes the role of the one Courtside server on this data folder. Throws, naming the holder, when it is taken. */
	claim(home: string): Promise<void>;
	/** Whether nobody else uses the server. Once true, newcomers wait until the server has stopped. */
	isLast(): Promise<boolean>;
	/** Hears when the connection ends without {@link Session.end}. */
	onLost(heard: () => void): void;
	end(): Promise<void>;
}

/** Connects and marks the server as used. Throws when it is not ready, is stopping, or the password is not its own. */
export async function openSession({ port }: RunningServer, password: string): Promise<Session> {
	const client = new pg.Client({
		host: "127.0.0.1",
		port,
		user: EMBEDDED_USER,
		password,
		database: "postgres",
		application_name: `courtside process ${process.pid}`,
		connectionTimeoutMillis: 5_000,
	});
	// The server's own stop ends this connection; that is no fault.
	client.on("error", () => {});
	try {
		await client.connect();
		await client.query("select pg_advisory_lock_shared($1)", [IN_USE]);
		await ensureDatabase(client);
	} catch (error) {
		await client.end().catch(() => {});
		throw error;
	}
	let isEnding = false;
	return {
		url: `postgres://${EMBEDDED_USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${EMBEDDED_DATABASE}`,
		claim: (home) => claimServerRole(client, home),
		async isLast() {
			await client.query("select pg_advisory_unlock_shared($1)", [IN_USE]);
			const { rows } = await client.query("select pg_try_advisory_lock($1) as last", [IN_USE]);
			return rows[0].last === true;
		},
		onLost(heard) {
			client.once("end", () => {
				if (!isEnding) heard();
			});
		},
		end() {
			isEnding = true;
			return client.end().catch(() => {});
		},
	};
}

async function ensureDatabase(client: pg.Client): Promise<void> {
	const { rowCount } = await client.query("select from pg_database where datname = $1", [EMBEDDED_DATABASE]);
	if (rowCount) return;
	try {
		await client.query(`create database ${EMBEDDED_DATABASE}`);
	} catch (error) {
		if (!["42P04", "23505"].includes((error as pg.DatabaseError).code ?? "")) throw error;
	}
}

async function claimServerRole(client: pg.Client, home: string): Promise<void> {
	// A server killed a moment ago may not have been noticed yet.
	for (let attempt = 0; attempt < 20; attempt++) {
		const { rows } = await client.query("select pg_try_advisory_lock($1) as ours", [SERVER_ROLE]);
		if (rows[0].ours === true) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	const { rows } = await client.query(
		`select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
		where l.locktype = 'advisory' and l.objid = $1 and l.granted`,
		[SERVER_ROLE],
	);
	throw new Error(
		`Courtside already runs on ${home} (${rows[0]?.name ?? "another process"}). Use that one, stop it first, or ` +
			"set COURTSIDE_HOME to another folder.",
	);
}
