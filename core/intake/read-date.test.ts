import fc from "fast-check";
import { expect, test } from "vitest";
import { allowedOrders, type DateOrder, readDate, readSerialDate } from "./read-date.ts";

const day = fc
	.date({ min: new Date("1971-01-01"), max: new Date("2068-12-31"), noInvalidDate: true })
	.map((d) => d.toISOString().slice(0, 10));

function write(date: string, order: DateOrder, separator: string, shortYear: boolean, padded: boolean): string {
	const [y = "", m = "", d = ""] = date.split("-");
	const short = (part: string): string => (padded ? part : String(Number(part)));
	const parts = { y: shortYear ? y.slice(2) : y, m: short(m), d: short(d) };
	const layout = {
		ymd: [parts.y, parts.m, parts.d],
		dmy: [parts.d, parts.m, parts.y],
		mdy: [parts.m, parts.d, parts.y],
	};
	return layout[order].join(separator);
}

/** Any text, halves of characters and control characters too. */
const anyText = fc
	.array(
		fc.oneof(
			fc.nat(0xffff),
			fc.constantFrom(..."0123456789.,-/ :$").map((c) => c.charCodeAt(0)),
		),
	)
	.map((codes) => String.fromCharCode(...codes));

test("a day in digits comes back in every order, with any separator and either length of year", () => {
	fc.assert(
		fc.property(
			day,
			fc.constantFrom<DateOrder>("ymd", "dmy", "mdy"),
			fc.constantFrom("-", "/", "."),
			fc.boolean(),
			fc.boolean(),
			(date, order, sign, short, padded) => {
				const text = write(date, order, sign, short, padded);
				expect(readDate(text, order)?.date).toBe(date);
				expect(allowedOrders(text) ?? [order]).toContain(order);
			},
		),
	);
});

test("a day in words comes back in all our languages, whatever the order of digits", () => {
	fc.assert(
		fc.property(
			day,
			fc.constantFrom("en-GB", "en-US", "es", "fr", "de", "he", "ja"),
			fc.constantFrom<"long" | "short">("long", "short"),
			(date, locale, month) => {
				const text = new Intl.DateTimeFormat(locale, {
					year: "numeric",
					month,
					day: "numeric",
					timeZone: "UTC",
				}).format(new Date(date));
				const order = locale === "ja" ? "ymd" : "dmy";
				expect(readDate(text, order)?.date, text).toBe(date);
			},
		),
	);
});

test("a moment keeps its time and offset", () => {
	fc.assert(
		fc.property(fc.date({ min: new Date("1971-01-01"), max: new Date("2068-12-31"), noInvalidDate: true }), (at) => {
			const read = readDate(at.toISOString(), "dmy");
			expect(Date.parse(`${read?.date}T00:00:00Z`) + (read?.timeMs ?? 0)).toBe(at.getTime());
			expect(read?.offsetMinutes).toBe(0);
		}),
	);
	expect(readDate("2011-10-01T00:38:44.546+02:00", "ymd")).toEqual({
		date: "2011-10-01",
		timeMs: 2_324_546,
		offsetMinutes: 120,
	});
	expect(readDate("3/5/2024 2:07 PM", "mdy")).toEqual({ date: "2024-03-05", timeMs: 50_820_000, offsetMinutes: null });
	expect(readDate("05.03.2024 14:07", "dmy")?.timeMs).toBe(50_820_000);
	expect(readDate("3/5/2024 12:00 AM", "mdy")?.timeMs).toBe(0);
});

test.each([
	"31-02-17",
	"29.02.2023",
	"2024-13-01",
	"13/13/2017",
	"1/1",
	"20170230",
	"Smarch 5, 2017",
	"5 May",
	"Q4 2016",
	"",
	"12:30",
	"2024-01-01T25:00",
])("%s is no day", (text) => {
	expect(readDate(text, "dmy")).toBeNull();
});

test("two-digit years turn at 70", () => {
	expect(readDate("01-03-69", "dmy")?.date).toBe("2069-03-01");
	expect(readDate("01-03-70", "dmy")?.date).toBe("1970-03-01");
});

test("a spreadsheet's day count and Unix times are read", () => {
	expect(readSerialDate("42663")).toEqual({ date: "2016-10-20", timeMs: null, offsetMinutes: null });
	expect(readSerialDate("42663.5")?.timeMs).toBe(43_200_000);
	expect(readSerialDate("1476921600000")).toEqual({ date: "2016-10-20", timeMs: 0, offsetMinutes: 0 });
	expect(readSerialDate("2016")).toBeNull();
});

test("no text makes it throw, and what it reads is a real day", () => {
	fc.assert(
		fc.property(anyText, (text) => {
			const read = readDate(text, "dmy");
			if (read) expect(new Date(`${read.date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(read.date);
		}),
	);
});
