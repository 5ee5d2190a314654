import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Footing, giveTo, runOn } from "./footing.ts";

/** PostgreSQL's superuser in the embedded server, and the database made for us. */
export const EMBEDDED_USER = "courtside";
export const EMBEDDED_DATABASE = "courtside";

/**
 * Makes the data folder unless it is there. It is made beside its place and moved there whole, so that a kill in the
 * middle, or two starts at once, never leave half of one.
 */
export async function ensureCluster(footing: Footing, home: string): Promise<void> {
	if (existsSync(join(footing.dataDir, "PG_VERSION"))) return;
	const draft = `${footing.dataDir}.new-${randomBytes(4).toString("hex")}`;
	const passwordFile = `${draft}.password`;
	try {
		rmSync(draft, { recursive: true, force: true });
		mkdirSync(draft, { recursive: true, mode: 0o700 });
		giveTo(footing, draft);
		writeFileSync(passwordFile, ensurePassword(home), { mode: 0o600 });
		giveTo(footing, passwordFile);
		await runOn(footing, footing.binaries.initdb, [
			...["-D", draft, "-U", EMBEDDED_USER, "-A", "scram-sha-256", "--pwfile", passwordFile],
			...["-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
		]);
		renameSync(draft, footing.dataDir);
	} catch (error) {
		// Another start was quicker: its cluster is as good as ours.
		if (!existsSync(join(footing.dataDir, "PG_VERSION"))) throw error;
	} finally {
		rmSync(draft, { recursive: true, force: true });
		rmSync(passwordFile, { force: true });
	}
}

/** The embedded server's password, kept where only we can read it. Made at the first call. */
export function ensurePassword(home: string): string {
	const file = passwordFileOf(home);
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	try {
		// Fails when it exists, so two starts at once agree on one.
		writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		chmodSync(file, 0o600);
	}
	return readFileSync(file, "utf8").trim();
}

/** Where the password is kept. */
export function passwordFileOf(home: string): string {
	return join(home, "postgres-password");
}
