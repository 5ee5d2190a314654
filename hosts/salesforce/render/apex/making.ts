import { type Machine, notUnderstood, type Scope } from "./machine.ts";
import { all, find, type Node } from "./parse-classes.ts";
import { newObject, textOf, type Value } from "./values.ts";

const EXCEPTION = /exception$/i;

/** What comes into being: objects, maps, records by a query. */
export function making(machine: Machine): Pick<Machine, "create" | "query"> {
	const { org, running } = machine;
	const evaluate: Machine["evaluate"] = (node, scope) => machine.evaluate(node, scope);

	async function create(creator: Node, scope: Scope): Promise<Value> {
		const type = creator.kids[0]?.text ?? "";
		const rest = creator.kids[1];
		if (/^map</i.test(type)) {
			const made = new Map<Value, Value>();
			for (const pair of rest ? all(rest, "MapCreatorRestPair") : []) {
				const [key, , value] = pair.kids;
				if (key && value) made.set(await evaluate(key, scope), await evaluate(value, scope));
			}
			return made;
		}
		const list = rest && find(rest, "ExpressionList");
		const of = running.classOf(type);
		const made = newObject(type, of);
		if (of) {
			for (const field of of.fields) if (!field.isStatic) made.fields.set(field.name, null);
			const args = list ? await machine.argumentsOf({ ...list, kids: [list] }, scope) : [];
			const constructor = of.constructors.find(({ params }) => params.length === args.length);
			if (constructor) await machine.invoke(constructor, made, of, args);
			return made;
		}
		const given = (list?.kids ?? []).filter(({ rule }) => rule !== "Word");
		if (given.every(({ rule }) => rule === "AssignExpression")) {
			for (const one of given) made.fields.set(one.kids[0]?.text ?? "", await evaluate(one.kids[2] ?? one, scope));
			return made;
		}
		if (!EXCEPTION.test(type)) throw new Error(`apex: new ${type} is not understood`);
		made.fields.set("message", await evaluate(given[0] ?? creator, scope));
		return made;
	}

	/** `[SELECT Id FROM X WHERE Id = :id WITH USER_MODE LIMIT 1]`: the one form that we use. */
	async function query(node: Node, scope: Scope): Promise<Value> {
		const object = find(node, "FromNameList")?.text ?? "";
		const bound = find(node, "BoundExpression");
		if (!/WITH ?USER_MODE/i.test(find(node, "WithClause")?.text ?? "") || !bound || !/where ?id=/i.test(find(node, "WhereClause")?.text ?? ""))
			throw notUnderstood(node);
		const id = textOf(await evaluate(bound.kids[1] ?? bound, scope));
		if (!org.sees(object, id)) return [];
		const record = newObject(object);
		record.fields.set("Id", id);
		return [record];
	}

	return { create, query };
}
