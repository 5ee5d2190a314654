import {
	dealCardRoute,
	dealScoreRoute,
	forecastCardRoute,
	leadCardRoute,
	leadScoreRoute,
} from "../server/routes/lightning-cards.ts";
import { createRouter } from "../server/routes/router.ts";

/** What an administrator may use in Flow: the name of the action → the door. */
const DOORS = [
	{ name: "read_deal", route: dealCardRoute },
	{ name: "read_lead", route: leadCardRoute },
	{ name: "read_forecast", route: forecastCardRoute },
	{ name: "score_deal", route: dealScoreRoute },
	{ name: "score_lead", route: leadScoreRoute },
];
const CREDENTIAL = "Courtside";
const BINDING = {
	...{ host: "", basePath: "/", allowedSchemes: [], requestMediaTypes: [], responseMediaTypes: [] },
	compatibleMediaTypes: {},
};

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Shape = { [key: string]: Json };

/** The registration of an external service: our doors as OpenAPI 3.0, called through the named credential. */
export function externalService(): string {
	const text = JSON.stringify(serviceDocument());
	const operations = DOORS.map(
		({ name }) => `    <operations>\n        <active>true</active>\n        <name>${name}</name>\n    </operations>`,
	);
	return `<?xml version="1.0" encoding="UTF-8"?>
<ExternalServiceRegistration xmlns="http://soap.sforce.com/2006/04/metadata">
    <description>Courtside in Flow: read a deal, a lead or the forecast, and have a deal or lead scored anew</description>
    <label>Courtside</label>
    <namedCredentialReference>${CREDENTIAL}</namedCredentialReference>
${operations.join("\n")}
    <registrationProviderType>Custom</registrationProviderType>
    <schema>${escaped(text)}</schema>
    <schemaType>OpenApi3</schemaType>
    <schemaUploadFileExtension>json</schemaUploadFileExtension>
    <schemaUploadFileName>courtside</schemaUploadFileName>
    <serviceBinding>${escaped(JSON.stringify(BINDING))}</serviceBinding>
    <status>Complete</status>
    <systemVersion>5</systemVersion>
</ExternalServiceRegistration>
`;
}

/** What the doors' own routes say of them, in the words of 3.0 that the vendor takes: no unions, no faults, one host. */
function serviceDocument(): Shape {
	const api = createRouter();
	for (const { route } of DOORS) api.openAPIRegistry.registerPath(route);
	const info = { title: "Courtside", version: "1" };
	const whole = JSON.parse(JSON.stringify(api.getOpenAPIDocument({ openapi: "3.0.3", info }))) as {
		paths: Record<string, Record<string, Shape>>;
		components: { schemas: Record<string, Json> };
	};
	const paths: Record<string, Shape> = {};
	for (const { name, route } of DOORS) {
		const { parameters = [], responses, summary = "" } = whole.paths[route.path]?.[route.method] ?? {};
		const good = (responses as Shape | undefined)?.["200"] as Shape | undefined;
		paths[route.path.replace("{host}", "salesforce")] = {
			[route.method]: {
				...{ operationId: name, summary },
				parameters: (parameters as Shape[]).filter((one) => one["name"] !== "host").map(plain),
				responses: { "200": plain({ ...good }) },
			},
		};
	}
	const schemas: Shape = {};
	for (let open = refsIn(paths); open.length > 0; ) {
		for (const ref of open) schemas[ref] = plain(whole.components.schemas[ref] ?? {});
		open = refsIn(schemas).filter((ref) => !(ref in schemas));
	}
	return { openapi: "3.0.3", info, paths, components: { schemas } };
}

/** Without unions with null, which stand as `nullable`. Throws on any other: the vendor has no place for it. */
function plain(given: Json): Json {
	if (Array.isArray(given)) return given.map(plain);
	if (typeof given !== "object" || given === null) return given;
	const { allOf, anyOf, oneOf, ...rest } = given;
	const among = ([allOf, anyOf, oneOf].find(Array.isArray) ?? null) as Shape[] | null;
	if (!among) return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plain(value)]));
	const real = among.filter((one) => "$ref" in one || "type" in one);
	const [only] = real;
	if (!only || real.length > 1)
		throw new Error(`External Services hold no union: ${JSON.stringify(given).slice(0, 200)}`);
	return plain(only);
}

function refsIn(given: Json): string[] {
	return [...JSON.stringify(given).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = ""]) => name);
}

function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
