import { expect, test } from "vitest";
import { readStart, startText } from "./start-place.ts";

const places = [{ name: "Bavaria, DE", point: { lat: 48.7, lon: 11.4 } }];

test("a start is a known place by its name, or latitude and longitude", () => {
	expect(readStart(" bavaria, de ", places)).toEqual({ lat: 48.7, lon: 11.4 });
	expect(readStart("48.14, 11.58", places)).toEqual({ lat: 48.14, lon: 11.58 });
	expect(readStart("-33.9;151.2", places)).toEqual({ lat: -33.9, lon: 151.2 });
	expect(readStart("", places)).toBeNull();
	for (const wrong of ["Atlantis", "91, 0", "10, 181"]) expect(readStart(wrong, places)).toBe("unknown");
});

test("a place is shown as it would be typed", () => {
	for (const text of ["Bavaria, DE", "1.5, -2"]) {
		const point = readStart(text, places);
		expect(startText(point === "unknown" ? null : point, places)).toBe(text);
	}
});
