import { expect, test } from "vitest";
import { seldom } from "./seldom.ts";

function telling() {
	const told: [string, number][] = [];
	let at = 0;
	const hear = seldom(
		({ message }, again) => told.push([message, again]),
		10_000,
		() => at,
	);
	return {
		told,
		pass: (ms: number) => {
			at += ms;
		},
		hear: (message: string) => hear(new Error(message)),
	};
}

test("a fault that comes on and on is told at once, then now and then with how often it came", () => {
	const { told, hear, pass } = telling();
	for (let k = 0; k < 400; k++) hear("the line was cut");
	pass(10_000);
	hear("the line was cut");
	expect(told).toEqual([
		["the line was cut", 0],
		["the line was cut", 399],
	]);
});

test("another fault is told at once", () => {
	const { told, hear } = telling();
	hear("the line was cut");
	hear("no room left");
	hear("the line was cut");
	expect(told.map(([message]) => message)).toEqual(["the line was cut", "no room left"]);
});

test("faults that are all different are told, and do not gather for good", () => {
	const { told, hear } = telling();
	for (let k = 0; k < 250; k++) hear(`fault ${k}`);
	expect(told).toHaveLength(250);
	hear("fault 0");
	expect(told.at(-1)).toEqual(["fault 0", 0]);
});
