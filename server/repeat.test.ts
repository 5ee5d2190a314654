import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { repeat } from "./repeat.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a chore that takes longer than its turn is not begun beside itself", async () => {
	const begun: (() => void)[] = [];
	const stop = repeat(
		1000,
		() => new Promise<void>((resolve) => begun.push(resolve)),
		(fault) => expect.unreachable(String(fault)),
	);
	await vi.advanceTimersByTimeAsync(3500);
	expect(begun).toHaveLength(1);
	begun[0]?.();
	await vi.advanceTimersByTimeAsync(1000);
	expect(begun).toHaveLength(2);
	stop();
});

test("a chore that fails is told of and done again, until it is stopped", async () => {
	const faults: unknown[] = [];
	const stop = repeat(
		1000,
		async () => {
			throw "away";
		},
		(fault) => faults.push(fault),
	);
	await vi.advanceTimersByTimeAsync(2000);
	expect(faults).toEqual(["away", "away"]);
	stop();
	await vi.advanceTimersByTimeAsync(2000);
	expect(faults).toHaveLength(2);
});
