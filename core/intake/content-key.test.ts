import fc from "fast-check";
import { expect, test } from "vitest";
import { contentKey } from "./content-key.ts";

test("half a million rows that differ in a digit or two all differ, even in half of their digits", () => {
	const [whole, left, right] = [new Set<string>(), new Set<string>(), new Set<string>()];
	let rows = 0;
	for (let deal = 0; deal < 5000; deal++) {
		for (let step = 0; step < 100; step++) {
			const key = contentKey([
				`006000000${deal.toString(36)}`,
				"stageId",
				"Closed Won",
				String(1_704_067_200_000 + deal * 977 + step),
			]);
			whole.add(key);
			left.add(key.slice(0, 16));
			right.add(key.slice(16));
			rows++;
		}
	}
	expect([whole.size, left.size, right.size]).toEqual([rows, rows, rows]);
});

test("it depends on every part and on where one ends", () => {
	fc.assert(
		fc.property(fc.array(fc.string({ maxLength: 20 }), { minLength: 1, maxLength: 5 }), fc.nat(), (parts, at) => {
			const changed = parts.with(at % parts.length, `${parts[at % parts.length]}x`);
			expect(contentKey(changed)).not.toBe(contentKey(parts));
			expect(contentKey(parts)).toMatch(/^[0-9a-f]{32}$/);
			expect(contentKey([...parts])).toBe(contentKey(parts));
		}),
	);
	expect(contentKey(["ab", "c"])).not.toBe(contentKey(["a", "bc"]));
});
