import { ApexException, type ApexObject, areEqual, isObject, isType, jsonOf, newObject, textOf, typed, untyped, type Value } from "./values.ts";
import type { ApexClass } from "./parse-classes.ts";

/** A callout as it leaves the org. */
export interface Callout {
	method: string;
	endpoint: string;
	headers: Record<string, string>;
	body: string | null;
}

/** What the code runs in: records, the person, and the way out. */
export interface Org {
	user: { id: string; language: string };
	/** Whether a record of that kind is there and the person may see it. */
	sees(object: string, id: string): boolean;
	insert(object: string, fields: ReadonlyMap<string, Value>): string;
	remove(id: string): void;
	/** A record of custom metadata; null where there is none. */
	setting(type: string, name: string): Record<string, Value> | null;
	send(callout: Callout): Promise<{ status: number; body: string }>;
}

/** What the platform's classes need of the interpreter. */
export interface Running {
	org: Org;
	classOf(name: string): ApexClass | null;
	/** The object that answers callouts in a test. */
	mock: ApexObject | null;
	setMock(mock: ApexObject): void;
	invoke(on: ApexObject, method: string, args: Value[]): Promise<Value>;
}

type Call = (args: Value[], running: Running) => Value | Promise<Value>;
const text = (value: Value | undefined) => textOf(value ?? null);
const fail = (message: string): never => {
	throw new ApexException("AssertException", message);
};

/** Static methods of the platform's, by class and name in small letters. What is not here is refused, never guessed. */
export const STATICS: Readonly<Record<string, Call>> = {
	"string.isblank": ([a]) => a === null || a === undefined || text(a).trim() === "",
	"encodingutil.urlencode": ([a]) => encodeURIComponent(text(a)).replaceAll("%20", "+"),
	"json.serialize": ([a]) => JSON.stringify(jsonOf(a ?? null)),
	"json.deserializeuntyped": ([a]) => untyped(parse(text(a))),
	"json.deserialize": ([a, type], { classOf }) => {
		if (type === undefined || type === null || !isType(type)) throw new Error("JSON.deserialize: a type is needed");
		return typed(parse(text(a)), type.name, classOf);
	},
	"userinfo.getlanguage": (_, { org }) => org.user.language,
	"userinfo.getuserid": (_, { org }) => org.user.id,
	"date.today": () => "2026-09-15",
	"test.starttest": () => null,
	"test.stoptest": () => null,
	"test.setmock": ([, mock], running) => {
		if (!mock || !isObject(mock)) throw new Error("Test.setMock: an object is needed");
		running.setMock(mock);
		return null;
	},
	"assert.areequal": ([a, b, why]) => (areExactly(a ?? null, b ?? null) ? null : fail(`expected ${text(a)}, got ${text(b)} ${text(why)}`)),
	"assert.istrue": ([a]) => (a === true ? null : fail("expected true")),
	"assert.isnull": ([a, why]) => (a === null ? null : fail(`expected null: ${text(why)}`)),
	"courtside_setting__mdt.getinstance": ([name], { org }) => {
		const found = org.setting("Courtside_Setting__mdt", text(name));
		if (!found) return null;
		const record = newObject("Courtside_Setting__mdt");
		for (const [field, value] of Object.entries(found)) record.fields.set(field, value);
		return record;
	},
};

function areExactly(a: Value, b: Value): boolean {
	return typeof a === "string" && typeof b === "string" ? a === b : areEqual(a, b);
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch (cause) {
		throw new ApexException("JSONException", `Unexpected character: ${(cause as Error).message}`);
	}
}

/** A method of a value of the platform's. */
export async function callOn(on: Value, method: string, args: Value[], running: Running): Promise<Value> {
	const name = method.toLowerCase();
	if (on === null) throw new ApexException("NullPointerException", `Attempt to de-reference a null object (${method})`);
	if (typeof on === "string") return callOnText(on, name, args);
	if (typeof on === "number" && name === "intvalue") return Math.trunc(on);
	if (Array.isArray(on)) {
		if (name === "isempty") return on.length === 0;
		if (name === "size") return on.length;
	}
	if (on instanceof Map) {
		if (name === "get") return on.get(args[0] ?? null) ?? null;
		if (name === "keyset") return [...on.keys()];
	}
	if (isObject(on)) return callOnObject(on, name, args, running);
	throw new Error(`apex: ${method} is not understood`);
}

function callOnText(on: string, name: string, [a, b]: Value[]): Value {
	if (name === "replace") return on.replaceAll(text(a), text(b));
	if (name === "endswith") return on.endsWith(text(a));
	throw new Error(`apex: String.${name} is not understood`);
}

async function callOnObject(on: ApexObject, name: string, args: Value[], running: Running): Promise<Value> {
	const { type, fields } = on;
	if (name === "setmessage" || name === "getmessage") {
		if (name === "getmessage") return fields.get("message") ?? "";
		fields.set("message", args[0] ?? null);
		return null;
	}
	if (type === "Http" && name === "send") return send(args[0] ?? null, running);
	const isMessage = type === "HttpRequest" || type === "HttpResponse";
	if (isMessage && name === "setheader") {
		fields.set(`header ${text(args[0]).toLowerCase()}`, args[1] ?? null);
		return null;
	}
	const access = isMessage ? /^(get|set)(method|endpoint|body|timeout|statuscode)$/.exec(name) : null;
	if (access?.[1] === "get") return fields.get(access[2] ?? "") ?? null;
	if (access?.[2]) {
		fields.set(access[2], args[0] ?? null);
		return null;
	}
	throw new Error(`apex: ${type}.${name} is not understood`);
}

async function send(request: Value, running: Running): Promise<Value> {
	if (request === null || !isObject(request)) throw new Error("Http.send: a request is needed");
	if (running.mock) return running.invoke(running.mock, "respond", [request]);
	const headers = [...request.fields].filter(([name]) => name.startsWith("header "));
	const sent = {
		method: text(request.fields.get("method")),
		endpoint: text(request.fields.get("endpoint")),
		headers: Object.fromEntries(headers.map(([name, value]) => [name.slice(7), text(value)])),
		body: (request.fields.get("body") as string | undefined) ?? null,
	};
	const got = await running.org.send(sent).catch((cause: unknown) => {
		throw new ApexException("CalloutException", String(cause));
	});
	const response = newObject("HttpResponse");
	response.fields.set("statuscode", got.status);
	response.fields.set("body", got.body);
	return response;
}
