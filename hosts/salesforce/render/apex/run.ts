import { type ApexClass, all, find, type Method, type Node } from "./parse-classes.ts";
import { callOn, type Org, type Running, STATICS } from "./platform.ts";
import { ApexException, type ApexObject, areEqual, isObject, newObject, textOf, type Value } from "./values.ts";

/** Runs Apex as far as our classes need it. Syntax that it does not know is an error, never a guess. */
export interface Apex {
	/** A static method of a class, with arguments in their order. Throws ApexException as the platform would. */
	call(className: string, method: string, args: Value[]): Promise<Value>;
}

/** Where names are looked up: the variables of blocks, the object, its class. */
interface Scope {
	names: Map<string, Value>[];
	self: ApexObject | null;
	within: ApexClass;
}

class Returned {
	readonly value: Value;
	constructor(value: Value) {
		this.value = value;
	}
}

const EXCEPTION = /exception$/i;

/** An interpreter over these classes and this org. */
export function openApex(classes: ReadonlyMap<string, ApexClass>, org: Org): Apex {
	const statics = new Map<string, Value>();
	const running: Running = {
		org,
		mock: null,
		classOf(name) {
			const [outer = "", inner] = name.toLowerCase().split(".");
			const found = classes.get(outer) ?? null;
			return inner === undefined ? found : (found?.inner.get(inner) ?? null);
		},
		setMock(mock) {
			running.mock = mock;
		},
		invoke: (on, method, args) => invoke(methodOf(on.of, method, args), on, on.of, args),
	};

	function methodOf(of: ApexClass | null, name: string, args: Value[]): Method {
		const found = of?.methods.find((m) => m.name.toLowerCase() === name.toLowerCase() && m.params.length === args.length);
		if (!found) throw new Error(`apex: ${of?.name ?? "?"}.${name} with ${args.length} arguments is not there`);
		return found;
	}

	async function invoke(method: Method, self: ApexObject | null, within: ApexClass | null, args: Value[]): Promise<Value> {
		if (!within) throw new Error(`apex: ${method.name} has no class`);
		const names = new Map(method.params.map(({ name }, k) => [name, args[k] ?? null]));
		const ended = await run(method.body, { names: [names], self, within });
		return ended instanceof Returned ? ended.value : null;
	}

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
				if (node.rule === "InsertStatement") record.fields.set("Id", org.insert(record.type, record.fields));
				else org.remove(textOf(record.fields.get("Id") ?? null));
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

	async function evaluate(node: Node, scope: Scope): Promise<Value> {
		const { kids } = node;
		const at = (k: number) => evaluate(kids[k] ?? node, scope);
		switch (node.rule) {
			case "PrimaryExpression":
			case "NewExpression":
				return node.rule === "NewExpression" ? create(kids[1] ?? node, scope) : at(0);
			case "SubExpression":
				return at(1);
			case "LiteralPrimary":
			case "Literal":
				return literal(node.text);
			case "ThisPrimary":
				return scope.self;
			case "IdPrimary":
				return lookUp(node.text, scope);
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
				return assign(kids[0] ?? node, await at(2), scope);
			case "MethodCallExpression": {
				const call = kids[0] ?? node;
				const args = await argumentsOf(call, scope);
				return invoke(methodOf(scope.within, call.kids[0]?.text ?? "", args), scope.self, scope.within, args);
			}
			case "DotExpression":
				return dot(node, scope);
			case "SoqlPrimary":
				return query(node, scope);
			default:
				throw notUnderstood(node);
		}
	}

	async function dot(node: Node, scope: Scope): Promise<Value> {
		const [on, , what] = node.kids;
		if (!on || !what) throw notUnderstood(node);
		const owner = on.text;
		const isName = /^[\w.]+$/.test(owner) && !isKnown(owner, scope);
		if (what.rule !== "DotMethodCall") {
			if (isName) return staticField(owner, what.text, scope);
			const object = await evaluate(on, scope);
			if (object === null) throw new ApexException("NullPointerException", `Attempt to de-reference a null object (${what.text})`);
			if (!isObject(object)) throw notUnderstood(node);
			return fieldOf(object, what.text);
		}
		const name = what.kids[0]?.text ?? "";
		const args = await argumentsOf(what, scope);
		if (!isName) {
			const object = await evaluate(on, scope);
			if (object !== null && isObject(object) && object.of) return running.invoke(object, name, args);
			return callOn(object, name, args, running);
		}
		const of = running.classOf(owner);
		if (of) return invoke(methodOf(of, name, args), null, of, args);
		const call = STATICS[`${owner}.${name}`.toLowerCase()];
		if (!call) throw new Error(`apex: ${owner}.${name} is not understood`);
		return call(args, running);
	}

	function isKnown(text: string, scope: Scope): boolean {
		const name = (text.split(".")[0] ?? "").toLowerCase();
		return (
			scope.names.some((names) => names.has(name)) ||
			scope.within.fields.some((field) => field.name.toLowerCase() === name) ||
			name === "this"
		);
	}

	function fieldOf(object: ApexObject, name: string): Value {
		for (const [key, value] of object.fields) if (key.toLowerCase() === name.toLowerCase()) return value;
		return null;
	}

	async function staticField(owner: string, name: string, scope: Scope): Promise<Value> {
		const of = running.classOf(owner);
		const field = of?.fields.find((one) => one.isStatic && one.name.toLowerCase() === name.toLowerCase());
		if (!of || !field) throw new Error(`apex: ${owner}.${name} is not understood`);
		const key = `${of.name}.${field.name}`;
		if (!statics.has(key)) statics.set(key, field.value ? await evaluate(field.value, { ...scope, within: of }) : null);
		return statics.get(key) ?? null;
	}

	async function lookUp(text: string, scope: Scope): Promise<Value> {
		const name = text.toLowerCase();
		for (const names of scope.names) if (names.has(name)) return names.get(name) ?? null;
		const field = scope.within.fields.find((one) => one.name.toLowerCase() === name);
		if (field?.isStatic) return staticField(scope.within.name, field.name, scope);
		if (field && scope.self) return fieldOf(scope.self, field.name);
		throw new Error(`apex: ${text} is not known here`);
	}

	async function assign(target: Node, value: Value, scope: Scope): Promise<Value> {
		if (target.rule === "DotExpression") {
			const object = await evaluate(target.kids[0] ?? target, scope);
			if (object === null || !isObject(object)) throw notUnderstood(target);
			object.fields.set(target.kids[2]?.text ?? "", value);
			return value;
		}
		const name = target.text.toLowerCase();
		const names = scope.names.find((one) => one.has(name));
		const field = scope.within.fields.find((one) => one.name.toLowerCase() === name);
		if (names) names.set(name, value);
		else if (field && scope.self) scope.self.fields.set(field.name, value);
		else throw new Error(`apex: ${target.text} is not known here`);
		return value;
	}

	async function argumentsOf(call: Node, scope: Scope): Promise<Value[]> {
		const list = call.kids.find(({ rule }) => rule === "ExpressionList");
		const args: Value[] = [];
		for (const one of list?.kids ?? []) if (one.rule !== "Word") args.push(await evaluate(one, scope));
		return args;
	}

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
			const args = list ? await argumentsOf({ ...list, kids: [list] }, scope) : [];
			const constructor = of.constructors.find(({ params }) => params.length === args.length);
			if (constructor) await invoke(constructor, made, of, args);
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

	return {
		call: (className, method, args) => {
			const of = running.classOf(className);
			return invoke(methodOf(of, method, args), null, of, args);
		},
	};
}

function first(node: Node): Node {
	const [kid] = node.kids;
	if (!kid) throw notUnderstood(node);
	return kid;
}

function literal(text: string): Value {
	if (/^'.*'$/s.test(text)) return text.slice(1, -1).replace(/\\(['"\\])/g, "$1");
	if (/^\d+(\.\d+)?[ld]?$/i.test(text)) return Number.parseFloat(text);
	const word = { true: true, false: false, null: null }[text.toLowerCase()];
	if (word === undefined) throw new Error(`apex: the literal ${text} is not understood`);
	return word;
}

function notUnderstood(node: Node): Error {
	return new Error(`apex, line ${node.line}: ${node.rule} is not understood: ${node.text.slice(0, 60)}`);
}
