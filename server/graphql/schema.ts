import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { builder } from "./builder.ts";
// Each puts its types and fields into the builder. A new resource is one file and one line here.
import "./scalars.ts";
import "./view.ts";
import "./people.ts";
import "./accounts.ts";
import "./opportunities.ts";
import "./leads.ts";
import "./territories.ts";
import "./territory-plans.ts";
import "./forecasts.ts";
import "./performance.ts";
import "./quotas.ts";
import "./subscriptions.ts";

/** The whole schema. */
export const schema: GraphQLSchema = builder.toSchema();

/** The schema as a document, in the order of the alphabet. */
export function schemaText(): string {
	return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
