import { GraphQLError } from "graphql";
import { builder } from "./builder.ts";

const day = /^\d{4}-\d{2}-\d{2}$/;

builder.scalarType("Figure", {
	description: "A number; where the unit is money, a whole number of minor units as text, so that none is rounded.",
	serialize: (value) => value,
});
builder.scalarType("DateTime", {
	description: "A moment, ISO 8601 in UTC.",
	serialize: (value) => value,
	parseValue: (given) => text(given, "DateTime", (value) => !Number.isNaN(Date.parse(value))),
});
builder.scalarType("Date", {
	description: "A calendar day, YYYY-MM-DD.",
	serialize: (value) => value,
	parseValue: (given) => text(given, "Date", (value) => day.test(value)),
});
builder.scalarType("JSON", { description: "Any JSON.", serialize: (value) => value, parseValue: (given) => given });

function text(given: unknown, name: string, fits: (value: string) => boolean): string {
	if (typeof given === "string" && fits(given)) return given;
	throw new GraphQLError(`This is no ${name}.`);
}
