import { withoutSecrets } from "./log.ts";

/** Something the server cannot do without; throws when it is not there. */
export interface Dependency {
	name: string;
	check(): Promise<unknown>;
}

/** Whether requests can be answered, and what stands in the way. */
export interface Readiness {
	ready: boolean;
	/** `ok`, or what is wrong, for each dependency. For people who run the server: it may name hosts. */
	checks: Record<string, string>;
}

/**
 * Asks every dependency at once and gives each `limitMs`. Not ready once `isClosing`: a balancer stops sending.
 * Whether the process is alive needs no function: it answers, or it does not.
 */
export async function readinessOf(
	dependencies: Dependency[],
	{ isClosing = false, limitMs = 2_000 }: { isClosing?: boolean; limitMs?: number } = {},
): Promise<Readiness> {
	const answers = await Promise.all(dependencies.map((dependency) => answerOf(dependency, limitMs)));
	const checks = Object.fromEntries(dependencies.map(({ name }, i) => [name, answers[i] ?? "ok"]));
	if (isClosing) checks["server"] = "closing";
	return { ready: Object.values(checks).every((answer) => answer === "ok"), checks };
}

async function answerOf({ check }: Dependency, limitMs: number): Promise<string> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<string>((resolve) => {
		timer = setTimeout(() => resolve(`no answer within ${limitMs} ms`), limitMs);
	});
	try {
		return await Promise.race([check().then(() => "ok"), late]);
	} catch (error) {
		return withoutSecrets((error as Error).message || "failed");
	} finally {
		clearTimeout(timer);
	}
}
