import { type Machine, notUnderstood, Returned, type Scope } from "./machine.ts";
import { all, find, type Node } from "./parse-classes.ts";
import { ApexException, isObject, newObject, textOf, type Value } from "./values.ts";

/** Statements: blocks, branches, loops, what is thrown and caught, records put in and taken out. */
export function statements(machine: Machine): Pick<Machine, "run"> {
	const evaluate: Machine["evaluate"] = (node, scope) => machine.evaluate(node, scope);

	async function run(node: Node, scope: Scope): Promise<Returned | null> {
		switch (node.rule) {
			case "Block": {
				const inner = { ...scope, names: [new Map<string, Value>(), ...scope.names] };
				for (const statement of all(node, "Statement")) {
					const ended = await run(statement, inner);
					if (ended) return ended;
				}
				return null;
			}
			case "Statement":
				return run(first(node), scope);
			case "ReturnStatement": {
				const value = node.kids.find(({ rule }) => rule !== "Word");
				return new Returned(value ? await evaluate(value, scope) : null);
			}
			case "ThrowStatement": {
				const thrown = await evaluate(node.kids[1] ?? node, scope);
				if (thrown === null || !isObject(thrown)) throw new Error("apex: only exceptions can be thrown");
				throw new ApexException(thrown.type, textOf(thrown.fields.get("message") ?? ""));
			}
			case "IfStatement": {
				const [yes, no] = all(node, "Statement");
				const holds = await evaluate(all(node, "ParExpression")[0]?.kids[1] ?? node, scope);
				const next = holds === true ? yes : no;
				return next ? run(next, scope) : null;
			}
			case "LocalVariableDeclarationStatement": {
				for (const one of all(find(node, "VariableDeclarators") ?? node, "VariableDeclarator")) {
					const value = one.kids[2] ? await evaluate(one.kids[2], scope) : null;
					scope.names[0]?.set((one.kids[0]?.text ?? "").toLowerCase(), value);
				}
				return null;
			}
			case "ExpressionStatement":
				await evaluate(first(node), scope);
				return null;
			case "InsertStatement":
			case "DeleteStatement": {
				const record = await evaluate(node.kids.find(({ rule }) => rule.endsWith("Expression")) ?? node, scope);
				if (record === null || !isObject(record)) throw new Error("apex: one record at a time");
				if (node.rule === "InsertStatement") record.fields.set("Id", machine.org.insert(record.type, record.fields));
				else machine.org.remove(textOf(record.fields.get("Id") ?? null));
				return null;
			}
			case "TryStatement":
				return runTry(node, scope);
			case "ForStatement":
				return runFor(node, scope);
			default:
				throw notUnderstood(node);
		}
	}

	async function runTry(node: Node, scope: Scope): Promise<Returned | null> {
		try {
			return await run(all(node, "Block")[0] ?? node, scope);
		} catch (fault) {
			if (!(fault instanceof ApexException)) throw fault;
			for (const clause of all(node, "CatchClause")) {
				const type = all(clause, "QualifiedName")[0]?.text ?? "";
				if (type.toLowerCase() !== fault.type.toLowerCase() && type.toLowerCase() !== "exception") continue;
				const caught = newObject(fault.type);
				caught.fields.set("message", fault.message);
				const name = all(clause, "Id")[0]?.text.toLowerCase() ?? "";
				return run(all(clause, "Block")[0] ?? clause, { ...scope, names: [new Map([[name, caught]]), ...scope.names] });
			}
			throw fault;
		}
	}

	async function runFor(node: Node, scope: Scope): Promise<Returned | null> {
		const each = find(node, "EnhancedForControl");
		const body = all(node, "Statement")[0];
		if (!each || !body) throw notUnderstood(node);
		const list = await evaluate(each.kids.at(-1) ?? each, scope);
		if (!Array.isArray(list)) throw new Error("apex: for each needs a list");
		const name = all(each, "Id")[0]?.text.toLowerCase() ?? "";
		for (const one of list) {
			const ended = await run(body, { ...scope, names: [new Map([[name, one]]), ...scope.names] });
			if (ended) return ended;
		}
		return null;
	}

	return { run };
}

function first(node: Node): Node {
	const [kid] = node.kids;
	if (!kid) throw notUnderstood(node);
	return kid;
}
