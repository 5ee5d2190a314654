import { type Machine, notUnderstood, type Scope } from "./machine.ts";
import { all, type Node } from "./parse-classes.ts";
import { ApexException, areEqual, textOf, type Value } from "./values.ts";

/** Expressions: literals, operators, calls, lists. */
export function expressions(machine: Machine): Pick<Machine, "evaluate" | "argumentsOf"> {
	async function evaluate(node: Node, scope: Scope): Promise<Value> {
		const { kids } = node;
		const at = (k: number) => evaluate(kids[k] ?? node, scope);
		switch (node.rule) {
			case "PrimaryExpression":
			case "NewExpression":
				return node.rule === "NewExpression" ? machine.create(kids[1] ?? node, scope) : at(0);
			case "SubExpression":
				return at(1);
			case "LiteralPrimary":
			case "Literal":
				return literal(node.text);
			case "ThisPrimary":
				return scope.self;
			case "IdPrimary":
				return machine.lookUp(node.text, scope);
			case "TypeRefPrimary":
				return { isType: true, name: all(node, "TypeRef")[0]?.text ?? "" };
			case "CastExpression":
				return at(3);
			case "CondExpression":
				return (await at(0)) === true ? at(2) : at(4);
			case "LogOrExpression":
				return (await at(0)) === true || (await at(2)) === true;
			case "LogAndExpression":
				return (await at(0)) === true && (await at(2)) === true;
			case "EqualityExpression": {
				const isEqual = areEqual(await at(0), await at(2));
				return kids[1]?.text === "==" ? isEqual : !isEqual;
			}
			case "Arth2Expression": {
				const [a, b] = [await at(0), await at(2)];
				if (typeof a === "number" && typeof b === "number") return kids[1]?.text === "+" ? a + b : a - b;
				if (kids[1]?.text !== "+") throw notUnderstood(node);
				return textOf(a) + textOf(b);
			}
			case "NegExpression":
				return (await at(1)) !== true;
			case "ArrayExpression": {
				const [list, k] = [await at(0), await at(2)];
				if (!Array.isArray(list) || typeof k !== "number" || k >= list.length)
					throw new ApexException("ListException", `List index out of bounds: ${textOf(k)}`);
				return list[k] ?? null;
			}
			case "AssignExpression":
				return machine.assign(kids[0] ?? node, await at(2), scope);
			case "MethodCallExpression": {
				const call = kids[0] ?? node;
				const args = await argumentsOf(call, scope);
				return machine.invoke(machine.methodOf(scope.within, call.kids[0]?.text ?? "", args), scope.self, scope.within, args);
			}
			case "DotExpression":
				return machine.dot(node, scope);
			case "SoqlPrimary":
				return machine.query(node, scope);
			default:
				throw notUnderstood(node);
		}
	}

	async function argumentsOf(call: Node, scope: Scope): Promise<Value[]> {
		const list = call.kids.find(({ rule }) => rule === "ExpressionList");
		const args: Value[] = [];
		for (const one of list?.kids ?? []) if (one.rule !== "Word") args.push(await evaluate(one, scope));
		return args;
	}

	return { evaluate, argumentsOf };
}

function literal(text: string): Value {
	if (/^'.*'$/s.test(text)) return text.slice(1, -1).replace(/\\(['"\\])/g, "$1");
	if (/^\d+(\.\d+)?[ld]?$/i.test(text)) return Number.parseFloat(text);
	const word = { true: true, false: false, null: null }[text.toLowerCase()];
	if (word === undefined) throw new Error(`apex: the literal ${text} is not understood`);
	return word;
}
